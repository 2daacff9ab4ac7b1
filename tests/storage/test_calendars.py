"""Calendars come back as they were, are read by one worker at a time, and are never free where nobody knows."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from bot.boundary.ports import DueCalendar
from bot.domain.calendars import Calendar
from bot.domain.hours import Span
from bot.domain.people import Person
from storage import Storage, tables
from tests.storage.samples import DAY, HERE, JO, KIM, MAYA, NOW, SAM, THERE, member

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LEASE = timedelta(seconds=90)
LINK = "https://calendar.example.org/private-s3cret/basic.ics"
BUSY: tuple[Span, ...] = ((NOW + HOUR, NOW + 2 * HOUR), (NOW + 5 * DAY, NOW + 6 * DAY))

WHOLE = Calendar(
    MAYA, LINK, NOW, "maya@example.org", BUSY, NOW + 120 * DAY, '"etag"', "Mon, 23 Nov 2026 00:00:00 GMT", NOW - DAY,
    NOW - HOUR, NOW - 2 * HOUR, "gone", True, "Europe/Berlin 2026.6",
)  # fmt: skip


async def keep(storage: Storage, *calendars: Calendar) -> None:
    async with storage.books(HERE, now=NOW) as books:
        for calendar in calendars:
            await books.keep_calendar(calendar)


async def kept(storage: Storage, person: Person = MAYA) -> Calendar | None:
    async with storage.books(HERE, now=NOW) as books:
        return await books.calendar(person)


async def claim(storage: Storage, *, now: datetime = NOW, limit: int = 9) -> list[DueCalendar]:
    return list(await storage.calendars.claim(now=now, lease=LEASE, limit=limit))


async def busy(storage: Storage, *people: Person, since: datetime = NOW, days: int = 10) -> dict[Person, list[Span]]:
    async with storage.books(HERE, now=NOW) as books:
        found = await books.busy_of(people, since=since, until=since + days * DAY)
    return {person: list(spans) for person, spans in found.items()}


# -- kept --------------------------------------------------------------------------------------------------------------


async def test_a_calendar_comes_back_as_it_was(storage: Storage) -> None:
    await keep(storage, Calendar(MAYA, "https://another.example.org/", NOW), WHOLE)
    assert await kept(storage) == WHOLE
    assert await kept(storage, JO) is None


async def test_a_dropped_calendar_leaves_nothing(storage: Storage) -> None:
    await keep(storage, WHOLE)
    async with storage.books(HERE, now=NOW) as books:
        await books.drop_calendar(JO)
        await books.drop_calendar(MAYA)
        await books.drop_calendar(MAYA)
    assert await kept(storage) is None
    async with storage.engine.connect() as conn:
        assert (await conn.execute(tables.calendars.select())).all() == []


async def test_the_link_the_owner_and_the_times_are_ciphertext(opening: Callable[..., Storage]) -> None:
    storage = opening(secret_key="a passphrase")
    await keep(storage, WHOLE)
    async with storage.engine.connect() as conn:
        [row] = (await conn.execute(text("SELECT * FROM calendars"))).all()
    for secret in ("s3cret", "example.org", str(int(BUSY[0][0].timestamp()))):
        assert secret not in str(tuple(row))
    assert await kept(storage) == WHOLE
    async with storage.books(HERE, now=NOW) as books:
        assert books.seals
    async with opening().books(HERE, now=NOW) as books:
        assert not books.seals


async def test_forgetting_somebody_forgets_their_calendar(storage: Storage) -> None:
    await keep(storage, WHOLE, replace(WHOLE, person=JO))
    async with storage.books(HERE, now=NOW) as books:
        await books.forget(MAYA, Person("former", "T1", "x"))
    assert await kept(storage) is None
    assert await kept(storage, JO) is not None


async def test_an_export_tells_of_the_calendar_without_its_link(storage: Storage) -> None:
    await keep(storage, WHOLE)
    async with storage.books(HERE, now=NOW) as books:
        mine, of_jo = await books.export(MAYA), await books.export(JO)
    assert mine["calendar"] == {
        "host": "calendar.example.org", "owner": "maya@example.org", "busy_times": 2,
        "read_at": (NOW - DAY).isoformat(), "until": (NOW + 120 * DAY).isoformat(),
        "failing_since": (NOW - 2 * HOUR).isoformat(),
    }  # fmt: skip
    assert "s3cret" not in str(mine)
    assert of_jo["calendar"] is None


async def test_calendars_come_along_when_a_place_joins_another(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_code("the code", now=NOW)
    async with storage.books(THERE, now=NOW) as books:
        await books.add_member(member(KIM))
        await books.keep_calendar(replace(WHOLE, person=KIM))
        assert await books.join("the code", now=NOW)
    assert await kept(storage, KIM) == replace(WHOLE, person=KIM)


# -- when people are busy ----------------------------------------------------------------------------------------------


async def test_busy_times_are_cut_to_what_is_asked_for(storage: Storage) -> None:
    await keep(storage, WHOLE)
    half = NOW + HOUR + 30 * MINUTE
    assert await busy(storage, MAYA, JO) == {MAYA: list(BUSY), JO: []}
    assert (await busy(storage, MAYA, since=half, days=5))[MAYA] == [
        (half, NOW + 2 * HOUR), (NOW + 5 * DAY, half + 5 * DAY),
    ]  # fmt: skip
    assert (await busy(storage, MAYA, since=NOW + 2 * HOUR, days=4))[MAYA] == []
    assert await busy(storage) == {}


async def test_what_nobody_knows_is_taken(storage: Storage) -> None:
    """Before a calendar is read for the first time, and beyond where its copy ends."""
    await keep(storage, Calendar(MAYA, LINK, NOW), replace(WHOLE, person=JO, until=NOW + 3 * DAY, busy=BUSY[:1]))
    assert await busy(storage, MAYA, JO, SAM) == {
        MAYA: [(NOW, NOW + 10 * DAY)], JO: [*BUSY[:1], (NOW + 3 * DAY, NOW + 10 * DAY)], SAM: [],
    }  # fmt: skip
    assert (await busy(storage, JO, since=NOW + 30 * DAY))[JO] == [(NOW + 30 * DAY, NOW + 40 * DAY)]


async def test_part_of_a_second_is_rounded_to_busy(storage: Storage) -> None:
    odd = (NOW.replace(microsecond=500_000), NOW + timedelta(seconds=59, microseconds=1))
    await keep(storage, replace(WHOLE, busy=(odd,)))
    assert (await busy(storage, MAYA))[MAYA] == [(NOW, NOW + MINUTE)]
    found = await kept(storage)
    assert found is not None
    assert found.busy[0][0].tzinfo is UTC


# -- whose turn it is --------------------------------------------------------------------------------------------------


async def test_the_longest_due_are_claimed_first_and_the_others_not_yet(storage: Storage) -> None:
    later = [replace(WHOLE, person=p, next_at=NOW - n * MINUTE) for n, p in ((-1, SAM), (1, MAYA), (5, JO))]
    await keep(storage, *later)
    [first] = await claim(storage, limit=1)
    assert (first.calendar, first.claimed_until) == (later[2], NOW + LEASE)
    [second] = await claim(storage)
    assert second.calendar.person == MAYA
    assert await claim(storage) == []


async def test_a_claim_that_ran_out_is_somebody_elses(storage: Storage) -> None:
    """A worker that was killed loses nothing; and one that was only slow does not settle any more."""
    await keep(storage, WHOLE)
    [slow] = await claim(storage)
    assert await claim(storage, now=NOW + LEASE - MINUTE / 2) == []
    [quick] = await claim(storage, now=NOW + LEASE)
    async with storage.reopen(quick.community, now=NOW) as books:
        read = replace(WHOLE, etag="quick")
        assert not await books.settle_calendar(replace(WHOLE, etag="slow"), claimed_until=slow.claimed_until)
        assert await books.settle_calendar(read, claimed_until=quick.claimed_until)
        assert not await books.settle_calendar(read, claimed_until=quick.claimed_until)
    assert await kept(storage) == read


async def test_what_was_read_of_a_link_that_was_changed_or_dropped_is_not_kept(storage: Storage) -> None:
    await keep(storage, WHOLE, replace(WHOLE, person=JO))
    claims = {one.calendar.person: one for one in await claim(storage)}
    changed = WHOLE.linked("https://elsewhere.example.org/", "", now=NOW)
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_calendar(changed)
        await books.drop_calendar(JO)
        for person in (MAYA, JO):
            old = replace(WHOLE, person=person)
            assert not await books.settle_calendar(old, claimed_until=claims[person].claimed_until)
    assert await kept(storage) == changed
    assert await kept(storage, JO) is None
    assert [one.calendar for one in await claim(storage)] == [changed]


async def test_many_workers_never_hold_the_same_calendar(storage: Storage) -> None:
    people = [Person("slack", "T1", f"U{number}") for number in range(40)]
    await keep(storage, *(replace(WHOLE, person=person) for person in people))
    claims = await asyncio.gather(*(claim(storage, limit=7) for _ in range(8)))
    held = [one.calendar.person for some in claims for one in some]
    assert sorted(held) == sorted(people)


async def test_a_calendar_is_hurried_unless_it_has_just_been_read(storage: Storage) -> None:
    later = {"next_at": NOW + 20 * MINUTE, "failing_since": None}
    fresh = replace(WHOLE, read_at=NOW - MINUTE, tried_at=NOW - MINUTE, **later)  # type: ignore[arg-type]
    stale = replace(fresh, person=JO, read_at=NOW - 10 * MINUTE, tried_at=NOW - 10 * MINUTE)
    failing = replace(fresh, person=SAM, read_at=NOW - DAY, failing_since=NOW - DAY)
    await keep(storage, fresh, stale, failing)
    async with storage.books(HERE, now=NOW) as books:
        assert not await books.hurry_calendars(MAYA, SAM, KIM)
        assert await books.hurry_calendars(MAYA, JO, SAM)
    assert [one.calendar.person for one in await claim(storage)] == [JO]
