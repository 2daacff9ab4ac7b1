"""A mentor gives the secret link of their own calendar; a real server answers, and a real child reads."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from aiohttp import web
from sqlalchemy import text

from adapters.calendars.feeds import SecretFeeds
from adapters.calendars.fetch import Fetcher
from bot.boundary.cards import Form
from bot.boundary.commands import Actor, BusyTimes, DropCalendar, LinkCalendar, SaveCalendar, Settings, ShowChat
from bot.boundary.tokens import write_time
from bot.domain.calendars import Calendar
from bot.domain.feeds.addresses import check_url
from bot.domain.hours import Span
from bot.domain.people import Person
from bot.service.refreshing import LEASE, Refreshing
from storage import Storage
from tests.adapters.calendars.authority import Authority
from tests.adapters.calendars.server import Server
from tests.town import Citizen, Town, labels, request, words

LINK = "https://calendar.test/ical/maya%40example.org/private-s3cret/basic.ics"
PATH = "/ical/maya@example.org/private-s3cret/basic.ics"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ics(*events: tuple[datetime, datetime]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//a test//EN"]
    for number, (start, end) in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20261101T000000Z", "SUMMARY:The dentist"]
        lines += [f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@dataclass
class Bell:
    rung: int = 0

    def __call__(self) -> None:
        self.rung += 1


@dataclass
class Far:
    """The town's calendars, and the server on which they are."""

    town: Town
    server: Server
    feeds: SecretFeeds
    bell: Bell = field(default_factory=Bell)

    def worker(self) -> Refreshing:
        return Refreshing(self.town.storage, self.town.clock, self.feeds, self.bell, chance=lambda: 0.5)

    async def refresh(self) -> int:
        tried = await self.worker().read_due()
        await self.town.deliver()
        return tried

    async def refresh_after(self, *waits: timedelta) -> None:
        for wait in waits:
            self.town.now += wait
            await self.refresh()

    async def passes(self, hours: float) -> None:
        """Time goes by, and the calendars are looked at whenever they are due."""
        end = self.town.now + hours * HOUR
        while self.town.now < end:
            self.town.now = min(self.town.now + timedelta(minutes=10 if hours < 2 else 30), end)
            await self.refresh()

    def says(self, *events: tuple[datetime, datetime]) -> None:
        self.server.says(ics(*events), path=PATH)


