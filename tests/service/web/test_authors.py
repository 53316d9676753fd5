"""`/review/authors/…`: what an author wrote, and their bans."""

import itertools
from typing import Any

import pytest

from tests.service.api.posting import BLOCKED, FRIENDLY, WATCHED, many, post, posted
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Application, Caller

_people = itertools.count(1)


def known() -> dict[str, Any]:
    """An author whom the site knows by an id."""
    return {"name": "Olaf", "id": f"olaf-{next(_people)}"}


async def author_path(moderator: Caller, receipt: dict[str, Any]) -> str:
    """The page of whoever wrote a comment."""
    case = (await moderator.get(f"/v1/review/cases/{receipt['id']}")).json
    return f"/review/authors/{case['author']['key']}"


async def test_it_shows_what_an_author_wrote_and_what_became_of_it(
    program: Caller, alice: Caller, alice_there: Visitor
) -> None:
    author = known()
    receipts = [await posted(program, text, author=author) for text in (BLOCKED, FRIENDLY, WATCHED)]
    path = await author_path(alice, receipts[0])
    page = await alice_there.visit(path)
    assert "1 approved, 1 rejected, 1 waiting." in page.text
    assert page.text.index(WATCHED) < page.text.index(FRIENDLY) < page.text.index(BLOCKED)
    assert "It waits for a moderator." in page.text
    rejected = await alice_there.visit(f"{path}?status=rejected")
    assert BLOCKED in rejected.text
    assert FRIENDLY not in rejected.text
    case = await alice_there.visit(f"/review/cases/{receipts[0]['id']}")
    assert path in {each.attributes["href"] for each in case.all("a")}


async def test_a_case_leads_to_its_author_also_when_it_is_their_first_comment(
    program: Caller, alice: Caller, alice_there: Visitor
) -> None:
    receipt = await posted(program, WATCHED, author=known())
    case = await alice_there.visit(f"/review/cases/{receipt['id']}")
    assert "Nothing: this is the first." in case.text
    assert await author_path(alice, receipt) in {each.attributes["href"] for each in case.all("a")}


async def test_many_comments_come_in_pages(program: Caller, alice: Caller, alice_there: Visitor) -> None:
    author = known()
    receipts = [await posted(program, many(FRIENDLY), author=author) for _ in range(33)]
    path: str = await author_path(alice, receipts[0])
    first = await alice_there.visit(path)
    (more,) = {each.attributes["href"] for each in first.all("a") if "after=" in each.attributes["href"]}
    second = await alice_there.visit(more)
    assert (len(first.all("article")), len(second.all("article"))) == (30, 3)
    assert all("after=" not in each.attributes["href"] for each in second.all("a"))


async def test_a_ban_keeps_the_author_out_until_it_is_lifted_and_both_are_told(
    program: Caller, alice: Caller, alice_there: Visitor, bob_there: Visitor
) -> None:
    author = known()
    path = await author_path(alice, await posted(program, author=author))
    key = path.rpartition("/")[2]
    wish = {"whom": key, "period": "7d", "reason": "Floods <b>us</b>."}
    answer = await alice_there.press(await alice_there.visit(path), f"{path}/ban", **wish)
    assert (answer.status, answer.headers["Location"]) == (303, path)
    page = await bob_there.visit(path)
    assert "The author is banned until" in page.text
    assert "by alice just now. Floods <b>us</b>." in page.text
    assert (await post(program, many(), author=author)).status == 403
    assert "alice banned the author" in (await bob_there.visit("/review/history?type=ban")).text
    lifted = await bob_there.press(page, f"{path}/lift")
    assert "Olaf may comment again." in (await bob_there.visit(lifted.headers["Location"])).text
    assert (await bob_there.press(page, f"{path}/lift")).status == 303  # the second click
    assert (await post(program, many(), author=author)).status == 201
    lifts = await bob_there.visit("/review/history?type=lift")
    assert lifts.text.count("bob lifted the ban") == 1


