"""The settings of the environment."""

import re
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.settings import LogFormat, Settings, SettingsError, unknown_settings

READ = Settings.from_environment
SECRET = "0123456789abcdef0123456789abcdef"
REDIS_ADDRESS = "redis://HOST:PORT/DB, rediss://HOST:PORT/DB or unix:///PATH, port and database as numbers"


def refused(**environment: str) -> str:
    """Return what is said of these settings."""
    with pytest.raises(SettingsError) as raised:
        READ({f"FAIRWORD_{name}": value for name, value in environment.items()})
    return str(raised.value)


def test_nothing_has_to_be_set() -> None:
    settings = READ({"PATH": "/bin", "HOME": "/root"})
    assert settings == Settings()
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8080, 1)
    assert (settings.redis_url, settings.data_dir, settings.config) == ("", Path("data"), None)
    assert settings.log_format is LogFormat.CONSOLE


def test_everything_can_be_set() -> None:
    environment = {
        "FAIRWORD_HOST": "::1",
        "FAIRWORD_PORT": "0",
        "FAIRWORD_REDIS_URL": "rediss://alice:secret@redis.example:6380/2",
        "FAIRWORD_DATA_DIR": "/srv/fairword",
        "FAIRWORD_CONFIG": "/etc/fairword.toml",
        "FAIRWORD_WORKERS": "4",
        "FAIRWORD_MODEL_DIR": "/srv/model",
        "FAIRWORD_SECRET_KEY": SECRET,
        "FAIRWORD_TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.1,2001:db8::/32",
        "FAIRWORD_LOG_FORMAT": "json",
    }
    assert READ(environment) == Settings(
        host="::1",
        port=0,
        redis_url="rediss://alice:secret@redis.example:6380/2",
        data_dir=Path("/srv/fairword"),
        config=Path("/etc/fairword.toml"),
        workers=4,
        model_dir=Path("/srv/model"),
        secret_key=SECRET,
        trusted_proxies=(ip_network("10.0.0.0/8"), ip_network("192.0.2.1"), ip_network("2001:db8::/32")),
        log_format=LogFormat.JSON,
    )


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_an_empty_setting_is_not_set(blank: str) -> None:
    names = ("PORT", "REDIS_URL", "CONFIG", "SECRET_KEY", "LOG_FORMAT", "WORKERS")
    assert READ({f"FAIRWORD_{name}": blank for name in names}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("PORT", "eighty", "a port from 0 (any free one) to 65535"),
        ("PORT", "65536", "a port from 0 (any free one) to 65535"),
        ("PORT", "-1", "a port from 0 (any free one) to 65535"),
        ("PORT", "80.0", "a port from 0 (any free one) to 65535"),
        ("PORT", "9" * 5_000, "a port from 0 (any free one) to 65535"),
        ("WORKERS", "0", "a number of processes from 1 to 64"),
        ("WORKERS", "65", "a number of processes from 1 to 64"),
        ("WORKERS", "all", "a number of processes from 1 to 64"),
        ("REDIS_URL", "localhost:6379", REDIS_ADDRESS),
        ("REDIS_URL", "http://localhost", REDIS_ADDRESS),
        ("REDIS_URL", "redis://", REDIS_ADDRESS),
        ("REDIS_URL", "redis://localhost:port", REDIS_ADDRESS),
        ("REDIS_URL", "rediss://localhost:65536/0", REDIS_ADDRESS),
        ("REDIS_URL", "redis://localhost/first", REDIS_ADDRESS),
        ("REDIS_URL", "redis://[::1", REDIS_ADDRESS),
        ("SECRET_KEY", "short", "at least 32 characters"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, nowhere", "addresses or networks separated by commas"),
        ("TRUSTED_PROXIES", "10.0.0.0/33", "addresses or networks separated by commas"),
        ("LOG_FORMAT", "xml", "console or json"),
        ("SECOND_READER", "/nowhere", "on, off or the folder of a second reader"),
        ("SECOND_READER_MS", "0", "milliseconds from 1 to 10000"),
        ("SECOND_READER_MS", "1s", "milliseconds from 1 to 10000"),
    ],
)
def test_a_wrong_value_names_the_setting_and_what_it_accepts(name: str, value: str, accepted: str) -> None:
    message = refused(**{name: value})
    assert message.startswith(f"FAIRWORD_{name}: accepts {accepted}, got ")
    assert "\n" not in message


