"""Form tokens: when a form was given out, signed; what they tell of who sent it, without asking anybody."""

from dataclasses import dataclass
from enum import StrEnum

from service.domain.seal import Seal

TOO_QUICK_MS = 2_000
"""Nobody reads a form and fills it in faster."""
STALE_MS = 24 * 3_600_000
"""A page that stood open overnight is a person's; a token that is older has been collected."""


class FormDoubt(StrEnum):
    """Why a form looks as if no person had sent it; the code of the reason that says so."""

    TRAP = "form_trap"
    """A field was filled in that people don't see."""
    FORGED = "form_forged"
    """The token is not one of ours, or was given out for another article."""
    TOO_QUICK = "form_too_quick"
    """It was sent faster than a person writes."""
    STALE = "form_stale"
    """The token is too old."""


@dataclass(frozen=True, slots=True)
class FormProof:
    """What a form sent beside the comment."""

    token: str = ""
    """Empty: a form that has none, such as one in a page that we did not make. That alone raises no doubt."""
    trap_filled: bool = False


NO_FORM = FormProof()
"""What a request tells that no form of ours has sent."""


@dataclass(frozen=True, slots=True)
class FormTokens:
    """Issues tokens and judges forms by them; a token holds its time under seal, nothing is stored."""

    seal: Seal

    def issue(self, site: str, article_id: str, opened_ms: int) -> str:
        """Return the token of a form for an article that somebody has before them since `opened_ms`."""
        return f"{opened_ms}.{self.seal.word('form', _sealed(site, article_id, str(opened_ms)))}"

    def doubt(self, site: str, article_id: str, proof: FormProof, now_ms: int) -> FormDoubt | None:
        """Return why a form that was sent now looks like a program's work, `None` when nothing says so."""
        if proof.trap_filled:
            return FormDoubt.TRAP
        if not proof.token:
            return None
        opened, _, signature = proof.token.partition(".")
        if not self.seal.fits("form", _sealed(site, article_id, opened), signature):
            return FormDoubt.FORGED
        return _doubt_of_age(now_ms - int(opened))


def _sealed(site: str, article_id: str, opened: str) -> str:
    return f"{site}\0{' '.join(article_id.split())}\0{opened}"


def _doubt_of_age(age_ms: int) -> FormDoubt | None:
    if age_ms < TOO_QUICK_MS:
        return FormDoubt.TOO_QUICK
    return FormDoubt.STALE if age_ms > STALE_MS else None
