"""Calls for moderators."""

from service.api.openapi.operations import BODY_REFUSALS, SESSION, SESSION_TO_READ, SITE, call
from service.api.openapi.vocabulary import (
    Part,
    body,
    in_header,
    in_path,
    in_query,
    ref,
    sends,
    share,
    text,
    whole,
)
from service.api.review import LIST_MAX
from service.domain.comment import BanTarget
from service.usecases.case_filter import WAITING_MS, Order

_TAG = ["Review"]
_CASE = in_path("id", "The comment.")
_CHANGE = (*BODY_REFUSALS, "NotSignedIn", "StalePage", "NotFound", "Invalid", "Unavailable")

_FILTER = (
    in_query("article_id", text("Under this article.")),
    in_query("reason", text("With a reason of this code.")),
    in_query("author", text("By this author (`author.key` of a case).")),
    in_query("language", text("In this language.")),
    in_query("label", text("With this label as likely as not.")),
    in_query("q", text("With all of these words in the text, the author's name or the article's title.")),
    in_query("waiting", text("Posted so long ago or longer.", enum=[*WAITING_MS])),
    in_query("score_from", share("At least so likely to be rejected by a moderator.")),
    in_query("score_to", share("At most so likely to be rejected by a moderator.")),
)

_SESSION = call(
    "postSession",
    "Sign in",
    "For programs. Send the token as `Authorization: Bearer`. It ends after twelve hours without a call.",
    tags=_TAG,
    requestBody=body(ref("SignIn"), {"username": "alice", "password": "correct horse battery"}),
    answers={"200": sends("You are signed in.", ref("Session"))},
    refusals=(*BODY_REFUSALS, "WrongPassword", "Invalid", "TooManyTries", "Unavailable"),
)
_CLAIMS = call(
    "postClaims",
    "Claim cases",
    "The most urgent, unless `sort` says otherwise, that nobody holds, and that are not appeals against your "
    "own verdicts. They are yours for ten minutes; renew them to hold them longer.",
    tags=_TAG,
    security=SESSION,
    parameters=(SITE,),
    requestBody=body(ref("ClaimWish"), {"limit": 5, "filter": {"language": "en"}}),
    answers={"200": sends("Your cases; none when none is free.", ref("ClaimedCases"))},
    refusals=_CHANGE,
)
_CASES = call(
    "listCases",
    "List open cases",
    "The most urgent first, unless `sort` says otherwise, claimed or not.",
    tags=_TAG,
    security=SESSION_TO_READ,
    parameters=(
        in_query("after", whole("`next` of the page before.", 0)),
        in_query("limit", whole("At most so many.", 1, LIST_MAX, default=50)),
        *_FILTER,
        in_query("sort", text("Which come first.", enum=[*map(str, Order)], default="urgent")),
        SITE,
    ),
    answers={"200": sends("A page of cases.", ref("CasePage"))},
    refusals=("NotSignedIn", "UnknownSite", "Invalid", "Unavailable"),
)
_FILE = call(
    "getCase",
    "See everything about one case",
    "Decided or not: scores, what raised them, the author's history, what happened to it.",
    tags=_TAG,
    security=SESSION_TO_READ,
    parameters=(_CASE, SITE),
    answers={"200": sends("The case.", ref("CaseFile"))},
    refusals=("NotSignedIn", "NotFound", "Unavailable"),
)
_VERDICT = call(
    "postVerdict",
    "Decide a case",
    "One case has one verdict, whoever else tries.",
    tags=_TAG,
    security=SESSION,
    parameters=(_CASE, SITE),
    requestBody=body(ref("VerdictWish"), {"token": "kZ0…", "verdict": "reject", "reason": "spam"}),
    answers={"200": sends("Your verdict stands.", ref("Verdict"))},
    refusals=(*_CHANGE, "Decided"),
)
_VERDICTS = call(
    "postVerdicts",
    "Decide several cases at one stroke",
    "Exactly these, all with the same verdict. Those that nobody holds are taken; those that somebody else "
    "holds or decided stay as they are.",
    tags=_TAG,
    security=SESSION,
    parameters=(SITE,),
    requestBody=body(
        ref("VerdictsWish"),
        {"ids": ["0199c5f2a3b400010203040506070809"], "verdict": "reject", "reason": "spam"},
    ),
    answers={"200": sends("What became of each.", ref("Outcome"))},
    refusals=_CHANGE,
)
_GROUP_UNDO = call(
    "postGroupUndo",
    "Take back what was decided at one stroke",
    "Within a day. The cases wait for anybody then; what was decided anew since stays as it is.",
    tags=_TAG,
    security=SESSION,
    parameters=(in_path("id", "The `group` of the verdicts."), SITE),
    answers={"200": sends("What became of each.", ref("Outcome"))},
    refusals=("NotSignedIn", "StalePage", "NotFound", "Unavailable"),
)
_RENEW = call(
    "postRenew",
    "Hold a case longer",
    "For another ten minutes from now.",
    tags=_TAG,
    security=SESSION,
    parameters=(_CASE, SITE),
    requestBody=body(ref("TokenWish"), {"token": "kZ0…"}),
    answers={"200": sends("You hold it.", ref("Renewed"))},
    refusals=(*_CHANGE, "ClaimEnded"),
)
_RELEASE = call(
    "postRelease",
    "Give a case back",
    "A claim that has ended needs no giving back: that is no error.",
    tags=_TAG,
    security=SESSION,
    parameters=(_CASE, SITE),
    requestBody=body(ref("TokenWish"), {"token": "kZ0…"}),
    answers={"200": sends("You don't hold it any more.", ref("Released"))},
    refusals=(*_CHANGE, "HeldByOther"),
)
_UNDO = call(
    "postUndo",
    "Take a verdict back",
    "What was before is restored, and you hold the case. Moderators undo their own verdicts, editors "
    "anybody's.",
    tags=_TAG,
    security=SESSION,
    parameters=(_CASE, SITE),
    answers={"200": sends("The case is open.", ref("Case"))},
    refusals=("NotSignedIn", "NotYours", "NotFound", "NothingToUndo", "Unavailable"),
)
_BAN = call(
    "postBan",
    "Ban an author or an address",
    "That of this comment. An author who gave only a name can't be banned: anybody may give it.",
    tags=_TAG,
    security=SESSION,
    parameters=(_CASE, SITE),
    requestBody=body(ref("BanWish"), {"target": "author", "period": "30d", "reason": "spam"}),
    answers={"201": sends("The ban holds.", ref("Ban"))},
    refusals=_CHANGE,
)
_LIFT = call(
    "deleteBan",
    "End a ban",
    "They may comment again.",
    tags=_TAG,
    security=SESSION,
    parameters=(
        _CASE,
        in_query("target", text("Whose.", enum=list(map(str, BanTarget)), default="author")),
        SITE,
    ),
    answers={"204": {"description": "There is no ban any more."}},
    refusals=("NotSignedIn", "StalePage", "NotFound", "Invalid", "Unavailable"),
)
_STATS = call(
    "getStats",
    "Count what waits",
    "For the head of a page: all open cases, or those that fit.",
    tags=_TAG,
    security=SESSION_TO_READ,
    parameters=(*_FILTER, SITE),
    answers={"200": sends("Counts.", ref("Stats"))},
    refusals=("NotSignedIn", "UnknownSite", "Invalid", "Unavailable"),
)
_EVENTS = call(
    "getEvents",
    "Hear of decisions as they happen",
    "Server-sent events: `id` is a cursor, `event` the type, `data` an Event as JSON. An event `claims` "
    "without an id tells who works on which case now, as `{id: name}`, first and whenever that changes.",
    tags=_TAG,
    security=SESSION_TO_READ,
    parameters=(
        in_header("Last-Event-ID", text("Begin after this event instead of now.")),
        in_query("after", text("The same, for who can't send the header.")),
        SITE,
    ),
    answers={
        "200": sends(
            "A stream; it ends after ten minutes, and goes on where it was with `Last-Event-ID`.",
            {"type": "string"},
            media="text/event-stream",
        )
    },
    refusals=("NotSignedIn", "UnknownSite", "Invalid", "Unavailable"),
)

REVIEW_PATHS: Part = {
    "/v1/session": {"post": _SESSION},
    "/v1/review/claims": {"post": _CLAIMS},
    "/v1/review/cases": {"get": _CASES},
    "/v1/review/cases/{id}": {"get": _FILE},
    "/v1/review/verdicts": {"post": _VERDICTS},
    "/v1/review/groups/{id}/undo": {"post": _GROUP_UNDO},
    "/v1/review/cases/{id}/verdict": {"post": _VERDICT},
    "/v1/review/cases/{id}/renew": {"post": _RENEW},
    "/v1/review/cases/{id}/release": {"post": _RELEASE},
    "/v1/review/cases/{id}/undo": {"post": _UNDO},
    "/v1/review/cases/{id}/ban": {"post": _BAN, "delete": _LIFT},
    "/v1/review/stats": {"get": _STATS},
    "/v1/review/events": {"get": _EVENTS},
}
