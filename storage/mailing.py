"""The page of mail and subscriptions: where somebody wants invitations, and the secret address of their calendar."""

import hashlib

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.mailing import Mailbox
from bot.domain.people import Person
from storage.page import Page, fields_of
from storage.tables import addresses, subscriptions


class Mailing(Page):
    async def mailbox(self, person: Person) -> Mailbox | None:
        return await self._row(Mailbox, self._select(addresses, addresses.c.person == person))

    async def keep_mailbox(self, mailbox: Mailbox) -> None:
        await self._keep(addresses, fields_of(mailbox))

    async def subscription(self, person: Person) -> str:
        theirs = select(subscriptions.c.token).where(self._mine(subscriptions), subscriptions.c.person == person)
        return (await self._conn.execute(theirs)).scalar_one_or_none() or ""

    async def keep_subscription(self, person: Person, token: str) -> None:
        """The one before is good no longer."""
        row = {"person": person, "digest": _digest(token), "token": token, "made_at": self._now}
        await self._keep(subscriptions, row)

    async def drop_subscription(self, person: Person) -> None:
        theirs = self._mine(subscriptions), subscriptions.c.person == person
        await self._conn.execute(delete(subscriptions).where(*theirs))


async def subscriber(engine: AsyncEngine, token: str) -> tuple[str, Person] | None:
    """(community, person) of a calendar's secret address: the one thing that leads there without knowing the place."""
    found = select(subscriptions.c.community, subscriptions.c.person).where(subscriptions.c.digest == _digest(token))
    async with engine.connect() as conn:
        row = (await conn.execute(found)).one_or_none()
    return (row.community, row.person) if row else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
