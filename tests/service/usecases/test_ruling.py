"""What a moderator wants, checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.comment import Verdict
from service.domain.house_rules import APPROVED, DEFAULT_RULES
from service.usecases.bans import BanWish
from service.usecases.refusals import InvalidError
from service.usecases.ruling import NOTE_MAX, Ruling, already_decided

NOW_MS = 1_790_000_000_123


@pytest.mark.parametrize("reason", ["", *(rule.code for rule in DEFAULT_RULES)])
def test_a_rejection_rests_on_a_house_rule(reason: str) -> None:
    ruling = Ruling.parse("reject", reason, " a note ")
    assert not ruling.approve
    assert [each.code for each in ruling.reasons] == [reason or "other"]
    verdict = ruling.verdict("alice", NOW_MS)
    assert verdict == Verdict(
        approve=False, by="alice", at_ms=NOW_MS, reason=reason or "other", note="a note"
    )


def test_an_approval_needs_no_rule() -> None:
    ruling = Ruling.parse("approve", "spam", "")
    assert ruling.reasons == (APPROVED,)
    assert not ruling.verdict("alice", NOW_MS).reason


@given(st.sampled_from(["approve", "reject"]) | st.text(), st.text(), st.text())
def test_any_wish_is_a_ruling_or_refused_by_field(verdict: str, reason: str, note: str) -> None:
    fields: set[str] = set()
    try:
        ruling = Ruling.parse(verdict, reason, note)
        assert len(ruling.reasons) == 1
        assert verdict in {"approve", "reject"}
    except InvalidError as error:
        fields = {wrong.field for wrong in error.errors}
    assert fields <= {"verdict", "reason", "note"}


def test_every_wrong_field_is_told_at_once() -> None:
    with pytest.raises(InvalidError) as raised:
        Ruling.parse("reject", "dislike", "x" * (NOTE_MAX + 1))
    assert [wrong.field for wrong in raised.value.errors] == ["reason", "note"]


@pytest.mark.parametrize(
    ("approve", "told"), [(True, "alice approved this comment already."), (False, "alice rejected this")]
)
def test_whoever_comes_late_is_told_who_what_and_when(*, approve: bool, told: str) -> None:
    error = already_decided(Verdict(approve=approve, by="alice", at_ms=NOW_MS))
    assert error.status == 409
    assert error.detail.startswith(told)
    assert error.extra == {
        "decided_by": "alice",
        "verdict": "approve" if approve else "reject",
        "decided_at": "2026-09-21T14:13:20.123Z",
    }


def test_a_comment_without_a_case_says_that_nobody_has_to_decide() -> None:
    assert already_decided(None).code == "not_open"


@pytest.mark.parametrize(
    ("period", "seconds"), [("", 0), ("for good", 0), ("24h", 86_400), ("30d", 2_592_000)]
)
def test_a_ban_is_for_a_time_or_for_good(period: str, seconds: int) -> None:
    assert BanWish.parse("author", period, " spam ") == BanWish.parse("author", period, "spam")
    assert BanWish.parse("address", period, "").period_s == seconds


def test_every_wrong_field_of_a_ban_is_told_at_once() -> None:
    with pytest.raises(InvalidError) as raised:
        BanWish.parse("planet", "soon", "x" * 501)
    assert [wrong.field for wrong in raised.value.errors] == ["target", "period", "reason"]
