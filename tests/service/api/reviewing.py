"""What moderators do, as the tests have them do it."""

from typing import Any

from service.usecases.review import LEASE_MS
from tests.support.application import Answer, Caller

LEASE_S = LEASE_MS // 1_000


async def claim(moderator: Caller, limit: int = 50, *, sort: str = "", **wanted: Any) -> list[dict[str, Any]]:
    """Claim cases and return them."""
    body: dict[str, Any] = {"limit": limit}
    body |= {"filter": wanted} if wanted else {}
    body |= {"sort": sort} if sort else {}
    answer = await moderator.post("/v1/review/claims", body)
    assert answer.status == 200, answer.text
    cases: list[dict[str, Any]] = answer.json["cases"]
    return cases


async def rule(moderator: Caller, case: dict[str, Any], verdict: str = "approve", **more: Any) -> Answer:
    """Send a verdict on a case."""
    body = {"token": case["token"], "verdict": verdict} | more
    return await moderator.post(f"/v1/review/cases/{case['id']}/verdict", body)


def ids_of(cases: list[dict[str, Any]]) -> list[str]:
    """Return the ids of cases."""
    return [case["id"] for case in cases]
