"""Redis away, back, and full: nothing is acknowledged that is not kept, and nothing is half done."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import redis

from service.settings import Settings
from service.store.comments import Comments, EventPage
from service.store.errors import StoreError
from tests.service.api.posting import FRIENDLY, WATCHED, many, post, posted, status_path
from tests.service.api.problems import is_problem
from tests.service.api.test_events import PATIENCE_S, heard, listening
from tests.service.conftest import CONFIG
from tests.support.application import Application, Caller, running_application, written_config
from tests.support.redis_servers import free_port, redis_over_tcp


@dataclass
class Server:
    """A real Redis that a test starts and stops, always at the same address."""

    folder: Path
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """The address."""
        return f"redis://127.0.0.1:{self.port}/0"

    @contextmanager
    def running(self) -> Iterator["redis.Redis"]:
        """It answers until the block ends, with the data that it had before."""
        with (
            redis_over_tcp(self.folder, "--appendonly", "yes", port=self.port),
            redis.Redis.from_url(self.url) as client,
        ):
            yield client


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """A server with a data folder of its own."""
    folder = tmp_path / "redis"
    folder.mkdir()
    return Server(folder)


@pytest_asyncio.fixture(loop_scope="session")
async def frail(server: Server, tmp_path: Path) -> AsyncIterator[Application]:
    """An application that was started while the server answered, which it does no longer."""
    config = written_config(tmp_path, CONFIG)
    settings = Settings(redis_url=server.url, data_dir=tmp_path, config=config, secret_key="s" * 32)
    with server.running():
        running = running_application(settings)
        application = await running.__aenter__()
    yield application
    await running.__aexit__(None, None, None)


async def calls(reader: Caller, program: Caller, moderator: Caller) -> dict[str, int]:
    """Return the status of one call of each kind."""
    answers = {
        "post": await post(reader, many()),
        "post with a key": await post(program, many()),
        "status": await program.get("/v1/comments/c1"),
        "list": await reader.get("/v1/articles/a1/comments"),
        "decisions": await program.get("/v1/decisions"),
        "claim": await moderator.post("/v1/review/claims", {}),
        "stats": await moderator.get("/v1/review/stats"),
        "events": await moderator.get("/v1/review/events"),
        "sign in": await reader.post("/v1/session", {"username": "alice", "password": "x"}),
        "ready": await reader.get("/readyz"),
    }
    for name, answer in answers.items():
        if answer.status == 503:
            assert name == "ready" or is_problem(answer, 503, "unavailable")
            assert int(answer.headers["Retry-After"]) > 0
    return {name: answer.status for name, answer in answers.items()}


async def test_with_redis_away_every_call_says_when_to_try_again(frail: Application) -> None:
    nobody = frail.anyone.sending(Authorization=f"Bearer {'k' * 48}")
    statuses = await calls(frail.anyone, nobody, nobody)
    assert set(statuses.values()) == {503}
    assert (await frail.anyone.get("/healthz")).status == 200
    ready = await frail.anyone.get("/readyz")
    assert (ready.status, ready.json["status"]) == (503, "not ready")
    assert ready.json["checks"]["redis"] == "StoreUnavailable"


async def test_when_redis_is_back_the_service_goes_on_without_a_restart(
    frail: Application, server: Server
) -> None:
    for _ in range(2):
        assert (await post(frail.anyone)).status == 503
        with server.running():
            receipt = await posted(frail.anyone, many(FRIENDLY))
            assert (await frail.anyone.get("/readyz")).status == 200
        assert (await frail.anyone.get(status_path(receipt))).status == 503
    with server.running():
        shown = (await frail.anyone.get("/v1/articles/a1/comments")).json["comments"]
        assert len(shown) == 2


async def test_a_server_that_lost_our_functions_gets_them_again(frail: Application, server: Server) -> None:
    with server.running() as client:
        client.function_flush()
        client.flushall()
        answers = await asyncio.gather(*(post(frail.anyone, many(), name=f"n{n}") for n in range(5)))
        assert [answer.status for answer in answers] == [201] * 5


async def test_what_was_refused_while_redis_was_away_is_taken_once_afterwards(
    frail: Application, server: Server
) -> None:
    sender = frail.anyone.sending(Idempotency_Key="again")
    assert (await post(sender)).status == 503
    with server.running():
        first, second = await post(sender), await post(sender)
        assert first.status == second.status == 201
        assert first.json == second.json


async def test_a_stream_of_events_outlives_an_outage(
    frail: Application, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server.running():
        alice = await frail.moderator("alice")
        running = listening(alice)
        stream = await running.__aenter__()
        first = await posted(frail.anyone, WATCHED)
        assert (await heard(stream))["data"]["comment_id"] == first["id"]
        asked_in_vain = asking_in_vain(monkeypatch)
    async with asyncio.timeout(PATIENCE_S):
        await asked_in_vain.wait()
    with server.running():
        second = await posted(frail.anyone, many())
        assert (await heard(stream))["data"]["comment_id"] == second["id"]
        await running.__aexit__(None, None, None)


def asking_in_vain(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set as soon as somebody has asked for events in vain."""
    asked_in_vain = asyncio.Event()
    ask = Comments.events

    async def noted(comments: Comments, **place: Any) -> EventPage:
        try:
            return await ask(comments, **place)
        except StoreError:
            asked_in_vain.set()
            raise

    monkeypatch.setattr(Comments, "events", noted)
    return asked_in_vain


