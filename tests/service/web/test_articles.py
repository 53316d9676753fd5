"""`/review/articles` and `/review/article`: how comments on each article are treated."""

import pytest

from tests.service.api.posting import BLOCKED, FRIENDLY, many, post, posted
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Caller

PAGE = "/review/article?id=a1"
FORM = "/review/article"


def chosen(page: Page) -> str:
    """The mode that the form of a page shows."""
    (radio,) = [each for each in page.all("input", type="radio") if "checked" in each.attributes]
    return radio.attributes["value"]


async def shown(reader: Caller) -> int:
    """How many comments readers see under the article."""
    return len((await reader.get("/v1/articles/a1/comments")).json["comments"])


async def test_it_lists_what_people_write_about_the_busiest_first(
    reader: Caller, alice_there: Visitor
) -> None:
    assert "No article has been commented on yet." in (await alice_there.visit("/review/articles")).text
    await posted(reader, many(), article="a1")
    for article in ("a2", "a2"):
        await posted(reader, many(), article=article, article_title="The ferry")
    page = await alice_there.visit("/review/articles")
    assert page.text.index("The ferry") < page.text.index("a1")
    assert "The ferry Open 2 0" in page.text


@pytest.mark.parametrize(
    ("mode", "taken", "seen"),
    [("open", "approved", 2), ("review", "pending", 1), ("closed", "", 1), ("none", "", 0)],
)
async def test_an_editor_says_how_comments_on_an_article_are_treated(
    reader: Caller, erin_there: Visitor, mode: str, taken: str, seen: int
) -> None:
    await posted(reader)
    page = await erin_there.visit(PAGE)
    assert chosen(page) == "open"
    answer = await erin_there.press(page, FORM, mode=mode)
    assert answer.status == 303
    after = await erin_there.visit(answer.headers["Location"])
    assert chosen(after) == mode
    answered = await post(reader, many(FRIENDLY))
    assert answered.json.get("status") in {taken, 403}
    assert await shown(reader) == seen


@pytest.mark.parametrize("text", [FRIENDLY, BLOCKED])
async def test_an_id_that_nobody_has_written_under_is_told(
    reader: Caller, alice_there: Visitor, text: str
) -> None:
    sentence = "No comment on an article with this id was found."
    assert sentence in (await alice_there.visit(PAGE)).text
    await posted(reader, many(text))
    assert sentence not in (await alice_there.visit(PAGE)).text


async def test_a_change_is_told_in_the_words_of_the_choice(erin_there: Visitor) -> None:
    for mode in ("review", "closed", "none", "open"):
        await erin_there.press(await erin_there.visit(PAGE), FORM, mode=mode)
    changes = (await erin_there.visit(PAGE)).text.partition("Who changed what")[2]
    told = [
        "from None to Open",
        "from Closed to None",
        "from All to review to Closed",
        "from Open to All to review",
    ]
    assert [part.strip() for part in changes.split("erin just now Comments:")][1:] == told


async def test_what_was_not_shown_is_back_when_the_article_is_open_again(
    reader: Caller, erin_there: Visitor
) -> None:
    await posted(reader)
    for mode, count in (("none", 0), ("open", 1)):
        await erin_there.press(await erin_there.visit(PAGE), FORM, mode=mode)
        assert await shown(reader) == count


async def test_a_program_of_the_site_stands_among_who_changed_what(
    program: Caller, alice_there: Visitor
) -> None:
    await program.request("PUT", "/v1/articles/a1", json={"mode": "closed", "title": "The ferry"})
    page = await alice_there.visit(PAGE)
    assert "The ferry" in page.text
    assert "A program of the site just now" in page.text
    assert "The ferry Closed" in (await alice_there.visit("/review/articles")).text


async def test_a_moderator_looks_and_changes_nothing(alice_there: Visitor) -> None:
    page = await alice_there.visit(PAGE)
    assert "Editors set this." in page.text
    assert page.all("fieldset", disabled="")
    assert (await alice_there.press(page, FORM, mode="closed")).status == 403
    assert chosen(await alice_there.visit(PAGE)) == "open"


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        (PAGE, {"mode": "ajar"}, 422),
        (PAGE, {}, 422),
        (PAGE, {"mode": "closed", "csrf": "another"}, 403),
        (FORM, {"mode": "closed"}, 422),
        (f"{FORM}?id={'x' * 301}", {"mode": "closed"}, 422),
    ],
)
async def test_a_wrong_wish_changes_nothing(
    erin_there: Visitor, path: str, fields: dict[str, str], status: int
) -> None:
    csrf = (await erin_there.visit(PAGE)).form("/logout").fields["csrf"]
    assert (await erin_there.send(path, {"csrf": csrf} | fields)).status == status
    assert chosen(await erin_there.visit(PAGE)) == "open"


async def test_an_article_with_any_id_has_a_page(reader: Caller, erin_there: Visitor) -> None:
    odd = "https://news.example/?p=1&q=ä/../<b>"
    await posted(reader, BLOCKED, article=odd)
    page = await erin_there.visit("/review/articles")
    (link,) = {a.attributes["href"] for a in page.all("a") if a.attributes["href"].startswith(f"{FORM}?id=")}
    there = await erin_there.visit(link)
    assert odd in there.text
    answer = await erin_there.press(there, FORM, mode="review")
    assert chosen(await erin_there.visit(answer.headers["Location"])) == "review"
