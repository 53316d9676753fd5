"""Coral's external moderation phase."""

import hashlib
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.faces.conftest import CORAL_SECRET, OLD_CORAL_SECRET, Newsroom

RUDE = "You are a stupid idiot."
FAIR = "Thank you, this was a clear and fair article."


def comment(text: str, action: str = "NEW", **story: str) -> dict[str, Any]:
    return {
        "action": action,
        "comment": {"body": text, "parentID": None},
        "author": {"id": "reader-17", "role": "COMMENTER"},
        "story": {"id": "ferry", "url": "https://news.example/ferry"} | story,
        "site": {"id": "s1"},
        "tenantID": "t1",
        "tenantDomain": "comments.news.example",
    }


def signature(body: bytes, secret: str) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def post(http: httpx.Client, site: str, data: Any, header: str | None = None) -> httpx.Response:
    body = json.dumps(data).encode()
    headers = {"X-Coral-Signature": signature(body, CORAL_SECRET) if header is None else header}
    return http.post(f"/coral/{site}", content=body, headers=headers)


def test_the_policys_decision_becomes_corals(http: httpx.Client) -> None:
    assert post(http, "coral", comment(FAIR)).json() == {"status": "APPROVED"}
    rude = post(http, "coral", comment(RUDE)).json()
    assert rude["status"] == rude["moderationAction"]["status"] == "REJECTED"
    assert rude["actions"] == [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]
    assert rude["moderationAction"]["rejectionReason"]["code"] in {"OFFENSIVE", "ABUSIVE"}
    watched = post(http, "coral", comment("The mayor said so on Monday."))
    assert watched.json() == {"status": "PREMOD", "actions": []}
    assert watched.headers["X-Fairword-Decision"] == "review"


def test_a_blocked_word_has_corals_code_for_it(http: httpx.Client) -> None:
    answer = post(http, "coral", comment("I sell kettlefish.")).json()
    reason = answer["moderationAction"]["rejectionReason"]
    assert reason == {
        "code": "BANNED_WORD",
        "detailedExplanation": "It has a word that this site does not allow.",
    }


def test_an_edit_is_judged_by_what_it_says_now(http: httpx.Client) -> None:
    assert post(http, "coral", comment(RUDE, "EDIT")).json()["status"] == "REJECTED"
    assert post(http, "coral", comment(FAIR, "EDIT")).json()["status"] == "APPROVED"


def test_the_tags_of_corals_editor_are_not_judged(http: httpx.Client) -> None:
    tagged = post(http, "coral", comment("<div>I sell <b>kettle</b></div><div>fish &amp; chips</div>"))
    assert tagged.json()["status"] != "REJECTED"
    assert post(http, "coral", comment("<div>kettlefish</div>")).json()["status"] == "REJECTED"


def test_one_right_signature_among_several_will_do(http: httpx.Client) -> None:
    data = comment(FAIR)
    body = json.dumps(data).encode()
    old, other = signature(body, OLD_CORAL_SECRET), signature(body, "a secret of somebody else")
    assert post(http, "queueing", data, f"{other},{old}").status_code == 200
    assert post(http, "coral", data, f"{other},{old}").status_code == 401


@pytest.mark.parametrize("header", ["", "sha256=", "sha256=00", "é", ",,,", "sha1=abc"])
def test_without_a_right_signature_nothing_is_answered(http: httpx.Client, header: str) -> None:
    answer = http.post("/coral/coral", content=b"{}", headers=[(b"X-Coral-Signature", header.encode())])
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_signature")


def test_a_signature_is_for_this_very_body(http: httpx.Client) -> None:
    header = signature(json.dumps(comment(FAIR)).encode(), CORAL_SECRET)
    assert post(http, "coral", comment(RUDE), header).status_code == 401


def test_a_site_without_secrets_or_an_unknown_one_has_no_phase(http: httpx.Client) -> None:
    assert post(http, "default", comment(FAIR)).status_code == 404
    assert post(http, "nowhere", comment(FAIR)).status_code == 404


