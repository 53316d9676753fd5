"""All faces are built alike."""

import ast
from pathlib import Path

import pytest

import service.faces

FOLDERS = [
    folder for folder in Path(service.faces.__path__[0]).iterdir() if (folder / "__init__.py").exists()
]
NOT_FOR_FACES = (
    "service.domain.policy",
    "service.store.review_queue",
    "service.store.admission",
    "classifier",
)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_face_is_a_folder_with_the_same_files(folder: Path) -> None:
    names = {file.name for file in folder.glob("*.py")}
    expected = {"__init__.py", "parse.py", "handlers.py", "render.py", "errors.py"}
    assert expected - names <= ({"errors.py"} if folder.name == "coral" else set())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_of_policy_or_queue_is_in_a_handler(folder: Path) -> None:
    tree = ast.parse((folder / "handlers.py").read_text())
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported
    assert not {name for name in imported if name.startswith(NOT_FOR_FACES)}
