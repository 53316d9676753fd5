"""Akismet 1.1: what the contract says of single fields."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.faces.akismet_calls import BLOG, FAIR, SPAM, check, post
from tests.service.faces.conftest import Newsroom

FIELDS = [
    "blog",
    "user_ip",
    "comment_content",
    "comment_author",
    "permalink",
    "is_test",
    "honeypot_field_name",
]


def test_what_was_used_is_listed_by_blog(http: httpx.Client, newsroom: Newsroom) -> None:
    check(http, newsroom.key, SPAM, blog="https://listed.example/")
    check(http, newsroom.key, FAIR, blog="http://listed.example")
    post(http, "submit-ham", newsroom.key, comment_content=SPAM, blog="https://listed.example")
    fields = {"api_key": newsroom.key, "filter": "listed", "month": f"{datetime.now(UTC):%Y-%m}"}
    sites = http.get("/1.2/key-sites", params=fields).json()
    counted = {"site": "listed.example", "api_calls": "2", "spam": "1", "ham": "1"}
    assert sites[fields["month"]] == [
        counted | {"missed_spam": "0", "false_positives": "1", "is_revoked": False}
    ]
    assert (sites["limit"], sites["offset"], sites["total"]) == (500, 0, 1)
    table = http.post("/1.2/key-sites", data=fields | {"format": "csv"}).text
    assert table.splitlines()[-1] == "listed.example,2,1,1,0,1,false"


def test_a_month_in_digits_of_another_script_is_refused(http: httpx.Client, newsroom: Newsroom) -> None:
    refused = http.get("/1.2/key-sites", params={"api_key": newsroom.key, "month": "٢٠٢٦-11"})
    assert refused.text == "invalid"
    assert "Must be a month such as 2026-11" in refused.headers["X-akismet-debug-help"]


def test_the_key_may_come_in_the_form_the_host_or_a_json_body(http: httpx.Client, newsroom: Newsroom) -> None:
    fields = {"blog": BLOG, "user_ip": "192.0.2.7", "comment_content": FAIR}
    by_host = http.post("/1.1/comment-check", data=fields, headers={"Host": f"{newsroom.key}.akismet.test"})
    by_json = http.post("/1.1/comment-check", json=fields | {"api_key": newsroom.key})
    assert (by_host.text, by_json.text, check(http, newsroom.key, FAIR).text) == ("false", "false", "false")


def test_a_key_is_verified_wherever_it_stands(http: httpx.Client, newsroom: Newsroom) -> None:
    blog, in_host = {"blog": BLOG}, {"Host": f"{newsroom.key}.akismet.test:8080"}
    answers = [
        http.post("/1.1/verify-key", data=blog | {"key": newsroom.key}),
        http.post("/1.1/verify-key", data=blog | {"api_key": newsroom.key}),
        http.post("/1.1/verify-key", json=blog | {"key": newsroom.key}),
        http.post("/1.1/verify-key", data=blog, headers=in_host),
        http.get("/1.2/usage-limit", headers=in_host),
    ]
    assert [answer.text for answer in answers[:4]] == ["valid"] * 4
    assert answers[4].json()["limit"] == "none"
    for headers in ({}, {"Host": "akismet.test"}, {"Host": f"{'k' * 48}.akismet.test"}):
        stranger = http.post("/1.1/verify-key", data=blog, headers=headers)
        assert (stranger.status_code, stranger.text) == (200, "invalid")
        assert stranger.headers["X-akismet-debug-help"]


def test_without_any_key_the_field_for_it_is_named(http: httpx.Client) -> None:
    answer = http.post("/1.1/comment-check", data={"blog": BLOG, "user_ip": "192.0.2.7"})
    assert answer.headers["X-akismet-debug-help"] == "Missing required field: api_key."


def test_coral_reports_spam_as_json(http: httpx.Client, newsroom: Newsroom) -> None:
    report = {
        "api_key": newsroom.key,
        "blog": BLOG,
        "user_ip": "192.0.2.7",
        "comment_content": "Told by Coral",
    }
    answer = http.post("/1.1/submit-spam", json=report | {"is_test": False, "comment_post": None})
    assert answer.text == "Thanks for making the web a better place."
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "Told by Coral" in {each["text"] for each in newsroom.labels()}


@pytest.mark.parametrize("missing", ["blog", "user_ip"])
def test_a_missing_field_is_named_in_the_header(http: httpx.Client, newsroom: Newsroom, missing: str) -> None:
    answer = check(http, newsroom.key, FAIR, **{missing: ""})
    assert (answer.status_code, answer.text) == (200, "invalid")
    assert answer.headers["X-akismet-debug-help"] == f"{missing}: Missing required field: {missing}."


def parts_of(fields: dict[str, str]) -> dict[str, tuple[None, str]]:
    return {name: (None, value) for name, value in fields.items()}


def test_a_form_may_come_in_parts(http: httpx.Client, newsroom: Newsroom) -> None:
    known = {"api_key": newsroom.key, "blog": BLOG, "user_ip": "192.0.2.7"}
    many = {f"POST_{number}": "x" for number in range(300)}
    said = known | many | {"comment_content": "Told in parts, schöne Grüße"}
    assert http.post("/1.1/verify-key", files=parts_of(known)).text == "valid"
    assert http.post("/1.1/comment-check", files=parts_of(known | {"comment_content": SPAM})).text == "true"
    assert http.post("/1.1/submit-ham", files=parts_of(said)).status_code == 200
    assert said["comment_content"] in {each["text"] for each in newsroom.labels()}


def test_a_form_in_parts_that_can_not_be_read_says_why(http: httpx.Client, newsroom: Newsroom) -> None:
    fields = parts_of({"api_key": newsroom.key, "blog": BLOG})
    answers = [
        http.post("/1.1/verify-key", files=fields | {"photo": ("a.png", b"PNG")}),
        http.post("/1.1/verify-key", content=b"api_key", headers={"Content-Type": "multipart/form-data"}),
    ]
    assert [(answer.status_code, answer.text) for answer in answers] == [(415, "invalid"), (400, "invalid")]
    why = [answer.headers["X-akismet-debug-help"] for answer in answers]
    assert why == [
        "The field 'photo' is a file, and forms take none here.",
        "The form could not be read.",
    ]


def test_an_over_quota_call_is_refused_with_an_alert(http: httpx.Client, newsroom: Newsroom) -> None:
    answers = [check(http, newsroom.keys["limited"], FAIR) for _ in range(2)]
    assert (answers[1].status_code, answers[1].text) == (429, "invalid")
    assert answers[1].headers["X-akismet-alert-code"] == "429"
    assert int(answers[1].headers["Retry-After"]) > 0


def test_blatant_spam_may_be_discarded_and_a_rude_comment_may_not(
    http: httpx.Client, newsroom: Newsroom
) -> None:
    assert check(http, newsroom.key, SPAM).headers.get("X-akismet-pro-tip") == "discard"
    rude = check(http, newsroom.key, "You are a stupid idiot.")
    assert (rude.text, rude.headers.get("X-akismet-pro-tip")) == ("true", None)


def test_wordpress_may_send_hundreds_of_fields_in_its_own_character_set(
    http: httpx.Client, newsroom: Newsroom
) -> None:
    marker = "Grüße aus Köln, und danke"
    many = {f"POST_{number}": "x" * 100 for number in range(300)}
    fields = {
        "api_key": newsroom.key,
        "blog": BLOG,
        "user_ip": "192.0.2.7",
        "blog_charset": "ISO-8859-1",
    } | many
    body = httpx.QueryParams(fields)
    content = f"{body}&comment_content={marker.encode('latin-1').hex('%')}".replace(
        "content=", "content=%"
    ).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert http.post("/1.1/submit-ham", content=content, headers=headers).status_code == 200
    assert marker in {each["text"] for each in newsroom.labels()}


@pytest.mark.parametrize("charset", ["base64", "rot13", "idna", "utf-16", "utf-7", "undefined", "a\0b"])
def test_a_character_set_that_forms_can_not_be_in_is_taken_for_utf_8(
    http: httpx.Client, newsroom: Newsroom, charset: str
) -> None:
    told = f"Grüße in {charset.encode().hex()}"
    answer = post(http, "submit-ham", newsroom.key, comment_content=told, blog_charset=charset)
    assert answer.status_code == 200
    assert told in {each["text"] for each in newsroom.labels()}


@pytest.mark.parametrize("address", ["unknown", "1.2.3.4, 5.6.7.8", "1.2.3.4:8080", "::ffff:1.2.3.4"])
def test_an_address_of_another_form_stops_no_check(
    http: httpx.Client, newsroom: Newsroom, address: str
) -> None:
    answer = check(http, newsroom.keys["queueing"], f"{FAIR} From {address}.", user_ip=address)
    assert (answer.status_code, answer.text) == (200, "false")


def cases(http: httpx.Client, newsroom: Newsroom, site: str) -> list[dict[str, Any]]:
    """Every decision of a site."""
    headers = {"Authorization": f"Bearer {newsroom.keys[site]}"}
    events: list[dict[str, Any]] = []
    while found := http.get(
        "/v1/decisions", params={"after": events[-1]["id"] if events else ""}, headers=headers
    ).json()["events"]:
        events += found
    return events


def test_a_check_enters_the_review_queue_once_where_the_site_says_so(
    http: httpx.Client, newsroom: Newsroom
) -> None:
    key, text = (
        newsroom.keys["queueing"],
        "According to https://en.wikipedia.org/wiki/Ferry the first one was built in 1850.",
    )
    fields = {"comment_author": "Alice", "permalink": "https://news.example/ferry", "comment_id": "w17"}
    answers = [check(http, key, text, **fields) for _ in range(2)]
    assert {answer.text for answer in answers} == {"false"}
    [comment] = {answer.headers["X-Fairword-Comment"] for answer in answers}
    [event] = [each for each in cases(http, newsroom, "queueing") if each["comment_id"] == comment]
    assert (event["status"], event["source"], event["outside_id"]) == ("pending", "akismet", "w17")
    assert event["article_id"] == "news.example/ferry"
    again = check(http, key, text, comment_date_gmt="2026-11-22T00:00:00Z", **fields)
    assert (again.text, again.headers.get("X-Fairword-Comment")) == ("false", None)


def test_a_check_keeps_nothing_by_default_nor_as_a_test(http: httpx.Client, newsroom: Newsroom) -> None:
    check(http, newsroom.key, "A word that default forgets: kettlefishery")
    check(http, newsroom.keys["queueing"], "A test that all forget: kettlefishery", is_test="1")
    assert b"kettlefishery" not in newsroom.stored_bytes()


def test_erasing_an_author_erases_the_labels_on_what_they_wrote(
    http: httpx.Client, newsroom: Newsroom
) -> None:
    post(http, "submit-spam", newsroom.key, comment_content="By Zoe", comment_author_email="zoe@example.org")
    assert "By Zoe" in {each["text"] for each in newsroom.labels()}
    newsroom.command("erase", "--site", "default", "--author", "zoe@example.org")
    assert "By Zoe" not in {each["text"] for each in newsroom.labels()}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    call=st.sampled_from(["1.1/comment-check", "1.1/submit-ham", "1.1/verify-key", "1.2/key-sites"]),
    fields=st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), st.text(max_size=30)),
    charset=st.sampled_from(["", "utf-8", "ISO-8859-1", "utf-16", "punycode", "no-such", "base64", "idna"]),
)
def test_whatever_is_sent_gets_an_answer_of_the_contract(
    http: httpx.Client, newsroom: Newsroom, call: str, fields: dict[str, str], charset: str
) -> None:
    data = {**fields, "blog_charset": charset, "api_key": newsroom.keys["queueing"]}
    body = httpx.QueryParams({name: value.encode(errors="replace").decode() for name, value in data.items()})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = http.post(f"/{call}", content=str(body).encode(), headers=headers)
    assert answer.status_code == 200
    words = {"true", "false", "valid", "invalid", "Thanks for making the web a better place."}
    assert answer.text in words or call == "1.2/key-sites"
    assert answer.text != "invalid" or answer.headers["X-akismet-debug-help"]
