"""What a WordPress form is answered: back to the article, or the form again with all that was typed."""

from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.api.rate_headers import rate_headers
from service.faces.wordpress.parse import WordPressForm
from service.sites import Site
from service.usecases.submit import Receipt
from service.web.content_policy import content_policy
from service.web.destinations import after_posting, is_trusted
from service.web.rendering import static

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def accepted(request: web.Request, site: Site, receipt: Receipt) -> web.Response:
    """Lead the commenter back to the article, or to the comment's own page if that is not to be trusted."""
    location = after_posting(request, site, receipt.comment)
    return web.Response(status=302, headers={"Location": location, **rate_headers(receipt.quotas)})


def form_again(request: web.Request, site: Site, form: WordPressForm, status: int) -> web.Response:
    """Return the form with what was typed and what is wrong."""
    back = form.redirect_to if is_trusted(request, site, form.redirect_to) else ""
    text = _environment.get_template("form.html").render(
        form=form, static=static, action=request.path_qs, back=back
    )
    headers = {
        "Content-Security-Policy": content_policy(site.config.origins),
        "Content-Language": form.language,
        "Vary": "Accept-Language",
    }
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)
