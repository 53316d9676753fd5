"""`/review/password`: where moderators change their own password."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from service.first_start import FILE, NAME
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import PASSWORD, Answer, Application

PATH = "/review/password"
NEW = "battery staple correct horse"
Entering = Callable[[str], Awaitable[Visitor]]


@pytest_asyncio.fixture(loop_scope="session")
async def entering(app: Application) -> Entering:
    """Moderators, signed in in a browser, who have the usual password at first and no wrong tries."""

    async def enter(name: str) -> Visitor:
        await app.services.people.forget_sign_ins(f"{name}@127.0.0.1", "@127.0.0.1")
        if await app.services.people.find_moderator(name):
            await app.services.sign_in.set_password(name, PASSWORD)
        return Visitor.with_session(app.anyone, await app.moderator(name))

    return enter


async def changing(
    visitor: Visitor, current: str = PASSWORD, password: str = NEW, again: str = "", **fields: str
) -> Answer:
    """What comes back from the page's form."""
    typed = {"current": current, "password": password, "again": again or password} | fields
    return await visitor.press(await visitor.visit(PATH), PATH, **typed)


async def signing_in(app: Application, name: str, password: str) -> int:
    """The status of a sign-in."""
    answer = await app.anyone.post("/v1/session", {"username": name, "password": password})
    return answer.status


def after(app: Application, answer: Answer) -> Visitor:
    """The same browser with the cookie that an answer gave it."""
    return Visitor(app.anyone.sending(Cookie=answer.headers["Set-Cookie"].partition(";")[0]))


def errors_at_fields(page: Page) -> dict[str, str]:
    """Field → the id of what is said of it."""
    return {
        each.attributes["name"]: each.attributes["aria-describedby"]
        for each in page.all("input", aria_invalid="true")
    }


async def test_another_password_lets_in_from_then_on(app: Application, entering: Entering) -> None:
    answer = await changing(await entering("pat"))
    assert (answer.status, answer.headers["Location"]) == (303, "/review/preferences?changed=1")
    assert "You have a new password." in (await after(app, answer).visit(answer.headers["Location"])).text
    assert [await signing_in(app, "pat", each) for each in (NEW, PASSWORD)] == [200, 401]


async def test_the_session_goes_on_under_another_id_and_all_others_end(
    app: Application, entering: Entering, bob_there: Visitor
) -> None:
    at_home, here = await entering("pat"), Visitor.with_session(app.anyone, await app.moderator("pat"))
    program = await app.moderator("pat")
    answer = await changing(here)
    cookie = answer.headers["Set-Cookie"]
    assert {part.strip() for part in cookie.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=Lax"}
    statuses = [(await each.ask("/review")).status for each in (here, at_home, after(app, answer), bob_there)]
    assert statuses == [303, 303, 200, 200]
    assert (await program.get("/v1/review/stats")).status == 401


@pytest.mark.parametrize(
    ("typed", "fields", "said"),
    [
        ({"current": "wrong"}, ["current"], ["This is not your password."]),
        ({"current": ""}, ["current"], ["This is not your password."]),
        ({"password": "too short"}, ["password"], ["Accepts 10 to 500 characters, got 9."]),
        ({"password": "x" * 501}, ["password"], ["Accepts 10 to 500 characters, got 501."]),
        ({"again": PASSWORD}, ["again"], ["The two new passwords are not the same."]),
        (
            {"current": "wrong", "password": "short", "again": "other"},
            ["current", "password", "again"],
            ["This is not your password.", "got 5.", "not the same."],
        ),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_all_stays_as_it_was(
    app: Application, entering: Entering, typed: dict[str, str], fields: list[str], said: list[str]
) -> None:
    visitor = await entering("pat")
    answer = await changing(visitor, **typed)
    page = Page(answer)
    assert page.status == 422
    assert errors_at_fields(page) == {field: f"{field}-error" for field in fields}
    assert all(sentence in page.text for sentence in said)
    assert {page.form(PATH).fields[name] for name in ("current", "password", "again")} == {""}
    assert "Set-Cookie" not in answer.headers
    assert (await visitor.ask("/review")).status == 200
    assert await signing_in(app, "pat", PASSWORD) == 200


async def test_ten_wrong_tries_are_enough_here_and_at_the_sign_in_together(
    app: Application, entering: Entering
) -> None:
    visitor = await entering("pat")
    for _ in range(5):
        assert (await changing(visitor, "wrong")).status == 422
        assert await signing_in(app, "pat", "wrong") == 401
    refused = await changing(visitor)
    assert refused.status == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert "Too many tries" in Page(refused).text
    assert await signing_in(app, "pat", PASSWORD) == 429
    assert (await visitor.ask("/review")).status == 200


@pytest.mark.parametrize("csrf", ["", "0" * 32])
async def test_another_sites_page_changes_nothing(app: Application, entering: Entering, csrf: str) -> None:
    assert (await changing(await entering("pat"), csrf=csrf)).status == 403
    assert await signing_in(app, "pat", PASSWORD) == 200


async def test_nobody_changes_it_without_a_session(visitor: Visitor) -> None:
    answer = await visitor.send(PATH, {"current": PASSWORD, "password": NEW, "again": NEW})
    assert (answer.status, answer.headers["Location"]) == (303, "/login?next=%2Freview")


async def test_of_many_changes_at_once_one_counts(app: Application, entering: Entering) -> None:
    visitor = await entering("pat")
    page = await visitor.visit(PATH)
    wishes = [{"current": PASSWORD, "password": f"{NEW} {number}"} for number in range(5)]
    answers = await asyncio.gather(
        *(visitor.press(page, PATH, **wish, again=wish["password"]) for wish in wishes)
    )
    taken = [wish["password"] for wish, answer in zip(wishes, answers, strict=True) if answer.status == 303]
    entered = [await signing_in(app, "pat", password) for password in taken]
    assert entered.count(200) == 1
    assert await signing_in(app, "pat", PASSWORD) == 401


async def test_the_start_no_longer_tells_the_first_password_when_it_is_changed(
    app: Application, entering: Entering
) -> None:
    file = Path(app.services.settings.data_dir, FILE)
    file.write_text(PASSWORD)
    await changing(await entering("pat"))
    assert file.exists()
    await changing(await entering(NAME))
    assert not file.exists()


async def test_the_preferences_lead_there(alice_there: Visitor) -> None:
    assert (await alice_there.visit("/review/preferences")).all("a", href=PATH)
