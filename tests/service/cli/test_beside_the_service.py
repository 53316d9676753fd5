"""Commands on the embedded server of a running service with two workers."""

import json
import os
import signal
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from classifier import SHIPPED_MODEL
from tests.support.processes import Service, fairword_serve, run_fairword

LIMITS_OFF = '[sites.default.limits]\naddress = "off"\nauthor = "off"\n[sites.blog]\n'


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("beside")
    config = folder / "fairword.toml"
    config.write_text(LIMITS_OFF)
    with fairword_serve(
        folder / "data", {"FAIRWORD_WORKERS": "2", "FAIRWORD_CONFIG": str(config)}
    ) as running:
        yield running


def fairword(service: Service, *words: str) -> subprocess.CompletedProcess[str]:
    config = service.data_dir.parent / "fairword.toml"
    return run_fairword(*words, data_dir=service.data_dir, environment={"FAIRWORD_CONFIG": str(config)})


def post(
    service: Service, author: dict[str, str], text: str, form: str = "", site: str = "default"
) -> dict[str, Any]:
    body = json.dumps({"site": site, "article_id": "a", "author": author, "text": text}).encode()
    headers = {"Content-Type": "application/json", "Fairword-Form": form}
    request = urllib.request.Request(f"{service.url}/v1/comments", body, headers)
    with urllib.request.urlopen(request) as answer:
        posted: dict[str, Any] = json.load(answer)
        return posted


def report(service: Service, name: str, email: str) -> None:
    """Say by Akismet's face that a text of an author was spam."""
    made = fairword(service, "key", "create", "--site", "default")
    fields = {"api_key": made.stdout.splitlines()[-1], "blog": "https://zoo.example/", "user_ip": "192.0.2.7"}
    written = {"comment_author": name, "comment_author_email": email, "comment_content": "Buy!"}
    body = urllib.parse.urlencode(fields | written).encode()
    urllib.request.urlopen(f"{service.url}/1.1/submit-spam", body).close()


def published(service: Service) -> list[str]:
    with urllib.request.urlopen(f"{service.url}/v1/articles/a/comments") as answer:
        return [comment["text"] for comment in json.load(answer)["comments"]]


def exported(service: Service, *words: str) -> list[dict[str, Any]]:
    lines = fairword(service, "decisions", "export", *words).stdout.splitlines()
    return [json.loads(line) for line in lines]


def test_export_writes_every_decision_once_and_can_go_on_from_the_last(service: Service) -> None:
    before = exported(service)
    posted = [post(service, {"name": "Ann"}, f"Thank you for report number {n}.")["id"] for n in range(3)]

    after = exported(service, *(("--after", before[-1]["id"]) if before else ()))

    assert [event["comment_id"] for event in after] == posted
    assert {event["type"] for event in after} == {"decision"}
    last = fairword(service, "decisions", "export", "--after", after[-2]["id"])
    assert last.stderr == "1 event.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which Linux has")
@pytest.mark.parametrize("what", ["decisions", "labels"])
def test_an_export_that_a_full_disk_does_not_take_fails(service: Service, what: str) -> None:
    post(service, {"name": "Kim"}, f"Thank you for {what} that are not written down.")
    report(service, "Kim", "kim@zoo.example")

    ended = fairword(service, what, "export", "--out", "/dev/full")

    assert ended.returncode == 1
    assert ended.stderr == "fairword: It could not be written: No space left on device\n"


@pytest.mark.parametrize(
    ("author", "named"),
    [
        ({"name": "Bea", "email": "Bea@example.org"}, "bea@example.org"),
        ({"name": "Cy", "id": "user-7"}, "user-7"),
        ({"name": "Dee"}, "dee"),
        ({"name": "Dee\u00a0 Dot"}, " Dee\u00a0 Dot "),
    ],
)
def test_erase_removes_an_author_and_nobody_else(
    service: Service, author: dict[str, str], named: str
) -> None:
    text = f"Thank you for this fair article, says {named}."
    comment_id = post(service, author, text)["id"]
    post(service, {"name": "Eve"}, f"I liked it too, as did {named}.")

    erase = ("erase", "--site", "default", "--author", named)
    erased = fairword(service, *erase)

    assert erased.stdout == "Erased 1 comment.\n"
    assert text not in published(service)
    assert f"I liked it too, as did {named}." in published(service)
    types = [event["type"] for event in exported(service) if event["comment_id"] == comment_id]
    assert types == ["decision", "erasure"]
    assert "There are no comments" in fairword(service, *erase).stdout


def test_erase_by_an_address_takes_what_came_with_an_id_too(service: Service) -> None:
    for author in (
        {"email": "Ivy@zoo.example"},
        {"email": "ivy@zoo.example", "id": "member-18"},
        {"id": "ivy"},
    ):
        post(service, {"name": "Ivy"} | author, f"Thank you for this article, says {author}.")

    erased = fairword(service, "erase", "--site", "default", "--author", "ivy@ZOO.example")

    assert erased.stdout == "Erased 2 comments.\n"
    assert [text for text in published(service) if "zoo.example" in text] == []
    assert any("'ivy'" in text for text in published(service))


def test_erase_tells_comments_from_what_was_reported_of_texts(service: Service) -> None:
    for _ in range(2):
        report(service, "Joe", "joe@zoo.example")
    post(service, {"name": "Joe", "email": "joe@zoo.example"}, "Thank you for this article, says Joe.")

    erased = fairword(service, "erase", "--site", "default", "--author", "joe@zoo.example")

    assert erased.stdout == "Erased 1 comment and 2 reports on texts.\n"


def test_replay_of_the_model_in_use_flips_nothing(service: Service) -> None:
    post(service, {"name": "Flo"}, "What a lovely ferry.")
    assert post(service, {"name": "Gus"}, "Thank you for the ferry.", "; filled")["status"] == "pending"

    replayed = fairword(service, "model", "replay", str(SHIPPED_MODEL))

    assert replayed.returncode == 0, replayed.stderr
    assert " 0 flips, 0 against a moderator" in replayed.stdout


def test_replay_counts_one_comment_as_one(service: Service) -> None:
    post(service, {"name": "Lea"}, "What a lovely ferry.", site="blog")

    replayed = fairword(service, "model", "replay", str(SHIPPED_MODEL), "--site", "blog")

    assert replayed.stdout == "1 comment, 0 flips, 0 against a moderator\n"


def test_a_worker_that_dies_is_replaced_and_the_counts_go_on(service: Service) -> None:
    first = _workers(service)
    os.kill(first[0], signal.SIGKILL)
    deadline_s = time.monotonic() + 20
    while len(set(_workers(service)) - set(first)) == 0:
        assert time.monotonic() < deadline_s, service.output()
        time.sleep(0.05)

    service.wait_until_ready()

    with urllib.request.urlopen(f"{service.url}/metrics") as answer:
        assert b'fairword_decisions_total{outcome="approve",site="default"}' in answer.read()


def _workers(service: Service) -> list[int]:
    children = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children").read_text().split()
    return [int(pid) for pid in children if "service.worker" in Path(f"/proc/{pid}/cmdline").read_text()]
