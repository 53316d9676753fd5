"""`POST /comments`: the comment form of a page without JavaScript."""

from aiohttp import web

from service.api.access import check_origin, client_address
from service.api.bodies import TYPED_BODY_MAX, read_form
from service.api.problems import STORE_HEADERS, refusal_headers, store_sentence
from service.api.rate_headers import rate_headers
from service.services import services_of
from service.store.errors import StoreError
from service.usecases.refusals import InvalidError, RefusedError
from service.usecases.submit import Receipt, Sender, read_submission
from service.web.comment_form import CommentForm
from service.web.content_policy import content_policy
from service.web.destinations import after_posting, is_trusted
from service.web.rendering import render


async def post_form(request: web.Request) -> web.StreamResponse:
    """Take a comment in and go back to the article, or show the form again with all that was typed."""
    form = CommentForm.read(await read_form(request, TYPED_BODY_MAX))
    try:
        receipt = await _submit(request, form)
    except InvalidError as error:
        return _again(request, form.with_errors(error.errors), error.status)
    except RefusedError as error:
        page = _again(request, form.with_trouble(error.detail), error.status)
        page.headers.update(refusal_headers(error))
        return page
    except StoreError as error:
        page = _again(request, form.with_trouble(store_sentence(error)[1]), 503)
        page.headers.update(STORE_HEADERS)
        return page
    location = after_posting(request, services_of(request).site(receipt.comment.site), receipt.comment)
    return web.Response(status=303, headers={"Location": location, **rate_headers(receipt.quotas)})


async def _submit(request: web.Request, form: CommentForm) -> Receipt:
    submission = read_submission({"site": services_of(request).first_site.name} | form.data)
    site = services_of(request).site(submission.site)
    check_origin(request, site)
    sender = Sender(client_address(request), form=form.proof)
    return await services_of(request).submit(site, submission, sender, form.repeat)


def _again(request: web.Request, form: CommentForm, status: int) -> web.Response:
    site = services_of(request).sites.get(form.site or services_of(request).first_site.name)
    is_known = site is not None and is_trusted(request, site, form.article_url)
    page = render(
        request,
        "comment_form_page.html",
        form=form,
        status=status,
        article_url=form.article_url if is_known else "",
    )
    # The answer to this form may redirect to the origins of the site that it is for.
    page.headers["Content-Security-Policy"] = content_policy(list(site.config.origins) if site else [])
    return page
