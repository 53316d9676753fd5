"""Who may call what: keys, pages, sessions, tokens."""

import pytest

from service.api.access import CSRF_HEADER, SESSION_COOKIE
from service.domain.clock import wall_clock
from service.domain.seal import Seal
from service.usecases.sign_in import SIGN_IN_TRIES, SIGN_IN_TRIES_OF_ADDRESS, SignIn
from tests.service.api.posting import BLOCKED, a_submission, post, posted, queued, status_path
from tests.service.api.problems import QUOTA_TYPE, is_problem
from tests.support.application import PASSWORD, Application, Caller

FORGED_KEYS = ["x", "a" * 48, "A" * 48, "k" * 39, "k" * 61, "\u00e9" * 48, "a b", "a" * 5_000]
FOR_PROGRAMS = [
    ("GET", "/v1/decisions"),
    ("POST", "/v1/score"),
    ("PUT", "/v1/articles/a1"),
]
FOR_MODERATORS = [
    ("POST", "/v1/review/claims"),
    ("GET", "/v1/review/cases"),
    ("GET", "/v1/review/cases/c1"),
    ("POST", "/v1/review/cases/c1/verdict"),
    ("POST", "/v1/review/cases/c1/renew"),
    ("POST", "/v1/review/cases/c1/release"),
    ("POST", "/v1/review/cases/c1/undo"),
    ("POST", "/v1/review/cases/c1/ban"),
    ("DELETE", "/v1/review/cases/c1/ban"),
    ("GET", "/v1/review/stats"),
    ("GET", "/v1/review/events"),
]


@pytest.mark.parametrize("key", FORGED_KEYS)
async def test_a_forged_key_is_refused_even_where_none_is_needed(reader: Caller, key: str) -> None:
    forger = reader.sending(Authorization=f"Bearer {key}")
    answer = await post(forger)
    assert is_problem(answer, 401, "unknown_key")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="fairword"'


@pytest.mark.parametrize(("method", "path"), FOR_PROGRAMS)
async def test_what_is_for_programs_needs_a_key(
    reader: Caller, alice: Caller, method: str, path: str
) -> None:
    assert is_problem(await reader.request(method, path), 401, "key_needed")
    assert is_problem(await alice.request(method, path), 401, "unknown_key")


@pytest.mark.parametrize(("method", "path"), FOR_MODERATORS)
async def test_what_is_for_moderators_needs_a_session(
    reader: Caller, program: Caller, method: str, path: str
) -> None:
    for caller in (reader, program, reader.sending(Cookie=f"{SESSION_COOKIE}=forged")):
        answer = await caller.request(method, path)
        assert is_problem(answer, 401, "sign_in_needed")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="fairword"'


async def test_a_revoked_key_is_worth_nothing_from_then_on(app: Application, program: Caller) -> None:
    assert (await post(program)).status == 201
    (key,) = await app.services.people.matching_keys(program.headers["Authorization"].split()[1])
    assert await app.services.people.revoke_key(key.digest)
    assert is_problem(await post(program, name="Bob"), 401, "unknown_key")


async def test_a_key_is_for_its_own_site_only(app: Application, program: Caller) -> None:
    other = await app.program("blog")
    assert is_problem(await post(other, site="default"), 403, "other_site")
    receipt = await posted(program)
    assert is_problem(await other.get(f"/v1/comments/{receipt['id']}"), 404, "not_found")
    await other.request("PUT", "/v1/articles/a1", json={"mode": "closed"})
    assert (await post(program, name="Bob")).status == 201
    assert (await other.get("/v1/decisions")).json["events"] == []


async def test_a_key_of_a_site_that_is_no_longer_configured_is_worth_nothing(app: Application) -> None:
    assert is_problem(await post(await app.program("gone")), 401, "unknown_key")


@pytest.mark.parametrize("origin", ["https://news.example", "HTTPS://News.example"])
async def test_a_page_of_the_site_may_post_and_read_the_answer(reader: Caller, origin: str) -> None:
    answer = await post(reader.sending(Origin=origin))
    assert answer.status == 201
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert answer.headers["Vary"] == "Origin"
    assert "RateLimit" in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


