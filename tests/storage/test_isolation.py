"""No method of the books reads or writes another community's rows, even where every id is the same."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.boundary import ports
from bot.boundary.commands import Actor
from bot.boundary.ports import Books
from bot.domain.calendars import Calendar
from bot.domain.etiquette.house import Appeal
from bot.domain.mailing import first
from bot.domain.mentors import Mentor
from bot.domain.people import House, Person, Place
from bot.domain.promises import Promise
from storage import Storage, tables
from tests.storage.samples import DAY, HERE, JO, KIM, MAYA, NOW, SAM, THERE, ask, booked, introduction, member, nudge

Call = Callable[[Books], Awaitable[Any]]

EMPTY = Place("playground", "P1")
FORMER = Person("former", "T1", "x7")
CALENDAR = Calendar(MAYA, "https://example.org/secret.ics", NOW, busy=((NOW, NOW + DAY),), until=NOW + 9 * DAY)
PROMISE = Promise("changed", "UTC", NOW.replace(tzinfo=None), "UTC", NOW.replace(tzinfo=None))
APPEAL = Appeal("a1", JO, MAYA, "promo-spam", "words", "why", NOW)

EVERY: dict[str, Call] = {
    "keep_house": lambda books: books.keep_house(House(minutes=15)),
    "places": lambda books: others_than_its_own(books),
    "keep_code": lambda books: books.keep_code(f"changed {books.community}", now=NOW),
    "join": lambda books: books.join("a code of nobody", now=NOW),
    "seen_before": lambda books: books.seen_before("e1", now=NOW),
    "member": lambda books: books.member(JO),
    "members": lambda books: books.members([JO, MAYA]),
    "note_actor": lambda books: excluded_before(books),
    "add_member": lambda books: books.add_member(member(KIM, name="changed")),
    "change_member": lambda books: books.change_member(JO, zone="Asia/Tokyo", excluded=False),
    "organisers": lambda books: books.organisers(),
    "excluded": lambda books: books.excluded(),
    "block": lambda books: books.block(SAM, JO),
    "unblock": lambda books: books.unblock(MAYA, KIM),
    "blocks_of": lambda books: books.blocks_of(JO),
    "blocked": lambda books: books.blocked(JO, MAYA),
    "blockers": lambda books: books.blockers(MAYA),
    "person_of": lambda books: books.person_of([Person("discord", "D1", "9")]),
    "accounts_of": lambda books: books.accounts_of(JO),
    "keep_account_code": lambda books: books.keep_account_code(f"new of {books.community}", JO, now=NOW),
    "account_code": lambda books: books.account_code("account code", now=NOW),
    "join_account": lambda books: books.join_account(Person("discord", "D1", "8"), MAYA, now=NOW),
    "part_account": lambda books: books.part_account(Person("discord", "D1", "9")),
    "mailbox": lambda books: books.mailbox(JO),
    "keep_mailbox": lambda books: books.keep_mailbox(first(JO, "changed@example.org", now=NOW)),
    "mailboxes": lambda books: books.mailboxes([JO, MAYA]),
    "subscription": lambda books: books.subscription(JO),
    "keep_subscription": lambda books: books.keep_subscription(JO, f"new of {books.community}"),
    "drop_subscription": lambda books: books.drop_subscription(JO),
    "mentor": lambda books: books.mentor(MAYA),
    "mentors": lambda books: books.mentors(),
    "keep_mentor": lambda books: books.keep_mentor(Mentor(MAYA, "changed", "changed")),
    "chat": lambda books: books.chat("c1"),
    "lock": lambda books: books.lock(JO, MAYA),
    "keep_chat": lambda books: books.keep_chat(booked("c1", at=NOW + DAY), [nudge("n1", due=NOW + DAY)]),
    "bookings_of": lambda books: bookings_of(books),
    "busy_of": lambda books: busy_of(books),
    "calendar": lambda books: books.calendar(MAYA),
    "keep_calendar": lambda books: books.keep_calendar(replace(CALENDAR, link="https://example.org/changed")),
    "settle_calendar": lambda books: books.settle_calendar(replace(CALENDAR, told=True), claimed_until=NOW + DAY),
    "hurry_calendars": lambda books: books.hurry_calendars(JO, MAYA),
    "drop_calendar": lambda books: books.drop_calendar(MAYA),
    "chats_of": lambda books: books.chats_of(JO),
    "chats_with": lambda books: books.chats_with([MAYA, JO], since=NOW),
    "chats_from": lambda books: books.chats_from("c0"),
    "promises": lambda books: books.promises(),
    "keep_promise": lambda books: books.keep_promise("c1", PROMISE, [nudge("n1", due=NOW + DAY)]),
    "counts": lambda books: books.counts(),
    "introduction": lambda books: books.introduction("i1"),
    "introductions_of": lambda books: books.introductions_of(SAM),
    "keep_introduction": lambda books: books.keep_introduction(introduction(why="changed"), [nudge("n1")]),
    "nudge": lambda books: books.nudge(nudge("n1", due=NOW + DAY)),
    "unreached": lambda books: books.unreached(JO),
    "keep_draft": lambda books: books.keep_draft("d1", JO, ["changed"], now=NOW),
    "draft": lambda books: books.draft("d1", JO),
    "drop_draft": lambda books: books.drop_draft("d1"),
    "keep_report": lambda books: books.keep_report("r1", "c1", JO, "changed", now=NOW),
    "report": lambda books: books.report("r1"),
    "firings": lambda books: books.firings(),
    "count_firings": lambda books: books.count_firings(["job-ask"], dismissed=["over-30"]),
    "keep_appeal": lambda books: books.keep_appeal(replace(APPEAL, why="changed")),
    "appeal": lambda books: books.appeal("a1"),
    "answer_times": lambda books: books.answer_times(),
    "export": lambda books: books.export(JO),
    "forget": lambda books: books.forget(JO, FORMER),
}


async def others_than_its_own(books: ports.Books) -> list[Place]:
    return [place for place in await books.places() if str(place) != books.community]


async def bookings_of(books: ports.Books) -> list[object]:
    return [one for booked in (await books.bookings_of([JO, MAYA], since=NOW)).values() for one in booked]


async def busy_of(books: ports.Books) -> list[object]:
    return [one for busy in (await books.busy_of([JO, MAYA], since=NOW, until=NOW + DAY)).values() for one in busy]


async def excluded_before(books: ports.Books) -> bool:
    return (await books.note_actor(Actor(JO, "changed", organiser=None), now=NOW)).excluded


async def fill(storage: Storage, place: Place) -> None:
    async with storage.books(place, now=NOW) as books:
        await books.keep_house(House(open_requests=7))
        await books.keep_code(f"code of {place}", now=NOW)
        await books.seen_before("e1", now=NOW)
        await books.add_member(member(JO, organiser=True, excluded=True))
        await books.add_member(member(MAYA))
        await books.keep_mentor(Mentor(MAYA, "maps", "maps"))
        await books.block(JO, MAYA)
        await books.add_member(member(KIM, excluded=True))
        await books.block(MAYA, KIM)
        await books.forget(KIM, FORMER)
        await books.keep_chat(booked("c1"), [nudge("n1")])
        await books.keep_chat(ask("c2", passed_from="c0", suggested=SAM, replied_at=NOW), [nudge("n2", subject="c2")])
        await books.nudge(nudge("n3", subject="c2", to=JO))
        await books.keep_introduction(introduction())
        await books.join_account(Person("discord", "D1", "9"), JO, now=NOW)
        await books.keep_mailbox(replace(first(JO, "jo@example.org", now=NOW), confirmed_at=NOW))
        await books.keep_subscription(JO, f"token of {place}")
        await books.keep_account_code(f"account code of {place}", JO, now=NOW)
        await books.keep_draft("d1", JO, ["words"], now=NOW)
        await books.keep_report("r1", "c1", JO, "words", now=NOW)
        await books.count_firings(["job-ask", "over-30"])
        await books.keep_appeal(APPEAL)
        await books.keep_calendar(CALENDAR)
    await storage.calendars.claim(now=NOW, lease=DAY, limit=9)
    for claim in await storage.outbox.claim(worker="w", now=NOW, lease=DAY, limit=9, platforms=["slack"]):
        state = "unreachable" if claim.nudge.key == "n1" else "sent"
        await storage.outbox.settle(claim.id, worker="w", state=state, receipt="r", now=NOW)


async def rows_of(storage: Storage, *communities: str) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = {}
    async with storage.engine.connect() as conn:
        for table in tables.metadata.sorted_tables:
            owner = table.c.get("community", table.c.get("id"))
            if owner is not None:
                rows = await conn.execute(select(table).where(owner.in_(communities)).order_by(*table.primary_key))
                found[table.name] = [tuple(row) for row in rows]
    return found


def is_nothing(answer: object) -> bool:
    match answer:
        case {"person": _, **rest}:
            return not any(rest.values())
        case dict():
            return not any(answer.values())
        case _:
            return not answer


def test_every_method_of_the_books_is_tried_here() -> None:
    methods = {name for name, value in vars(ports.Books).items() if callable(value) and not name.startswith("_")}
    assert set(EVERY) == methods


@pytest.mark.parametrize("name", EVERY)
async def test_a_method_sees_and_changes_nothing_of_another_community(storage: Storage, name: str) -> None:
    await fill(storage, HERE)
    await fill(storage, THERE)
    before = await rows_of(storage, str(HERE), str(THERE))
    assert all(len(rows) >= 2 for rows in before.values()), "each table holds rows of both"

    async with storage.books(EMPTY, now=NOW) as books:
        assert is_nothing(await EVERY[name](books))
    assert await rows_of(storage, str(HERE), str(THERE)) == before

    there = await rows_of(storage, str(THERE))
    async with storage.books(HERE, now=NOW) as books:
        await EVERY[name](books)
    assert await rows_of(storage, str(THERE)) == there


async def test_who_could_not_be_reached_is_not_taken_from_another_community(storage: Storage) -> None:
    """The chat of one community and the message of another, under the same id, are strangers."""
    await fill(storage, HERE)
    async with storage.books(EMPTY, now=NOW) as books:
        await books.keep_chat(booked("c1"))
        assert await books.unreached(JO) == []
    async with storage.books(THERE, now=NOW) as books:
        await books.nudge(nudge("n1"))
    (claim,) = await storage.outbox.claim(worker="w", now=NOW, lease=DAY, limit=9, platforms=["slack"])
    await storage.outbox.settle(claim.id, worker="w", state="unreachable", now=NOW)
    async with storage.books(THERE, now=NOW) as books:
        assert await books.unreached(JO) == []
    async with storage.books(HERE, now=NOW) as books:
        assert await books.unreached(JO) == ["c1"]
