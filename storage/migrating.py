"""Bringing a database up to date, safely when several processes start at once; and refusing one that is newer."""

import asyncio
from pathlib import Path
from sqlite3 import OperationalError

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import database_address, is_sqlite, make_engine, sqlite_file

HEAD = "head"

LOCK = 0x4A1F_40A2
"""The number of the advisory lock on PostgreSQL that a migration holds."""

PATIENCE = 60
"""Seconds to wait for another process that is migrating."""


class NewerDatabase(Exception):
    """The database was made by a newer Half Hour."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"This database was made by a newer Half Hour (its revision is {revision}). "
            "Run that version, or restore the backup made before the update. Nothing was changed."
        )


async def migrate(url: str, *, to: str = HEAD) -> None:
    """Makes the tables, or brings them up to the newest revision; makes a SQLite file that is missing.

    All or nothing, and once, however many processes ask at the same time. Raises NewerDatabase."""
    address = database_address(url)
    if is_sqlite(address):
        sqlite_file(address).parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url, migrating=True)
    try:
        if is_sqlite(address):
            await _write_ahead(engine)
        async with engine.begin() as conn:  # on SQLite, already the only writer
            if conn.dialect.name == "postgresql":
                await conn.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}s'"))
                await conn.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            await conn.run_sync(_upgrade, to)
    finally:
        await engine.dispose()


async def current(url: str) -> bool:
    """Whether there is nothing to migrate. Changes and creates nothing. Raises NewerDatabase."""
    address = database_address(url)
    if is_sqlite(address) and not sqlite_file(address).exists():
        return False
    engine = make_engine(url)
    try:
        async with engine.connect() as conn:
            return await conn.run_sync(_is_current)
    finally:
        await engine.dispose()


async def _write_ahead(engine: AsyncEngine) -> None:
    """WAL mode stays with the file. Turning it on does not wait for a lock as other statements do."""
    async with engine.connect() as conn:
        raw = (await conn.get_raw_connection()).driver_connection
        assert raw is not None
        await raw.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
        for _ in range(PATIENCE * 10):
            try:
                await raw.execute("PRAGMA journal_mode = WAL")
                return
            except OperationalError as busy:
                if "locked" not in str(busy):
                    raise
            await asyncio.sleep(0.1)
        raise TimeoutError("another process has kept the database file locked for a minute")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def _upgrade(conn: Connection, to: str) -> None:
    if _is_current(conn):
        return
    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, to)


def _is_current(conn: Connection) -> bool:
    scripts = ScriptDirectory.from_config(_config())
    at = set(MigrationContext.configure(conn).get_current_heads())
    if unknown := at - {script.revision for script in scripts.walk_revisions()}:
        raise NewerDatabase(", ".join(sorted(unknown)))
    return at == set(scripts.get_heads())
