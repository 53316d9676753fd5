"""What a form sends, checked."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.domain import submission as limits
from service.domain.submission import Author, InvalidSubmissionError, Submission, is_web_address

GOOD: dict[str, Any] = {"article_id": "a1", "author": {"name": "Alice"}, "text": "A fine day."}

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from([*sorted(limits.KNOWN), "name", "email", "id"]) | st.text(max_size=8)
AUTHORS = st.dictionaries(NAMES, JSON_VALUES, max_size=4)
OBJECTS = st.dictionaries(NAMES, JSON_VALUES | AUTHORS, max_size=10)
ODD_TEXT = "\ud800\0\u202e\u200bé\u0301🧑‍🚀 \t\r\n<b>&\"'"


def errors_of(data: dict[str, Any]) -> dict[str, str]:
    """Return the messages that a submission gets, by field."""
    with pytest.raises(InvalidSubmissionError) as raised:
        Submission.parse(data)
    return {error.field: error.message for error in raised.value.errors}


def within_limits(submission: Submission) -> bool:
    """Whether every field is as it may be kept."""
    author = submission.author
    lines = {
        submission.site: limits.ID_MAX,
        submission.article_id: limits.ID_MAX,
        submission.parent_id: limits.ID_MAX,
        submission.article_title: limits.TITLE_MAX,
        submission.article_url: limits.URL_MAX,
        author.name: limits.NAME_MAX,
        author.email: limits.EMAIL_MAX,
        author.id: limits.ID_MAX,
    }
    everything = "".join(lines) + submission.text
    return (
        all(len(line) <= longest and line == " ".join(line.split()) for line, longest in lines.items())
        and 0 < len(submission.text) <= limits.TEXT_MAX
        and all((submission.article_id, submission.site, author.name))
        and "\0" not in everything
        and everything == everything.encode(errors="replace").decode()
        and (not submission.article_url or is_web_address(submission.article_url))
    )


@given(OBJECTS | OBJECTS.map(lambda data: GOOD | data))
@example(GOOD | {"text": ODD_TEXT})
@example(GOOD | {"text": "x" * limits.TEXT_MAX, "author": {"name": "y" * limits.NAME_MAX}})
def test_any_object_is_a_submission_within_limits_or_gets_a_message_for_each_wrong_field(
    data: dict[str, Any],
) -> None:
    wrong: list[limits.FieldError] = []
    try:
        assert within_limits(Submission.parse(data))
    except InvalidSubmissionError as error:
        wrong = error.errors
    assert all(each.message and len(each.message) < 500 for each in wrong)


@given(st.text(), st.text(), st.text(ODD_TEXT))
def test_any_text_and_name_are_kept_or_refused(text: str, name: str, title: str) -> None:
    try:
        submission = Submission.parse(GOOD | {"text": text, "author": {"name": name}, "article_title": title})
    except InvalidSubmissionError:
        return
    assert within_limits(submission)


def test_what_is_not_told_is_empty_and_the_site_is_the_default_one() -> None:
    assert Submission.parse(GOOD) == Submission("default", "a1", Author("Alice"), "A fine day.")


def test_everything_that_may_be_told_is_kept() -> None:
    told = {
        "site": "blog",
        "article_id": " a1 ",
        "article_url": "https://news.example/a1?x=1",
        "article_title": "A \n fine title",
        "parent_id": "p1",
        "author": {"name": " Alice  Liddell ", "email": "alice@wonder.example", "id": "42"},
        "text": "\n One\r\ntwo\rthree \n",
        "client_ip": "2001:0db8::1",
    }
    assert Submission.parse(told) == Submission(
        site="blog",
        article_id="a1",
        article_url="https://news.example/a1?x=1",
        article_title="A fine title",
        parent_id="p1",
        author=Author("Alice Liddell", "alice@wonder.example", "42"),
        text="One\ntwo\nthree",
        client_ip="2001:db8::1",
    )


def test_every_wrong_field_gets_its_message_at_once() -> None:
    data = {
        "article_url": "javascript:alert(1)",
        "parent_id": 7,
        "author": {"name": " ", "email": "nobody", "age": 3},
        "text": "",
        "client_ip": "somewhere",
        "html": True,
    }
    assert errors_of(data) == {
        "article_id": "The article's id is missing.",
        "article_url": "Must be an http(s) address.",
        "parent_id": "Must be a string, got a number.",
        "author.name": "Please enter your name here",
        "author.email": "Is no e-mail address.",
        "author.age": "Unknown field; known are email, id, name.",
        "text": "Please enter your comment!",
        "client_ip": "Must be an IP address, got 'somewhere'.",
        "html": "Unknown field; known are article_id, article_title, article_url, author, client_ip, "
        "parent_id, site, text.",
    }


@pytest.mark.parametrize(
    "blank",
    ["", " ", "\t\r\n", "\u00a0", "\u200b\u200b", "\u2060", "\ufeff", "\u3164", "\u2800", "\u202e", "\u0301"],
)
def test_what_shows_nothing_is_blank(blank: str) -> None:
    errors = errors_of(GOOD | {"text": blank, "author": {"name": blank}})
    assert errors == {"text": "Please enter your comment!", "author.name": "Please enter your name here"}


@pytest.mark.parametrize(
    "text", ["!", "🙂", "1", "e\u0301", "e" + "\u0301" * 1_000, "\u202eabc", "\ue000", "٣"]
)
def test_what_shows_anything_is_a_comment(text: str) -> None:
    assert Submission.parse(GOOD | {"text": text}).text == text


@pytest.mark.parametrize(
    ("field", "longest"),
    [
        ("text", limits.TEXT_MAX),
        ("article_id", limits.ID_MAX),
        ("parent_id", limits.ID_MAX),
        ("article_title", limits.TITLE_MAX),
        ("site", limits.ID_MAX),
    ],
)
def test_a_field_may_be_as_long_as_its_limit_and_no_longer(field: str, longest: int) -> None:
    assert within_limits(Submission.parse(GOOD | {field: "é" * longest}))
    assert errors_of(GOOD | {field: "é" * (longest + 1)}) == {
        field: f"Too long: at most {longest:,} characters, got {longest + 1:,}."
    }


@pytest.mark.parametrize(("field", "longest"), [("name", limits.NAME_MAX), ("id", limits.ID_MAX)])
def test_an_author_may_be_as_long_as_the_limit_and_no_longer(field: str, longest: int) -> None:
    assert within_limits(Submission.parse(GOOD | {"author": {"name": "A", field: "é" * longest}}))
    message = errors_of(GOOD | {"author": {"name": "A", field: "é" * (longest + 1)}})[f"author.{field}"]
    assert message == f"Too long: at most {longest:,} characters, got {longest + 1:,}."


@pytest.mark.parametrize(
    ("value", "told"),
    [(7, "a number"), (1.5, "a number"), (True, "a boolean"), ([], "a list"), ({}, "an object")],
)
@pytest.mark.parametrize("field", ["text", "article_id", "article_url", "parent_id", "site", "client_ip"])
def test_a_field_of_a_wrong_type_is_told_which_it_must_have(field: str, value: object, told: str) -> None:
    assert errors_of(GOOD | {field: value}) == {field: f"Must be a string, got {told}."}


@pytest.mark.parametrize(("author", "told"), [("Alice", "a string"), ([], "a list"), (7, "a number")])
def test_an_author_must_be_an_object(author: object, told: str) -> None:
    assert errors_of(GOOD | {"author": author}) == {"author": f"Must be an object with a name, got {told}."}


@pytest.mark.parametrize("absent", [{}, {"author": None}, {"author": {}}, {"author": {"name": None}}])
def test_without_an_author_the_name_is_asked_for(absent: dict[str, Any]) -> None:
    data = {name: value for name, value in GOOD.items() if name != "author"} | absent
    assert errors_of(data) == {"author.name": "Please enter your name here"}


@pytest.mark.parametrize(("character", "told"), [("\0", "U+0000"), ("\x1b", "U+001B"), ("\ud800", "U+D800")])
@pytest.mark.parametrize("field", ["text", "article_id", "article_title", "parent_id", "site"])
def test_what_is_no_text_is_named(field: str, character: str, told: str) -> None:
    assert errors_of(GOOD | {field: f"a{character}b"}) == {field: f"Holds {told}, which is no text."}


def test_markup_is_kept_as_it_was_typed() -> None:
    script = "<script>alert('x')</script>"
    submission = Submission.parse(
        GOOD | {"text": script, "article_title": script, "author": {"name": script, "id": script}}
    )
    assert submission.text == submission.author.name == submission.article_title == script


def test_a_flood_of_unknown_fields_gets_a_short_answer() -> None:
    errors = errors_of(GOOD | {f"field{number}": 1 for number in range(5_000)})
    assert len(errors) == limits.UNKNOWN_MAX + 1
    assert errors["…"] == "And 4,990 more unknown fields."
    assert len(json.dumps(errors)) < 5_000


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "data:text/html,x", "//news.example", "/a", "https://", "http://[::1", "ftp://a.b",
        "https://news example/", "https://a:99999/", "https://\u00a0/", " ", "x" * 5_000,
    ],
)  # fmt: skip
def test_only_a_web_address_is_one(address: str) -> None:
    assert not is_web_address(address)


@given(st.text())
def test_any_text_is_a_web_address_or_not(address: str) -> None:
    assert is_web_address(address) in {True, False}


@pytest.mark.parametrize(
    ("author", "identity"),
    [
        (Author("Alice"), "name:alice"),
        (Author("Alice", "A@Wonder.example"), "email:a@wonder.example"),
        (Author("Alice", "a@wonder.example", "42"), "id:42"),
    ],
)
def test_an_author_is_known_by_the_strongest_thing_told(author: Author, identity: str) -> None:
    assert author.identity == identity


def test_the_same_words_have_the_same_fingerprint() -> None:
    first = Submission.parse(GOOD | {"text": "Buy  NOW at\nmy shop"})
    again = Submission.parse(GOOD | {"text": " buy now \uff41t my shop "})
    assert first.fingerprint == again.fingerprint


@pytest.mark.parametrize(
    "other",
    [{"text": "A fine night."}, {"article_id": "a2"}, {"author": {"name": "Bob"}}, {"parent_id": "p"}],
)
def test_another_text_author_or_place_has_another_fingerprint(other: dict[str, Any]) -> None:
    assert Submission.parse(GOOD | other).fingerprint != Submission.parse(GOOD).fingerprint
