"""Comments that stand elsewhere: another system asks what to do with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.comment import Comment, Decision, Outcome, Reason
from service.domain.policy import ESTABLISHED_AUTHOR
from service.domain.submission import Author, Submission
from service.site_config import QueueingFace
from service.sites import Site
from service.usecases.allowance import Allowance
from service.usecases.refusals import InvalidError, RefusedError
from service.usecases.score import NOT_SCORED, Scoring
from service.usecases.submit import Repeat, Sender, Submit, read_submission

NOBODY = "Anonymous"
_KEPT_ALREADY = frozenset({"duplicate", "under_way"})
_SHUT_OUT = frozenset({"banned", "article_closed"})
"""What our own form would not even take, another system is told to reject."""


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
    key: str = ""
    """The digest of the site key that it came with, empty when it came otherwise."""

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
        return read_submission(fields | {"author": author, "text": self.text})


@dataclass(frozen=True, slots=True)
class Checked:
    """What the policy decided, and the comment's id here if it was kept."""

    decision: Decision
    scores: Mapping[str, float]
    """Empty when it was not judged."""
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
        `faces.queue` and it is something that we can keep; a test is never kept. The same request sent
        again with the same `repeat` gets the same answer and is kept once. When texts can't be scored the
        rules alone decide, and what they have nothing against is for a person to see.

        Raises
        ------
        RefusedError
            When the comment may not come in.
        """
        if is_test or outside.face not in site.config.faces.queue or not outside.text.strip():
            return await self._scored(site, outside)
        try:
            return await self._kept(site, outside, repeat)
        except InvalidError:
            return await self._scored(site, outside)  # not to be kept, but it stands there
        except RefusedError as error:
            return await self._not_kept(site, outside, error)

    async def _not_kept(self, site: Site, outside: OutsideComment, error: RefusedError) -> Checked:
        if error.code in _KEPT_ALREADY:
            return await self._scored(site, outside)
        if error.code not in _SHUT_OUT:
            raise error
        reason = Reason(error.code, error.detail)
        version = self._scoring.version
        return Checked(Decision(Outcome.REJECT, (reason,), 0.0, version, site.policy.version), {})

    async def _scored(self, site: Site, outside: OutsideComment) -> Checked:
        await self._allowance.take(site, outside.key)
        try:
            [scored] = await self._scoring(site, [outside.text])
        except RefusedError as error:
            if error.code != NOT_SCORED:
                raise
            version = self._scoring.version
            return Checked(site.policy.decide(outside.text, None, version, ESTABLISHED_AUTHOR), {})
        return Checked(scored.decision, scored.assessment.probabilities)

    async def _kept(self, site: Site, outside: OutsideComment, repeat: Repeat | None) -> Checked:
        sender = Sender(
            outside.address, has_key=True, key=outside.key, source=outside.face, outside_id=outside.outside_id
        )
        receipt = await self._submit(site, outside.as_submission(site.name), sender, repeat)
        return _checked(receipt.comment)


def _checked(comment: Comment) -> Checked:
    return Checked(comment.decision, comment.scores, comment.id)
