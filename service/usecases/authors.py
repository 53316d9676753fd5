"""One author: what they wrote, what was decided of it, and whether they may go on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from service.domain.clock import Clock
from service.domain.comment import Ban, BanTarget, Comment, Status
from service.domain.journal import Entry, lift_entry, lift_entry_of
from service.sites import Site
from service.store.authors import StandingBan, Written
from service.store.people import Moderator
from service.usecases.refusals import NotFoundError

PAGE = 30
_BANS_MAX = 1_000
_ADDRESSES_OF = 50
"""So many of an author's latest comments tell the addresses that they write from."""


@dataclass(frozen=True, slots=True)
class Bannable:
    """An author or an address, the latest comment of theirs, and the ban that stands."""

    target: BanTarget
    key: str
    cause: Comment
    ban: Ban | None


@dataclass(frozen=True, slots=True)
class Banned:
    """A ban that stands, and the comment that gave cause; `None` when it is gone."""

    standing: StandingBan
    cause: Comment | None

    def lift_entry(self, by: str, at_ms: int) -> Entry:
        """Return the entry of the end of the ban."""
        if self.cause is not None:
            return lift_entry(self.cause, by, at_ms)
        return lift_entry_of(self.standing.comment_id, self.standing.article_id, by, at_ms)


@dataclass(frozen=True, slots=True)
class Lifted:
    """What a moderator is told who has lifted a ban: whom it kept out, as far as that is still known."""

    name: str
    address_key: str
    """Empty when it was the ban of an author."""
    is_banned: bool
    """Whether another ban still keeps them out."""

    @classmethod
    def of(cls, who: str, cause: Comment | None, *, is_banned: bool) -> Self:
        """Tell whom the comment that gave cause is of."""
        if cause is None or who not in {cause.author_key, cause.address_key}:
            return cls("", "", is_banned=False)
        address_key = who if who == cause.address_key else ""
        return cls(cause.author.name, address_key, is_banned)


@dataclass(frozen=True, slots=True)
class AuthorFile:
    """Everything about one author."""

    key: str
    names: list[str]
    """Under which they wrote lately, the latest first."""
    written: Written
    author: Bannable | None
    """`None` when they gave only a name, which anybody may."""
    addresses: list[Bannable]
    next: int | None

    @classmethod
    def of(
        cls, key: str, latest: Sequence[Comment], written: Written, bans: dict[str, Ban], next_: int | None
    ) -> Self:
        """Put together what was found."""
        by_address = {comment.address_key: comment for comment in reversed(latest) if comment.address_key}
        author = Bannable(BanTarget.AUTHOR, key, latest[0], bans.get(key))
        addresses = [
            Bannable(BanTarget.ADDRESS, address, comment, bans.get(address))
            for address, comment in by_address.items()
        ]
        return cls(
            key,
            list(dict.fromkeys(comment.author.name for comment in latest)),
            written,
            author if any(comment.author.id or comment.author.email for comment in latest) else None,
            sorted(addresses, key=lambda each: each.cause.id, reverse=True),
            next_,
        )

    @property
    def bannable(self) -> list[Bannable]:
        """Whom a moderator can ban here, the author first."""
        return ([self.author] if self.author else []) + self.addresses

    def lifted(self, who: str) -> Lifted | None:
        """Tell of a ban that was lifted here; `None` when it stands again, or was never one of these."""
        is_banned = any(each.ban for each in self.bannable)
        causes = [each.cause for each in self.bannable if each.key == who and not each.ban]
        return Lifted.of(who, causes[0], is_banned=is_banned) if causes else None


class Authors:
    """Tells of authors."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def file(self, site: Site, key: str, status: Status | None = None, start: int = 0) -> AuthorFile:
        """Return everything about an author.

        Raises
        ------
        NotFoundError
            When nothing is kept that they wrote.
        """
        latest = (await site.authors.written(key, status=None, start=0, count=_ADDRESSES_OF)).comments
        if not latest:
            raise NotFoundError("author")
        written = await site.authors.written(key, status=status, start=start, count=PAGE)
        addresses = list({comment.address_key for comment in latest if comment.address_key})
        bans = await site.authors.bans(BanTarget.AUTHOR, [key])
        bans |= await site.authors.bans(BanTarget.ADDRESS, addresses)
        standing = {each: ban for each, ban in bans.items() if self._stands(ban)}
        shown = replace(written, comments=[comment.blinded for comment in written.comments])
        return AuthorFile.of(key, latest, shown, standing, start + PAGE if written.more else None)

    async def bannable(self, site: Site, key: str, whom: str) -> Bannable:
        """Return the author, or an address of theirs, that a form names by its opaque word.

        Raises
        ------
        NotFoundError
            When it is neither.
        """
        for each in (await self.file(site, key)).bannable:
            if each.key == whom:
                return each
        raise NotFoundError("author or address")

    async def banned(self, site: Site) -> list[Banned]:
        """Return who is banned now, whether anything that they wrote is still kept or not."""
        bans = await site.authors.standing_bans(self._clock(), _BANS_MAX)
        causes = {each.id: each for each in await site.comments.find_all([one.comment_id for one in bans])}
        return [Banned(one, causes.get(one.comment_id)) for one in bans]

    async def lift(self, site: Site, moderator: Moderator, who: str) -> str:
        """End a ban by the opaque word of whom it keeps out; one that has ended needs no lifting.

        Returns the id of the comment that gave cause, which may be gone; empty when there was no ban.
        """
        for one in await self.banned(site):
            if one.standing.who == who:
                await site.comments.lift(who, one.lift_entry(moderator.name, self._clock()))
                return one.standing.comment_id
        return ""

    async def lifted(self, site: Site, banned: Sequence[Banned], who: str, comment_id: str) -> Lifted | None:
        """Tell of a ban that was lifted, given those that stand; `None` when it is one of these again."""
        standing = {one.standing.who for one in banned}
        if not who or who in standing:
            return None
        cause = await site.comments.find(comment_id)
        theirs = {cause.author_key, cause.address_key} if cause else set()
        return Lifted.of(who, cause, is_banned=not theirs.isdisjoint(standing))

    def _stands(self, ban: Ban) -> bool:
        return ban.until_ms == 0 or ban.until_ms > self._clock()
