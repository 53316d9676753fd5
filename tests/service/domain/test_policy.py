"""From scores, rules and the author's history to a decision."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from classifier.model import Assessment
from classifier.thresholds import Thresholds
from service.domain.comment import Outcome
from service.domain.form_token import FormDoubt
from service.domain.policy import ArticleMode, Circumstances, NewAuthors, Policy, Rules

LABELS = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack", "spam")
SHARES = st.floats(0, 1)
ASSESSMENTS = st.builds(
    Assessment,
    probabilities=st.fixed_dictionaries(dict.fromkeys(LABELS, SHARES)),
    likely_to_reject=SHARES,
    language=st.sampled_from(["en", "de", "und"]),
    language_supported=st.booleans(),
    read_whole=st.booleans(),
)
THRESHOLDS = st.builds(
    lambda low, high: Thresholds(*sorted((low, high))), low=SHARES, high=SHARES
) | st.builds(Thresholds, approve_below=st.none() | SHARES, reject_from=st.none())
WORDS = st.lists(st.sampled_from(["zorkwort", "kettle*", "buy now"]), max_size=2).map(tuple)
POLICIES = st.builds(
    Policy,
    rules=st.builds(
        Rules,
        blocked_words=WORDS,
        watched_words=WORDS,
        max_links=st.integers(0, 3),
        new_authors=st.sampled_from(NewAuthors),
    ),
    thresholds=THRESHOLDS,
)
CIRCUMSTANCES = st.builds(
    Circumstances,
    approved_before=st.integers(0, 3),
    article_mode=st.sampled_from([ArticleMode.OPEN, ArticleMode.REVIEW]),
    form_doubt=st.none() | st.sampled_from(FormDoubt),
)
TEXTS = st.lists(
    st.sampled_from(["zorkwort", "kettles", "buy", "now", "https://a.example", "www.b.example"])
    | st.text(max_size=8)
).map(" ".join)

FRIEND = Circumstances(approved_before=1)
STRANGER = Circumstances()
OPEN = Policy(Rules(), Thresholds(approve_below=0.2, reject_from=0.8))


def assessment(
    likely: float = 0.1, *, language: str = "en", supported: bool = True, **labels: float
) -> Assessment:
    """Return an assessment in which every label is unlikely but those given."""
    return Assessment(dict.fromkeys(LABELS, 0.01) | labels, likely, language, supported)


def decided(
    text: str = "A fine day.",
    scored: Assessment | None = None,
    policy: Policy = OPEN,
    now: Circumstances = FRIEND,
) -> tuple[Outcome, list[str]]:
    """Return a decision's outcome and the codes of its reasons."""
    decision = policy.decide(text, scored or assessment(), "m1", now)
    return decision.outcome, [reason.code for reason in decision.reasons]


@given(POLICIES, TEXTS, st.none() | ASSESSMENTS, CIRCUMSTANCES)
def test_the_same_comment_gets_the_same_decision_with_reasons(
    policy: Policy, text: str, scored: Assessment | None, now: Circumstances
) -> None:
    decision = policy.decide(text, scored, "m1", now)
    twin = Policy(policy.rules, policy.thresholds, policy.leak, policy.overblock)
    assert decision == policy.decide(text, scored, "m1", now) == twin.decide(text, scored, "m1", now)
    assert decision.reasons
    assert all(reason.code and reason.message for reason in decision.reasons)
    assert len({reason.code for reason in decision.reasons}) == len(decision.reasons)
    assert 0 <= decision.urgency <= 1
    assert (decision.model, decision.policy) == ("m1", policy.version)


@given(POLICIES, TEXTS, st.none() | ASSESSMENTS, CIRCUMSTANCES)
def test_a_decision_tells_enough_of_its_circumstances_to_be_made_again(
    policy: Policy, text: str, scored: Assessment | None, now: Circumstances
) -> None:
    decision = policy.decide(text, scored, "m1", now)
    assert policy.decide(text, scored, "m1", Circumstances.told_by(decision)) == decision


@given(POLICIES, TEXTS, ASSESSMENTS, CIRCUMSTANCES)
def test_a_foreign_language_is_never_decided_by_its_scores(
    policy: Policy, text: str, scored: Assessment, now: Circumstances
) -> None:
    decision = policy.decide(text, scored._replace(language_supported=False), "m1", now)
    assert decision.outcome is not Outcome.APPROVE
    if decision.outcome is Outcome.REJECT:
        assert [reason.code for reason in decision.reasons] == ["blocked_word"]
    else:
        assert "language" in {reason.code for reason in decision.reasons}


@given(POLICIES, TEXTS, ASSESSMENTS, CIRCUMSTANCES)
def test_what_was_not_read_to_its_end_is_never_approved_by_its_scores(
    policy: Policy, text: str, scored: Assessment, now: Circumstances
) -> None:
    decision = policy.decide(text, scored._replace(read_whole=False), "m1", now)
    assert decision.outcome is not Outcome.APPROVE
    if decision.outcome is Outcome.REVIEW:
        assert "too_long" in {reason.code for reason in decision.reasons}


