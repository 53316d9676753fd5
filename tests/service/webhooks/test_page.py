"""The page of an endpoint's dead letters."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import redis

from service.domain.delivery import Tries
from service.domain.webhook_secret import new_secret
from service.store.commands import Commands
from service.store.connection import connect
from service.store.hooks import Due, Hook
from tests.service.webhooks.conftest import until
from tests.support.processes import Service, fairword_serve, run_fairword
from tests.support.webhook_receiver import Receiver, webhook_receiver

COMMENT = {"article_id": "ferry", "author": {"name": "Alice"}, "text": "The first ferry was on time."}


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with webhook_receiver() as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def service(
    tmp_path_factory: pytest.TempPathFactory, receiver: Receiver, debian_redis: str
) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("page")
    with redis.Redis.from_url(debian_redis) as client:
        client.flushall()
    config = folder / "fairword.toml"
    hook = f'{{name = "cms", url = "{receiver.url}", secrets = ["{new_secret()}"], allow_private = true}}'
    config.write_text(f"[sites.default]\nwebhooks = [{hook}]\n")
    environment = {"FAIRWORD_CONFIG": str(config), "FAIRWORD_REDIS_URL": debian_redis}
    with fairword_serve(folder / "data", environment) as service:
        for name, role in (("erin", "editor"), ("mo", "moderator")):
            arguments = ("moderator", "add", name, "--role", role, "--password-stdin")
            password = f"{name} and a long password"
            run_fairword(*arguments, data_dir=service.data_dir, environment=environment, typed=password)
        yield service


@contextmanager
def signed_in(service: Service, name: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service.url) as client:
        login = client.get("/login")
        csrf = re.search(r'name="csrf" value="([^"]+)"', login.text)
        fields = {
            "username": name,
            "password": f"{name} and a long password",
            "csrf": csrf[1] if csrf else "",
        }
        assert client.post("/login", data=fields).status_code == 303
        yield client


async def dead_letter(url: str, comment: str, event: str) -> None:
    """An event of an endpoint that was disabled becomes a dead letter."""
    commands = Commands(await connect(url))
    hook = Hook(commands, "default", "cms")
    async with asyncio.timeout(20):
        while not (await hook.standing()).disabled:
            await asyncio.sleep(0.05)
    await hook.give_up(Due(comment, event, None), Tries(9, 0, "answered 500 <b>, an error"), 0)
    await commands.close()


def wait(receiver: Receiver, events: list[str]) -> None:
    """These events were taken, and no others."""
    asyncio.run(until(lambda: [each.data["id"] for each in receiver.taken] == events))


def test_an_editor_sends_a_dead_letter_again_and_enables_what_was_gone(
    service: Service, receiver: Receiver, debian_redis: str
) -> None:
    receiver.respond = lambda _: (410, {})
    assert httpx.post(f"{service.url}/v1/comments", json=COMMENT).status_code == 201
    asyncio.run(until(lambda: receiver.received))
    event, comment = receiver.received[0].data["id"], receiver.received[0].data["comment_id"]
    asyncio.run(dead_letter(debian_redis, comment, event))
    receiver.respond = lambda _: (204, {})
    with signed_in(service, "erin") as erin:
        page = erin.get("/review/webhooks").text
        assert "9 tries: answered 500 &lt;b&gt;, an error" in page
        assert "410 Gone" in page
        csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[-1]
        assert erin.post("/review/webhooks/cms/resend", data={"event": event}).status_code == 403
        assert (
            erin.post("/review/webhooks/cms/resend", data={"event": event, "csrf": csrf}).status_code == 303
        )
        assert erin.post("/review/webhooks/cms/enable", data={"csrf": csrf}).status_code == 303
        assert erin.post("/review/webhooks/other/enable", data={"csrf": csrf}).status_code == 404
        after = erin.get("/review/webhooks").text
    assert "9 tries" not in after
    assert "410 Gone" not in after
    wait(receiver, [event])


def test_moderators_do_not_see_the_page(service: Service) -> None:
    with signed_in(service, "mo") as mo:
        assert mo.get("/review/webhooks").status_code == 403
        assert "/review/webhooks" not in mo.get("/review").text
    stranger = httpx.get(f"{service.url}/review/webhooks", headers={"Accept": "text/html"})
    assert stranger.headers["Location"].startswith("/login")
