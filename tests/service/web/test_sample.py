"""The blind sample: what was decided automatically is decided again by somebody who is not told how."""

from typing import Any

import pytest_asyncio

from service.usecases.history import PAGE
from tests.service.api.posting import BLOCKED, FRIENDLY, WATCHED, many, posted, status_path
from tests.service.api.reviewing import claim, rule
from tests.service.api.test_events import heard, listening
from tests.service.web.test_insights import table
from tests.service.web.test_site_settings import set_to
from tests.service.web.visitor import Visitor
from tests.support.application import Caller

SCORED = ("likely_to_reject", "scores")


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def everything_is_sampled(erin_there: Visitor) -> None:
    assert (await set_to(erin_there, sample="100%")).status == 303


async def published(reader: Caller) -> list[str]:
    answer = await reader.get("/v1/articles/a1/comments")
    return [comment["id"] for comment in answer.json["comments"]]


async def of_the_case(moderator: Caller, comment_id: str) -> dict[str, Any]:
    file: dict[str, Any] = (await moderator.get(f"/v1/review/cases/{comment_id}")).json
    return file


async def test_what_was_decided_stands_and_waits_for_a_moderator_who_learns_nothing_of_it(
    reader: Caller, alice: Caller, alice_there: Visitor
) -> None:
    kind, refused = await posted(reader, many(FRIENDLY)), await posted(reader, many(BLOCKED))
    assert (kind["status"], refused["status"]) == ("approved", "rejected")
    assert await published(reader) == [kind["id"]]
    cases = {case["id"]: case for case in await claim(alice)}
    assert set(cases) == {kind["id"], refused["id"]}
    told = [
        {name: cases[each["id"]][name] for name in ("kind", "status", "reasons", *SCORED)}
        for each in (kind, refused)
    ]
    assert told[0] == told[1]
    assert (told[0]["kind"], told[0]["status"]) == ("sample", "pending")
    assert (told[0]["scores"], told[0]["likely_to_reject"]) == ({}, None)
    files = [await of_the_case(alice, each["id"]) for each in (kind, refused)]
    assert [(file["spans"], file["audit"][0]["status"], file["audit"][0]["reasons"]) for file in files] == [
        ([], "pending", [])
    ] * 2
    author = cases[kind["id"]]["author"]["key"]
    for path in (
        f"/review/cases/{kind['id']}",
        f"/review/cases/{refused['id']}",
        "/review",
        "/review/history",
    ):
        text = (await alice_there.visit(path)).text
        assert "zorkwort" not in text.replace("What a zorkwort that is.", ""), path
        assert "found clear automatically" not in text, path
    assert "found clear" not in (await alice_there.visit(f"/review/authors/{author}")).text


async def test_neither_filters_nor_order_tell_what_was_decided(reader: Caller, alice: Caller) -> None:
    texts = [FRIENDLY, "You are a stupid idiot.", BLOCKED, FRIENDLY]
    ids = [(await posted(reader, many(text), name=f"n{n}"))["id"] for n, text in enumerate(texts)]
    assert [case["id"] for case in (await alice.get("/v1/review/cases")).json["cases"]] == ids
    assert await claim(alice, score_from=0.0, score_to=0.99) == []
    assert await claim(alice, reason="blocked_word") == []
    assert [case["id"] for case in await claim(alice, reason="sample", sort="score")] == ids


async def test_the_history_finds_nothing_by_what_it_hides(
    program: Caller, alice_there: Visitor, erin_there: Visitor
) -> None:
    await set_to(erin_there, sample="0%")
    shown = await posted(program, many(BLOCKED))
    await set_to(erin_there, sample="100%")
    hidden = [await posted(program, many(BLOCKED)) for _ in range(PAGE + 1)]
    assert f"/review/cases/{hidden[-1]['id']}" in str((await alice_there.visit("/review/history")).all("a"))
    for query in ("status=rejected", "reason=blocked_word"):
        links = str((await alice_there.visit(f"/review/history?{query}")).all("a"))
        assert f"/review/cases/{shown['id']}" in links
        assert not any(each["id"] in links for each in hidden)