def everything(client: "redis.Redis") -> dict[bytes, bytes | None]:
    """Return every key with its value as Redis dumps it."""
    keys: list[bytes] = client.keys("*")  # type: ignore[assignment]
    return {key: client.dump(key) for key in sorted(keys)}


async def test_with_redis_full_nothing_is_taken_and_nothing_is_half_done(
    frail: Application, server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    with server.running() as client:
        program, alice = await frail.program(), await frail.moderator("alice")
        earlier = await posted(program, WATCHED)
        case = (await alice.post("/v1/review/claims", {})).json["cases"][0]
        before = everything(client)
        client.config_set("maxmemory", int(client.info("memory")["used_memory"]) + 1)
        verdict = {"token": case["token"], "verdict": "approve"}
        refused = [
            await post(program.sending(Idempotency_Key="k1"), "A secret zebra crosses the street."),
            await post(frail.anyone, "A secret zebra crosses the street."),
            await alice.post(f"/v1/review/cases/{case['id']}/verdict", verdict),
            await program.request("PUT", "/v1/articles/a1", json={"mode": "closed"}),
        ]
        for answer in refused:
            assert is_problem(answer, 503, "storage_full")
            assert int(answer.headers["Retry-After"]) > 0
        ready = await frail.anyone.get("/readyz")
        assert (ready.status, ready.json["checks"]["redis"]) == (503, "StoreFull")
        assert everything(client) == before
        assert (await program.get(f"/v1/comments/{earlier['id']}")).json["status"] == "pending"
        assert (await alice.get("/v1/review/cases")).status == 200
        client.config_set("maxmemory", 0)
        assert (await frail.anyone.get("/readyz")).status == 200
        assert (await post(program.sending(Idempotency_Key="k1"))).status == 201
        assert (await alice.post(f"/v1/review/cases/{case['id']}/verdict", verdict)).status == 200
    logged = "".join(capfd.readouterr())
    assert logged.count("StoreFull") == len(refused)
    assert "zebra" not in logged


@pytest.mark.parametrize(
    ("trouble", "mended", "named"),
    [
        (["REPLICAOF", "127.0.0.1", "1"], ["REPLICAOF", "NO", "ONE"], "StoreReadOnly"),
        (
            ["CONFIG", "SET", "min-replicas-to-write", "1"],
            ["CONFIG", "SET", "min-replicas-to-write", "0"],
            "StoreUnavailable",
        ),
    ],
)
async def test_a_redis_that_takes_no_writes_is_not_ready(
    frail: Application, server: Server, trouble: list[str], mended: list[str], named: str
) -> None:
    with server.running() as client:
        client.execute_command(*trouble)  # type: ignore[no-untyped-call]
        ready = await frail.anyone.get("/readyz")
        assert (ready.status, ready.json["checks"]["redis"]) == (503, named)
        client.execute_command(*mended)  # type: ignore[no-untyped-call]
        assert (await frail.anyone.get("/readyz")).status == 200


async def test_a_redis_that_cannot_save_is_not_ready(frail: Application, server: Server) -> None:
    with server.running() as client:
        client.config_set("save", "3600 1")
        in_the_way = server.folder / "dump.rdb"
        in_the_way.mkdir()
        await save(client)
        ready = await frail.anyone.get("/readyz")
        assert (ready.status, ready.json["checks"]["redis"]) == (503, "StoreFull")
        in_the_way.rmdir()
        await save(client)
        assert (await frail.anyone.get("/readyz")).status == 200


async def save(client: "redis.Redis") -> None:
    """Have the server try to write its data to disk, and wait until it has."""
    client.bgsave()
    while client.info("persistence")["rdb_bgsave_in_progress"]:
        await asyncio.sleep(0.01)


async def test_while_redis_fills_up_each_comment_is_kept_whole_or_refused(
    frail: Application, server: Server
) -> None:
    with server.running() as client:
        program = await frail.program()
        await posted(program)
        client.config_set("maxmemory", int(client.info("memory")["used_memory"]) + 400_000)
        answers = []
        for batch in range(8):
            posts = (
                post(program, f"{FRIENDLY} {batch} {number} {'x ' * 1_000}", article=f"a{batch}-{number}")
                for number in range(25)
            )
            answers += await asyncio.gather(*posts)
        taken = {answer.json["id"] for answer in answers if answer.status == 201}
        refused = [answer for answer in answers if answer.status != 201]
        assert taken
        assert refused
        assert all(is_problem(answer, 503, "storage_full") for answer in refused)
        client.config_set("maxmemory", 0)
        assert taken < kept_ids(client)
        assert len(kept_ids(client)) == len(taken) + 1
        assert {event["comment_id"] for event in await events_of(program)} == kept_ids(client)


def kept_ids(client: "redis.Redis") -> set[str]:
    """Return the ids of the comments that stand anywhere, each of which is kept whole."""
    pipeline = client.pipeline()
    for status in ("approved", "pending", "rejected"):
        pipeline.zrange(f"fw:{{default}}:comments:{status}", 0, -1)
    ids = {comment_id.decode() for found in pipeline.execute() for comment_id in found}
    for comment_id in ids:
        document = client.hget(f"fw:{{default}}:comment:{comment_id}", "posted")
        assert json.loads(document or "")["id"] == comment_id
    return ids


async def events_of(program: Caller) -> list[dict[str, Any]]:
    """Return all events of the site."""
    events: list[dict[str, Any]] = (await program.get("/v1/decisions?limit=1000")).json["events"]
    return events
