"""A small desk that answers by script, and the playground served on a free port: what the page's tests talk to."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from adapters.playground.app import Playground
from adapters.playground.world import PLACE, TurnableClock
from bot.boundary.cards import Card, Reply
from bot.boundary.commands import Actor, Command, Met
from bot.boundary.menu import ENTRIES
from bot.boundary.ports import City, Coming, Person, Place

SUNDAY = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
OPENING = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
Answer = Callable[[Actor, Command], Reply | None]


def person(user: str) -> Person:
    return Person(PLACE.platform, PLACE.id, user)


@dataclass
class Heard:
    actor: Actor
    command: Command
    delivery: str
    met: Sequence[Met]


@dataclass
class ScriptedDesk:
    """Answers with what `answer` returns, or with a card that names the command; remembers what it heard."""

    answer: Answer = lambda _actor, _command: None
    heard: list[Heard] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)
    slow: timedelta = timedelta()

    async def handle(self, actor: Actor, command: Command, *, delivery: str = "", met: Sequence[Met] = ()) -> Reply:
        self.heard.append(Heard(actor, command, delivery, met))
        await asyncio.sleep(self.slow.total_seconds())
        return self.answer(actor, command) or Reply(Card(f"You said {type(command).__name__}"))

    async def garbled(self, actor: Actor) -> Reply:
        return Reply(Card("That button is not one of mine"))

    async def cities(self, words: str, locale: str) -> Sequence[City]:
        return [City("Europe/Lisbon", "Lisbon")] if words.casefold().startswith("lis") else []

    def phrase(self, name: str, locale: str) -> str:
        return name

    async def agenda(self, place: Place, limit: int = 50) -> Sequence[Coming]:
        assert place == PLACE
        return self.coming

    def commands(self, kind: type) -> list[Command]:
        return [heard.command for heard in self.heard if isinstance(heard.command, kind)]


@dataclass
class House:
    url: str
    desk: ScriptedDesk
    clock: TurnableClock
    playground: Playground
    rung: list[datetime]


def playground(desk: ScriptedDesk, *, file: Path | None = None, now: datetime = SUNDAY) -> tuple[Playground, House]:
    clock = TurnableClock(lambda: now)
    rung: list[datetime] = []
    made = Playground(desk=desk, clock=clock, entries=ENTRIES, world_file=file, ring=lambda: rung.append(clock()))
    return made, House("", desk, clock, made, rung)


@asynccontextmanager
async def serve(desk: ScriptedDesk, *, file: Path | None = None) -> AsyncIterator[House]:
    """The playground on a free port of this machine, moved in."""
    made, house = playground(desk, file=file)
    await made.connect()
    door = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=list(made.routes)), log_level="warning", lifespan="off"))
    running = asyncio.create_task(server.serve(sockets=[door]))
    house.url = f"http://127.0.0.1:{door.getsockname()[1]}"
    try:
        while not server.started:
            await asyncio.sleep(0.01)
        yield house
    finally:
        server.should_exit = True
        await running
