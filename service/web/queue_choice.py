"""What the queue's list is narrowed to, as its address says it, and what there is to choose from."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from service.api.queries import whole_number, word
from service.domain.submission import FieldError
from service.usecases.case_filter import Facets, Filter, Order
from service.usecases.refusals import InvalidError
from service.web.wording import label_name, language_name, reason_name

_HOUR_MS = 3_600_000
_WAITING = {"1h": _HOUR_MS, "4h": 4 * _HOUR_MS, "1d": 24 * _HOUR_MS}
"""How long a case has waited at least."""
_WAITING_WORDS = {"1h": "an hour or more", "4h": "4 hours or more", "1d": "a day or more"}
_FIELDS = ("q", "reason", "label", "article", "language", "author", "waiting", "from", "to", "sort")
_OPTIONS_MAX = 30
_WORDS_MAX = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """What the queue's address asks for."""

    query: dict[str, str]
    """The same, as it stands in addresses."""
    wanted: Filter
    order: Order

    @classmethod
    def read(cls, query: Mapping[str, str], now_ms: int) -> "Choice":
        """Read the query of an address.

        Raises
        ------
        InvalidError
            With a message for each value that can't be meant.
        """
        asked = {name: word(query, name).strip() for name in _FIELDS}
        waiting, order = asked["waiting"], asked["sort"] or Order.URGENT
        errors = []
        if waiting and waiting not in _WAITING:
            errors.append(FieldError("waiting", f"Must be one of {', '.join(_WAITING)}, got {waiting!r}."))
        if order not in set(Order):
            errors.append(FieldError("sort", f"Must be one of {', '.join(Order)}, got {order!r}."))
        if errors:
            raise InvalidError(errors)
        wanted = Filter(
            article_id=asked["article"],
            reason=asked["reason"],
            author_key=asked["author"],
            language=asked["language"],
            label=asked["label"],
            words=asked["q"],
            before_ms=now_ms - _WAITING[waiting] if waiting else 0,
            score_from=_share(query, "from", 0),
            score_to=_share(query, "to", 100),
        )
        return cls({name: value for name, value in asked.items() if value}, wanted, Order(order))

    @property
    def is_filtered(self) -> bool:
        """Whether some cases are left out."""
        return bool(self.query.keys() - {"sort"})


def _share(query: Mapping[str, str], name: str, default: int) -> float:
    return whole_number(query, name, default=default, least=0, most=100) / 100


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the filter: its name, its words, and the values that it may have with theirs."""

    name: str
    words: str
    options: list[tuple[str, str]]


def fields(facets: Facets) -> list[Field]:
    """Return the fields with what there is to choose from, and how many cases each would show."""

    def name(author_key: str) -> str:
        return facets.names.get(author_key, author_key)

    def title(article_id: str) -> str:
        return facets.titles.get(article_id) or article_id

    return [
        Field("reason", "Reason", _options(facets.reasons, reason_name)),
        Field("label", "Label", _options(facets.labels, label_name)),
        Field("article", "Article", _options(facets.articles, title)),
        Field("author", "Author", _options(facets.authors, name)),
        Field("language", "Language", _options(facets.languages, language_name)),
        Field("waiting", "Waiting", list(_WAITING_WORDS.items())),
    ]


def _options(counter: Counter[str], words: Callable[[str], str]) -> list[tuple[str, str]]:
    return [
        (value, f"{words(value)[:_WORDS_MAX]} ({number})")
        for value, number in counter.most_common(_OPTIONS_MAX)
    ]
