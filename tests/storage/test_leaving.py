"""What somebody can take with them, and how little stays when they ask to be forgotten."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, text

from bot.boundary.commands import Actor
from bot.domain.chats import Chat, Consent, Introduction
from bot.domain.hours import Trip
from bot.domain.mentors import Mentor, Window
from bot.domain.people import House, Person
from bot.domain.promises import Promise
from storage import Storage, tables
from tests.storage.samples import DAY, HERE, JO, KIM, MAYA, NOW, SAM, ask, booked, introduction, member, nudge, told_of

FORMER = Person("former", "T1", "x7")

OF_JO = "typed by Jo"
OF_OTHERS = "typed by another"
WALL = NOW.replace(tzinfo=None)
PROMISE = Promise("2026.6", "Asia/Tokyo", WALL, "Africa/Accra", WALL)


def as_mentee() -> Chat:
    own: dict[str, Any] = dict.fromkeys(
        ("topic", "note", "questions", "answered", "takeaway", "thanks", "outcome"), OF_JO
    )
    return booked(
        "c1", **own, asked_first=OF_OTHERS, words=OF_OTHERS, ended_by=MAYA, ended_at=NOW, link="https://meet/maya",
        moving_by=JO, confirmed=(MAYA, JO), absent=f"{MAYA}:them", promise=PROMISE,
    )  # fmt: skip


def as_mentor() -> Chat:
    own: dict[str, Any] = dict.fromkeys(("asked_first", "words", "link"), OF_JO)
    return ask("c2", mentor=JO, mentee=SAM, note=OF_OTHERS, ended_by=JO, absent=f"{JO}:them", **own)


async def fill(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        for person in (JO, MAYA, SAM):
            await books.add_member(member(person))
        for person, words in ((JO, OF_JO), (MAYA, OF_OTHERS)):
            await books.keep_mentor(Mentor(person, words, words, hours=words, windows=(Window(0, 540, 600),)))
        await books.block(JO, SAM)
        await books.block(MAYA, JO)
        await books.block(MAYA, SAM)
        await books.keep_chat(as_mentee(), [nudge("to Jo", to=JO), nudge("to Maya", to=MAYA)])
        await books.keep_chat(as_mentor())
        await books.keep_chat(ask("c3", mentee=SAM, suggested=JO))
        await books.keep_chat(ask("c4", mentor=SAM, mentee=KIM))
        await books.keep_introduction(introduction("i1", mentor=JO, mentee=MAYA, third=SAM, why=OF_JO))
        await books.keep_introduction(introduction("i2", mentee=JO, why=OF_OTHERS))
        await books.keep_introduction(introduction("i3", mentee=SAM, third=JO, why=OF_OTHERS))
        await books.keep_draft("d1", JO, [OF_JO], now=NOW)
        await books.keep_draft("d2", MAYA, [OF_OTHERS], now=NOW)
        await books.keep_report("r1", "c1", JO, OF_JO, now=NOW)
        await books.keep_report("r2", "c1", MAYA, OF_OTHERS, now=NOW)


async def dump(storage: Storage) -> str:
    async with storage.engine.connect() as conn:
        rows = [
            f"{table.name} {tuple(row)}"
            for table in tables.metadata.sorted_tables
            for row in await conn.execute(text(f'SELECT * FROM "{table.name}"'))
        ]
    return "\n".join(rows)


# -- where somebody lives ----------------------------------------------------------------------------------------------


async def test_what_a_clock_was_to_show_is_for_its_owner_and_goes_with_them(storage: Storage) -> None:
    await fill(storage)
    async with storage.books(HERE, now=NOW) as books:
        mentor = await books.mentor(JO)
        assert mentor
        await books.keep_mentor(replace(mentor, trips=(Trip(NOW.date(), NOW.date(), "Asia/Seoul"),)))
        told = [json.dumps(await books.export(person)) for person in (JO, MAYA)]
    assert ["Africa/Accra" in one for one in told] == [True, False]
    assert ["Asia/Tokyo" in one for one in told] == [False, True]
    assert "Asia/Seoul" in told[0]
    async with storage.books(HERE, now=NOW) as books:
        await books.forget(JO, FORMER)
    assert "Africa/Accra" not in await dump(storage)


# -- forget ------------------------------------------------------------------------------------------------------------


async def test_nothing_of_a_forgotten_person_stays_anywhere(storage: Storage) -> None:
    await fill(storage)
    before = await dump(storage)
    assert str(JO) in before
    assert OF_JO in before
    async with storage.books(HERE, now=NOW) as books:
        await books.forget(JO, FORMER)
    after = await dump(storage)
    assert JO.user not in after
    assert OF_JO not in after


async def test_what_others_typed_and_own_stays(storage: Storage) -> None:
    await fill(storage)

    def closed(id: str, **changes: Any) -> Introduction:
        return introduction(id, consent=Consent.CLOSED, **changes)

    async with storage.books(HERE, now=NOW) as books:
        await books.forget(JO, FORMER)
    async with storage.books(HERE, now=NOW) as books:
        once, twice = await books.chat("c1"), await books.chat("c2")
        blank = dict.fromkeys(("topic", "note", "questions", "answered", "takeaway", "thanks", "outcome"), "")
        left: dict[str, Any] = {**blank, "mentee": FORMER, "moving_by": FORMER, "confirmed": (MAYA, FORMER)}
        assert once == replace(as_mentee(), **left, promise=None)
        assert twice == replace(
            as_mentor(), mentor=FORMER, ended_by=FORMER, asked_first="", words="", link="", absent=""
        )
        assert await books.chat("c3") == ask("c3", mentee=SAM, suggested=FORMER)
        assert await books.chat("c4") == ask("c4", mentor=SAM, mentee=KIM)
        assert await books.introduction("i1") == closed("i1", mentor=FORMER, mentee=MAYA, third=SAM, why="")
        assert await books.introduction("i2") == closed("i2", mentee=FORMER, why=OF_OTHERS)
        assert await books.introduction("i3") == closed("i3", mentee=SAM, third=FORMER, why=OF_OTHERS)
        assert await books.report("r1") == ("c1", FORMER, "")
        assert await books.report("r2") == ("c1", MAYA, OF_OTHERS)
        assert (await books.draft("d1", JO), await books.draft("d2", MAYA)) == (None, (OF_OTHERS,))
        assert (await books.blocks_of(MAYA), await books.blocks_of(JO)) == ([SAM], [])
        assert set(await books.members([JO, MAYA, SAM])) == {MAYA, SAM}
        assert [mentor.person for mentor in await books.mentors()] == [MAYA]
    assert await told_of(storage, "c1") == {MAYA}


async def test_a_forgotten_persons_time_is_free_and_the_other_sides_is_not(storage: Storage) -> None:
    await fill(storage)
    async with storage.books(HERE, now=NOW) as books:
        await books.forget(JO, FORMER)
        chat = await books.chat("c1")
        assert chat is not None
        await books.keep_chat(chat)  # the other side goes on with it
    async with storage.engine.connect() as conn:
        held = await conn.execute(select(tables.cells.c.person, func.count()).group_by(tables.cells.c.person))
        assert [tuple(row) for row in held] == [(MAYA, 6)]


async def test_forgetting_twice_or_a_stranger_is_no_trouble(storage: Storage) -> None:
    await fill(storage)
    async with storage.books(HERE, now=NOW) as books:
        await books.forget(JO, FORMER)
    before = await dump(storage)
    async with storage.books(HERE, now=NOW) as books:
        await books.forget(JO, Person("former", "T1", "x8"))
    assert await dump(storage) == before


async def test_an_introduction_that_was_made_stays_one_and_any_other_is_closed(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        for number, consent in enumerate(Consent):
            await books.keep_introduction(introduction(f"i{number}", consent=consent))
        await books.forget(SAM, FORMER)
        found = [await books.introduction(f"i{number}") for number, _ in enumerate(Consent)]
    expected = [Consent.MADE if consent is Consent.MADE else Consent.CLOSED for consent in Consent]
    assert [one.consent for one in found if one] == expected


async def test_leaving_and_coming_back_is_no_way_around_a_block_or_an_exclusion(storage: Storage) -> None:
    await fill(storage)
    async with storage.books(HERE, now=NOW) as books:
        await books.change_member(JO, excluded=True)
        await books.forget(JO, FORMER)
        assert (await books.excluded(), await books.blocks_of(MAYA)) == ([], [SAM])
    for _ in range(2):
        async with storage.books(HERE, now=NOW) as books:
            assert (await books.note_actor(Actor(JO, "Jo"), now=NOW)).excluded
            assert await books.blocks_of(MAYA) == [JO, SAM]
            assert await books.blocks_of(JO) == []  # what they had decided themselves is forgotten
            await books.forget(JO, FORMER)
    async with storage.books(HERE, now=NOW) as books:
        await books.unblock(MAYA, JO)
        await books.forget(MAYA, FORMER)
        await books.note_actor(Actor(JO, "Jo"), now=NOW)
        await books.change_member(JO, excluded=False)
        await books.forget(JO, FORMER)
        assert not (await books.note_actor(Actor(JO, "Jo"), now=NOW)).excluded
        assert not await books.blocked(JO, MAYA)


async def test_a_block_of_somebody_who_left_leaves_with_the_one_who_made_it(storage: Storage) -> None:
    await fill(storage)
    async with storage.books(HERE, now=NOW) as books:
        await books.forget(JO, FORMER)
        await books.forget(MAYA, FORMER)
    assert MAYA.user not in await dump(storage)


# -- export ------------------------------------------------------------------------------------------------------------


async def test_an_export_holds_everything_kept_of_a_person(storage: Storage) -> None:
    await fill(storage)
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_mentor(
            Mentor(JO, "maps", "maps", windows=(Window(0, 540, 600),), paused_until=date(2026, 4, 1))
        )
        data = json.loads(json.dumps(await books.export(JO)))
    assert data["person"] == "slack:T1:UJO"
    assert data["profile"]["name"] == "Ujo"
    assert data["mentor"]["windows"] == [{"day": 0, "start": 540, "end": 600}]
    assert data["mentor"]["paused_until"] == "2026-04-01"
    assert {chat["id"] for chat in data["chats"]} == {"c1", "c2"}
    assert data["chats"][0]["slots"][0] == "2026-03-04T09:00:00+00:00"
    assert data["blocked"] == ["slack:T1:USAM"]
    assert [message["kind"] for message in data["messages"]] == ["ask"]
    assert [report["words"] for report in data["reports"]] == [OF_JO]
    assert [draft["id"] for draft in data["drafts"]] == ["d1"]


async def test_an_export_keeps_the_other_sides_secrets(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_chat(ask(takeaway="mine alone", absent=f"{JO}:them", mentor_says=True, mentee_says=False))
        of_mentor, of_mentee = (await books.export(MAYA))["chats"], (await books.export(JO))["chats"]
    assert isinstance(of_mentor, list)
    assert isinstance(of_mentee, list)
    assert {"takeaway", "mentee_says"}.isdisjoint(of_mentor[0])
    assert of_mentor[0]["absent"] == ""
    assert of_mentor[0]["mentor_says"] is True
    assert (of_mentee[0]["takeaway"], of_mentee[0]["absent"]) == ("mine alone", "them")
    assert "mentor_says" not in of_mentee[0]


async def test_an_export_names_nobody_before_both_said_yes(storage: Storage) -> None:
    """Maya would like Jo and Sam to meet: Jo is asked after Sam said yes."""

    async def seen_by(person: Person) -> list[list[str]]:
        seen = []
        for consent in (Consent.ASKED, Consent.WILLING, Consent.MADE, Consent.CLOSED):
            async with storage.books(HERE, now=NOW) as books:
                await books.keep_introduction(introduction(consent=consent))
                shown = (await books.export(person))["introductions"]
            assert isinstance(shown, list)
            seen.append([name for name in ("mentor", "mentee", "third", "why") for one in shown if name in one])
        return seen

    everything = ["mentor", "mentee", "third", "why"]
    assert await seen_by(MAYA) == [everything] * 4
    assert await seen_by(SAM) == [
        ["mentor", "third", "why"],
        ["mentor", "third", "why"],
        everything,
        ["mentor", "third", "why"],
    ]
    assert await seen_by(JO) == [[], ["mentor", "mentee"], everything, []]


# -- growing old -------------------------------------------------------------------------------------------------------


async def test_what_is_old_is_forgotten_as_the_community_says(storage: Storage) -> None:
    await fill(storage)
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_house(House(keep_days=30))
        await books.keep_chat(booked("c5", at=NOW + 20 * DAY, note=OF_OTHERS))
        await books.seen_before("e1", now=NOW)
        await books.nudge(nudge("later", due=NOW + 40 * DAY))
    for one in await storage.outbox.claim(worker="w", now=NOW, lease=DAY, limit=9, platforms=["slack"]):
        await storage.outbox.settle(one.id, worker="w", state="sent", receipt="r", now=NOW)

    assert await storage.outbox.forget_old(now=NOW + timedelta(hours=23)) == 0
    assert await storage.outbox.forget_old(now=NOW + DAY) == 3  # two drafts, one delivery
    assert await storage.outbox.forget_old(now=NOW + 30 * DAY) == 0
    assert await storage.outbox.forget_old(now=NOW + 34 * DAY) > 0

    everything = await dump(storage)
    assert OF_JO in everything  # the profile of a mentor is not old
    async with storage.books(HERE, now=NOW) as books:
        old, recent = await books.chat("c1"), await books.chat("c5")
        assert old is not None
        assert (old.note, old.words, old.absent, old.thanks, old.topic) == ("", "", "", "", OF_JO)
        assert old.mentee == JO
        assert recent == booked("c5", at=NOW + 20 * DAY, note=OF_OTHERS)
        assert await books.report("r1") is None
        assert (await books.introduction("i1") or introduction()).why == ""
    assert [one.key for one in await storage.outbox.coming(HERE, limit=9)] == ["later"]
    assert await storage.outbox.forget_old(now=NOW + 34 * DAY) == 0
