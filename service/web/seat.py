"""A moderator at a site's desk: who works, for which site, and how pages and answers are made for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from service.api.access import check_csrf, csrf_token, current_moderator, required_moderator
from service.api.bodies import BODY_MAX, read_form
from service.api.comments import named_site
from service.domain.comment import Comment
from service.domain.preferences import Preferences
from service.services import Services, services_of
from service.sites import Site
from service.store.people import Moderator
from service.store.preferences import find_preferences
from service.usecases.refusals import RefusedError
from service.usecases.ruling import Ruling, is_recused
from service.web.rendering import render


@dataclass(frozen=True, slots=True)
class Seat:
    """A signed-in moderator, the site that the query names, and the form that was posted."""

    request: web.Request
    moderator: Moderator
    site: Site
    preferences: Preferences
    form: Mapping[str, str] = field(default_factory=dict)

    @property
    def services(self) -> Services:
        """What the handlers work with."""
        return services_of(self.request)

    @property
    def case_id(self) -> str:
        """The case that the path names."""
        return self.request.match_info["id"]

    @property
    def csrf(self) -> str:
        """What every form of the page carries."""
        return csrf_token(self.request)

    @property
    def sites(self) -> list[str]:
        """The names of all sites."""
        return sorted(self.services.sites)

    def path(self, tail: str = "", **query: str) -> str:
        """Return an address of the desk that stays with this site."""
        return self.address(f"/review{tail}", **query)

    def address(self, path: str, **query: str) -> str:
        """Return an address of a page beside the desk that stays with this site."""
        first = self.services.first_site.name
        told = ({} if self.site.name == first else {"site": self.site.name}) | query
        return f"{path}?{urlencode(told)}" if told else path

    def ruling(self) -> Ruling:
        """Return what the form wants of a case; a reason alone means to reject.

        Raises
        ------
        InvalidError
            With a message for each wrong field.
        """
        form = self.form
        verdict = form.get("verdict") or ("reject" if form.get("reason") else "")
        return Ruling.parse(verdict, form.get("reason", ""), form.get("note", ""), self.site.house_rules)

    def is_recused(self, comment: Comment) -> bool:
        """Whether somebody else has to look at a comment, since the appeal is against the own verdict."""
        return is_recused(comment, self.moderator)

    def page(self, template: str, *, status: int = 200, **values: Any) -> web.Response:
        """Return a page of the desk."""
        return render(self.request, template, status=status, seat=self, **values)


async def seat_of(request: web.Request) -> Seat:
    """Return the seat of whoever looks at a page.

    Raises
    ------
    RefusedError
        401 without a session.
    UnknownSiteError
        When the query names a site that there is not.
    """
    moderator = await required_moderator(request)
    return Seat(request, moderator, named_site(request), await _preferences(request, moderator))


async def acting_seat(request: web.Request, limit: int = BODY_MAX) -> Seat:
    """Return the seat of whoever posts a form of the desk, of at most `limit` bytes.

    Raises
    ------
    RefusedError
        401 without a session, 403 when the form does not come from a page of this session.
    """
    moderator = await current_moderator(request)
    if moderator is None:
        raise RefusedError(HTTPStatus.UNAUTHORIZED, "sign_in_needed", "Please sign in.")
    form = await read_form(request, limit)
    check_csrf(request, form.get("csrf", ""))
    return Seat(request, moderator, named_site(request), await _preferences(request, moderator), form)


async def _preferences(request: web.Request, moderator: Moderator) -> Preferences:
    return await find_preferences(services_of(request).commands, moderator.name)


def editors_only(seat: Seat) -> Seat:
    """Let editors and admins in.

    Raises
    ------
    RefusedError
        403 for everybody else.
    """
    if not seat.moderator.is_editor:
        raise RefusedError(HTTPStatus.FORBIDDEN, "editors_only", "This page is for editors.")
    return seat


def go(location: str) -> web.Response:
    """Send the browser on after a form."""
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": location})
