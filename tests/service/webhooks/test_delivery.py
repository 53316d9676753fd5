"""Webhooks: at least once, in order for each comment, and given up in the end."""

import asyncio
import json
import threading
import time
from collections import defaultdict

import pytest
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError
from structlog.testing import capture_logs

from service.background import end
from service.domain.clock import wall_clock
from service.domain.comment import Comment
from service.domain.delivery import GIVEN_UP_AFTER_MS
from service.domain.webhook_secret import new_secret
from service.webhooks import delivery
from tests.service.webhooks.conftest import KEYS, Endpoint, until
from tests.support.comments import a_comment
from tests.support.node import NodeClients
from tests.support.webhook_receiver import Received, Receiver, take_it

DAY_S = GIVEN_UP_AFTER_MS / 1_000


async def happen(endpoint: Endpoint, number: int = 1) -> list[Comment]:
    """That many comments are decided."""
    comments = [a_comment() for _ in range(number)]
    for comment in comments:
        assert await endpoint.site.comments.record(comment, due_ms=0) is None
    return comments


async def happen_again(endpoint: Endpoint, comment: Comment, times: int) -> None:
    """Something more happens to a comment: it is erased and recorded anew."""
    for _ in range(times):
        await endpoint.site.comments.erase(comment, comment.created_at_ms)
        await endpoint.site.comments.record(comment, due_ms=0)


def told(requests: list[Received]) -> list[str]:
    return [request.data["id"] for request in requests]


async def happened(endpoint: Endpoint) -> list[str]:
    page = await endpoint.site.comments.events(after="", limit=1000)
    return [event.id for event in page.events]


