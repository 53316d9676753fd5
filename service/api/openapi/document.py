"""The whole document."""

from functools import cache
from importlib.metadata import version

from service.api.access import CSRF_HEADER, SESSION_COOKIE
from service.api.openapi.comment_paths import COMMENT_PATHS
from service.api.openapi.comment_schemas import COMMENT_SCHEMAS
from service.api.openapi.form_paths import FORM_PATHS
from service.api.openapi.responses import HEADERS, RESPONSES
from service.api.openapi.review_paths import REVIEW_PATHS
from service.api.openapi.review_schemas import REVIEW_SCHEMAS
from service.api.openapi.site_paths import SITE_PATHS
from service.api.openapi.site_schemas import SITE_SCHEMAS
from service.api.openapi.vocabulary import Part

_ABOUT = (
    "Takes a site's comments, decides what is clear, and queues the rest for moderators. Times are RFC "
    "3339 in UTC. Errors are problem documents (RFC 9457): `code` is for programs, `detail` for people,"
    " and `errors` names each wrong field. Every answer has an `X-Request-Id`, which is in the log too."
)
_TAGS = {
    "Comments": "For the form under an article, and for readers.",
    "Your programs": "For the site's own programs, with a site key.",
    "Review": "For moderators.",
    "Operation": "For operators and what they run.",
}
_SECURITY: Part = {
    "siteKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "A site key: `fairword key create --site SITE` prints one. Keep it out of pages.",
    },
    "session": {
        "type": "http",
        "scheme": "bearer",
        "description": "The token of a moderator's session, from `POST /v1/session`.",
    },
    "sessionCookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": "The cookie that the sign-in page sets.",
    },
    "csrfToken": {
        "type": "apiKey",
        "in": "header",
        "name": CSRF_HEADER,
        "description": "Goes with the cookie in calls that change something: the page holds it.",
    },
}


@cache
def openapi() -> Part:
    """Return the description of the API, OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fairword",
            "version": version("fairword"),
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": said} for name, said in _TAGS.items()],
        "paths": COMMENT_PATHS | FORM_PATHS | SITE_PATHS | REVIEW_PATHS,
        "components": {
            "schemas": COMMENT_SCHEMAS | SITE_SCHEMAS | REVIEW_SCHEMAS,
            "responses": RESPONSES,
            "headers": HEADERS,
            "securitySchemes": _SECURITY,
        },
    }
