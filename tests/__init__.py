"""What Fairword guarantees. A helper's `assert` tells what it saw, as one in a test does."""

import pytest

pytest.register_assert_rewrite("tests.e2e", "tests.service", "tests.support")
