"""A town for each test, on each database."""

import pytest

from storage import Storage
from tests.town import Town


@pytest.fixture
def town(storage: Storage) -> Town:
    return Town(storage)
