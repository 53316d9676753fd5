"""What a face costs beside `POST /v1/score` of the same text: `python -m benchmarks.faces URL KEY`.

The calls take turns in one run, so that whatever else the machine does falls on all of them alike.
The medians are compared.
"""

import asyncio
import json
import statistics
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

ROUNDS = 400
WARM_UP = 30
TEXT = "I was at the town hall on Monday, and nobody asked the people of the harbour. " * 4


@dataclass(frozen=True)
class Call:
    """One way of having the text scored, and how long it took, in seconds."""

    name: str
    path: str
    body: bytes
    headers: dict[str, str]
    took_s: list[float] = field(default_factory=list)


def calls(key: str) -> list[Call]:
    """Return our own call first, then the same text by each face."""
    as_json = {"Content-Type": "application/json"}
    bearer = as_json | {"Authorization": f"Bearer {key}"}
    analysis = {"comment": {"text": TEXT}, "requestedAttributes": {"TOXICITY": {}}, "doNotStore": True}
    form = {"api_key": key, "blog": "https://news.example", "user_ip": "192.0.2.7", "is_test": "1"}
    encoded = urlencode(form | {"comment_content": TEXT}).encode()
    return [
        Call("POST /v1/score", "/v1/score", json.dumps({"texts": [TEXT]}).encode(), bearer),
        Call("Perspective", f"/v1alpha1/comments:analyze?key={key}", json.dumps(analysis).encode(), as_json),
        Call("OpenAI", "/v1/moderations", json.dumps({"input": TEXT}).encode(), bearer),
        Call("Akismet", "/1.1/comment-check", encoded, {"Content-Type": "application/x-www-form-urlencoded"}),
    ]


async def measure(url: str, found: list[Call], rounds: int) -> None:
    """Send each call once a round and keep how long it took."""
    async with aiohttp.ClientSession() as session:
        for number in range(WARM_UP + rounds):
            for call in found:
                started_s = time.perf_counter()
                async with session.post(url + call.path, data=call.body, headers=call.headers) as response:
                    await response.read()
                    response.raise_for_status()
                if number >= WARM_UP:
                    call.took_s.append(time.perf_counter() - started_s)


def report(found: list[Call]) -> str:
    """Return a table: the median of each call and its ratio to our own."""
    own_s = statistics.median(found[0].took_s)
    lines = [f"{'call':<16}  median ms  ratio"]
    for call in found:
        median_s = statistics.median(call.took_s)
        lines.append(f"{call.name:<16}  {median_s * 1_000:9.2f}  {median_s / own_s:5.2f}")
    return "\n".join(lines)


def main() -> None:
    """Measure the service at the first argument with the key that is the second."""
    url, key = sys.argv[1:3]
    found = calls(key)
    asyncio.run(measure(url, found, ROUNDS))
    print(report(found))


if __name__ == "__main__":
    main()
