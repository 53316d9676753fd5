"""Tests of the second reader's training; those of its network need torch, which is an extra of its own.

Without torch they are not collected: install `.[reader-training]`, then `pytest tests/training/reader`.
"""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["test_base.py", "test_fitting.py", "test_export.py"]
