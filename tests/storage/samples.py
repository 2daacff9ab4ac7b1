"""A community to store: two places, a few people, and chats between them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.chats import Chat, Introduction, Status
from bot.domain.nudges import Kind, Nudge
from bot.domain.people import Member, Person, Place
from storage import Storage

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)

HERE = Place("slack", "T1")
THERE = Place("discord", "G1")

MAYA = Person("slack", "T1", "UMAYA")
JO = Person("slack", "T1", "UJO")
SAM = Person("slack", "T1", "USAM")
KIM = Person("discord", "G1", "42")


def ask(id: str = "c1", *, mentor: Person = MAYA, mentee: Person = JO, **changes: Any) -> Chat:
    slot = NOW + 2 * DAY
    chat = Chat(id, mentor, mentee, "data science", "a note", "a question", (slot, slot + DAY), 30, NOW, NOW + 3 * DAY)
    return replace(chat, **changes)


def booked(id: str = "c1", *, at: datetime = NOW + 2 * DAY, **changes: Any) -> Chat:
    when: dict[str, Any] = {"status": Status.BOOKED, "starts_at": at, "booked_at": NOW}
    return ask(id, **when | changes)


def nudge(key: str, *, to: Person = MAYA, due: datetime = NOW, subject: str = "c1", kind: Kind = Kind.ASK) -> Nudge:
    return Nudge(key, kind, to, subject, due, due + DAY)


def member(person: Person, **changes: Any) -> Member:
    return replace(Member(person, person.user.title(), seen_at=NOW), **changes)


def introduction(id: str = "i1", **changes: Any) -> Introduction:
    return replace(Introduction(id, "c1", MAYA, JO, SAM, "both love maps", NOW), **changes)


async def told_of(storage: Storage, subject: str) -> set[Person]:
    """To whom a message about this is on its way."""
    return {one.to for one in await storage.outbox.coming(HERE, limit=500) if one.subject == subject}
