"""When an event is tried again."""

from itertools import pairwise

import pytest

from service.domain.delivery import GIVEN_UP_AFTER_MS, JITTER, Tries, next_try_ms

HOUR_MS = 3_600_000


def moments(chance: float, told_s: float = 0.0) -> list[int]:
    """When an event is tried that nobody ever takes, in milliseconds after the first time."""
    found, now_ms = [0], 0
    while (at_ms := next_try_ms(Tries(len(found), 0, ""), now_ms, told_s, lambda: chance)) is not None:
        found.append(at_ms)
        now_ms = at_ms
    return found


def test_each_wait_is_three_times_the_one_before_up_to_eight_hours() -> None:
    tried = moments(0.5)
    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert waits[:8] == [5_000 * 3**number for number in range(8)]
    assert max(waits) == 8 * HOUR_MS


@pytest.mark.parametrize("chance", [0.0, 0.3, 1.0])
def test_the_last_try_is_a_day_after_the_first(chance: float) -> None:
    assert moments(chance)[-1] == GIVEN_UP_AFTER_MS == 24 * HOUR_MS


def test_waits_differ_by_a_quarter_either_way() -> None:
    sooner, later = moments(0.0), moments(1.0)
    assert (sooner[1], later[1]) == (round(5_000 * (1 - JITTER)), round(5_000 * (1 + JITTER)))


def test_who_asks_for_time_gets_it_but_never_less_than_the_wait_nor_beyond_the_day() -> None:
    assert moments(0.5, told_s=3_600)[1] == HOUR_MS
    assert moments(0.5, told_s=1)[1] == 5_000
    assert moments(0.5, told_s=1e9) == [0, GIVEN_UP_AFTER_MS]
