import pytest

from classifier.reader_artifact import TOKENIZER
from classifier.second_reading import LETTERS
from classifier.wordpieces import STRETCHES, Wordpieces
from tests.support.tiny_reader import TOKENS, WORDS, write_tiny_reader

NUMBERS = {word: place for place, word in enumerate(WORDS, start=1)}


@pytest.fixture(scope="module")
def wordpieces(tmp_path_factory: pytest.TempPathFactory) -> Wordpieces:
    return Wordpieces(write_tiny_reader(tmp_path_factory.mktemp("tiny")) / TOKENIZER, TOKENS)


@pytest.mark.parametrize("count", [0, 1, TOKENS, TOKENS + 1, 5 * TOKENS])
def test_a_text_is_read_to_its_end_and_what_lies_between_stretches_twice(
    wordpieces: Wordpieces, count: int
) -> None:
    words = [("lovely", "horrible", "house")[place % 3] for place in range(count)]
    found = wordpieces.of(" ".join(words))
    assert found.is_whole
    assert all(len(stretch) <= TOKENS for stretch in found.ids)
    assert len(found.ids) == 1 or all(
        stretch[-TOKENS // 4 :] == further[: TOKENS // 4]
        for stretch, further in zip(found.ids, found.ids[1:], strict=False)
    )
    once = [*found.ids[0], *(piece for further in found.ids[1:] for piece in further[TOKENS // 4 :])]
    assert once == [NUMBERS.get(word, 0) for word in words]


@pytest.mark.parametrize("text", ["house " * TOKENS * STRETCHES, "a" * (LETTERS + 1)])
def test_what_is_too_long_is_said_not_to_be_whole(wordpieces: Wordpieces, text: str) -> None:
    found = wordpieces.of(text)
    assert not found.is_whole
    assert len(found.ids) <= STRETCHES