async def test_an_own_page_may_post(app: Application, reader: Caller) -> None:
    assert (await post(reader.sending(Origin=app.url))).status == 201


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://news.example",
        "https://news.example:8443",
        "https://sub.news.example",
        "null",
    ],
)
async def test_a_foreign_page_may_neither_post_nor_read_the_answer(reader: Caller, origin: str) -> None:
    answer = await post(reader.sending(Origin=origin))
    assert is_problem(answer, 403, "origin_not_allowed")
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_page_of_one_site_may_not_post_to_another(reader: Caller) -> None:
    assert is_problem(
        await post(reader.sending(Origin="https://news.example"), site="blog"), 403, "origin_not_allowed"
    )


async def test_a_browser_that_asks_first_is_told_what_the_site_allows(reader: Caller) -> None:
    asking = reader.sending(Origin="https://news.example", Access_Control_Request_Method="POST")
    answer = await asking.request("OPTIONS", "/v1/comments")
    assert answer.status == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "https://news.example"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, POST"
    assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type, Fairword-Form, Idempotency-Key"


async def test_a_browser_that_asks_for_a_foreign_page_is_refused(reader: Caller) -> None:
    asking = reader.sending(Origin="https://evil.example", Access_Control_Request_Method="POST")
    answer = await asking.request("OPTIONS", "/v1/comments")
    assert is_problem(answer, 403, "origin_not_allowed")
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_the_token_of_a_status_address_opens_that_comment_only(reader: Caller) -> None:
    one, other = await posted(reader), await posted(reader, name="Bob")
    token = one["status_url"].partition("token=")[2]
    assert (await reader.get(status_path(one))).status == 200
    for forged in (token[:-1] + ("0" if token[-1] != "0" else "1"), "", "x", token.upper() + "0", "%00", "é"):
        assert is_problem(await reader.get(f"/v1/comments/{one['id']}?token={forged}"), 404, "not_found")
    assert is_problem(await reader.get(f"/v1/comments/{other['id']}?token={token}"), 404, "not_found")


async def test_a_right_token_for_a_comment_that_never_was_opens_nothing(app: Application) -> None:
    token = Seal("s" * 32).word("status", "nobody")
    assert is_problem(await app.anyone.get(f"/v1/comments/nobody?token={token}"), 404, "not_found")


async def test_an_outsider_learns_no_difference_between_no_comment_and_no_token(reader: Caller) -> None:
    receipt = await posted(reader)
    there = await reader.get(f"/v1/comments/{receipt['id']}?token=x")
    nowhere = await reader.get("/v1/comments/nowhere?token=x")
    assert there.json == nowhere.json


async def test_an_appeal_needs_the_token(reader: Caller) -> None:
    receipt = await posted(reader, BLOCKED)
    for token in ("", "forged"):
        path = f"/v1/comments/{receipt['id']}/appeal?token={token}"
        assert is_problem(await reader.post(path, {"text": "Please look again."}), 404, "not_found")


async def test_signing_in_gives_a_token(reader: Caller, alice: Caller) -> None:
    answer = await reader.post("/v1/session", {"username": "alice", "password": PASSWORD})
    assert answer.status == 200
    assert set(answer.json) == {"token", "moderator", "role"}
    assert (answer.json["moderator"], answer.json["role"]) == ("alice", "moderator")
    again = reader.sending(Authorization=f"Bearer {answer.json['token']}")
    assert (await again.get("/v1/review/stats")).status == 200
    assert (await alice.get("/v1/review/stats")).status == 200


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize(
    ("name", "password"), [("alice", "wrong"), ("nobody", PASSWORD), ("ALICE", PASSWORD), ("a:b{c}", "x")]
)
async def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    reader: Caller, name: str, password: str
) -> None:
    answer = await reader.post("/v1/session", {"username": name, "password": password})
    assert is_problem(answer, 401, "wrong_password")
    assert answer.json["detail"] == "Name or password are not right."


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"username": "alice"}, "password"),
        ({"password": PASSWORD}, "username"),
        ({"username": 7, "password": PASSWORD}, "username"),
        ({"username": "alice", "password": ["x"]}, "password"),
        ({"username": "alice", "password": "x" * 501}, "password"),
        ({"username": "a\0b", "password": PASSWORD}, "username"),
        ({"username": "alice", "password": PASSWORD, "admin": True}, "admin"),
    ],
)
async def test_a_sign_in_with_wrong_fields_is_told_which(
    reader: Caller, body: dict[str, object], field: str
) -> None:
    answer = await reader.post("/v1/session", body)
    assert is_problem(answer, 422, "invalid")
    assert [error["field"] for error in answer.json["errors"]] == [field]


