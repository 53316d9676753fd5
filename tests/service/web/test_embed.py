"""`/embed.js`, and forms that tell who filled them in."""

import gzip
import re
from pathlib import Path

import pytest

from service.domain.form_token import STALE_MS, TOO_QUICK_MS
from service.web.embed import script as script_module
from tests.service.api.posting import FRIENDLY, a_submission, posted
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Answer, Application, Caller

PARTS = Path(script_module.__file__).parent / "parts"
SIZE_MAX = 8 * 1024
WAIT_S = TOO_QUICK_MS / 1_000
VALID_S = STALE_MS / 1_000


async def test_the_script_has_at_most_eight_kilobytes_on_the_wire(reader: Caller) -> None:
    packed = await reader.get("/embed.js", headers={"Accept-Encoding": "gzip, br"}, auto_decompress=False)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) <= SIZE_MAX
    plain = await reader.get("/embed.js", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.body) == plain.body


async def test_pages_of_any_origin_may_load_the_script_and_ask_later_whether_it_is_another(
    reader: Caller,
) -> None:
    answer = await reader.get("/embed.js")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "max-age" in answer.headers["Cache-Control"]
    again = await reader.get("/embed.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


def test_the_script_never_reads_text_as_html_and_needs_nothing_that_a_strict_page_forbids() -> None:
    source = "".join(part.read_text(encoding="utf-8") for part in PARTS.glob("*.js"))
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\.style\b|import\b"
    )
    assert re.findall(forbidden, source) == []


async def a_form(caller: Caller, article: str = "a1") -> str:
    answer = await caller.get(f"/v1/articles/{article}/form")
    assert answer.json == {"open": True, "token": answer.json["token"], "wait_s": WAIT_S, "valid_s": VALID_S}
    token: str = answer.json["token"]
    return token


@pytest.mark.parametrize(
    ("after_s", "proof", "codes"),
    [
        (WAIT_S, "{token}", ["clear"]),
        (VALID_S - 60, "{token}", ["clear"]),
        (WAIT_S - 1, "{token}", ["form_too_quick"]),
        (VALID_S + 60, "{token}", ["form_stale"]),
        (WAIT_S, "{token}; filled", ["form_trap"]),
        (WAIT_S, "1.{token}", ["form_forged"]),
        (WAIT_S, "\u00e9", ["form_forged"]),
        (WAIT_S, "", ["clear"]),
    ],
)
async def test_what_looks_automatic_waits_for_a_moderator_and_is_told_so(
    app: Application, reader: Caller, after_s: float, proof: str, codes: list[str]
) -> None:
    token = await a_form(reader)
    app.clock.advance(after_s)
    receipt = await posted(reader.sending(Fairword_Form=proof.format(token=token)))
    assert [reason["code"] for reason in receipt["reasons"]] == codes
    assert receipt["status"] == ("approved" if codes == ["clear"] else "pending")
    assert all(reason["message"] for reason in receipt["reasons"])


async def test_a_token_of_another_article_is_doubted(app: Application, reader: Caller) -> None:
    token = await a_form(reader, "a2")
    app.clock.advance(60)
    receipt = await posted(reader.sending(Fairword_Form=token))
    assert [reason["code"] for reason in receipt["reasons"]] == ["form_forged"]


async def test_a_program_with_a_key_is_not_asked_for_a_form(program: Caller) -> None:
    assert (await posted(program.sending(Fairword_Form="x; filled")))["status"] == "approved"


async def test_sent_again_with_a_newer_token_it_is_the_same_comment(app: Application, reader: Caller) -> None:
    answers = []
    for _ in range(2):
        token = await a_form(reader)
        app.clock.advance(60)
        sender = reader.sending(Fairword_Form=token, Idempotency_Key="k1")
        answers.append(await sender.post("/v1/comments", a_submission()))
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].body == answers[1].body


async def test_a_form_of_a_closed_article_says_so(app: Application, reader: Caller) -> None:
    await app.services.site("default").articles.set("a1", by="erin", now_ms=0, mode="closed")
    assert (await reader.get("/v1/articles/a1/form")).json["open"] is False


async def test_a_form_for_no_article_or_site_is_not_given_out(reader: Caller) -> None:
    for path in (
        f"/v1/articles/{'x' * 201}/form",
        "/v1/articles/%20/form",
        "/v1/articles/a1/form?site=nowhere",
    ):
        assert (await reader.get(path)).status == 404


async def sent(visitor: Visitor, app: Application, **fields: str) -> Answer:
    """The answer to the demo's plain form, filled in after a while."""
    page = await visitor.visit("/demo")
    app.clock.advance(60)
    return await visitor.press(page, "/comments", name="Alice", text=FRIENDLY, **fields)


async def test_the_plain_form_of_our_own_page_is_a_persons(app: Application, visitor: Visitor) -> None:
    answer = await sent(visitor, app)
    page = await visitor.visit(answer.headers["Location"].partition("#")[0])
    assert "your comment is published" in page.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"fairword_website": "http://shop.example"},
            "A field of the form was filled in that people don't see",
        ),
        ({"form_token": "1.x"}, "was not given out here for this article"),
    ],
)
async def test_a_plain_form_that_looks_automatic_waits_and_says_so(
    app: Application, visitor: Visitor, fields: dict[str, str], said: str
) -> None:
    answer = await sent(visitor, app, **fields)
    page = await visitor.visit(answer.headers["Location"].partition("#")[0])
    assert "A moderator will look at your comment" in page.text
    assert said in page.text


async def test_a_form_shown_again_keeps_when_it_was_given_out(app: Application, visitor: Visitor) -> None:
    page = await visitor.visit("/demo")
    app.clock.advance(60)
    again = Page(await visitor.press(page, "/comments", name="", text=FRIENDLY))
    token = page.form("/comments").fields["form_token"]
    assert token
    assert again.form("/comments").fields["form_token"] == token


@pytest.mark.parametrize("origin", ["https://news.example", "https://evil.example", ""])
async def test_caches_are_told_that_answers_differ_by_the_page_that_asks(reader: Caller, origin: str) -> None:
    caller = reader.sending(Origin=origin) if origin else reader
    answer = await caller.get("/v1/articles/a1/comments")
    assert answer.status == 200
    assert answer.headers["Vary"] == "Origin"
    assert ("Access-Control-Allow-Origin" in answer.headers) is (origin == "https://news.example")
