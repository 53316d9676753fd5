"""Lists of words that a site blocks or watches."""

import itertools
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.words import WORD_MAX, WordList

LETTERS = "abAB_1"
SLOWEST_S = 2.0
"""Of one core: far above what any list takes here, far below what going back over a text would."""


@pytest.mark.parametrize(
    ("entry", "text", "found"),
    [
        ("kettle", "The KETTLE sings", "KETTLE"),
        ("kettle", "kettle", "kettle"),
        ("kettle", "a kettle-drum", "kettle"),
        ("kettle", "kettles", ""),
        ("kettle", "teakettle", ""),
        ("kettle*", "three kettles", "kettles"),
        ("*kettle", "my teakettle!", "teakettle"),
        ("*ett*", "my teakettles!", "teakettles"),
        ("k*e", "a kettle, please", "kettle"),
        ("k*e", "a kettles", ""),
        ("k*tt*s", "no kettle but kettles", "kettles"),
        ("f*g", "fog", "fog"),
        ("buy now", "Buy \n  now!", "Buy \n  now"),
        ("buy* now", "buying now", "buying now"),
        ("b*y n*w", "boy new", "boy new"),
        ("buy now", "buynow", ""),
        ("c++", "c++ or c", "c++"),
        ("$cam", "a $cam", "$cam"),
        ("naïve", "NAÏVE", "NAÏVE"),
        ("straße", "Straße", "Straße"),
        ("кот", "Кот спит", "Кот"),
        ("scam", "\uff53\uff43\uff41\uff4d", "scam"),  # full-width letters are the same letters
        ("a.c", "abc", ""),
        ("...", "so ... no", "..."),
        ("...", "so no. No", ""),
        ("🖕", "and 🖕!", "🖕"),
        ("*", "", None),
    ],
)
def test_a_whole_word_is_found_whatever_its_case(entry: str, text: str, found: str | None) -> None:
    if found is None:
        with pytest.raises(ValueError, match=r"not of \* alone"):
            WordList([entry])
    else:
        assert WordList([entry]).find(text) == found


def test_the_first_listed_word_of_the_text_is_found() -> None:
    assert WordList(["teapot", "kettle"]).find("a kettle and a teapot") == "kettle"


def test_the_first_one_is_found_whether_it_is_a_plain_word_or_not() -> None:
    words = WordList(["teapot", "kettle*", "buy now"])
    assert words.find("kettles and a teapot") == "kettles"
    assert words.find("a teapot and kettles") == "teapot"
    assert words.find("teapot-kettle") == "teapot"
    assert words.find("please buy now a teapot") == "buy now"


def test_an_empty_list_finds_nothing() -> None:
    assert not WordList([]).find("anything")


@pytest.mark.parametrize("entry", ["", "   ", "*", "* **", "\u200b", "x" * (WORD_MAX + 1)])
def test_an_entry_that_would_find_everything_or_nothing_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match="accepts words of 1 to 100 characters") as raised:
        WordList([entry])
    assert repr(entry) in str(raised.value)


def fits(pattern: str, word: str) -> bool:
    """Tell slowly and surely whether a word fits a pattern with `*`."""
    if not pattern:
        return not word
    if pattern[0] == "*":
        return any(fits(pattern[1:], word[taken:]) for taken in range(len(word) + 1))
    return word[:1] == pattern[0] and fits(pattern[1:], word[1:])


@given(
    st.text(LETTERS + "*", min_size=1, max_size=8).filter(lambda entry: any(map(str.isalnum, entry))),
    st.text(LETTERS, max_size=10),
)
def test_a_wildcard_stands_for_any_letters_and_for_none(entry: str, word: str) -> None:
    expected = word if fits(entry.lower(), word.lower()) else ""
    assert WordList([entry]).find(word) == expected


@given(
    st.lists(st.text(LETTERS, min_size=1, max_size=4).filter(str.isalnum), max_size=5), st.text(max_size=60)
)
def test_what_is_found_stands_in_the_text_as_a_word_of_the_list(entries: list[str], text: str) -> None:
    found = WordList(entries).find(text)
    if found:
        assert found in unicodedata.normalize("NFKC", text)
        assert found.lower() in {entry.lower() for entry in entries}


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("*a" * 40 + "*b", "a" * 10_000),
        ("*a*a*a*a*a*a*c", "ab" * 5_000),
        ("a* a* a* a* b", "a " * 5_000),
        ("a b", "a" + " " * 9_998),
        ("*kettle*", "!" * 10_000),
        ("x*-x*-x*-y", "x-" * 5_000),
    ],
)
def test_no_text_makes_a_wildcard_slow(entry: str, text: str) -> None:
    words = WordList([entry])
    started = time.process_time()
    assert not words.find(text)
    assert time.process_time() - started < SLOWEST_S


def test_tens_of_thousands_of_words_are_looked_for_at_once() -> None:
    words = WordList(
        "".join(letters) for letters in itertools.product("kbdfghjlmn", "aeiou", LETTERS, "tpzrs", LETTERS)
    )
    started = time.process_time()
    for _ in range(20):
        assert not words.find("kettle and kitten " * 555)
        assert not words.find("!?" * 5_000)
    assert time.process_time() - started < SLOWEST_S


def test_hundreds_of_phrases_are_looked_for_at_once() -> None:
    words = WordList(
        ["".join(letters) + " now" for letters in itertools.product("kbdfghjlmn", "aei", "tpzrs", "oueyx")]
    )
    started = time.process_time()
    assert not words.find("kettle and kitten " * 555)
    assert not words.find("!?" * 5_000)
    assert time.process_time() - started < SLOWEST_S
