"""Forms that are sent as `multipart/form-data`, as `fetch` sends them and pages that ask for it."""

import warnings
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.api.multipart import fields_of
from service.domain.submission import NO_NAME, NO_TEXT
from service.usecases.refusals import RefusedError
from tests.service.api.posting import FRIENDLY
from tests.service.web.page import Page
from tests.service.web.test_comment_form import TYPED
from tests.service.web.visitor import Visitor
from tests.support.application import PASSWORD, Answer

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gWb"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"
END = f"--{BOUNDARY}--\r\n".encode()
EMPTY_FILE = b'Content-Disposition: form-data; name="photo"; filename=""\r\n\r\n\r\n'
FILE = b'Content-Disposition: form-data; name="photo"; filename="a; b.png"\r\n\r\nPNG\r\n'
PREFERENCES = "/review/preferences"
UNREADABLE = b'Content-Disposition: form-data; name="text\r\n\r\nx\r\n'


def field(name: str, value: str | bytes, *heads: str) -> bytes:
    """A part of a form."""
    told = "".join(f"{head}\r\n" for head in heads)
    written = value.encode() if isinstance(value, str) else value
    return f'Content-Disposition: form-data; name="{name}"\r\n{told}\r\n'.encode() + written + b"\r\n"


def form(*parts: bytes, end: bytes = END) -> bytes:
    """The body of a form."""
    return b"".join(f"--{BOUNDARY}\r\n".encode() + part for part in parts) + end


def form_with(*more: bytes, **fields: str) -> bytes:
    """The body of a comment form that lacks nothing."""
    comment = {"name": "Alice", "text": FRIENDLY, "article_id": "a1"} | fields
    return form(*more, *(field(name, value) for name, value in comment.items()))


async def send(
    visitor: Visitor, body: bytes, path: str = "/comments", content_type: str = TYPE, **headers: str
) -> Answer:
    """What comes back from such a form."""
    sender = visitor.caller.sending(Accept="text/html", Content_Type=content_type, **headers)
    return await sender.request("POST", path, data=body)


@pytest.mark.parametrize(
    "more",
    [
        b"",
        EMPTY_FILE,
        field("_charset_", "utf-8"),
        field("text*=", "x"),
        field("a;b;c", "x"),
        field('; text="', "x"),
        field("a\\", "x"),
        b'content-disposition: Form-Data;name=a ; filename = "" ;\r\n\r\nx\r\n',
    ],
)
async def test_a_comment_is_taken(visitor: Visitor, more: bytes) -> None:
    answer = await send(visitor, form_with(*filter(None, [more])))
    assert answer.status == 303
    assert FRIENDLY in (await visitor.visit(answer.headers["Location"])).text


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Content-Length: {len(FRIENDLY)}",
    ],
)
async def test_what_programs_say_of_a_field_is_no_hindrance(visitor: Visitor, head: str) -> None:
    parts = [field("name", "Alice"), field("article_id", "a1"), field("text", FRIENDLY, head)]
    assert (await send(visitor, form(*parts))).status == 303


async def test_everything_that_was_typed_stays(visitor: Visitor) -> None:
    typed = TYPED | {"name": ""}
    again = Page(await send(visitor, form(*(field(name, value) for name, value in typed.items()))))
    assert again.status == 422
    assert {name: again.form("/comments").fields[name] for name in typed} == typed


async def test_it_says_everything_that_is_missing_at_once(visitor: Visitor) -> None:
    page = Page(await send(visitor, form(end=END)))
    assert page.status == 422
    assert page.text.count(NO_NAME) == page.text.count(NO_TEXT) == 1


async def test_of_a_field_that_comes_twice_the_last_counts(visitor: Visitor) -> None:
    page = Page(await send(visitor, form_with(field("name", "Mallory"), text="")))
    assert page.form("/comments").fields["name"] == "Alice"


async def test_what_is_no_text_is_named(visitor: Visitor) -> None:
    page = Page(await send(visitor, form_with(text="a\0b")))
    assert page.status == 422
    assert "Holds U+0000, which is no text." in page.text


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (FILE, "The field 'photo' is a file, and forms take none here."),
        (field("a", "b", "Content-Encoding: gzip"), "must come without Content-Encoding, got 'gzip'."),
        (
            field("a", "b", "Content-Transfer-Encoding: base64"),
            "must come without Content-Transfer-Encoding, got 'base64'.",
        ),
        (
            field("a", "b", "Content-Type: text/plain; charset=punycode"),
            "The field 'a' must be UTF-8, got 'punycode'.",
        ),
        (FILE.replace(b"photo", b"\xff<b>"), "'\\udcff<b>' is a file"),
        (FILE.replace(b"photo", b"a;b;c"), "'a;b;c' is a file"),
        (FILE.replace(b"a; b", b"a;; b; c"), "'photo' is a file"),
        (FILE.replace(b'"a; b.png"', b"a.png"), "'photo' is a file"),
        (FILE.replace(b'filename="a; b.png"', b"filename*=utf-8''a.png"), "'photo' is a file"),
    ],
)
async def test_files_and_packed_fields_are_refused(visitor: Visitor, part: bytes, said: str) -> None:
    page = Page(await send(visitor, form_with(part)))
    assert page.status == 415
    assert said in page.text


