"""The page of calendars: when people are busy by their own calendars, and whose turn it is to be read."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.boundary.ports import DueCalendar
from bot.domain.calendars import Calendar, taken
from bot.domain.hours import Span
from bot.domain.people import Person
from storage.page import Page, fields_of
from storage.tables import calendars
from storage.types import seals

COLUMNS = [column for column in calendars.c if column.name not in ("community", "claimed_until")]


class Calendars(Page):
    async def busy_of(
        self, people: Iterable[Person], *, since: datetime, until: datetime
    ) -> Mapping[Person, Sequence[Span]]:
        found: dict[Person, Sequence[Span]] = {person: [] for person in people}
        copies = select(calendars.c.person, calendars.c.busy, calendars.c.until)
        theirs = copies.where(self._mine(calendars), calendars.c.person.in_(set(found)))
        for person, busy, reach in await self._conn.execute(theirs):
            found[person] = taken(_spans(busy, since=since, until=until), reach, since=since, until=until)
        return found

    @property
    def seals(self) -> bool:
        return seals(self._conn.dialect)

    async def calendar(self, person: Person) -> Calendar | None:
        found = select(*COLUMNS).where(self._mine(calendars), calendars.c.person == person)
        row = (await self._conn.execute(found)).one_or_none()
        return None if row is None else _calendar(row)

    async def keep_calendar(self, calendar: Calendar) -> None:
        await self._keep(calendars, {**_values(calendar), "claimed_until": None})

    async def settle_calendar(self, calendar: Calendar, *, claimed_until: datetime) -> bool:
        held = and_(calendars.c.person == calendar.person, calendars.c.claimed_until == claimed_until)
        values = {**_values(calendar), "claimed_until": None}
        kept = await self._conn.execute(update(calendars).where(self._mine(calendars), held).values(values))
        return kept.rowcount == 1

    async def hurry_calendars(self, *people: Person) -> bool:
        theirs = select(*COLUMNS).where(self._mine(calendars), calendars.c.person.in_(set(people)))
        rows = [_calendar(row) for row in await self._conn.execute(theirs)]
        stale = [calendar.person for calendar in rows if calendar.stale(self._now)]
        if stale:
            later = and_(calendars.c.person.in_(stale), calendars.c.next_at > self._now)
            await self._conn.execute(update(calendars).where(self._mine(calendars), later).values(next_at=self._now))
        return bool(stale)

    async def drop_calendar(self, person: Person) -> None:
        await self._conn.execute(delete(calendars).where(self._mine(calendars), calendars.c.person == person))


class Claims:
    """See `bot.boundary.ports.Calendars`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def claim(self, *, now: datetime, lease: timedelta, limit: int) -> Sequence[DueCalendar]:
        """One statement, as in the outbox. A calendar has one claim at a time, and the next one ends later: when it
        ends says whose it is."""
        until = now + lease
        free = or_(calendars.c.claimed_until.is_(None), calendars.c.claimed_until <= now)
        due = (
            select(calendars.c.community, calendars.c.person)
            .where(calendars.c.next_at <= now, free)
            .order_by(calendars.c.next_at, calendars.c.person)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        chosen = and_(calendars.c.community == due.c.community, calendars.c.person == due.c.person)
        taking = update(calendars).where(chosen).values(claimed_until=until)
        async with self._engine.begin() as conn:
            rows = (await conn.execute(taking.returning(calendars.c.community, *COLUMNS))).all()
        claimed = [DueCalendar(row.community, _calendar(row), until) for row in rows]
        return sorted(claimed, key=lambda one: (one.calendar.next_at, one.calendar.person))


def _values(calendar: Calendar) -> dict[str, Any]:
    pairs = [[int(start.timestamp()), -int(-end.timestamp() // 1)] for start, end in calendar.busy]
    return {**fields_of(calendar), "busy": json.dumps(pairs, separators=(",", ":"))}


def _calendar(row: Row[Any]) -> Calendar:
    kept = {column.name: row._mapping[column] for column in COLUMNS}
    return Calendar(**{**kept, "busy": tuple(_spans(kept["busy"]))})


def _spans(busy: str, *, since: datetime | None = None, until: datetime | None = None) -> list[Span]:
    """Only what meets the two moments is made into times: most of a copy lies behind or ahead."""
    first, last = since.timestamp() if since else float("-inf"), until.timestamp() if until else float("inf")
    pairs = json.loads(busy or "[]")
    return [_span(start, end) for start, end in pairs if end > first and start < last]


def _span(start: int, end: int) -> Span:
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)