async def test_moderators_hear_of_it_as_of_what_waits(reader: Caller, alice: Caller) -> None:
    async with listening(alice) as stream:
        receipt = await posted(reader, many(FRIENDLY))
        event = await heard(stream)
    assert event["data"]["comment_id"] == receipt["id"]
    assert (event["data"]["status"], event["data"]["reasons"]) == ("pending", [])


async def test_the_verdict_counts_as_any_other(reader: Caller, program: Caller, alice: Caller) -> None:
    kind, refused = await posted(reader, many(FRIENDLY)), await posted(reader, many(BLOCKED))
    cases = {case["id"]: case for case in await claim(alice)}
    assert (await rule(alice, cases[kind["id"]], "reject", reason="off_topic")).status == 200
    assert (await rule(alice, cases[refused["id"]])).status == 200
    assert await published(reader) == [refused["id"]]
    assert (await reader.get(status_path(kind))).json["status"] == "rejected"
    events = (await program.get("/v1/decisions")).json["events"]
    assert [(event["type"], event["status"]) for event in events[-4:]] == [
        ("decision", "approved"),
        ("decision", "rejected"),
        ("verdict", "rejected"),
        ("verdict", "approved"),
    ]


async def test_a_verdict_that_is_taken_back_leaves_what_the_policy_had_decided(
    reader: Caller, alice: Caller
) -> None:
    kind = await posted(reader, many(FRIENDLY))
    (case,) = await claim(alice)
    await rule(alice, case, "reject", reason="off_topic")
    assert await published(reader) == []
    undone = (await alice.post(f"/v1/review/cases/{kind['id']}/undo")).json
    assert (undone["kind"], undone["status"], undone["scores"]) == ("sample", "pending", {})
    assert await published(reader) == [kind["id"]]


async def test_an_appeal_takes_the_case_over_and_shows_everything(reader: Caller, alice: Caller) -> None:
    refused = await posted(reader, many(BLOCKED))
    appeal = (await reader.get(status_path(refused))).json["appeal_url"]
    assert (await reader.post(appeal, {"text": "It is a word of my grandmother's."})).status == 201
    (case,) = await claim(alice)
    assert (case["kind"], case["status"]) == ("appeal", "rejected")
    assert case["reasons"][0]["evidence"] == "zorkwort"
    assert case["scores"]


async def test_what_waits_anyway_is_no_sample(reader: Caller, alice: Caller) -> None:
    await posted(reader, many(WATCHED))
    assert [case["kind"] for case in await claim(alice)] == ["review"]


async def test_without_a_sample_nothing_is_drawn(reader: Caller, alice: Caller, erin_there: Visitor) -> None:
    await set_to(erin_there, sample="0%")
    await posted(reader, many(FRIENDLY))
    assert await claim(alice) == []


async def test_insights_tell_how_often_the_policy_errs(
    reader: Caller, alice: Caller, alice_there: Visitor
) -> None:
    assert "Nothing of the blind sample was looked at" in (await alice_there.visit("/insights")).text
    ids = [(await posted(reader, many(FRIENDLY), name=f"n{n}"))["id"] for n in range(3)]
    await posted(reader, many(BLOCKED))
    for case in await claim(alice):
        wanted = {"verdict": "reject", "reason": "off_topic"} if case["id"] == ids[0] else {}
        await rule(alice, case, **wanted)
    page = await alice_there.visit("/insights")
    assert "Published3 1 6.1% to 79.2% 1%" in page.text
    assert "Refused1 1 20.7% to 100.0% 5%" in page.text
    assert (await table(alice_there, "sample"))[1] == ["published", "3", "1", "0.0615", "0.7923", "0.01"]


async def test_a_share_that_is_none_is_refused_with_its_reason(erin_there: Visitor) -> None:
    answer = await set_to(erin_there, sample="101%")
    assert answer.status == 422
    assert "ccepts a percentage from 0% to 100% such as" in answer.text
