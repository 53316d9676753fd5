import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.service.cli.conftest import Fairword
from tests.support.processes import FAIRWORD

FULL = Path("/dev/full")


def test_create_prints_the_key_alone_on_the_last_line(fairword: Fairword) -> None:
    made = fairword("key", "create", "--site", "default")

    assert made.exit_code == 0
    assert re.fullmatch(r"[a-z0-9]{40,60}", made.output.splitlines()[-1])


def test_list_shows_enough_to_tell_keys_apart_and_not_the_key(fairword: Fairword) -> None:
    key = fairword("key", "create", "--site", "default", "--name", "cms").output.splitlines()[-1]

    listed = fairword("key", "list").output

    assert "cms" in listed
    assert key[-4:] in listed
    assert key not in listed


def test_revoke_takes_the_key_itself_its_name_or_its_id(fairword: Fairword) -> None:
    key = fairword("key", "create", "--site", "default").output.splitlines()[-1]
    fairword("key", "create", "--site", "default", "--name", "cms")
    fairword("key", "create", "--site", "default", "--name", "app")
    app_id = next(line for line in fairword("key", "list").output.splitlines() if "app" in line).split()[0]

    for which in (key, "cms", app_id):
        assert fairword("key", "revoke", which).exit_code == 0

    assert fairword("key", "list").output == ""


def test_revoke_of_a_key_that_is_not_there_says_so(fairword: Fairword) -> None:
    refused = fairword("key", "revoke", "nobody")

    assert refused.exit_code == 1
    assert refused.output == "fairword: There is no such key.\n"


def test_revoke_of_a_name_that_several_keys_have_revokes_none(fairword: Fairword) -> None:
    for _ in range(2):
        fairword("key", "create", "--site", "default", "--name", "cms")

    refused = fairword("key", "revoke", "cms")

    assert refused.exit_code != 0
    assert "2 keys fit 'cms'" in refused.output
    assert len(fairword("key", "list").output.splitlines()) == 2


def test_a_site_that_is_not_configured_gets_no_key(fairword: Fairword) -> None:
    refused = fairword("key", "create", "--site", "elsewhere")

    assert refused.exit_code == 1
    assert "There is no site 'elsewhere' here." in refused.output


@pytest.mark.parametrize("name", ["cms\nanother", "\x1b[31mcms", "cms\udcff"])
def test_a_name_that_would_not_be_a_line_of_the_list_makes_no_key(fairword: Fairword, name: str) -> None:
    refused = fairword("key", "create", "--site", "default", "--name", name)

    assert refused.exit_code == 2
    assert "--name: Accepts printable characters." in refused.output
    assert fairword("key", "list").output == ""


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full, which Linux has")
@pytest.mark.parametrize("words", [["key", "create", "--site", "default"], ["score", "hello"]])
def test_what_a_full_disk_does_not_take_ends_in_a_sentence_and_leaves_no_key(
    fairword: Fairword, embedded_valkey: str, tmp_path: Path, words: list[str]
) -> None:
    settings = {"FAIRWORD_REDIS_URL": embedded_valkey, "FAIRWORD_DATA_DIR": str(tmp_path / "data")}
    settings["PYTHONUNBUFFERED"] = ""  # what is left in a buffer is written when Python ends
    with FULL.open("wb") as full:
        ended = subprocess.run(
            [FAIRWORD, *words],
            stdout=full,
            stderr=subprocess.PIPE,
            env=os.environ | settings,
            text=True,
            check=False,
        )

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == "fairword: It could not be written: No space left on device"
    assert "Traceback" not in ended.stderr
    assert fairword("key", "list").output == ""
