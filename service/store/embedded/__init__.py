"""A private server for the service, on a unix socket in the data folder, when no other Redis is set."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from service.store.embedded.binary import find_server
from service.store.embedded.folder import DataFolder
from service.store.embedded.keeper import keep_running
from service.store.embedded.ownership import own, own_or_join

__all__ = ["embedded_server"]


@asynccontextmanager
async def embedded_server(data_dir: Path, *, owner: bool, program: Path | None = None) -> AsyncIterator[str]:
    """A private server answers on the yielded address until the block ends.

    The address is like `unix:///srv/fairword/data/redis/redis.sock?db=0`. The service (`owner=True`) has the
    data folder to itself. A command (`owner=False`) uses the server of the service if that runs, else has one
    of its own for as long as the block lasts; commands wait for each other. `program` is the server to run;
    without it, the operator's own from PATH if new enough, else the one that comes along.

    Raises
    ------
    DataFolderInUse
        If another Fairword holds the folder and does not let go soon.
    ServerStartFailed
        If the server does not start; the message has the end of its log.
    DataFolderUnusable
        If the folder cannot be made or written.
    """
    folder = DataFolder.prepare(data_dir)
    ownership = await (own(folder) if owner else own_or_join(folder))
    if isinstance(ownership, str):
        yield ownership
        return
    with ownership:
        async with keep_running(folder, program or await find_server()):
            ownership.announce(folder.url)
            yield folder.url
