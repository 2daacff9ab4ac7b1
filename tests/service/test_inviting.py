"""Invitations by e-mail, and the calendar that follows every change by itself."""

from datetime import timedelta

import httpx
import pytest
from icalendar import Calendar
from starlette.applications import Starlette

from adapters import subscriptions
from bot.boundary.cards import Board, Card, Link
from bot.boundary.commands import (
    AgreeMove,
    Cancel,
    DropAddress,
    EndSubscription,
    ForgetMe,
    GiveAddress,
    Invitations,
    Meetings,
    Move,
    PauseBot,
    PickSlot,
    SaveAddress,
    SaveProfile,
    SendCancel,
    SendMailCode,
    Subscribe,
)
from bot.boundary.ports import TryLater, Unreachable
from bot.domain.people import Person
from bot.service.reach import Reach
from storage import Storage
from tests.town import Citizen, Town, chats, labels, request, words

REACH = Reach(mailbox="halfhour@example.org", address="https://halfhour.example.org")
JO = Person("email", "", "jo@example.org")


@pytest.fixture
def town(storage: Storage) -> Town:
    return Town(storage, reach=REACH)


async def confirmed(citizen: Citizen, address: str = "jo@example.org") -> None:
    await citizen.does(GiveAddress())
    await citizen.fills(address=address)
    await citizen.presses("Enter the code")
    await citizen.fills(code=newest_code(citizen.town))
    assert "Invitations to your chats go to this address" in words(citizen.seen)


def newest_code(town: Town) -> str:
    codes = [card for card in letters(town) if "code" in card.title]
    return codes[-1].quotes[0].words


def letters(town: Town) -> list[Card]:
    return [message.say for message in town.mails.messages.values() if isinstance(message.say, Card)]


def event(card: Card) -> tuple[str, int, str, str]:
    """(method, sequence, status, attendee) of the invitation in a mail."""
    [file] = card.files
    calendar = Calendar.from_ical(file.content)
    [found] = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), int(str(found["SEQUENCE"])), str(found["STATUS"]), str(found["ATTENDEE"])


async def booked(jo: Citizen, maya: Citizen) -> str:
    id = await request(jo, maya)
    await maya.does(PickSlot(id, (await chats(jo))[0].slots[0]))
    return id


