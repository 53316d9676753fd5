"""What is counted of what happened."""

from collections import Counter
from dataclasses import replace

from service.domain.comment import Outcome, Reason
from service.domain.journal import (
    Entry,
    appeal_entry,
    decision_entry,
    reopen_entry,
    undo_entry,
    verdict_entry,
)
from service.domain.tally import HOUR_MS, hour_of, tally
from tests.support.comments import FINE, NOW_MS, SPAM, a_comment, approval, rejection

MINUTE_MS = 60_000
COMMENT = a_comment()
ARRIVED = decision_entry(COMMENT)


def verdict(by: str, after_min: float, *, approve: bool) -> Entry:
    at_ms = NOW_MS + round(after_min * MINUTE_MS)
    given = approval(by, at_ms) if approve else rejection(by, at_ms)
    status = Outcome.APPROVE.status if approve else Outcome.REJECT.status
    return verdict_entry(COMMENT, given, status, (FINE,) if approve else (SPAM,))


def counted(*audit: Entry) -> Counter[str]:
    """What is counted of everything that happened to one comment."""
    total: Counter[str] = Counter()
    for counters in tally(audit, {COMMENT.id: audit}).values():
        total.update(counters)
    return total


def test_a_decision_counts_its_outcome_its_article_and_why_it_was_not_published() -> None:
    assert counted(ARRIVED) == Counter(
        {"decision:pending": 1, "article:article-1": 1, "opened": 1, "reason:spam": 1}
    )
    published = replace(ARRIVED, status=Outcome.APPROVE.status, reasons=(Reason("clear", "Clear."),))
    assert counted(published) == Counter({"decision:approved": 1, "article:article-1": 1})


def test_each_counts_in_the_hour_in_which_it_happened() -> None:
    later = verdict("bob", 60, approve=True)
    hours = tally([ARRIVED, later], {})
    assert list(hours) == [hour_of(NOW_MS), hour_of(NOW_MS) + 1]
    assert hours[hour_of(NOW_MS) + 1] == Counter({"verdict:approved:bob": 1, "closed": 1})
    assert hour_of(NOW_MS) * HOUR_MS <= NOW_MS


def test_a_verdict_counts_how_long_the_case_had_waited() -> None:
    for after_min, step in ((0.9, 0), (1, 1), (59, 4), (60, 5), (1_439, 6), (1_440, 7)):
        assert counted(ARRIVED, verdict("bob", after_min, approve=False))[f"wait:{step}"] == 1


def test_after_an_undo_the_case_waits_anew() -> None:
    undone = undo_entry(COMMENT, "bob", NOW_MS + 30 * MINUTE_MS)
    again = verdict("bob", 32, approve=False)
    found = counted(ARRIVED, verdict("bob", 20, approve=True), undone, again)
    assert (found["wait:3"], found["wait:1"]) == (1, 1)
    assert (found["opened"], found["closed"]) == (2, 2)


def test_to_think_again_is_no_mistake_but_what_another_undoes_is() -> None:
    given = verdict("bob", 1, approve=True)
    assert "overturned:bob" not in counted(ARRIVED, given, undo_entry(COMMENT, "bob", NOW_MS + MINUTE_MS * 2))
    assert counted(ARRIVED, given, undo_entry(COMMENT, "erin", NOW_MS + MINUTE_MS * 2))["overturned:bob"] == 1


def test_a_rejection_that_is_lost_on_appeal_is_overturned_and_one_that_holds_is_not() -> None:
    case = [ARRIVED, verdict("bob", 1, approve=False), appeal_entry(COMMENT, NOW_MS + MINUTE_MS * 2)]
    assert counted(*case, verdict("carol", 3, approve=True))["overturned:bob"] == 1
    assert "overturned:bob" not in counted(*case, verdict("carol", 3, approve=False))


SAMPLED = replace(ARRIVED, status=Outcome.APPROVE.status, sampled=True)


def checks(*audit: Entry) -> Counter[str]:
    """What is counted of the blind sample."""
    return Counter({field: number for field, number in counted(*audit).items() if "checked:" in field})


def test_a_sampled_decision_opens_a_case_and_its_verdict_tells_whether_the_policy_was_right() -> None:
    assert counted(SAMPLED)["opened"] == 1
    assert checks(SAMPLED) == Counter()
    assert checks(SAMPLED, verdict("bob", 1, approve=True)) == Counter({"checked:approved:approved": 1})
    assert checks(SAMPLED, verdict("bob", 1, approve=False)) == Counter({"checked:approved:rejected": 1})
    assert counted(SAMPLED, verdict("bob", 1, approve=True))["wait:1"] == 1


def test_a_verdict_of_the_sample_that_is_taken_back_does_not_count() -> None:
    undone = undo_entry(COMMENT, "bob", NOW_MS + 2 * MINUTE_MS)
    again = [SAMPLED, verdict("bob", 1, approve=False), undone, verdict("bob", 3, approve=True)]
    assert checks(*again[:3]) == Counter({"checked:approved:rejected": 1, "unchecked:approved:rejected": 1})
    assert checks(*again) - checks(*again[:3]) == Counter({"checked:approved:approved": 1})
    twice = [*again, undo_entry(COMMENT, "bob", NOW_MS + 4 * MINUTE_MS), verdict("eve", 5, approve=True)]
    assert checks(*twice)["checked:approved:approved"] == 2
    assert checks(*twice)["unchecked:approved:approved"] == 1


def test_only_verdicts_that_were_given_blind_count_for_the_sample() -> None:
    decided = [SAMPLED, verdict("bob", 1, approve=False)]
    appealed = [*decided, appeal_entry(COMMENT, NOW_MS + 2 * MINUTE_MS), verdict("eve", 3, approve=True)]
    assert checks(*appealed) == checks(*decided)
    before_it_was_seen = appeal_entry(COMMENT, NOW_MS + MINUTE_MS)
    assert counted(SAMPLED, before_it_was_seen)["opened"] == 1
    assert counted(*appealed)["opened"] == counted(*appealed)["closed"] == 2
    assert checks(SAMPLED, before_it_was_seen, verdict("eve", 3, approve=True)) == Counter()
    reopened = reopen_entry(COMMENT, "bob", NOW_MS + MINUTE_MS)
    published = replace(SAMPLED, sampled=False)
    assert checks(published, reopened, verdict("bob", 2, approve=False)) == Counter()
    assert checks(ARRIVED, verdict("bob", 2, approve=False)) == Counter()
