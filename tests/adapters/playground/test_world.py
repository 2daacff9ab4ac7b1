import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.playground.messenger import InboxMessenger
from adapters.playground.world import KEPT, TurnableClock, World, opening, read_people
from bot.boundary.cards import Card
from bot.boundary.ports import Person, Unreachable
from tests.adapters.playground.scripted import OPENING, SUNDAY, person


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (
            datetime(2026, 11, 20, 14, 59, tzinfo=UTC),
            datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
        ),  # Friday, still to come
        (datetime(2026, 11, 20, 15, 0, tzinfo=UTC), OPENING),  # Friday, past
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), OPENING),
        (SUNDAY, OPENING),
    ],
)
def test_the_clock_opens_on_a_working_afternoon(now: datetime, then: datetime) -> None:
    assert opening(now) == then
    assert TurnableClock(lambda: now)() == then


def test_the_clock_ticks_and_turns_forward_only() -> None:
    real = [SUNDAY]
    clock = TurnableClock(lambda: real[0])
    real[0] += timedelta(minutes=5)
    assert clock() == OPENING + timedelta(minutes=5)
    clock.turn(OPENING)
    assert clock() == OPENING + timedelta(minutes=5)
    clock.turn(OPENING + timedelta(days=1))
    assert clock() == OPENING + timedelta(days=1)


def world(file: Path | None) -> World:
    return World(TurnableClock(lambda: SUNDAY), file)


def test_a_restart_loses_nothing(tmp_path: Path) -> None:
    file = tmp_path / "state" / "world.json"
    first = world(file)
    first.add("jo", "line", {"kind": "line", "words": "/my-chats"})
    first.add("maya", "direct", {"kind": "card", "title": "שלום"}, key="k1")
    first.clock.turn(OPENING + timedelta(days=3))
    first.seeded = True
    first.save()
    again = world(file)
    assert (again.items, again.epoch, again.rev, again.seeded) == (first.items, first.epoch, first.rev, True)
    assert again.clock() == OPENING + timedelta(days=3)
    assert again.add("maya", "direct", {}, key="k1").number == 2
    assert [path.name for path in file.parent.iterdir()] == ["world.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"items": [{"at": 1}]}', '{"items": []}'])
def test_a_damaged_file_begins_a_new_world(tmp_path: Path, content: str) -> None:
    file = tmp_path / "world.json"
    file.write_text(content)
    fresh = world(file)
    assert (fresh.items, fresh.seeded, fresh.clock()) == ({}, False, OPENING)
    fresh.save()
    assert json.loads(file.read_text())["epoch"] == fresh.epoch


def test_only_the_last_items_of_each_person_stay() -> None:
    full = world(None)
    full.add("maya", "line", {})
    for _ in range(KEPT + 5):
        full.add("jo", "line", {})
    assert len(full.items) == KEPT + 1


async def test_a_message_is_delivered_once_and_revised_in_place() -> None:
    inbox = world(None)
    messenger = InboxMessenger(inbox, read_people())
    receipt = await messenger.deliver(person("maya"), Card("Jo asks"), key="k1")
    assert await messenger.deliver(person("maya"), Card("Jo asks"), key="k1") == receipt
    await messenger.revise(receipt, Card("You are meeting Jo"))
    (item,) = inbox.items.values()
    assert (item.user, item.how, item.say["title"]) == ("maya", "direct", "You are meeting Jo")


async def test_revising_a_message_that_is_gone_is_no_error() -> None:
    inbox = world(None)
    messenger = InboxMessenger(inbox, read_people())
    receipt = await messenger.deliver(person("maya"), Card("Jo asks"), key="k1")
    inbox.clear()
    await messenger.revise(receipt, Card("Nobody sees this"))
    assert inbox.items == {}


@pytest.mark.parametrize("to", [person("ghost"), Person("slack", "T1", "maya")])
async def test_nobody_else_can_be_reached(to: Person) -> None:
    with pytest.raises(Unreachable):
        await InboxMessenger(world(None), read_people()).deliver(to, Card("Hello"), key="k1")
