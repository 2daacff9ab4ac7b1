import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.calendars.authority import Authority
from tests.adapters.calendars.server import Server


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusting(authority: Authority) -> ssl.SSLContext:
    """What the fetcher trusts: the throw-away authority alone."""
    return ssl.create_default_context(cafile=str(authority.file))


@pytest.fixture
async def server(authority: Authority, tmp_path: Path) -> AsyncIterator[Server]:
    async with Server(authority.serving("calendar.test", "elsewhere.test")) as server:
        yield server
