"""`/` and `/demo`: what this is, and an article with a comment form under it to try it out."""

from dataclasses import dataclass

from aiohttp import web

from service.api.access import base_url
from service.api.comments import named_site
from service.api.queries import word
from service.domain.comment import Comment, Status
from service.services import services_of
from service.sites import Site
from service.usecases.refusals import NotFoundError
from service.web.comment_form import CommentForm
from service.web.destinations import status_path
from service.web.embed.handlers import DEMO_ARTICLE, form_token
from service.web.rendering import render

ARTICLE = DEMO_ARTICLE
TITLE = "The last ferry leaves at nine, and the island is staying up to argue about it"


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment as it stands under the article."""

    comment: Comment
    parent: Comment | None
    """What it replies to, when that is not right above it."""
    is_reply: bool = False


async def home(request: web.Request) -> web.StreamResponse:
    """Say what this is and where to look."""
    return render(request, "home.html")


async def demo(request: web.Request) -> web.StreamResponse:
    """Show the article, its approved comments and the form."""
    site = named_site(request)
    page = await services_of(request).reading.under_article(site, ARTICLE, word(request.query, "after"))
    article = await site.articles.find(ARTICLE)
    own, replied = await _own(request), await _replied(request, site)
    return render(
        request,
        "demo.html",
        title=TITLE,
        shown=await _in_threads(site, page.comments),
        more=page.next,
        site=site.name,
        form=_form(request, site, replied),
        replied=replied,
        closed=not article.mode.takes_comments,
        own=own,
        own_path=status_path(request, own) if own else "",
    )


def _form(request: web.Request, site: Site, replied: Comment | None) -> CommentForm:
    return CommentForm(
        article_id=ARTICLE,
        article_url=f"{base_url(request)}/demo",
        article_title=TITLE,
        parent_id=replied.id if replied else "",
        site=site.name,
        form_token=form_token(request, site, ARTICLE),
    )


async def _replied(request: web.Request, site: Site) -> Comment | None:
    """Return the comment that the reader wants to reply to, if it stands under this article."""
    comment = await site.comments.find(word(request.query, "reply_to"))
    is_here = comment is not None and comment.article_id == ARTICLE and comment.status is Status.APPROVED
    return comment if is_here else None


async def _own(request: web.Request) -> Comment | None:
    """Return the comment that the reader has just posted; the token tells that it is theirs."""
    query = request.query
    try:
        reading = services_of(request).reading
        return await reading.own_comment(named_site(request), word(query, "comment"), word(query, "token"))
    except NotFoundError:
        return None


async def _in_threads(site: Site, comments: list[Comment]) -> list[Shown]:
    """Return a page of comments with replies under what they reply to, otherwise oldest first."""
    here = {comment.id: comment for comment in comments}
    elsewhere = [each.parent_id for each in comments if each.parent_id and each.parent_id not in here]
    others = await site.comments.find_all(elsewhere)
    parents = {other.id: other for other in others if other.status is Status.APPROVED} | here
    shown: list[Shown] = []

    def show(comment: Comment, *, is_reply: bool) -> None:
        above = shown[-1].comment.id if shown else ""
        parent = parents.get(comment.parent_id)
        shown.append(Shown(comment, None if comment.parent_id == above else parent, is_reply))
        for reply in comments:
            if reply.parent_id == comment.id:
                show(reply, is_reply=True)

    for comment in comments:
        if comment.parent_id not in here:
            show(comment, is_reply=False)
    return shown
