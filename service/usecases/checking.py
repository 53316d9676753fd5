"""Comments that stand elsewhere: another system asks what to do with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.comment import Comment, Decision
from service.domain.submission import Author, InvalidSubmissionError, Submission
from service.site_config import QueueingFace
from service.sites import Site
from service.usecases.allowance import Allowance
from service.usecases.refusals import InvalidError, RefusedError
from service.usecases.score import Scoring
from service.usecases.submit import Repeat, Sender, Submit

NOBODY = "Anonymous"
_ALREADY_KEPT = "duplicate"


@dataclass(frozen=True, slots=True)
class OutsideComment:
    """A comment as another system tells of it."""

    face: QueueingFace
    text: str
    article_id: str
    article_url: str = ""
    author_name: str = ""
    author_email: str = ""
    author_id: str = ""
    address: str = ""
    outside_id: str = ""
    """The other system's id of it, empty when it has none yet."""

    @property
    def author(self) -> Author:
        """Who wrote it, as far as the other system tells."""
        return Author(self.author_name or NOBODY, self.author_email, self.author_id)

    @property
    def named_author(self) -> Author | None:
        """The author, `None` when nothing is told of one."""
        return self.author if self.author_name or self.author_email or self.author_id else None

    def as_submission(self, site: str) -> Submission:
        """Return the same as one of our forms would send it.

        Raises
        ------
        InvalidError
            With a message for each field that we can't keep.
        """
        author = {"name": self.author.name, "email": self.author_email, "id": self.author_id}
        fields = {"site": site, "article_id": self.article_id, "article_url": self.article_url}
        try:
            return Submission.parse(fields | {"author": author, "text": self.text})
        except InvalidSubmissionError as error:
            raise InvalidError(error.errors) from error


@dataclass(frozen=True, slots=True)
class Checked:
    """What the policy decided, and the comment's id here if it was kept."""

    decision: Decision
    scores: Mapping[str, float]
    comment_id: str = ""


class Checking:
    """Decides comments that stand elsewhere, and keeps them for review where the site says so."""

    def __init__(self, scoring: Scoring, allowance: Allowance, submit: Submit) -> None:
        self._scoring = scoring
        self._allowance = allowance
        self._submit = submit

    async def __call__(
        self, site: Site, outside: OutsideComment, repeat: Repeat | None = None, *, is_test: bool = False
    ) -> Checked:
        """Return the policy's decision on a comment.

        It is kept, and waits for a moderator if the policy says so, when the site lists its face in
        `faces.queue`; a test is never kept. The same request sent again with the same `repeat` gets the same
        answer and is kept once.

        Raises
        ------
        RefusedError
            When the comment may not come in, or can't be scored.
        """
        if is_test or outside.face not in site.config.faces.queue or not outside.text.strip():
            return await self._scored(site, outside.text)
        try:
            return await self._kept(site, outside, repeat)
        except RefusedError as error:
            if error.code != _ALREADY_KEPT:
                raise
        return await self._scored(site, outside.text)

    async def _scored(self, site: Site, text: str) -> Checked:
        await self._allowance.take(site)
        [scored] = await self._scoring(site, [text])
        return Checked(scored.decision, scored.assessment.probabilities)

    async def _kept(self, site: Site, outside: OutsideComment, repeat: Repeat | None) -> Checked:
        sender = Sender(outside.address, has_key=True, source=outside.face, outside_id=outside.outside_id)
        receipt = await self._submit(site, outside.as_submission(site.name), sender, repeat)
        return _checked(receipt.comment)


def _checked(comment: Comment) -> Checked:
    return Checked(comment.decision, comment.scores, comment.id)
