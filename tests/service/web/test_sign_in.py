"""`/login` and `/logout`."""

import pytest

from service.web.sign_in import local_path
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import PASSWORD, Application, Caller

FOREIGN = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "/\t/evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "evil.example",
    "/review\r\nSet-Cookie: a=b",
    "/%0d\x00",
    "",
]


async def sign_in(visitor: Visitor, password: str = PASSWORD, **fields: str) -> tuple[int, str, str]:
    answer = await visitor.send("/login", {"username": "alice", "password": password} | fields)
    headers = answer.headers
    return answer.status, headers.get("Location", ""), headers.get("Set-Cookie", "")


@pytest.mark.usefixtures("alice")
async def test_it_starts_a_session_that_no_script_can_read(visitor: Visitor) -> None:
    status, location, cookie = await sign_in(visitor)
    assert (status, location) == (303, "/review")
    name, _, rest = cookie.partition("=")
    assert name == "fairword_session"
    assert {part.strip() for part in rest.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=Lax"}


@pytest.mark.parametrize("path", ["/review", "/review?after=50", "/review/cases/abc?site=blog"])
async def test_it_leads_back_to_where_somebody_wanted_to_go(
    visitor: Visitor, alice: Caller, path: str
) -> None:
    sent_away = await visitor.ask(path)
    assert sent_away.status == 303
    page = await visitor.visit(sent_away.headers["Location"])
    assert page.status == 200
    answer = await visitor.press(page, "/login", username="alice", password=PASSWORD)
    assert answer.headers["Location"] == path
    assert alice.headers


@pytest.mark.parametrize("wanted", FOREIGN)
def test_it_leads_nowhere_else(wanted: str) -> None:
    assert local_path(wanted) == "/review"


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize("wanted", FOREIGN)
async def test_a_foreign_destination_in_the_form_is_not_followed(visitor: Visitor, wanted: str) -> None:
    assert (await sign_in(visitor, next=wanted))[1] == "/review"


async def test_a_destination_after_a_form_is_the_queue(visitor: Visitor) -> None:
    answer = await visitor.send("/review/cases/abc/verdict", {"verdict": "approve"})
    assert (answer.status, answer.headers["Location"]) == (303, "/login?next=%2Freview")


async def test_it_is_the_queue_of_the_site_that_the_form_was_for(visitor: Visitor) -> None:
    answer = await visitor.send("/review/next?site=blog", {"csrf": "none"})
    page = await visitor.visit(answer.headers["Location"])
    assert page.form("/login").fields["next"] == "/review?site=blog"


async def test_who_sends_a_form_after_the_session_has_ended_reads_where_the_words_are(
    visitor: Visitor,
) -> None:
    referer = f"{visitor.caller.url}/review/settings"
    answer = await visitor.send("/review/settings", {"blocked_words": "kettle"}, Referer=referer)
    assert "it still has what you typed" in (await visitor.visit(answer.headers["Location"])).text
    assert "what you typed" not in (await visitor.visit("/login?next=/review")).text


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize(("name", "password"), [("alice", "wrong"), ("nobody", PASSWORD), ("alice", "")])
async def test_a_wrong_password_and_a_wrong_name_read_the_same(
    visitor: Visitor, name: str, password: str
) -> None:
    answer = await visitor.send("/login", {"username": name, "password": password, "next": "/review?after=1"})
    page = Page(answer)
    assert page.status == 401
    assert "Name or password are not right." in page.text
    assert "Set-Cookie" not in answer.headers
    fields = page.form("/login").fields
    assert (fields["username"], fields["password"], fields["next"]) == (name, "", "/review?after=1")


async def test_ten_wrong_tries_are_enough(app: Application, visitor: Visitor) -> None:
    await app.services.people.forget_sign_ins("mallory@127.0.0.1")
    for _ in range(10):
        wrong = await visitor.send("/login", {"username": "mallory", "password": "wrong"})
        assert wrong.status == 401
    refused = await visitor.send("/login", {"username": "mallory", "password": "wrong"})
    page = Page(refused)
    assert page.status == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert "Too many tries" in page.text
    assert page.form("/login").fields["username"] == "mallory"


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
async def test_another_sites_page_cannot_sign_anybody_in(visitor: Visitor, headers: dict[str, str]) -> None:
    answer = await visitor.send("/login", {"username": "alice", "password": PASSWORD}, **headers)
    page = Page(answer)
    assert page.status == 403
    assert "Another site's page sent this. Please sign in here." in page.text
    fields = page.form("/login").fields
    assert (fields["username"], fields["password"], fields["next"]) == ("", "", "/review")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "none"},
        # a proxy that changes the host before this service sees it
        {"Sec_Fetch_Site": "same-origin", "Origin": "https://comments.news.example"},
    ],
)
async def test_our_own_page_can(visitor: Visitor, headers: dict[str, str]) -> None:
    fields = {"username": "alice", "password": PASSWORD}
    assert (await visitor.send("/login", fields, **headers)).status == 303
    assert (await visitor.send("/login", fields, Origin=visitor.caller.url)).status == 303


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize("csrf", ["", "0" * 32, "é"])
async def test_a_form_with_another_token_signs_nobody_in(visitor: Visitor, csrf: str) -> None:
    page = await visitor.visit("/login?next=/review?after=3")
    answer = await visitor.press(page, "/login", username="alice", password=PASSWORD, csrf=csrf)
    again = Page(answer)
    assert again.status == 403
    assert "This page is out of date. Please sign in here." in again.text
    assert "Set-Cookie" not in answer.headers
    assert (await visitor.press(again, "/login", password=PASSWORD)).headers["Location"] == "/review?after=3"


async def test_who_is_signed_in_goes_on(alice_there: Visitor) -> None:
    answer = await alice_there.ask("/login?next=/review?after=3")
    assert (answer.status, answer.headers["Location"]) == (303, "/review?after=3")


async def test_signing_out_ends_the_session(app: Application) -> None:
    leaving = Visitor.with_session(app.anyone, await app.moderator("leo"))
    page = await leaving.visit("/review")
    answer = await leaving.press(page, "/logout")
    assert (answer.status, answer.headers["Location"]) == (303, "/login")
    assert 'fairword_session=""' in answer.headers["Set-Cookie"]
    assert (await leaving.ask("/review")).status == 303


@pytest.mark.parametrize("csrf", ["", "0" * 32, "é"])
async def test_another_sites_page_cannot_sign_anybody_out(alice_there: Visitor, csrf: str) -> None:
    assert (await alice_there.send("/logout", {"csrf": csrf})).status == 403
    assert (await alice_there.ask("/review")).status == 200
