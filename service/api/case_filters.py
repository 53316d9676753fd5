"""Which cases a request wants, in a body or in the query of its address, and in which order."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from service.api.queries import AllAtOnce, refuse_unknown, share, word
from service.domain.numbers import read_number
from service.domain.submission import FieldError
from service.usecases.case_filter import WAITING_MS, Filter, Order
from service.usecases.refusals import InvalidError, one_of
from service.usecases.review import CLAIMS_MAX, NOT_IDS_MAX

_SCORES = ("score_from", "score_to")
_KNOWN = {"article_id", "reason", "author", "language", "label", "q", "waiting", *_SCORES}


def filter_of_body(data: Any, now_ms: int) -> Filter:
    """Return the filter of a body. Whatever is wrong in it is refused: it would mean other cases."""
    if data is None:
        return Filter()
    if not isinstance(data, dict):
        raise InvalidError([FieldError("filter", "Must be an object.")])
    with AllAtOnce() as read:
        read(refuse_unknown, data, _KNOWN | {"ids", "not_ids"}, "filter.")
        ids, not_ids = read(_ids, data, "ids", CLAIMS_MAX), read(_ids, data, "not_ids", NOT_IDS_MAX)
        wanted = read(_filter, data, now_ms, "filter.")
    return replace(wanted, ids=ids, not_ids=frozenset(not_ids))


def filter_of_query(query: Mapping[str, str], now_ms: int) -> Filter:
    """Return the filter that the query of an address says."""
    asked: dict[str, Any] = {name: value for name, value in query.items() if name in _KNOWN and value}
    for name in _SCORES:
        asked[name] = _number(asked.get(name))
    return _filter(asked, now_ms)


def order_of(data: Mapping[str, Any]) -> Order:
    """Return in which order cases are wanted."""
    return one_of(Order, "sort", word(data, "sort") or Order.URGENT)


def listed_ids(data: Any, name: str, most: int) -> tuple[str, ...]:
    """Return the ids of a list in a body."""
    is_list = isinstance(data, list) and 1 <= len(data) <= most
    if not is_list or not all(isinstance(each, str) for each in data):
        raise InvalidError([FieldError(name, f"Must be a list of 1 to {most} ids.")])
    return tuple(word({name: each}, name) for each in data)


def _filter(data: Mapping[str, Any], now_ms: int, prefix: str = "") -> Filter:
    with AllAtOnce() as read:
        return Filter(
            article_id=read(word, data, "article_id"),
            reason=read(word, data, "reason"),
            author_key=read(word, data, "author"),
            language=read(word, data, "language"),
            label=read(word, data, "label"),
            words=read(word, data, "q"),
            before_ms=read(_before_ms, data.get("waiting"), now_ms, prefix),
            score_from=read(share, data, "score_from", default=0.0),
            score_to=read(share, data, "score_to", default=1.0),
        )


def _ids(data: Mapping[str, Any], name: str, most: int) -> tuple[str, ...]:
    return () if data.get(name) is None else listed_ids(data[name], f"filter.{name}", most)


def _before_ms(waiting: Any, now_ms: int, prefix: str) -> int:
    if waiting is None:
        return 0
    if not isinstance(waiting, str) or waiting not in WAITING_MS:
        raise InvalidError([FieldError(f"{prefix}waiting", f"Must be one of {', '.join(WAITING_MS)}.")])
    return now_ms - WAITING_MS[waiting]


def _number(text: str | None) -> float | str | None:
    """Return the number that a text is; what is none stays as it is, and is refused with its name."""
    try:
        return read_number(text) if text else None
    except ValueError:
        return text
