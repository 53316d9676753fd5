"""What a form's token and its field for programs tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from service.domain.form_token import (
    NO_FORM,
    STALE_MS,
    TOO_QUICK_MS,
    FormDoubt,
    FormProof,
    FormTokens,
)
from service.domain.seal import Seal

OPENED_MS = 1_790_000_000_000
TOKENS = FormTokens(Seal("s" * 32))
TOKEN = TOKENS.issue("default", "a1", OPENED_MS)


def doubt(token: str = TOKEN, *, article: str = "a1", site: str = "default", after_ms: int = 60_000) -> str:
    return TOKENS.doubt(site, article, FormProof(token), OPENED_MS + after_ms) or ""


@pytest.mark.parametrize(
    ("after_ms", "found"),
    [
        (0, FormDoubt.TOO_QUICK),
        (TOO_QUICK_MS - 1, FormDoubt.TOO_QUICK),
        (TOO_QUICK_MS, ""),
        (STALE_MS, ""),
        (STALE_MS + 1, FormDoubt.STALE),
        (-1, FormDoubt.TOO_QUICK),
    ],
)
def test_a_form_is_a_persons_after_a_moment_and_for_a_day(after_ms: int, found: str) -> None:
    assert doubt(after_ms=after_ms) == found


@pytest.mark.parametrize("article", ["a2", "A1", ""])
def test_a_token_is_for_its_own_article(article: str) -> None:
    assert doubt(article=article) is FormDoubt.FORGED


def test_a_token_is_for_its_own_site() -> None:
    assert doubt(site="blog") is FormDoubt.FORGED


def test_an_article_is_the_same_however_its_id_is_spaced() -> None:
    token = TOKENS.issue("default", " the  ferry ", OPENED_MS)
    assert not doubt(token, article="the ferry")


def test_a_token_that_was_made_older_is_forged() -> None:
    _, _, signature = TOKEN.partition(".")
    assert doubt(f"{OPENED_MS - 60_000}.{signature}") is FormDoubt.FORGED


def test_a_token_of_another_service_is_forged() -> None:
    assert doubt(FormTokens(Seal("t" * 32)).issue("default", "a1", OPENED_MS)) is FormDoubt.FORGED


@given(some.text(min_size=1))
def test_whatever_comes_as_a_token_is_judged(token: str) -> None:
    assert doubt(token) is FormDoubt.FORGED


def test_a_form_without_a_token_raises_no_doubt_by_that_alone() -> None:
    assert TOKENS.doubt("default", "a1", NO_FORM, OPENED_MS) is None


def test_what_people_do_not_see_tells_more_than_a_good_token() -> None:
    proof = FormProof(TOKEN, trap_filled=True)
    assert TOKENS.doubt("default", "a1", proof, OPENED_MS + 60_000) is FormDoubt.TRAP
