"""The header `Fairword-Form`: what a form that sends JSON tells of itself, beside the comment."""

from aiohttp import web

from service.domain.form_token import NO_FORM, FormProof

HEADER = "Fairword-Form"
_FILLED = "filled"


def form_proof(request: web.Request) -> FormProof:
    """Return what it tells: `TOKEN`, or `TOKEN; filled` when the field that nobody sees was filled in."""
    told = request.headers.get(HEADER)
    if told is None:
        return NO_FORM
    token, _, rest = told.partition(";")
    return FormProof(token.strip(), trap_filled=rest.strip() == _FILLED)
