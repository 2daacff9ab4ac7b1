"""The pages about people: members, who has blocked whom, and mentors."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Unpack

from sqlalchemy import and_, delete, or_, select, update

from bot.boundary.commands import Actor
from bot.boundary.ports import Changes
from bot.domain.mentors import Mentor
from bot.domain.people import Member, Person
from storage.page import Page, fields_of, insert
from storage.tables import barred, blocks, members, mentors


class People(Page):
    async def member(self, person: Person) -> Member | None:
        return await self._row(Member, self._select(members, members.c.person == person))

    async def members(self, people: Iterable[Person]) -> Mapping[Person, Member]:
        wanted = self._select(members, members.c.person.in_(set(people)))
        return {member.person: member for member in await self._rows(Member, wanted)}

    async def note_actor(self, actor: Actor, *, now: datetime) -> Member:
        told: dict[str, object] = {
            "name": actor.name or None, "locale": actor.locale or None, "told_zone": actor.zone or None,
            "organiser": actor.organiser, "guest": actor.guest, "gone": False, "seen_at": now,
        }  # fmt: skip
        values = {name: fact for name, fact in told.items() if fact is not None}
        if (member := await self._changed(actor.person, values)) is not None:
            return member
        await self.add_member(Member(actor.person, actor.name))
        member = await self._changed(actor.person, values)
        assert member is not None, "nobody is deleted while their row is new"
        return member

    async def add_member(self, member: Member) -> None:
        """Looks first, because ON CONFLICT waits for whoever is changing the row that is there: two who name each
        other at once would wait for ever."""
        if await self.member(member.person) is None:
            statement = insert(self._conn, members).values(community=self.community, **fields_of(member))
            await self._conn.execute(statement.on_conflict_do_nothing())
            await self._hold_again(member.person)

    async def _hold_again(self, person: Person) -> None:
        """Somebody who was forgotten is back: the blocks of others and the organisers' exclusion hold again."""
        theirs = delete(barred).where(self._mine(barred), barred.c.digest == fingerprint(person))
        for by in (await self._conn.scalars(theirs.returning(barred.c.by))).all():
            if by:
                await self.block(Person.parse(by), person)
            else:
                await self.change_member(person, excluded=True)

    async def change_member(self, person: Person, **changes: Unpack[Changes]) -> None:
        await self._changed(person, changes)

    async def _changed(self, person: Person, values: Mapping[str, Any]) -> Member | None:
        """One statement, so that two who change the same member both have their way."""
        wanted = [column for column in members.c if column.name != "community"]
        theirs = update(members).where(self._mine(members), members.c.person == person).values(**values)
        row = (await self._conn.execute(theirs.returning(*wanted))).one_or_none()
        return None if row is None else Member(**row._mapping)

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
        forgotten = barred.c.digest == fingerprint(whom), barred.c.by == str(who)
        await self._conn.execute(delete(barred).where(self._mine(barred), *forgotten))

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


def fingerprint(person: Person) -> str:
    """By which somebody is known again, and not before they come back."""
    return sha256(str(person).encode()).hexdigest()