BROKEN = {
    "nothing": b"",
    "no end": form(field("text", "x"), end=b""),
    "cut off in a field": form(field("text", "x" * 20_000))[:10_000],
    "cut off in a head": form(end=f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="t'.encode()),
    "another boundary": form(field("text", "x")).replace(b"gWb", b"gWc"),
    "something before it": b"x\r\n" + form(field("text", "x")),
    "lines before it": f"--{BOUNDARY}x".encode() + b"\n" * 200_000 + form(field("text", "x")),
    "lines that end otherwise": form(field("text", "x")).replace(b"\r\n", b"\n"),
    "no name": form(b"Content-Disposition: form-data\r\n\r\nx\r\n"),
    "an empty name": form(field("", "x")),
    "no head": form(b"\r\nx\r\n"),
    "a head that is none": form(b"text\r\n\r\nx\r\n"),
    "a name that can't be read": form(UNREADABLE),
    "many names that can't be read": form(UNREADABLE.replace(b'name="', b'a="";' * 150 + b'name="')),
    "NUL in a name": form(field("a\0b", "x")),
    "other bytes than UTF-8": form(field("text", b"\xfc")),
    "too many heads": form(field("text", "x", *["X: y"] * 11)),
    "too long a head": form(field("text", "x", f"X: {'y' * 2_000}")),
    "a length that is none": form(field("text", "x", "Content-Length: -1")),
    "a length that is wrong": form(field("text", "xyz", "Content-Length: 1")),
    "a form within": form(field("a", "--b\r\n\r\n--b--", "Content-Type: multipart/mixed; boundary=b")),
    "too many fields": form(*(field(f"f{number}", "x") for number in range(601))),
}


@pytest.mark.parametrize("broken", BROKEN)
async def test_what_cannot_be_read_is_refused(visitor: Visitor, broken: str) -> None:
    page = Page(await send(visitor, BROKEN[broken]))
    assert page.status == 400
    assert "The form could not be read." in page.text


@pytest.mark.parametrize("parameters", ["", "; boundary=", "; boundary", f"; boundary={'x' * 80}", ";;=;"])
async def test_a_form_without_a_boundary_is_refused(visitor: Visitor, parameters: str) -> None:
    answer = await send(visitor, form_with(), content_type=f"multipart/form-data{parameters}")
    assert answer.status == 400


async def test_what_cannot_be_read_is_remembered_nowhere(visitor: Visitor) -> None:
    with warnings.catch_warnings(record=True) as remembered:
        warnings.simplefilter("always")
        assert (await send(visitor, form(UNREADABLE))).status == 400
    assert remembered == []


async def test_a_body_beyond_all_limits_is_refused(visitor: Visitor) -> None:
    assert (await send(visitor, form_with(text="x" * 300_000))).status == 413


async def test_a_packed_body_is_refused(visitor: Visitor) -> None:
    assert (await send(visitor, form_with(), Content_Encoding="gzip")).status == 415


async def test_a_page_of_another_site_is_refused_and_the_text_kept(visitor: Visitor) -> None:
    page = Page(await send(visitor, form_with(), Origin="https://evil.example"))
    assert page.status == 403
    assert page.form("/comments").fields["text"] == FRIENDLY


@pytest.mark.parametrize("token", [b"", field("csrf", "0" * 32)])
async def test_another_sites_page_decides_nothing_at_the_desk(alice_there: Visitor, token: bytes) -> None:
    wish = form(*filter(None, [token]), field("pause_after", "10"))
    assert (await send(alice_there, wish, PREFERENCES)).status == 403
    assert not (await alice_there.visit(PREFERENCES)).all("body", data_pause_after="10")


async def test_the_desks_own_form_may_come_so_too(alice_there: Visitor) -> None:
    csrf = field("csrf", (await alice_there.visit(PREFERENCES)).form(PREFERENCES).fields["csrf"])
    for pause in ("10", "0"):
        wish = form(csrf, field("pause_after", pause))
        assert (await send(alice_there, wish, PREFERENCES)).status == 303
        after = await alice_there.visit(PREFERENCES)
        assert bool(after.all("body", data_pause_after="10")) is (pause == "10")


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}])
async def test_another_sites_page_cannot_sign_anybody_in(visitor: Visitor, headers: dict[str, str]) -> None:
    who = form(field("username", "alice"), field("password", PASSWORD))
    answer = await send(visitor, who, "/login", **headers)
    assert answer.status == 403
    assert "Set-Cookie" not in answer.headers


@given(fields=st.lists(st.tuples(st.text("abc;*='[] é\\"), st.text()), max_size=20))
async def test_every_text_arrives_as_it_was_sent(fields: list[tuple[str, str]]) -> None:
    sent = [(f"x{name}", value.encode(errors="replace").decode()) for name, value in fields]
    told = form(*(field(name.replace("\\", "\\\\"), value) for name, value in sent))
    assert await fields_of(told, TYPE, 20) == sent


WHOLE = form_with(EMPTY_FILE, field("e", "", "Content-Type: text/plain", "Content-Length: 0"))
PIECES = [
    b"",
    b"\r\n",
    b"\n",
    b"--",
    b'"',
    b";",
    b"=",
    b"*",
    b"\0",
    b"\xff",
    b": ",
    BOUNDARY.encode(),
    b"name*=",
]
SPOILS = st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 20), st.sampled_from(PIECES))
"""Where, how many bytes are taken out, and what is put in."""


@settings(max_examples=500)
@given(spoils=st.lists(SPOILS, max_size=6), noise=st.binary(max_size=100))
async def test_whatever_is_sent_is_read_or_refused(
    spoils: list[tuple[int, int, bytes]], noise: bytes
) -> None:
    body = WHOLE
    for start, length, piece in spoils:
        body = body[:start] + piece + body[start + length :]
    for sent in (body, noise, body + noise):
        with suppress(RefusedError):
            assert isinstance(await fields_of(sent, TYPE, 20), list)
