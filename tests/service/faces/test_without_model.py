"""Without a usable model nothing is passed by itself, whichever way it is asked for."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.settings import Settings
from service.store.embedded import embedded_server
from tests.support.application import Answer, Application, running_application, written_config

SECRET = "a-secret-of-the-newsroom"
CONFIG = f"""
[sites.default.faces.coral]
secrets = ["{SECRET}"]
[sites.default.rules]
blocked_words = ["kettlefish"]

[sites.queueing.faces]
queue = ["akismet"]
"""
FAIR, BLOCKED = "Thank you for this article.", "I sell kettlefish."


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[Application]:
    config = written_config(tmp_path, CONFIG)
    async with embedded_server(tmp_path, owner=True) as url:
        settings = Settings(
            redis_url=url, data_dir=tmp_path, config=config, secret_key="s" * 32, model_dir=tmp_path / "none"
        )
        async with running_application(settings) as app:
            yield app


async def check(app: Application, site: str, text: str) -> Answer:
    key = await app.services.people.create_key(site, "blog", app.clock())
    form = {"api_key": key, "blog": "https://news.example", "user_ip": "192.0.2.7", "comment_content": text}
    return await app.anyone.request("POST", "/1.1/comment-check", data=form)


async def ask_for_coral(app: Application, text: str) -> Answer:
    body = json.dumps({"action": "NEW", "comment": {"body": text}, "story": {"id": "s"}}).encode()
    signed = {"X-Coral-Signature": "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}
    return await app.anyone.request("POST", "/coral/default", data=body, headers=signed)


async def test_what_needs_a_person_says_so_in_each_shape(app: Application) -> None:
    assert (await ask_for_coral(app, FAIR)).json["status"] == "PREMOD"
    assert (await ask_for_coral(app, BLOCKED)).json["status"] == "REJECTED"
    unsure = await check(app, "default", FAIR)
    assert (unsure.status, unsure.text) == (503, "invalid")
    assert int(unsure.headers["Retry-After"]) > 0
    assert (await check(app, "default", BLOCKED)).text == "true"
    kept = await check(app, "queueing", FAIR)
    assert (kept.text, kept.headers["X-Fairword-Decision"]) == ("false", "review")
    assert kept.headers["X-Fairword-Comment"]


async def test_who_asks_for_scores_is_told_that_there_are_none(app: Application) -> None:
    program = await app.program()
    key = program.headers["Authorization"].removeprefix("Bearer ")
    analysis = {"comment": {"text": FAIR}, "requestedAttributes": {"TOXICITY": {}}}
    google = await app.anyone.post(f"/v1alpha1/comments:analyze?key={key}", analysis)
    assert (google.status, google.json["error"]["status"]) == (503, "UNAVAILABLE")
    openai = await program.post("/v1/moderations", {"input": FAIR})
    assert (openai.status, openai.json["error"]["type"]) == (503, "server_error")
    assert int(google.headers["Retry-After"]) == int(openai.headers["Retry-After"]) > 0
