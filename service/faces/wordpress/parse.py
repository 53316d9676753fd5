"""What a WordPress comment form sends."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin

from aiohttp import web

from service.api.access import base_url, parts_of
from service.domain.submission import ID_MAX, URL_MAX, Sizes, is_blank, is_email, is_web_address
from service.faces.wordpress.wording import language_of, words_in
from service.services import services_of
from service.sites import Site

TEXT_MAX_BYTES = 65_525
BODY_MAX = 12 * TEXT_MAX_BYTES
"""A form writes one character of four bytes in twelve."""
SIZES = Sizes(text=TEXT_MAX_BYTES, name=245)
_LONGEST = {"author": SIZES.name, "email": 100, "url": 200, "comment_post_ID": ID_MAX}
_FIELDS = ("comment", "author", "email", "url", "comment_post_ID", "comment_parent", "redirect_to")


@dataclass(frozen=True, slots=True)
class WordPressForm:
    """The fields of the form as they stand in the page, and what is wrong with them."""

    words: Mapping[str, str]
    language: str
    comment: str = ""
    author: str = ""
    email: str = ""
    url: str = ""
    comment_post_ID: str = ""  # noqa: N815 - WordPress's name of the field
    comment_parent: str = ""
    redirect_to: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""

    @classmethod
    def read(cls, request: web.Request, fields: Mapping[str, str]) -> "WordPressForm":
        """Return what was typed; where to go afterwards is told by the form, else by the referring page."""
        language = language_of(request.headers.get("Accept-Language", ""))
        found: dict[str, Any] = {name: fields[name] for name in _FIELDS if name in fields}
        target = found.get("redirect_to") or request.headers.get("Referer", "")
        found["redirect_to"] = _joined(f"{base_url(request)}/", target) if target else ""
        return cls(words=words_in(language), language=language, **found)

    def checked(self) -> "WordPressForm":
        """Return the form with a sentence for each field that WordPress would not take."""
        return replace(self, errors={name: sentence for name in _FIELDS if (sentence := self._wrong(name))})

    def data(self, site: str) -> dict[str, Any]:
        """Return the same as a submission to a site."""
        return {
            "site": site,
            "article_id": self.comment_post_ID,
            "article_url": self.redirect_to if _fits(self.redirect_to) else "",
            "parent_id": "" if self.comment_parent.strip() == "0" else self.comment_parent,
            "author": {"name": self.author, "email": self.email},
            "text": self.comment,
        }

    def _wrong(self, name: str) -> str:
        value = getattr(self, name).strip()
        if name in {"comment", "author"} and is_blank(value):
            return self.words[f"no_{name}"]
        if name == "comment_post_ID" and not value:
            return self.words["no_article"]
        if name == "comment":
            return self._too_long(len(value.encode()), TEXT_MAX_BYTES, "bytes")
        if too_long := self._too_long(len(value), _LONGEST.get(name, len(value)), "characters"):
            return too_long
        return self.words["bad_email"] if name == "email" and value and not is_email(value) else ""

    def _too_long(self, got: int, most: int, unit: str) -> str:
        sentence = self.words["too_long"]
        return sentence.format(most=f"{most:,}", got=f"{got:,}", unit=self.words[unit]) if got > most else ""


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target)
    except ValueError:
        return ""


def _fits(address: str) -> bool:
    return len(address) <= URL_MAX and is_web_address(address)


def site_of(request: web.Request) -> Site:
    """Return the site that a form is for: the one in the query, else the one that lists its page's origin."""
    services = services_of(request)
    if name := request.query.get("site", ""):
        return services.site(name)
    parts = parts_of(request.headers.get("Origin", "") or request.headers.get("Referer", ""))
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    return next(
        (site for site in services.sites.values() if origin in site.config.origins), services.first_site
    )
