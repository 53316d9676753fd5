"""How moderators are added."""

import pytest

from service.store.people import Role
from service.usecases.refusals import InvalidError
from tests.support.application import PASSWORD, Application

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("name", ["", "a b", "a:b", "x" * 61, "<b>", "a\n", "a/b", "{x}"])
async def test_a_name_of_another_form_is_refused(whole_application: Application, name: str) -> None:
    with pytest.raises(InvalidError) as raised:
        await whole_application.services.sign_in.add(name, PASSWORD, Role.MODERATOR)
    assert [wrong.field for wrong in raised.value.errors] == ["name"]


@pytest.mark.parametrize("password", ["", "too short", "x" * 501])
async def test_a_password_too_short_or_too_long_is_refused_without_telling_it(
    whole_application: Application, password: str
) -> None:
    with pytest.raises(InvalidError) as raised:
        await whole_application.services.sign_in.add("frank", password, Role.MODERATOR)
    (wrong,) = raised.value.errors
    assert wrong.field == "password"
    assert f"got {len(password)}." in wrong.message
    assert await whole_application.services.people.find_moderator("frank") is None


async def test_a_name_is_given_once(whole_application: Application) -> None:
    sign_in = whole_application.services.sign_in
    await sign_in.add("grace@news.example", PASSWORD, Role.EDITOR)
    with pytest.raises(InvalidError, match="name") as raised:
        await sign_in.add("grace@news.example", PASSWORD, Role.ADMIN)
    assert "already" in raised.value.errors[0].message
    kept = await whole_application.services.people.find_moderator("grace@news.example")
    assert kept is not None
    assert kept.role is Role.EDITOR


async def test_what_is_kept_does_not_tell_the_password(whole_application: Application) -> None:
    moderator = await whole_application.services.sign_in.add("heidi", PASSWORD, Role.MODERATOR)
    assert moderator.password_hash.startswith("$argon2id$")
    kept = await whole_application.services.commands.run("HGET", "fw:moderators", "heidi")
    assert PASSWORD not in kept