@pytest.fixture
async def far(town: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Far]:
    authority = Authority(tmp_path_factory.mktemp("authority"))

    async def here(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    async with Server(authority.serving("calendar.test")) as server:
        fetcher = Fetcher(
            check=lambda link: check_url(link).url.replace("calendar.test/", f"calendar.test:{server.port}/"),
            public=lambda address: address == "127.0.0.1",
            tls=ssl.create_default_context(cafile=str(authority.file)),
            resolve=here,
        )
        yield Far(town, server, SecretFeeds(fetcher))


async def linked(far: Far, name: str = "Maya") -> Citizen:
    maya = await far.town.mentor(name)
    await maya.types("mentor")
    await maya.presses("Hours and limits")
    await maya.presses("My busy times")
    await maya.presses("Put in the link")
    await maya.fills(link=LINK)
    return maya


async def calendar(maya: Citizen) -> Calendar:
    async with maya.town.storage.books(maya.person.home, now=maya.town.now) as books:
        found = await books.calendar(maya.person)
    assert found is not None
    return found


async def busy(maya: Citizen, days: int = 10) -> list[Span]:
    now = maya.town.now
    async with maya.town.storage.books(maya.person.home, now=now) as books:
        return list((await books.busy_of([maya.person], since=now, until=now + days * DAY))[maya.person])


# -- putting it in -----------------------------------------------------------------------------------------------------


async def test_a_mentor_puts_in_the_link_and_sees_it_read(far: Far) -> None:
    town = far.town
    dentist, lunch = (town.now + DAY, town.now + DAY + HOUR), (town.now + 2 * DAY, town.now + 2 * DAY + HOUR)
    far.says(dentist, lunch, (town.now + 40 * DAY, town.now + 41 * DAY))
    maya = await linked(far)
    assert "I am reading your calendar" in words(maya.seen)
    assert await busy(maya) == [(town.now, town.now + 10 * DAY)]  # nobody knows yet

    assert await far.refresh() == 1
    town.now += timedelta(minutes=2)
    await maya.presses("Look again")
    assert "Your busy times count" in words(maya.seen)
    assert "Last read: 2 minutes ago, 2 busy times in the next two weeks" in words(maya.seen)
    assert await busy(maya) == [dentist, lunch]
    await maya.types("mentor")
    assert "Calendar: calendar.test, read 2 minutes ago" in words(maya.seen)
    assert maya.inbox == []


async def test_the_link_is_never_shown_and_no_title_is_kept(far: Far) -> None:
    far.says((far.town.now + DAY, far.town.now + DAY + HOUR))
    maya = await linked(far)
    seen = [words(maya.seen)]
    await far.refresh()
    for _ in range(2):
        for command in (BusyTimes(), LinkCalendar(), DropCalendar()):
            await maya.does(command)
            seen.append(words(maya.seen))
        await maya.types("mentor")
        seen.append(words(maya.seen))
        far.server.says(b"", path=PATH, status=404)
        await far.passes(1)
    assert "s3cret" not in "\n".join(seen)
    assert "dentist" not in str(await calendar(maya))


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "Please paste the secret link"),
        ("http://calendar.test/basic.ics", "starts with https:// or webcal://"),
        ("file:///etc/passwd", "starts with https:// or webcal://"),
        ("my calendar", "starts with https:// or webcal://"),
        ("https://calendar.google.com/calendar/embed?src=maya%40example.org", "the public page, not the secret"),
        ("https://calendar.google.com/calendar/u/0/r?cid=bWF5YQ", "the public page, not the secret"),
        ("https://outlook.live.com/owa/calendar/1/2/cid-3/calendar.html", "the public page, not the secret"),
        ("https://127.0.0.1/basic.ics", "https links on the public internet"),
        ("https://maya:pass@calendar.test/basic.ics", "https links on the public internet"),
        ("https://calendar.test:8443/basic.ics", "https links on the public internet"),
        ("https://[secret/", "https links on the public internet"),
        ("https://localhost/basic.ics", "https links on the public internet"),
    ],
)
async def test_a_link_that_cannot_work_is_answered_at_its_field(town: Town, typed: str, answer: str) -> None:
    maya = await town.mentor("Maya")
    await maya.does(SaveCalendar(typed, "maya@example.org"))
    assert isinstance(maya.seen, Form)
    assert answer in maya.seen.errors["link"]
    assert [one.value for one in maya.form.fields] == [typed, "maya@example.org"]
    assert maya.seen.trouble is not None
    if len(typed) > 20:
        assert typed not in words(maya.seen.trouble)


async def test_an_address_that_is_none_is_answered_at_its_field(town: Town) -> None:
    maya = await town.mentor("Maya")
    await maya.does(SaveCalendar(LINK, "maya at work"))
    assert isinstance(maya.seen, Form)
    assert list(maya.seen.errors) == ["owner"]


async def test_a_webcal_link_is_read_over_https(far: Far) -> None:
    far.says()
    maya = await far.town.mentor("Maya")
    await maya.does(SaveCalendar(f" <{LINK.replace('https', 'webcal')}> "))
    await far.refresh()
    assert (await calendar(maya)).read_at == far.town.now


async def test_invitations_that_the_owner_declined_are_free(far: Far) -> None:
    start, end = far.town.now + DAY, far.town.now + DAY + HOUR
    declined = b"ATTENDEE;PARTSTAT=DECLINED:mailto:maya@example.org\r\nEND:VEVENT"
    far.server.says(ics((start, end)).replace(b"END:VEVENT", declined), path=PATH)
    maya = await linked(far)
    await far.refresh()
    assert await busy(maya) == [(start, end)]
    await maya.does(SaveCalendar(LINK, "Maya@example.org"))
    await far.refresh()
    assert await busy(maya) == []
    await maya.does(BusyTimes())
    assert "nothing in the next two weeks. Is it the right calendar?" in words(maya.seen)


