"""How new a server must be."""

import re

_LEAST = {"Redis": (7, 0), "Valkey": (8, 0)}


def is_new_enough(product: str, version: str) -> bool:
    """Whether `version` of `product` (`Redis` or `Valkey`) has what Fairword needs."""
    major, minor, *_ = [int(part) for part in re.findall(r"\d+", version)] + [0, 0]
    return (major, minor) >= _LEAST[product]


def needed() -> str:
    """The least versions, for messages."""
    return " or ".join(f"{product} >= {major}.{minor}" for product, (major, minor) in _LEAST.items())
