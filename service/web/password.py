"""`/review/password`: where moderators change their own password."""

from collections.abc import Iterable

from aiohttp import web

from service.api.access import client_address
from service.api.problems import retry_headers
from service.domain.submission import FieldError
from service.first_start import forget_first_sign_in
from service.usecases.refusals import InvalidError, RefusedError
from service.usecases.sign_in import PASSWORD_MIN, PasswordWish
from service.web.seat import Seat, acting_seat, seat_of
from service.web.sign_in import in_session


async def page(request: web.Request) -> web.StreamResponse:
    """Show the form."""
    return _page(await seat_of(request))


async def change(request: web.Request) -> web.StreamResponse:
    """Change the password and go on in a new session, or show the form again, empty, with what is wrong."""
    seat = await acting_seat(request)
    wish = PasswordWish(*(seat.form.get(name, "") for name in ("current", "password", "again")))
    try:
        token = await seat.services.sign_in.change_password(
            seat.moderator.name, wish, client_address(request)
        )
    except InvalidError as error:
        return _page(seat, error.errors, status=error.status)
    except RefusedError as error:
        again = _page(seat, message=error.detail, status=error.status)
        again.headers.update(retry_headers(error))
        return again
    forget_first_sign_in(seat.services.settings, seat.moderator.name)
    return in_session(request, token, seat.path("/preferences", changed="1"))


def _page(
    seat: Seat, wrong: Iterable[FieldError] = (), *, message: str = "", status: int = 200
) -> web.Response:
    errors = {each.field: each.message for each in wrong}
    form = {"errors": errors, "first_error": next(iter(errors), "")}
    return seat.page("password.html", status=status, form=form, message=message, least=PASSWORD_MIN)