async def test_after_many_tries_even_the_right_password_has_to_wait(app: Application, reader: Caller) -> None:
    await app.moderator("mallory")
    await tried(app, "mallory@127.0.0.1", SIGN_IN_TRIES - 1)
    wrong = {"username": "mallory", "password": "wrong"}
    assert is_problem(await reader.post("/v1/session", wrong), 401, "wrong_password")
    answer = await reader.post("/v1/session", {"username": "mallory", "password": PASSWORD})
    assert is_problem(answer, 429, "too_many_tries")
    assert (answer.json["type"], answer.json["violated-policies"]) == (QUOTA_TYPE, ["sign_in"])
    assert 0 < int(answer.headers["Retry-After"]) <= 900


async def tried(app: Application, subject: str, times: int) -> None:
    """Somebody tried to sign in so often; not over HTTP, where each would take a tenth of a second."""
    for _ in range(times):
        await app.services.people.count_sign_in(subject, times)


async def test_whoever_tries_many_names_has_to_wait_too(app: Application, reader: Caller) -> None:
    await app.moderator("trudy")
    await tried(app, "@127.0.0.1", SIGN_IN_TRIES_OF_ADDRESS - 1)
    right = {"username": "trudy", "password": PASSWORD}
    assert (await reader.post("/v1/session", right)).status == 200  # which forgets the tries
    await tried(app, "@127.0.0.1", SIGN_IN_TRIES_OF_ADDRESS - 1)
    wrong = {"username": "nobody", "password": "wrong"}
    assert is_problem(await reader.post("/v1/session", wrong), 401, "wrong_password")
    assert is_problem(await reader.post("/v1/session", right), 429, "too_many_tries")
    await app.services.people.forget_sign_ins("@127.0.0.1")


async def test_a_disabled_moderator_is_out_at_once(app: Application, reader: Caller) -> None:
    dave = await app.moderator("dave")
    assert (await dave.get("/v1/review/stats")).status == 200
    await app.services.people.disable_moderator("dave")
    assert is_problem(await dave.get("/v1/review/stats"), 401, "sign_in_needed")
    answer = await reader.post("/v1/session", {"username": "dave", "password": PASSWORD})
    assert is_problem(answer, 401, "wrong_password")


async def test_by_another_password_only_the_new_one_lets_in(app: Application, reader: Caller) -> None:
    judy = await app.moderator("judy")
    await SignIn(app.services.people, wall_clock).set_password("judy", "battery staple horse")
    assert is_problem(await judy.get("/v1/review/stats"), 401, "sign_in_needed")
    before = await reader.post("/v1/session", {"username": "judy", "password": PASSWORD})
    assert is_problem(before, 401, "wrong_password")
    after = await reader.post("/v1/session", {"username": "judy", "password": "battery staple horse"})
    assert after.status == 200


async def test_with_the_cookie_alone_a_moderator_may_look_but_change_nothing(
    reader: Caller, alice: Caller
) -> None:
    await queued(reader)
    token = alice.headers["Authorization"].split()[1]
    browser = reader.sending(Cookie=f"{SESSION_COOKIE}={token}")
    assert (await browser.get("/v1/review/cases")).status == 200
    for forged in ("", "x", token, Seal("t" * 32).word("csrf", token)):
        caller = browser.sending(**{CSRF_HEADER: forged})
        assert is_problem(await caller.post("/v1/review/claims", {}), 403, "stale_page")
    assert (await browser.get("/v1/review/stats")).json["claimed"] == 0
    honest = browser.sending(**{CSRF_HEADER: Seal("s" * 32).word("csrf", token)})
    assert len((await honest.post("/v1/review/claims", {})).json["cases"]) == 1


async def test_the_health_calls_are_open_to_anyone(reader: Caller) -> None:
    for path in ("/healthz", "/readyz", "/metrics", "/openapi.json", "/docs"):
        assert (await reader.get(path)).status == 200


async def test_an_address_is_believed_from_a_trusted_proxy_only(reader: Caller) -> None:
    limited = [
        await reader.sending(X_Forwarded_For=f"192.0.2.{number}").post(
            "/v1/comments", a_submission(name=f"n{number}", site="tight", article=f"a{number}")
        )
        for number in range(4)
    ]
    assert [answer.status for answer in limited] == [201, 201, 201, 429]
