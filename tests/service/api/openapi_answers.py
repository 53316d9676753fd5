"""Answers of the service, held against the document that describes them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from service.api.openapi.document import openapi
from tests.support.application import Answer

_URI = "urn:fairword"


def complaints(answer: Answer, method: str, path: str) -> list[str]:
    """Return what an answer has that the document does not say, and lacks that it does."""
    call = _call(method, path)
    told = call["responses"].get(str(answer.status))
    if told is None:
        return [f"{method} {path}: {answer.status} is not documented"]
    return [f"{method} {path} {answer.status}: {found}" for found in _differences(answer, _resolved(told))]


def fits(schema: str, value: Any) -> bool:
    """Whether a value is what a named schema describes."""
    return not list(_validator({"$ref": f"{_URI}#/components/schemas/{schema}"}).iter_errors(value))


def _differences(answer: Answer, told: dict[str, Any]) -> Iterator[str]:
    media = answer.headers.get("Content-Type", "").partition(";")[0]
    content = told.get("content", {})
    if content and media not in content:
        yield f"is {media}, not {', '.join(content)}"
    elif content and media.endswith("json"):
        schema = _pointed(content[media]["schema"])
        yield from (
            f"{error.json_path}: {error.message}" for error in _validator(schema).iter_errors(answer.json)
        )
    elif not content and answer.body:
        yield "has a body"
    needed = set(told.get("headers", {})) - {"RateLimit", "RateLimit-Policy"}
    yield from (f"lacks {name}" for name in needed if name not in answer.headers)


def _call(method: str, path: str) -> dict[str, Any]:
    bare = path.partition("?")[0]
    for template, methods in openapi()["paths"].items():
        if re.fullmatch(re.sub(r"\\{[a-z_]+\\}", "[^/]+", re.escape(template)), bare):
            call: dict[str, Any] = methods.get(method.lower(), {"responses": {}})
            return call
    return {"responses": {}}


def _resolved(part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    *_, kind, name = part["$ref"].split("/")
    found: dict[str, Any] = openapi()["components"][kind][name]
    return found


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema, registry=_registry(), format_checker=FormatChecker())


@cache
def _registry() -> Registry[Any]:
    document = {"components": {"schemas": _closed(openapi()["components"]["schemas"])}}
    registry: Registry[Any] = Registry().with_resource(_URI, DRAFT202012.create_resource(document))
    return registry


def _pointed(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {"$ref": _URI + schema["$ref"]}
    return schema


def _closed(part: Any) -> Any:
    """Return schemas that admit no field that they don't name, but for problems, which may tell more."""
    if isinstance(part, list):
        return [_closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    closed = {name: each if name == "Problem" else _closed(each) for name, each in part.items()}
    if part.get("type") in ("object", ["object", "null"]) and "properties" in part:
        closed["additionalProperties"] = False
    return closed
