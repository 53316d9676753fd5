"""The way of a comment: admit, score, decide, record."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from service.domain.addresses import network_of
from service.domain.clock import Clock
from service.domain.comment import CaseKind, Comment, Decision, Outcome
from service.domain.form_token import NO_FORM, FormProof, FormTokens
from service.domain.ids import new_id
from service.domain.policy import Circumstances
from service.domain.rates import Quota
from service.domain.sample import drawn
from service.domain.seal import Seal
from service.domain.submission import OURS, FieldError, InvalidSubmissionError, Sizes, Submission
from service.domain.urgency import due_ms
from service.domain.value import value
from service.ops.metrics import Metrics
from service.sites import Site
from service.store import admission
from service.store.admission import Admission, Admitted, Limit, Outdated, Replayed
from service.store.commands import Commands
from service.store.errors import StoreError
from service.usecases.allowance import Rates, counted, program_rates
from service.usecases.judging import Judged, Judging
from service.usecases.refusals import InvalidError, RefusedError, TooFastError

_SOON_S = 1
"""After which a request that is still being processed is worth sending again."""


class Sender(NamedTuple):
    """Who hands a submission in: a reader's browser, or a program of the site with its key."""

    address: str
    """The reader's address; empty when a program does not tell it."""
    has_key: bool = False
    key: str = ""
    """The digest of that key; empty when another system vouches otherwise, as by a signature."""
    source: str = ""
    """Which way it came in, when not by the form or our own API: such as `akismet`."""
    outside_id: str = ""
    """The sender's own id of the comment."""
    form: FormProof = NO_FORM
    """What a reader's form tells of itself; a program of the site is not asked."""


@value
class Repeat:
    """A request that its sender may send again: the value of `Idempotency-Key` and a hash of the body."""

    key: str
    body_hash: str


@value
class Receipt:
    """A kept comment, and what is left of the rates that it counted for."""

    comment: Comment
    quotas: tuple[Quota, ...] = ()


Refresh = Callable[[Site], Awaitable[Site]]
"""Returns a site as its editors have set it by now."""


def read_submission(fields: Mapping[str, Any], sizes: Sizes = OURS) -> Submission:
    """Return what a form or a program sent; forms made for other services have sizes of their own.

    Raises
    ------
    InvalidError
        With a message for each wrong field.
    """
    try:
        return Submission.parse(fields, sizes)
    except InvalidSubmissionError as error:
        raise InvalidError(error.errors) from error


class Submit:
    """Takes submissions in."""

    def __init__(
        self,
        commands: Commands,
        judging: Judging,
        seal: Seal,
        clock: Clock,
        metrics: Metrics,
        *,
        refresh: Refresh,
    ) -> None:
        self._commands = commands
        self._judging = judging
        self._seal = seal
        self._clock = clock
        self._metrics = metrics
        self._form_tokens = FormTokens(seal)
        self._refresh = refresh

    async def __call__(
        self, site: Site, submission: Submission, sender: Sender, repeat: Repeat | None = None
    ) -> Receipt:
        """Keep a submission as a comment with the policy's decision.

        Raises
        ------
        RefusedError
            When it may not come in; nothing of it is kept.
        StoreError
            When Redis is away or full; it may have been kept only if the answer to the last call was lost.
        """
        try:
            receipt = await self._receipt(site, submission, sender, repeat)
        except RefusedError as error:
            self._metrics.refusals.labels(site.name, error.code).inc()
            raise
        self._metrics.count_decision(site.name, receipt.comment.decision.outcome)
        return receipt

    async def _receipt(
        self, site: Site, submission: Submission, sender: Sender, repeat: Repeat | None
    ) -> Receipt:
        request = self._request(site, submission, sender, repeat)
        answer = await admission.admit(self._commands, site.comments.keys, request, self._clock())
        if isinstance(answer, Outdated):
            return await self._receipt(await self._refresh(site), submission, sender, repeat)
        if isinstance(answer, Replayed):
            return Receipt(await self._replayed(site, answer.comment_id))
        admitted = _granted(answer)
        try:
            comment = await self._decided(site, submission, sender, request, admitted)
            await self._record(site, comment, request)
        except Exception:
            await self._forget(site, request)
            raise
        return Receipt(comment, admitted.quotas)

    def _request(
        self, site: Site, submission: Submission, sender: Sender, repeat: Repeat | None
    ) -> admission.Request:
        author_key = self._seal.word("author", submission.author.identity)
        address_key = self._seal.word("address", network_of(sender.address)) if sender.address else ""
        return admission.Request(
            article_id=submission.article_id,
            author_key=author_key,
            address_key=address_key,
            limits=_limits(site, submission, sender, author_key, address_key),
            parent_id=submission.parent_id,
            fingerprint=submission.fingerprint,
            repeat_key=self._seal.word("repeat", repeat.key) if repeat else "",
            body_hash=repeat.body_hash if repeat else "",
            settings_version=site.settings_version,
        )

    async def _decided(
        self,
        site: Site,
        submission: Submission,
        sender: Sender,
        request: admission.Request,
        admitted: Admitted,
    ) -> Comment:
        doubt = self._form_tokens.doubt(site.name, submission.article_id, sender.form, self._clock())
        circumstances = Circumstances(admitted.approved_before, admitted.article_mode, doubt)
        judged = await self._judging(site, submission.text, circumstances)
        case = _case_of(judged.decision, site.config.policy.sample)
        return _comment(submission, sender, request, judged, case, self._clock())

    async def _record(self, site: Site, comment: Comment, request: admission.Request) -> None:
        same = await site.comments.record(
            comment,
            due_ms=due_ms(comment.created_at_ms, comment.urgency),
            fingerprint=request.fingerprint,
            repeat_key=request.repeat_key,
        )
        if same is not None:
            raise _duplicate()

    async def _forget(self, site: Site, request: admission.Request) -> None:
        if request.repeat_key:
            try:
                await admission.forget(self._commands, site.comments.keys, request.repeat_key)
            except StoreError:
                return  # the mark runs out by itself

    async def _replayed(self, site: Site, comment_id: str) -> Comment:
        """Return the comment as it was first answered, whatever a moderator did since."""
        comment = await site.comments.find(comment_id)
        if comment is None:
            raise RefusedError(410, "erased", "The comment was erased since.")
        return _as_decided(comment)


