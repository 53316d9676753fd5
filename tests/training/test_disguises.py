import pytest

from classifier.normalisation import normalise
from tests.training.made_datasets import CALM, RUDE, texts
from training.disguises import DISGUISES, disguise

RUDE_WORDS = frozenset({"idiot", "stupid", "moron", "loser", "liar", "fool"})
UNDONE = (
    "invisible characters",
    "soft hyphens",
    "combining marks",
    "full width",
    "mixed case",
    "emoji letters",
    "look-alike letters",
)


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguise_changes_rude_words_and_is_the_same_each_time(name: str) -> None:
    for text in texts(50, RUDE):
        hidden = disguise(text, name, RUDE_WORDS, seed=1)
        assert hidden == disguise(text, name, RUDE_WORDS, seed=1)
    changed = [disguise(text, name, RUDE_WORDS, seed=1) != text for text in texts(50, RUDE)]
    assert sum(changed) > 45


@pytest.mark.parametrize("name", DISGUISES)
def test_calm_words_are_disguised_as_well(name: str) -> None:
    changed = [disguise(text, name, frozenset(), seed=1) != text for text in texts(50, CALM)]
    assert sum(changed) > 40


@pytest.mark.parametrize("name", UNDONE)
def test_normalisation_sees_through_what_only_looks_different(name: str) -> None:
    for text in texts(50, RUDE):
        assert normalise(disguise(text, name, RUDE_WORDS, seed=1)) == normalise(text)
