"""Several people, and several processes, at the same moment."""

import asyncio
from collections.abc import Callable

from bot.boundary.cards import Card
from bot.boundary.commands import HalfHour, SaveBlock, SaveExclude, StopReminder
from bot.service.desk import Desk
from storage import Storage
from tests.town import Town


async def test_two_who_block_each_other_at_once_both_do(town: Town, opening: Callable[..., Storage]) -> None:
    other = Desk(storage=opening(), clock=town.clock, ring=lambda: None)
    for round in range(5):
        jo, maya = town.citizen(f"Jo{round}"), town.citizen(f"Maya{round}")
        await jo.does(HalfHour())
        await maya.does(HalfHour())
        said = await asyncio.gather(
            town.desk.handle(jo.actor, SaveBlock(maya.person)), other.handle(maya.actor, SaveBlock(jo.person))
        )
        assert [reply.say.title for reply in said if isinstance(reply.say, Card)] == ["Blocked", "Blocked"]


async def test_an_exclusion_and_a_setting_at_the_same_moment_both_hold(
    town: Town, opening: Callable[..., Storage]
) -> None:
    other = Desk(storage=opening(), clock=town.clock, ring=lambda: None)
    olga = town.citizen("Olga", organiser=True)
    for round in range(5):
        jo = town.citizen(f"Jo{round}")
        await jo.does(HalfHour())
        await asyncio.gather(
            town.desk.handle(jo.actor, StopReminder("thanks")),
            other.handle(olga.actor, SaveExclude(jo.person)),
            town.desk.handle(jo.actor, HalfHour()),
        )
        async with town.storage.books(jo.person.home, now=town.now) as books:
            kept = await books.member(jo.person)
        assert kept is not None and (kept.excluded, kept.stopped) == (True, frozenset({"thanks"}))
