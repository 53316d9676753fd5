import pytest

from classifier.language import identify
from tests.classifier.nasty_texts import NASTY_TEXTS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Das ist ein sehr schöner Artikel, vielen Dank dafür.", "de"),
        ("Du bist so ein Idiot, verschwinde einfach von hier.", "de"),
        ("C'est un très bon article, merci beaucoup pour les explications.", "fr"),
        ("Me ha gustado mucho este artículo, muchas gracias por escribirlo.", "es"),
        ("Это очень хорошая статья, большое спасибо автору.", "ru"),
        ("这是一篇很好的文章，谢谢作者。", "zh"),
        ("هذا مقال جيد جدا شكرا لك على الكتابة", "ar"),
    ],
)
def test_a_sentence_in_another_language_is_not_supported(text: str, code: str) -> None:
    language = identify(text)
    assert (language.code, language.supported) == (code, False)


@pytest.mark.parametrize(
    "text",
    [
        "Nice!",
        "lol",
        "😀😀😀",
        "👍",
        "",
        "...",
        "12:30",
        "Merci!",
        "haha omg",
        "@Anna",
        "https://example.com/a/b",
        "LMAOOO",
        "ok",
    ],
)
def test_a_very_short_comment_is_undetermined_and_supported(text: str) -> None:
    language = identify(text)
    assert (language.code, language.supported) == ("und", True)


@pytest.mark.parametrize(
    "text",
    [
        "What an idiot",
        "Thanks for sharing, Jürgen Müller!",
        "I love the café in São Paulo",
        "Schadenfreude is the best joy.",
        "Trump Putin Merkel Macron Erdogan",
        "𝔗𝔥𝔦𝔰 𝔦𝔰 𝔣𝔦𝔫𝔢",
    ],
)
def test_english_with_foreign_names_is_supported(text: str) -> None:
    assert identify(text).supported


@pytest.mark.parametrize("text", ["Привет", "谢谢", "شكرا"])
def test_even_a_word_in_a_foreign_script_goes_to_a_person(text: str) -> None:
    assert not identify(text).supported


@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_any_text_gets_an_answer(text: str) -> None:
    assert len(identify(text).code) in (2, 3)