def _limits(
    site: Site, submission: Submission, sender: Sender, author_key: str, address_key: str
) -> Sequence[Limit]:
    """Return the limits that count for a submission; a program's key is trusted with authors and articles."""
    limits = site.config.limits
    rates: Rates = [("address", address_key, limits.address), *program_rates(site, sender.key)]
    if not sender.has_key:
        known = submission.author.email or submission.author.id
        author = author_key if known else f"{author_key}@{address_key}"  # anybody may call themselves Alice
        rates += [("author", author, limits.author), ("article", submission.article_id, limits.article)]
    return counted(rates)


def _granted(answer: Admission) -> Admitted:
    match answer:
        case Admitted():
            return answer
        case admission.Limited(name, retry_after_s, quotas):
            raise TooFastError(name, retry_after_s, quotas)
        case admission.Duplicate():
            raise _duplicate()
        case admission.Banned(until_ms):
            end = (
                f" until {datetime.fromtimestamp(until_ms / 1_000, UTC):%d %B %Y %H:%M} UTC"
                if until_ms
                else ""
            )
            raise RefusedError(403, "banned", f"You may not comment here{end}.")
        case admission.Closed():
            raise RefusedError(403, "article_closed", "This article takes no more comments.")
        case admission.NoParent():
            message = "Must be the id of a published comment under the same article."
            raise InvalidError([FieldError("parent_id", message)])
        case admission.UnderWay():
            sentence = "The same request is being processed right now."
            raise RefusedError(409, "under_way", sentence, retry_after_s=_SOON_S)
    raise RefusedError(422, "idempotency_key_reused", "This Idempotency-Key came with another body before.")


def _duplicate() -> RefusedError:
    return RefusedError(409, "duplicate", "It looks as though you have already said that.")


def _comment(  # noqa: PLR0917 - private, and its caller stands above
    submission: Submission,
    sender: Sender,
    request: admission.Request,
    judged: Judged,
    case: CaseKind,
    now_ms: int,
) -> Comment:
    assessment, decision = judged
    return Comment(
        id=new_id(now_ms),
        site=submission.site,
        article_id=submission.article_id,
        author=submission.author,
        author_key=request.author_key,
        text=submission.text,
        created_at_ms=now_ms,
        decision=decision,
        scores=dict(assessment.probabilities) if assessment else {},
        likely_to_reject=assessment.likely_to_reject if assessment else None,
        language=assessment.language if assessment else "und",
        article_url=submission.article_url,
        article_title=submission.article_title,
        parent_id=submission.parent_id,
        address_key=request.address_key,
        source=sender.source,
        outside_id=sender.outside_id,
        status=decision.outcome.status,
        reasons=decision.reasons,
        case=case,
    )


def _case_of(decision: Decision, sample: float) -> CaseKind:
    """Return whether a person is asked, and why; `sample` is the share of the rest that is looked at too."""
    if decision.outcome is Outcome.REVIEW:
        return CaseKind.REVIEW
    return CaseKind.SAMPLE if drawn(sample) else CaseKind.NONE


def _as_decided(comment: Comment) -> Comment:
    return replace(comment, status=comment.decision.outcome.status, reasons=comment.decision.reasons)
