"""Webhooks never lead into a private network, unless the site allows it."""

import socket
from typing import Any

import pytest

from service.domain.webhook_secret import new_secret
from service.site_config import Webhook
from service.webhooks.safe_addresses import PublicResolver, is_public
from service.webhooks.sender import Answer, Failed, Sender
from tests.support.webhook_receiver import Receiver

PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "192.168.1.1",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "224.0.0.1",
    "::1",
    "fe80::1%eth0",
    "fd00::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b:1::7f00:1",
    "fec0::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_private_in_every_wrapping(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "0x7f000001"])
async def test_nothing_is_sent_to_this_machine(receiver: Receiver, host: str) -> None:
    port = receiver.url.split(":")[2]
    assert isinstance(await send_once(f"http://{host}:{port}"), Failed)
    assert not receiver.received


@pytest.mark.parametrize(
    "host", ["[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[0:0:0:0:0:0:0:1]"]
)
async def test_nothing_is_sent_to_this_machine_by_an_address_of_the_other_family(
    receiver: Receiver, host: str
) -> None:
    answer = await send_once(f"http://{host}:{receiver.url.split(':')[2]}")
    assert isinstance(answer, Failed)
    assert "is a private address" in answer.trouble
    assert not receiver.received


async def test_a_name_is_checked_by_the_very_addresses_that_are_connected_to(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that answered with a public address before, or does so beside a private one, leads nowhere."""
    found = iter([["1.1.1.1"], ["127.0.0.1"], ["1.1.1.1", "127.0.0.1"]])

    def look_up(_: str, port: int, *__: object, **___: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(found)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    resolver = PublicResolver()
    assert [each["host"] for each in await resolver.resolve("rebinds.example", 80)] == ["1.1.1.1"]
    port = receiver.url.split(":")[2]
    for _ in range(2):
        answer = await send_once(f"http://rebinds.example:{port}")
        assert isinstance(answer, Failed)
        assert "rebinds.example leads to 127.0.0.1, a private address" in answer.trouble
    assert next(found, None) is None  # looked up once for each request
    assert not receiver.received


async def send_once(url: str) -> Answer:
    sender = Sender(Webhook(name="cms", url=url, secrets=(new_secret(),)))
    answer = await sender.send("evt_1", 1, {})
    await sender.close()
    return answer
