"""Times and shares in words."""

import pytest

from service.web.times import ago, ahead, exact
from service.web.wording import label_name

NOW_MS = 1_790_000_000_000
MIN_MS = 60_000


@pytest.mark.parametrize(
    ("passed_ms", "said"),
    [
        (-5_000, "just now"),
        (59_999, "just now"),
        (MIN_MS, "1 min ago"),
        (59 * MIN_MS, "59 min ago"),
        (60 * MIN_MS, "1 h ago"),
        (24 * 60 * MIN_MS, "1 day ago"),
        (29 * 24 * 60 * MIN_MS, "29 days ago"),
        (31 * 24 * 60 * MIN_MS, "21 August 2026"),
    ],
)
def test_how_long_ago(passed_ms: int, said: str) -> None:
    assert ago(NOW_MS - passed_ms, NOW_MS) == said


@pytest.mark.parametrize(
    ("left_ms", "said"), [(-1, "0 s"), (59_999, "59 s"), (MIN_MS, "1 min"), (119_999, "1 min")]
)
def test_how_long_until(left_ms: int, said: str) -> None:
    assert ahead(NOW_MS + left_ms, NOW_MS) == said


def test_exactly_when() -> None:
    assert exact(NOW_MS) == "21 September 2026, 14:13 UTC"


@pytest.mark.parametrize(("label", "said"), [("insult", "Insult"), ("new_label", "New label")])
def test_labels(label: str, said: str) -> None:
    assert label_name(label) == said
