import pytest

from tests.service.cli.conftest import Fairword

PASSWORD = "correct horse battery"


def test_add_takes_the_password_from_standard_input(fairword: Fairword) -> None:
    added = fairword("moderator", "add", "alice", "--role", "editor", "--password-stdin", typed=PASSWORD)

    assert added.exit_code == 0
    assert fairword("moderator", "list").output == "alice  editor\n"


def test_add_asks_for_the_password_twice_and_does_not_show_it(fairword: Fairword) -> None:
    added = fairword("moderator", "add", "alice", typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert added.exit_code == 0
    assert PASSWORD not in added.output


@pytest.mark.parametrize(
    ("name", "password", "sentence"),
    [
        ("alice", "short", "password: Accepts 10 to 500 characters, got 5."),
        ("a b", PASSWORD, "name: Accepts 1 to 60 letters"),
        ("", PASSWORD, "name: Accepts 1 to 60 letters"),
    ],
)
def test_add_says_which_value_is_wrong(fairword: Fairword, name: str, password: str, sentence: str) -> None:
    refused = fairword("moderator", "add", name, "--password-stdin", typed=password)

    assert refused.exit_code == 1
    assert sentence in refused.output
    assert fairword("moderator", "list").output == ""


def test_a_name_can_be_taken_once(fairword: Fairword) -> None:
    fairword("moderator", "add", "alice", "--password-stdin", typed=PASSWORD)

    refused = fairword("moderator", "add", "alice", "--password-stdin", typed=PASSWORD)

    assert refused.exit_code == 1
    assert "There is a moderator called 'alice' already." in refused.output


def test_disable_locks_out_and_keeps_the_name(fairword: Fairword) -> None:
    fairword("moderator", "add", "alice", "--password-stdin", typed=PASSWORD)

    assert fairword("moderator", "disable", "alice").exit_code == 0

    assert fairword("moderator", "list").output == "alice  moderator  disabled\n"


def test_disable_of_nobody_says_so(fairword: Fairword) -> None:
    refused = fairword("moderator", "disable", "bob")

    assert refused.exit_code == 1
    assert "There is no such moderator." in refused.output


def test_another_password_is_for_a_disabled_moderator_too(fairword: Fairword) -> None:
    fairword("moderator", "add", "alice", "--password-stdin", typed=PASSWORD)
    fairword("moderator", "disable", "alice")

    changed = fairword("moderator", "password", "alice", "--password-stdin", typed="battery staple horse")

    assert changed.output == "alice can sign in at /login by the new password.\n"
    assert fairword("moderator", "list").output == "alice  moderator\n"


@pytest.mark.parametrize(
    ("name", "password", "sentence"),
    [
        ("alice", "short", "password: Accepts 10 to 500 characters, got 5."),
        ("bob", PASSWORD, "There is no such moderator."),
    ],
)
def test_a_password_that_is_not_taken_says_why(
    fairword: Fairword, name: str, password: str, sentence: str
) -> None:
    fairword("moderator", "add", "alice", "--password-stdin", typed=PASSWORD)

    refused = fairword("moderator", "password", name, "--password-stdin", typed=password)

    assert refused.exit_code == 1
    assert sentence in refused.output
