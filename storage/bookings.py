"""The page of bookings: the promise that nobody is booked twice and that nobody's limits are passed.

Who takes somebody's time holds that person's lock first, looks at what the person has and at their limits, and
then writes the cells, whose primary key refuses what the lock may have missed. A hold that has run out is cleared away
by the next one who wants the time: no job has to have run for it to be free."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import cast

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.bookings import Booking, Terms, check, wanted
from bot.domain.chats import Chat, Status
from bot.domain.hours import Booked
from bot.domain.people import Person
from bot.domain.refusals import BookingGone, SlotTaken
from storage.page import Page, insert
from storage.tables import bookings, cells

CELL = 300
"""Seconds."""
AROUND = timedelta(days=40)
"""How far away a booking may be and still count towards a limit of the same month."""


class Bookings(Page):
    async def lock(self, *people: Person) -> None:
        """Advisory locks rather than row locks: each of the two has just been noted as seen, which locks their own
        row, and two people who press at once would wait for each other for ever."""
        if self._conn.dialect.name == "postgresql":
            numbers = sorted({_lock_number(self.community, person) for person in people})
            if numbers:
                await self._conn.execute(select(*(func.pg_advisory_xact_lock(number) for number in numbers)))

    async def bookings_of(self, people: Iterable[Person], *, since: datetime) -> Mapping[Person, Sequence[Booked]]:
        found: dict[Person, list[Booked]] = {person: [] for person in people}
        theirs = select(bookings.c.person, bookings.c.starts_at, bookings.c.ends_at, bookings.c.chat, bookings.c.id)
        live = and_(self._live(), bookings.c.person.in_(found), bookings.c.ends_at > since)
        for person, start, end, chat, id in await self._conn.execute(theirs.where(live).order_by(bookings.c.starts_at)):
            found[person].append(Booked(start, end, chat or id))
        return found

    # -- one booking ---------------------------------------------------------------------------------------------------

    async def book(self, booking: Booking, terms: Terms) -> None:
        """The same again, while it lives, changes nothing: neither what it is now nor, after a move, what it was at
        first, for a word may arrive twice. Raises SlotTaken, LimitReached, or BookingGone for an id that was used
        otherwise."""
        await self.lock(*booking.people)
        if (known := await self._booking(booking.id)) is None:
            await self._put([booking], terms)
        elif booking not in (known, replace(known, starts_at=await self._first(booking.id))):
            raise BookingGone()

    async def confirm(self, id: str) -> None:
        """What is held is agreed. Raises BookingGone for a hold that ran out."""
        await self._locked(id)
        mine = and_(self._mine(bookings), bookings.c.id == id)
        await self._conn.execute(update(bookings).where(mine).values(state="accepted"))

    async def move(self, id: str, starts_at: datetime, terms: Terms) -> None:
        """Never stands in its own way; refused, it stays as it was. Raises SlotTaken, LimitReached or BookingGone."""
        moved = replace(await self._locked(id), starts_at=starts_at)
        state = select(bookings.c.state).where(self._mine(bookings), bookings.c.id == id).limit(1)
        agreed = (await self._conn.execute(state)).scalar_one() == "accepted"
        await self._put([moved], terms, instead_of=[id], agreed=agreed)

    async def drop(self, id: str) -> None:
        """Raises BookingGone for what is gone already."""
        await self._locked(id)
        await self._let_go(bookings.c.id == id)

    async def _first(self, id: str) -> datetime:
        first = select(bookings.c.first_at).where(self._mine(bookings), bookings.c.id == id).limit(1)
        return cast(datetime, (await self._conn.execute(first)).scalar_one())

    async def live_bookings(self) -> Sequence[tuple[str, datetime]]:
        """(id, start) of everything that takes anybody's time, by id."""
        rows = select(bookings.c.id, bookings.c.starts_at).where(self._live()).distinct().order_by(bookings.c.id)
        return [(row.id, row.starts_at) for row in await self._conn.execute(rows)]

    # -- the time of a chat --------------------------------------------------------------------------------------------

    async def _book_chat(self, chat: Chat, terms: Terms) -> None:
        """The time of a chat as it is now. One that took place keeps what it had; a time that it has already, or that
        is held for it, is not looked at again, whatever limits are set meanwhile. Raises SlotTaken or LimitReached, and
        has then changed nothing."""
        if chat.status is Status.HAPPENED:
            return
        needed = wanted(chat, now=self._now)
        there = await self._bookings(and_(bookings.c.chat == chat.id, self._live()))
        if set(needed) == set(there):
            return
        if needed:
            await self.lock(chat.mentor, chat.mentee)
        kept = {booking for booking in needed if booking in there and booking.until is None}
        instead_of = [booking.id for booking in there if booking not in kept]
        new = [booking for booking in needed if booking not in kept]
        await self._put(new, terms, instead_of=instead_of, promised={booking.starts_at for booking in there})

    # -- rows and cells ------------------------------------------------------------------------------------------------

    async def _put(
        self, new: Sequence[Booking], terms: Terms, *, instead_of: Collection[str] = (), agreed: bool = False,
        promised: Collection[datetime] = (),
    ) -> None:  # fmt: skip
        """Their people are locked. What is about the same is replaced where it is named, and never stands in the way.
        `agreed`: whatever was held before. `promised` are times that need no look."""
        people = {person for booking in new for person in booking.people}
        if asked := [booking for booking in new if booking.starts_at not in promised]:
            since = min(booking.starts_at for booking in asked) - AROUND
            check(asked, await self.bookings_of(people, since=since), terms)
        savepoint = await self._conn.begin_nested()  # whoever catches a refusal finds the books as they were
        try:
            await self._let_go(or_(bookings.c.id.in_(instead_of), self._run_out(people)))
            await self._keep_rows(new, agreed=agreed)
            await self._take_cells(new)
        except IntegrityError as refused:
            await savepoint.rollback()
            raise SlotTaken() from refused
        await savepoint.commit()

    async def _keep_rows(self, new: Sequence[Booking], *, agreed: bool) -> None:
        rows = [
            {
                "community": self.community, "id": booking.id, "person": person, "chat": booking.chat,
                "starts_at": booking.starts_at, "ends_at": booking.ends_at, "first_at": booking.starts_at,
                "until": booking.until,
                "state": "held" if booking.until and not agreed else "accepted",
            }
            for booking in new
            for person in sorted(booking.people)
        ]  # fmt: skip
        if rows:
            kept = insert(self._conn, bookings)
            keys = ["community", "id", "person"]
            anew = {name: kept.excluded[name] for name in ("chat", "starts_at", "ends_at", "until", "state")}
            await self._conn.execute(kept.on_conflict_do_update(index_elements=keys, set_=anew), rows)

    async def _take_cells(self, new: Sequence[Booking]) -> None:
        """Every fifth minute that lies in the time itself. Chats that touch never share one, whatever minute they begin
        at; the rest around them is kept under the lock, for it is as long as its owner wants it now."""
        taken: dict[tuple[Person, int], str] = {}
        for booking in new:
            cell, last = (-(-int(at.timestamp()) // CELL) for at in (booking.starts_at, booking.ends_at))
            for person in booking.people:
                for number in range(cell, last):
                    taken.setdefault((person, number), booking.id)  # alternatives of one chat may touch or overlap
        # sorted, so that two who take the same cells meet at the first of them
        rows = [
            {"community": self.community, "person": person, "cell": cell, "booking": id}
            for (person, cell), id in sorted(taken.items())
        ]
        if rows:
            await self._conn.execute(insert(self._conn, cells), rows)

    async def _let_go(self, which: ColumnElement[bool]) -> None:
        """The rows stay, so that an id is not used twice; their time is free."""
        gone = update(bookings).where(self._mine(bookings), which, bookings.c.state != "gone").values(state="gone")
        rows = await self._conn.execute(gone.returning(bookings.c.id, bookings.c.person))
        for id, person in sorted((row.id, row.person) for row in rows):
            theirs = and_(self._mine(cells), cells.c.booking == id, cells.c.person == person)
            await self._conn.execute(delete(cells).where(theirs))

    # -- reading -------------------------------------------------------------------------------------------------------

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
        if found := await self._bookings(and_(bookings.c.id == id, self._live())):
            return found[0]
        used = select(bookings.c.id).where(self._mine(bookings), bookings.c.id == id).limit(1)
        if (await self._conn.execute(used)).scalar_one_or_none() is not None:
            raise BookingGone()
        return None

    async def _bookings(self, which: ColumnElement[bool]) -> Sequence[Booking]:
        made: dict[str, Booking] = {}
        for row in await self._conn.execute(select(bookings).where(self._mine(bookings), which)):
            people = made[row.id].people if row.id in made else frozenset()
            minutes = int((row.ends_at - row.starts_at).total_seconds()) // 60
            made[row.id] = Booking(row.id, people | {row.person}, row.starts_at, minutes, row.chat, row.until)
        return list(made.values())

    def _live(self) -> ColumnElement[bool]:
        agreed = bookings.c.state == "accepted"
        return and_(self._mine(bookings), or_(agreed, and_(bookings.c.state == "held", bookings.c.until > self._now)))

    def _run_out(self, people: Collection[Person]) -> ColumnElement[bool]:
        """Holds that ran out. Only of people who are locked, so that nobody waits for anybody crosswise."""
        return and_(bookings.c.state == "held", bookings.c.until <= self._now, bookings.c.person.in_(people))


def _lock_number(community: str, person: Person) -> int:
    """A signed 64-bit number, the same in every process."""
    return int.from_bytes(sha256(f"{community}/{person}".encode()).digest()[:8], signed=True)
