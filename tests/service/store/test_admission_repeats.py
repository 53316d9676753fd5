"""Admission of the same request again: it is answered with the first comment, and processed once."""

import pytest

from service.store.admission import UNDER_WAY_MS, Admitted, OtherBody, Replayed, UnderWay, forget
from service.store.commands import Commands
from service.store.comments import Comments
from tests.service.store.asking import KEYS, REQUEST, ask
from tests.support.comments import NOW_MS, a_comment


async def test_the_same_request_is_processed_once_at_a_time(commands: Commands) -> None:
    request = REQUEST._replace(repeat_key="key", body_hash="body")
    assert isinstance(await ask(commands, request), Admitted)
    assert await ask(commands, request) == UnderWay()
    assert 0 < await commands.run("PTTL", KEYS.idempotency("key")) <= UNDER_WAY_MS


async def test_the_same_request_is_answered_with_the_first_comment(
    commands: Commands, comments: Comments
) -> None:
    request, comment = REQUEST._replace(repeat_key="key", body_hash="body"), a_comment()
    await ask(commands, request)
    await comments.record(comment, due_ms=NOW_MS, repeat_key="key")
    assert await ask(commands, request) == Replayed(comment.id)


@pytest.mark.parametrize("recorded", [False, True])
async def test_an_idempotency_key_goes_with_one_body(
    commands: Commands, comments: Comments, *, recorded: bool
) -> None:
    await ask(commands, REQUEST._replace(repeat_key="key", body_hash="body"))
    if recorded:
        await comments.record(a_comment(), due_ms=NOW_MS, repeat_key="key")
    assert await ask(commands, REQUEST._replace(repeat_key="key", body_hash="other")) == OtherBody()


async def test_a_request_that_failed_may_be_sent_again_at_once(commands: Commands) -> None:
    request = REQUEST._replace(repeat_key="key", body_hash="body")
    await ask(commands, request)
    await forget(commands, KEYS, "key")
    assert isinstance(await ask(commands, request), Admitted)


async def test_a_request_whose_answer_was_lost_is_still_known(commands: Commands, comments: Comments) -> None:
    request, comment = REQUEST._replace(repeat_key="key", body_hash="body"), a_comment()
    await ask(commands, request)
    await comments.record(comment, due_ms=NOW_MS, repeat_key="key")
    await forget(commands, KEYS, "key")
    assert await ask(commands, request) == Replayed(comment.id)
