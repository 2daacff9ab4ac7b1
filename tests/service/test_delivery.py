"""Delivery: nothing lost, nothing twice, nothing in somebody's night, nothing that is not true any more."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.boundary.cards import Card
from bot.boundary.commands import Command, MyChats, PauseBot, SetZone
from bot.boundary.ports import OutcomeUnknown, TryLater, Unreachable
from bot.boundary.tokens import fill
from tests.town import GOOD, Citizen, Town, chats, labels, request, words


async def test_a_crash_between_the_commit_and_the_sending_loses_nothing(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await jo.types("request-chat", maya)
    await town.desk.handle(jo.actor, filled(jo), met=[maya.met])
    assert maya.inbox == [], "the process died before it delivered"
    await town.worker("the next start").deliver_due()
    assert maya.inbox[-1].title.startswith("Jo asks for")


def filled(jo: Citizen) -> Command:
    form = jo.form
    slots = [option.value for option in form.fields[3].options[:2]]
    return fill(form.completes, {**GOOD, "slots": slots, "pledge": True})


async def test_a_busy_platform_is_tried_again_later_and_gets_one_message(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    town.post.trouble[maya.person] = TryLater(timedelta(seconds=30))
    await request(jo, maya)
    assert maya.inbox == []
    del town.post.trouble[maya.person]
    await town.deliver()
    assert maya.inbox == [], "not before the platform said"
    town.now += timedelta(seconds=31)
    await town.deliver()
    assert len(maya.inbox) == 1


async def test_a_rate_limited_workspace_waits_and_no_other_does(town: Town) -> None:
    maya = await town.mentor("Maya")
    other = await town.mentor("Otto", place="T2")
    jo, ann = town.citizen("Jo"), town.citizen("Ann", place="T2")
    town.post.trouble[maya.person] = TryLater(timedelta(seconds=30), everyone=True)
    await request(jo, maya)
    await request(ann, other)
    assert maya.inbox == [] and len(other.inbox) == 1
    town.post.trouble.clear()
    sends = town.post.sends
    await town.deliver()
    assert town.post.sends == sends, "the workspace is left alone"
    town.now += timedelta(seconds=31)
    await town.deliver()
    assert len(maya.inbox) == 1


async def test_a_closed_door_is_not_knocked_at_again_and_the_other_side_is_told_once(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    town.post.trouble[maya.person] = Unreachable()
    await request(jo, maya)
    await town.turn(days=2)
    assert [card.title for card in jo.inbox].count("I could not reach Maya") == 1
    await jo.types("my-chats")
    assert "I could not reach Maya" in words(jo.seen)
    await jo.types("find-mentor", words="product")
    assert "Maya" not in words(jo.seen), "who cannot be reached is not offered"
    await maya.types("mentor")
    assert "My messages do not reach you" in words(maya.seen)
    await jo.types("find-mentor", words="product")
    assert "Maya" not in words(jo.seen), "acting in a channel does not open one's messages"
    town.post.trouble.clear()
    await maya.types("mentor")
    assert maya.inbox[-1].title == "You are open for requests"
    await jo.types("find-mentor", words="product")
    assert "Maya" not in words(jo.seen), "Jo has asked her already"
    await maya.types("mentor")
    assert "My messages do not reach you" not in words(maya.seen)


async def test_a_message_of_unknown_fate_is_not_sent_again(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    town.post.trouble[maya.person] = OutcomeUnknown()
    await request(jo, maya)
    sends = town.post.sends
    town.post.trouble.clear()
    await town.turn(hours=2)
    assert town.post.sends == sends


async def test_a_nudge_that_is_not_true_any_more_is_moot(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await jo.presses("Take it back")
    count = len(maya.inbox)
    await town.turn(days=6)
    assert len(maya.inbox) == count and jo.inbox == []


async def test_after_a_long_outage_what_is_stale_is_missed_and_what_matters_still_goes(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya, late=True)
    await maya.does(maya.inbox[0].picks[0].press)
    [chat] = await chats(jo)
    assert chat.ends_at
    town.now = chat.ends_at + timedelta(days=1)
    before = len(jo.inbox)
    await town.deliver()
    assert [card.title for card in jo.inbox[before:]] == ["Did your chat with Maya happen?"]


async def test_quiet_hours_move_a_message_to_the_morning(town: Town) -> None:
    maya = await town.mentor("Maya", zone="Asia/Kolkata", hours="Mon-Fri 18:00-20:00")
    jo = town.citizen("Jo")
    town.now = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # half past eleven at night in Kolkata
    await request(jo, maya, late=True)
    assert maya.inbox == []
    await town.turn(to=datetime(2026, 11, 24, 2, 29, tzinfo=UTC))
    assert maya.inbox == []
    await town.turn(to=datetime(2026, 11, 24, 2, 31, tzinfo=UTC))
    assert len(maya.inbox) == 1, "eight in the morning in Kolkata"


async def test_the_ten_minute_reminder_never_waits_for_the_morning(town: Town) -> None:
    maya = await town.mentor("Maya", zone="Europe/Berlin", hours="Mon-Fri 22:00-23:00")
    jo = town.citizen("Jo", zone="America/New_York")
    await request(jo, maya, late=True)
    await maya.does(maya.inbox[0].picks[0].press)
    [chat] = await chats(jo)
    assert chat.starts_at and chat.starts_at.hour == 21, "ten at night in Berlin, where Maya has her hours"
    await town.turn(to=chat.starts_at - timedelta(minutes=9))
    assert maya.inbox[-1].title == "In ten minutes: Jo"


async def test_two_workers_send_each_message_once(town: Town) -> None:
    maya = await town.mentor("Maya", a_month=6)
    people = [town.citizen(f"P{n}") for n in range(6)]
    deliver, town.deliver = town.deliver, nothing  # type: ignore[method-assign]
    for person in people:
        await request(person, maya)
    town.deliver = deliver  # type: ignore[method-assign]
    workers = [town.worker(f"w{n}") for n in range(3)]
    await asyncio.gather(*(worker.deliver_due() for worker in workers))
    keys = [message.key for message in town.post.messages.values()]
    assert len(maya.inbox) == 6 and len(set(keys)) == len(keys)


async def nothing() -> None:
    """Nobody delivers."""


async def test_a_paused_house_sends_nothing_and_loses_nothing(town: Town) -> None:
    maya = await town.mentor("Maya")
    olga = town.citizen("Olga", organiser=True)
    jo = town.citizen("Jo")
    await request(jo, maya, late=True)
    await olga.does(PauseBot(paused=True))
    await jo.types("find-mentor", words="product")
    assert "Half Hour is resting" in words(jo.seen)
    await jo.types("my-chats")
    assert "Waiting for Maya" in words(jo.seen)
    before = len(maya.inbox)
    await town.turn(hours=30)
    assert len(maya.inbox) == before
    await olga.does(PauseBot())
    await town.turn(hours=2)
    assert len(maya.inbox) == before + 1


async def test_a_nudge_speaks_the_readers_language_and_clock_of_the_moment(town: Town) -> None:
    maya = await town.mentor("Maya", locale="es-MX")
    jo = town.citizen("Jo", zone="Australia/Sydney")
    await maya.does(SetZone("Asia/Tokyo"))
    await request(jo, maya)
    await town.turn(hours=12)
    card = maya.inbox[-1]
    assert "GMT+9" in card.picks[0].label or "JST" in card.picks[0].label
    assert card.title != "Jo asks for 30 minutes of your time" and "Jo" in card.title


async def test_the_note_is_never_logged(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    assert caplog.text and GOOD["note"] not in caplog.text and GOOD["topic"] not in caplog.text


async def test_a_broken_database_gets_a_short_apology_with_a_reference(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    maya = await town.mentor("Maya")
    await town.storage.close()
    town.storage.books = broken  # type: ignore[method-assign,assignment]
    reply = await town.desk.handle(maya.actor, MyChats())
    assert isinstance(reply.say, Card) and reply.say.title == "Sorry, that went wrong"
    reference = words(reply.say).rsplit("reference: ", 1)[1].split("\n")[0].strip(". ")
    assert reference in caplog.text and labels(reply.say) == []


def broken(*_: object, **__: object) -> object:
    raise OSError("disk full")


async def test_the_card_that_was_pressed_keeps_what_there_is_to_do_next(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await request(jo, maya)
    await maya.picks(0)
    [chat] = await chats(jo)
    assert chat.starts_at is not None
    await town.turn(to=chat.starts_at + timedelta(hours=1))
    asked = town.post.messages[max(town.post.messages, key=lambda receipt: int(receipt[1:]))]
    assert "Yes, we met" in labels(asked.say)
    await jo.presses("Yes, we met")
    newest = jo.inbox[-1]
    assert newest.title == "You met Maya"
    assert [b.label for b in newest.buttons] == ["The one thing I will use", "Write the note", "I thanked them myself"]
