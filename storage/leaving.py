"""The page of leaving: everything kept of a person as they may see it, and how they are forgotten."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import and_, delete, or_, select, update

from bot.domain.chats import Chat, Consent, Introduction
from bot.domain.mentors import Mentor
from bot.domain.people import Member, Person
from storage.page import Page, fields_of, insert
from storage.people import fingerprint
from storage.tables import (
    account_codes,
    accounts,
    addresses,
    appeals,
    barred,
    blocks,
    bookings,
    calendars,
    chats,
    drafts,
    introductions,
    members,
    mentors,
    nudges,
    reports,
    subscriptions,
)


class Leaving(Page):
    async def export(self, person: Person) -> Mapping[str, object]:
        member = await self._row(Member, self._select(members, members.c.person == person))
        mentor = await self._row(Mentor, self._select(mentors, mentors.c.person == person))
        met = [seen for one in await self._introductions_of(person) if (seen := _introduction_as_seen(one, person))]
        sent = select(nudges.c.kind, nudges.c.subject, nudges.c.due_at, nudges.c.settled_at, nudges.c.state)
        written = select(reports.c.id, reports.c.chat, reports.c.words, reports.c.made_at)
        kept = select(drafts.c.id, drafts.c.words, drafts.c.kept_at)
        held = select(appeals.c.id, appeals.c.words, appeals.c.why, appeals.c.made_at, appeals.c.passed)
        blocked = select(blocks.c.whom).where(self._mine(blocks), blocks.c.who == person)
        return {
            "person": str(person),
            "profile": _plain(member) if member else None,
            "mentor": _plain(mentor) if mentor else None,
            "chats": [
                _chat_as_seen(chat, person)
                for chat in await self._chats_about(person)
                if person in (chat.mentor, chat.mentee)
            ],
            "introductions": met,
            "mail": await self._listed(
                select(addresses.c.address, addresses.c.asked_at, addresses.c.confirmed_at).where(
                    self._mine(addresses), addresses.c.person == person
                )
            ),
            "subscription": await self._listed(
                select(subscriptions.c.made_at).where(self._mine(subscriptions), subscriptions.c.person == person)
            ),
            "accounts": [str(account) for account in await self.accounts_of(person)],
            "blocked": [str(whom) for whom in await self._conn.scalars(blocked.order_by(blocks.c.whom))],
            "messages": await self._listed(
                sent.where(self._mine(nudges), nudges.c.to == person).order_by(nudges.c.due_at, nudges.c.id)
            ),
            "reports": await self._listed(
                written.where(self._mine(reports), reports.c.by == person).order_by(reports.c.made_at)
            ),
            "appeals": await self._listed(
                held.where(self._mine(appeals), appeals.c.person == person).order_by(appeals.c.made_at)
            ),
            "calendar": await self._calendar_kept(person),
            "drafts": await self._listed(
                kept.where(self._mine(drafts), drafts.c.person == person).order_by(drafts.c.kept_at)
            ),
        }

    async def accounts_of(self, person: Person) -> Sequence[Person]:
        theirs = select(accounts.c.account).where(self._mine(accounts), accounts.c.person == person)
        return (await self._conn.scalars(theirs.order_by(accounts.c.linked_at))).all()

    async def forget(self, person: Person, former: Person) -> None:
        """What the other side typed stays. A chat that names the person only as somebody suggested loses the name."""
        known = {person, *await self.accounts_of(person)}
        await self._bar(person, *known)
        for chat in await self._chats_about(person):
            await self._change(chats, chat.id, without(chat, person, former))
        for introduction in await self._introductions_of(person):
            await self._change(introductions, introduction.id, without_them(introduction, person, former))
        await self._conn.execute(
            update(reports).where(self._mine(reports), reports.c.by == person).values(by=former, words="")
        )
        for table, theirs in (
            (bookings, bookings.c.person == person),
            (calendars, calendars.c.person == person),
            (nudges, nudges.c.to.in_(known)),
            (drafts, drafts.c.person == person),
            (appeals, or_(appeals.c.person == person, appeals.c.mentor == person)),
            (blocks, or_(blocks.c.who == person, blocks.c.whom == person)),
            (barred, barred.c.by == str(person)),
            (addresses, addresses.c.person == person),
            (subscriptions, subscriptions.c.person == person),
            (accounts, accounts.c.person == person),
            (account_codes, account_codes.c.person == person),
            (mentors, mentors.c.person == person),
            (members, members.c.person == person),
        ):
            await self._conn.execute(delete(table).where(self._mine(table), theirs))

    async def _calendar_kept(self, person: Person) -> object:
        """What is known of it, without the secret link itself: the file may be passed around."""
        found = self._select(calendars, calendars.c.person == person)
        row = (await self._conn.execute(found)).one_or_none()
        if row is None:
            return None
        kept = {
            "host": urlsplit(row.link).hostname,
            "owner": row.owner,
            "busy_times": len(json.loads(row.busy or "[]")),
        }
        return _json({**kept, "read_at": row.read_at, "until": row.until, "failing_since": row.failing_since})

    async def _bar(self, person: Person, *accounts: Person) -> None:
        """Leaving and coming back, under whichever account, is not a way around a block or an exclusion."""
        by = select(blocks.c.who).where(self._mine(blocks), blocks.c.whom == person)
        shut_out = select(members.c.person).where(self._mine(members), members.c.person == person, members.c.excluded)
        decided = [str(who) for who in await self._conn.scalars(by)]
        decided += ["" for _ in await self._conn.scalars(shut_out)]
        rows = [
            {"community": self.community, "digest": fingerprint(account), "by": who}
            for account in accounts
            for who in decided
        ]
        if rows:
            await self._conn.execute(insert(self._conn, barred).on_conflict_do_nothing(), rows)

    async def _chats_about(self, person: Person) -> list[Chat]:
        named = or_(*(chats.c[column] == person for column in ("mentor", "mentee", "suggested")))
        found = self._select(chats, named).order_by(chats.c.asked_at.desc(), chats.c.id)
        return await self._rows(Chat, found.with_for_update())

    async def _introductions_of(self, person: Person) -> list[Introduction]:
        named = or_(*(introductions.c[column] == person for column in ("mentor", "mentee", "third")))
        return await self._rows(Introduction, self._select(introductions, named).order_by(introductions.c.made_at))

    async def _change(self, table: Any, id: str, row: object) -> None:
        await self._conn.execute(update(table).where(and_(self._mine(table), table.c.id == id)).values(fields_of(row)))

    async def _listed(self, query: Any) -> list[object]:
        return [_json(dict(row._mapping)) for row in await self._conn.execute(query)]


def without(chat: Chat, person: Person, former: Person) -> Chat:
    """The chat after `person` has left: their name and their own words are gone."""

    def renamed(who: Person | None) -> Person | None:
        return former if who == person else who

    gone: dict[str, str] = {}
    if chat.mentee == person:
        gone |= dict.fromkeys(
            ("topic", "note", "questions", "answered", "takeaway", "thanks", "outcome", "listened"), ""
        )
    if chat.mentor == person:
        gone |= dict.fromkeys(("asked_first", "link"), "")
    if chat.ended_by == person:
        gone["words"] = ""
    gone["absent"] = "\n".join(line for line in chat.absent.splitlines() if not line.startswith(f"{person}:"))
    return replace(
        chat,
        mentor=former if chat.mentor == person else chat.mentor,
        mentee=former if chat.mentee == person else chat.mentee,
        moving_by=renamed(chat.moving_by),
        ended_by=renamed(chat.ended_by),
        suggested=renamed(chat.suggested),
        confirmed=tuple(former if who == person else who for who in chat.confirmed),
        promise=None if person in (chat.mentor, chat.mentee) else chat.promise,  # it tells where they live
        **gone,  # type: ignore[arg-type]
    )


def without_them(introduction: Introduction, person: Person, former: Person) -> Introduction:
    """The introduction after `person` has left: nobody is introduced to a former member. Why they should meet was the
    mentor's word."""
    return replace(
        introduction,
        consent=Consent.MADE if introduction.consent is Consent.MADE else Consent.CLOSED,
        why="" if introduction.mentor == person else introduction.why,
        mentor=former if introduction.mentor == person else introduction.mentor,
        mentee=former if introduction.mentee == person else introduction.mentee,
        third=former if introduction.third == person else introduction.third,
    )


