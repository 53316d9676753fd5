"""Addresses of readers, each written in one way only."""

from ipaddress import IPv6Address, ip_address


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
