"""One of the processes that race. It reads a round from its input, tries, and says what came of each try.

`python -m tests.race.racer URL NAME ARM`: a round is a line `{"round": 3, "tries": 5}`, an answer a line
`[[kind, result, milliseconds], ...]`."""

import asyncio
import json
import random
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.boundary.cards import Card, plain
from bot.boundary.commands import Actor, PickSlot
from bot.domain.bookings import Booking, hold
from bot.domain.chats import Chat, Status
from bot.domain.people import Person
from bot.domain.refusals import BookingGone, LimitReached, SlotTaken
from bot.service.desk import Desk
from bot.speech import catalogue
from storage import Storage, open_storage
from storage.engine import database_address, is_sqlite
from tests.race.people import EVERYBODY, HERE, MENTEES, MENTORS, MONDAY, NOW, TERMS, chat, zone

STARTS = (0, 10, 15, 30)
"""Minutes after the hour that everybody goes for."""
ROUNDS_A_DAY = 4
TOLD = {
    **dict.fromkeys(("refusal.slot_taken", "refusal.slot_taken_all"), "taken"),
    **dict.fromkeys([f"refusal.{kind}.{of}" for kind in ("limit", "limit_all") for of in ("day", "week")], "limit"),
}
"""Which words tell a mentor who presses a time that it is not to be had; free again by now, it is there to press."""


def clock(number: int) -> datetime:
    """Every round is a quarter of an hour later, so that what is held runs out while others still want it."""
    return NOW + timedelta(minutes=15 * number)


class Racer:
    def __init__(self, url: str, name: str) -> None:
        self.name = name
        self.storage: Storage = open_storage(url)
        self.luck = random.Random(name)
        self.number = 0
        self.round = 0
        self.mine: list[Chat] = []
        self.held: list[Booking] = []
        self.desk = Desk(storage=self.storage, clock=self.clock, ring=lambda: None)

    def clock(self) -> datetime:
        return clock(self.round)

    async def run(self, tries: int) -> list[tuple[str, str, float]]:
        found = []
        for _ in range(tries):
            self.number += 1
            kind = self.luck.choice(("book", "book", "press", "press", "hold", "move", "cancel", "plain"))
            prepared = await self.prepare(kind)
            begun = perf_counter()
            try:
                result = await getattr(self, f"_{kind}")(prepared)
            except SlotTaken:
                result = "taken"
            except LimitReached:
                result = "limit"
            except BookingGone:
                result = "gone"
            found.append((kind, result, (perf_counter() - begun) * 1000))
        return found

    def at(self) -> datetime:
        day, hour = divmod(self.round, ROUNDS_A_DAY)
        return MONDAY + timedelta(days=day, hours=hour + 6, minutes=self.luck.choice(STARTS))

    async def prepare(self, kind: str) -> Chat:
        """What a try begins with, which takes nobody's time yet."""
        id = f"{self.name}-{self.number}"
        if kind == "press":
            made = chat(id, self.luck.choice(MENTORS), self.luck.choice(MENTEES), self.at(), Status.WAITING)
            await self.keep(made)
            return made
        one, other = self.luck.sample(EVERYBODY, 2)  # whoever it is, as mentor or as mentee
        return chat(id, one, other, self.at())

    async def keep(self, made: Chat) -> None:
        async with self.storage.books(HERE, now=self.clock()) as books:
            await books.keep_chat(made, (), TERMS)

    async def _book(self, made: Chat) -> str:
        await self.keep(made)
        self.mine.append(made)
        return "ok"

    async def _press(self, made: Chat) -> str:
        """As on Slack: through the desk, whose answer says whether it was too late."""
        actor = Actor(made.mentor, "Maya", "en", zone(made.mentor))
        reply = await self.desk.handle(actor, PickSlot(made.id, made.slots[0]))
        assert isinstance(reply.say, Card)
        said = "\n".join(plain(part) for part in reply.say.body)
        for key, result in TOLD.items():
            if catalogue.sentence(key, "en") in said:
                return result
        assert "in your calendar" in said or not reply.say.buttons, said
        self.mine.append(replace(made, status=Status.BOOKED, starts_at=made.slots[0], booked_at=NOW))
        return "ok"

    async def _hold(self, made: Chat) -> str:
        """Two times that are offered, and after a while nobody's."""
        assert made.starts_at
        times = (made.starts_at, made.starts_at + timedelta(minutes=self.luck.choice((15, 30, 60))))
        offered = replace(made, status=Status.OFFERED, starts_at=None, booked_at=None, offered=times)
        await self.keep(hold(offered, hours=self.luck.choice((1, 24)), now=self.clock()))
        return "ok"

    async def _move(self, made: Chat) -> str:
        if not self.mine:
            return await self._book(made)
        moved = replace(self.mine.pop(), starts_at=made.starts_at)
        await self.keep(moved)
        self.mine.append(moved)
        return "ok"

    async def _cancel(self, made: Chat) -> str:
        if self.mine:
            await self.keep(replace(self.mine.pop(0), status=Status.CANCELLED))
        return "ok"

    async def _plain(self, made: Chat) -> str:
        """Held for a few minutes; or what was held is confirmed and moved."""
        assert made.starts_at
        async with self.storage.books(HERE, now=self.clock()) as books:
            if self.held:
                held = self.held.pop()
                await books.confirm(held.id)
                await books.move(held.id, made.starts_at, TERMS)
                return "ok"
            until = self.clock() + timedelta(minutes=self.luck.choice((5, 40)))
            held = Booking(f"{made.id}.b", frozenset((made.mentor, made.mentee)), made.starts_at, 30, until=until)
            await books.book(held, TERMS)
        self.held.append(held)
        return "ok"


class Naive(Racer):
    """The control: looks whether the time is free, and then writes it down."""

    def __init__(self, url: str, name: str) -> None:
        super().__init__(url, name)
        address = database_address(url)
        self.engine: AsyncEngine = create_async_engine(address, isolation_level="AUTOCOMMIT")
        self.patient = is_sqlite(address)

    async def run(self, tries: int) -> list[tuple[str, str, float]]:
        found = []
        for _ in range(tries):
            self.number += 1
            begun = perf_counter()
            one, other = self.luck.sample(EVERYBODY, 2)
            result = await self.check_then_insert((one, other), self.at())
            found.append(("naive", result, (perf_counter() - begun) * 1000))
        return found

    async def check_then_insert(self, people: tuple[Person, ...], at: datetime) -> str:
        start = int(at.timestamp())
        async with self.engine.connect() as conn:
            if self.patient:
                await conn.exec_driver_sql("PRAGMA busy_timeout = 5000")
            busy = text(
                "SELECT count(*) FROM naive WHERE person IN (:one, :other) AND starts < :ends AND ends > :starts"
            )
            span = {"starts": start, "ends": start + 1800}
            if (await conn.execute(busy, {"one": str(people[0]), "other": str(people[1]), **span})).scalar_one():
                return "taken"
            write = text("INSERT INTO naive (person, starts, ends) VALUES (:person, :starts, :ends)")
            for person in people:
                await conn.execute(write, {"person": str(person), **span})
        return "ok"


async def main(url: str, name: str, arm: str) -> None:
    racer = (Naive if arm == "naive" else Racer)(url, name)
    await racer.run(0)
    async with racer.storage.books(HERE, now=NOW):
        pass  # connected before the first round
    print("[]", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked: dict[str, Any] = json.loads(line)
        racer.round = asked["round"]
        print(json.dumps(await racer.run(asked["tries"])), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
