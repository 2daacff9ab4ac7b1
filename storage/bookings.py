"""The page of bookings: the promise that nobody is booked twice and that nobody's limits are passed.

Everybody who takes somebody's time holds that person's lock first, looks at their limits, and then writes the cells,
whose primary key refuses what the lock may have missed. A hold that has run out is cleared away by the next one who
wants the time: no job has to have run for it to be free."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.bookings import Booking, wanted
from bot.domain.chats import Chat, Status
from bot.domain.hours import Booked, Schedule, caps
from bot.domain.people import Person
from bot.domain.refusals import BookingGone, LimitReached, SlotTaken
from storage.page import Page, insert
from storage.tables import bookings, cells

CELL = 300
"""Seconds. Every length of a chat, and every buffer, is a whole number of cells."""
AROUND = timedelta(days=40)
"""How far away a booking may be and still count towards a limit of the same month."""

Terms = Mapping[Person, Schedule]
"""Whose buffers and limits are to be kept; anybody else has none."""


class Bookings(Page):
    async def lock(self, *people: Person) -> None:
        """Advisory locks rather than row locks: each of the two has just been noted as seen, which locks their own
        row, and two people who press at once would wait for each other for ever."""
        if self._conn.dialect.name == "postgresql":
            for number in sorted({_lock_number(self.community, person) for person in people}):
                await self._conn.execute(select(func.pg_advisory_xact_lock(number)))

    async def bookings_of(self, people: Iterable[Person], *, since: datetime) -> Mapping[Person, Sequence[Booked]]:
        found: dict[Person, list[Booked]] = {person: [] for person in people}
        theirs = select(bookings.c.person, bookings.c.starts_at, bookings.c.ends_at, bookings.c.chat, bookings.c.id)
        live = and_(self._live(), bookings.c.person.in_(set(found)), bookings.c.ends_at > since)
        for person, start, end, chat, id in await self._conn.execute(theirs.where(live).order_by(bookings.c.starts_at)):
            found[person].append(Booked(start, end, chat or id))
        return found

    async def book(self, booking: Booking, terms: Terms) -> None:
        """The same again, while it lives, changes nothing. Raises SlotTaken, LimitReached, or BookingGone for an id
        that was used otherwise."""
        await self.lock(*booking.people)
        if (known := await self._booking(booking.id)) is not None:
            if known != booking:
                raise BookingGone()
            return
        await self._write([booking], terms, chat=booking.id)

    async def confirm(self, id: str) -> None:
        """What is held is agreed. Raises BookingGone for a hold that ran out."""
        booking = await self._locked(id)
        mine = and_(self._mine(bookings), bookings.c.id == booking.id)
        await self._conn.execute(update(bookings).where(mine).values(state="accepted"))

    async def move(self, id: str, starts_at: datetime, terms: Terms) -> None:
        """Never stands in its own way; refused, it stays as it was. Raises SlotTaken, LimitReached or BookingGone."""
        booking = await self._locked(id)
        moved = Booking(id, booking.people, starts_at, booking.minutes, booking.chat, booking.until)
        await self._write([moved], terms, chat=booking.chat or id, state=await self._state(id))

    async def drop(self, id: str) -> None:
        """Raises BookingGone for what is gone already."""
        await self._locked(id)
        await self._let_go(bookings.c.id == id)

    async def live_bookings(self) -> Sequence[tuple[str, datetime]]:
        """(id, start) of everything that takes anybody's time, by id."""
        rows = select(bookings.c.id, bookings.c.starts_at).where(self._live()).distinct().order_by(bookings.c.id)
        return [(row.id, row.starts_at) for row in await self._conn.execute(rows)]

    async def _book_chat(self, chat: Chat, terms: Terms) -> None:
        """The time of a chat as it is now. One that took place, or took another turn afterwards, keeps what it had."""
        if chat.status is Status.HAPPENED:
            return
        needed = {booking.id: booking for booking in wanted(chat)}
        about = and_(bookings.c.chat == chat.id, self._live())
        rows = await self._conn.execute(
            select(bookings.c.id, bookings.c.person, bookings.c.starts_at, bookings.c.until).where(about)
        )
        there = {(row.id, row.person, row.starts_at, row.until) for row in rows}
        if there == {(one.id, person, one.starts_at, one.until) for one in needed.values() for person in one.people}:
            return
        if needed:
            await self.lock(chat.mentor, chat.mentee)
            await self._write(list(needed.values()), terms, chat=chat.id)
        else:
            await self._let_go(bookings.c.chat == chat.id)

    async def _write(self, wanted: Sequence[Booking], terms: Terms, *, chat: str, state: str = "") -> None:
        """In place of whatever the chat had. Their people are locked."""
        people = {person for booking in wanted for person in booking.people}
        savepoint = await self._conn.begin_nested()
        try:
            await self._clear_away(people)
            ids = [booking.id for booking in wanted]
            await self._let_go(or_(bookings.c.chat == chat, bookings.c.id.in_(ids)))
            for booking in wanted:
                await self._keep_rows(booking, state)
            await self._take_cells(wanted, terms)
            await self._keep_limits(wanted, terms, about=chat)
        except (SlotTaken, LimitReached):
            await savepoint.rollback()  # whoever catches it finds the books as they were
            raise
        await savepoint.commit()

    async def _keep_rows(self, booking: Booking, state: str) -> None:
        for person in sorted(booking.people):
            row = {
                "id": booking.id, "person": person, "chat": booking.chat, "starts_at": booking.starts_at,
                "ends_at": booking.ends_at, "until": booking.until,
                "state": state or ("held" if booking.until else "accepted"),
            }  # fmt: skip
            await self._keep(bookings, row)

    async def _take_cells(self, wanted: Sequence[Booking], terms: Terms) -> None:
        taken: dict[tuple[Person, int], str] = {}
        for booking in wanted:
            for person in booking.people:
                for cell in _cells(booking, terms.get(person)):
                    taken.setdefault((person, cell), booking.id)  # alternatives of one chat may touch or overlap
        # sorted, so that two who take the same cells meet at the first of them
        rows = [
            {"community": self.community, "person": person, "cell": cell, "booking": id}
            for (person, cell), id in sorted(taken.items())
        ]
        if rows:
            try:
                await self._conn.execute(insert(self._conn, cells), rows)
            except IntegrityError as refused:
                raise SlotTaken() from refused

    async def _keep_limits(self, wanted: Sequence[Booking], terms: Terms, *, about: str) -> None:
        limited = [person for person in terms if any(person in booking.people for booking in wanted)]
        if not limited:
            return
        since = min(booking.starts_at for booking in wanted) - AROUND
        booked = await self.bookings_of(limited, since=since)
        for person in limited:
            for booking in wanted:
                reached = caps.full(terms[person], at=booking.starts_at, booked=booked[person], besides=about)
                if reached:
                    raise LimitReached(person, reached)

    async def _clear_away(self, people: Iterable[Person]) -> None:
        """Holds that ran out. Only of people who are locked, so that nobody waits for anybody crosswise."""
        over = and_(bookings.c.state == "held", bookings.c.until <= self._now, bookings.c.person.in_(set(people)))
        await self._let_go(over)

    async def _let_go(self, which: ColumnElement[bool]) -> None:
        """The rows stay, so that an id is not used twice; their time is free."""
        mine = and_(self._mine(bookings), which)
        held = select(bookings.c.id, bookings.c.person).where(mine, bookings.c.state != "gone")
        gone = [(row.id, row.person) for row in await self._conn.execute(held)]
        for id, person in sorted(gone):
            theirs = and_(self._mine(cells), cells.c.booking == id, cells.c.person == person)
            await self._conn.execute(delete(cells).where(theirs))
        if gone:
            await self._conn.execute(update(bookings).where(mine).values(state="gone"))

    async def _locked(self, id: str) -> Booking:
        """A live booking whose people are locked, as it is after that. Raises BookingGone."""
        if (booking := await self._booking(id)) is None:
            raise BookingGone()
        await self.lock(*booking.people)
        if (booking := await self._booking(id)) is None:
            raise BookingGone()
        return booking

    async def _booking(self, id: str) -> Booking | None:
        """None for an id that nobody used. Raises BookingGone for one that does not live any more."""
        found = select(bookings, self._live().label("live")).where(self._mine(bookings), bookings.c.id == id)
        rows = (await self._conn.execute(found.order_by(bookings.c.person))).all()
        if not rows:
            return None
        if not all(row.live for row in rows):
            raise BookingGone()
        one = rows[0]
        minutes = int((one.ends_at - one.starts_at).total_seconds()) // 60
        return Booking(id, tuple(row.person for row in rows), one.starts_at, minutes, one.chat, one.until)

    async def _state(self, id: str) -> str:
        state = select(bookings.c.state).where(self._mine(bookings), bookings.c.id == id).limit(1)
        return str((await self._conn.execute(state)).scalar_one())

    def _live(self) -> ColumnElement[bool]:
        agreed = bookings.c.state == "accepted"
        return and_(self._mine(bookings), or_(agreed, and_(bookings.c.state == "held", bookings.c.until > self._now)))


def _cells(booking: Booking, schedule: Schedule | None) -> range:
    """The five-minute cells of the booking and of the rest that this person wants around it."""
    before, after = (schedule.limits.before, schedule.limits.after) if schedule else (0, 0)
    start = int(booking.starts_at.timestamp()) - before * 60
    end = int(booking.ends_at.timestamp()) + after * 60
    return range(start // CELL, -(-end // CELL))


def _lock_number(community: str, person: Person) -> int:
    """A signed 64-bit number, the same in every process."""
    return int.from_bytes(sha256(f"{community}/{person}".encode()).digest()[:8], signed=True)