async def test_who_confirmed_an_address_gets_every_change_of_a_chat(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await confirmed(jo)
    id = await booked(jo, maya)
    first = letters(town)[-1]
    assert event(first) == ("REQUEST", 0, "CONFIRMED", "mailto:jo@example.org")
    assert "Berlin time" in words(first), "a mail has no clock of its own"
    await jo.does(Move(id))
    await jo.fills(slots=jo.options("slots")[:1])
    [chat] = await chats(jo)
    await maya.does(AgreeMove(id, chat.moving_to[0]))
    assert event(letters(town)[-1]) == ("REQUEST", 1, "CONFIRMED", "mailto:jo@example.org")
    await jo.does(Cancel(id))
    await jo.fills(words="I am ill")
    assert event(letters(town)[-1]) == ("CANCEL", 2, "CANCELLED", "mailto:jo@example.org")
    assert {message.to for message in town.mails.messages.values()} == {JO}, "Maya gave no address"


async def test_an_address_is_written_to_only_after_its_code_came_back(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await jo.does(SaveAddress("jo@example.org"))
    await booked(jo, maya)
    assert [card.title for card in letters(town)] == ["Your code for Half Hour"]
    await jo.does(SendMailCode(newest_code(town)))
    assert event(letters(town)[-1])[:2] == ("REQUEST", 0), "what is booked already comes now"


async def test_a_wrong_code_five_times_and_an_old_one_are_no_use(town: Town) -> None:
    jo = town.citizen("Jo")
    await jo.does(SaveAddress("jo@example.org"))
    code = newest_code(town)
    wrong = "000000" if code.replace(" ", "") != "000000" else "111111"
    for _ in range(5):
        await jo.does(SendMailCode(wrong))
    await jo.does(SendMailCode(code))
    assert "not good any more" in words(jo.seen)
    await jo.does(SaveAddress("jo@example.org"))
    code = newest_code(town)
    town.now += timedelta(hours=2)
    await jo.does(SendMailCode(code))
    assert "not good any more" in words(jo.seen)


async def test_nobody_fills_a_strangers_mailbox_with_codes(town: Town) -> None:
    sam = town.citizen("Sam")
    for _ in range(9):
        await sam.does(SaveAddress("jo@example.org"))
        town.now += timedelta(minutes=5)
    assert len(letters(town)) == 5
    assert "tomorrow" in words(sam.seen)
    town.now += timedelta(days=1)
    await sam.does(SaveAddress("jo@example.org"))
    assert len(letters(town)) == 6


async def test_taking_the_address_back_is_no_way_to_more_codes(town: Town) -> None:
    sam = town.citizen("Sam")
    for _ in range(9):
        await sam.does(SaveAddress("jo@example.org"))
        await sam.does(DropAddress())
        await sam.does(SendMailCode(""))
        town.now += timedelta(minutes=5)
    assert len(letters(town)) == 5
    async with town.storage.books(sam.person.home, now=town.now) as books:
        assert await books.mailboxes([sam.person]) == {}
        assert "jo@example.org" not in str(await books.export(sam.person))


async def test_an_address_that_nobody_confirmed_is_forgotten_in_a_day(town: Town) -> None:
    jo, kim = town.citizen("Jo"), town.citizen("Kim")
    await confirmed(jo)
    await kim.does(SaveAddress("kim@example.org"))
    town.now += timedelta(days=1)
    await town.delivery.forget_old()
    async with town.storage.books(jo.person.home, now=town.now) as books:
        assert await books.mailbox(kim.person) is None
        assert await books.mailboxes([jo.person]) == {jo.person: "jo@example.org"}


async def test_a_mail_that_comes_back_late_does_not_end_a_new_address(town: Town) -> None:
    jo = town.citizen("Jo")
    deliver = town.mails.deliver

    async def slow(to: Person, card: Card | Board, *, key: str) -> str:
        town.mails.deliver = deliver  # type: ignore[method-assign]
        async with town.storage.books(jo.person.home, now=town.now) as books:
            kept = await books.mailbox(jo.person)
            assert kept
            await books.keep_mailbox(kept.asked("new@example.org", now=town.now))
        raise Unreachable("550")

    town.mails.deliver = slow  # type: ignore[method-assign]
    await jo.does(SaveAddress("old@example.org"))
    async with town.storage.books(jo.person.home, now=town.now) as books:
        kept = await books.mailbox(jo.person)
        assert kept and kept.address == "new@example.org"


@pytest.mark.parametrize(
    "typed", ["", "jo", "jo@", "Jo <jo@example.org>", "jo@example.org\nBcc: all@example.org", "a@b@c"]
)
async def test_what_is_no_address_is_said_at_the_field(town: Town, typed: str) -> None:
    jo = town.citizen("Jo")
    await jo.does(GiveAddress())
    await jo.fills(address=typed)
    assert "does not look like an e-mail address" in words(jo.seen)
    assert letters(town) == []


async def test_mails_that_come_back_end_the_mails_and_are_told_once(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await confirmed(jo)
    town.mails.trouble[JO] = Unreachable("550")
    await booked(jo, maya)
    assert [card.title for card in jo.inbox if "come back" in card.title] == ["My mails to you come back"]
    async with town.storage.books(jo.person.home, now=town.now) as books:
        assert await books.mailboxes([jo.person]) == {}
        member = await books.member(jo.person)
    assert member and not member.unreachable, "the person is well, only the mailbox is not"


async def test_stopping_stops(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await confirmed(jo)
    await jo.does(DropAddress())
    before = len(letters(town))
    await booked(jo, maya)
    assert len(letters(town)) == before


async def test_stopping_works_while_the_bot_rests(town: Town) -> None:
    jo, olga = town.citizen("Jo"), town.citizen("Olga", organiser=True)
    await confirmed(jo)
    await jo.does(Subscribe())
    await olga.does(PauseBot(paused=True))
    await jo.does(Invitations())
    await jo.presses("Stop the mails")
    await jo.presses("Stop it")
    async with town.storage.books(jo.person.home, now=town.now) as books:
        assert await books.mailboxes([jo.person]) == {}
        assert await books.subscription(jo.person) == ""


async def test_a_mail_server_that_was_away_for_long_sends_no_old_news(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await confirmed(jo)
    id = await booked(jo, maya)
    town.mails.trouble[JO] = TryLater(timedelta(minutes=2))
    await jo.does(SendCancel(id, "My train is late."))
    [chat] = await chats(jo)
    del town.mails.trouble[JO]
    assert chat.starts_at
    before, town.now = len(letters(town)), chat.starts_at + timedelta(days=30)
    await town.deliver()
    assert len(letters(town)) == before


async def test_without_a_mail_server_nothing_is_promised(storage: Storage) -> None:
    jo = Town(storage).citizen("Jo")
    await jo.does(Invitations())
    assert isinstance(jo.seen, Board) and jo.seen.cards == ()
    await jo.does(GiveAddress())
    assert "sends no e-mail" in words(jo.seen)
    await jo.does(Subscribe())
    assert "serves no calendars" in words(jo.seen)


# -- the calendar of one's chats ---------------------------------------------------------------------------------------


async def subscribed(citizen: Citizen) -> str:
    """The path of the citizen's new calendar."""
    await citizen.does(Invitations())
    await citizen.presses("Make me a link")
    return path_in(citizen)


def path_in(citizen: Citizen) -> str:
    assert isinstance(citizen.seen, Board)
    facts = [fact for card in citizen.seen.cards for fact in card.facts]
    [link] = [span for fact in facts for span in fact.value if isinstance(span, Link)]
    assert link.url.startswith("https://halfhour.example.org/ical/")
    return link.url.removeprefix("https://halfhour.example.org")


async def fetched(town: Town, path: str, **headers: str) -> tuple[int, bytes, str]:

    app = Starlette(routes=list(subscriptions.routes(town.desk)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://halfhour.example.org") as client:
        answer = await client.get(path, headers=headers)
    return answer.status_code, answer.content, answer.headers.get("ETag", "")


async def test_the_calendar_follows_a_chat_through_its_life(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    path = await subscribed(jo)
    status, content, empty = await fetched(town, path)
    assert status == 200 and Calendar.from_ical(content).walk("VEVENT") == []
    id = await booked(jo, maya)
    status, content, full = await fetched(town, path, **{"If-None-Match": empty})
    [found] = Calendar.from_ical(content).walk("VEVENT")
    assert status == 200 and str(found["STATUS"]) == "CONFIRMED" and "Maya" in str(found["SUMMARY"])
    assert (await fetched(town, path, **{"If-None-Match": full}))[0] == 304
    await jo.does(Cancel(id))
    await jo.fills(words="I am ill")
    _, content, _ = await fetched(town, path)
    [found] = Calendar.from_ical(content).walk("VEVENT")
    assert str(found["STATUS"]) == "CANCELLED" and int(str(found["SEQUENCE"])) == 1


async def test_a_new_link_makes_the_old_one_useless_and_stopping_both(town: Town) -> None:
    jo = town.citizen("Jo")
    old = await subscribed(jo)
    await jo.presses("A new link, not this one")
    assert (await fetched(town, old))[0] == 404
    new = path_in(jo)
    assert (await fetched(town, new))[0] == 200
    await jo.does(EndSubscription())
    assert (await fetched(town, new))[0] == 404


@pytest.mark.parametrize("token", ["a", "x" * 5000, "..%2f..%2fetc", "%00", "' OR 1=1 --"])
async def test_a_guessed_link_leads_nowhere(town: Town, token: str) -> None:
    assert (await fetched(town, f"/ical/{token}.ics"))[0] == 404


async def test_who_was_forgotten_has_no_calendar(town: Town) -> None:
    jo = town.citizen("Jo")
    path = await subscribed(jo)
    await jo.does(ForgetMe(sure=True))
    assert (await fetched(town, path))[0] == 404


# -- where they meet ---------------------------------------------------------------------------------------------------


async def test_each_chat_has_its_own_room_after_the_organisers_pattern(town: Town) -> None:
    olga = town.citizen("Olga", organiser=True)
    await olga.does(Meetings())
    await olga.fills(link="https://meet.example.org/[room]", hold_hours="24")
    maya, kim, jo = await town.mentor("Maya"), await town.mentor("Kim"), town.citizen("Jo")
    for mentor in (maya, kim):
        await mentor.does(SaveProfile("Product manager", "product"))  # without a link of their own
    await booked(jo, maya)
    town.now += timedelta(minutes=1)
    id = await request(jo, kim, late=True)
    await kim.does(PickSlot(id, (await chats(kim))[0].slots[0]))
    links = {chat.link for chat in await chats(jo)}
    assert len(links) == 2 and all(link.startswith("https://meet.example.org/") for link in links)
    assert all(len(link.rpartition("/")[2]) == 32 for link in links)


@pytest.mark.parametrize(
    "link", ["http://meet.example.org/[room]", "meet.example.org", "https://a b/[room]", "javascript:alert(1)"]
)
async def test_a_pattern_that_is_no_secure_link_is_said_at_the_field(town: Town, link: str) -> None:
    olga = town.citizen("Olga", organiser=True)
    await olga.does(Meetings())
    await olga.fills(link=link, hold_hours="24")
    assert "https" in words(olga.seen)
    async with town.storage.books(olga.person.home, now=town.now) as books:
        assert books.house.meeting_link == ""


async def test_only_organisers_say_where_people_meet(town: Town) -> None:
    jo = town.citizen("Jo")
    await jo.does(Meetings())
    assert "Save" not in labels(jo.seen)
