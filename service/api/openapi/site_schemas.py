"""What goes back and forth with a site's programs and its operator."""

from classifier.labels import LABELS
from service.api.openapi.shared_schemas import (
    ARTICLE_ID,
    BY,
    ENTRY_TYPE,
    FULL_REASONS,
    ID,
    MODEL,
    POLICY,
    REASONS,
    SCORED,
    SPANS,
    STATUS,
)
from service.api.openapi.vocabulary import (
    Part,
    answer,
    flag,
    maybe,
    moment,
    ref,
    several,
    share,
    text,
    whole,
    wish,
)
from service.api.scores import TEXTS_MAX
from service.domain.comment import Outcome
from service.domain.policy import ArticleMode
from service.domain.submission import TEXT_MAX, TITLE_MAX, URL_MAX

_MODE = text("What happens to its comments.", enum=list(map(str, ArticleMode)))

SITE_SCHEMAS: Part = {
    "ArticleWish": wish(
        {
            "mode": _MODE | {"default": "open"},
            "title": maybe(text("Its title.", maxLength=TITLE_MAX)),
            "url": maybe(text("Its http(s) address.", maxLength=URL_MAX)),
        }
    ),
    "Article": answer(
        {
            "article_id": ARTICLE_ID,
            "mode": _MODE,
            "title": text("Its title; may be empty."),
            "url": text("Its address; may be empty."),
        }
    ),
    "Event": answer(
        {
            "id": text("A cursor: for `after`, or as `Last-Event-ID`.", pattern="^[0-9]+-[0-9]+$"),
            "type": ENTRY_TYPE,
            "comment_id": ID,
            "article_id": ARTICLE_ID,
            "status": STATUS,
            "reasons": FULL_REASONS,
            "at": moment("When."),
            "by": BY,
            "model": MODEL,
            "policy": POLICY,
            "source": text("The face that the comment came in by, such as `akismet`, if it came by one."),
            "outside_id": text("Its id in the system that it came from; empty when that told none."),
        },
        "Something that happened to a comment.",
        may_lack=("source", "outside_id"),
    ),
    "EventPage": answer(
        {
            "events": several(ref("Event"), "In order."),
            "next": maybe(
                text("For `after`; the same again when nothing is new, null when nothing ever happened.")
            ),
        }
    ),
    "ScoreWish": wish(
        {
            "texts": several(
                {"type": "string", "maxLength": TEXT_MAX}, "The texts.", minItems=1, maxItems=TEXTS_MAX
            ),
            "explain": flag("Whether to tell what each part of each text adds.", default=False),
        },
        required=("texts",),
    ),
    "ScorePage": answer(
        {
            "model": text("Version of the model."),
            "policy": text("Version of the site's policy."),
            "results": several(ref("Score"), "One for each text, in order."),
        }
    ),
    "Score": answer(
        {
            "scores": SCORED["scores"],
            "likely_to_reject": share("Probability that a moderator would reject it."),
            "language": SCORED["language"],
            "decision": text("What the policy says of the text.", enum=list(map(str, Outcome))),
            "reasons": REASONS,
            "spans": SPANS,
        },
        "A text as one of an author who has approved comments. Spans with `explain` only.",
        may_lack=("spans",),
    ),
    "Span": answer(
        {
            "start": whole("Where it begins, in code points.", 0),
            "end": whole("Where it ends, exclusive.", 0),
            "label": text("The label that it adds to.", enum=list(LABELS)),
            "contribution": {
                "type": "number",
                "description": "Log-odds. With the intercept, those of a label sum to its raw score.",
            },
        }
    ),
    "Health": answer({"status": text("It answers.", const="ok")}),
    "Readiness": answer(
        {
            "status": text("Whether comments can be taken.", enum=["ready", "not ready"]),
            "checks": answer(
                {
                    "redis": text("`ok`, else what is wrong."),
                    "model": text("The model's version, else what happens without one."),
                    "second_reader": text("Its version when it reads, else what happens without it."),
                },
                "The second reader is named only if there is one.",
                may_lack=("second_reader",),
            ),
        }
    ),
    "Problem": {
        "type": "object",
        "description": "An error (RFC 9457). Some have further members, such as who was faster.",
        "properties": {
            "type": text("What kind of error it is: an address that stands for it.", format="uri-reference"),
            "title": text("The status in words."),
            "status": whole("The status.", 400, 599),
            "detail": text("What went wrong, in a sentence for people."),
            "code": text("What went wrong, for programs.", pattern="^[a-z_]+$"),
            "errors": several(
                answer({"field": text("The field."), "message": text("What is wrong with it.")}),
                "Every wrong field.",
            ),
            "violated-policies": several({"type": "string"}, "The rates that are used up."),
        },
        "required": ["type", "title", "status", "detail", "code"],
    },
}
