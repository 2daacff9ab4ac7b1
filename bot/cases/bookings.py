"""Cases of the kind `booking_log`: who books, holds, confirms, moves and cancels what, in which order, and what comes
of it. Through the storage of the product, on a database of its own that is gone afterwards."""

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.bookings import Booking, Terms
from bot.domain.hours import Limits, Schedule
from bot.domain.people import Person, Place
from bot.domain.refusals import BookingGone, LimitReached, SlotTaken
from storage import tables
from storage.books import Books, open_books
from storage.engine import make_engine

HERE = Place("case", "1")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RESULTS: dict[type[Exception], str] = {SlotTaken: "conflict", LimitReached: "cap", BookingGone: "gone"}

Input = Mapping[str, Any]


async def booking_log(input: Input) -> dict[str, object]:
    """`{"results": ["ok" | "conflict" | "cap" | "gone", ...], "final": [[id, start], ...]}`: one result an op, and what
    is agreed or still held after the last one, by id."""
    with tempfile.TemporaryDirectory(prefix="half-hour-case-") as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'case.db'}", migrating=True)
        try:
            async with engine.begin() as conn:
                await conn.run_sync(tables.metadata.create_all)
                return await played(conn, input)
        finally:
            await engine.dispose()


async def played(conn: AsyncConnection, input: Input) -> dict[str, object]:
    """All ops in one transaction: a refused one has changed nothing, and a case is over in milliseconds."""
    terms = {_person(id): _schedule(about) for id, about in input.get("people", {}).items()}
    results: list[str] = []
    books = await open_books(conn, HERE, now=datetime(2026, 1, 1, tzinfo=UTC))
    for op in input["ops"]:
        books = Books(conn, books.community, books.house, _moment(op["now"]))
        results.append(await _result(books, op, terms))
    return {"results": results, "final": [[id, _told(start)] for id, start in await books.live_bookings()]}


async def _result(books: Books, op: Input, terms: Terms) -> str:
    try:
        match op["op"]:
            case "book" | "hold":
                await books.book(_booking(op), terms)
            case "confirm":
                await books.confirm(op["id"])
            case "move":
                await books.move(op["id"], _moment(op["start"]), terms)
            case "cancel":
                await books.drop(op["id"])
            case other:
                raise ValueError(f"no such op: {other!r}")
    except (SlotTaken, LimitReached, BookingGone) as refusal:
        return RESULTS[type(refusal)]
    return "ok"


def _booking(op: Input) -> Booking:
    until = _moment(op["until"]) if op["op"] == "hold" else None
    people = frozenset(_person(id) for id in op["people"])
    return Booking(op["id"], people, _moment(op["start"]), op["minutes"], until=until)


def _schedule(about: Input) -> Schedule:
    limits = Limits(
        before=about.get("buffer_before") or 0,
        after=about.get("buffer_after") or 0,
        a_day=about.get("max_per_day"),
        a_week=about.get("max_per_week"),
        week_start=DAYS.index(about.get("week_start", "mon")),
    )
    return Schedule(about.get("zone", "UTC"), limits=limits)


def _person(id: str) -> Person:
    return Person(HERE.platform, HERE.id, quote(id, safe=""))


def _moment(words: str) -> datetime:
    return datetime.fromisoformat(words).astimezone(UTC)


def _told(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
