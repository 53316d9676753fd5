"""Where a webhook may be sent: never into the private network by accident or by somebody's design."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

_NAT64 = IPv6Network("64:ff9b::/96")


class PrivateAddressError(OSError):
    """Raised when an endpoint's name leads into a private network."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, whatever it is wrapped into."""
    found = ip_address(address.partition("%")[0])
    inner = _wrapped(found) if isinstance(found, IPv6Address) else None
    return all(each.is_global and not each.is_multicast for each in (found, inner) if each is not None)


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


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
