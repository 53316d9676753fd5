"""Events and audit entries that can't be read: a later version wrote them, or a hand that slipped."""

import asyncio
import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from service.usecases import counting, history
from service.usecases.counting import catch_up
from tests.service.api.posting import FRIENDLY, WATCHED, many, posted, queued
from tests.service.api.reviewing import claim, rule
from tests.service.api.test_events import heard, listening
from tests.service.web.test_insights import table
from tests.service.web.visitor import Visitor
from tests.support.application import Application, Caller

SECRET = "nobody's business"
LATER = {
    "type": "merge",
    "comment_id": "c",
    "article_id": "a",
    "status": "approved",
    "reasons": [],
    "at_ms": 1,
    "by": SECRET,
    "model": "m",
    "policy": "p",
}
UNREADABLE = [
    {"entry": f'{{"note":"{SECRET}'},
    {"entry": json.dumps(LATER)},
    {"entry": json.dumps(LATER | {"type": "decision", "status": "parked"})},
    {"another": SECRET},
]


async def leave(app: Application, site: str = "default", times: int = 1) -> list[str]:
    """So many events of each kind are in the outbox that can't be read; returns their ids."""
    key = app.services.sites[site].comments.keys.decisions
    words = [("XADD", key, "*", *each) for fields in UNREADABLE for each in fields.items()] * times
    ids: list[str] = await app.services.commands.run_all(words)
    return ids


async def told(program: Caller, **query: Any) -> tuple[list[str], str]:
    """Return which comments a page of the feed tells of, and where the next one begins."""
    words = "&".join(f"{name}={value}" for name, value in query.items())
    answer = await program.get(f"/v1/decisions?{words}")
    assert answer.status == 200, answer.text
    return [event["comment_id"] for event in answer.json["events"]], answer.json["next"]


async def test_the_feed_passes_over_them(app: Application, program: Caller) -> None:
    first = await posted(program)
    await leave(app)
    second = await posted(program, many())
    last = (await leave(app))[-1]
    assert await told(program) == ([first["id"], second["id"]], last)
    assert await told(program, after=last) == ([], last)


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_a_page_of_the_feed_is_never_empty_before_the_end(
    app: Application, program: Caller, limit: int
) -> None:
    receipts, seen, after = [], [], "0"
    for _ in range(2):
        await leave(app)
        receipts.append(await posted(program, many()))
    last = (await leave(app))[-1]
    while (page := await told(program, after=after, limit=limit))[0]:
        seen += page[0]
        after = page[1]
    assert seen == [receipt["id"] for receipt in receipts]
    assert page[1] == last


async def test_the_log_has_their_ids_and_nothing_of_what_they_say(app: Application, program: Caller) -> None:
    ids = await leave(app)
    with capture_logs() as logs:
        await told(program)
    assert [(log["event"], log["id"]) for log in logs if log["log_level"] == "warning"] == [
        ("entry_not_understood", each) for each in ids
    ]
    assert SECRET not in str(logs)


async def test_the_stream_passes_over_them(app: Application, reader: Caller, alice: Caller) -> None:
    await leave(app)
    async with listening(alice, after="0") as stream:
        first = await posted(reader, WATCHED)
        assert (await heard(stream))["data"]["comment_id"] == first["id"]
        await leave(app, times=30)
        second = await posted(reader, many(WATCHED))
        assert (await heard(stream))["data"]["comment_id"] == second["id"]


@pytest.mark.parametrize("chunk", [1, 3, 500])
async def test_the_history_passes_over_them(
    app: Application, reader: Caller, alice_there: Visitor, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(history, "_CHUNK", chunk)
    for _ in range(2):
        await leave(app)
        await posted(reader, many(FRIENDLY))
    await leave(app)
    page = await alice_there.visit("/review/history")
    assert page.status == 200
    assert len(page.all("article")) == 2


async def test_a_search_that_reads_nothing_else_says_how_far_back_it_has_read(
    app: Application, alice_there: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_CHUNK", 2)
    monkeypatch.setattr(history, "_READ_MOST", 2)
    ids = await leave(app)
    page = await alice_there.visit("/review/history")
    assert "Searched back to" in page.text
    assert any(f"before={ids[-2]}" in a.attributes["href"] for a in page.all("a"))


@pytest.mark.parametrize("path", ["/review/articles", "/review/article?id=a1"])
async def test_the_pages_of_articles_pass_over_them(
    app: Application, reader: Caller, alice_there: Visitor, path: str
) -> None:
    await posted(reader, many(FRIENDLY))
    await leave(app)
    assert (await alice_there.visit(path)).status == 200


@pytest.mark.parametrize("chunk", [1, 2, 1_000])
async def test_what_comes_after_them_is_counted(
    app: Application, reader: Caller, alice_there: Visitor, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(counting, "_CHUNK", chunk)
    site = app.services.first_site
    await leave(app)
    await posted(reader, many(FRIENDLY))
    last = (await leave(app))[-1]
    for _ in range(2):
        await catch_up(site)
    assert await site.hours.cursor() == last
    assert sum(int(row[1]) for row in (await table(alice_there, "comments"))[1:]) == 1


async def test_a_case_is_shown_decided_and_counted_with_what_can_be_read_of_its_past(
    app: Application, reader: Caller, alice: Caller, alice_there: Visitor
) -> None:
    (case_id,) = await queued(reader)
    site = app.services.first_site
    await app.services.commands.run("RPUSH", site.comments.keys.audit(case_id), json.dumps(LATER), "{")
    assert (await alice_there.visit(f"/review/cases/{case_id}")).status == 200
    with capture_logs() as logs:
        answer = await alice.get(f"/v1/review/cases/{case_id}")
    assert [entry["type"] for entry in answer.json["audit"]] == ["decision"]
    assert [log["id"] for log in logs if log["event"] == "entry_not_understood"] == [case_id] * 2
    (case,) = await claim(alice)
    assert (await rule(alice, case)).status == 200
    assert (await table(alice_there, "moderators"))[1:] == [["alice", "1", "0", "0"]]


async def test_trouble_with_one_site_keeps_no_other_from_being_counted(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_EVERY_S", 0.01)
    sites = app.services.sites
    assert list(sites)[:2] == ["default", "blog"]
    await app.services.commands.run("SET", sites["default"].comments.keys.decisions, "no stream at all")
    await posted(await app.program("blog"), site="blog")
    async with counting.counting(sites), asyncio.timeout(10):
        while not await sites["blog"].hours.cursor():
            await asyncio.sleep(0.01)
