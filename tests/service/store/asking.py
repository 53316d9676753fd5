"""Requests as the tests ask for their admission."""

from service.domain.rates import Rate
from service.store.admission import Admission, Limit, Request, admit
from service.store.commands import Commands
from service.store.keys import SiteKeys
from tests.support.comments import NOW_MS

KEYS = SiteKeys("default")
SIX_A_MINUTE = Limit("address", "198.51.100.7", Rate(6, 60))
REQUEST = Request("article-1", "alice", "198.51.100.7", [SIX_A_MINUTE])


async def ask(commands: Commands, request: Request = REQUEST, *, now_ms: int = NOW_MS) -> Admission:
    """Whether a request is admitted."""
    return await admit(commands, KEYS, request, now_ms)


async def counted(commands: Commands) -> list[str]:
    """The counters that have counted something."""
    found: list[str] = await commands.run("KEYS", "fw:*limit*")
    return found
