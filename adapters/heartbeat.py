"""The heartbeat: a coroutine every few seconds, once at a time, and at once when somebody rings.

APScheduler keeps its jobs in memory here. What is to be done, and when, is in the database; the heartbeat only makes
somebody look."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Work = Callable[[], Awaitable[object]]
PATIENCE = timedelta(seconds=8)
"""Hosts that stop a process wait about ten seconds before they kill it."""

log = logging.getLogger(__name__)


class Heartbeat:
    """`daily` runs at the start and every 24 hours after."""

    def __init__(self, work: Work, *, every: timedelta, daily: Work | None = None) -> None:
        self._work = work
        self._daily = daily
        self._every = every
        self._wanted = False
        self._stopped = False
        self._idle = asyncio.Event()
        self._idle.set()
        # a beat that comes late is still a beat: no misfire limit, and several missed ones are one
        late = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=late)

    def start(self) -> None:
        """Inside a running loop."""
        self._scheduler.add_job(self._beat, "interval", seconds=self._every.total_seconds(), id="beat")
        if self._daily is not None:
            self._scheduler.add_job(self._every_day, "interval", days=1, id="daily")
            self._scheduler.add_job(self._every_day, id="first day")
        self._scheduler.start()

    def ring(self) -> None:
        """Work now, or once more after the work that is going on. Rings before that happens are one ring."""
        self._wanted = True
        if self._idle.is_set() and not self._stopped:
            self._scheduler.add_job(self._run, id="ring", replace_existing=True)

    async def stop(self, patience: timedelta = PATIENCE) -> None:
        """Waits for the work that is going on, and cancels it when it takes longer than that."""
        self._stopped = True
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        try:
            await asyncio.wait_for(self._idle.wait(), patience.total_seconds())
        except TimeoutError:
            log.warning("the work that is going on takes too long and is broken off; the next start takes it up again")
        self._scheduler.shutdown(wait=False)  # APScheduler cancels what still runs

    async def _beat(self) -> None:
        if self._idle.is_set():
            self._wanted = True
            await self._run()

    async def _run(self) -> None:
        if not self._idle.is_set():
            return  # the work that is going on looks at _wanted when it is done
        self._idle.clear()
        try:
            while self._wanted and not self._stopped:
                self._wanted = False
                await _guarded(self._work)
        finally:
            self._idle.set()

    async def _every_day(self) -> None:
        if self._daily is not None:
            await _guarded(self._daily)


async def _guarded(work: Work) -> None:
    """The edge of the process: whatever goes wrong is logged, and the next beat comes."""
    try:
        await work()
    except Exception:
        log.exception("the heartbeat's work failed; it is tried again at the next beat")
