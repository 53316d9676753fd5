"""What was to be told is told, whatever dies in between."""

from pathlib import Path

import httpx

from service.domain.webhook_secret import new_secret
from tests.service.webhooks.conftest import until
from tests.support.processes import fairword_serve, run_fairword
from tests.support.webhook_receiver import Receiver, take_it


async def test_after_kill_9_both_webhooks_and_the_feed_go_on_where_they_were(
    tmp_path: Path, receiver: Receiver
) -> None:
    config = tmp_path / "fairword.toml"
    hook = f'{{name = "cms", url = "{receiver.url}", secrets = ["{new_secret()}"], allow_private = true}}'
    config.write_text(f'[sites.default]\nwebhooks = [{hook}]\n[sites.default.limits]\naddress = "off"\n')
    environment, data = {"FAIRWORD_CONFIG": str(config)}, tmp_path / "data"
    receiver.respond = lambda _: (503, {}) if len(receiver.received) % 4 == 0 else (204, {})
    with fairword_serve(data, environment) as service:
        key = run_fairword("key", "create", "--site", "default", data_dir=data, environment=environment)
        headers = {"Authorization": f"Bearer {key.stdout.splitlines()[-1]}"}
        ids = [_post(service.url, number) for number in range(10)]
        seen = _feed(service.url, headers, "")[:4]
        await until(lambda: len(receiver.taken) >= 3)
        service.kill9()
    receiver.respond = take_it
    with fairword_serve(data, environment) as service:
        ids += [_post(service.url, number) for number in range(10, 15)]
        seen += _feed(service.url, headers, seen[-1]["id"])
        await until(lambda: {each.data["comment_id"] for each in receiver.taken} == set(ids))
    assert [event["comment_id"] for event in seen] == ids


def _post(url: str, number: int) -> str:
    comment = {
        "article_id": "ferry",
        "author": {"name": f"Reader {number}"},
        "text": f"Comment {number} of this morning.",
    }
    answer = httpx.post(f"{url}/v1/comments", json=comment)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _feed(url: str, headers: dict[str, str], after: str) -> list[dict[str, str]]:
    query = {"after": after} if after else {}
    events: list[dict[str, str]] = httpx.get(f"{url}/v1/decisions", params=query, headers=headers).json()[
        "events"
    ]
    return events
