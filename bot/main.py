"""The wiring: settings -> storage -> desk -> surfaces -> heartbeat. Imports everything; only the command line imports
it."""

import asyncio
import errno
import logging
import secrets
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import BaseRoute

import storage
from adapters import subscriptions
from adapters.heartbeat import Heartbeat
from adapters.web import Web
from bot.boundary.ports import Feeds, Surface
from bot.domain import zones
from bot.domain.feeds import addresses
from bot.platforms import (
    LOOPBACK,
    NUDGES,
    PLAYGROUND,
    SLACK,
    CannotRun,
    clock_of,
    reach_of,
    serves_calendars,
    surfaces_of,
)
from bot.service.delivery import Delivery
from bot.service.desk import Desk
from bot.service.rechecking import recheck
from bot.service.refreshing import Refreshing
from bot.settings import Settings
from bot.terminal import say

EVERYWHERE = "0.0.0.0"

log = logging.getLogger("bot")


async def migrate(settings: Settings) -> None:
    """Raises CannotRun."""
    with _database(settings):
        await storage.migrate(settings.database_url)


async def run(settings: Settings, parts: Sequence[str], *, tell: Callable[[str], None]) -> None:
    """Until SIGTERM or SIGINT; what is going on then is finished first. Raises CannotRun or
    CannotConnect."""
    _trust_zones()
    stop = _on_signals()
    async with AsyncExitStack() as stack:
        fresh = settings.sqlite_file is not None and not settings.sqlite_file.exists()
        await _prepare(settings)
        if fresh and PLAYGROUND in parts:
            settings.playground_file.unlink(missing_ok=True)  # the screens of a database that is gone
        books = storage.open_storage(settings.database_url, secret_key=settings.secret_key)
        stack.push_async_callback(books.close)

        clock = clock_of(parts, _now)
        heart = Heartbeat(
            lambda: delivery.deliver_due(),
            every=timedelta(seconds=settings.beat_seconds),
            daily=lambda: every_day(),
        )
        pulse = Heartbeat(lambda: refreshing.read_due(), every=timedelta(seconds=settings.beat_seconds))
        ring = _both(heart.ring, pulse.ring) if NUDGES in parts else _nobody_hears
        reach = reach_of(settings, parts)
        desk = Desk(storage=books, clock=clock, ring=ring, reach=reach)

        async def every_day() -> None:
            try:
                await recheck(books, clock=clock, ring=ring)
            finally:  # a fault in the one is no reason to leave out the other
                if PLAYGROUND not in parts:  # a clock that was turned must not throw away what somebody still keeps
                    await delivery.forget_old()

        surfaces = surfaces_of(settings, parts, desk=desk, clock=clock, ring=ring)
        listening = [surface for surface in surfaces if surface.platform in parts]
        if web := _web(settings, parts, listening, desk):
            stack.callback(web.close)
        for surface in surfaces:
            stack.push_async_callback(surface.close)
            await surface.connect()
            log.info("connected: %s", surface.platform)

        delivery = Delivery(
            storage=books,
            clock=clock,
            messengers={surface.platform: surface.messenger for surface in surfaces},
            worker=secrets.token_hex(8),  # another one at each start: the claims of an earlier life are not ours
            reach=reach,
        )
        if NUDGES in parts:
            refreshing = Refreshing(storage=books, clock=clock, feeds=_feeds(), ring=heart.ring)
            heart.start()
            stack.push_async_callback(heart.stop)
            pulse.start()  # beside it: a slow calendar holds up no message, and nobody waits for one at the end
            stack.push_async_callback(pulse.stop, timedelta(seconds=1))
        await _serve(web, listening, stop, lambda: tell(_welcome(web, parts)))
        log.info("stopping")


def _trust_zones() -> None:
    """Nobody is promised a time by other zone rules than the locked ones."""
    try:
        zones.trusted()
    except zones.Untrusted as trouble:
        said = "run.zones_missing" if trouble.why == "missing" else "run.zones_system"
        raise CannotRun(say(said)) from trouble
    log.info("time zone rules: tzdata %s", zones.release())


