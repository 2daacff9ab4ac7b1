"""A desk with a script, and its playground on a free port."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser

from tests.adapters.playground.driver import chromium
from tests.adapters.playground.scripted import House, ScriptedDesk, serve


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with serve(ScriptedDesk(), file=tmp_path / "world.json") as house:
        yield house


@pytest.fixture
async def web(house: House) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(house.url) as session:
        yield session


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser
