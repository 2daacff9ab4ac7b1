"""The program, started with newer zone rules than those that a chat was promised by."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain import zones
from bot.domain.chats import Chat, Status
from bot.domain.people import Member, Person, Place
from bot.domain.promises import Promise
from storage import Storage
from tests.journeys.process import running

HERE = Place("slack", "T1")
MAYA, JO = Person("slack", "T1", "U1"), Person("slack", "T1", "U2")


async def test_a_start_says_by_which_rules_it_goes_and_looks_at_what_was_promised_by_older_ones(
    tmp_path: Path, storage: Storage, database_url: str
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    start = now + timedelta(days=3)
    wall = start.replace(tzinfo=None)
    promise = Promise("2000.1", "Africa/Accra", wall - timedelta(hours=1), "Africa/Abidjan", wall)
    chat = Chat(
        "c1", MAYA, JO, "topic", "note", "questions", (start,), 30, now, start, status=Status.BOOKED, starts_at=start,
        booked_at=now, promise=promise,
    )  # fmt: skip
    async with storage.books(HERE, now=now) as books:
        await books.add_member(Member(MAYA, "Maya", zone="Africa/Accra"))
        await books.add_member(Member(JO, "Jo", zone="Africa/Abidjan"))
        await books.keep_chat(chat)
    async with running(tmp_path, database_url) as bot, asyncio.timeout(60):
        while (told := await _promise(storage, now)) == promise:
            await asyncio.sleep(0.1)
        assert (told.told, told.mentor_wall) == (zones.release(), promise.mentor_wall)
        assert f"time zone rules: tzdata {zones.release()}" in bot.log
        assert f"checked what was promised for 1 chats, by tzdata {zones.release()}" in bot.log
    waiting = await storage.outbox.coming(HERE, limit=9)
    assert [(nudge.kind, nudge.to) for nudge in waiting if nudge.kind == "drift"] == [("drift", MAYA)]


async def _promise(storage: Storage, now: datetime) -> Promise:
    async with storage.books(HERE, now=now) as books:
        kept = (await books.promises())["c1"]
    assert kept
    return kept
