"""A process that holds an embedded server until its standard input ends, so that tests can kill it.

usage: python -m tests.support.embedded_holder DATA_DIR service|command
"""

import asyncio
import sys
from pathlib import Path

from service.store.embedded import embedded_server


async def hold(data_dir: Path, *, owner: bool) -> None:
    """The server's address is printed, and it runs until standard input ends."""
    async with embedded_server(data_dir, owner=owner) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(hold(Path(sys.argv[1]), owner=sys.argv[2] == "service"))
