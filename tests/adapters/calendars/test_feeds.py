"""From the wire to busy times: fetched, and read by the real child."""

import asyncio
import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.calendars import feeds
from adapters.calendars.feeds import SecretFeeds
from bot.boundary.ports import Reading, Trouble, Unread
from tests.adapters.calendars.server import CALENDAR, Server
from tests.adapters.calendars.test_fetch import fetcher

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
SINCE, UNTIL = NOW - timedelta(days=2), NOW + timedelta(days=120)
DENTIST = (datetime(2026, 11, 24, 9, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC))


async def read(
    server: Server, trusting: ssl.SSLContext, *, zone: str = "Europe/Berlin", owner: str = "", etag: str = "",
    seconds: float = 30,
) -> Reading | None:  # fmt: skip
    reader = SecretFeeds(fetcher(trusting), seconds)
    return await reader.read(server.url(), zone=zone, owner=owner, since=SINCE, until=UNTIL, etag=etag)


async def refused(server: Server, trusting: ssl.SSLContext, *, seconds: float = 30) -> Trouble:
    with pytest.raises(Unread) as caught:
        await read(server, trusting, seconds=seconds)
    return caught.value.why


def with_event(*lines: str) -> bytes:
    event = "\r\n".join(("BEGIN:VEVENT", "UID:2", "DTSTAMP:20261101T000000Z", *lines, "END:VEVENT", ""))
    return CALENDAR.replace(b"END:VCALENDAR", event.encode() + b"END:VCALENDAR")


async def test_busy_times_and_nothing_else_come_of_a_calendar(server: Server, trusting: ssl.SSLContext) -> None:
    server.says(ETag='"one"')
    assert await read(server, trusting) == Reading((DENTIST,), '"one"')


async def test_whole_days_are_days_of_the_owner(server: Server, trusting: ssl.SSLContext) -> None:
    server.says(with_event("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261202"))
    found = await read(server, trusting, zone="Asia/Tokyo")
    assert found is not None
    day = datetime(2026, 11, 30, 15, tzinfo=UTC)
    assert found.busy == (DENTIST, (day, day + timedelta(days=1)))


async def test_an_invitation_that_the_owner_declined_is_free(server: Server, trusting: ssl.SSLContext) -> None:
    times = ("DTSTART:20261202T090000Z", "DTEND:20261202T100000Z")
    server.says(with_event(*times, "ATTENDEE;PARTSTAT=DECLINED:mailto:maya@example.org"))
    declined = await read(server, trusting, owner="maya@example.org")
    unknown = await read(server, trusting)
    assert declined is not None
    assert unknown is not None
    assert (len(declined.busy), len(unknown.busy)) == (1, 2)


async def test_what_has_not_changed_is_not_read_again(server: Server, trusting: ssl.SSLContext) -> None:
    server.says(b"", status=304)
    assert await read(server, trusting, etag='"one"') is None


@pytest.mark.parametrize(
    "body", [b"", b"hello", CALENDAR[:-20], b"BEGIN:VCALENDAR\r\n", b"\0" * 1000, b"BEGIN:VCARD\r\nEND:VCARD\r\n"]
)
async def test_what_is_no_whole_calendar_is_not_free(server: Server, trusting: ssl.SSLContext, body: bytes) -> None:
    server.says(body)
    assert await refused(server, trusting) is Trouble.UNREADABLE


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=DAILY;COUNT=1000000000", "FREQ=DAILY", "FREQ=MINUTELY;INTERVAL=1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=0,1,2,3,4,5;BYSECOND=0,1,2,3,4,5",
    ],
)  # fmt: skip
async def test_a_rule_without_end_ends(server: Server, trusting: ssl.SSLContext, rule: str) -> None:
    server.says(with_event("DTSTART:20200101T090000Z", "DTEND:20200101T093000Z", f"RRULE:{rule}"))
    found = await read(server, trusting)
    assert found is not None
    assert DENTIST[0] in [start for start, _ in found.busy] or any(s <= DENTIST[0] < e for s, e in found.busy)


async def test_a_broken_event_among_good_ones_is_left_out(server: Server, trusting: ssl.SSLContext) -> None:
    server.says(with_event("DTSTART:yesterday", "DTEND:20261202T100000Z"))
    assert await read(server, trusting) == Reading((DENTIST,))


async def test_a_reader_that_takes_too_long_is_killed(server: Server, trusting: ssl.SSLContext) -> None:
    server.says()
    assert await refused(server, trusting, seconds=0.01) is Trouble.ENDLESS
    assert await _children() == set()


async def test_a_reader_whose_turn_is_cancelled_is_killed(server: Server, trusting: ssl.SSLContext) -> None:
    server.says()
    reading = asyncio.create_task(read(server, trusting))
    while not await _children():
        await asyncio.sleep(0.005)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    assert await _children() == set()


async def test_a_reader_that_says_too_much_is_not_listened_to(
    server: Server, trusting: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "MOST_TOLD", 10)
    server.says()
    assert await refused(server, trusting) is Trouble.ENDLESS


async def test_a_reader_is_given_none_of_our_keys(
    server: Server, trusting: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALFHOUR_SECRET_KEY", "a key of this test")
    server.says()
    reading = asyncio.create_task(read(server, trusting))
    while not (children := await _children()):
        await asyncio.sleep(0.005)
    environments = [Path(f"/proc/{child}/environ").read_bytes() for child in children]
    await reading
    assert not [one for one in environments if b"a key of this test" in one]


async def _children() -> set[int]:
    """The readers that run."""
    mine = Path(f"/proc/{os.getpid()}/task")
    found = {int(child) for task in mine.iterdir() for child in (task / "children").read_text().split()}
    return {child for child in found if feeds.CHILD.encode() in Path(f"/proc/{child}/cmdline").read_bytes()}
