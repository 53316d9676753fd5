"""What readers do with the form on a site's pages, as the tests have them do it."""

from playwright.async_api import Locator, Page

from service.web.embed.handlers import DEMO_ARTICLE
from tests.support.host_page import HostSite

ARTICLE = DEMO_ARTICLE
"""Here a form can be sent as soon as it is open."""


def element(article: str, attributes: str = "") -> str:
    """The form as a page holds it."""
    return f'<fairword-form article-id="{article}" {attributes}></fairword-form>'


def publish(site: HostSite, *elements: str, path: str = "/ferry", attributes: str = 'lang="en"') -> str:
    """A page with these elements and the service's script stands on the site; its address."""
    head = f'<script type="module" src="{site.service}/embed.js"></script>'
    return site.publish(path, "".join(elements), head=head, attributes=attributes)


def text_field(place: Page | Locator) -> Locator:
    """Where the comment is written."""
    return place.get_by_label("Comment", exact=True)


async def write(place: Page | Locator, text: str, name: str = "Rosa") -> None:
    """Name and comment are filled in."""
    await place.get_by_label("Name").fill(name)
    await text_field(place).fill(text)


async def post(place: Page | Locator) -> None:
    """The button is pressed."""
    await place.get_by_role("button", name="Post comment").click()
