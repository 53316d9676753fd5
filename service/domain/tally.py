"""What is counted of what happened: for each hour, a number for each field.

A field is a kind and, after a colon, what of that kind: `decision:approved`, `verdict:rejected:alice`.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from service.domain.comment import Status
from service.domain.journal import Entry, EntryType

HOUR_MS = 3_600_000
WAIT_EDGES_MIN = (1, 5, 15, 30, 60, 240, 1_440)
"""Verdicts are counted by how long the case had waited: under 1 minute, under 5, …, a day or more."""

OPENED, CLOSED = "opened", "closed"
_OPENING = {EntryType.APPEAL, EntryType.REOPEN, EntryType.UNDO}
_NOTHING: Sequence[Entry] = ()


def hour_of(at_ms: int) -> int:
    """Return the number of the hour since 1970."""
    return at_ms // HOUR_MS


def tally(entries: Sequence[Entry], audits: Mapping[str, Sequence[Entry]]) -> dict[int, Counter[str]]:
    """Return what to add to each hour for these entries.

    `audits` has everything that happened to the comments of verdicts, undos and appeals; where it is missing,
    how long the case waited and whom the entry overturns is not counted.
    """
    hours: dict[int, Counter[str]] = {}
    for entry in entries:
        counters = hours.setdefault(hour_of(entry.at_ms), Counter())
        counters.update(_fields(entry, audits.get(entry.comment_id, _NOTHING)))
    return hours


def needs_audit(entry: Entry) -> bool:
    """Whether an entry tells all only together with what happened before."""
    return entry.type in {EntryType.VERDICT, EntryType.UNDO, EntryType.APPEAL}


def _fields(entry: Entry, audit: Sequence[Entry]) -> list[str]:
    before = _before(entry, audit)
    match entry.type:
        case EntryType.DECISION:
            return _of_decision(entry)
        case EntryType.VERDICT:
            reasons = _reasons(entry) if entry.status is Status.REJECTED else []
            return [
                f"verdict:{entry.status}:{entry.by}",
                CLOSED,
                *reasons,
                *_wait(entry, before),
                *_won(entry, before),
                *_checked(entry, before),
            ]
        case EntryType.UNDO:
            return [OPENED, *_overturned(entry, before), *_unchecked(before)]
        case EntryType.APPEAL:
            return [] if _sampled(before) else [OPENED]  # the case of a sample is open already
        case EntryType.REOPEN:
            return [OPENED]
    return []


def _of_decision(entry: Entry) -> list[str]:
    fields = [f"decision:{entry.status}", f"article:{entry.article_id}"]
    if _opens(entry):
        fields.append(OPENED)
    return fields + (_reasons(entry) if entry.status is not Status.APPROVED else [])


def _reasons(entry: Entry) -> list[str]:
    return [f"reason:{reason.code}" for reason in entry.reasons]


def _before(entry: Entry, audit: Sequence[Entry]) -> Sequence[Entry]:
    """Return what happened to the comment before this entry, the latest first."""
    told = (entry.type, entry.by, entry.at_ms)
    for place, each in enumerate(audit):
        if (each.type, each.by, each.at_ms) == told:
            return audit[:place][::-1]
    return _NOTHING


def _wait(entry: Entry, before: Sequence[Entry]) -> list[str]:
    opened = next((each for each in before if _opens(each)), None)
    if opened is None:
        return []
    return [f"wait:{bisect_right(WAIT_EDGES_MIN, (entry.at_ms - opened.at_ms) / 60_000)}"]


def _opens(entry: Entry) -> bool:
    is_asked = entry.status is Status.PENDING or entry.sampled
    return entry.type in _OPENING or (entry.type is EntryType.DECISION and is_asked)


def _won(entry: Entry, before: Sequence[Entry]) -> list[str]:
    """Count an appeal that a moderator's verdict lost."""
    if not before or before[0].type is not EntryType.APPEAL or entry.status is Status.REJECTED:
        return []
    return _overturned(entry, before)


def _overturned(entry: Entry, before: Sequence[Entry]) -> list[str]:
    verdict = next((each for each in before if each.type is EntryType.VERDICT), None)
    if verdict is None or verdict.by == entry.by:  # to think again is no mistake
        return []
    return [f"overturned:{verdict.by}"]


def _checked(entry: Entry, before: Sequence[Entry]) -> list[str]:
    """Count a verdict of the blind sample, by what the policy had decided and what the verdict is."""
    decision = _sampled(before)
    return [f"checked:{decision.status}:{entry.status}"] if decision else []


def _unchecked(before: Sequence[Entry]) -> list[str]:
    """Count a verdict of the blind sample that is taken back."""
    place = next((at for at, each in enumerate(before) if each.type is EntryType.VERDICT), None)
    if place is None:
        return []
    return [f"un{field}" for field in _checked(before[place], before[place + 1 :])]


def _sampled(before: Sequence[Entry]) -> Entry | None:
    """Return the decision that the case was drawn for, `None` when it was opened otherwise.

    What was taken back does not count: neither the verdict nor its undo.
    """
    taken_back = 0
    for each in before:
        if each.type is EntryType.UNDO:
            taken_back += 1
        elif each.type is EntryType.VERDICT and taken_back:
            taken_back -= 1
        elif each.type in {EntryType.VERDICT, EntryType.APPEAL, EntryType.REOPEN}:
            return None
        elif each.type is EntryType.DECISION:
            return each if each.sampled else None
    return None