async def test_the_python_library_verifies_a_message_by_each_secret(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    endpoint.clock.now_ms = wall_clock()  # the library compares with it
    await endpoint.start()
    [comment] = await happen(endpoint)
    await until(lambda: receiver.taken)
    [message] = receiver.taken
    for secret in endpoint.webhook.secrets:
        payload = Verifier(secret).verify(message.body, message.headers)
        assert payload["type"] == "comment.decision"
        assert payload["data"]["comment_id"] == comment.id
        assert payload["data"]["site"] == "default"
    with pytest.raises(WebhookVerificationError):
        Verifier(new_secret()).verify(message.body, message.headers)


async def test_the_node_library_verifies_a_message(
    endpoint: Endpoint, receiver: Receiver, node_clients: NodeClients
) -> None:
    endpoint.clock.now_ms = wall_clock()
    await endpoint.start()
    await happen(endpoint)
    await until(lambda: receiver.taken)
    [message] = receiver.taken
    headers = json.dumps(
        {name: value for name, value in message.headers.items() if name.startswith("webhook-")}
    )
    run = asyncio.to_thread(
        node_clients.run, "standardwebhooks.mjs", endpoint.webhook.secrets[1], headers, message.body.decode()
    )
    assert (await run)["payload"] == message.payload


async def test_every_event_is_told_once_when_all_goes_well(endpoint: Endpoint, receiver: Receiver) -> None:
    await endpoint.start()
    await happen(endpoint, 300)
    await until(lambda: len(receiver.received) == 300)
    await endpoint.stop()
    assert sorted(told(receiver.received)) == sorted(await happened(endpoint))
    assert len({request.headers["webhook-id"] for request in receiver.received}) == 300


async def test_what_happened_before_the_endpoint_was_set_up_is_not_told(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    await happen(endpoint)
    await endpoint.start()
    [comment] = await happen(endpoint)
    await until(lambda: receiver.taken)
    assert [request.data["comment_id"] for request in receiver.received] == [comment.id]


async def test_a_comments_events_keep_their_order_and_hold_up_no_others(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    await endpoint.start()
    alice, bob = await happen(endpoint, 2)
    await until(lambda: len(receiver.taken) == 2)
    refusals = 3

    def refuse_alice(request: Received) -> tuple[int, dict[str, str]]:
        nonlocal refusals
        if request.data["comment_id"] == alice.id and refusals > 0:
            refusals -= 1
            return 500, {}
        return 204, {}

    receiver.respond = refuse_alice
    await happen_again(endpoint, alice, 2)
    await happen_again(endpoint, bob, 2)
    await until(lambda: sum(each.data["comment_id"] == bob.id for each in receiver.taken) == 5)
    for tries in (1, 2, 3):
        await endpoint.put_off(alice, tries)
        assert len([each for each in receiver.taken if each.data["comment_id"] == alice.id]) == 1
        endpoint.clock.forward(60)
    await until(lambda: len(receiver.taken) == 10)
    by_comment = defaultdict(list)
    for request in receiver.taken:
        by_comment[request.data["comment_id"]].append(request.data["id"])
    for ids in by_comment.values():
        assert ids == sorted(ids)
        assert len(ids) == 5


async def test_a_failed_try_is_repeated_later_and_later(endpoint: Endpoint, receiver: Receiver) -> None:
    receiver.respond = lambda _: (503, {})
    await endpoint.start()
    [comment] = await happen(endpoint)
    for tries, usual_s in enumerate((5, 15, 45, 135), start=1):
        due_ms = await endpoint.put_off(comment, tries)
        assert 0.75 * usual_s <= (due_ms - endpoint.clock()) / 1_000 <= 1.25 * usual_s
        endpoint.clock.now_ms = due_ms - 3
        await endpoint.whole_turn()
        assert len(receiver.received) == tries
        endpoint.clock.now_ms = due_ms


async def test_the_endpoint_may_ask_to_be_left_alone(endpoint: Endpoint, receiver: Receiver) -> None:
    receiver.respond = lambda _: (429, {"Retry-After": "3600"})
    await endpoint.start()
    await happen(endpoint)
    await endpoint.standing_with("trouble")
    endpoint.clock.forward(3_500)
    await endpoint.whole_turn()
    assert len(receiver.received) == 1
    endpoint.clock.forward(200)
    await until(lambda: len(receiver.received) == 2)


async def test_after_a_day_an_event_is_a_dead_letter_that_can_be_sent_again(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    receiver.respond = lambda _: (500, {})
    await endpoint.start()
    [comment] = await happen(endpoint)
    await endpoint.standing_with("trouble")
    with capture_logs() as logs:
        endpoint.clock.forward(DAY_S)
        await until(lambda: len(receiver.received) == 2)
        standing = await endpoint.standing_with("dead")
    [letter] = standing.dead
    [warning] = [log for log in logs if log["log_level"] == "warning"]
    assert (warning["event"], warning["hook"], warning["id"]) == ("webhook_given_up", "cms", letter.event_id)
    assert (letter.comment_id, letter.tries, standing.waiting) == (comment.id, 2, 0)
    assert letter.trouble == "The address answered 500, an error."
    receiver.respond = lambda _: (200, {})
    assert await endpoint.hook.resend(letter.event_id, endpoint.clock())
    await until(lambda: receiver.taken)
    assert told(receiver.taken) == [letter.event_id]
    assert not (await endpoint.hook.standing()).dead
    assert not await endpoint.hook.resend(letter.event_id, endpoint.clock())


async def test_gone_disables_the_endpoint_until_somebody_enables_it(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    receiver.respond = lambda _: (410, {})
    await endpoint.start()
    await happen(endpoint)
    await endpoint.standing_with("disabled")
    await happen(endpoint, 3)
    await endpoint.whole_turn()
    assert len(receiver.received) == 1
    assert "410" in (await endpoint.hook.standing()).disabled
    receiver.respond = lambda _: (204, {})
    await endpoint.hook.enable()
    await until(lambda: len(receiver.taken) == 4)
    assert sorted(told(receiver.taken)) == await happened(endpoint)


async def test_an_answer_that_takes_too_long_is_a_failure(endpoint: Endpoint, receiver: Receiver) -> None:
    def sleep(_: Received) -> tuple[int, dict[str, str]]:
        time.sleep(3)
        return 204, {}

    receiver.respond = sleep
    await endpoint.start()
    await happen(endpoint)
    standing = await endpoint.standing_with("trouble")
    assert standing.trouble == "The address did not answer within 2 seconds."


async def test_a_redirect_is_not_followed(endpoint: Endpoint, receiver: Receiver) -> None:
    receiver.respond = lambda _: (307, {"Location": receiver.url})
    await endpoint.start()
    await happen(endpoint)
    standing = await endpoint.standing_with("trouble")
    assert len(receiver.received) == 1
    assert standing.trouble == "The address answered 307, a redirect, which is not followed."


async def test_of_several_processes_one_delivers_and_another_takes_over(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    await endpoint.start()
    await endpoint.start()
    await happen(endpoint, 50)
    await until(lambda: len(receiver.received) == 50)
    first, task = endpoint.running.pop(0)
    await end(task)  # it dies without a word: nothing lets go of its lease
    await first._sender.close()  # noqa: SLF001 - as the end of a process would
    await happen(endpoint, 50)
    await asyncio.sleep(1)
    endpoint.clock.forward(10)
    await until(lambda: len(receiver.received) == 100)
    await endpoint.stop()
    assert sorted(told(receiver.received)) == sorted(await happened(endpoint))


async def test_an_endpoint_that_hangs_does_not_hold_up_the_stop_and_is_told_again(
    endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "CLOSE_S", 0.1)
    endpoint.webhook = endpoint.webhook.model_copy(update={"timeout": 600})
    wakes = threading.Event()

    def hang(_: Received) -> tuple[int, dict[str, str]]:
        wakes.wait(20)
        return 500, {}

    receiver.respond = hang
    await endpoint.start()
    await happen(endpoint)
    await until(lambda: receiver.received)
    async with asyncio.timeout(5):
        await endpoint.stop()
    wakes.set()
    receiver.respond = take_it
    await endpoint.start()
    await until(lambda: receiver.taken)
    assert told(receiver.taken) == await happened(endpoint)


UNREADABLE = '{"type":"merge","comment_id":"c"}'


async def leave_unreadable(endpoint: Endpoint, number: int) -> str:
    """So many events are in the outbox that can't be read; returns the id of the last."""
    key = endpoint.site.comments.keys.decisions
    ids = await endpoint.commands.run_all([("XADD", key, "*", "entry", UNREADABLE)] * number)
    return str(ids[-1])


async def test_events_that_cannot_be_read_are_passed_over(endpoint: Endpoint, receiver: Receiver) -> None:
    await endpoint.start()
    with capture_logs() as logs:
        await leave_unreadable(endpoint, 300)
        [comment] = await happen(endpoint)
        last = await leave_unreadable(endpoint, 1)
        await until(lambda: sum(log["event"] == "entry_not_understood" for log in logs) == 301)
        await endpoint.whole_turn()
    assert [request.data["comment_id"] for request in receiver.taken] == [comment.id]
    assert await endpoint.commands.run("HGET", KEYS.state, "cursor") == last
    assert (await endpoint.hook.standing()).waiting == 0
    assert sum(log["event"] == "entry_not_understood" for log in logs) == 301


async def test_an_event_that_a_later_version_took_in_holds_up_no_line(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    [comment] = await happen(endpoint)
    unreadable = await leave_unreadable(endpoint, 1)
    await endpoint.start()
    line = [unreadable, *await happened(endpoint)]
    await endpoint.commands.run("HSET", KEYS.waiting, comment.id, " ".join(line))
    await endpoint.commands.run("ZADD", KEYS.due, 0, comment.id)
    await until(lambda: receiver.taken)
    assert told(receiver.taken) == line[1:]
