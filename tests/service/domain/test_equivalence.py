"""Thresholds that do each other's work."""

from service.domain.equivalence import equivalent


def test_as_many_texts_reach_the_cut_off_as_the_threshold() -> None:
    theirs = [0.9, 0.8, 0.7, 0.2, 0.1]
    ours = [0.5, 0.4, 0.1, 0.3, 0.0]
    found = equivalent(theirs, ours, 0.7)
    assert found is not None
    assert (found.flagged, found.cut_off) == (3, 0.2)
    assert (found.agreement, found.shared) == (3 / 5, 2 / 3)


def test_a_threshold_that_none_or_all_reach_has_no_equivalent() -> None:
    assert equivalent([0.1, 0.2], [0.1, 0.2], 0.5) is None
    assert equivalent([0.6, 0.7], [0.1, 0.2], 0.5) is None
