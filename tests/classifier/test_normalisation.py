import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.normalisation import normalise, trace
from tests.classifier.nasty_texts import NASTY_TEXTS

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=80)
DISGUISED = st.text(alphabet="fuckshit 01357@$!|+._-*\u0430\u0441\u0435\u0443\u200b\u0301FUCK\n", max_size=60)


@pytest.mark.parametrize(
    ("disguised", "plain"),
    [
        ("f u c k you", "fuck you"),
        ("i.d.i.o.t", "idiot"),
        ("s-t-u-p-i-d!", "stupid!"),
        ("sh1t", "shit"),
        ("a$$hole", "asshole"),
        ("@ss", "ass"),
        ("fuuuuuck", "fuck"),
        ("asssshole", "asshole"),
        ("fu\u0441k", "fuck"),
        (
            "\u0441\u043e\u0441\u043e\u0430 is what you are, my dear friend",
            "cocoa is what you are, my dear friend",
        ),
        ("f\u200bu\u00adc\ufeffk", "fuck"),
        ("f\u0336u\u0336c\u0336k\u0336", "fuck"),
        ("\uff46\uff55\uff43\uff4b", "fuck"),
        ("\U0001d4ef\U0001d4fe\U0001d4ec\U0001d4f4", "fuck"),
        ("\U0001f175\U0001f184\U0001f172\U0001f17a", "fuck"),
        ("FUCK", "fuck"),
        ("!!!!!!!!!!", "!!!"),
    ],
)
def test_a_disguise_is_undone(disguised: str, plain: str) -> None:
    assert normalise(disguised) == plain


@pytest.mark.parametrize(
    "text",
    [
        "привет, как дела?",
        "это очень хорошая статья",
        "γεια σου κοσμε",
        "the 1st of 20 days in 1999",
        "cost: $5.00 (100%)",
        "the u.s. and the u.k.",
        "cool, good, tall, free",
    ],
)
def test_plain_text_and_other_scripts_stay_as_they_are(text: str) -> None:
    assert normalise(text) == text


@given(st.one_of(ANY_TEXT, DISGUISED))
def test_tracing_sees_the_same_text_and_leads_back_into_the_original(text: str) -> None:
    traced = trace(text)
    assert traced.text == normalise(text)
    assert len(traced.origins) == len(traced.text)
    assert traced.origins == sorted(traced.origins)
    assert all(0 <= origin < len(text) for origin in traced.origins)


@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_any_text_can_be_traced(text: str) -> None:
    assert trace(text).text == normalise(text)


def test_a_traced_letter_comes_from_where_it_stood() -> None:
    text = "you f.u.c.k"
    traced = trace(text)
    assert [text[origin] for origin in traced.origins[4:]] == list("fuck")


@pytest.mark.parametrize("text", [text for text in NASTY_TEXTS if len(text) > 1000])
def test_no_text_takes_long(text: str) -> None:
    """A pattern that backtracks would take seconds on one of these; milliseconds are right."""
    started = time.process_time()
    normalise(text)
    assert time.process_time() - started < 0.5
