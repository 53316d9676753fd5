"""Which texts are copies of each other."""

import pytest

from service.domain.likeness import BANDS, alike, bands

BRIGADE = (
    "Wake up people, the council has lied to you about the ferry for years and now they want your money too."
)


@pytest.mark.parametrize(
    "copy",
    [
        BRIGADE,
        BRIGADE.upper(),
        BRIGADE.replace("money", "pension"),
        BRIGADE.replace("Wake up people, t", "T"),
        BRIGADE.replace(",", "!!!").replace(" ", "\n"),
        "Hello all! " + BRIGADE,
        BRIGADE.replace("about the ferry", "about the last ferry"),
    ],
)
def test_a_copy_with_small_changes_is_found_and_recognised(copy: str) -> None:
    assert set(bands(BRIGADE)) & set(bands(copy))
    assert alike(BRIGADE, copy)


def test_another_text_about_the_same_is_no_copy() -> None:
    other = "I think the council has been honest about the ferry, and whoever says otherwise has not read it."
    assert not alike(BRIGADE, other)


def test_a_short_text_is_a_copy_when_its_words_are_the_same() -> None:
    assert bands("Cheap pills at pills.example today") == bands("CHEAP pills at pills.example, today!!!")
    assert alike("Cheap pills at pills.example today", "CHEAP pills at pills.example, today!!!")
    assert not alike("I do not like this ferry", "I do like this ferry")
    assert not alike("Wake up people, the council has lied to you", BRIGADE)


def test_long_texts_are_compared_by_their_beginning() -> None:
    long = " ".join(f"word{number}" for number in range(10_000))
    assert bands(long) == bands(long + " and an end")
    assert alike(long, long + " and an end")


def test_a_few_words_are_never_copies() -> None:
    assert bands("Well said, I agree.") == ()
    assert not alike("Well said, I agree.", "Well said, I agree.")


def test_what_a_text_is_found_by_never_changes() -> None:
    """It is kept in Redis, for other processes and later versions."""
    assert len(bands(BRIGADE)) == BANDS
    assert bands(BRIGADE)[0] == "00d5d05004e74"
    assert bands("Cheap pills at pills.example today") == ("s773784d2d3dc",)