async def test_stopping_deletes_everything_at_once(far: Far) -> None:
    far.says((far.town.now + DAY, far.town.now + DAY + HOUR))
    maya = await linked(far)
    await far.refresh()
    await maya.does(BusyTimes())
    await maya.presses("Stop using it")
    assert await busy(maya)
    await maya.presses("Yes, delete it")
    assert "Deleted" in words(maya.seen)
    assert await busy(maya) == []
    await maya.does(BusyTimes())
    assert "Secret address in iCal format" in words(maya.seen)


async def test_somebody_who_was_excluded_can_still_take_their_link_back(far: Far) -> None:
    maya = await linked(far)
    async with far.town.storage.books(maya.person.home, now=far.town.now) as books:
        await books.change_member(maya.person, excluded=True)
    await maya.does(SaveCalendar(LINK))
    assert "Stop using it" not in labels(maya.seen)
    await maya.does(DropCalendar(sure=True))
    assert "Deleted" in words(maya.seen)


async def test_it_is_all_there_in_spanish(far: Far) -> None:
    far.server.says(b"<html>", path=PATH, kind="text/html")
    maya = await far.town.mentor("Maya", locale="es")
    await maya.does(SaveCalendar(LINK))
    assert "Estoy leyendo tu calendario" in words(maya.seen)
    await far.refresh()
    assert "Parece la página pública" in words(maya.inbox[-1])


# -- when it cannot be read --------------------------------------------------------------------------------------------


async def test_a_link_that_does_not_work_is_told_at_once_with_what_to_do(far: Far) -> None:
    far.server.says(b"<html>Sign in", path=PATH, kind="text/html")
    maya = await linked(far)
    await far.refresh()
    [told] = maya.inbox
    assert told.title == "I could not read your calendar"
    assert "the public page, not the secret address" in words(told)
    assert far.bell.rung == 1
    assert await busy(maya) == [(far.town.now, far.town.now + 10 * DAY)]
    await far.refresh_after(HOUR, 8 * HOUR, DAY)
    assert len(maya.inbox) == 1
    await maya.presses("Another link", told)
    far.says()
    await maya.fills(link=LINK)
    await far.refresh()
    assert await busy(maya) == []
    assert len(maya.inbox) == 1


async def test_the_last_good_copy_holds_and_the_mentor_is_told_once(far: Far) -> None:
    town = far.town
    event = (town.now + 5 * DAY, town.now + 5 * DAY + HOUR)
    far.says(event)
    maya = await linked(far)
    await far.refresh()
    far.server.says(b"BEGIN:VCALENDAR", path=PATH)
    await far.refresh_after(HOUR, 4 * HOUR)
    assert maya.inbox == []
    await maya.does(BusyTimes())
    assert "only part of one" in words(maya.seen)
    await far.refresh_after(HOUR, 2 * HOUR, DAY, DAY)
    [told] = maya.inbox
    assert told.title == "I cannot read your calendar just now"
    assert "up to Tue, 23 Mar 2027" in words(told)
    assert await busy(maya) == [event]
    far.says(event)
    await far.refresh_after(5 * HOUR)
    await maya.does(BusyTimes())
    assert "Your busy times count" in words(maya.seen)
    far.server.says(b"", path=PATH, status=404)
    await far.refresh_after(HOUR, 8 * HOUR, DAY)
    assert len(maya.inbox) == 2
    assert "no calendar at that link" in words(maya.inbox[-1])


async def test_the_mentor_is_not_told_of_what_works_again_by_morning(far: Far) -> None:
    """The message waits for the end of the quiet hours, and then it is not true any more."""
    far.says()
    maya = await linked(far)
    await far.refresh()
    far.server.says(b"", path=PATH, status=503)
    far.town.now = far.town.now.replace(hour=22)  # five in the afternoon in New York
    await far.passes(8)
    assert maya.inbox == []
    far.says()
    await far.passes(1)
    far.town.now += 13 * HOUR
    await far.town.deliver()
    assert maya.inbox == []


async def test_beyond_the_last_good_copy_nothing_is_free(far: Far) -> None:
    far.says()
    maya = await linked(far)
    await far.refresh()
    end = far.town.now + 120 * DAY
    far.town.now += 115 * DAY
    assert await busy(maya) == [(end, far.town.now + 10 * DAY)]


