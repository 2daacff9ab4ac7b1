"""Carries cards into the six inboxes on the page."""

from collections.abc import Mapping

from adapters.playground.render import say
from adapters.playground.world import Sample, World
from bot.boundary.cards import Board, Card
from bot.boundary.ports import Person, Unreachable


class InboxMessenger:
    def __init__(self, world: World, people: Mapping[str, Sample]) -> None:
        self._world = world
        self._people = people

    async def deliver(self, to: Person, card: Card | Board, *, key: str) -> str:
        sample = self._people.get(to.user)
        if sample is None or sample.person != to:
            raise Unreachable(str(to))
        return f"{to.user}:{self._world.add(to.user, 'direct', say(card), key=key).number}"

    async def revise(self, receipt: str, card: Card | Board) -> None:
        user, _, number = receipt.partition(":")
        self._world.redraw(int(number), user, say(card))
