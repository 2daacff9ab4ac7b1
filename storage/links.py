"""The page of links: several places, on either platform, as one community. A code that an organiser was shown in one
place and typed in another is the only thing that leads from one community's records to another's."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from bot.domain.people import Place
from storage.page import Page
from storage.tables import cells, codes, communities, deliveries, metadata, places

HOUR = timedelta(hours=1)
"""How long a code is good for."""


class Links(Page):
    async def places(self) -> Sequence[Place]:
        rows = await self._conn.execute(
            select(places.c.platform, places.c.id).where(self._mine(places)).order_by(places.c.platform, places.c.id)
        )
        return [Place(row.platform, row.id) for row in rows]

    async def keep_code(self, code: str, *, now: datetime) -> None:
        await self._conn.execute(delete(codes).where(self._mine(codes)))
        await self._conn.execute(insert(codes).values(digest=_digest(code), community=self.community, made_at=now))

    async def join(self, code: str, *, now: datetime) -> bool:
        """This community, with everything it has, becomes part of the one that gave the code, whose house rules hold.
        False for a code that is not good (any more). These books are closed then: open them again."""
        good = codes.c.digest == _digest(code), codes.c.made_at > now - HOUR
        found = await self._conn.execute(delete(codes).where(*good).returning(codes.c.community))
        other = found.scalar_one_or_none()
        if other is None or other == self.community:
            return False
        booked = [dict(row._mapping) for row in await self._conn.execute(select(cells).where(self._mine(cells)))]
        for table in (cells, deliveries, codes):
            await self._conn.execute(delete(table).where(self._mine(table)))
        for table in metadata.sorted_tables:
            if "community" in table.c and table not in (cells, deliveries, codes):
                await self._conn.execute(update(table).where(self._mine(table)).values(community=other))
        if booked:
            await self._conn.execute(insert(cells), [{**row, "community": other} for row in booked])
        await self._conn.execute(delete(communities).where(communities.c.id == self.community))
        self.community = other
        return True


def _digest(code: str) -> str:
    """The code itself is nowhere kept."""
    return hashlib.sha256(code.encode()).hexdigest()