async def test_a_ban_ends_by_itself(
    app: Application, program: Caller, alice: Caller, alice_there: Visitor
) -> None:
    author = known()
    path = await author_path(alice, await posted(program, author=author))
    wish = {"whom": path.rpartition("/")[2], "period": "1d", "reason": "Cool down."}
    await alice_there.press(await alice_there.visit(path), f"{path}/ban", **wish)
    app.clock.advance(86_400)
    assert "The author is banned" not in (await alice_there.visit(path)).text
    assert (await post(program, many(), author=author)).status == 201


async def test_who_gave_only_a_name_is_banned_by_address(
    program: Caller, alice: Caller, alice_there: Visitor
) -> None:
    author = {"name": f"Nobody {next(_people)}"}
    path = await author_path(alice, await posted(program, author=author, client_ip="198.51.100.7"))
    page = await alice_there.visit(path)
    assert "these can be several people" in page.text
    assert "Ban the address" in page.text
    assert "The author is known by" not in page.text
    values = [option.attributes.get("value", "") for option in page.all("option")]
    (address,) = [value for value in values if len(value) > len("for good")]
    assert address not in path
    wish = {"whom": address, "period": "for good", "reason": "A flood."}
    assert (await alice_there.press(page, f"{path}/ban", **wish)).status == 303
    assert (await post(program, many(), author=known(), client_ip="198.51.100.7")).status == 403
    assert "is banned for good" in (await alice_there.visit(path)).text
    lifted = await alice_there.press(await alice_there.visit(path), f"{path}/lift")
    told = f"The address …{address[-4:]} of {author['name']} may comment again."
    assert told in (await alice_there.visit(lifted.headers["Location"])).text
    assert (await post(program, many(), author=known(), client_ip="198.51.100.7")).status == 201


ADDRESSED = {"author": {"name": "Olaf", "email": "olaf@a.example"}, "client_ip": "198.51.100.7"}


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"author": {"name": "Olaf", "id": "olaf"}}, ("the author Whom", "the id that the site gave", False)),
        (ADDRESSED, ("the author or the address Whom", "an e-mail address", True)),
    ],
)
async def test_it_says_before_a_ban_whom_it_keeps_out(
    program: Caller, alice: Caller, alice_there: Visitor, sent: dict[str, Any], told: tuple[str, str, bool]
) -> None:
    text = (await alice_there.visit(await author_path(alice, await posted(program, **sent)))).text
    assert f"Ban {told[0]}" in text
    assert f"known by {told[1]}: whoever gives it is banned, under any name" in text
    assert ("Everybody behind one network address" in text) is told[2]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": " "}, (422, "Please say why")),
        ({"reason": "x" * 501}, (422, "at most 500 characters, got 501")),
        ({"period": "soon"}, (422, "accepts a number and a unit")),
        ({"whom": "somebody-else"}, (404, "There is no such author or address.")),
        ({"csrf": "another"}, (403, "This page is out of date")),
    ],
)
async def test_a_wrong_ban_is_told_and_bans_nobody(
    program: Caller, alice: Caller, alice_there: Visitor, wrong: dict[str, str], said: tuple[int, str]
) -> None:
    author = known()
    path = await author_path(alice, await posted(program, author=author))
    wish = {"whom": path.rpartition("/")[2], "period": "1d", "reason": "Why not."} | wrong
    page = Page(await alice_there.press(await alice_there.visit(path), f"{path}/ban", **wish))
    assert page.status == said[0]
    assert said[1] in page.text
    if page.status == 422:
        assert page.form(f"{path}/ban").fields["reason"] == wish["reason"]
    assert (await post(program, many(), author=author)).status == 201


async def test_an_unknown_author_and_a_wrong_list_are_told(
    reader: Caller, alice: Caller, alice_there: Visitor
) -> None:
    assert (await alice_there.visit("/review/authors/nobody")).status == 404
    path = await author_path(alice, await posted(reader))
    assert (await alice_there.visit(f"{path}?status=odd")).status == 422
    assert (await alice_there.visit(f"{path}?after=-1")).status == 422


