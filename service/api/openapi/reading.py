"""The document as a page shows it: chapters of calls, and the shapes of what they take and answer."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.api.openapi.vocabulary import Part

_KINDS = {"integer": "whole number", "array": "list"}
_WHO = {"siteKey": "site key", "session": "session", "sessionCookie": "session", "csrfToken": "session"}
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One field: its name from the outermost object on, and the shapes that it refers to."""

    name: str
    kind: str
    shapes: tuple[str, ...]
    description: str
    required: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call may answer."""

    status: str
    description: str
    headers: tuple[str, ...]
    shape: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    who: str
    parameters: list[Row]
    takes: str
    example: str
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Calls that belong together."""

    name: str
    description: str
    calls: list[Call]


@dataclass(frozen=True, slots=True)
class Shape:
    """A named schema."""

    name: str
    description: str
    rows: list[Row]


def chapters(document: Part) -> list[Chapter]:
    """Return the calls under their tags, in the order of the document."""
    return [
        Chapter(tag["name"], tag["description"], list(_calls(document, tag["name"])))
        for tag in document["tags"]
    ]


def shapes(document: Part) -> list[Shape]:
    """Return the named schemas."""
    return [
        Shape(name, schema.get("description", ""), list(rows_of(schema)))
        for name, schema in sorted(document["components"]["schemas"].items())
    ]


def _calls(document: Part, tag: str) -> Iterator[Call]:
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            if tag in call["tags"]:
                yield _call(document, path, method, call)


def _call(document: Part, path: str, method: str, call: Part) -> Call:
    media: Part = next(iter(call.get("requestBody", {}).get("content", {}).values()), {})
    return Call(
        id=call["operationId"],
        method=method.upper(),
        path=path,
        summary=call["summary"],
        description=call["description"],
        who=_who(call["security"]),
        parameters=[_parameter(each) for each in call.get("parameters", [])],
        takes=_name(media.get("schema", {})),
        example=json.dumps(media["example"], indent=2, ensure_ascii=False) if media else "",
        answers=[_answer(document, status, told) for status, told in call["responses"].items()],
    )


def _who(security: list[Part]) -> str:
    needed = [_WHO[next(iter(each))] if each else "anyone" for each in security]
    return " or ".join(dict.fromkeys(needed)) or "anyone"


def _parameter(parameter: Part) -> Row:
    schema = parameter["schema"]
    kind = f"{_kind(schema)}, in the {parameter['in']}"
    return Row(parameter["name"], kind, (), parameter["description"], parameter.get("required", False))


def _answer(document: Part, status: str, told: Part) -> Answer:
    if "$ref" in told:
        told = document["components"]["responses"][_name(told)]
    nothing: tuple[str, Part] = ("", {})
    media, content = next(iter(told.get("content", {}).items()), nothing)
    shape = _name(content.get("schema", {}))
    return Answer(status, told["description"], tuple(told.get("headers", ())), shape or media)


def rows_of(schema: Part, prefix: str = "", depth: int = 0) -> Iterator[Row]:
    """Yield the fields of an object; those of unnamed objects within it too."""
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        full = prefix + name
        yield Row(full, _kind(field), tuple(_shapes(field)), field.get("description", ""), name in required)
        inner, joint = (field["items"], "[].") if "items" in field else (field, ".")
        if depth < _DEEPEST:
            yield from rows_of(inner, full + joint, depth + 1)


def _kind(schema: Part) -> str:
    if "$ref" in schema:
        return ""
    if "anyOf" in schema:
        return "or null"
    types: list[str] = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kind = " or ".join(_KINDS.get(each, each) for each in types)
    return ", ".join([kind, *_limits(schema)])


def _limits(schema: Part) -> Iterator[str]:
    if "enum" in schema:
        yield "one of " + ", ".join(_told(each) for each in schema["enum"] if each is not None)
    if "maxLength" in schema:
        yield f"at most {schema['maxLength']:,} characters"
    if "maximum" in schema:
        yield f"{schema['minimum']:,} to {schema['maximum']:,}"
    if "maxItems" in schema:
        yield f"at most {schema['maxItems']:,}"
    if "default" in schema:
        yield f"default {_told(schema['default'])}"


def _told(value: Any) -> str:
    return str(value) if isinstance(value, str) and value else json.dumps(value)


def _shapes(schema: Part) -> Iterator[str]:
    for each in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if "$ref" in each:
            yield _name(each)


def _name(schema: Part) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