async def _prepare(settings: Settings) -> None:
    """A SQLite file is brought up to date by whoever opens it. PostgreSQL is shared: `release` does it, once."""
    if settings.sqlite_file is not None:
        await migrate(settings)
        return
    with _database(settings):
        up_to_date = await storage.current(settings.database_url)
    if not up_to_date:
        raise CannotRun(say("database.behind"))


@contextmanager
def _database(settings: Settings) -> Iterator[None]:
    """Whatever a database can be at the start, as a sentence for the organiser."""
    try:
        yield
    except (storage.NewerDatabase, storage.UnknownDatabase) as trouble:
        raise CannotRun(str(trouble)) from trouble
    except (SQLAlchemyError, sqlite3.Error, OSError) as trouble:
        why = (str(getattr(trouble, "orig", None) or trouble).strip() or type(trouble).__name__).splitlines()[0]
        shown = make_url(settings.database_url).render_as_string(hide_password=True)
        raise CannotRun(say("database.unreachable", why=why, url=shown)) from trouble


def _web(settings: Settings, parts: Sequence[str], listening: Sequence[Surface], desk: Desk) -> Web | None:
    """Where a surface has routes, or there are calendars to serve, or somebody set PORT and so expects a /healthz."""
    routes = [cast(BaseRoute, route) for surface in listening for route in surface.routes]
    if serves_calendars(settings, parts):
        routes += subscriptions.routes(desk)
    if not routes and "port" not in settings.model_fields_set:
        return None
    public = (SLACK in parts and settings.slack_over_http) or (PLAYGROUND not in parts and settings.public_url)
    host = settings.host or (EVERYWHERE if public else LOOPBACK)
    try:
        return Web(routes, host=host, port=settings.port)
    except OSError as trouble:
        facts = {"host": host, "port": settings.port, "other": settings.port + 1, "why": trouble.strerror or trouble}
        raise CannotRun(
            say("run.port_taken" if trouble.errno == errno.EADDRINUSE else "run.port_refused", **facts)
        ) from trouble


async def _serve(
    web: Web | None, listening: Sequence[Surface], stop: asyncio.Event, opened: Callable[[], None]
) -> None:
    """Until `stop`, or until one of them fails. Whoever is being answered then gets the answer."""
    hearing = [asyncio.create_task(surface.listen(), name=surface.platform) for surface in listening]
    serving = [asyncio.create_task(web.serve(opened), name="web")] if web else []
    stopping = asyncio.create_task(stop.wait())
    try:
        if web is None:
            opened()
        done, _ = await asyncio.wait([*hearing, *serving, stopping], return_when=asyncio.FIRST_COMPLETED)
        for task in done - {stopping}:
            task.result()
            raise CannotRun(say("run.ended", part=task.get_name()))
    finally:
        if web:
            web.stop()
        await asyncio.gather(*serving, return_exceptions=True)
        for task in (*hearing, stopping):
            task.cancel()
        await asyncio.gather(*hearing, stopping, return_exceptions=True)


def _on_signals() -> asyncio.Event:
    """Set by the first SIGTERM or Ctrl+C; a second one ends the process at once, as it would without us."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def stopping() -> None:
        stop.set()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping)
    return stop


def _welcome(web: Web | None, parts: Sequence[str]) -> str:
    if web and PLAYGROUND in parts:
        return say("run.playground", address=web.address)
    served = say("run.serving", parts=", ".join(parts))
    return " ".join((served, say("run.address", address=web.address))) if web else served


def _now() -> datetime:
    return datetime.now(UTC)


def _feeds() -> Feeds:
    """Calendars are fetched by these rules, and no setting changes them."""
    from adapters.calendars.feeds import SecretFeeds
    from adapters.calendars.fetch import Fetcher

    return SecretFeeds(Fetcher(check=lambda link: addresses.check_url(link).url, public=addresses.public))


def _both(*rings: Callable[[], None]) -> Callable[[], None]:
    def ring() -> None:
        for one in rings:
            one()

    return ring


def _nobody_hears() -> None:
    """Another process delivers."""
