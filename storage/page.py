"""What every page of the books shares: one connection, one community, and how a dataclass is kept as a row."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, Table, and_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.nudges import EMAIL, Kind, Nudge
from bot.domain.people import Person
from storage import tables

T = TypeVar("T")


def insert(conn: AsyncConnection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that knows ON CONFLICT, which each database spells in a class of its own."""
    return sqlite.insert(table) if conn.dialect.name == "sqlite" else postgresql.insert(table)


def fields_of(row: object) -> dict[str, Any]:
    """A dataclass as a mapping, one level deep: the column types take care of what is inside."""
    return {field.name: getattr(row, field.name) for field in fields(row)}  # type: ignore[arg-type]


class Page:
    """Nothing here or in the pages reads or writes a row of another community: every query starts at `_mine`."""

    def __init__(self, conn: AsyncConnection, community: str, now: datetime) -> None:
        self._conn = conn
        self.community = community
        self._now = now
        """When these books were opened: what is held until then is free."""

    def _mine(self, table: Table) -> ColumnElement[bool]:
        return table.c.community == self.community

    async def _keep(self, table: Table, values: Mapping[str, Any]) -> None:
        """Inserts, or updates the row with the same primary key."""
        keys = [column.name for column in table.primary_key]
        statement = insert(self._conn, table).values(community=self.community, **values)
        await self._conn.execute(
            statement.on_conflict_do_update(
                index_elements=keys, set_={name: statement.excluded[name] for name in values if name not in keys}
            )
        )

    async def _rows(self, kind: type[T], query: Select[Any]) -> list[T]:
        return [_made(kind, row) for row in await self._conn.execute(query)]

    async def _row(self, kind: type[T], query: Select[Any]) -> T | None:
        row = (await self._conn.execute(query)).one_or_none()
        return None if row is None else _made(kind, row)

    def _select(self, table: Table, *where: ColumnElement[bool]) -> Select[Any]:
        """The columns that make a dataclass, of this community's rows."""
        wanted = [column for column in table.c if column.name != "community"]
        return select(*wanted).where(self._mine(table), *where)

    async def _add_nudges(self, nudges: Iterable[Nudge]) -> None:
        """A key that is there already is left alone; nobody writes to a former member, and no mail goes to somebody who
        gave no address."""
        wanted = [nudge for nudge in nudges if not nudge.to.former]
        if any(nudge.by == EMAIL for nudge in wanted):
            known = await self.mailboxes(nudge.to for nudge in wanted)
            # but for the code that is to prove one
            wanted = [n for n in wanted if n.by != EMAIL or n.kind is Kind.MAIL_CODE or n.to in known]
        rows = [self._nudge_row(nudge) for nudge in wanted]
        if rows:
            statement = insert(self._conn, tables.nudges).on_conflict_do_nothing(index_elements=["community", "key"])
            await self._conn.execute(statement, rows)

    async def mailboxes(self, people: Iterable[Person]) -> Mapping[Person, str]:
        kept = tables.addresses
        confirmed = and_(kept.c.person.in_(set(people)), kept.c.confirmed_at.is_not(None))
        found = select(kept.c.person, kept.c.address).where(self._mine(kept), confirmed)
        return {row.person: row.address for row in await self._conn.execute(found)}

    def _nudge_row(self, nudge: Nudge) -> dict[str, Any]:
        row = fields_of(nudge)
        del row["by"]
        return {
            **row,
            "community": self.community,
            "platform": nudge.road.platform,
            "place": str(nudge.road),
            "state": "waiting",
            "attempts": 0,
            "receipt": "",
            "live": False,
        }


def _made(kind: type[T], row: Row[Any]) -> T:
    return kind(**row._mapping)
