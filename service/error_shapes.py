"""Which shape an error has, by address: each face speaks as the service that its clients were made for."""

from collections.abc import Callable

from aiohttp import web

from service.api.problems import error_problem
from service.faces.akismet.errors import akismet_error
from service.faces.openai.errors import openai_error
from service.faces.perspective.errors import perspective_error
from service.faces.wordpress.errors import wordpress_error
from service.web.errors import error_page

ErrorShape = Callable[[web.Request, Exception], web.StreamResponse]

SHAPES: tuple[tuple[str, ErrorShape], ...] = (
    ("/v1alpha1/", perspective_error),
    ("/$discovery/", perspective_error),
    ("/1.1/", akismet_error),
    ("/1.2/", akismet_error),
    ("/v1/moderations", openai_error),
    ("/v1/", error_problem),
)
"""By the beginning of the path; the first that fits decides."""


def error_shape(request: web.Request) -> ErrorShape:
    """Return what renders errors of a request; elsewhere pages for people and problems for programs."""
    if request.path.endswith("/wp-comments-post.php"):  # in whatever folder the blog is
        return wordpress_error
    for beginning, shape in SHAPES:
        if request.path.startswith(beginning):
            return shape
    return error_page if "text/html" in request.headers.get("Accept", "") else error_problem