def test_every_wrong_setting_is_told_at_once() -> None:
    message = refused(PORT="x", WORKERS="x", LOG_FORMAT="x")
    assert sorted(re.findall("^FAIRWORD_[A-Z_]+", message, re.MULTILINE)) == [
        "FAIRWORD_LOG_FORMAT",
        "FAIRWORD_PORT",
        "FAIRWORD_WORKERS",
    ]


def test_secrets_are_not_told_in_an_error() -> None:
    assert "hunter2" not in refused(SECRET_KEY="hunter2")
    for url in (
        "http://alice:hunter2@redis.example",
        "redis://redis.example/first?password=hunter2",
        "redis://redis.example/first?password=looking@hunter2",
        "redis://alice:look?ing/hunter2@redis.example/0",
    ):
        assert "hunter2" not in refused(REDIS_URL=url)


@pytest.mark.parametrize("password", ["hunter/2", "hunter#2", "hunter?2"])
def test_a_password_that_makes_an_address_none_is_not_shown_but_said_how_to_write(password: str) -> None:
    told = refused(REDIS_URL=f"redis://alice:{password}@redis.example:6379/0")
    assert "hunter" not in told
    assert told.endswith("; in a password write %2F for /, %3F for ? and %23 for #")
    assert "%2F" not in refused(REDIS_URL="redis://redis.example:port/0")


@pytest.mark.parametrize(
    ("name", "content"), [("SECRET_KEY", SECRET), ("REDIS_URL", "redis://alice:secret@redis.example")]
)
def test_a_secret_may_stand_in_a_file(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / "secret"
    path.write_text(f"{content}\n")
    settings = READ({f"FAIRWORD_{name}_FILE": str(path)})
    assert getattr(settings, name.lower()) == content


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    message = refused(SECRET_KEY_FILE=str(tmp_path / "nowhere"))
    assert message.startswith("FAIRWORD_SECRET_KEY_FILE: accepts the path of a readable text file, got ")


@pytest.mark.parametrize("name", ["SECRET_KEY_FILE", "REDIS_URL_FILE"])
def test_a_file_with_nothing_in_it_is_a_mistake_and_no_file_is_none(tmp_path: Path, name: str) -> None:
    path = tmp_path / "secret"
    path.write_text(" \n")
    named = {name: str(path)}
    assert refused(**named) == f"FAIRWORD_{name}: accepts the path of a file that is not empty, got '{path}'"
    assert READ({f"FAIRWORD_{name}": " "}) == Settings()


def test_a_slip_of_the_pen_is_found() -> None:
    environment = {"FAIRWORD_PROT": "80", "FAIRWORD_PORT": "80", "FAIRWORD_PORT_FILE": "x", "OTHER": "1"}
    assert unknown_settings(environment) == ["FAIRWORD_PORT_FILE", "FAIRWORD_PROT"]


def test_settings_are_read_back_as_a_child_process_gets_them() -> None:
    settings = Settings(
        port=0,
        data_dir=Path("/srv/fairword"),
        secret_key=SECRET,
        trusted_proxies=(ip_network("10.0.0.0/8"), ip_network("2001:db8::/32")),
        log_format=LogFormat.JSON,
        workers=3,
    )
    assert READ(settings.as_environment()) == settings


def test_a_child_process_gets_no_setting_that_is_not_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRWORD_PORT", "1")
    assert READ(Settings().as_environment()) == Settings()


NAMES = st.sampled_from(
    ["PORT", "WORKERS", "REDIS_URL", "SECRET_KEY", "TRUSTED_PROXIES", "LOG_FORMAT", "SECRET_KEY_FILE"]
)


@given(st.dictionaries(NAMES.map("FAIRWORD_{}".format), st.text(st.characters(exclude_characters="\0"))))
def test_any_environment_is_read_or_refused_by_name(environment: dict[str, str]) -> None:
    try:
        settings = READ(environment)
    except SettingsError as error:
        assert str(error).startswith("FAIRWORD_")  # noqa: PT017
        return
    assert 0 <= settings.port <= 65_535
    assert 1 <= settings.workers <= 64
