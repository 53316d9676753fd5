"""Many at once, through two processes of the running service."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from service.domain.clock import wall_clock
from service.store.commands import Commands
from service.store.connection import connect
from service.store.people import Moderator, People, Role
from tests.support.calls import Answer, Calls, a_submission, calls_to
from tests.support.processes import Service, fairword_serve

CONFIG = """
[sites.default]
limits = { address = "off", author = "off" }
rules = { new_authors = "review" }
[sites.by-address]
limits = { address = "10/1d", author = "off" }
[sites.by-author]
limits = { address = "off", author = "10/1d" }
[sites.by-article]
limits = { address = "off", author = "off", article = "10/1d" }
[sites.by-site]
limits = { address = "off", author = "off", site = "10/1d" }
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("races")
    config = folder / "fairword.toml"
    config.write_text(CONFIG)
    environment = {"FAIRWORD_CONFIG": str(config), "FAIRWORD_WORKERS": "2"}
    with fairword_serve(folder / "data", environment) as service:
        yield service


@pytest.fixture
async def people(service: Service) -> AsyncIterator[People]:
    commands = Commands(await connect(f"unix://{Path(service.data_dir, 'redis/redis.sock')}?db=0"))
    yield People(commands)
    await commands.close()


@pytest.fixture
async def key(people: People) -> str:
    return await people.create_key("default", "test", wall_clock())


@pytest.fixture
async def calls(service: Service) -> AsyncIterator[Calls]:
    async with calls_to(service.url) as calls:
        yield calls


async def post_all(calls: Calls, bodies: list[dict[str, Any]], **headers: str) -> list[Answer]:
    return await asyncio.gather(*(calls.post("/v1/comments", body, **headers) for body in bodies))


@pytest.mark.parametrize("limit", ["address", "author", "article", "site"])
async def test_of_100_submissions_at_once_exactly_10_are_taken(calls: Calls, limit: str) -> None:
    bodies = [a_submission(site=f"by-{limit}", text=f"Comment number {number}") for number in range(100)]
    answers = await post_all(calls, bodies)
    assert Counter(answer.status for answer in answers) == {201: 10, 429: 90}
    refused = next(answer for answer in answers if answer.status == 429)
    assert refused.body["violated-policies"] == [limit]
    # A day's tenth, and the moment by which another process may have read the clock later and come first.
    assert 0 < int(refused.headers["retry-after"]) <= 8_640 + 1
    assert f'"{limit}";r=0' in refused.headers["ratelimit"]


async def test_of_one_request_50_times_at_once_one_comment_comes(calls: Calls, key: str) -> None:
    body = a_submission(text="One request, sent again and again.")
    answers = await post_all(calls, [body] * 50, idempotency_key="race-1")
    taken = {answer.body["id"] for answer in answers if answer.status == 201}
    assert len(taken) == 1
    refused = [answer for answer in answers if answer.status != 201]
    assert {(answer.status, answer.body["code"]) for answer in refused} <= {(409, "under_way")}
    again = await calls.post("/v1/comments", body, idempotency_key="race-1")
    assert (again.status, {again.body["id"]}) == (201, taken)
    assert await times_decided(calls, key, taken.pop()) == 1


async def test_of_the_same_text_50_times_at_once_one_comment_comes(calls: Calls, key: str) -> None:
    answers = await post_all(calls, [a_submission(text="The same text, again and again.")] * 50)
    assert Counter(answer.status for answer in answers) == {201: 1, 409: 49}
    assert {answer.body["code"] for answer in answers if answer.status == 409} == {"duplicate"}
    (taken,) = (answer for answer in answers if answer.status == 201)
    assert await times_decided(calls, key, taken.body["id"]) == 1


async def times_decided(calls: Calls, key: str, comment_id: str) -> int:
    return [event["comment_id"] for event in await calls.decisions(key)].count(comment_id)


class Desk:
    """Twenty moderators at one queue, and what each of them holds."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self.held: dict[str, str] = {}
        self.decided: dict[str, str] = {}

    async def work(self, name: str, session: str, cases: int) -> None:
        while len(self.decided) < cases:
            claimed = await self.calls.post("/v1/review/claims", {"limit": 2}, bearer=session)
            for case in claimed.body["cases"]:
                assert case["id"] not in self.held.keys() | self.decided.keys(), f"{name} sees it too"
                self.held[case["id"]] = name
            for case in claimed.body["cases"]:
                await self.decide(case, name, session)

    async def decide(self, case: dict[str, Any], name: str, session: str) -> None:
        path, verdict = f"/v1/review/cases/{case['id']}/verdict", {"token": case["token"]}
        approve, reject = verdict | {"verdict": "approve"}, verdict | {"verdict": "reject"}
        answers = await asyncio.gather(
            self.calls.post(path, approve, bearer=session), self.calls.post(path, reject, bearer=session)
        )
        assert sorted(answer.status for answer in answers) == [200, 409]
        (late,) = (answer.body for answer in answers if answer.status == 409)
        assert (late["code"], late["decided_by"]) == ("already_decided", name)
        assert {"decided_at", "verdict"} <= late.keys()
        self.decided[self.held_by(name, case["id"])] = name

    def held_by(self, name: str, case_id: str) -> str:
        assert self.held.pop(case_id) == name
        return case_id


async def test_of_20_moderators_each_case_gets_one_verdict(calls: Calls, people: People, key: str) -> None:
    bodies = [
        a_submission(author={"name": f"Author {number}"}, text=f"Case number {number}")
        for number in range(50)
    ]
    posted = await post_all(calls, bodies)
    assert {answer.body["status"] for answer in posted} == {"pending"}
    sessions = {f"moderator-{number}": await session_of(people, number) for number in range(20)}
    waiting = (await calls.get("/v1/review/stats", bearer=sessions["moderator-0"])).body["open"]
    desk = Desk(calls)
    await asyncio.gather(*(desk.work(name, session, waiting) for name, session in sessions.items()))
    assert {answer.body["id"] for answer in posted} <= desk.decided.keys()
    assert len(set(desk.decided.values())) > 1, "it was no race"
    verdicts = [event for event in await calls.decisions(key) if event["type"] == "verdict"]
    assert {event["comment_id"]: event["by"] for event in verdicts} == desk.decided
    assert len(verdicts) == len(desk.decided)


async def session_of(people: People, number: int) -> str:
    moderator = Moderator(f"moderator-{number}", Role.MODERATOR, "never used", wall_clock())
    await people.add_moderator(moderator)
    return await people.start_session(moderator)


async def test_of_two_undos_at_once_one_undoes(calls: Calls, people: People, key: str) -> None:
    posted = await calls.post("/v1/comments", a_submission(author={"name": "Newcomer"}, text="To be undone."))
    session = await session_of(people, 99)
    wanted = {"limit": 1, "filter": {"ids": [posted.body["id"]]}}
    (case,) = (await calls.post("/v1/review/claims", wanted, bearer=session)).body["cases"]
    path = f"/v1/review/cases/{case['id']}"
    await calls.post(f"{path}/verdict", {"token": case["token"], "verdict": "approve"}, bearer=session)
    answers = await asyncio.gather(*(calls.post(f"{path}/undo", {}, bearer=session) for _ in range(2)))
    assert sorted(answer.status for answer in answers) == [200, 409]
    events = [event["type"] for event in await calls.decisions(key) if event["comment_id"] == case["id"]]
    assert events == ["decision", "verdict", "undo"]
    (undone,) = (answer.body for answer in answers if answer.status == 200)
    assert undone["status"] == "pending"
    assert undone["token"] != case["token"]