def _chat_as_seen(chat: Chat, person: Person) -> object:
    """Without what only the other side knows: who they noted as absent, whether they say it happened, where they live,
    and the takeaway, which the mentee has not sent."""
    other_side = {"takeaway", "mentee_says", "listened"} if person == chat.mentor else {"mentor_says"}
    row = {name: value for name, value in fields_of(chat).items() if name not in other_side}
    side = "mentor" if person == chat.mentor else "mentee"
    promise = {name: value for name, value in fields_of(chat.promise).items() if side in name} if chat.promise else None
    return _json({**row, "absent": chat.absent_by(person), "promise": promise})


def _introduction_as_seen(introduction: Introduction, person: Person) -> object | None:
    """Nobody learns a name before both said yes, and the mentee nothing before the third person has."""
    row = fields_of(introduction)
    made = introduction.consent is Consent.MADE
    if person == introduction.third and not made:
        del row["mentee"], row["chat"]
    if person == introduction.mentee and not made:
        del row["third"], row["why"]
        if introduction.consent is not Consent.WILLING:
            return None
    return _json(row)


def _plain(row: object) -> object:
    return _json(fields_of(row))


def _json(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Person():
            return str(value)
        case dict():
            return {key: _json(inner) for key, inner in value.items()}
        case tuple() | list():
            return [_json(inner) for inner in value]
        case frozenset():
            return sorted(value)
        case _ if is_dataclass(value) and not isinstance(value, type):  # windows, trips and their like
            return _json(fields_of(value))
        case _:
            return value