def test_a_replayed_body_gets_the_same_answer_and_enters_the_queue_once(
    http: httpx.Client, newsroom: Newsroom
) -> None:
    data = comment("See my page http://alice.example about the ferry, I wrote all of it.", id="replayed")
    answers = [post(http, "queueing", data) for _ in range(3)]
    assert {answer.text for answer in answers} == {answers[0].text}
    assert answers[0].json()["status"] == "PREMOD"
    headers = {"Authorization": f"Bearer {newsroom.keys['queueing']}"}
    events = http.get("/v1/decisions", params={"limit": 1000}, headers=headers).json()["events"]
    [event] = [each for each in events if each["article_id"] == "replayed"]
    assert {answer.headers["X-Fairword-Comment"] for answer in answers} == {event["comment_id"]}
    assert (event["source"], event["status"]) == ("coral", "pending")


def test_the_same_body_many_times_at_once_is_answered_each_time_and_kept_once(
    http: httpx.Client, newsroom: Newsroom
) -> None:
    data = comment("See my page http://bob.example about the harbour, I wrote it.", id="at-once")
    with ThreadPoolExecutor(12) as pool:
        answers = [each.result() for each in [pool.submit(post, http, "queueing", data) for _ in range(12)]]
    assert {answer.status_code for answer in answers} == {200}
    headers = {"Authorization": f"Bearer {newsroom.keys['queueing']}"}
    events = http.get("/v1/decisions", params={"limit": 1000}, headers=headers).json()["events"]
    [event] = [each for each in events if each["article_id"] == "at-once"]
    kept = {
        answer.headers["X-Fairword-Comment"] for answer in answers if "X-Fairword-Comment" in answer.headers
    }
    assert kept == {event["comment_id"]}


def test_a_comment_that_cannot_be_kept_is_decided_all_the_same(http: httpx.Client) -> None:
    answer = post(http, "queueing", comment(f"{RUDE}\x1b"))
    assert answer.json()["status"] == "REJECTED"
    assert "X-Fairword-Comment" not in answer.headers


def test_under_a_closed_article_everything_is_rejected(http: httpx.Client, newsroom: Newsroom) -> None:
    headers = {"Authorization": f"Bearer {newsroom.keys['queueing']}"}
    assert http.put("/v1/articles/shut", json={"mode": "closed"}, headers=headers).status_code == 200
    assert post(http, "queueing", comment(FAIR, id="shut")).json()["status"] == "REJECTED"


def test_a_busy_scorer_has_no_opinion_rather_than_a_late_one(http: httpx.Client, newsroom: Newsroom) -> None:
    load = {"texts": ["never in all my life " * 400] * 512}
    long = comment(f"{FAIR} " * 300)  # it waits its turn; a short one would be judged beside that load
    headers = {"Authorization": f"Bearer {newsroom.key}"}
    seen: list[tuple[int, float]] = []
    done = Event()

    def keep_busy() -> None:
        while not done.is_set():
            httpx.post(f"{newsroom.url}/v1/score", json=load, headers=headers, timeout=120)

    with ThreadPoolExecutor(6) as pool:
        for _ in range(6):
            pool.submit(keep_busy)
        try:
            while 204 not in {status for status, _ in seen} and len(seen) < 1_000:
                started = time.monotonic()
                answer = post(http, "hasty", long)
                seen.append((answer.status_code, time.monotonic() - started))
        finally:
            done.set()
    assert {200, 204} >= {status for status, _ in seen} >= {204}
    assert max(seconds for _, seconds in seen) < 3
    assert post(http, "hasty", comment(FAIR)).json() == {"status": "APPROVED"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.recursive(
        st.none() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(
                st.sampled_from(["action", "comment", "body", "author", "story", "id", "url"]), inner
            )
        ),
        max_leaves=8,
    )
)
def test_whatever_is_signed_gets_an_answer(http: httpx.Client, data: Any) -> None:
    assert post(http, "queueing", data).status_code in {200, 204, 400}
