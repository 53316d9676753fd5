"""Who sends a request: the address, the page, the site key, the moderator."""

import hmac
import re
from urllib.parse import SplitResult, urlsplit

from aiohttp import web

from service.domain.addresses import address_in
from service.services import services_of
from service.sites import Site
from service.store.people import Moderator, SiteKey
from service.usecases.refusals import RefusedError

SESSION_COOKIE = "fairword_session"
CSRF_HEADER = "X-CSRF-Token"
_KEY_FORM = re.compile(r"[a-z0-9]{40,60}")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def client_address(request: web.Request) -> str:
    """Return the address of whoever sent the request.

    Behind trusted proxies it is the last address of `X-Forwarded-For` that is not one of theirs.
    """
    is_proxy = services_of(request).is_proxy
    address = address_in(request.remote or "")
    hops = ",".join(request.headers.getall("X-Forwarded-For", []))
    for hop in reversed(hops.split(",")):
        told = address_in(hop)
        if not told or not is_proxy(address):
            break
        address = told
    return address


def base_url(request: web.Request) -> str:
    """Return scheme and host of this service as the client reached it: `https://comments.news.example`."""
    forwarded = request.headers.get("X-Forwarded-Proto", "")
    is_told = forwarded in {"http", "https"} and _is_trusted(request)
    return f"{forwarded if is_told else request.scheme}://{request.host}"


def _is_trusted(request: web.Request) -> bool:
    """Whether a trusted proxy passed the request on."""
    return services_of(request).is_proxy(address_in(request.remote or ""))


def bearer(request: web.Request) -> str:
    """Return the token of the `Authorization` header, empty when there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def site_key(request: web.Request) -> SiteKey | None:
    """Return the site key that the request carries, `None` when it carries none.

    Raises
    ------
    RefusedError
        401 when it carries one that is unknown or revoked.
    """
    token = bearer(request)
    return await known_key(request, token) if token else None


async def known_key(request: web.Request, token: str) -> SiteKey:
    """Return the site key that a word is, wherever the request carries it.

    Raises
    ------
    RefusedError
        401 when it is unknown or revoked.
    """
    key = await services_of(request).people.find_key(token) if _KEY_FORM.fullmatch(token) else None
    if key is None or key.site not in services_of(request).sites:
        raise RefusedError(401, "unknown_key", "This site key is not known here.")
    return key


async def required_site(request: web.Request) -> Site:
    """Return the site whose key the request carries.

    Raises
    ------
    RefusedError
        401 when it carries none, or an unknown one.
    """
    return services_of(request).site((await required_key(request)).site)


async def required_key(request: web.Request) -> SiteKey:
    """Return the site key that the request carries; otherwise as `required_site`."""
    key = await site_key(request)
    if key is None:
        raise RefusedError(401, "key_needed", "This needs a site key: Authorization: Bearer KEY.")
    return key


def check_origin(request: web.Request, site: Site) -> None:
    """Let a browser's request in only from this service's own pages or the site's.

    A request that names no origin does not come from another site's page: browsers name it with every POST.

    Raises
    ------
    RefusedError
        403 when the page is another one.
    """
    origin = request.headers.get("Origin")
    if origin is not None and not is_own_page(request, origin) and origin.lower() not in site.config.origins:
        raise RefusedError(403, "origin_not_allowed", f"Pages of {origin} may not post comments here.")


def parts_of(address: str) -> SplitResult:
    """Return the parts of an address, none of what can't be one."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def is_own_page(request: web.Request, address: str) -> bool:
    """Whether an address is one of this service's own, as the request reached it."""
    parts = parts_of(address)
    return parts.scheme in {"http", "https"} and parts.netloc.lower() == request.host.lower()


async def current_moderator(request: web.Request) -> Moderator | None:
    """Return the moderator whose session the request carries, as a Bearer token or in the cookie."""
    token = _session_token(request)
    return await services_of(request).people.session(token) if token else None


async def is_signed_in(request: web.Request) -> bool:
    """Whether the session of a request that takes long still holds; to look does not let it last."""
    return await services_of(request).people.session(_session_token(request), lasts=False) is not None


def _session_token(request: web.Request) -> str:
    return bearer(request) or request.cookies.get(SESSION_COOKIE, "")


async def required_moderator(request: web.Request) -> Moderator:
    """Return the moderator who sends the request.

    Raises
    ------
    RefusedError
        401 without a session; 403 when the cookie alone vouches for a change: another page may have sent it.
    """
    moderator = await current_moderator(request)
    if moderator is None:
        raise RefusedError(401, "sign_in_needed", "Please sign in.")
    if request.method not in _SAFE and not bearer(request):
        check_csrf(request, request.headers.get(CSRF_HEADER, ""))
    return moderator


def csrf_token(request: web.Request) -> str:
    """Return the token that forms of the request's session carry."""
    return services_of(request).seal.word("csrf", request.cookies.get(SESSION_COOKIE, ""))


def check_csrf(request: web.Request, token: str) -> None:
    """Refuse a form that this session's pages did not hold.

    Raises
    ------
    RefusedError
        403 when the token is missing or another one.
    """
    if not hmac.compare_digest(csrf_token(request).encode(), token.encode(errors="replace")):
        raise RefusedError(403, "stale_page", "This page is out of date. Please load it again.")
