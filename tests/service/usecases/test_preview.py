"""What a preview makes of kept comments: what was not judged automatically still is not."""

from dataclasses import replace

import pytest

from service.domain.comment import OTHER_LANGUAGE, TOO_LONG, Decision, Outcome, Reason
from service.usecases.preview import preview
from tests.support.application import Application
from tests.support.comments import NOW_MS, a_comment

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("code", [OTHER_LANGUAGE, TOO_LONG])
async def test_what_was_left_to_a_person_as_not_to_be_judged_is_so_again(app: Application, code: str) -> None:
    site = app.services.sites["default"]
    decision = Decision(Outcome.REVIEW, (Reason(code, "It is not judged automatically."),), 0.5, "m1", "p1")
    comment = replace(a_comment(text="Good morning!"), decision=decision, likely_to_reject=0.0)
    await site.comments.record(comment, due_ms=NOW_MS)
    assert (await preview(site, site.policies)).now == {Outcome.REVIEW: 1}
