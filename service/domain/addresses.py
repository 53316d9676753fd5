"""Addresses of readers, each written in one way only."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

_OF_ONE_CUSTOMER = 64

Network = IPv4Network | IPv6Network


def one_address(text: str) -> str:
    """Return an IP address in its shortest form; an IPv4 address within IPv6 as the former.

    Raises
    ------
    ValueError
        When it is none.
    """
    address = ip_address(text.strip())
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)


@lru_cache(maxsize=1024)  # a proxy's own address comes with every request
def address_in(text: str) -> str:
    """Return the address that a text is, as `one_address` writes it; empty when it is none."""
    try:
        return one_address(text)
    except ValueError:
        return ""


@lru_cache(maxsize=1024)  # who writes once often writes again
def network_of(address: str) -> str:
    """Return whom an address tells apart from others: an IPv4 address itself, the first half of an IPv6 one.

    Providers give each customer the whole second half, so that who is refused with one address has 2⁶⁴ others
    (RFC 6177).
    """
    known = ip_address(address)
    if not isinstance(known, IPv6Address):
        return address
    return str(ip_network((known, _OF_ONE_CUSTOMER), strict=False))


def within(networks: Sequence[Network]) -> Callable[[str], bool]:
    """Return what says whether an address is in one of some networks; an empty one is in none."""

    @lru_cache(maxsize=1024)
    def is_within(address: str) -> bool:
        return bool(address) and any(ip_address(address) in network for network in networks)

    return is_within
