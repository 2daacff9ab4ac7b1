"""The pages about chats and introductions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import and_, case, func, or_, select

from bot.domain.bookings import Terms
from bot.domain.chats import LIVE, Chat, Introduction, Status
from bot.domain.nudges import QUIETLY, Nudge
from bot.domain.people import Person
from storage.bookings import Bookings
from storage.page import Page, fields_of
from storage.tables import chats, introductions, nudges


class Chats(Bookings):
    async def chat(self, id: str) -> Chat | None:
        """On PostgreSQL the row is locked until the transaction ends: of two people who answer at the same instant,
        the second one reads what the first one wrote."""
        return await self._row(Chat, self._select(chats, chats.c.id == id).with_for_update())

    async def keep_chat(self, chat: Chat, nudges: Iterable[Nudge] = (), terms: Terms = MappingProxyType({})) -> None:
        await self._book_chat(chat, terms)  # first: whoever catches a refusal finds the books as they were
        await self._keep(chats, fields_of(chat))
        await self._add_nudges(nudges)

    async def chats_of(self, person: Person, limit: int = 200) -> Sequence[Chat]:
        theirs = self._select(chats, or_(chats.c.mentor == person, chats.c.mentee == person))
        return await self._rows(Chat, theirs.order_by(chats.c.asked_at.desc(), chats.c.id).limit(limit))

    async def chats_with(self, mentors: Iterable[Person], *, since: datetime) -> Sequence[Chat]:
        people = set(mentors)
        theirs = self._select(
            chats,
            or_(chats.c.mentor.in_(people), chats.c.mentee.in_(people)),
            or_(chats.c.status.in_(LIVE), chats.c.starts_at >= since),
        )
        return await self._rows(Chat, theirs.order_by(chats.c.asked_at, chats.c.id))

    async def chats_from(self, chat: str) -> Sequence[Chat]:
        passed_on = self._select(chats, chats.c.passed_from == chat)
        return await self._rows(Chat, passed_on.order_by(chats.c.asked_at, chats.c.id))

    async def counts(self) -> Mapping[str, int]:
        silent = and_(
            chats.c.status.in_({Status.WAITING, Status.WITHDRAWN}), chats.c.asked_first == "", chats.c.offered == ()
        )
        row = await self._conn.execute(
            select(
                func.count().label("asked"),
                func.count(case((~silent, 1))).label("answered"),
                func.count(chats.c.booked_at).label("booked"),
                func.count(case((chats.c.status == Status.HAPPENED, 1))).label("happened"),
                func.count(chats.c.thanked_at).label("thanked"),
            ).where(self._mine(chats))
        )
        return dict(row.one()._mapping)

    async def unreached(self, person: Person) -> Sequence[str]:
        """A message to the same person about the same chat that arrived later makes up for it."""
        later = nudges.alias()
        made_up = select(later.c.id).where(
            later.c.community == self.community, later.c.subject == nudges.c.subject, later.c.to == nudges.c.to,
            later.c.state == "sent", later.c.settled_at > nudges.c.settled_at, later.c.kind.not_in(QUIETLY),
        )  # fmt: skip
        lost = select(nudges.c.id).where(
            self._mine(nudges), nudges.c.subject == chats.c.id, nudges.c.state == "unreachable", ~made_up.exists(),
            or_(
                and_(chats.c.mentor == person, nudges.c.to == chats.c.mentee),
                and_(chats.c.mentee == person, nudges.c.to == chats.c.mentor),
            ),
        )  # fmt: skip
        found = select(chats.c.id).where(self._mine(chats), lost.exists())
        return (await self._conn.scalars(found.order_by(chats.c.asked_at.desc(), chats.c.id))).all()

    async def nudge(self, *nudges: Nudge) -> None:
        await self._add_nudges(nudges)


class Introductions(Page):
    async def introduction(self, id: str) -> Introduction | None:
        return await self._row(Introduction, self._select(introductions, introductions.c.id == id).with_for_update())

    async def introductions_of(self, person: Person) -> Sequence[Introduction]:
        one = introductions.c
        theirs = self._select(introductions, or_(one.mentor == person, one.mentee == person, one.third == person))
        return await self._rows(Introduction, theirs.order_by(one.made_at.desc(), one.id))

    async def keep_introduction(self, introduction: Introduction, nudges: Iterable[Nudge] = ()) -> None:
        await self._keep(introductions, fields_of(introduction))
        await self._add_nudges(nudges)
