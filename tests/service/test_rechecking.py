"""Clocks that change between the booking and the meeting: agreed by the rules of 2025, looked at by those of today."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.boundary.cards import Card
from bot.boundary.commands import KeepMoment, KeepWall, PickSlot, SendCancel, SendMove
from bot.domain import mailing, zones
from bot.domain.calendars import Calendar
from bot.domain.chats import Chat
from bot.domain.hours import Trip
from bot.domain.promises import Promise
from bot.service.reach import Reach
from bot.service.rechecking import recheck
from storage import Storage
from tests.releases import OLD
from tests.town import Citizen, Town, buttons, chats, labels, request, words

WINNIPEG, BERLIN = "America/Winnipeg", "Europe/Berlin"
TODAY = zones.release()
ASKED = "The clocks have changed: your chat with Jo"


async def check(town: Town) -> int:
    seen = await recheck(town.storage, clock=town.clock, ring=town._ring)
    await town.deliver()
    return seen


async def booked(
    town: Town,
    mentor_zone: str = WINNIPEG,
    mentee_zone: str = BERLIN,
    rules: zones.Release = OLD,
    names: str = "Maya Jo",
) -> tuple[Citizen, Citizen, Chat]:
    """A chat on one of the next mornings of the mentor, agreed by the old rules; both have read everything."""
    mentor_name, mentee_name = names.split()
    with zones.under(rules):
        maya = await town.mentor(mentor_name, zone=mentor_zone, hours="Mon-Fri 10:00-10:30")
        jo = town.citizen(mentee_name, mentee_zone)
        await request(jo, maya, late=True)
        await maya.picks(0)
    [chat] = await chats(jo)
    maya.reads()
    jo.reads()
    return jo, maya, chat


def at(chat: Chat) -> datetime:
    assert chat.starts_at
    return chat.starts_at


def kept(chat: Chat) -> Promise:
    assert chat.promise
    return chat.promise


def file(card: Card) -> str:
    return card.files[0].content.decode()


async def only(citizen: Citizen) -> Chat:
    [chat] = await chats(citizen)
    return chat


# -- the promise -------------------------------------------------------------------------------------------------------


async def test_a_booking_keeps_the_release_and_what_both_clocks_will_show(town: Town) -> None:
    _, _, chat = await booked(town)
    promise = kept(chat)
    assert (promise.release, promise.mentor_zone, promise.mentee_zone, promise.told) == ("2025.2", WINNIPEG, BERLIN, "")
    assert (promise.mentor_wall.hour, promise.mentee_wall.hour, at(chat).hour) == (10, 17, 16)


async def test_an_agreed_move_is_promised_anew(town: Town) -> None:
    jo, maya, chat = await booked(town)
    await maya.does(SendMove(chat.id, (at(chat) + timedelta(days=1),), sure=True))
    await jo.picks(0)
    moved = await only(jo)
    assert kept(moved).release == TODAY and kept(moved).mentor_wall == kept(chat).mentor_wall + timedelta(
        days=1, hours=1
    )
    assert await check(town) == 0


async def test_who_travels_is_promised_the_time_of_where_they_are(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo", "Asia/Manila")
    async with town.storage.books(maya.person.home, now=town.now) as books:
        mentor = await books.mentor(maya.person)
        assert mentor
        trip = Trip(date(2026, 11, 20), date(2026, 12, 20), "Asia/Tokyo")
        await books.keep_mentor(replace(mentor, trips=(trip,)))
    await request(jo, maya, late=True)
    await maya.picks(0)
    chat = await only(jo)
    assert (kept(chat).mentor_zone, kept(chat).mentee_zone) == ("Asia/Tokyo", "Asia/Manila")
    assert kept(chat).mentor_wall == (at(chat) + timedelta(hours=9)).replace(tzinfo=None)


# -- the question ------------------------------------------------------------------------------------------------------


async def test_the_mentor_keeps_the_wall_time_and_both_get_the_new_invitation(town: Town) -> None:
    jo, maya, chat = await booked(town)
    assert await check(town) == 1
    [card] = maya.inbox
    assert card.title == ASKED
    said = words(card)
    assert "The clocks in Winnipeg go by new rules. Your chat with Jo was to be on " in said
    assert "10:00 your time; by the new rules that moment is 11:00." in said
    assert "If you press nothing, the moment stays as it is in every calendar: 11:00 your time." in said
    assert "If you keep 10:00: 10:00 for you, 16:00 for Jo" in said
    assert "If you keep the moment: 11:00 for you, 17:00 for Jo" in said
    assert labels(card) == ["Keep 10:00 my time", "Keep the moment", "Move", "Cancel"]
    assert jo.inbox == [], "nothing has changed for Jo yet"

    await maya.presses("Keep 10:00 my time", card)
    moved = await only(jo)
    assert at(moved) == at(chat) - timedelta(hours=1) and moved.sequence == 1
    assert kept(moved).mentor_wall == kept(chat).mentor_wall and kept(moved).release == TODAY
    assert (jo.inbox[-1].title, maya.inbox[-1].title) == ("Moved: your chat with Maya", "Moved: your chat with Jo")
    for told in (jo.inbox[-1], maya.inbox[-1]):
        assert "SEQUENCE:1" in file(told) and f"DTSTART:{at(moved):%Y%m%dT%H%M%SZ}" in file(told)
    assert "Keep 10:00 my time" not in labels(maya.inbox[0])
    assert await check(town) == 0
    await town.turn(to=at(moved) - timedelta(minutes=5))
    assert [card.title for card in jo.inbox].count("In ten minutes: Maya") == 1
    jo.reads()
    await town.turn(to=at(chat) + timedelta(minutes=5))
    assert "In ten minutes: Maya" not in [card.title for card in jo.inbox], "reminders of the old time are moot"


async def test_the_mentor_keeps_the_moment_and_both_are_told_the_new_wall_time(town: Town) -> None:
    jo, maya, chat = await booked(town)
    await check(town)
    await maya.presses("Keep the moment", maya.inbox[-1])
    assert "The moment stays as it is." in words(maya.seen)
    stays = await only(jo)
    assert at(stays) == at(chat) and stays.sequence == 1
    assert (kept(stays).mentor_wall.hour, kept(stays).mentee_wall.hour, kept(stays).release) == (11, 17, TODAY)
    for told in (jo.inbox[-1], maya.inbox[-1]):
        assert told.title.startswith("The moment stays: your chat with ")
        assert any(fact.label == "When" and at(chat) in fact.value for fact in told.facts)
        assert "SEQUENCE:1" in file(told) and f"DTSTART:{at(chat):%Y%m%dT%H%M%SZ}" in file(told)
    assert await check(town) == 0
    await town.turn(to=at(chat) - timedelta(minutes=5))
    assert [card.title for card in maya.inbox].count("In ten minutes: Jo") == 1


async def test_if_nobody_answers_nothing_moves_and_nobody_is_told_twice(town: Town) -> None:
    jo, maya, chat = await booked(town)
    for _ in range(3):
        await check(town)
        town.now += timedelta(hours=3)
    assert [card.title for card in maya.inbox] == [ASKED]
    await town.turn(to=at(chat) - timedelta(minutes=5))
    assert at(await only(jo)) == at(chat)
    assert [card.title for card in jo.inbox][-1] == "In ten minutes: Maya"
    assert {"Keep 10:00 my time", "Keep the moment"} & set(labels(maya.inbox[-1])) == {"Keep the moment"}, (
        "10:00 is over"
    )
    await town.turn(to=at(chat) + timedelta(hours=1))
    assert "Keep the moment" not in labels(maya.inbox[-1])
    assert await check(town) == 0


async def test_the_question_stands_on_every_card_of_the_chat_until_it_is_answered(town: Town) -> None:
    jo, maya, _ = await booked(town)
    await check(town)
    await maya.types("my-chats")
    assert "One thing needs you." in words(maya.seen)
    await maya.presses("Open")
    assert labels(maya.seen)[:2] == ["Keep 10:00 my time", "Keep the moment"]
    await jo.types("my-chats")
    await jo.presses("Open")
    assert "Winnipeg" not in words(jo.seen)
    await maya.presses("Keep the moment")
    await maya.types("my-chats")
    assert "Nothing needs you right now." in words(maya.seen)


async def test_whose_clock_alone_has_changed_hears_the_new_time_and_can_propose_others(town: Town) -> None:
    jo, maya, chat = await booked(town, mentor_zone="America/New_York", mentee_zone=WINNIPEG)
    await check(town)
    assert maya.inbox == [], "nothing has changed for Maya"
    [card] = jo.inbox
    assert card.title == "The clocks have changed: your chat with Maya"
    assert "09:00 your time; by the new rules that moment is 10:00." in words(card)
    assert "I have asked Maya" not in words(card) and labels(card) == ["Move", "Cancel"]
    assert at(await only(jo)) == at(chat)
    await jo.presses("Move", card)
    await jo.fills(slots=jo.options("slots")[:1])
    await maya.picks(0)
    assert kept(await only(jo)).release == TODAY
    assert await check(town) == 0


async def test_when_both_clocks_have_changed_both_are_told_and_the_mentor_is_asked(town: Town) -> None:
    jo, maya, chat = await booked(town, mentee_zone="America/Edmonton")
    await check(town)
    assert "Keep 10:00 my time" in labels(maya.inbox[-1])
    assert "09:00 your time; by the new rules that moment is 10:00." in words(jo.inbox[-1])
    assert "I have asked Maya whether it should move." in words(jo.inbox[-1])
    await maya.presses("Keep 10:00 my time")
    moved = await only(jo)
    assert kept(moved).mentee_wall == kept(chat).mentee_wall and kept(moved).mentor_wall == kept(chat).mentor_wall


async def test_what_still_holds_is_only_noted(town: Town) -> None:
    jo, maya, chat = await booked(town, mentor_zone="America/New_York")
    assert await check(town) == 1
    assert (jo.inbox, maya.inbox) == ([], [])
    again = await only(jo)
    assert again == replace(chat, promise=replace(kept(chat), release=TODAY))
    assert await check(town) == 0


async def test_a_chat_from_before_promises_is_promised_as_of_today(town: Town) -> None:
    jo, maya, chat = await booked(town)
    async with town.storage.books(jo.person.home, now=town.now) as books:
        await books.keep_chat(replace(chat, promise=None))
    assert await check(town) == 1
    assert (kept(await only(jo)).release, kept(await only(jo)).mentor_wall.hour) == (TODAY, 11)
    assert (jo.inbox, maya.inbox) == ([], []) and await check(town) == 0


async def test_who_has_moved_house_keeps_the_moment_and_is_not_asked(town: Town) -> None:
    jo, maya, chat = await booked(town)
    maya.zone = "Europe/Lisbon"
    await maya.types("my-chats")
    await check(town)
    assert maya.inbox == [] and at(await only(jo)) == at(chat)
    assert kept(await only(jo)).mentor_zone == "Europe/Lisbon"


@pytest.mark.parametrize(
    ("zone", "now", "was", "shown"),
    [
        ("America/Vancouver", datetime(2026, 10, 26, 15, tzinfo=UTC), "10:00", "11:00"),
        ("America/Edmonton", datetime(2026, 10, 26, 15, tzinfo=UTC), "10:00", "11:00"),
        ("Africa/Casablanca", datetime(2026, 9, 14, 8, tzinfo=UTC), "10:00", "09:00"),
        ("America/Havana", datetime(2026, 11, 2, 15, tzinfo=UTC), "10:00", "11:00"),
    ],
)
async def test_every_government_that_changed_its_clocks_in_2026(
    town: Town, zone: str, now: datetime, was: str, shown: str
) -> None:
    town.now = now
    jo, maya, chat = await booked(town, mentor_zone=zone)
    await check(town)
    assert f"{was} your time; by the new rules that moment is {shown}." in words(maya.inbox[-1])
    await maya.presses(f"Keep {was} my time")
    moved = await only(jo)
    assert abs(at(moved) - at(chat)) == timedelta(hours=1) and kept(moved).mentor_wall == kept(chat).mentor_wall


# -- presses that come too late, twice, or from somebody else ----------------------------------------------------------


async def test_an_answer_given_twice_changes_nothing_more(town: Town) -> None:
    jo, maya, _ = await booked(town)
    await check(town)
    wall, moment = (button.press for button in maya.inbox[-1].picks)
    await maya.does(wall)
    told = len(jo.inbox), len(maya.inbox)
    for press in (wall, moment):
        await maya.does(press)
        assert "answered already" in words(maya.seen) and "You are meeting Jo" in words(maya.seen)
    assert (await only(jo)).sequence == 1 and (len(jo.inbox), len(maya.inbox)) == told


async def test_only_the_mentor_can_answer(town: Town) -> None:
    jo, maya, chat = await booked(town)
    await check(town)
    sam = town.citizen("Sam")
    for press in [button.press for button in maya.inbox[-1].picks]:
        for somebody in (jo, sam):
            await somebody.does(press)
            assert "not yours" in words(somebody.seen)
    assert at(await only(jo)) == at(chat)


async def test_after_the_start_after_a_cancel_and_without_a_question_there_is_no_answer(town: Town) -> None:
    jo, maya, chat = await booked(town)
    for kind in (KeepWall, KeepMoment):
        with zones.under(OLD):
            await maya.does(kind(chat.id, "2025.2"))
        assert "answered already" in words(maya.seen)
    await check(town)
    presses = [button.press for button in maya.inbox[-1].picks]
    await town.turn(to=at(chat))
    for press in presses:
        await maya.does(press)
        assert "The chat has started" in words(maya.seen)
    town.now = at(chat) - timedelta(days=1)
    await jo.does(SendCancel(chat.id, "I am ill."))
    for press in presses:
        await maya.does(press)
        assert "answered already" in words(maya.seen)


async def test_rules_that_change_again_ask_again_and_the_older_button_shows_the_new_question(town: Town) -> None:
    jo, maya, chat = await booked(town)
    await check(town)
    old = [button.press for button in maya.inbox[-1].picks]
    later = zones.Release("2099.1", zones.pinned().root)
    with zones.under(later):
        await maya.does(old[1])
        assert "answered already" in words(maya.seen) and "Keep 10:00 my time" in labels(maya.seen)
        assert await check(town) == 1 and await check(town) == 0
        assert [card.title for card in maya.inbox].count(ASKED) == 1, "the first one is a record by now"
        await maya.presses("Keep 10:00 my time", maya.inbox[-1])
    assert at(await only(jo)) == at(chat) - timedelta(hours=1)


async def test_rules_that_are_taken_back_are_told_too(town: Town) -> None:
    jo, maya, chat = await booked(town)
    await check(town)
    with zones.under(zones.Release("2099.1", OLD.root)):
        assert await check(town) == 1
        assert maya.inbox[-1].title == "The moment stays: your chat with Jo"
        assert jo.inbox[-1].title == "The moment stays: your chat with Maya"
        assert not {"Keep the moment", "Keep 10:00 my time"} & {label for card in maya.inbox for label in labels(card)}
    assert at(await only(jo)) == at(chat) and kept(await only(jo)).told == ""


async def test_a_time_that_one_of_them_has_given_away_cannot_be_kept(town: Town) -> None:
    jo, maya, chat = await booked(town)
    bea = await town.mentor("Bea", zone="UTC", hours="Mon-Fri 15:00-15:30")
    await request(jo, bea, late=True)
    [other] = [one for one in await chats(jo) if one.mentor == bea.person]
    slot = next(one for one in other.slots if one == at(chat) - timedelta(hours=1))
    await bea.does(PickSlot(other.id, slot))
    await check(town)
    await maya.presses("Keep 10:00 my time", maya.inbox[-1])
    assert "One of you is busy at that time by now" in words(maya.seen)
    assert {"Keep the moment", "Move"} <= set(labels(maya.seen))
    [still] = await chats(maya)
    assert at(still) == at(chat) and still.sequence == 0
    await maya.presses("Keep the moment")
    [still] = await chats(maya)
    assert kept(still).mentor_wall.hour == 11


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ("Keep 10:00 my time", "Moved: your chat with Maya"),
        ("Keep the moment", "The moment stays: your chat with Maya"),
    ],
)
async def test_whichever_the_answer_is_it_goes_by_mail_too(storage: Storage, answer: str, title: str) -> None:
    town = Town(storage, reach=Reach(mailbox="halfhour@example.org"))
    jo, maya, _ = await booked(town)
    async with storage.books(jo.person.home, now=town.now) as books:
        mailbox = mailing.first(jo.person, "jo@example.org", now=town.now)
        await books.keep_mailbox(replace(mailbox, confirmed_at=town.now))
    await check(town)
    await maya.presses(answer, maya.inbox[-1])
    chat = await only(jo)
    [*_, mail] = [message.say for message in town.mails.messages.values() if isinstance(message.say, Card)]
    assert mail.title == title
    for line in ("METHOD:REQUEST", "SEQUENCE:1", f"DTSTART:{at(chat):%Y%m%dT%H%M%SZ}"):
        assert line in file(mail)


async def test_a_mentor_whose_own_calendar_has_something_then_is_asked_once(town: Town) -> None:
    jo, maya, chat = await booked(town)
    hour = timedelta(hours=1)
    async with town.storage.books(jo.person.home, now=town.now) as books:
        busy = ((at(chat) - hour, at(chat) - hour / 2),)
        copy = Calendar(maya.person, "https://example.org/a.ics", town.now, busy=busy, until=at(chat) + hour)
        await books.keep_calendar(replace(copy, read_at=town.now))
    await check(town)
    await maya.presses("Keep 10:00 my time", maya.inbox[-1])
    assert "Your calendar has something then" in words(maya.seen) and at(await only(jo)) == at(chat)
    await maya.presses("Book it anyway")
    assert at(await only(jo)) == at(chat) - hour and (await only(jo)).sequence == 1


async def test_a_limit_that_was_set_since_does_not_stand_between_a_mentor_and_a_promise(town: Town) -> None:
    jo, maya, chat = await booked(town)
    async with town.storage.books(jo.person.home, now=town.now) as books:
        mentor = await books.mentor(maya.person)
        assert mentor
        await books.keep_mentor(replace(mentor, a_day=1))
        kim, later = town.citizen("Kim").person, at(chat) + timedelta(hours=2)
        today = replace(kept(chat), release=TODAY)
        await books.keep_chat(replace(chat, id="another", mentee=kim, starts_at=later, promise=today))
    await check(town)
    await maya.presses("Keep 10:00 my time", maya.inbox[-1])
    assert at(await only(jo)) == at(chat) - timedelta(hours=1), words(maya.seen)


# -- together with a move ----------------------------------------------------------------------------------------------


async def test_a_move_that_is_proposed_stays_proposed_beside_the_question(town: Town) -> None:
    jo, maya, chat = await booked(town)
    thursday = at(chat) + timedelta(days=2)
    await jo.does(SendMove(chat.id, (thursday,), sure=True))
    await check(town)
    card = maya.inbox[-1]
    assert card.title == ASKED and len(card.picks) == 3, "the proposed time, and the two answers"
    await maya.presses("Keep 10:00 my time", card)
    moved = await only(jo)
    assert at(moved) == at(chat) - timedelta(hours=1) and (moved.moving_by, moved.moving_to) == (jo.person, (thursday,))
    agree = next(button.press for button in buttons(maya.inbox[-1]) if getattr(button.press, "slot", None) == thursday)
    await maya.does(agree)
    agreed = await only(jo)
    assert at(agreed) == thursday and agreed.sequence == 2 and kept(agreed).release == TODAY
    assert await check(town) == 0


async def test_a_move_that_is_agreed_answers_the_question(town: Town) -> None:
    jo, maya, chat = await booked(town)
    await check(town)
    presses = [button.press for button in maya.inbox[-1].picks]
    await jo.does(SendMove(chat.id, (at(chat) + timedelta(days=2),), sure=True))
    await maya.does(next(b.press for b in buttons(maya.inbox[-1]) if getattr(b.press, "slot", None)))
    for press in presses:
        await maya.does(press)
        assert "answered already" in words(maya.seen)
    assert (await only(jo)).sequence == 1


# -- several processes, and one that dies ------------------------------------------------------------------------------


async def test_two_checks_at_once_tell_once(town: Town, opening: Callable[..., Storage]) -> None:
    people = [await booked(town, names=f"Maya{n} Jo{n}") for n in range(3)]
    other = Town(opening(), now=town.now)
    seen = await asyncio.gather(
        *(recheck(one.storage, clock=one.clock, ring=one._ring) for one in (town, other, town, other))
    )
    assert sum(seen) == 3
    await town.deliver()
    assert [len(maya.inbox) for _, maya, _ in people] == [1, 1, 1]


async def test_a_check_that_is_broken_off_goes_on_where_it_was(town: Town) -> None:
    people = [await booked(town, names=f"Maya{n} Jo{n}") for n in range(3)]
    looks = 0

    def clock() -> datetime:
        nonlocal looks
        looks += 1
        if looks == 3:  # once for the community, once for the first chat
            raise KeyboardInterrupt
        return town.now

    with pytest.raises(KeyboardInterrupt):
        await recheck(town.storage, clock=clock, ring=town._ring)
    await town.deliver()
    assert sum(len(maya.inbox) for _, maya, _ in people) == 1
    assert await check(town) == 2
    assert [len(maya.inbox) for _, maya, _ in people] == [1, 1, 1]


async def test_a_process_that_still_has_the_older_rules_leaves_the_question_to_one_with_the_new_ones(
    town: Town,
) -> None:
    jo, maya, _ = await booked(town)
    await recheck(town.storage, clock=town.clock, ring=town._ring)
    with zones.under(OLD):
        await town.deliver()
        assert maya.inbox == [] and await check(town) == 0
    town.now += timedelta(hours=2)
    await town.deliver()
    assert [card.title for card in maya.inbox] == [ASKED]
    await maya.presses("Keep the moment")
    with zones.under(OLD):
        assert await check(town) == 0, "nothing older is asked about what was agreed by newer rules"
    assert kept(await only(jo)).release == TODAY
