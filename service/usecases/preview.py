"""What other settings would have made of the latest comments."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifier.language import SUPPORTED, UNDETERMINED
from classifier.model import Assessment
from service.domain.comment import TOO_LONG, Comment, Decision, Outcome
from service.domain.journal import EntryType
from service.domain.policy import ESTABLISHED_AUTHOR, Policy
from service.sites import Policies, Site

_LATEST = 1_000
_CHUNK = 500
_EVENTS_MOST = 10_000
"""So many events are read at most to find the latest comments among verdicts and appeals."""
_SHOWN = 20
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Flip:
    """A comment that would have been decided otherwise."""

    comment: Comment
    now: Decision
    then: Decision


@dataclass(frozen=True, slots=True)
class Preview:
    """What the settings that stand, and others, make of the latest comments."""

    comments: int
    now: Mapping[Outcome, int]
    then: Mapping[Outcome, int]
    flips: int
    shown: Sequence[Flip]
    """The latest of them."""
    words: Mapping[str, int]
    """Each blocked or watched word that was found, in small letters, and in how many comments."""


async def preview(site: Site, policies: Policies) -> Preview:
    """Return what other policies would have made of a site's latest comments, by the scores kept of them."""
    comments = await _latest_comments(site)
    now: Counter[Outcome] = Counter()
    then: Counter[Outcome] = Counter()
    words: Counter[str] = Counter()
    flips: list[Flip] = []
    for number, comment in enumerate(comments):
        flip = Flip(comment, _decide(site.policies, comment), _decide(policies, comment))
        now[flip.now.outcome] += 1
        then[flip.then.outcome] += 1
        words.update({found.casefold() for found in _words_in(policies.first, comment.text)})
        if flip.now.outcome is not flip.then.outcome:
            flips.append(flip)
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0)  # others get their turn in between
    return Preview(len(comments), now, then, len(flips), flips[:_SHOWN], dict(words.most_common()))


async def _latest_comments(site: Site) -> list[Comment]:
    """Return the latest comments that are still kept, the latest first."""
    found: list[Comment] = []
    before, read = "", 0
    while len(found) < _LATEST and read < _EVENTS_MOST:
        page = await site.past.events(before=before, limit=_CHUNK)
        posted = [event.entry.comment_id for event in page.events if event.entry.type is EntryType.DECISION]
        found += await site.comments.find_all(posted)
        if page.found < _CHUNK:
            break
        before, read = page.next, read + page.found
    return found[:_LATEST]


def _words_in(policy: Policy, text: str) -> set[str]:
    return {found for words in (policy.blocked, policy.watched) if (found := words.find(text))}


def _decide(policies: Policies, comment: Comment) -> Decision:
    """Return what policies say of a comment; whether its author was new then is not known any more."""
    return policies.on(comment.decision).decide(
        comment.text, _assessment(comment), comment.decision.model, ESTABLISHED_AUTHOR
    )


def _assessment(comment: Comment) -> Assessment | None:
    if comment.likely_to_reject is None:
        return None
    decided, known = comment.decision, SUPPORTED | {UNDETERMINED}
    return Assessment(
        dict(comment.scores),
        comment.likely_to_reject,
        comment.language,
        language_supported=comment.language in known and not decided.is_in_another_language,
        read_whole=not decided.gives(TOO_LONG),
    )