@pytest.mark.parametrize("period", ["7d", "for good"])
async def test_a_ban_is_listed_and_lifted_when_nothing_of_the_author_is_kept_any_more(
    app: Application, program: Caller, alice: Caller, bob_there: Visitor, period: str
) -> None:
    author = known()
    receipt = await posted(program, author=author)
    path = await author_path(alice, receipt)
    wish = {"target": "author", "period": period, "reason": "Floods <b>us</b>."}
    assert (await alice.post(f"/v1/review/cases/{receipt['id']}/ban", wish)).status == 201
    site = app.services.first_site
    comment = await site.comments.find(receipt["id"])
    assert comment
    await site.comments.erase(comment, app.services.clock())
    assert (await bob_there.visit(path)).status == 404
    page = await bob_there.visit("/review/bans")
    assert "by alice just now Floods <b>us</b>.The comment is no longer kept." in page.text
    for _ in range(2):  # the second click changes nothing
        answer = await bob_there.press(page, "/review/bans/lift")
        assert (
            "The ban is lifted. Nobody is banned." in (await bob_there.visit(answer.headers["Location"])).text
        )
    assert (await post(program, many(), author=author)).status == 201
    assert "Nobody is banned." in (await bob_there.visit("/review/bans")).text
    lifts = await bob_there.visit("/review/history?type=lift")
    assert lifts.text.count("bob lifted the ban") == 1
    assert await app.services.commands.run("EXISTS", site.comments.keys.audit(receipt["id"])) == 0


async def test_a_ban_that_has_ended_is_listed_no_more(
    app: Application, program: Caller, alice: Caller, alice_there: Visitor
) -> None:
    receipt = await posted(program, author=known())
    path = f"/v1/review/cases/{receipt['id']}/ban"
    await alice.post(path, {"target": "author", "period": "1h"})
    assert "Olaf" in (await alice_there.visit("/review/bans")).text
    app.clock.advance(3_600)
    assert "Nobody is banned." in (await alice_there.visit("/review/bans")).text


async def test_of_two_bans_the_list_tells_when_the_other_still_stands(
    program: Caller, alice: Caller, alice_there: Visitor
) -> None:
    receipt = await posted(program, author=ADDRESSED["author"], client_ip=ADDRESSED["client_ip"])
    path = f"/v1/review/cases/{receipt['id']}/ban"
    for target in ("address", "author"):
        await alice.post(path, {"target": target, "period": "1d"})
    told, page = [], await alice_there.visit("/review/bans")
    for form in [each for each in page.forms if each.action == "/review/bans/lift"]:
        answer = await alice_there.send(form.action, form.fields)
        told.append((await alice_there.visit(answer.headers["Location"])).text)
    assert "The ban is lifted. Another one still stands." in told[0]
    assert "may comment again. Nobody is banned." in told[1]


@pytest.mark.parametrize("where", ["the list", "the author's page"])
async def test_who_is_banned_again_is_not_said_to_be_free(
    program: Caller, alice: Caller, alice_there: Visitor, where: str
) -> None:
    receipt = await posted(program, author=known())
    wish = {"target": "author", "period": "1d"}
    author = await author_path(alice, receipt)
    page, action = (
        ("/review/bans", "/review/bans/lift") if where == "the list" else (author, f"{author}/lift")
    )
    await alice.post(f"/v1/review/cases/{receipt['id']}/ban", wish)
    answer = await alice_there.press(await alice_there.visit(page), action)
    assert "Olaf may comment again." in (await alice_there.visit(answer.headers["Location"])).text
    await alice.post(f"/v1/review/cases/{receipt['id']}/ban", wish)
    assert "may comment again" not in (await alice_there.visit(answer.headers["Location"])).text
