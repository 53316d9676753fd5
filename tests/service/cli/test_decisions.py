"""`fairword decisions export`, mistyped."""

import pytest

from tests.service.cli.conftest import Fairword


@pytest.mark.parametrize("after", ["garbage", "1-2-3", "-", "٣-0"])
def test_a_cursor_that_is_none_is_named(fairword: Fairword, after: str) -> None:
    refused = fairword("decisions", "export", f"--after={after}")

    assert refused.exit_code == 2
    assert f"'--after': must be an event's id, such as 1795420306086-0, got '{after}'" in refused.output
