"""Measures and writes down: `python -m benchmarks` everything, `python -m benchmarks NAME…` some of it."""

import importlib
import sys

NAMES = ("scoring", "submit", "memory", "startup", "faces", "desk")
BY_NAME_ONLY = ("training",)
"""Takes an hour, and the datasets."""


def main(names: list[str]) -> None:
    """Run the named benchmarks, all of them when none is named."""
    unknown = set(names) - {*NAMES, *BY_NAME_ONLY}
    if unknown:
        known = ", ".join(NAMES + BY_NAME_ONLY)
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}; there are {known}.")
    for name in names or NAMES:
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
