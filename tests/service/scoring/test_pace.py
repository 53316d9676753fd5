import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.scoring.pace import LONGEST_S, MOST, Pace


class Clocks:
    """The time, and how much of it this process was at work."""

    def __init__(self) -> None:
        self.now = self.busy = 0.0

    def go_on(self, seconds: float, *, busy: float) -> None:
        self.now += seconds
        self.busy += seconds * busy


def pace_of(clocks: Clocks) -> Pace:
    return Pace(lambda: clocks.now, lambda: clocks.busy)


@pytest.mark.parametrize(("busy", "times"), [(0.0, 0.0), (0.2, 0.0625), (0.5, 1.0), (0.8, 16.0), (1.0, MOST)])
def test_the_busier_the_service_the_longer_the_rest(busy: float, times: float) -> None:
    clocks = Clocks()
    pace = pace_of(clocks)
    clocks.go_on(3.0, busy=busy)
    assert pace.rest_s(0.01) == pytest.approx(0.01 * times)


def test_only_the_time_since_the_last_work_counts() -> None:
    clocks = Clocks()
    pace = pace_of(clocks)
    clocks.go_on(3.0, busy=1.0)
    pace.rest_s(1.0)
    clocks.go_on(3.0, busy=0.0)
    assert pace.rest_s(1.0) == pytest.approx(0.0)


@given(busy=st.floats(0, 4), took_s=st.floats(0, 10), passed_s=st.floats(0, 100))
def test_it_rests_a_bounded_time_also_when_threads_use_several_cores(
    busy: float, took_s: float, passed_s: float
) -> None:
    clocks = Clocks()
    pace = pace_of(clocks)
    clocks.go_on(passed_s, busy=busy)
    assert 0.0 <= pace.rest_s(took_s) <= min(MOST * took_s, LONGEST_S)
