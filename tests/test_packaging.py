import importlib.metadata
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.dockerfile import copy_build_context

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK_FILES = ("requirements.lock", "requirements-dev.lock")
NOT_LOCKED = {"reader-training"}  # for most machines gigabytes, and only who trains a second reader needs it
SERVED = {"second-reader"}  # what `make run` and the image have beside the bare package
PACKAGES = ("classifier", "service", "training")
NEEDED_WHILE_RUNNING = {
    "the shipped model": r"classifier/shipped/.+\.joblib$",
    "its manifest": r"classifier/shipped/.+\.json$",
    "the second reader": r"classifier/shipped_reader/.+\.onnx$",
    "the functions for Redis": r"service/store/functions/.+\.lua$",
    "the pages": r"service/web/templates/.+\.html$",
    "the style sheets": r"service/web/static/.+\.css$",
    "the scripts": r"service/web/static/.+\.js$",
    "the marks of typed packages": r"service/py\.typed$",
}


def run(*command: str, cwd: Path) -> str:
    """Run a command that succeeds, and return what it prints."""
    ended = subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def built_wheel(source: Path, target: Path) -> zipfile.ZipFile:
    run(
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "--target",
        "wheel",
        "--directory",
        str(target),
        cwd=source,
    )
    (wheel,) = target.glob("fairword-*.whl")
    return zipfile.ZipFile(wheel)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    with built_wheel(ROOT, tmp_path_factory.mktemp("wheel")) as built:
        yield built


@pytest.mark.parametrize("what", NEEDED_WHILE_RUNNING)
def test_the_wheel_holds(wheel: zipfile.ZipFile, what: str) -> None:
    assert [name for name in wheel.namelist() if re.match(NEEDED_WHILE_RUNNING[what], name)]


def test_the_wheel_holds_every_file_of_the_packages_and_no_test(wheel: zipfile.ZipFile) -> None:
    sources = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    packaged = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert packaged == sources


def test_the_wheel_carries_the_licence_and_the_command(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    (entry_points,) = (name for name in names if name.endswith(".dist-info/entry_points.txt"))
    assert "fairword = service.cli:main" in wheel.read(entry_points).decode()


def test_the_image_gets_a_command_that_works_without_training(tmp_path: Path) -> None:
    context, built, site = tmp_path / "context", tmp_path / "built", tmp_path / "site"
    context.mkdir()
    copy_build_context(context)
    with built_wheel(context, built) as wheel:
        wheel.extractall(site)
    assert not (site / "training").exists()
    # Without -S the editable install would bring the training package back.
    paths = [str(site), sysconfig.get_path("purelib")]
    program = f"import sys; sys.path += {paths}; from service.cli import main; main()"
    fairword = (sys.executable, "-S", "-c", program)
    assert re.search("train +needs training: install", run(*fairword, "--help", cwd=tmp_path))
    assert "likely to reject" in run(*fairword, "score", "Hello to everyone here", cwd=tmp_path)
    with pytest.raises(AssertionError, match="`fairword train` needs training: install"):
        run(*fairword, "train", "--data", "data", cwd=tmp_path)


def locked(lock_file: str) -> dict[str, list[Requirement]]:
    """Return each locked package with its pins: more than one where they depend on the Python version."""
    text = (ROOT / lock_file).read_text(encoding="utf-8")
    pins: dict[str, list[Requirement]] = {}
    for line in re.findall(r"^(?![ #])(.+?) \\$", text, re.MULTILINE):
        pin = Requirement(line)
        pins.setdefault(canonicalize_name(pin.name), []).append(pin)
    return pins


def declared(lock_file: str) -> list[Requirement]:
    """Return what pyproject.toml asks for and a lock file must hold."""
    extras = PYPROJECT["project"]["optional-dependencies"]
    held = set(extras) - NOT_LOCKED if lock_file == "requirements-dev.lock" else SERVED
    groups = [PYPROJECT["project"]["dependencies"], PYPROJECT["dependency-groups"]["build"]]
    return [Requirement(text) for group in [*groups, *(extras[name] for name in held)] for text in group]


@pytest.mark.parametrize("lock_file", LOCK_FILES)
def test_a_lock_file_pins_what_is_declared(lock_file: str) -> None:
    pins = locked(lock_file)
    assert len(pins) >= len(declared(lock_file))
    for wanted in declared(lock_file):
        versions = [
            str(pin.specifier).removeprefix("==") for pin in pins.get(canonicalize_name(wanted.name), [])
        ]
        assert versions, f"{lock_file} lacks {wanted}: make lock"
        assert list(wanted.specifier.filter(versions)) == versions, (
            f"{lock_file} is behind on {wanted}: make lock"
        )


@pytest.mark.parametrize("lock_file", LOCK_FILES)
def test_a_lock_file_has_a_hash_for_every_pin_and_names_no_place(lock_file: str) -> None:
    text = (ROOT / lock_file).read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=[a-z])", text)[1:]:
        assert re.match(r"[a-z0-9.-]+==\S+", entry), entry.partition("\n")[0]
        assert "--hash=sha256:" in entry, entry.partition("\n")[0]
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host| @ ", text)


def test_both_lock_files_agree() -> None:
    """On the versions: a package that one needs on some systems only, the other may need everywhere."""
    served, developed = locked("requirements.lock"), locked("requirements-dev.lock")
    for name, pins in served.items():
        assert {str(pin.specifier) for pin in pins} == {str(pin.specifier) for pin in developed[name]}


def test_the_locked_versions_are_the_ones_under_test() -> None:
    for name, pins in locked("requirements-dev.lock").items():
        for pin in pins:
            if pin.marker is None or pin.marker.evaluate():
                assert pin.specifier.contains(importlib.metadata.version(name)), pin
