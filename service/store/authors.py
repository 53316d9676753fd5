"""What one author wrote, and who is banned."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.comment import Ban, BanTarget, Comment, Status
from service.store.commands import Commands
from service.store.comments import Comments


@dataclass(frozen=True, slots=True)
class StandingBan:
    """A ban, the opaque word of whom it keeps out, and the comment that gave cause, kept or not."""

    who: str
    ban: Ban
    comment_id: str
    article_id: str


@dataclass(frozen=True, slots=True)
class Written:
    """An author's comments: how many stand how, and some of them, those first that moved last."""

    counts: dict[Status, int]
    comments: list[Comment]
    more: bool


class Authors:
    """One site's authors."""

    def __init__(self, commands: Commands, comments: Comments) -> None:
        self._commands = commands
        self._comments = comments
        self._keys = comments.keys

    async def written(self, author_key: str, *, status: Status | None, start: int, count: int) -> Written:
        """Return comments of an author from a place in the list on; `None` for a status means every one."""
        wanted = list(Status) if status is None else [status]
        last = start + count
        counted = [("ZCARD", self._keys.author(author_key, each)) for each in Status]
        listed = [
            ("ZRANGE", self._keys.author(author_key, each), 0, last, "REV", "WITHSCORES") for each in wanted
        ]
        answers = await self._commands.run_all([*counted, *listed])
        found = sorted(
            ((since, each) for some in answers[len(counted) :] for each, since in some), reverse=True
        )
        comments = await self._comments.find_all([each for _, each in found[start:last]])
        return Written(dict(zip(Status, answers, strict=False)), comments, len(found) > last)

    async def standing_bans(self, now_ms: int, limit: int) -> list[StandingBan]:
        """Return the bans that stand, those that last longest first."""
        subjects = await self._commands.run(
            "ZRANGE", self._keys.bans, "+inf", f"({now_ms}", "BYSCORE", "REV", "LIMIT", 0, limit
        )
        kept = await self._kept_bans(subjects)
        return [
            StandingBan(who, _ban(BanTarget(ban["target"]), ban), ban["comment"], ban["article"])
            for who, ban in kept.items()
        ]

    async def bans(self, target: BanTarget, subjects: Sequence[str]) -> dict[str, Ban]:
        """Return the bans that stand on these authors or addresses, by their opaque words."""
        return {who: _ban(target, ban) for who, ban in (await self._kept_bans(subjects)).items()}

    async def _kept_bans(self, subjects: Sequence[str]) -> dict[str, dict[str, str]]:
        if not subjects:
            return {}
        found = await self._commands.run_all([("HGETALL", self._keys.ban(each)) for each in subjects])
        return {who: ban for who, ban in zip(subjects, found, strict=True) if ban}


def _ban(target: BanTarget, kept: dict[str, str]) -> Ban:
    return Ban(target, kept["by"], int(kept["at"]), int(kept["until"]), kept["reason"])
