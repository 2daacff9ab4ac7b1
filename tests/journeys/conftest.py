"""The real process on a real database, and a browser in front of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.adapters.playground.driver import chromium
from tests.journeys import process
from tests.journeys.process import Bot


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """On a SQLite file that is not there yet, as on a newcomer's first start."""
    async with process.running(tmp_path, f"sqlite:///{tmp_path / 'new.db'}") as bot:
        yield bot


@pytest.fixture
async def any_bot(tmp_path: Path, database_url: str) -> AsyncIterator[Bot]:
    """Once on each database."""
    async with process.running(tmp_path, database_url) as bot:
        yield bot


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser
