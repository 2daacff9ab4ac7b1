"""A database is made, brought up to date once however many ask, and refused when it is newer than the code."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

import storage
from storage import NewerDatabase, UnknownDatabase, current, migrate, open_storage, tables
from storage.engine import database_address, make_engine
from tests.storage.samples import HERE, JO, NOW, ask, nudge


async def run(url: str, *statements: str) -> None:
    engine = make_engine(url)
    async with engine.begin() as conn:
        for statement in statements:
            await conn.execute(text(statement))
    await engine.dispose()


async def revisions(url: str) -> list[str]:
    engine = make_engine(url)
    async with engine.connect() as conn:
        found = list((await conn.execute(text("SELECT version_num FROM alembic_version"))).scalars())
    await engine.dispose()
    return found


async def test_an_empty_database_gets_its_tables(empty_database_url: str) -> None:
    assert not await current(empty_database_url)
    await migrate(empty_database_url)
    assert await current(empty_database_url)
    opened = open_storage(empty_database_url)
    async with opened.books(HERE, now=NOW) as books:
        await books.keep_chat(ask(), [nudge("n")])
    await opened.close()


async def test_asking_whether_a_database_is_current_makes_no_file(tmp_path: Path) -> None:
    assert not await current(f"sqlite:///{tmp_path}/none.db")
    assert list(tmp_path.iterdir()) == []


async def test_migrations_make_exactly_the_tables_the_code_speaks_of(database_url: str) -> None:
    def differences(conn: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(conn), tables.metadata))

    def indexes(conn: Connection) -> dict[str, object]:
        return {
            str(index["name"]): any(option.endswith("_where") for option in index.get("dialect_options", {}))
            for index in inspect(conn).get_indexes("nudges")
            if not index.get("duplicates_constraint")
        }

    engine = make_engine(database_url)
    async with engine.connect() as conn:
        assert await conn.run_sync(differences) == []
        assert await conn.run_sync(indexes) == {
            "ix_nudges_due": True,  # partial
            "ix_nudges_coming": True,
            "ix_nudges_subject": False,
        }
    await engine.dispose()


async def test_an_old_database_is_migrated_and_keeps_what_it_holds(empty_database_url: str) -> None:
    await migrate(empty_database_url, to="0001")
    assert not await current(empty_database_url)
    await run(
        empty_database_url,
        "INSERT INTO communities (id, rules, since) VALUES ('slack:T1', '{\"minutes\": 20}', '2026-01-01 00:00:00')",
        "INSERT INTO places (platform, id, community) VALUES ('slack', 'T1', 'slack:T1')",
        "INSERT INTO blocks (community, who, whom) VALUES ('slack:T1', 'slack:T1:UJO', 'slack:T1:UMAYA')",
    )
    await migrate(empty_database_url)
    assert await current(empty_database_url)
    opened = open_storage(empty_database_url)
    async with opened.books(HERE, now=NOW) as books:
        assert books.house.minutes == 20
        assert [str(person) for person in await books.blocks_of(JO)] == ["slack:T1:UMAYA"]
        await books.nudge(nudge("n"))
    await opened.close()


async def test_a_newer_database_is_refused_with_a_sentence_and_left_alone(database_url: str) -> None:
    await run(database_url, "UPDATE alembic_version SET version_num = '9999'")
    for refused in (migrate, current):
        with pytest.raises(NewerDatabase, match=r"newer Half Hour \(its revision is 9999\)\. Run that version, or"):
            await refused(database_url)
    assert await revisions(database_url) == ["9999"]


async def test_migrating_twice_changes_nothing(database_url: str) -> None:
    before = await revisions(database_url)
    await migrate(database_url)
    assert await revisions(database_url) == before


async def test_a_migration_that_fails_leaves_nothing_half_made(empty_database_url: str) -> None:
    await migrate(empty_database_url, to="0001")
    await run(empty_database_url, "CREATE TABLE holds (id INTEGER)")  # in the way of the second migration
    with pytest.raises(Exception, match="holds"):
        await migrate(empty_database_url)
    assert await revisions(empty_database_url) == ["0001"]
    engine = make_engine(empty_database_url)
    async with engine.connect() as conn:
        assert not await conn.run_sync(lambda sync: inspect(sync).has_table("nudges"))
    await engine.dispose()


async def test_several_that_migrate_at_once_do_it_once(empty_database_url: str) -> None:
    await asyncio.gather(*(migrate(empty_database_url) for _ in range(5)))
    assert await current(empty_database_url)
    assert len(await revisions(empty_database_url)) == 1


def test_two_processes_that_start_at_the_same_time_both_succeed(empty_database_url: str) -> None:
    program = "import asyncio, sys, storage; asyncio.run(storage.migrate(sys.argv[1]))"
    root = Path(storage.__file__).parents[1]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, empty_database_url],
            cwd=root,
            env=dict(os.environ, PYTHONPATH=str(root)),
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
    assert asyncio.run(current(empty_database_url))


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("sqlite:///half-hour.db", "sqlite+aiosqlite:///half-hour.db"),
        ("sqlite:////var/lib/half-hour.db", "sqlite+aiosqlite:////var/lib/half-hour.db"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("postgres://u:p@db:5433/hh", "postgresql+asyncpg://u:p@db:5433/hh"),
        ("postgresql://u:p%40@db/hh", "postgresql+asyncpg://u:p%40@db/hh"),
        ("postgresql+psycopg://u@db/hh?sslmode=require", "postgresql+asyncpg://u@db/hh?ssl=require"),
    ],
)
def test_a_plain_address_gets_the_driver_that_does_not_block(written: str, understood: str) -> None:
    assert database_address(written).render_as_string(hide_password=False) == understood


@pytest.mark.parametrize(
    "written", ["", "half-hour.db", "sqlite://", "sqlite:///:memory:", "mysql://u@db/hh", "postgres://db"]
)
def test_an_address_of_no_use_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(UnknownDatabase, match="sqlite:///half-hour"):
        database_address(written)
