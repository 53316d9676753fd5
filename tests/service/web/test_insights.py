"""`/insights`: how things are going, counted once, shown and as CSV."""

import asyncio
import csv

import pytest

from service.usecases.counting import catch_up
from tests.service.api.posting import BLOCKED, FRIENDLY, many, posted, queued
from tests.service.api.reviewing import claim, rule
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Application, Caller

PAGE = "/insights"


async def table(visitor: Visitor, name: str, period: str = "24h") -> list[list[str]]:
    """One of the tables as a spreadsheet reads it."""
    answer = await visitor.ask(f"{PAGE}/{name}.csv?period={period}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    return list(csv.reader(answer.text.splitlines()))


async def a_morning(reader: Caller, alice: Caller) -> None:
    """Three waited, of which one was approved and one rejected; one was published, two were refused."""
    await queued(reader, 3, article="a1")
    await posted(reader, many(FRIENDLY))
    for _ in range(2):
        await posted(reader, many(BLOCKED))
    first, second = await claim(alice, limit=2)
    await rule(alice, first)
    await rule(alice, second, "reject", reason="spam")


async def test_an_empty_site_says_so(alice_there: Visitor) -> None:
    page = await alice_there.visit(PAGE)
    assert "Nobody has written anything in these 7 days." in page.text
    assert not page.all("tr")


@pytest.mark.parametrize("period", ["24h", "7d", "30d", "90d"])
async def test_it_tells_what_came_and_what_became_of_it(
    reader: Caller, alice: Caller, alice_there: Visitor, period: str
) -> None:
    await a_morning(reader, alice)
    page = await alice_there.visit(f"{PAGE}?period={period}")
    assert "Comments6 Decided automatically50% Open cases now1" in page.text
    assert "Half of the verdicts in 1 min" in page.text
    assert "Blocked word 2" in page.text
    rows = await table(alice_there, "comments", period)
    assert sum(int(row[1]) for row in rows[1:]) == 1
    assert sum(int(row[2]) for row in rows[1:]) == 3
    assert sum(int(row[3]) for row in rows[1:]) == 2
    assert rows[-1][4] == "1"  # open cases now
    assert rows[1][4] == "0"  # and when the period began


async def test_it_counts_each_event_once_however_many_processes_count(
    app: Application, reader: Caller, alice: Caller, alice_there: Visitor
) -> None:
    await a_morning(reader, alice)
    await asyncio.gather(*(catch_up(app.services.first_site) for _ in range(20)))
    app.clock.advance(60)
    await posted(reader, many(FRIENDLY))
    await asyncio.gather(*(catch_up(app.services.first_site) for _ in range(20)))
    assert "Comments7 Decided" in (await alice_there.visit(PAGE)).text


async def test_editors_see_everybodys_work_and_others_their_own(
    reader: Caller, alice: Caller, alice_there: Visitor, bob_there: Visitor, erin_there: Visitor
) -> None:
    (case_id, _) = await queued(reader, 2)
    (case,) = await claim(alice, ids=[case_id])
    await rule(alice, case)
    path = f"/review/cases/{case_id}"
    await erin_there.press(await erin_there.visit(path), f"{path}/undo")
    everybody = [["moderator", "approved", "rejected", "overturned"], ["alice", "1", "0", "1"]]
    assert await table(erin_there, "moderators") == everybody
    assert await table(alice_there, "moderators") == everybody
    assert await table(bob_there, "moderators") == everybody[:1]
    assert "1 (100%)" in (await erin_there.visit(PAGE)).text
    assert "Your verdicts None in these 7 days." in (await bob_there.visit(PAGE)).text


async def test_what_was_long_ago_is_in_the_longer_periods_only(
    app: Application, reader: Caller, alice_there: Visitor
) -> None:
    await posted(reader, many(FRIENDLY))
    app.clock.advance(8 * 86_400)
    assert sum(int(row[1]) for row in (await table(alice_there, "comments", "7d"))[1:]) == 0
    assert sum(int(row[1]) for row in (await table(alice_there, "comments", "30d"))[1:]) == 1


async def test_a_table_is_no_formula(reader: Caller, alice_there: Visitor) -> None:
    await posted(reader, many(FRIENDLY), article='=HYPERLINK("https://evil.example")')
    assert (await table(alice_there, "articles"))[1] == ['\'=HYPERLINK("https://evil.example")', "1"]


@pytest.mark.parametrize(
    ("path", "status"),
    [(f"{PAGE}?period=ever", 422), (f"{PAGE}/secrets.csv", 404), (f"{PAGE}/waits.csv?period=1", 422)],
)
async def test_what_there_is_not_is_told(alice_there: Visitor, path: str, status: int) -> None:
    assert Page(await alice_there.ask(path)).status == status


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/moderators.csv"])
async def test_nobody_looks_in_without_signing_in(visitor: Visitor, path: str) -> None:
    answer = await visitor.ask(path)
    assert (answer.status, answer.headers["Location"].partition("?")[0]) == (303, "/login")
