"""What moderators do on their pages, as the tests have them do it."""

from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Caller


def case_path(case_id: str, act: str = "") -> str:
    """The address of a case, or of something done with it."""
    return f"/review/cases/{case_id}{act}"


async def take(visitor: Visitor, case_id: str) -> Page:
    """The page of a case that the visitor has just taken."""
    page = await visitor.visit(case_path(case_id))
    await visitor.press(page, case_path(case_id, "/take"))
    return await visitor.visit(case_path(case_id))


async def standing(caller: Caller, case_id: str) -> str:
    """How a comment stands: `approved`, `pending` or `rejected`."""
    status: str = (await caller.get(f"/v1/review/cases/{case_id}")).json["status"]
    return status
