"""The pages of words that are not (yet) part of a chat: drafts and reports; and the deliveries seen before."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.domain.people import Person
from storage.page import Page, insert
from storage.tables import deliveries, drafts, reports

DAY = timedelta(days=1)
"""How long a draft and a delivery id are kept."""


class Words(Page):
    async def seen_before(self, delivery: str, *, now: datetime) -> bool:
        """One statement: of two transactions with the same delivery, the second waits for the first."""
        statement = insert(self._conn, deliveries).values(community=self.community, id=delivery, noted_at=now)
        noted = await self._conn.execute(
            statement.on_conflict_do_update(
                index_elements=["community", "id"],
                set_={"noted_at": statement.excluded.noted_at},
                where=deliveries.c.noted_at <= now - DAY,
            ).returning(deliveries.c.id)
        )
        return noted.first() is None

    async def keep_draft(self, id: str, person: Person, words: Sequence[str], *, now: datetime) -> None:
        """Nobody overwrites another person's draft."""
        statement = insert(self._conn, drafts).values(
            community=self.community, id=id, person=person, words=json.dumps(list(words)), kept_at=now
        )
        new = statement.excluded
        await self._conn.execute(
            statement.on_conflict_do_update(
                index_elements=["community", "id"],
                set_={"words": new.words, "kept_at": new.kept_at},
                where=drafts.c.person == new.person,
            )
        )

    async def draft(self, id: str, person: Person) -> Sequence[str] | None:
        found = select(drafts.c.words).where(self._mine(drafts), drafts.c.id == id, drafts.c.person == person)
        words = (await self._conn.execute(found)).scalar_one_or_none()
        return None if words is None else tuple(json.loads(words))

    async def drop_draft(self, id: str) -> None:
        await self._conn.execute(delete(drafts).where(self._mine(drafts), drafts.c.id == id))

    async def keep_report(self, id: str, chat: str, by: Person, words: str, *, now: datetime) -> None:
        await self._keep(reports, {"id": id, "chat": chat, "by": by, "words": words, "made_at": now})

    async def report(self, id: str) -> tuple[str, Person, str] | None:
        found = select(reports.c.chat, reports.c.by, reports.c.words).where(self._mine(reports), reports.c.id == id)
        row = (await self._conn.execute(found)).one_or_none()
        return None if row is None else (row.chat, row.by, row.words)
