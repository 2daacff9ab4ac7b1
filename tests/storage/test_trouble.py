"""A database that is locked, full or gone: the transaction fails as a whole, soon, and the next one is fine."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.domain.people import Person
from storage import Storage, engine, open_storage
from tests.databases import Postgres, copy_sqlite
from tests.storage.samples import HERE, JO, MAYA, NOW, ask, booked, member, nudge, told_of


async def fill(storage: Storage, id: str = "c1", note: str = "a note") -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.add_member(member(JO))
        await books.keep_chat(ask(id, note=note), [nudge(id, subject=id)])


async def kept(storage: Storage, id: str) -> list[bool]:
    async with storage.books(HERE, now=NOW) as books:
        there = await books.chat(id) is not None
    return [there, await told_of(storage, id) == {MAYA}]


@pytest.fixture
def file(tmp_path: Path, sqlite_template: Path) -> Path:
    copy_sqlite(sqlite_template, tmp_path)
    return tmp_path / "half-hour.db"


@pytest.fixture
async def on_sqlite(file: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Storage]:
    monkeypatch.setattr(engine, "BUSY_MS", 200)  # the patience of a test
    opened = open_storage(f"sqlite:///{file}")
    yield opened
    await opened.close()


# -- locked ------------------------------------------------------------------------------------------------------------


async def test_a_locked_file_is_waited_for(on_sqlite: Storage, file: Path) -> None:
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(fill(on_sqlite))
    await asyncio.sleep(0.05)
    assert not writing.done()
    holder.execute("COMMIT")
    await writing
    holder.close()
    assert await kept(on_sqlite, "c1") == [True, True]


async def test_a_file_that_stays_locked_fails_soon_and_leaves_nothing(on_sqlite: Storage, file: Path) -> None:
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    async with asyncio.timeout(3):
        with pytest.raises(OperationalError, match="locked"):
            await fill(on_sqlite)
    holder.execute("COMMIT")
    holder.close()
    assert await kept(on_sqlite, "c1") == [False, False]
    await fill(on_sqlite)


async def test_a_locked_row_fails_in_a_few_seconds_on_postgresql(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 200)
    with postgres.database() as url:
        storage, other = open_storage(url), open_storage(url)
        await fill(storage)
        async with other.books(HERE, now=NOW) as holding:
            await holding.chat("c1")
            async with asyncio.timeout(3):
                with pytest.raises(DBAPIError, match="lock timeout"):
                    await fill(storage)
        await fill(storage, "c2")
        assert await kept(storage, "c2") == [True, True]
        await storage.close()
        await other.close()


# -- full --------------------------------------------------------------------------------------------------------------


async def test_a_full_disk_leaves_nothing_half_written(on_sqlite: Storage) -> None:
    await fill(on_sqlite, "before")

    @event.listens_for(on_sqlite.engine.sync_engine, "begin")
    def no_room(conn) -> None:  # type: ignore[no-untyped-def]
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(OperationalError, match="full"):
        await fill(on_sqlite, "c1", note="a long story " * 10_000)
    assert await kept(on_sqlite, "c1") == [False, False]
    assert await kept(on_sqlite, "before") == [True, True]


# -- gone --------------------------------------------------------------------------------------------------------------


async def test_a_deleted_file_is_noticed_and_not_made_anew(on_sqlite: Storage, file: Path) -> None:
    await fill(on_sqlite)
    for left in file.parent.glob("half-hour.db*"):
        left.unlink()
    for _ in range(2):
        with pytest.raises(OperationalError, match="unable to open"):
            await fill(on_sqlite)
    assert not file.exists()


async def test_a_file_that_was_restored_from_a_backup_is_the_one_that_is_used(
    on_sqlite: Storage, file: Path, sqlite_template: Path
) -> None:
    await fill(on_sqlite)
    for left in file.parent.glob("half-hour.db*"):
        left.unlink()
    shutil.copy(sqlite_template, file)
    assert await kept(on_sqlite, "c1") == [False, False]
    await fill(on_sqlite)
    assert await kept(on_sqlite, "c1") == [True, True]


async def test_a_server_that_ends_the_connection_loses_the_transaction_and_not_the_next_one(postgres: Postgres) -> None:
    with postgres.database() as url:
        storage = open_storage(url)

        async def cut_off() -> None:
            async with storage.books(HERE, now=NOW) as books:
                await books.keep_chat(ask(), [nudge("n")])
                name = make_url(url).database
                await postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
                await books.add_member(member(JO))

        with pytest.raises(DBAPIError):
            await cut_off()
        assert await kept(storage, "c1") == [False, False]
        await fill(storage)
        assert await kept(storage, "c1") == [True, True]
        await storage.close()


async def test_a_server_that_is_not_there_fails_at_once(tmp_path: Path) -> None:
    storage = open_storage(f"postgresql://nobody@/nothing?host={tmp_path}")
    async with asyncio.timeout(5):
        with pytest.raises((OSError, DBAPIError)):
            await fill(storage)
    await storage.close()


# -- interrupted, and shared -------------------------------------------------------------------------------------------


async def test_a_cancelled_transaction_leaves_nothing_and_the_next_one_is_fine(storage: Storage) -> None:
    started = asyncio.Event()

    async def slow() -> None:
        async with storage.books(HERE, now=NOW) as books:
            await books.keep_chat(booked())
            started.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(slow())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await kept(storage, "c1") == [False, False]
    await fill(storage)


async def test_two_storages_on_one_database_write_side_by_side(
    storage: Storage, opening: Callable[..., Storage]
) -> None:
    other = opening()
    await asyncio.gather(*(fill(at, f"{name}{i}") for i in range(15) for name, at in (("a", storage), ("b", other))))
    async with storage.books(HERE, now=NOW) as books:
        assert (await books.counts())["asked"] == 30


async def test_first_words_at_the_same_instant_found_one_community(
    storage: Storage, opening: Callable[..., Storage]
) -> None:
    doors = [storage, opening(), opening()]

    async def arrive(number: int) -> str:
        async with doors[number % 3].books(HERE, now=NOW) as books:
            await books.add_member(member(Person("slack", "T1", f"U{number}")))
            return books.community

    assert len(set(await asyncio.gather(*(arrive(number) for number in range(9))))) == 1
    async with storage.engine.connect() as conn:
        assert (await conn.execute(text("SELECT count(*) FROM communities"))).scalar_one() == 1


SECOND = """
import asyncio, sys
from tests.storage.test_trouble import fill
from storage import open_storage

async def main():
    storage = open_storage(sys.argv[1])
    for number in range(20):
        await fill(storage, f"second{number}")
    await storage.close()

asyncio.run(main())
"""


async def test_a_second_process_on_the_same_database_loses_nothing(storage: Storage, database_url: str) -> None:
    root = Path(engine.__file__).parents[1]
    process = subprocess.Popen([sys.executable, "-c", SECOND, database_url], cwd=root)
    number = 0
    while process.poll() is None or number < 20:
        await fill(storage, f"first{number}")
        number += 1
        await asyncio.sleep(0.01)
    assert process.returncode == 0
    async with storage.books(HERE, now=NOW) as books:
        assert (await books.counts())["asked"] == 20 + number
