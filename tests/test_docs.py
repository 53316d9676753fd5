import os
import re
import tomllib
from collections.abc import Iterator
from configparser import RawConfigParser
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import redis
from pydantic import BaseModel

from service.routes import ROUTES
from service.settings import Settings
from service.site_config import DEFAULT_SITE, Site, load_config
from tests.support.console import Example, Outcome, agrees, examples_in, run_examples
from tests.support.processes import FAIRWORD, fairword_serve
from tests.support.redis_servers import redis_over_tcp
from tests.support.requirement import needed_program

ROOT = Path(__file__).parents[1]
SHOWN_ADDRESS = "http://127.0.0.1:8080"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PAGES_WITH_EXAMPLES = [page for page in PAGES if examples_in(page.read_text(encoding="utf-8"))]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_links_only_to_what_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"(?<!!)\[[^]]*\]\(([^)]+)\)", text):
        path, _, anchor = target.partition("#")
        if path.startswith("https://"):
            continue
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors_in(linked), target


def anchors_in(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_make_target_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        target
        for page in PAGES
        for target in re.findall(r"(?:`|^|&& )make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {"run", "test", "check"} <= named <= targets


def test_every_make_target_is_in_the_table_for_contributors() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony
    table = re.findall(
        r"^\| `make ([a-z-]+)", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert set(table) == set(phony[1].split())


def test_every_setting_is_described_for_operators_and_no_other() -> None:
    """The `_FILE` variants are read from the source, as they are no fields."""
    source = (ROOT / "service" / "settings.py").read_text(encoding="utf-8")
    plain = {f"FAIRWORD_{field.name.upper()}" for field in fields(Settings)}
    from_files = {f"{name}_FILE" for name in re.findall(r'"(FAIRWORD_[A-Z_]+)"', source)}
    page = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    assert from_files
    assert set(re.findall(r"^\| `(FAIRWORD_[A-Z_]+)`", page, re.MULTILINE)) == plain | from_files


def test_the_unit_for_systemd_starts_what_operators_install_with_settings_that_there_are() -> None:
    unit = RawConfigParser()
    unit.read(ROOT / "docs/examples/fairword.service")
    service = unit["Service"]
    settings = Settings.from_environment(dict(pair.split("=") for pair in service["Environment"].split()))
    assert settings.data_dir == Path("/var/lib", service["StateDirectory"])
    page = (ROOT / "docs/operators.md").read_text(encoding="utf-8")
    (environment,) = re.findall(r"^/usr/bin/python3 -m venv (\S+)$", page, re.MULTILINE)
    assert service["ExecStart"] == f"{environment}/bin/{FAIRWORD.name} serve"
    assert f"{environment}/bin/pip install --require-hashes --requirement requirements.lock" in page
    assert f"useradd --system --home-dir {settings.data_dir} " in page
    assert service["User"] in re.findall(r"^runuser -u (\S+) ", page, re.MULTILINE)


def test_the_web_server_for_operators_passes_on_all_that_people_and_their_pages_ask_for() -> None:
    page = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    (location,) = re.findall(r"^location ~ (\S+) {$", page, re.MULTILINE)
    addresses = {route.path for route in ROUTES if "service.faces." not in route.handler.__module__}
    left_out = {address for address in addresses if not re.match(location, address)}
    assert left_out == {"/", "/demo", "/docs", "/openapi.json", "/healthz", "/readyz", "/metrics"}


def toml_in(page: Path) -> list[str]:
    return re.findall(r"^```toml\n(.+?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", [page for page in PAGES if toml_in(page)], ids=name_of)
def test_the_configuration_on_a_page_is_accepted(page: Path, tmp_path: Path) -> None:
    for text in toml_in(page):
        file = tmp_path / "fairword.toml"
        file.write_text(text, encoding="utf-8")
        assert load_config(file).sites.keys() == {DEFAULT_SITE}


def test_the_configuration_for_operators_names_every_entry_with_its_default() -> None:
    (text,) = toml_in(ROOT / "docs" / "operators.md")
    shown = tomllib.loads(text)["sites"][DEFAULT_SITE]
    assert set(shown_entries(shown)) == set(entries_of(Site()))
    del shown["origins"], shown["rules"]["blocked_words"], shown["rules"]["watched_words"]
    assert Site.model_validate(shown) == Site()


def entries_of(table: BaseModel) -> Iterator[str]:
    for name, value in table:
        yield from (
            [f"{name}.{entry}" for entry in entries_of(value)] if isinstance(value, BaseModel) else [name]
        )


def shown_entries(table: dict[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        yield from (
            [f"{name}.{entry}" for entry in shown_entries(value)] if isinstance(value, dict) else [name]
        )


def test_no_page_names_a_setting_that_does_not_exist() -> None:
    page = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `(FAIRWORD_[A-Z_]+)`", page, re.MULTILINE))
    named = {
        (name_of(page), name)
        for page in [*PAGES, ROOT / "Dockerfile", ROOT / "docker-compose.yml"]
        for name in re.findall(r"FAIRWORD_[A-Z_]*[A-Z]", page.read_text(encoding="utf-8"))
    }
    assert {(page_name, name) for page_name, name in named if name not in described} == set()


@pytest.mark.parametrize("page", PAGES_WITH_EXAMPLES, ids=name_of)
def test_the_examples_of_a_page_do_what_it_shows(page: Path, tmp_path: Path) -> None:
    check_examples(page, tmp_path, settings_for(page, tmp_path))


def settings_for(page: Path, folder: Path) -> dict[str, str]:
    """The settings with which a page's examples run; a page on migrating shows their configuration too."""
    if page.parent.name != "migrating" or not toml_in(page):
        return {}
    config = folder / "fairword.toml"
    config.write_text("\n".join(toml_in(page)), encoding="utf-8")
    return {"FAIRWORD_CONFIG": str(config)}


def test_the_rights_in_redis_that_operators_are_told_to_give_are_enough(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    (user,) = re.findall(r"^```acl\nuser (.+)\n```", page, re.MULTILINE)
    with redis_over_tcp(tmp_path, "--user", *user.split()) as url:
        address = url.replace("redis://", "redis://fairword:PASSWORD@")
        check_examples(ROOT / "docs" / "sites.md", tmp_path, {"FAIRWORD_REDIS_URL": address})
        with redis.Redis.from_url(url) as client:
            assert client.acl_log() == []


def check_examples(page: Path, tmp_path: Path, settings: dict[str, str]) -> None:
    """Run a page's examples against a service of their own, and see that they print what the page shows."""
    needed_program("curl")
    text = page.read_text(encoding="utf-8")
    with fairword_serve(tmp_path / "data", settings) as service:
        examples = examples_in(text.replace(SHOWN_ADDRESS, service.url))
        environment = {
            **os.environ,
            **settings,
            "FAIRWORD_DATA_DIR": str(service.data_dir),
            "PATH": f"{FAIRWORD.parent}:{os.environ['PATH']}",
        }
        outcomes = run_examples(examples, tmp_path, environment)
    wrong = [
        told(page, example, outcome)
        for example, outcome in zip(examples, outcomes, strict=True)
        if outcome.status or not agrees(example.shown, outcome.printed)
    ]
    assert not wrong, "\n".join(wrong)


def told(page: Path, example: Example, outcome: Outcome) -> str:
    where = f"{name_of(page)}:{example.line} ends with status {outcome.status}"
    return f"{where}: $ {example.command}\nprints:\n{outcome.printed}\nbut the page shows:\n{example.shown}\n"


PAGE = """
```console
$ name=Alice; echo \\
    "Hello, $name"
Hello, …
$ greet() { echo "$1, $name"; }
$ greet Goodbye; false
Goodbye, Alice
```
"""


def test_examples_of_a_page_run_in_one_shell(tmp_path: Path) -> None:
    examples = examples_in(PAGE)
    assert [example.line for example in examples] == [3, 6, 7]
    outcomes = run_examples(examples, tmp_path, {"PATH": "/usr/bin:/bin"})
    assert outcomes == [Outcome("Hello, Alice\n", 0), Outcome("", 0), Outcome("Goodbye, Alice\n", 1)]
    assert all(
        agrees(example.shown, outcome.printed) for example, outcome in zip(examples, outcomes, strict=True)
    )


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("Hello, Bob", "Hello, Alice"),
        ("Hello", "Hello, Alice"),
        ("", "Hello, Alice"),
        ('{"name": "Alice"}', '{"name": "Bob"}'),
        ('{"name": …}', '{"name": "Bob", "age": 7}'),
        ('{"name": "Al…"}', '{"name": "Bob"}'),
        ('{"names": [{"name": …}]}', '{"names": []}'),
    ],
)
def test_an_example_that_prints_something_else_is_noticed(shown: str, printed: str) -> None:
    assert not agrees(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("…, Alice", "Hello, Alice\n"),
        ('{\n  "id": "…",\n  "score": …,\n  "next": null\n}', '{"id":"7","score":0.5,"next":null}'),
    ],
)
def test_what_a_page_leaves_open_may_be_anything(shown: str, printed: str) -> None:
    assert agrees(shown, printed)