async def test_nobody_is_offered_a_time_when_the_mentor_is_busy_or_may_be(far: Far) -> None:
    now = far.town.now
    tuesday = now.replace(hour=14) + DAY  # nine in the morning in New York
    morning = {write_time(tuesday + half * HOUR / 2) for half in range(6)}
    far.says((tuesday, tuesday + 3 * HOUR))
    maya, jo = await linked(far), far.town.citizen("Jo")
    await jo.types("request-chat", maya)
    assert "slots" not in {one.key for one in jo.form.fields}
    await far.refresh()
    await jo.types("request-chat", maya)
    assert not morning & set(jo.options("slots"))
    assert jo.options("slots")
    await maya.does(DropCalendar(sure=True))
    await jo.types("request-chat", maya)
    assert morning & set(jo.options("slots"))


# -- reading again -----------------------------------------------------------------------------------------------------


def unless_known(far: Far, *events: tuple[datetime, datetime]) -> None:
    async def answer(asked: web.Request) -> web.Response:
        known = asked.headers.get("If-None-Match") == '"one"'
        return web.Response(status=304) if known else web.Response(body=ics(*events), headers={"ETag": '"one"'})

    far.server.paths[PATH] = answer


async def test_what_has_not_changed_is_not_sent_again_until_its_copy_wears_out(far: Far) -> None:
    event = (far.town.now + DAY, far.town.now + DAY + HOUR)
    unless_known(far, event)
    maya = await linked(far)
    await far.refresh()
    await far.passes(1)
    assert [request.headers.get("If-None-Match") for request in far.server.asked] == [None, '"one"', '"one"']
    found = await calendar(maya)
    assert (found.busy, found.read_at) == ((event,), far.town.now - timedelta(minutes=0))
    far.town.now += 31 * DAY
    await far.refresh()
    assert "If-None-Match" not in far.server.asked[-1].headers
    assert (await calendar(maya)).until == far.town.now + 120 * DAY


async def test_whole_days_follow_their_owner_to_another_zone(far: Far) -> None:
    whole = b"BEGIN:VEVENT\r\nUID:x\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;VALUE=DATE:20261201\r\nEND:VEVENT\r\n"

    async def answer(asked: web.Request) -> web.Response:
        if asked.headers.get("If-None-Match"):
            return web.Response(status=304)
        body = ics().replace(b"END:VCALENDAR", whole + b"END:VCALENDAR")
        return web.Response(body=body, headers={"ETag": '"one"'})

    far.server.paths[PATH] = answer
    maya = await linked(far)
    await far.refresh()
    assert (await busy(maya))[0][0].hour == 5  # midnight in New York
    async with far.town.storage.books(maya.person.home, now=far.town.now) as books:
        await books.change_member(maya.person, zone="Asia/Tokyo")
    await far.passes(1)
    assert (await busy(maya))[0][0].hour == 15


async def test_a_request_hurries_the_calendars_of_both(far: Far) -> None:
    far.says()
    maya = await linked(far)
    await far.refresh()
    usual = (await calendar(maya)).next_at
    jo = far.town.citizen("Jo")
    far.town.now += timedelta(minutes=4)
    await jo.types("request-chat", maya)
    assert (await calendar(maya)).next_at == usual
    far.town.now += timedelta(minutes=4)
    await request(jo, maya)
    assert (await calendar(maya)).next_at == far.town.now


async def test_a_mentor_who_opens_a_request_hurries_the_calendars(far: Far) -> None:
    far.says()
    maya, jo = await linked(far), far.town.citizen("Jo")
    await far.refresh()
    chat = await request(jo, maya)
    far.town.now += timedelta(minutes=6)
    assert (await calendar(maya)).next_at > far.town.now
    await maya.does(ShowChat(chat))
    assert (await calendar(maya)).next_at == far.town.now


