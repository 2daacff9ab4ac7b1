"""The nudges of all communities: claimed with a lease, settled by the claimant, forgotten when they are old."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CTE, RowMapping, Select, and_, literal_column, not_, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql.dml import ReturningUpdate

from bot.boundary.ports import Claimed, Sent
from bot.domain.nudges import Nudge
from bot.domain.people import Person, Place
from storage.page import insert
from storage.tables import holds, nudges
from storage.tidying import forget_old

SETTLED = frozenset({"sent", "moot", "missed", "unreachable", "unknown", "dead"})

WAITING = nudges.c.state == literal_column("'waiting'")
"""Literal like the one in the partial indexes, so that they are used."""


class Outbox:
    """See `bot.boundary.ports.Outbox`, which says what each method promises."""

    def __init__(self, engine: AsyncEngine, reader: AsyncEngine) -> None:
        self._engine = engine
        self._reader = reader

    async def claim(
        self, *, worker: str, now: datetime, lease: timedelta, limit: int, platforms: Iterable[str]
    ) -> Sequence[Claimed]:
        served = sorted(set(platforms))
        if not served or limit < 1:
            return []
        until = now + lease
        statement = claiming(worker=worker, now=now, until=until, limit=limit, platforms=served)
        async with self._engine.begin() as conn:
            rows = (await conn.execute(statement)).mappings().all()
        claimed = [Claimed(row["id"], row["community"], _nudge(row), row["attempts"], until) for row in rows]
        return sorted(claimed, key=lambda one: (one.nudge.due_at, one.id))

    async def settle(self, id: int, *, worker: str, state: str, receipt: str = "", now: datetime) -> bool:
        if state not in SETTLED:
            raise ValueError(f"a nudge does not settle as {state!r}")
        return await self._mark(
            id, worker, state=state, receipt=receipt, settled_at=now, live=state == "sent" and bool(receipt),
            claimed_until=None,
        )  # fmt: skip

    async def postpone(self, id: int, *, worker: str, due_at: datetime, tried: bool) -> bool:
        return await self._mark(
            id, worker, due_at=due_at, attempts=nudges.c.attempts + int(tried), claimed_by=None, claimed_until=None
        )

    async def _mark(self, id: int, worker: str, **values: Any) -> bool:
        held = and_(nudges.c.id == id, nudges.c.claimed_by == worker, WAITING)
        async with self._engine.begin() as conn:
            return (await conn.execute(update(nudges).where(held).values(values))).rowcount == 1

    async def hold_back(self, place: Place, *, until: datetime) -> None:
        """A longer hold stands."""
        async with self._engine.begin() as conn:
            statement = insert(conn, holds).values(place=str(place), until=until)
            new = statement.excluded
            await conn.execute(
                statement.on_conflict_do_update(
                    index_elements=["place"], set_={"until": new.until}, where=holds.c.until < new.until
                )
            )

    async def live(self, community: str, subject: str, to: Person) -> Sequence[Sent]:
        about = and_(nudges.c.community == community, nudges.c.subject == subject, nudges.c.to == to, nudges.c.live)
        found = await self._read(select(nudges).where(about).order_by(nudges.c.id))
        return [Sent(row["id"], row["kind"], row["to"], row["receipt"]) for row in found]

    async def quieten(self, ids: Iterable[int]) -> None:
        quiet = update(nudges).where(nudges.c.id.in_(list(ids))).values(live=False)
        async with self._engine.begin() as conn:
            await conn.execute(quiet)

    async def coming(self, place: Place, *, limit: int) -> Sequence[Nudge]:
        there = select(nudges).where(WAITING, nudges.c.place == str(place))
        return [_nudge(row) for row in await self._read(there.order_by(nudges.c.due_at, nudges.c.id).limit(limit))]

    async def forget_old(self, *, now: datetime) -> int:
        return await forget_old(self._engine, now=now)

    async def _read(self, query: Select[Any]) -> Sequence[RowMapping]:
        async with self._reader.connect() as conn:
            rows: Sequence[RowMapping] = (await conn.execute(query)).mappings().all()
        return rows


def claiming(
    *, worker: str, now: datetime, until: datetime, limit: int, platforms: Sequence[str]
) -> ReturningUpdate[Any]:
    """One statement, so that between choosing and taking there is no room for anybody else."""
    due = [_due(platform, now=now, limit=limit) for platform in platforms]
    first = union_all(*(select(part.c.id, part.c.due_at) for part in due)).subquery()
    chosen = select(first.c.id).order_by(first.c.due_at, first.c.id).limit(limit)
    taken = update(nudges).where(nudges.c.id.in_(chosen)).values(claimed_by=worker, claimed_until=until)
    return taken.returning(*nudges.c)


def _due(platform: str, *, now: datetime, limit: int) -> CTE:
    """The first nudges due on one platform that nobody holds, straight from the index `ix_nudges_due`.

    One platform at a time, because an index on (platform, due_at) gives rows in due order only within a platform. A
    CTE, because PostgreSQL may run a plain subquery with LIMIT and SKIP LOCKED more than once."""
    held = select(holds.c.place).where(holds.c.place == nudges.c.place, holds.c.until > now)
    free = or_(nudges.c.claimed_until.is_(None), nudges.c.claimed_until <= now)
    return (
        select(nudges.c.id, nudges.c.due_at)
        .where(WAITING, nudges.c.platform == platform, nudges.c.due_at <= now, free, not_(held.exists()))
        .order_by(nudges.c.due_at, nudges.c.id)
        .limit(limit)
        .with_for_update(of=nudges, skip_locked=True)
        .cte(f"due_{platform}")
    )


def _nudge(row: RowMapping) -> Nudge:
    by = "" if row["platform"] == row["to"].platform else row["platform"]
    return Nudge(row["key"], row["kind"], row["to"], row["subject"], row["due_at"], row["stale_at"], by)
