"""The header `Fairword-Form`: what a form that sends JSON tells of itself, beside the comment."""

from aiohttp import web

from service.domain.form_token import FormProof

HEADER = "Fairword-Form"
_FILLED = "filled"


def form_proof(request: web.Request) -> FormProof:
    """Return what it tells: `TOKEN`, or `TOKEN; filled` when the field that nobody sees was filled in."""
    token, _, rest = request.headers.get(HEADER, "").partition(";")
    return FormProof(token.strip(), trap_filled=rest.strip() == _FILLED)
