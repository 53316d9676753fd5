"""`/wp-comments-post.php`: where the comment form of a WordPress theme posts to."""

from dataclasses import replace

from aiohttp import web

from service.api.access import check_origin, client_address
from service.api.bodies import read_form
from service.faces.failure import failure_of
from service.faces.wordpress.errors import field_sentences, sentence_for
from service.faces.wordpress.parse import BODY_MAX, SIZES, WordPressForm, site_of
from service.faces.wordpress.render import accepted, form_again
from service.services import services_of
from service.sites import Site
from service.store.errors import StoreError
from service.usecases.refusals import InvalidError, RefusedError
from service.usecases.submit import Receipt, Sender, read_submission


async def post_comment(request: web.Request) -> web.StreamResponse:
    """Take a comment in and go back to the article, or show the form again."""
    site = site_of(request)
    form = WordPressForm.read(request, await read_form(request, BODY_MAX)).checked()
    if form.errors:
        return form_again(request, site, form, 422)
    try:
        receipt = await _submit(request, site, form)
    except InvalidError as error:
        return form_again(request, site, replace(form, errors=field_sentences(error)), error.status)
    except (RefusedError, StoreError) as error:
        failure = failure_of(error)
        page = form_again(request, site, replace(form, trouble=sentence_for(form, failure)), failure.status)
        page.headers.update(failure.headers)
        return page
    return accepted(request, site, receipt)


async def _submit(request: web.Request, site: Site, form: WordPressForm) -> Receipt:
    submission = read_submission(form.data(site.name), SIZES)
    check_origin(request, site)
    sender = Sender(client_address(request), source="wordpress")
    return await services_of(request).submit(site, submission, sender)
