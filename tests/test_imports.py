"""The direction of imports: training → classifier ← service; within service towards the domain."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FACES = ("service.api", "service.app", "service.cli", "service.faces", "service.web")
INPUT_AND_OUTPUT = (
    "aiohttp",
    "asyncio",
    "io",
    "os",
    "pathlib",
    "redis",
    "socket",
    "subprocess",
    "tempfile",
    "urllib.request",
)
TRAINING_ONLY = ("matplotlib", "pandas", "sklearn", "training")

NOT_IMPORTED = {
    "classifier": ("service", "training", "aiohttp", "redis"),
    "training": ("service",),
    "service": TRAINING_ONLY,
    "service/usecases": (*FACES, "aiohttp", "redis"),
    "service/store": (*FACES, "service.usecases", "aiohttp"),
    "service/scoring": (*FACES, "service.usecases", "service.store", "aiohttp", "redis"),
    "service/domain": (*FACES, "service.usecases", "service.store", "service.scoring", *INPUT_AND_OUTPUT),
}


def imported_by(path: Path) -> set[str]:
    """Return what a module imports, by full name; `from a import b` counts as `a.b`."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are written in full, so that this test can follow them"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def importers_of(wanted: str, *folders: str) -> set[str]:
    """Return the modules of these folders that import a module or something of it."""
    return {
        module.relative_to(ROOT).as_posix()
        for folder in folders
        for module in (ROOT / folder).rglob("*.py")
        if any(f"{name}.".startswith(f"{wanted}.") for name in imported_by(module))
    }


@pytest.mark.parametrize("folder", NOT_IMPORTED)
def test_a_folder_imports_nothing_that_lies_above_it(folder: str) -> None:
    modules = list((ROOT / folder).rglob("*.py"))
    assert modules
    offenders = {
        f"{module.relative_to(ROOT)} imports {name}"
        for module in modules
        for name in imported_by(module)
        for forbidden in NOT_IMPORTED[folder]
        if f"{name}.".startswith(f"{forbidden}.")
    }
    assert not offenders


def test_only_the_process_that_runs_it_imports_what_the_second_reader_needs() -> None:
    ours = ("classifier", "service")
    assert importers_of("tokenizers", *ours) == {"classifier/wordpieces.py"}
    assert importers_of("onnxruntime", *ours) == {"classifier/encoder.py"}
    for module in ("classifier.encoder", "classifier.wordpieces"):
        assert importers_of(module, *ours) == {"service/scoring/reading_process.py"}


def test_the_runtime_of_encoders_is_kept_quiet_wherever_it_is_loaded() -> None:
    loading = importers_of("onnxruntime", "training", "benchmarks", "tests")
    assert loading == {"training/reader/export.py"}
    assert loading <= importers_of("classifier.encoder", "training")


def test_the_command_starts_without_what_only_training_needs() -> None:
    program = "import sys, service.cli, classifier; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {*TRAINING_ONLY, "scipy"} & set(loaded.stdout.split())
