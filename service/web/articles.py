"""`/review/articles` and `/review/article`: how comments on each article are treated."""

from aiohttp import web

from service.api.queries import needed_word
from service.domain.submission import ID_MAX
from service.web.destinations import is_trusted
from service.web.seat import Seat, acting_seat, go, seat_of
from service.web.wording import ARTICLE_MODES


async def articles(request: web.Request) -> web.StreamResponse:
    """List the articles that are talked about, and those that are not open."""
    seat = await seat_of(request)
    talks = await seat.services.articles.talked_about(seat.site)
    return seat.page("articles.html", talks=talks, modes=ARTICLE_MODES)


async def article(request: web.Request) -> web.StreamResponse:
    """Show how an article stands, with a form for editors."""
    seat = await seat_of(request)
    file = await seat.services.articles.file(seat.site, _article_id(seat))
    url = file.standing.article.url
    return seat.page(
        "article.html",
        file=file,
        article=file.standing.article,
        article_url=url if is_trusted(request, seat.site, url) else "",
        modes=ARTICLE_MODES,
        is_set="set" in request.query,
    )


async def set_article(request: web.Request) -> web.StreamResponse:
    """Treat comments on an article as the form says."""
    seat = await acting_seat(request)
    article_id = _article_id(seat)
    mode = seat.form.get("mode", "")
    await seat.services.articles.set_mode(seat.site, seat.moderator, article_id, mode)
    return go(seat.path("/article", id=article_id, set="1"))


def _article_id(seat: Seat) -> str:
    """Return the article that the query names, as `Submission` writes it."""
    return " ".join(needed_word(seat.request.query, "id", longest=ID_MAX).split())