async def test_a_member_who_is_no_mentor_gives_theirs_in_the_settings(far: Far) -> None:
    far.says((far.town.now + DAY, far.town.now + DAY + HOUR))
    jo = far.town.citizen("Jo")
    await jo.does(Settings())
    await jo.presses("My busy times")
    await jo.presses("Put in the link")
    await jo.fills(link=LINK)
    await far.refresh()
    assert await busy(jo) == [(far.town.now + DAY, far.town.now + DAY + HOUR)]


async def test_a_calendar_of_somebody_who_left_is_not_fetched(far: Far) -> None:
    far.says()
    maya = await linked(far)
    async with far.town.storage.books(maya.person.home, now=far.town.now) as books:
        await books.note_actor(Actor(maya.person, "Maya"), now=far.town.now)
        await books.forget(maya.person, Person("former", "T1", "x"))
        await books.keep_calendar(Calendar(maya.person, LINK, far.town.now))
    await far.refresh()
    assert far.server.asked == []


# -- several at work ---------------------------------------------------------------------------------------------------


async def test_several_workers_share_the_calendars(far: Far) -> None:
    far.says()
    for number in range(6):
        await linked(far, f"Maya{number}")
    tried = await asyncio.gather(*(far.worker().read_due() for _ in range(3)))
    assert sum(tried) == len(far.server.asked) == 6


async def test_a_worker_that_is_killed_loses_nothing(far: Far) -> None:
    far.says()
    maya = await linked(far)
    await far.town.storage.calendars.claim(now=far.town.now, lease=LEASE, limit=9)  # and never comes back
    assert await far.refresh() == 0
    far.town.now += LEASE
    assert await far.refresh() == 1
    assert (await calendar(maya)).read_at == far.town.now


async def test_a_link_that_is_changed_while_it_is_read_wins(far: Far) -> None:
    asked, answered = asyncio.Event(), asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        asked.set()
        await answered.wait()
        return web.Response(body=ics((far.town.now, far.town.now + 9 * DAY)))

    far.server.paths[PATH] = slow
    far.server.says(ics(), path="/another.ics")
    maya = await linked(far)
    reading = asyncio.create_task(far.refresh())
    await asked.wait()
    await maya.does(SaveCalendar("https://calendar.test/another.ics"))
    answered.set()
    assert await reading == 2
    assert (await calendar(maya)).link == "https://calendar.test/another.ics"
    assert await busy(maya) == []


async def test_a_slow_calendar_holds_up_nobody_else(far: Far) -> None:
    """One that is put in meanwhile is noticed, and read at once."""
    asked, answered = asyncio.Event(), asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        asked.set()
        await answered.wait()
        return web.Response(body=ics())

    far.server.paths[PATH] = slow
    await linked(far)
    reading = asyncio.create_task(far.refresh())
    await asked.wait()
    far.server.says(ics(), path="/another.ics")
    kofi = await far.town.mentor("Kofi")
    await kofi.does(SaveCalendar("https://calendar.test/another.ics"))
    while (await calendar(kofi)).read_at is None:
        await asyncio.sleep(0.05)
    assert not reading.done()
    answered.set()
    assert await reading == 2


async def test_the_work_can_be_broken_off(far: Far) -> None:
    far.server.drips(path=PATH)
    maya = await linked(far)
    reading = asyncio.create_task(far.refresh())
    while not far.server.asked:
        await asyncio.sleep(0.01)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    assert (await calendar(maya)).tried_at is None


async def test_the_log_names_who_and_why_and_no_more(
    far: Far, storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    far.says((far.town.now + DAY, far.town.now + DAY + HOUR))
    maya = await linked(far)
    await far.refresh()
    far.server.says(b"", path=PATH, status=404)
    await far.passes(1)
    async with storage.engine.begin() as conn:
        await conn.execute(text("ALTER TABLE members RENAME TO members_of_old"))
    far.town.now += HOUR
    await far.worker().read_due()
    own = [one.getMessage() for one in caplog.records if not one.name.startswith(("aiohttp.access", "aiosqlite"))]
    assert f"the calendar of {maya.person}: 1 busy times" in own
    assert f"the calendar of {maya.person} could not be read: gone" in own
    assert [line for line in own if f"the calendar of {maya.person}" in line and "Error" in line]
    assert not [line for line in own if "s3cret" in line or "dentist" in line or "calendar.test/" in line]
