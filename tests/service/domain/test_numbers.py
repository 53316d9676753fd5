"""Numbers as people and programs write them in text."""

import pytest

from service.domain.numbers import counted, ordinal, percent, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1.0), ("0.5", 0.5), (".5", 0.5), ("1.", 1.0), (" -2 ", -2.0), ("+3", 3.0), ("1e-05", 1e-05)],
)
def test_a_number_is_read_as_it_is_written(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["", ".", "٣", "1_0", "nan", "inf", "0x1", "1 2", "½", "1e"])
def test_anything_else_is_refused_with_what_was_got(text: str) -> None:
    with pytest.raises(ValueError, match="accepts a number in the digits 0 to 9") as raised:
        read_number(text)
    assert repr(text) in str(raised.value)


@pytest.mark.parametrize(
    ("share", "said"), [(0.0, "0%"), (0.001, "<1%"), (0.499, "50%"), (0.999, ">99%"), (1.0, "100%")]
)
def test_a_share_reads_as_certain_only_when_it_is(share: float, said: str) -> None:
    assert percent(share) == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 cases"), (1, "1 case"), (2, "2 cases"), (1_000, "1,000 cases")]
)
def test_a_number_stands_with_its_noun(number: int, said: str) -> None:
    assert counted(number, "case", "cases") == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (13, "13th"),
        (22, "22nd"),
        (112, "112th"),
    ],
)
def test_a_place_in_a_row_is_said_as_people_say_it(number: int, said: str) -> None:
    assert ordinal(number) == said
