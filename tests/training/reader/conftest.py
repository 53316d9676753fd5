"""Tests of the second reader's training; those of its network need torch, which is an extra of its own.

Without torch they are not collected: `make test-reader` installs it and runs them.
"""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["test_base.py", "test_fitting.py", "test_export.py"]
