"""What holds for every page: it runs only our scripts; without Redis it says so and keeps what was typed."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from ipaddress import ip_network
from pathlib import Path

import pytest
import pytest_asyncio

from service.api.access import SESSION_COOKIE
from service.settings import Settings
from service.store.embedded import embedded_server
from tests.service.api.posting import BLOCKED, queued
from tests.service.api.test_operation import with_model
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import PASSWORD, Answer, Application, Caller, running_application

FOR_ALL = ["/", "/demo", "/docs", "/login", "/comments/0?token=0", "/nowhere"]
FOR_MODERATORS = [
    "/review",
    "/review?after=0",
    "/review/cases/0",
    "/review/history",
    "/review/authors/0",
    "/review/articles",
    "/review/bans",
    "/review/article?id=a1",
    "/insights",
    "/review/preferences",
    "/review/password",
]
NOT_THERE = {"/review/cases/0", "/review/authors/0"}
FOR_EDITORS = ["/review/settings"]
TYPED = {"name": "Alice", "text": "Nobody keeps this but the page.", "article_id": "a1"}


def assert_strict(answer: Answer) -> None:
    """The browser is told to run and load only what is ours, and the page holds nothing else."""
    policy = dict(rule.strip().split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    page = Page(answer)
    assert not page.all("style")
    own = ("/static/", "/embed.js")
    assert all(each.attributes.get("src", "").startswith(own) for each in page.all("script"))
    for element in page.elements:
        assert not {name for name in element.attributes if name == "style" or name.startswith("on")}


@pytest.mark.parametrize("path", FOR_ALL)
async def test_it_runs_nothing_that_is_not_ours(visitor: Visitor, path: str) -> None:
    assert_strict(await visitor.ask(path))


@pytest.mark.parametrize("path", FOR_MODERATORS)
async def test_nor_does_the_desk(alice_there: Visitor, path: str) -> None:
    assert_strict(await alice_there.ask(path))


async def test_nor_do_the_pages_of_editors(erin_there: Visitor) -> None:
    for path in FOR_EDITORS:
        assert_strict(await erin_there.ask(path))


async def test_nor_do_a_case_and_a_form_shown_again(reader: Caller, alice_there: Visitor) -> None:
    [case_id] = await queued(reader)
    assert_strict(await alice_there.ask(f"/review/cases/{case_id}"))
    assert_strict(await alice_there.send("/comments", TYPED | {"text": ""}))
    assert_strict(await alice_there.send("/logout", {"csrf": "another"}))


async def test_nor_does_the_page_of_a_refused_comment(visitor: Visitor) -> None:
    answer = await visitor.send("/comments", TYPED | {"text": BLOCKED})
    assert_strict(await visitor.ask(answer.headers["Location"]))


@pytest.mark.parametrize("path", [*FOR_MODERATORS, *FOR_EDITORS])
async def test_the_desk_sends_strangers_to_sign_in_and_back(visitor: Visitor, path: str) -> None:
    answer = await visitor.ask(path)
    assert answer.status == 303
    page = await visitor.visit(answer.headers["Location"])
    assert page.form("/login").fields["next"] == path


async def test_no_two_elements_of_a_page_have_one_id(
    visitor: Visitor, erin_there: Visitor, reader: Caller
) -> None:
    [case_id] = await queued(reader)
    paths = [*FOR_MODERATORS, *FOR_EDITORS, f"/review/cases/{case_id}"]
    pages = [await visitor.visit(path) for path in FOR_ALL] + [await erin_there.visit(path) for path in paths]
    for page in pages:
        ids = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
        assert len(ids) == len(set(ids)), page.text


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/demo"), ("POST", "/review"), ("PUT", "/comments"), ("DELETE", "/login"), ("GET", "/logout")],
)
async def test_a_wrong_method_is_told_which_are_right(visitor: Visitor, method: str, path: str) -> None:
    answer = await visitor.caller.request(method, path, headers={"Accept": "text/html"})
    assert answer.status == 405
    assert answer.headers["Allow"]
    assert "That is not possible here" in Page(answer).text


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/nowhere", "/"),
        ("/review/cases/0", "/review"),
        ("/review/cases/0?site=blog", "/review?site=blog"),
        ("/insights?period=ever&site=blog", "/review?site=blog"),
        ("/review/history?site=none", "/review"),
    ],
)
async def test_a_page_that_could_not_be_shown_leads_on_within_the_site(
    alice_there: Visitor, path: str, way: str
) -> None:
    page = await alice_there.visit(path)
    assert page.status in {404, 422}
    assert page.all("a")[-1].attributes["href"] == way


async def test_what_is_far_too_long_is_refused_and_the_way_back_told(visitor: Visitor) -> None:
    answer = await visitor.send("/comments", TYPED | {"text": "x" * 900_000})
    assert answer.status == 413
    assert "go back one page: your browser still has it" in Page(answer).text


async def test_without_a_model_every_page_of_the_desk_says_why_everything_waits(
    app: Application, erin: Caller, erin_there: Visitor, reader: Caller, tmp_path: Path
) -> None:
    sentence = "There is no model at work, so every comment waits for a moderator."
    [case_id] = await queued(reader)
    paths = {*FOR_MODERATORS, *FOR_EDITORS, f"/review/cases/{case_id}"} - NOT_THERE
    for path in paths:
        assert sentence not in (await erin_there.visit(path)).text
    async with with_model(app, tmp_path, tmp_path / "nowhere") as broken:
        for path in paths:
            assert sentence in (await Visitor.with_session(broken.anyone, erin).visit(path)).text


@pytest_asyncio.fixture(loop_scope="session")
async def left_alone(tmp_path: Path) -> AsyncIterator[Visitor]:
    """A visitor of an application whose Redis has gone."""
    async with AsyncExitStack() as stack:
        async with embedded_server(tmp_path, owner=True) as url:
            settings = Settings(redis_url=url, data_dir=tmp_path, secret_key="s" * 32)
            application = await stack.enter_async_context(running_application(settings))
        yield Visitor(application.anyone)


async def test_without_redis_a_form_keeps_what_was_typed(left_alone: Visitor) -> None:
    answer = await left_alone.send("/comments", TYPED)
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    page = Page(answer)
    assert "Nothing of what you typed is lost." in page.text
    assert TYPED.items() <= page.form("/comments").fields.items()


@pytest.mark.parametrize("path", ["/demo", "/review"])
async def test_without_redis_a_page_says_that_it_is_out_of_reach(left_alone: Visitor, path: str) -> None:
    signed_in = Visitor(left_alone.caller.sending(Cookie=f"{SESSION_COOKIE}=token"))
    answer = await signed_in.ask(path)
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Out of reach for a moment" in Page(answer).text
    assert "That can't be done right now." in Page(answer).text
    assert_strict(answer)


async def test_without_redis_whatever_form_was_sent_can_be_sent_once_more(left_alone: Visitor) -> None:
    signed_in = Visitor(left_alone.caller.sending(Cookie=f"{SESSION_COOKIE}=token"))
    answer = await signed_in.send("/review/settings", {"blocked_words": "kettle"})
    assert answer.status == 503
    assert "your browser then sends it once more" in " ".join(Page(answer).text.split())


async def test_without_redis_nobody_signs_in_and_the_page_says_so(left_alone: Visitor) -> None:
    answer = await left_alone.send("/login", {"username": "alice", "password": PASSWORD})
    assert answer.status == 503
    assert "Set-Cookie" not in answer.headers


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", False)])
async def test_behind_https_the_session_stays_on_https(
    app: Application, tmp_path: Path, scheme: str, *, secure: bool
) -> None:
    settings = Settings(
        redis_url=app.services.settings.redis_url,
        data_dir=tmp_path,
        config=app.services.settings.config,
        trusted_proxies=(ip_network("127.0.0.0/8"),),
    )
    async with running_application(settings) as behind:
        visitor = Visitor(behind.anyone.sending(X_Forwarded_Proto=scheme))
        answer = await visitor.send("/login", {"username": "alice", "password": PASSWORD})
    assert answer.status == 303
    assert ("Secure" in answer.headers["Set-Cookie"]) is secure
