"""Redis away: each face says so in its vendor's words, and nothing is taken that is not kept."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from service.settings import Settings
from tests.support.application import Answer, Application, running_application, written_config
from tests.support.redis_servers import free_port, redis_over_tcp

SECRET = "a-secret-of-the-newsroom"
CONFIG = f"""
[sites.default.faces.coral]
secrets = ["{SECRET}"]

[sites.queueing.faces]
queue = ["coral"]
[sites.queueing.faces.coral]
secrets = ["{SECRET}"]
timeout_ms = 10000
"""
TEXT = "Thank you for this article."


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[Application]:
    """An application whose Redis answered when it started, and does no longer."""
    port, folder = free_port(), tmp_path / "redis"
    folder.mkdir()
    config = written_config(tmp_path, CONFIG)
    settings = Settings(
        redis_url=f"redis://127.0.0.1:{port}/0", data_dir=tmp_path, config=config, secret_key="s" * 32
    )
    with redis_over_tcp(folder, port=port):
        running = running_application(settings)
        app = await running.__aenter__()
    yield app
    await running.__aexit__(None, None, None)


async def ask(app: Application, path: str, **options: Any) -> Answer:
    return await app.anyone.request("POST", path, **options)


async def coral(app: Application, site: str) -> Answer:
    body = json.dumps({"action": "NEW", "comment": {"body": TEXT}, "story": {"id": "s"}}).encode()
    signed = {"X-Coral-Signature": "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}
    return await ask(app, f"/coral/{site}", data=body, headers=signed)


async def test_each_face_says_in_its_own_words_when_to_try_again(app: Application) -> None:
    key = "k" * 48
    analysis = {"comment": {"text": TEXT}, "requestedAttributes": {"TOXICITY": {}}}
    check = {"api_key": key, "blog": "https://news.example", "user_ip": "192.0.2.7", "comment_content": TEXT}
    form = {"comment": TEXT, "author": "Alice", "comment_post_ID": "17"}
    google = await ask(app, f"/v1alpha1/comments:analyze?key={key}", json=analysis)
    akismet = await ask(app, "/1.1/comment-check", data=check)
    openai = await ask(
        app, "/v1/moderations", json={"input": TEXT}, headers={"Authorization": f"Bearer {key}"}
    )
    wordpress = await ask(app, "/wp-comments-post.php", data=form)
    queued = await coral(app, "queueing")
    for answer in (google, akismet, openai, wordpress, queued):
        assert answer.status == 503
        assert int(answer.headers["Retry-After"]) > 0
    assert google.json["error"]["status"] == "UNAVAILABLE"
    assert akismet.text == "invalid"
    assert openai.json["error"]["type"] == "server_error"
    assert TEXT in wordpress.text
    assert "Please try again" in wordpress.text


async def test_a_phase_that_keeps_nothing_goes_on_without_redis(app: Application) -> None:
    assert (await coral(app, "default")).json == {"status": "APPROVED"}
