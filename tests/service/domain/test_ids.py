"""Ids of comments and when cases are due."""

from hypothesis import given
from hypothesis import strategies as st

from service.domain.ids import new_id
from service.domain.urgency import URGENT_WITHIN_MS, due_ms

TIMES_MS = st.integers(0, 4_000_000_000_000)
SHARES = st.floats(0, 1)


@given(TIMES_MS, TIMES_MS)
def test_ids_sort_by_time_and_are_never_the_same(one_ms: int, other_ms: int) -> None:
    one, other = new_id(one_ms), new_id(other_ms)
    assert one != other
    assert len(one) == len(other) == 32
    if one_ms != other_ms:
        assert (one < other) is (one_ms < other_ms)


@given(TIMES_MS, SHARES, SHARES)
def test_the_more_urgent_is_due_sooner_and_all_within_hours(now_ms: int, one: float, other: float) -> None:
    assert now_ms <= due_ms(now_ms, one) <= now_ms + URGENT_WITHIN_MS
    if one < other:
        assert due_ms(now_ms, one) >= due_ms(now_ms, other)


@given(TIMES_MS, SHARES)
def test_nothing_waits_for_ever_behind_what_is_urgent(now_ms: int, urgency: float) -> None:
    assert due_ms(now_ms, urgency) <= due_ms(now_ms + URGENT_WITHIN_MS, 1.0)
