"""What the queue's list is narrowed to, as its address says it, and what there is to choose from."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from service.api.queries import AllAtOnce, whole_number, word
from service.domain.comment import Comment
from service.domain.submission import FieldError
from service.usecases.case_filter import WAITING_MS, Facets, Filter, Order
from service.usecases.refusals import InvalidError
from service.web.wording import label_name, language_name, reason_name

_WAITING_WORDS = {"1h": "an hour or more", "4h": "4 hours or more", "1d": "a day or more"}
_FIELDS = ("q", "reason", "label", "article", "language", "author", "waiting", "from", "to", "sort")
_IN_CLAIMS = {"article": "article_id"}
"""Fields that the API calls otherwise."""
_ONE_OF: Mapping[str, Collection[str]] = {"waiting": WAITING_MS, "sort": tuple(Order)}
_NOT_WORDS = {"from", "to", "sort"}
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
        with AllAtOnce() as read:
            asked = {name: read(_asked, query, name) for name in _FIELDS}
            score_from, score_to = read(_share, query, "from", 0), read(_share, query, "to", 100)
        wanted = Filter(
            article_id=asked["article"],
            reason=asked["reason"],
            author_key=asked["author"],
            language=asked["language"],
            label=asked["label"],
            words=asked["q"],
            before_ms=now_ms - WAITING_MS[asked["waiting"]] if asked["waiting"] else 0,
            score_from=score_from,
            score_to=score_to,
        )
        order = Order(asked["sort"] or Order.URGENT)
        return cls({name: value for name, value in asked.items() if value}, wanted, order)

    @property
    def is_filtered(self) -> bool:
        """Whether some cases are left out."""
        return bool(self.query.keys() - {"sort"})

    @property
    def for_claims(self) -> dict[str, str | float]:
        """The same for `filter` of `POST /v1/review/claims`."""
        asked: dict[str, str | float] = {
            _IN_CLAIMS.get(name, name): value for name, value in self.query.items() if name not in _NOT_WORDS
        }
        if {"from", "to"} & self.query.keys():
            asked |= {"score_from": self.wanted.score_from, "score_to": self.wanted.score_to}
        return asked

    def told(self, shown: Comment) -> list[tuple[str, str]]:
        """Return what is left in, in a moderator's words: the field's name and its value.

        An author and an article have their name from the comment that is shown, if it is of theirs.
        """
        names = {
            "reason": reason_name(self.wanted.reason),
            "label": label_name(self.wanted.label),
            "article": shown.article_title if shown.article_id == self.wanted.article_id else "",
            "author": shown.author.name if shown.author_key == self.wanted.author_key else "one",
            "language": language_name(self.wanted.language),
            "waiting": _WAITING_WORDS.get(self.query.get("waiting", ""), ""),
        }
        told = [
            ("words" if name == "q" else name, names.get(name) or value)
            for name, value in self.query.items()
            if name not in _NOT_WORDS
        ]
        if {"from", "to"} & self.query.keys():
            told.append(("score", f"{self.wanted.score_from:.0%} to {self.wanted.score_to:.0%}"))
        return told


def _asked(query: Mapping[str, str], name: str) -> str:
    value, known = word(query, name).strip(), _ONE_OF.get(name)
    if value and known and value not in known:
        raise InvalidError([FieldError(name, f"Must be one of {', '.join(known)}, got {value!r}.")])
    return value


def _share(query: Mapping[str, str], name: str, default: int) -> float:
    return whole_number(query, name, default=default, least=0, most=100) / 100


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the filter: its name, its words, and the values that it may have with theirs."""

    name: str
    words: str
    options: list[tuple[str, str]]


def fields(facets: Facets, chosen: Mapping[str, str]) -> list[Field]:
    """Return the fields with what there is to choose from, or is chosen, and how many cases each shows."""

    def author(key: str) -> str:
        return facets.names.get(key, "One author")

    def title(article_id: str) -> str:
        return facets.titles.get(article_id) or article_id

    def field(name: str, counter: Counter[str], words: Callable[[str], str]) -> Field:
        return Field(name, name.capitalize(), _options(counter, words, chosen.get(name, "")))

    return [
        field("reason", facets.reasons, reason_name),
        field("label", facets.labels, label_name),
        field("article", facets.articles, title),
        field("author", facets.authors, author),
        field("language", facets.languages, language_name),
        Field("waiting", "Waiting", list(_WAITING_WORDS.items())),
    ]


def _options(counter: Counter[str], words: Callable[[str], str], chosen: str) -> list[tuple[str, str]]:
    counted = dict(counter.most_common(_OPTIONS_MAX))
    if chosen:
        counted[chosen] = counter[chosen]
    return [(value, f"{words(value)[:_WORDS_MAX]} ({number})") for value, number in counted.items()]
