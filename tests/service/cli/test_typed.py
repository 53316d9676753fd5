"""What somebody types may be no text."""

import pytest

from tests.service.cli.conftest import Fairword

BYTES = b"a password\xff\n"
WORD = BYTES.decode(errors="surrogateescape")
"""As Python has a word of the command line with a byte that is no UTF-8."""


@pytest.mark.parametrize(
    "words",
    [
        ("erase", "--site", "default", "--author", WORD),
        ("moderator", "disable", WORD),
        ("moderator", "add", "alice", "--password-stdin"),
    ],
)
def test_bytes_that_are_no_text_are_refused_without_a_traceback_and_change_nothing(
    fairword: Fairword, words: tuple[str, ...]
) -> None:
    refused = fairword(*words, typed=BYTES)

    assert refused.exit_code == 1
    assert refused.output == "fairword: What was typed or read holds bytes that are no UTF-8.\n"
    assert fairword("moderator", "list").output == ""
