"""The far side of the adapter: a desk that hears commands and gives the replies it was told to give."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.boundary.cards import Card, Reply
from bot.boundary.commands import Actor, Command, Met
from bot.boundary.ports import City, Coming, Place

PHRASES = {
    "one_moment": "One moment",
    "open_form": "Open the form",
    "done": "Done",
    "cancel": "Cancel",
    "sorry": "Sorry",
}
GARBLED = Card("That button is not one of mine")


@dataclass
class Heard:
    actor: Actor
    command: Command
    delivery: str
    met: tuple[Met, ...]


@dataclass
class ScriptedDesk:
    replies: dict[type, Reply | Exception] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    slow: float = 0.0
    seen: set[str] = field(default_factory=set)

    def answers(self, command: type, reply: Reply | Exception) -> None:
        self.replies[command] = reply

    @property
    def last(self) -> Heard:
        return self.heard[-1]

    @property
    def command(self) -> Any:
        """What was heard last."""
        return self.heard[-1].command

    async def handle(self, actor: Actor, command: Command, *, delivery: str = "", met: Sequence[Met] = ()) -> Reply:
        if delivery and delivery in self.seen:
            return Reply(None)
        self.seen.add(delivery)
        self.heard.append(Heard(actor, command, delivery, tuple(met)))
        await asyncio.sleep(self.slow)
        reply = self.replies.get(type(command), Reply(Card("Noted")))
        if isinstance(reply, Exception):
            raise reply
        return reply

    async def garbled(self, actor: Actor) -> Reply:
        return Reply(GARBLED)

    async def cities(self, words: str, locale: str) -> Sequence[City]:
        return ()

    def phrase(self, name: str, locale: str) -> str:
        return PHRASES[name]

    async def agenda(self, place: Place, limit: int = 50) -> Sequence[Coming]:
        return ()
