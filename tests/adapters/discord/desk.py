"""A desk that says what it was told to say, and remembers who gave which command."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.boundary.cards import Button, Card, Reply
from bot.boundary.commands import Actor, Command, Met, MyChats
from bot.boundary.ports import City, Coming, Place

Answer = Reply | Callable[[Command], Reply]
HELLO = Reply(Card("Hello"))
GARBLED = Reply(Card("That button is not one of mine", buttons=(Button("My chats", MyChats()),)))
CITIES = (City("Europe/Berlin", "Berlin, Germany"), City("America/New_York", "New York, United States"))


@dataclass
class Heard:
    actor: Actor
    command: Command
    delivery: str
    met: Sequence[Met]


@dataclass
class ScriptedDesk:
    answer: Answer = HELLO
    wait: float = 0.0
    heard: list[Heard] = field(default_factory=list)
    garbled_by: list[Actor] = field(default_factory=list)

    @property
    def last(self) -> Heard:
        return self.heard[-1]

    async def handle(self, actor: Actor, command: Command, *, delivery: str = "", met: Sequence[Met] = ()) -> Reply:
        self.heard.append(Heard(actor, command, delivery, met))
        if self.wait:
            await asyncio.sleep(self.wait)
        return self.answer if isinstance(self.answer, Reply) else self.answer(command)

    async def garbled(self, actor: Actor) -> Reply:
        self.garbled_by.append(actor)
        return GARBLED

    async def cities(self, words: str, locale: str) -> Sequence[City]:
        return [city for city in CITIES if words.casefold() in city.label.casefold()]

    def phrase(self, name: str, locale: str) -> str:
        return {"open_form": "Open the form", "sorry": "Sorry"}[name]

    async def agenda(self, place: Place, limit: int = 50) -> Sequence[Coming]:
        return ()
