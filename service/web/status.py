"""`/comments/{id}`: where a comment stands, for whoever wrote it, and the appeal."""

from aiohttp import web

from service.api.bodies import TYPED_BODY_MAX, read_form
from service.api.comments import named_site, own_comment
from service.domain.comment import Comment
from service.services import services_of
from service.usecases.refusals import InvalidError, RefusedError
from service.web.destinations import is_trusted, status_path
from service.web.rendering import render


async def status_page(request: web.Request) -> web.StreamResponse:
    """Show where a comment stands, why, and what its author can do about it."""
    return _page(request, await _own(request))


async def post_appeal(request: web.Request) -> web.StreamResponse:
    """Open a case for another moderator, or show the page again with what was typed."""
    comment = await _own(request)
    text = (await read_form(request, TYPED_BODY_MAX)).get("text", "")
    try:
        await services_of(request).reading.appeal(named_site(request), comment, text)
    except InvalidError as error:
        return _page(request, comment, text, error.errors[0].message, error.status)
    except RefusedError as error:
        return _page(request, await _own(request), text, error.detail, error.status)
    return web.Response(status=303, headers={"Location": status_path(request, comment) + "#appeal"})


async def _own(request: web.Request) -> Comment:
    return await own_comment(request, request.match_info["id"], request.query.get("token", ""))


def _page(
    request: web.Request, comment: Comment, text: str = "", message: str = "", status: int = 200
) -> web.Response:
    return render(
        request,
        "status.html",
        status=status,
        comment=comment,
        may_appeal=services_of(request).reading.may_appeal(comment),
        article_url=comment.article_url
        if is_trusted(request, named_site(request), comment.article_url)
        else "",
        appeal_path=status_path(request, comment).replace("?", "/appeal?", 1),
        text=text,
        message=message,
    )
