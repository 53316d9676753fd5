import socket
from pathlib import Path

import pytest

from tests.service.cli.conftest import Fairword
from tests.support.processes import run_fairword


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        (
            "FAIRWORD_PORT",
            "eighty",
            "FAIRWORD_PORT: accepts a port from 0 (any free one) to 65535",
        ),
        *(
            (
                "FAIRWORD_HOST",
                host,
                f"FAIRWORD_HOST: accepts an address or name of this machine, got {host!r}: ",
            )
            for host in ("nowhere.invalid", "192.0.2.7", "http://127.0.0.1", "a..b")
        ),
        ("FAIRWORD_WORKERS", "0", "FAIRWORD_WORKERS: accepts a number of processes from 1 to 64, got '0'"),
        ("FAIRWORD_REDIS_URL", "localhost", "FAIRWORD_REDIS_URL: accepts redis://"),
        ("FAIRWORD_LOG_FORMAT", "xml", "FAIRWORD_LOG_FORMAT: accepts console or json, got 'xml'"),
        ("FAIRWORD_SECRET_KEY", "short", "FAIRWORD_SECRET_KEY: accepts at least 32 characters, got 5"),
        ("FAIRWORD_CONFIG", "/nowhere/x.toml", "FAIRWORD_CONFIG: /nowhere/x.toml:"),
    ],
)
def test_a_wrong_setting_stops_the_start_in_a_sentence(
    fairword: Fairword, setting: str, value: str, sentence: str
) -> None:
    refused = fairword("serve", **{setting: value})

    assert refused.exit_code == 1
    assert refused.output.startswith("fairword: ")
    assert sentence in refused.output


def test_a_port_that_is_in_use_is_named(fairword: Fairword) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        refused = fairword("serve", FAIRWORD_PORT=port)

    assert refused.exit_code == 1
    sentence = f"FAIRWORD_HOST, FAIRWORD_PORT: can't listen on 127.0.0.1 port {port}: Address already in use"
    assert sentence in refused.output


def test_a_wrong_entry_of_the_config_is_named(fairword: Fairword, tmp_path: Path) -> None:
    config = tmp_path / "fairword.toml"
    config.write_text('[sites.default.limits]\naddress = "six a minute"\n[sites.default]\ncolour = "red"\n')

    refused = fairword("serve", FAIRWORD_CONFIG=str(config))

    assert refused.exit_code == 1
    assert str(config) in refused.output


def test_a_secret_is_never_echoed(fairword: Fairword) -> None:
    refused = fairword("serve", FAIRWORD_REDIS_URL="redis:/alice:hunter2@host")

    assert "hunter2" not in refused.output


@pytest.mark.parametrize("kept", ["", "\n", "cut off"])
def test_a_secret_key_that_was_cut_off_stops_the_start(tmp_path: Path, kept: str) -> None:
    (tmp_path / "secret-key").write_text(kept)

    refused = run_fairword("serve", data_dir=tmp_path, environment={"FAIRWORD_PORT": "0"})

    assert refused.returncode == 1
    assert refused.stderr.startswith(
        f"fairword: FAIRWORD_DATA_DIR: {tmp_path}/secret-key accepts at least 32 characters, "
        f"got {len(kept.strip())}; take it from a backup, or remove it"
    )
    assert (tmp_path / "secret-key").read_text() == kept


@pytest.mark.parametrize("path", ["secret-key", "models/promoted"])
def test_what_every_worker_would_die_of_stops_the_start(tmp_path: Path, path: str) -> None:
    (tmp_path / path).mkdir(parents=True)  # where a file is meant to be

    refused = run_fairword(
        "serve", data_dir=tmp_path, environment={"FAIRWORD_WORKERS": "2", "FAIRWORD_PORT": "0"}
    )

    assert refused.returncode == 1
    assert refused.stderr.startswith(
        f"fairword: FAIRWORD_DATA_DIR: {tmp_path}/{path.partition('/')[0]} can't be "
    )
