"""Fixtures for every test: a database of each kind, and the storage on it."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from storage import Storage, open_storage
from tests import databases
from tests.databases import Postgres


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.migrated_sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with databases.running_postgres() as server:
        yield server


@pytest.fixture(params=databases.KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """A test that asks for this, or for what is made of it, runs once on each database."""
    return str(request.param)


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database with nothing in it."""
    if database_kind == "sqlite":
        yield databases.copy_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@pytest.fixture
def empty_database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables; on SQLite, a file that is not there yet."""
    if database_kind == "sqlite":
        yield databases.sqlite_url(tmp_path / "new" / "half-hour.db")
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database(empty=True) as url:
        yield url


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    opened = open_storage(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def opening(database_url: str) -> AsyncIterator[Callable[..., Storage]]:
    """Opens the same database again, as another process would: `opening(secret_key="...")`."""
    opened: list[Storage] = []

    def open_again(**settings: str) -> Storage:
        opened.append(open_storage(database_url, **settings))
        return opened[-1]

    yield open_again
    for one in opened:
        await one.close()
