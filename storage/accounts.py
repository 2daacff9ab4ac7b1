"""The page of accounts: somebody who is here twice, on two platforms, is one person."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import and_, delete, false, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.chats import Chat, Introduction
from bot.domain.people import Member, Person
from bot.domain.refusals import BothBooked, TwoPeople
from storage.bookings import Bookings
from storage.leaving import Leaving
from storage.page import fields_of
from storage.people import People, fingerprint
from storage.tables import (
    account_codes,
    accounts,
    addresses,
    appeals,
    barred,
    blocks,
    bookings,
    calendars,
    cells,
    chats,
    drafts,
    introductions,
    members,
    mentors,
    nudges,
    reports,
    subscriptions,
)

Row = TypeVar("Row", Chat, Introduction)

HOUR = timedelta(hours=1)
"""How long a code is good for."""
ONE_EACH = {
    mentors: mentors.c.stopped,
    calendars: false(),
    addresses: addresses.c.confirmed_at.is_(None),
    subscriptions: false(),
}
"""Tables with one row a person, column `person`, and what is of no use in them: of two rows the person's own stands,
unless only the other is of use."""


class Accounts(People, Leaving, Bookings):
    async def person_of(self, people: Iterable[Person]) -> Mapping[Person, Person]:
        asked = set(people)
        linked = select(accounts.c.account, accounts.c.person).where(
            self._mine(accounts), accounts.c.account.in_(asked)
        )
        return {row.account: row.person for row in await self._conn.execute(linked)} if asked else {}

    async def keep_account_code(self, code: str, person: Person, *, now: datetime) -> None:
        theirs = and_(self._mine(account_codes), account_codes.c.person == person)
        await self._conn.execute(delete(account_codes).where(theirs))
        row = {"digest": self._digest(code), "community": self.community, "person": person, "made_at": now}
        await self._conn.execute(insert(account_codes).values(**row))

    async def account_code(self, code: str, *, now: datetime) -> Person | None:
        good = and_(self._mine(account_codes), account_codes.c.digest == self._digest(code))
        found = select(account_codes.c.person).where(good, account_codes.c.made_at > now - HOUR)
        return (await self._conn.execute(found)).scalar_one_or_none()

    async def join_account(self, account: Person, person: Person, *, now: datetime) -> None:
        """Rows first and people after them, as everybody who acts or answers takes them: nobody waits crosswise."""
        await self._conn.execute(self._select(members, members.c.person == person).with_for_update())
        await self._chats_about(account)
        await self.lock(account, person)
        await self._rename_chats(account, person)
        await self._rename_introductions(account, person)
        await self._rename_bookings(account, person)
        await self._rename_rows(account, person)
        await self._one_member(account, person)
        mine = and_(self._mine(accounts), accounts.c.person == account)
        await self._conn.execute(update(accounts).where(mine).values(person=person))
        kept = {"community": self.community, "account": account, "person": person, "linked_at": now}
        await self._conn.execute(insert(accounts).values(**kept))
        spent = and_(self._mine(account_codes), account_codes.c.person.in_([account, person]))
        await self._conn.execute(delete(account_codes).where(spent))

    async def part_account(self, account: Person) -> None:
        """Who blocked the person, or excluded them, has done so for the account that goes on alone."""
        person = (await self.person_of([account])).get(account)
        if person is None:
            return
        await self._bar(person, account)
        await self._conn.execute(delete(accounts).where(self._mine(accounts), accounts.c.account == account))

    async def _rename_chats(self, account: Person, person: Person) -> None:
        for chat in await self._chats_about(account):
            if {chat.mentor, chat.mentee} == {account, person}:
                raise TwoPeople()
            await self._change(chats, chat.id, renamed(chat, account, person))

    async def _rename_introductions(self, account: Person, person: Person) -> None:
        for one in await self._introductions_of(account):
            if {account, person} <= {one.mentor, one.mentee, one.third}:
                raise TwoPeople()
            await self._change(introductions, one.id, renamed(one, account, person))

    async def _rename_bookings(self, account: Person, person: Person) -> None:
        """Booked as both at one time: one of the two has to be cancelled first."""
        await self._let_go(self._run_out({account, person}))
        theirs = and_(self._mine(cells), cells.c.person == account)
        held = [dict(row._mapping) for row in await self._conn.execute(select(cells).where(theirs))]
        await self._conn.execute(delete(cells).where(theirs))
        mine = and_(self._mine(bookings), bookings.c.person == account)
        await self._conn.execute(update(bookings).where(mine).values(person=person))
        if held:
            try:
                await self._conn.execute(insert(cells), [{**row, "person": person} for row in held])
            except IntegrityError as taken:
                raise BothBooked() from taken

    async def _rename_rows(self, account: Person, person: Person) -> None:
        for table, column in (
            (drafts, drafts.c.person),
            (reports, reports.c.by),
            (appeals, appeals.c.person),
            (appeals, appeals.c.mentor),
        ):
            await self._conn.execute(update(table).where(self._mine(table), column == account).values({column: person}))
        for table, useless in ONE_EACH.items():
            own, theirs = (and_(self._mine(table), table.c.person == one) for one in (person, account))
            if (await self._conn.execute(select(table.c.person).where(theirs, ~useless))).first() is not None:
                await self._conn.execute(delete(table).where(own, useless))
            if (await self._conn.execute(select(table.c.person).where(own))).first() is not None:
                await self._conn.execute(delete(table).where(theirs))
            else:
                await self._conn.execute(update(table).where(theirs).values(person=person))
        await self._rename_nudges(account, person)
        await self._rename_blocks(account, person)

    async def _rename_nudges(self, account: Person, person: Person) -> None:
        """The key of a reminder names whom it is for, and by its key a chat knows which ones it still wants."""
        waiting = and_(self._mine(nudges), nudges.c.to == account, nudges.c.state == "waiting")
        other, key = nudges.alias(), func.replace(nudges.c.key, str(account), str(person))
        told = select(other.c.id).where(other.c.community == self.community, other.c.key == key).exists()
        await self._conn.execute(update(nudges).where(waiting, ~told).values(key=key))
        there = {"to": person, "platform": person.platform, "place": str(person.home)}
        # e-mail goes on being e-mail
        await self._conn.execute(update(nudges).where(waiting, nudges.c.platform == account.platform).values(**there))
        await self._conn.execute(update(nudges).where(waiting).values(to=person))

    async def _rename_blocks(self, account: Person, person: Person) -> None:
        either = or_(blocks.c.who == account, blocks.c.whom == account)
        found = await self._conn.execute(select(blocks.c.who, blocks.c.whom).where(self._mine(blocks), either))
        kept = [(_as(who, account, person), _as(whom, account, person)) for who, whom in found]
        await self._conn.execute(delete(blocks).where(self._mine(blocks), either))
        for who, whom in kept:
            if who != whom:
                await self.block(who, whom)
        told = and_(self._mine(barred), barred.c.by == str(account))
        too = select(barred.c.digest).where(self._mine(barred), barred.c.by == str(person)).scalar_subquery()
        needless = or_(barred.c.digest == fingerprint(person), barred.c.digest.in_(too))
        await self._conn.execute(delete(barred).where(told, needless))
        await self._conn.execute(update(barred).where(told).values(by=str(person)))

    async def _one_member(self, account: Person, person: Person) -> None:
        """What the person chose stands; what the account chose fills the gaps; what is forbidden to one is to both."""
        met = await self.members([account, person])
        if (other := met.get(account)) is None or (one := met.get(person)) is None:
            return
        await self._conn.execute(
            update(members).where(self._mine(members), members.c.person == person).values(**_both(one, other))
        )
        await self._conn.execute(delete(members).where(self._mine(members), members.c.person == account))

    @staticmethod
    def _digest(code: str) -> str:
        """The code itself is nowhere kept."""
        return hashlib.sha256(code.encode()).hexdigest()


def _both(one: Member, other: Member) -> dict[str, object]:
    return {
        "language": one.language or other.language,
        "zone": one.zone or other.zone,
        "told_zone": one.told_zone or other.told_zone,
        "organiser": one.organiser or other.organiser,
        "excluded": one.excluded or other.excluded,
        "stopped": one.stopped | other.stopped,
        "quiet_from": one.quiet_from if one.quiet_from is not None else other.quiet_from,
        "quiet_to": one.quiet_to if one.quiet_to is not None else other.quiet_to,
    }


def renamed(row: Row, account: Person, person: Person) -> Row:
    """The same chat or introduction, in which `account` is `person`."""
    changes: dict[str, object] = {}
    for name, value in fields_of(row).items():
        match value:
            case Person():
                changes[name] = _as(value, account, person)
            case (Person(), *_):
                changes[name] = tuple(dict.fromkeys(_as(one, account, person) for one in value))
            case str() if name == "absent":
                changes[name] = value.replace(f"{account}:", f"{person}:")
    return replace(row, **changes)  # type: ignore[arg-type]


def _as(who: Person, account: Person, person: Person) -> Person:
    return person if who == account else who