@given(POLICIES, TEXTS, CIRCUMSTANCES)
def test_without_a_score_a_moderator_decides_unless_a_word_is_blocked(
    policy: Policy, text: str, now: Circumstances
) -> None:
    decision = policy.decide(text, None, "none", now)
    if policy.blocked.find(text):
        assert decision.outcome is Outcome.REJECT
    else:
        assert decision.outcome is Outcome.REVIEW
        assert decision.reasons[-1].code == "not_scored"


@given(POLICIES, TEXTS, ASSESSMENTS, CIRCUMSTANCES)
def test_a_likelier_comment_is_never_treated_better(
    policy: Policy, text: str, scored: Assessment, now: Circumstances
) -> None:
    order = [Outcome.APPROVE, Outcome.REVIEW, Outcome.REJECT]
    worse = scored._replace(likely_to_reject=min(1.0, scored.likely_to_reject + 0.3))
    outcomes = [policy.decide(text, each, "m1", now).outcome for each in (scored, worse)]
    assert order.index(outcomes[0]) <= order.index(outcomes[1])


@pytest.mark.parametrize(
    ("likely", "outcome"),
    [
        (0.0, Outcome.APPROVE),
        (0.1999, Outcome.APPROVE),
        (0.2, Outcome.REVIEW),
        (0.7999, Outcome.REVIEW),
        (0.8, Outcome.REJECT),
        (1.0, Outcome.REJECT),
    ],
)
def test_the_thresholds_divide_the_scores(likely: float, outcome: Outcome) -> None:
    assert decided(scored=assessment(likely))[0] is outcome


@pytest.mark.parametrize("likely", [0.0, 0.5, 1.0])
def test_without_thresholds_nothing_is_decided_automatically(likely: float) -> None:
    policy = Policy(Rules(), Thresholds(None, None))
    assert decided(scored=assessment(likely), policy=policy)[0] is Outcome.REVIEW


def test_a_clear_comment_says_so() -> None:
    assert decided() == (Outcome.APPROVE, ["clear"])


def test_the_likeliest_label_is_the_reason() -> None:
    assert decided(scored=assessment(0.9, insult=0.7, obscene=0.9)) == (Outcome.REJECT, ["obscene"])


@pytest.mark.parametrize(("share", "said"), [(0.994, "99%"), (0.996, ">99%"), (1.0, "100%")])
def test_a_label_is_given_with_its_probability_as_the_pages_write_it(share: float, said: str) -> None:
    decision = OPEN.decide("", assessment(0.9, insult=share), "m1", FRIEND)
    assert [reason.evidence for reason in decision.reasons] == [said]


def test_without_a_likely_label_it_is_borderline() -> None:
    assert decided(scored=assessment(0.5, insult=0.49)) == (Outcome.REVIEW, ["borderline"])


def test_a_blocked_word_rejects_whatever_else_there_is() -> None:
    policy = Policy(Rules(blocked_words=("zorkwort",), watched_words=("kettle",)), OPEN.thresholds)
    decision = policy.decide("A kettle of Zorkwort", assessment(), "m1", FRIEND)
    assert decision.outcome is Outcome.REJECT
    assert [(reason.code, reason.evidence) for reason in decision.reasons] == [("blocked_word", "Zorkwort")]


def test_reasons_of_one_outcome_are_all_given_in_the_order_of_the_rules() -> None:
    policy = Policy(Rules(watched_words=("kettle",), max_links=0), OPEN.thresholds)
    now = Circumstances(article_mode=ArticleMode.REVIEW)
    text = "kettle https://a.example"
    assert decided(text, assessment(0.5, language="de", supported=False), policy, now) == (
        Outcome.REVIEW,
        ["watched_word", "many_links", "new_author_link", "language", "article_review"],
    )


@pytest.mark.parametrize(
    ("new_authors", "text", "now", "code"),
    [
        (NewAuthors.LINKS, "see www.a.example", STRANGER, "new_author_link"),
        (NewAuthors.LINKS, "see nothing", STRANGER, "clear"),
        (NewAuthors.LINKS, "see www.a.example", FRIEND, "clear"),
        (NewAuthors.REVIEW, "see nothing", STRANGER, "new_author"),
        (NewAuthors.REVIEW, "see nothing", FRIEND, "clear"),
        (NewAuthors.OPEN, "see www.a.example", STRANGER, "clear"),
    ],
)
def test_new_authors_are_treated_as_the_site_says(
    new_authors: NewAuthors, text: str, now: Circumstances, code: str
) -> None:
    policy = Policy(Rules(new_authors=new_authors), OPEN.thresholds)
    assert decided(text, policy=policy, now=now)[1] == [code]


@pytest.mark.parametrize(("links", "outcome"), [(2, Outcome.APPROVE), (3, Outcome.REVIEW)])
def test_more_links_than_the_site_allows_are_reviewed(links: int, outcome: Outcome) -> None:
    text = " ".join(f"HTTPS://a{number}.example/x" for number in range(links))
    assert decided(text)[0] is outcome


def test_a_threat_is_the_most_urgent() -> None:
    threat, insult = assessment(0.4, threat=0.95), assessment(0.6, insult=0.99)
    assert OPEN.decide("x", threat, "m1", FRIEND).urgency > OPEN.decide("x", insult, "m1", FRIEND).urgency


@given(POLICIES, POLICIES)
def test_policies_that_differ_have_other_versions(one: Policy, other: Policy) -> None:
    assume(one != other)
    assert one.version != other.version
