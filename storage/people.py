"""The pages about people: members, who has blocked whom, and mentors."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import and_, delete, or_, select

from bot.domain.mentors import Mentor
from bot.domain.people import Member, Person
from storage.page import Page, fields_of, insert
from storage.tables import blocks, members, mentors


class People(Page):
    async def member(self, person: Person) -> Member | None:
        return await self._row(Member, self._select(members, members.c.person == person))

    async def members(self, people: Iterable[Person]) -> Mapping[Person, Member]:
        wanted = self._select(members, members.c.person.in_(set(people)))
        return {member.person: member for member in await self._rows(Member, wanted)}

    async def keep_member(self, member: Member) -> None:
        await self._keep(members, fields_of(member))

    async def organisers(self) -> Sequence[Member]:
        present = self._select(members, members.c.organiser, ~members.c.gone)
        return await self._rows(
            Member, present.order_by(members.c.seen_at.desc().nulls_last(), members.c.person).limit(5)
        )

    async def excluded(self) -> Sequence[Member]:
        shut_out = self._select(members, members.c.excluded)
        return await self._rows(Member, shut_out.order_by(members.c.name, members.c.person))

    async def block(self, who: Person, whom: Person) -> None:
        statement = insert(self._conn, blocks).values(community=self.community, who=who, whom=whom)
        await self._conn.execute(statement.on_conflict_do_nothing())

    async def unblock(self, who: Person, whom: Person) -> None:
        await self._conn.execute(delete(blocks).where(self._mine(blocks), blocks.c.who == who, blocks.c.whom == whom))

    async def blocks_of(self, who: Person) -> Sequence[Person]:
        found = select(blocks.c.whom).where(self._mine(blocks), blocks.c.who == who).order_by(blocks.c.whom)
        return (await self._conn.scalars(found)).all()

    async def blocked(self, one: Person, other: Person) -> bool:
        either = or_(
            and_(blocks.c.who == one, blocks.c.whom == other),
            and_(blocks.c.who == other, blocks.c.whom == one),
        )
        found = await self._conn.execute(select(blocks.c.who).where(self._mine(blocks), either).limit(1))
        return found.first() is not None

    async def blockers(self, whom: Person) -> frozenset[Person]:
        either = or_(blocks.c.who == whom, blocks.c.whom == whom)
        found = await self._conn.execute(select(blocks.c.who, blocks.c.whom).where(self._mine(blocks), either))
        return frozenset(other if who == whom else who for who, other in found)

    async def mentor(self, person: Person) -> Mentor | None:
        return await self._row(Mentor, self._select(mentors, mentors.c.person == person))

    async def mentors(self) -> Sequence[Mentor]:
        active = self._select(mentors, ~mentors.c.stopped)
        return await self._rows(Mentor, active.order_by(mentors.c.person))

    async def keep_mentor(self, mentor: Mentor) -> None:
        await self._keep(mentors, fields_of(mentor))
