"""`/review/settings`: rules, words, limits and budgets of a site, for editors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self

from aiohttp import web

from classifier.second_reading import DOUBTED_FROM
from classifier.thresholds import Thresholds
from service.domain.submission import FieldError
from service.site_settings import NAMES, RULES_MOST, RuleError
from service.usecases.preview import Preview
from service.usecases.refusals import InvalidError, RefusedError
from service.web.seat import Seat, acting_seat, editors_only, go, seat_of
from service.web.wording import LIMITS, NEW_AUTHORS, setting_name

BUDGETS = {
    "leak": "Bad ones among those published automatically",
    "overblock": "Good ones among those refused automatically",
}
BODY_MAX = 2 * 1024 * 1024
"""A list of blocked words may have tens of thousands, each letter of which may take six bytes."""
_SHOWN_ROWS = range(RULES_MOST)
_PARTS = ("code", "label", "sentence")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A message, the field of the page that it stands at, and what is set there."""

    field: str
    title: str
    message: str

    @classmethod
    def of(cls, error: FieldError) -> Self:
        """Return what an error says on the page; that of a house rule stands in the rule's row."""
        if isinstance(error, RuleError):
            return cls(f"rule-{error.row}-{error.part}", f"House rule {error.row + 1}", error.message)
        return cls(error.field, setting_name(error.field), error.message)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a form: messages, or a preview."""

    trouble: str = ""
    wrong: Sequence[Wrong] = ()
    preview: Preview | None = None
    status: int = HTTPStatus.OK

    def at(self, field: str) -> list[str]:
        """Return the messages that stand at a field."""
        return [wrong.message for wrong in self.wrong if wrong.field == field]


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
        trouble = "Nothing is saved yet: something is not right."
        wrong = [Wrong.of(each) for each in error.errors]
        return await _page(seat, Answer(trouble, wrong, status=error.status))
    except RefusedError as error:
        if error.status != HTTPStatus.CONFLICT:
            raise
        return await _page(seat, Answer(error.detail, status=error.status))
    return go(seat.path("/settings", saved="1"))


def typed_in(form: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that a form holds; the rows of house rules become lines."""
    typed = {name: form[name].replace("\r\n", "\n") for name in NAMES if name in form}
    if "rule-0-code" in form:
        typed["house_rules"] = "\n".join(" | ".join(row) for row in _rows_in(form))
    return typed


def _rows_in(form: Mapping[str, str]) -> list[list[str]]:
    rows = [[" ".join(form.get(f"rule-{row}-{part}", "").split()) for part in _PARTS] for row in _SHOWN_ROWS]
    return [row for row in rows if any(row)]


def _rows_of(house_rules: str) -> list[list[str]]:
    lines = [line.split("|", 2) for line in house_rules.splitlines()]
    return [[part.strip() for part in (*line, "", "")][: len(_PARTS)] for line in lines]


def _filled_up(rows: list[list[str]]) -> list[list[str]]:
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
        rows=_filled_up(_rows_in(seat.form) or _rows_of(typed["house_rules"])),
        readings=_readings(seat),
        doubted_from=DOUBTED_FROM,
        limits=LIMITS,
        budgets=BUDGETS,
        new_authors=NEW_AUTHORS,
        is_saved="saved" in seat.request.query,
    )
