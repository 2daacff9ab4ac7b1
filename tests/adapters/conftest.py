"""The contract's assertions say what they saw, like those of a test file."""

import pytest

pytest.register_assert_rewrite("tests.adapters.contract")
