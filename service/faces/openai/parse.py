"""What OpenAI's SDKs send: a string, strings, or the parts of one content."""

from typing import Any

from aiohttp import web

from service.api.bodies import parse_object, read_body
from service.domain.submission import TEXT_MAX
from service.faces.openai.errors import InputError

BODY_MAX = 8 * 1024 * 1024
INPUTS_MAX = 512
_ACCEPTS = "a string, an array of strings, or an array of text parts"


async def read_inputs(request: web.Request) -> list[str]:
    """Return the texts that get a result each; the parts of one content are one text.

    Raises
    ------
    InputError
        When `input` is missing, of another type, too long, or has an image.
    """
    data = parse_object(await read_body(request, BODY_MAX))
    if "input" not in data:
        raise InputError("input", "missing_required_parameter", "Missing required parameter: 'input'.")
    texts = _texts(data["input"])
    for place, text in enumerate(texts):
        if len(text) > TEXT_MAX:
            message = f"Input {place} is too long: at most {TEXT_MAX:,} characters, got {len(text):,}."
            raise InputError("input", "string_above_max_length", message)
    return texts


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise _wrong_type(value)
    if not 1 <= len(value) <= INPUTS_MAX:
        message = f"'input' takes 1 to {INPUTS_MAX} entries, got {len(value)}."
        raise InputError("input", "array_length", message)
    if all(isinstance(each, str) for each in value):
        return value
    return ["\n".join(_part(each) for each in value)]


def _part(value: Any) -> str:
    if not isinstance(value, dict):
        raise _wrong_type(value)
    if value.get("type") == "image_url":
        message = "Images can't be judged here: this service judges text only."
        raise InputError("input", "unsupported_image", message)
    text = value.get("text")
    if value.get("type") != "text" or not isinstance(text, str):
        raise _wrong_type(value)
    return text


def _wrong_type(value: Any) -> InputError:
    got = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    message = f"Invalid type for 'input': expected {_ACCEPTS}, got {got.get(type(value), 'a number')}."
    return InputError("input", "invalid_type", message)
