"""Reading people's calendars in the background: claim what is due, fetch, keep what was found, and say so when one
cannot be read any more. Nothing is fetched within a transaction."""

import asyncio
import logging
import random
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.boundary.ports import Clock, DueCalendar, Feeds, Reading, Ring, Storage, Unread
from bot.domain import nudges, zones
from bot.domain.calendars import BEHIND, REACH, Calendar
from bot.domain.nudges import Kind, Nudge
from bot.domain.people import Member

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
"""Longer than any reading takes; a process that was killed is missed for that long."""
AT_ONCE = 4
LOOK = 1.0
"""Seconds after which a calendar that was just put in is noticed while others are being read."""
AWAY = timedelta(days=1)
"""How long the calendar of somebody who has left is not looked at."""


@dataclass
class Refreshing:
    """`chance` gives numbers from 0 to 1, so that calendars that were put in together are not read together for ever.
    Several processes may run one: a calendar is claimed before it is read."""

    storage: Storage
    clock: Clock
    feeds: Feeds
    ring: Ring
    chance: Callable[[], float] = random.random

    async def read_due(self) -> int:
        """Reads until nothing is due, a few at a time. Returns how many were read or tried."""
        going: set[asyncio.Task[None]] = set()
        tried = 0
        try:
            while True:
                room = AT_ONCE - len(going)
                due = await self._claim(room) if room else []
                going |= {asyncio.create_task(self._guarded(one)) for one in due}
                if not going:
                    return tried
                done, going = await asyncio.wait(going, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
                tried += len(done)
        finally:
            for task in going:
                task.cancel()
            await asyncio.gather(*going, return_exceptions=True)

    async def _claim(self, room: int) -> list[DueCalendar]:
        return list(await self.storage.calendars.claim(now=self.clock(), lease=LEASE, limit=room))

    async def _guarded(self, due: DueCalendar) -> None:
        """One bad calendar must not hold up the others. What went wrong is told without its words: they may quote the
        link."""
        try:
            await self._read(due)
        except Exception as trouble:  # noqa: BLE001
            frames = "".join(traceback.format_tb(trouble.__traceback__))
            log.error("the calendar of %s: %s at\n%s", due.calendar.person, type(trouble).__name__, frames)

    async def _read(self, due: DueCalendar) -> None:
        calendar, member = due.calendar, await self._member(due)
        if member is None or member.gone or member.excluded:
            await self._keep(due, replace(calendar, next_at=self.clock() + AWAY))
            return
        zone = member.clock if member.clock and zones.known(member.clock) else "UTC"
        clock, now = f"{zone} {zones.release()}", self.clock()
        again = not calendar.outgrown(now, clock)
        try:
            found = await self.feeds.read(
                calendar.link, zone=zone, owner=calendar.owner, since=now - BEHIND, until=now + REACH,
                etag=calendar.etag if again else "", modified=calendar.modified if again else "",
            )  # fmt: skip
        except Unread as trouble:
            read = calendar.failed(trouble.why, now=self.clock(), chance=self.chance())
        else:
            read = self._well(calendar, found, clock=clock, now=now)
        await self._keep(due, read)

    def _well(self, calendar: Calendar, found: Reading | None, *, clock: str, now: datetime) -> Calendar:
        if found is None:
            return calendar.unchanged(now=now, chance=self.chance())
        return calendar.read(
            found.busy, clock=clock, etag=found.etag, modified=found.modified, now=now, chance=self.chance()
        )

    async def _member(self, due: DueCalendar) -> Member | None:
        async with self.storage.reopen(due.community, now=self.clock()) as books:
            return await books.member(due.calendar.person)

    async def _keep(self, due: DueCalendar, read: Calendar) -> None:
        now = self.clock()
        tell = read.to_tell(now)
        async with self.storage.reopen(due.community, now=now) as books:
            kept = await books.settle_calendar(replace(read, told=read.told or tell), claimed_until=due.claimed_until)
            if kept and tell:
                await books.nudge(_lost(read, now))
        if not kept:
            log.info("the calendar of %s was changed while it was read", read.person)
        elif read.trouble:
            log.warning("the calendar of %s could not be read: %s", read.person, read.trouble)
        else:
            log.info("the calendar of %s: %d busy times", read.person, len(read.busy))
        if kept and tell:
            self.ring()


def _lost(calendar: Calendar, now: datetime) -> Nudge:
    """One for each time that it fails, however often it is tried."""
    since = calendar.failing_since or now
    about = f"calendar-{int(since.timestamp())}"
    told = nudges.nudge(Kind.CALENDAR_LOST, about=about, to=calendar.person, due=now)
    return replace(told, key=f"{about}/{Kind.CALENDAR_LOST}/{calendar.person}")
