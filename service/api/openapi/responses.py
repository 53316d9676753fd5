"""What any call may refuse, and the headers of answers."""

from service.api.openapi.vocabulary import JSON, PROBLEM, Part, ref

HEADERS: Part = {
    "Allow": {
        "description": "The methods that this address takes.",
        "schema": {"type": "string"},
        "example": "POST",
    },
    "Location": {
        "description": "Where the browser goes next.",
        "schema": {"type": "string"},
        "example": "/ferry?comment=…&token=…#your-comment",
    },
    "RateLimit": {
        "description": "Of each rate: how many more (`r`), and in how many seconds all is as at first (`t`).",
        "schema": {"type": "string"},
        "example": '"address";r=5;t=10, "author";r=5;t=10',
    },
    "RateLimit-Policy": {
        "description": "The rates that the call counts for: how many (`q`) in how many seconds (`w`).",
        "schema": {"type": "string"},
        "example": '"address";q=6;w=60, "author";q=6;w=60',
    },
    "Retry-After": {
        "description": "Seconds after which to try again.",
        "schema": {"type": "integer", "minimum": 1},
        "example": 10,
    },
    "WWW-Authenticate": {
        "description": "How to say who you are.",
        "schema": {"type": "string"},
        "example": 'Bearer realm="fairword"',
    },
}

_REFUSALS: dict[str, tuple[int, str, tuple[str, ...]]] = {
    "BrokenBody": (400, "The body is no JSON object.", ()),
    "NotSignedIn": (401, "There is no session: sign in.", ("WWW-Authenticate",)),
    "NoKey": (401, "There is no site key, or it is unknown or revoked.", ("WWW-Authenticate",)),
    "WrongPassword": (401, "Name or password are not right.", ("WWW-Authenticate",)),
    "NotAllowed": (
        403,
        "The page is not the site's, the key is another site's, the author banned, or the article closed.",
        (),
    ),
    "StalePage": (403, "The session's cookie came without its `X-CSRF-Token`.", ()),
    "NotYours": (
        403,
        "Another moderator decided (`by`); an editor can undo it. Or, `X-CSRF-Token` is missing.",
        (),
    ),
    "NotFound": (404, "There is nothing of that name, or nothing that you may see.", ()),
    "UnknownSite": (404, "There is no such site.", ()),
    "Repeated": (
        409,
        "The author has said that already, or the same request is being processed right now.",
        (),
    ),
    "NoAppeal": (409, "The comment was not refused, was appealed before, or six months are over.", ()),
    "Decided": (
        409,
        "Somebody was faster (`decided_by`, `decided_at`), holds the case (`by`), or your claim has ended.",
        (),
    ),
    "HeldByOther": (409, "The token is not that of the claim that stands (`by`).", ()),
    "ClaimEnded": (409, "Your claim has ended: take the case again.", ()),
    "NothingToUndo": (409, "There is no verdict to undo, or the commenter has appealed against it.", ()),
    "Erased": (410, "The comment of the first request with this `Idempotency-Key` was erased since.", ()),
    "TooSlow": (408, "The body did not arrive in time.", ()),
    "TooLong": (413, "The body is too long.", ()),
    "NoJson": (415, "The body is not declared as `application/json`.", ()),
    "Invalid": (422, "Fields are wrong: each is in `errors` with a message for whoever filled it in.", ()),
    "InvalidOrReused": (
        422,
        "Fields are wrong: each is in `errors`. Or the `Idempotency-Key` came with another body before.",
        (),
    ),
    "TooFast": (
        429,
        "A rate is used up; nothing was kept.",
        ("Retry-After", "RateLimit", "RateLimit-Policy"),
    ),
    "TooManyTries": (429, "There were too many tries to sign in.", ("Retry-After",)),
    "Unavailable": (503, "The service's storage is away or full; nothing was kept.", ("Retry-After",)),
    "NotScored": (503, "The model is missing, or the service's storage is away.", ("Retry-After",)),
}


def refuses(*names: str) -> Part:
    """Name what a call may refuse, by status."""
    return {str(_REFUSALS[name][0]): {"$ref": f"#/components/responses/{name}"} for name in names}


def _response(description: str, headers: tuple[str, ...]) -> Part:
    shown = {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers}}
    return {
        "description": description,
        **(shown if headers else {}),
        "content": {PROBLEM: {"schema": ref("Problem")}},
    }


RESPONSES: Part = {name: _response(said, headers) for name, (_, said, headers) in _REFUSALS.items()}

NOT_READY: Part = {
    "503": {
        "description": "Redis does not answer: no comment can be taken.",
        "headers": {"Retry-After": {"$ref": "#/components/headers/Retry-After"}},
        "content": {JSON: {"schema": ref("Readiness")}},
    }
}
