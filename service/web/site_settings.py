"""`/review/settings`: rules, words, limits and budgets of a site, for editors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from aiohttp import web

from classifier.second_reading import DOUBTED_FROM
from classifier.thresholds import Thresholds
from service.site_settings import NAMES, RULES_MOST
from service.usecases.preview import Preview
from service.usecases.refusals import InvalidError, RefusedError
from service.web.seat import Seat, acting_seat, editors_only, go, seat_of
from service.web.wording import LIMITS, NEW_AUTHORS

BUDGETS = {
    "leak": "Bad ones among those published automatically",
    "overblock": "Good ones among those refused automatically",
}
BODY_MAX = 2 * 1024 * 1024
"""A list of blocked words may have tens of thousands, each letter of which may take six bytes."""
_SHOWN_ROWS = range(RULES_MOST)
_PARTS = ("code", "label", "sentence")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a form: messages, or a preview."""

    trouble: str = ""
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    preview: Preview | None = None
    status: int = HTTPStatus.OK


async def page(request: web.Request) -> web.StreamResponse:
    """Show the settings as they stand."""
    return await _page(editors_only(await seat_of(request)), Answer())


async def save(request: web.Request) -> web.StreamResponse:
    """Keep the settings, or show what they would have made of the latest comments."""
    seat = editors_only(await acting_seat(request, BODY_MAX))
    settings, typed = seat.services.settings_desk, typed_in(seat.form)
    try:
        if seat.form.get("act") == "preview":
            return await _page(seat, Answer(preview=await settings.preview(seat.site, typed)))
        await settings.save(seat.site, seat.moderator, typed, seat.form.get("version", ""))
    except InvalidError as error:
        errors: dict[str, list[str]] = {}
        for wrong in error.errors:
            errors.setdefault(wrong.field, []).append(wrong.message)
        trouble = "Nothing is saved yet: something is not right."
        return await _page(seat, Answer(trouble, errors, status=error.status))
    except RefusedError as error:
        if error.status != HTTPStatus.CONFLICT:
            raise
        return await _page(seat, Answer(error.detail, status=error.status))
    return go(seat.path("/settings", saved="1"))


def typed_in(form: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that a form holds; the rows of house rules become lines."""
    typed = {name: form[name].replace("\r\n", "\n") for name in NAMES if name in form}
    if "rule-0-code" in form:
        rows = [
            [" ".join(form.get(f"rule-{row}-{part}", "").split()) for part in _PARTS] for row in _SHOWN_ROWS
        ]
        typed["house_rules"] = "\n".join(" | ".join(row) for row in rows if any(row))
    return typed


def _rows(house_rules: str) -> list[list[str]]:
    lines = [line.split("|", 2) for line in house_rules.splitlines()]
    rows = [[part.strip() for part in (*line, "", "")][: len(_PARTS)] for line in lines]
    return [*rows, *[[""] * len(_PARTS) for _ in range(RULES_MOST - len(rows))]]


def _readings(seat: Seat) -> dict[str, Thresholds]:
    """Return the thresholds that hold now, by who decides by them."""
    policies = seat.services.site(seat.site.name).policies
    if not seat.services.scorer.second.version:
        return {"The model": policies.first.thresholds}
    return {
        "The model by itself": policies.sure.thresholds,
        "The second reader, which reads again what is left": policies.second.thresholds,
        "The model, when the second reader does not answer in time": policies.first.thresholds,
    }


async def _page(seat: Seat, answer: Answer) -> web.Response:
    file = await seat.services.settings_desk.file(seat.site)
    typed = {**file.typed, **typed_in(seat.form)}
    return seat.page(
        "settings.html",
        status=answer.status,
        answer=answer,
        file=file,
        typed=typed,
        rows=_rows(typed["house_rules"]),
        readings=_readings(seat),
        doubted_from=DOUBTED_FROM,
        limits=LIMITS,
        budgets=BUDGETS,
        new_authors=NEW_AUTHORS,
        is_saved="saved" in seat.request.query,
    )
