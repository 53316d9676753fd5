"""What a Perspective client sends. Unknown fields are ignored; names may come in camelCase or snake_case."""

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from aiohttp import web

from service.api.bodies import parse_object, read_packed_body
from service.domain.numbers import read_number
from service.faces.perspective.attributes import is_known, label_of, training_label
from service.faces.perspective.errors import EMPTY, INVALID, NO_ATTRIBUTES, TOO_LONG, AnalyzerError

TEXT_MAX_BYTES = 20 * 1024
BODY_MAX = 1024 * 1024
"""Beside the comment there is its context, which may be an article."""
_LANGUAGES_MAX = 20


@dataclass(frozen=True, slots=True)
class Requested:
    """One attribute: as the client named it, and the label that answers it.

    It is left out of the answer below the threshold.
    """

    name: str
    label: str
    threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class Analysis:
    """What `comments:analyze` is asked for."""

    text: str
    attributes: tuple[Requested, ...]
    languages: tuple[str, ...] = ()
    with_spans: bool = False
    drops_unsupported: bool = False
    client_token: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What `comments:suggestscore` tells: a person's word on a comment."""

    text: str
    labels: dict[str, float]
    client_token: str | None = None
    community: str = ""
    do_not_store: bool = False


def client_key(request: web.Request) -> str:
    """Return the key, from where Google's clients put it; empty when there is none."""
    return request.query.get("key", "") or request.headers.get("X-Goog-Api-Key", "")


async def read_object(request: web.Request) -> dict[str, Any]:
    """Return the body's object, whatever type it is declared as; Google's Java and .NET clients pack it."""
    return parse_object(await read_packed_body(request, BODY_MAX))


def parse_analysis(data: dict[str, Any]) -> Analysis:
    """Return what is asked for.

    Raises
    ------
    AnalyzerError
        When the comment or the attributes are missing or wrong.
    """
    drops = _flag(data, "dropUnsupportedAttributes")
    return Analysis(
        text=_text(data),
        attributes=_attributes(data, drops_unsupported=drops),
        languages=_languages(data),
        with_spans=_flag(data, "spanAnnotations"),
        drops_unsupported=drops,
        client_token=_word(data, "clientToken"),
    )


def parse_suggestion(data: dict[str, Any]) -> Suggestion:
    """Return what a person says of a comment; otherwise as `parse_analysis`."""
    return Suggestion(
        text=_text(data),
        labels=_labels(data),
        client_token=_word(data, "clientToken"),
        community=_word(data, "communityId") or "",
        do_not_store=_flag(data, "doNotStore"),
    )


def _text(data: dict[str, Any]) -> str:
    comment = _object(data, "comment")
    text = comment.get("text")
    if text is not None and not isinstance(text, str):
        raise _wrong("comment.text", "a string", text)
    if comment.get("type") not in (None, "PLAIN_TEXT", "TEXT_TYPE_UNSPECIFIED"):
        raise _wrong("comment.type", "PLAIN_TEXT", comment["type"])
    if text is None or not text.strip():
        raise AnalyzerError(EMPTY, "Comment must be non-empty.")
    if len(text.encode(errors="replace")) > TEXT_MAX_BYTES:
        raise AnalyzerError(TOO_LONG, "Comment text too long.")
    return text


def _attributes(data: dict[str, Any], *, drops_unsupported: bool) -> tuple[Requested, ...]:
    asked = _object(data, "requestedAttributes")
    if not asked:
        raise AnalyzerError(NO_ATTRIBUTES, "Missing requested_attributes")
    found = []
    for name, settings in asked.items():
        label = label_of(name)
        if label:
            found.append(Requested(name, label, _threshold(name, settings)))
        elif not drops_unsupported:
            raise unknown_attribute(name)
    return tuple(found)


def _threshold(name: str, settings: Any) -> float:
    where = f"requested_attributes[{name}]"
    if settings is not None and not isinstance(settings, dict):
        raise _wrong(where, "an object", settings)
    kind = _get(settings or {}, "scoreType") or "PROBABILITY"
    if kind not in ("PROBABILITY", "SCORE_TYPE_UNSPECIFIED"):
        raise _wrong(f"{where}.score_type", "PROBABILITY", kind)
    value = _get(settings or {}, "scoreThreshold")
    return 0.0 if value is None else _number(f"{where}.score_threshold", value)


def _labels(data: dict[str, Any]) -> dict[str, float]:
    suggested = _object(data, "attributeScores")
    if not suggested:
        raise AnalyzerError(NO_ATTRIBUTES, "Missing attribute_scores")
    labels = {}
    for name, scores in suggested.items():
        if not is_known(name):
            raise unknown_attribute(name)
        where = f"attribute_scores[{name}]"
        if not isinstance(scores, dict):
            raise _wrong(where, "an object", scores)
        if _get(scores, "summaryScore") is None:
            continue  # scores of parts alone say nothing of the whole
        told = _object(scores, "summaryScore").get("value")
        value = _number(f"{where}.summary_score.value", 0 if told is None else told)
        if not 0 <= value <= 1:
            raise _wrong(f"{where}.summary_score.value", "a number from 0 to 1", value)
        labels[training_label(name)] = value
    return labels


def _languages(data: dict[str, Any]) -> tuple[str, ...]:
    languages = _get(data, "languages") or []
    if not isinstance(languages, list) or not all(isinstance(each, str) for each in languages):
        raise _wrong("languages", "a list of strings", languages)
    if len(languages) > _LANGUAGES_MAX:
        raise _wrong("languages", f"at most {_LANGUAGES_MAX}", len(languages))
    return tuple(languages)


def _object(data: dict[str, Any], name: str) -> dict[str, Any]:
    value = _get(data, name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _wrong(_snake(name), "an object", value)
    return value


def _flag(data: dict[str, Any], name: str) -> bool:
    value = _get(data, name)
    if value is not None and not isinstance(value, bool):
        raise _wrong(_snake(name), "true or false", value)
    return bool(value)


def _word(data: dict[str, Any], name: str) -> str | None:
    value = _get(data, name)
    if value is not None and not isinstance(value, str):
        raise _wrong(_snake(name), "a string", value)
    return value


def _number(where: str, value: Any) -> float:
    try:
        number = read_number(value) if isinstance(value, str) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if isinstance(value, bool) or not math.isfinite(number):
        raise _wrong(where, "a number", value)
    return number


def _get(data: dict[str, Any], name: str) -> Any:
    return data.get(name, data.get(_snake(name)))


@cache
def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda match: f"_{match[0].lower()}", name)


def _wrong(where: str, accepts: str, got: Any) -> AnalyzerError:
    return AnalyzerError(INVALID, f"Invalid value at '{where}': accepts {accepts}, got {str(got)[:50]!r}.")


def unknown_attribute(name: str) -> AnalyzerError:
    """Return the error about an attribute that nothing here answers."""
    return AnalyzerError(INVALID, f"Unknown requested attribute: {name[:100]}")
