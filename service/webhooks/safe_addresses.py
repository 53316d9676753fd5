"""Where a webhook may be sent: never into the private network by accident or by somebody's design."""

import errno
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

_LAST_32_BITS = tuple(
    IPv6Network(network)
    for network in (
        "::/96",  # IPv4-compatible, as IPv6 once began
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated (SIIT)
        "64:ff9b::/96",  # NAT64
    )
)
"""Networks whose addresses end in an IPv4 address."""
_LOCAL = tuple(
    IPv6Network(network)
    for network in (
        "64:ff9b:1::/48",  # NAT64 as a network sets it up for itself
        "fec0::/10",  # site-local, which some networks still have
    )
)
"""Private networks that `ipaddress` takes for global ones."""


class PrivateAddressError(OSError):
    """Raised when an endpoint's name leads into a private network."""

    def __init__(self, sentence: str) -> None:
        super().__init__(errno.EACCES, sentence)  # aiohttp tells no more of an error than its `strerror`


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, whatever it is wrapped into."""
    found = ip_address(address.partition("%")[0])
    if not _is_global(found):
        return False
    return isinstance(found, IPv4Address) or all(_is_global(inner) for inner in _wrapped(found))


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not any(address in each for each in _LOCAL)


def _wrapped(address: IPv6Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses that packets to an address may end up at."""
    if any(address in network for network in _LAST_32_BITS):
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield address.teredo[1]


def check_literal(url: str) -> None:
    """Refuse an address that names a private machine by its number.

    Raises
    ------
    PrivateAddressError
        When it does. Names are checked when they are looked up: they may lead elsewhere each time.
    """
    host = URL(url).host or ""
    try:
        public = is_public(host)
    except ValueError:
        return
    if not public:
        raise PrivateAddressError(f"{host} is a private address")


class PublicResolver(AbstractResolver):
    """Looks names up, and finds public addresses only."""

    def __init__(self) -> None:
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name; the connection is made to one of these and no other."""
        found = await self._resolver.resolve(host, port, family)
        if private := [each["host"] for each in found if not is_public(each["host"])]:
            raise PrivateAddressError(f"{host} leads to {private[0]}, a private address")
        return found

    async def close(self) -> None:
        """Let go of the resolver."""
        await self._resolver.close()
