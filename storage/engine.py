"""Opening a database: which driver, how SQLite and PostgreSQL are set up, and the Storage that `main` holds."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, event, make_url, select
from sqlalchemy.exc import ArgumentError, DisconnectionError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.boundary import ports
from bot.domain.people import Person, Place
from storage.books import Books, open_books, reopen_books
from storage.calendars import Claims
from storage.mailing import subscriber
from storage.outbox import Outbox
from storage.tables import communities
from storage.types import furnish
from storage.vault import Vault

BUSY_MS = 5_000
"""How long a transaction waits for another one's lock before it gives up."""

TURN_MS = 5
"""How long one look at SQLite's lock takes."""

READS = "half_hour_reads"

HIDE = True
"""A traceback in the log must not quote anybody's note."""


class UnknownDatabase(ValueError):
    """The address of the database is not one that Half Hour can use."""

    def __init__(self) -> None:
        super().__init__(
            "DATABASE_URL should look like sqlite:///half-hour.db or postgresql://user:password@host/database."
        )


class Storage:
    """See `bot.boundary.ports.Storage`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.outbox: ports.Outbox = Outbox(engine, engine.execution_options(**{READS: True}))
        self.calendars: ports.Calendars = Claims(engine)

    @asynccontextmanager
    async def books(self, place: Place, *, now: datetime) -> AsyncIterator[Books]:
        async with self.engine.begin() as conn:
            yield await open_books(conn, place, now=now)

    @asynccontextmanager
    async def reopen(self, community: str, *, now: datetime) -> AsyncIterator[Books]:
        """Raises LookupError for an id that is not a community's."""
        async with self.engine.begin() as conn:
            yield await reopen_books(conn, community, now=now)

    async def subscriber(self, token: str) -> tuple[str, Person] | None:
        return await subscriber(self.engine.execution_options(**{READS: True}), token)

    async def communities(self) -> Sequence[str]:
        async with self.engine.execution_options(**{READS: True}).connect() as conn:
            return (await conn.scalars(select(communities.c.id).order_by(communities.c.id))).all()

    async def close(self) -> None:
        await self.engine.dispose()


def open_storage(url: str, *, secret_key: str = "") -> Storage:
    """`url` is a plain address such as `sqlite:///half-hour.db` or `postgres://...`; the database is migrated already.

    `secret_key` is a comma-separated list of passphrases, the newest first. Connects at the first use."""
    return Storage(make_engine(url, secret_key=secret_key))


def make_engine(url: str, *, secret_key: str = "", migrating: bool = False) -> AsyncEngine:
    """Only when `migrating` is a SQLite file made that is missing: a running bot whose file has gone should say so, not
    go on with an empty one. And only then may a statement take long."""
    address = database_address(url)
    engine = (_sqlite if is_sqlite(address) else _postgres)(address, migrating)
    furnish(engine.sync_engine.dialect, Vault(secret_key))
    return engine


def database_address(url: str) -> URL:
    """The address with the async driver. Raises UnknownDatabase."""
    try:
        address = make_url(url)
    except ArgumentError as trouble:
        raise UnknownDatabase() from trouble
    match address.get_backend_name():
        case "sqlite" if address.database and address.database != ":memory:":
            return address.set(drivername="sqlite+aiosqlite")
        case "postgres" | "postgresql" if address.database:
            address = address.set(drivername="postgresql+asyncpg")
            if "sslmode" in address.query:  # libpq's word for what asyncpg calls ssl
                address = address.update_query_dict({"ssl": address.query["sslmode"]})
            return address.difference_update_query(["sslmode"])
    raise UnknownDatabase()


def is_sqlite(address: URL) -> bool:
    return address.get_backend_name() == "sqlite"


def sqlite_file(address: URL) -> Path:
    return Path(address.database or "").absolute()


# -- SQLite ------------------------------------------------------------------------------------------------------------


def _sqlite(address: URL, migrating: bool) -> AsyncEngine:
    """One connection: SQLite has one writer, and a queue for it is fairer than everybody knocking on the lock."""
    file = sqlite_file(address)
    mode = "rwc" if migrating else "rw"
    by_uri = address.set(database=f"file:{quote(str(file))}").update_query_dict({"mode": mode, "uri": "true"})
    engine = create_async_engine(
        by_uri, pool_size=1, max_overflow=0, pool_timeout=2 * BUSY_MS / 1000, hide_parameters=HIDE
    )

    @event.listens_for(engine.sync_engine, "connect")
    def furnish_connection(connection: Any, record: Any) -> None:
        # the driver must not begin transactions of its own: `begin` below does
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()
        record.info["file"] = _identity(file)

    @event.listens_for(engine.sync_engine, "checkout")
    def same_file(connection: Any, record: Any, proxy: Any) -> None:
        # SQLite goes on writing into a file that was deleted or replaced, where nobody would ever read it
        if record.info["file"] != _identity(file):
            raise DisconnectionError("the database file was moved or replaced")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(conn: Connection) -> None:
        if conn.get_execution_options().get(READS):
            _wait_up_to(conn, BUSY_MS)
            conn.exec_driver_sql("BEGIN")
        else:
            _begin_writing(conn)

    return engine


def _begin_writing(conn: Connection) -> None:
    """A deferred transaction that reads first and writes later fails at once when another one wrote in between. Waits
    in many short turns: in one long one SQLite looks ever more seldom whether it may, in the end every 100 ms."""
    _wait_up_to(conn, TURN_MS)
    for _ in range(BUSY_MS // TURN_MS):
        try:
            conn.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as trouble:
            if getattr(trouble.orig, "sqlite_errorname", "") != "SQLITE_BUSY":
                raise
        else:
            return
    conn.exec_driver_sql("BEGIN IMMEDIATE")


def _wait_up_to(conn: Connection, milliseconds: int) -> None:
    if conn.info.get("waits") != milliseconds:
        conn.exec_driver_sql(f"PRAGMA busy_timeout = {milliseconds}")
        conn.info["waits"] = milliseconds


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(file)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


# -- PostgreSQL --------------------------------------------------------------------------------------------------------


def _postgres(address: URL, migrating: bool) -> AsyncEngine:
    """No transaction here takes a second; the limits are for the day when something is wrong."""
    return create_async_engine(
        address,
        pool_size=5,
        max_overflow=5,
        pool_timeout=10,
        pool_pre_ping=True,
        pool_recycle=1800,
        hide_parameters=HIDE,
        connect_args={
            "timeout": 10,
            "command_timeout": None if migrating else 30,
            "server_settings": {
                "application_name": "half-hour",
                "lock_timeout": str(BUSY_MS),
                "idle_in_transaction_session_timeout": "60000",
            },
        },
    )
