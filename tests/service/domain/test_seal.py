"""Words made from a secret."""

from hypothesis import given
from hypothesis import strategies as st

from service.domain.seal import Seal

SEAL = Seal("0123456789abcdef" * 2)


def test_the_same_value_has_the_same_word_for_the_same_purpose_and_key_only() -> None:
    word = SEAL.word("status", "c1")
    assert word == SEAL.word("status", "c1")
    others = {SEAL.word("status", "c2"), SEAL.word("csrf", "c1"), Seal("another" * 8).word("status", "c1")}
    assert len({word} | others) == 4


@given(st.text(), st.text())
def test_only_the_word_itself_fits(value: str, forged: str) -> None:
    word = SEAL.word("status", value)
    assert SEAL.fits("status", value, word)
    assert SEAL.fits("status", value, forged) is (forged == word)
