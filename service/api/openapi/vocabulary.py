"""Short words for the parts of an OpenAPI 3.1 document."""

from typing import Any

from service.domain.submission import ID_MAX

Part = dict[str, Any]

JSON = "application/json"
PROBLEM = "application/problem+json"


def ref(schema: str) -> Part:
    """Refer to a schema by its name."""
    return {"$ref": f"#/components/schemas/{schema}"}


def text(description: str, **more: Any) -> Part:
    """Describe a string."""
    return {"type": "string", "description": description, **more}


def whole(description: str, least: int, most: int | None = None, **more: Any) -> Part:
    """Describe a whole number."""
    bounds = {"minimum": least} if most is None else {"minimum": least, "maximum": most}
    return {"type": "integer", **bounds, "description": description, **more}


def share(description: str) -> Part:
    """Describe a number from 0 to 1."""
    return {"type": "number", "minimum": 0, "maximum": 1, "description": description}


def flag(description: str, **more: Any) -> Part:
    """Describe a boolean."""
    return {"type": "boolean", "description": description, **more}


def moment(description: str) -> Part:
    """Describe a time."""
    return text(description, format="date-time", examples=["2026-11-22T16:05:00.000Z"])


def several(items: Part, description: str, **more: Any) -> Part:
    """Describe a list."""
    return {"type": "array", "items": items, "description": description, **more}


def maybe(schema: Part) -> Part:
    """Let a value be null too."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]}


def answer(properties: Part, description: str = "", *, may_lack: tuple[str, ...] = ()) -> Part:
    """Describe an object that the service sends: whatever is in it is named here."""
    required = [name for name in properties if name not in may_lack]
    said = {"description": description} if description else {}
    return {"type": "object", **said, "properties": properties, "required": required}


def wish(properties: Part, description: str = "", *, required: tuple[str, ...] = ()) -> Part:
    """Describe an object that the service takes: anything else in it is refused."""
    said = {"description": description} if description else {}
    needed = {"required": list(required)} if required else {}
    return {
        "type": "object",
        **said,
        "properties": properties,
        **needed,
        "additionalProperties": False,
    }


def in_path(name: str, description: str) -> Part:
    """Describe a part of the path."""
    schema = {"type": "string", "minLength": 1, "maxLength": ID_MAX}
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def in_query(name: str, schema: Part) -> Part:
    """Describe a parameter of the query."""
    return _outside(name, "query", schema)


def in_header(name: str, schema: Part) -> Part:
    """Describe a header of the request."""
    return _outside(name, "header", schema)


def _outside(name: str, place: str, schema: Part) -> Part:
    bare = {key: value for key, value in schema.items() if key != "description"}
    return {"name": name, "in": place, "description": schema["description"], "schema": bare}


def body(schema: Part, example: Part) -> Part:
    """Describe the JSON body of a request."""
    return {"required": True, "content": {JSON: {"schema": schema, "example": example}}}


def sends(description: str, schema: Part, *, headers: tuple[str, ...] = (), media: str = JSON) -> Part:
    """Describe what a call answers when all is well."""
    shown = {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers}}
    return {"description": description, **(shown if headers else {}), "content": {media: {"schema": schema}}}
