"""Programs that tests need beside Python."""

import os
import shutil
from pathlib import Path

import pytest


def needed_program(*names: str) -> Path:
    """The first of `names` on the PATH; without any, the test is skipped, or fails on a CI machine."""
    for name in names:
        found = shutil.which(name)
        if found:
            return Path(found)
    missing = f"this test needs {' or '.join(names)} on the PATH"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)
