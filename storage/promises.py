"""The page of promises: what the daily check looks at, and the one column that it changes."""

from collections.abc import Iterable, Mapping

from sqlalchemy import and_, select, update

from bot.domain.chats import Status
from bot.domain.nudges import Nudge
from bot.domain.promises import Promise
from storage.page import Page
from storage.tables import chats


class Promises(Page):
    async def promises(self) -> Mapping[str, Promise | None]:
        coming = and_(self._mine(chats), chats.c.status == Status.BOOKED, chats.c.starts_at > self._now)
        rows = select(chats.c.id, chats.c.promise).where(coming).order_by(chats.c.starts_at, chats.c.id)
        return {row.id: row.promise for row in await self._conn.execute(rows)}

    async def keep_promise(self, chat: str, promise: Promise, nudges: Iterable[Nudge] = ()) -> None:
        mine = and_(self._mine(chats), chats.c.id == chat)
        await self._conn.execute(update(chats).where(mine).values(promise=promise))
        await self._add_nudges(nudges)
