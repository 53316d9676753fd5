"""One call of the API, described."""

from typing import Any

from service.api.openapi.responses import refuses
from service.api.openapi.vocabulary import Part, in_query, text

SITE_KEY: Part = {"siteKey": []}
SESSION: list[Part] = [{"session": []}, {"sessionCookie": [], "csrfToken": []}]
SESSION_TO_READ: list[Part] = [{"session": []}, {"sessionCookie": []}]
ANYONE: Part = {}

SITE = in_query("site", text("The site, when it is not the first of the configuration."))
BODY_REFUSALS = ("BrokenBody", "TooSlow", "TooLong", "NoJson")


def call(
    name: str,
    summary: str,
    description: str,
    *,
    answers: Part,
    refusals: tuple[str, ...] = (),
    security: list[Part] | None = None,
    parameters: tuple[Part, ...] = (),
    **more: Any,
) -> Part:
    """Describe a call. Without `security` anyone may make it."""
    placed = {"parameters": list(parameters)} if parameters else {}
    return {
        "operationId": name,
        "summary": summary,
        "description": description,
        "security": security or [],
        **placed,
        **more,
        "responses": answers | dict(sorted(refuses(*refusals).items())),
    }
