"""What several schemas have in common."""

from classifier.labels import LABELS
from service.api.openapi.vocabulary import Part, answer, maybe, moment, ref, several, share, text
from service.domain.comment import Status
from service.domain.journal import EntryType

ID = text("The comment's id: it sorts by time.", pattern="^[0-9a-f]{32}$")
STATUS = text(
    "Where the comment stands: shown, waiting for a moderator, or not shown.", enum=list(map(str, Status))
)
SCORED: Part = {
    "scores": {
        "type": "object",
        "description": "Calibrated probability of each label; empty when the text could not be scored.",
        "properties": {label: share(f"Probability of {label}.") for label in LABELS},
    },
    "likely_to_reject": maybe(
        share("Probability that a moderator would reject it: what the thresholds look at.")
    ),
    "language": text("ISO 639-1 code, `und` when the text does not tell."),
    "model": text("Version of the model; `none` when there was none."),
    "policy": text("Version of the site's policy."),
}
"""What a site key sees beside the status."""
AUTHORSHIP: Part = {
    "author": answer({"name": text("The author's name.")}),
    "parent_id": maybe(text("The comment that it replies to.")),
}


SPANS = several(ref("Span"), "What each part of the text adds to each score.")
REASONS = several(ref("Reason"), "Why it stands so.")
FULL_REASONS = several(ref("FullReason"), "Why.")
ARTICLE_ID = text("The article's id in your CMS.")
CREATED_AT = moment("When it was taken in.")
WRITTEN = text("What was written: plain text, to be escaped before it is shown.")
BY = text("A moderator's name, `policy`, `commenter` or `operator`.")
MODEL = text("Version of the model that scored it; `none` when there was none.")
POLICY = text("Version of the policy that first decided it.")
ENTRY_TYPE = text("What happened.", enum=list(map(str, EntryType)))
