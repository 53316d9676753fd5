"""Comments as the tests post them."""

import itertools
from typing import Any

from tests.support.application import Answer, Caller

FRIENDLY = "Thank you for this lovely article about our village, I enjoyed reading it."
WATCHED = "My kettle broke, does anybody here know a good shop?"
BLOCKED = "What a zorkwort that is."

_numbers = itertools.count(1)


def a_submission(
    text: str = FRIENDLY, *, name: str = "Alice", article: str = "a1", **more: Any
) -> dict[str, Any]:
    """Return a body for `POST /v1/comments`."""
    return {"article_id": article, "author": {"name": name}, "text": text} | more


def many(text: str = WATCHED) -> str:
    """Return the text with a number, so that it was never said before."""
    return f"{text} ({next(_numbers)})"


async def post(caller: Caller, text: str = FRIENDLY, **more: Any) -> Answer:
    """Post a comment, whatever the answer."""
    return await caller.post("/v1/comments", a_submission(text, **more))


async def posted(caller: Caller, text: str = FRIENDLY, **more: Any) -> dict[str, Any]:
    """Post a comment that is taken, and return the receipt."""
    answer = await post(caller, text, **more)
    assert answer.status == 201, answer.text
    receipt: dict[str, Any] = answer.json
    return receipt


async def queued(caller: Caller, count: int = 1, **more: Any) -> list[str]:
    """Post comments that wait for a moderator, and return their ids in the order of posting."""
    receipts = [await posted(caller, many(), **more) for _ in range(count)]
    assert {receipt["status"] for receipt in receipts} == {"pending"}
    return [receipt["id"] for receipt in receipts]


def status_path(receipt: dict[str, Any]) -> str:
    """Return path and query of a receipt's status address."""
    address: str = receipt["status_url"]
    return "/v1/" + address.partition("/v1/")[2]
