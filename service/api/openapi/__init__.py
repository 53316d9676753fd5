"""The service describes itself: `/openapi.json` for programs, `/docs` for people."""

from service.api.openapi.handlers import document, page

__all__ = ["document", "page"]
