"""The TOML file: what it may say, and what is told of a wrong entry."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.policy import NewAuthors
from service.domain.rates import Rate
from service.site_config import Config, ConfigError, load_config
from tests.support.application import written_config


def loaded(folder: Path, text: str) -> Config:
    """Return the configuration of a file with this text."""
    return load_config(written_config(folder, text))


def refused(folder: Path, text: str) -> str:
    """Return what is said of a file with this text; every line names setting and file."""
    with pytest.raises(ConfigError) as raised:
        loaded(folder, text)
    path = folder / "fairword.toml"
    assert all(line.startswith(f"FAIRWORD_CONFIG: {path}: ") for line in str(raised.value).splitlines())
    return str(raised.value).replace(f"FAIRWORD_CONFIG: {path}: ", "")


def test_without_a_file_there_is_one_site_with_defaults() -> None:
    config = load_config(None)
    assert set(config.sites) == {"default"}
    site = config.sites["default"]
    assert site.origins == ()
    assert (site.limits.address, site.limits.author) == (Rate(6, 60), Rate(6, 60))
    assert (site.limits.article, site.limits.site) == (None, None)
    assert (site.policy.leak, site.policy.overblock) == (0.01, 0.05)
    assert (site.rules.max_links, site.rules.new_authors) == (2, NewAuthors.LINKS)


def test_an_empty_file_is_the_same_as_none(tmp_path: Path) -> None:
    assert loaded(tmp_path, "") == load_config(None)
    assert loaded(tmp_path, "[sites.default]") == load_config(None)


def test_everything_that_the_design_names_is_read(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        """
        [sites.default]
        origins = ["https://news.example", "HTTP://localhost:3000"]
        [sites.default.limits]
        address = "6/1m"
        author = "100/24h"
        article = "off"
        site = "1000/d"
        [sites.default.policy]
        leak = "1%"
        overblock = "0.5 %"
        [sites.default.rules]
        blocked_words = ["zorkwort", "buy now", "kettle*", "..."]
        watched_words = []
        max_links = 0
        new_authors = "review"
        [sites.default.retention]
        rejected = "30d"
        duplicates = "15m"
        [sites.blog]
        """,
    )
    site = config.sites["default"]
    assert site.origins == ("https://news.example", "http://localhost:3000")
    limits = (site.limits.address, site.limits.author, site.limits.article, site.limits.site)
    assert limits == (Rate(6, 60), Rate(100, 86_400), None, Rate(1_000, 86_400))
    assert (site.policy.leak, site.policy.overblock) == (0.01, 0.005)
    assert site.rules.as_rules().blocked_words == ("zorkwort", "buy now", "kettle*", "...")
    assert (site.rules.max_links, site.rules.new_authors) == (0, NewAuthors.REVIEW)
    assert (site.retention.rejected, site.retention.duplicates) == (30 * 86_400, 900)
    assert config.sites["blog"].origins == ()


@pytest.mark.parametrize(
    ("origin", "kept"),
    [
        ("https://news.example", "https://news.example"),
        ("https://News.Example", "https://news.example"),
        ("https://news.example:443", "https://news.example"),
        ("http://news.example:80", "http://news.example"),
        ("http://news.example:443", "http://news.example:443"),
        ("https://xn--zeitng-3ya.example", "https://xn--zeitng-3ya.example"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_origin_is_kept_as_browsers_write_it(tmp_path: Path, origin: str, kept: str) -> None:
    config = loaded(tmp_path, f'sites.default.origins = ["{origin}"]')
    assert config.sites["default"].origins == (kept,)


RATE = 'accepts "COUNT/PERIOD" such as "6/1m" or "100/24h", or "off", got'
DURATION = 'accepts a number and a unit (s, m, h, d) such as "15m" or "30d", at most "3650d", got'
BUDGET = 'accepts a percentage above 0% and below 50% such as "1%", got'
ORIGIN = 'accepts an origin such as "https://news.example" without a path, got'


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('limits.address = "six"', f"limits.address: {RATE} 'six'"),
        ("limits.address = 6", f"limits.address: {RATE} '6'"),
        ('limits.author = "0/1m"', f"limits.author: {RATE} '0/1m'"),
        ("limits.site = false", f"limits.site: {RATE} 'False'"),
        ('limits.reader = "1/1m"', "limits.reader: no such entry"),
        ('policy.leak = "0%"', f"policy.leak: {BUDGET} '0%'"),
        ('policy.leak = "50%"', f"policy.leak: {BUDGET} '50%'"),
        ('policy.leak = "nan%"', f"policy.leak: {BUDGET} 'nan%'"),
        ('policy.leak = "४%"', f"policy.leak: {BUDGET} '४%'"),
        ('policy.overblock = "-1%"', f"policy.overblock: {BUDGET} '-1%'"),
        ("policy.overblock = 0.01", f"policy.overblock: {BUDGET} '0.01'"),
        ('rules.max_links = "2"', "rules.max_links: must be a whole number, got '2'"),
        ("rules.max_links = true", "rules.max_links: must be a whole number, got True"),
        ("rules.max_links = -1", "rules.max_links: must be greater than or equal to 0, got -1"),
        (
            "rules.new_authors = 'no'",
            "rules.new_authors: must be 'open', 'links' or 'review', got 'no'",
        ),
        ("rules.blocked_words = ['*']", "rules.blocked_words: accepts words of 1 to 100 characters"),
        ("rules.blocked_words = 'x'", "rules.blocked_words: must be a list, got 'x'"),
        ("rules.watched_words = [1]", "rules.watched_words, the 1st: must be a string, got 1"),
        ('retention.rejected = "soon"', f"retention.rejected: {DURATION} 'soon'"),
        ("retention.rejected = 5", f"retention.rejected: {DURATION} '5'"),
        ('retention.decisions = "30000d"', f"retention.decisions: {DURATION} '30000d'"),
        ('origins = ["news.example"]', f"origins, the 1st: {ORIGIN} 'news.example'"),
        (
            'origins = ["https://a.example", "https://b.example/x"]',
            f"origins, the 2nd: {ORIGIN} 'https://b.example/x'",
        ),
        ('origins = ["https://a.example/"]', f"origins, the 1st: {ORIGIN} 'https://a.example/'"),
        ('origins = ["https://u:p@a.example"]', f"origins, the 1st: {ORIGIN} 'https://u:p@a.example'"),
        ('origins = ["https://a.example?x"]', f"origins, the 1st: {ORIGIN} 'https://a.example?x'"),
        ('origins = ["https://a.example:99999"]', f"origins, the 1st: {ORIGIN} 'https://a.example:99999'"),
        ('origins = ["*"]', f"origins, the 1st: {ORIGIN} '*'"),
        ('origins = "https://a.example"', "origins: must be a list, got 'https://a.example'"),
        ("limit = {}", "limit: no such entry"),
        ("limits = 3", "limits: must be a table, got 3"),
        ("webhooks = [7]", "webhooks, the 1st: must be a table, got 7"),
        ('faces.queue = ["coral", "x"]', "faces.queue, the 2nd: must be 'akismet' or 'coral', got 'x'"),
        ('faces.coral.timeout_ms = "a"', "faces.coral.timeout_ms: must be a whole number, got 1 character"),
    ],
)
def test_a_wrong_entry_is_named_with_what_it_accepts_and_what_was_got(
    tmp_path: Path, entry: str, told: str
) -> None:
    message = refused(tmp_path, f"[sites.default]\n{entry}")
    assert message.startswith(f"sites.default.{told}")
    assert "\n" not in message


def test_entries_of_a_list_are_counted_from_one_and_what_lacks_is_called_missing(tmp_path: Path) -> None:
    hook = '[[sites.a.webhooks]]\nurl = "https://x/"\nsecrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]\n'
    second = hook + 'name = "b"\nallow_private = "perhaps"\nsecret = 1\n'
    assert refused(tmp_path, hook + second).splitlines() == [
        "sites.a.webhooks, the 1st, name: is missing",
        "sites.a.webhooks, the 2nd, allow_private: must be true or false, got 7 characters",
        "sites.a.webhooks, the 2nd, secret: no such entry",
    ]


@pytest.mark.parametrize("name", ["News", "a b", "{x}", "-a", "x" * 41, "é", "a:b", ""])
def test_a_name_that_no_site_can_have_is_named(tmp_path: Path, name: str) -> None:
    message = refused(tmp_path, f'[sites."{name}"]')
    accepted = "a name of 1 to 40 small letters, digits, dashes and underscores"
    assert message == f"sites.{name}: accepts {accepted}, got {name!r}"


def test_every_wrong_entry_is_told_at_once(tmp_path: Path) -> None:
    message = refused(
        tmp_path, '[sites.a]\nlimits.site = "x"\nrules.max_links = 999\n[sites.B]\n[webhooks]\n'
    )
    assert len(message.splitlines()) == 4


@pytest.mark.parametrize("text", ["sites = []", "sites = 1", "[sites]", "sites = {}"])
def test_sites_must_be_a_table_of_at_least_one(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text).startswith("sites: must ")


def test_an_empty_table_or_list_is_told_in_plain_words(tmp_path: Path) -> None:
    assert refused(tmp_path, "[sites]") == "sites: must have at least 1 item, got an empty table"
    webhook = '[[sites.a.webhooks]]\nname = "a"\nurl = "https://x/"\nsecrets = []'
    message = refused(tmp_path, webhook)
    assert message == "sites.a.webhooks, the 1st, secrets: must have at least 1 item, got an empty list"


def test_a_list_of_which_all_entries_are_wrong_is_not_called_empty(tmp_path: Path) -> None:
    webhook = '[[sites.a.webhooks]]\nname = "a"\nurl = "https://x/"\nsecrets = ["whsec_x"]'
    message = refused(tmp_path, webhook)
    assert message.startswith("sites.a.webhooks, the 1st, secrets, the 1st: accepts ")
    assert len(message.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[sites.default\n", "line 1"),
        ("[sites.default]\norigins = [\n", "end of document"),
        ("[sites.default]\nlimits.address = six\n", "line 2, column 18"),
        ("a = 1\na = 2\n", "line 2"),
    ],
)
def test_what_is_no_toml_is_told_with_the_place(tmp_path: Path, text: str, place: str) -> None:
    assert place in refused(tmp_path, text)


@pytest.mark.parametrize("text", [f"sites = {'[' * 5_000}", f"sites = {'9' * 5_000}"])
def test_what_is_more_than_can_be_read_is_told(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text)


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.toml"
    with pytest.raises(ConfigError, match=r"nowhere\.toml: .*No such file"):
        load_config(nowhere)
    with pytest.raises(ConfigError, match="Is a directory"):
        load_config(tmp_path)
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="can't decode"):
        load_config(binary)


def test_a_file_that_an_editor_marked_as_utf_8_is_read(tmp_path: Path) -> None:
    marked = tmp_path / "marked.toml"
    marked.write_text("[sites.news]\n", encoding="utf-8-sig")
    assert list(load_config(marked).sites) == ["news"]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('[[webhooks]]\nname = "a"\nurl = "https://x/"\nsecrets = "SECRET"', "webhooks, the 1st, secrets: "),
        ('[[webhooks]]\nname = "a"\nurl = "https://x/"\nsecret = ["SECRET"]', "webhooks, the 1st, secrets: "),
        ('[[webhooks]]\nname = "a"\nurl = "https://u:SECRET@x/"\nsecrets = []', "webhooks, the 1st, url: "),
        ('[webhooks]\nsecrets = ["SECRET"]', "webhooks: "),
        ('[faces.coral]\nsecrets = "SECRET"', "faces.coral.secrets: "),
        ('[faces.coral]\nsecrets = [["SECRET"]]', "faces.coral.secrets, the 1st: "),
        ('[faces]\ncoral = "SECRET"', "faces.coral: "),
        ('[[faces]]\ncoral.secrets = ["SECRET"]', "faces: "),
    ],
)
def test_a_secret_in_a_wrong_place_is_not_shown(tmp_path: Path, entry: str, told: str) -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    text = (
        entry.replace("[[", "[[sites.default.", 1)
        if entry.startswith("[[")
        else f"[sites.default.{entry[1:]}"
    )
    message = refused(tmp_path, text.replace("SECRET", secret))
    assert f"sites.default.{told}" in message
    assert secret not in message


@given(st.text(max_size=60))
def test_any_text_is_a_configuration_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        assert load_config(path).sites
    except ConfigError as error:
        assert str(path) in str(error)  # noqa: PT017
