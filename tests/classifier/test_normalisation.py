import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import folding
from classifier.folding import fold
from classifier.normalisation import LINK_MARK, normalise, trace, view_of
from tests.classifier.nasty_texts import NASTY_TEXTS

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=80)
LINKED = st.text(alphabet="aw1.:/-@ \u0301", max_size=20).map(lambda text: text + "www.a-1.com/a")
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


@pytest.mark.parametrize(
    "text",
    [
        "just for test I have to say murdev.com",
        "Where the truth meets you: Incmedia.ORG!",
        "look at http://image2you.ru/48051",
        "https://a-b.example/petition?id=1",
        "the paper (en.wikipedia.org) has it",
        "bit.ly/abc",
        "www.b\u00fccher.example or bbc.co.uk",
        "write to alice@news.example.com",
    ],
)
def test_a_link_leaves_the_same_mark_wherever_it_leads(text: str) -> None:
    assert view_of(text).endswith(LINK_MARK)


@pytest.mark.parametrize(
    "text",
    [
        "I was at the house.it was late",
        "The end.Come on.",
        "e.g. this, i.e. that, 3.5 or 12.com",
        "this video: http://youtu.be/9bZkp7q19f0 https://www.youtube.com/watch?v=9 youtube.com m.youtube.com",
        "http:// and www. alone",
    ],
)
def test_what_is_no_link_or_leads_to_a_video_leaves_none(text: str) -> None:
    assert view_of(text) == normalise(text)


def test_the_mark_of_a_link_leads_back_to_it() -> None:
    text = "So I say: murdev.com is it."
    traced = trace(text)
    assert traced.text.endswith(LINK_MARK)
    assert {text[place] for place in traced.origins[-len(LINK_MARK) :]} <= set("murdev.com")
    assert text[traced.origins[-len(LINK_MARK)]] == "m"


@given(st.one_of(ANY_TEXT, DISGUISED, LINKED))
def test_tracing_sees_the_same_text_and_leads_back_into_the_original(text: str) -> None:
    traced, length = trace(text), len(normalise(text))
    assert traced.text == view_of(text)
    assert len(traced.origins) == len(traced.text)
    assert traced.origins[:length] == sorted(traced.origins[:length])
    assert all(0 <= origin < len(text) for origin in traced.origins)


@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_any_text_can_be_traced(text: str) -> None:
    assert trace(text).text == view_of(text)


def test_a_traced_letter_comes_from_where_it_stood() -> None:
    text = "you f.u.c.k"
    traced = trace(text)
    assert [text[origin] for origin in traced.origins[4:]] == list("fuck")


@pytest.mark.parametrize("text", [text for text in NASTY_TEXTS if len(text) > 1000])
def test_no_text_takes_long(text: str) -> None:
    """A pattern that backtracks would take seconds on one of these; milliseconds are right."""
    started = time.process_time()
    view_of(text)
    assert time.process_time() - started < 0.5


def test_all_of_unicode_takes_no_memory_for_good() -> None:
    fold("".join(map(chr, range(60_000))))
    assert len(folding._TABLE) <= 20_000  # noqa: SLF001 - there is no other way to see it
    assert fold("\U0001d5e7\u0301\U000e0001") == "t"
