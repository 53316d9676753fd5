"""Addresses that come from outside: which of them we redirect and link to."""

from urllib.parse import urlsplit, urlunsplit

from aiohttp import web

from service.api.access import is_own_page
from service.api.views import status_query
from service.domain.comment import Comment
from service.domain.submission import is_web_address
from service.sites import Site


def is_trusted(request: web.Request, site: Site, address: str) -> bool:
    """Whether an address is a page of this service or of the site's configured origins."""
    if not is_web_address(address):
        return False
    parts = urlsplit(address)
    return is_own_page(request, address) or f"{parts.scheme}://{parts.netloc}".lower() in site.config.origins


def status_path(request: web.Request, comment: Comment) -> str:
    """Return the page where the commenter sees how a comment stands."""
    return f"/comments/{comment.id}?{status_query(request, comment)}"


def after_posting(request: web.Request, site: Site, comment: Comment) -> str:
    """Return where a commenter goes after posting: the article if we trust its address, else the status page.

    A page of this service gets the comment's id and token in the query and says what became of it. A page of
    the site gets them in the fragment, which no server logs and the site's own script may read.
    """
    if not is_trusted(request, site, comment.article_url):
        return status_path(request, comment)
    parts = urlsplit(comment.article_url)
    told = f"comment={comment.id}&{status_query(request, comment)}"
    if is_own_page(request, comment.article_url):
        path = "/" + parts.path.lstrip("/\\")
        return urlunsplit(("", "", path, "&".join(filter(None, (parts.query, told))), "your-comment"))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, told))
