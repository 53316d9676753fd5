"""Webhooks never lead into a private network, unless the site allows it."""

import pytest

from service.domain.webhook_secret import new_secret
from service.site_config import Webhook
from service.webhooks.safe_addresses import is_public
from service.webhooks.sender import Failed, Sender
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
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_private_in_every_wrapping(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "0x7f000001"])
async def test_nothing_is_sent_to_this_machine(receiver: Receiver, host: str) -> None:
    port = receiver.url.split(":")[2]
    webhook = Webhook(name="cms", url=f"http://{host}:{port}", secrets=(new_secret(),), timeout="5s")  # type: ignore[arg-type]  # as the TOML file has it
    sender = Sender(webhook)
    answer = await sender.send("evt_1", 1, {})
    await sender.close()
    assert isinstance(answer, Failed)
    assert not receiver.received
