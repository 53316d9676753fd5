"""Calls for a site's programs and for its operator."""

from service.api.comments import EVENTS_MAX
from service.api.openapi.operations import BODY_REFUSALS, SITE_KEY, call
from service.api.openapi.responses import NOT_READY
from service.api.openapi.vocabulary import Part, body, in_path, in_query, ref, sends, text, whole

_PROGRAMS = ["Your programs"]
_OPERATION = ["Operation"]

_ARTICLE = call(
    "putArticle",
    "Open or close an article",
    "An article that was never heard of is open. In mode `review` every comment waits for a moderator, "
    "in mode `closed` none is taken, in mode `none` none is shown either.",
    tags=_PROGRAMS,
    security=[SITE_KEY],
    parameters=(in_path("article_id", "The article's id in your CMS."),),
    requestBody=body(ref("ArticleWish"), {"mode": "closed", "title": "Ferry runs on Sundays"}),
    answers={"200": sends("What is known of the article.", ref("Article"))},
    refusals=(*BODY_REFUSALS, "NoKey", "NotFound", "Invalid", "Unavailable"),
)
_DECISIONS = call(
    "listDecisions",
    "Follow every decision",
    "Everything that happened to the site's comments, in order: decisions, verdicts, undos, appeals, "
    "reopened cases, bans and their ends, erasures. Keep `next` and ask again with it: nothing is missed and "
    "nothing comes twice.",
    tags=_PROGRAMS,
    security=[SITE_KEY],
    parameters=(
        in_query("after", text("`next` of the answer before.", pattern="^[0-9]+(-[0-9]+)?$")),
        in_query("limit", whole("At most so many.", 1, EVENTS_MAX, default=100)),
    ),
    answers={"200": sends("Events.", ref("EventPage"))},
    refusals=("NoKey", "Invalid", "Unavailable"),
)
_SCORE = call(
    "postScore",
    "Score texts",
    "What the model and the site's policy say of texts, in order. Nothing is kept.",
    tags=_PROGRAMS,
    security=[SITE_KEY],
    requestBody=body(ref("ScoreWish"), {"texts": ["A ferry on Sundays, at last!"], "explain": True}),
    answers={"200": sends("Scores.", ref("ScorePage"))},
    refusals=(*BODY_REFUSALS, "NoKey", "Invalid", "NotScored"),
)
_HEALTH = call(
    "getHealth",
    "Ask whether the process answers",
    "For whatever restarts it when it does not.",
    tags=_OPERATION,
    answers={"200": sends("It does.", ref("Health"))},
)
_READY = call(
    "getReadiness",
    "Ask whether comments can be taken",
    "Names each thing that the service needs. Without a model comments are taken and all go to review.",
    tags=_OPERATION,
    answers={"200": sends("They can.", ref("Readiness")), **NOT_READY},
)
_METRICS = call(
    "getMetrics",
    "Collect metrics",
    "For Prometheus: requests, times, decisions, refusals, verdicts, second readings.",
    tags=_OPERATION,
    answers={"200": sends("Metrics.", {"type": "string"}, media="text/plain")},
)

SITE_PATHS: Part = {
    "/v1/articles/{article_id}": {"put": _ARTICLE},
    "/v1/decisions": {"get": _DECISIONS},
    "/v1/score": {"post": _SCORE},
    "/healthz": {"get": _HEALTH},
    "/readyz": {"get": _READY},
    "/metrics": {"get": _METRICS},
}
