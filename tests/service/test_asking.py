"""Asking: who can be asked, what a request needs, and what never leaves a row."""

from dataclasses import replace

from bot.boundary.cards import Board, Card, Form
from bot.boundary.commands import (
    AskAnother,
    RequestChat,
    SavePause,
    SaveRules,
    SendRequest,
    SetZone,
    ShowChat,
    StopMentoring,
    Withdraw,
)
from bot.domain.chats import Status
from bot.domain.people import Person
from tests.town import GOOD, Town, chats, labels, request, words


async def test_a_good_request_reaches_the_mentor_and_says_by_when_an_answer_comes(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    assert isinstance(jo.seen, Card) and jo.seen.title == "Your request is on its way"
    ask = maya.inbox[-1]
    assert ask.quotes[0].words == GOOD["note"] and ask.quotes[1].words == GOOD["questions"]
    assert len(ask.picks) == 4, "three times, and accept and pause"
    assert all("EST" in pick.label for pick in ask.picks[:3]), "times in the mentor's own clock, with the zone"


async def test_without_a_mentor_one_picks_from_those_who_are_open(town: Town) -> None:
    await town.mentor("Maya")
    await town.mentor("Kofi", "Data engineer", "data, sql")
    jo = town.citizen("Jo")
    await jo.types("request-chat")
    assert isinstance(jo.seen, Board) and {card.title for card in jo.seen.cards} == {"Maya", "Kofi"}
    await jo.presses("Request a chat")
    assert isinstance(jo.seen, Form)


async def test_a_name_that_the_platform_did_not_resolve_is_not_guessed(town: Town) -> None:
    await town.mentor("Maya")
    jo = town.citizen("Jo")
    await jo.does(RequestChat(named="@maya"))
    assert "I could not tell who “@maya” is" in words(jo.seen)


async def test_asking_oneself_a_bot_or_no_mentor_gets_a_kind_word_and_leaves_no_row(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo, sam = town.citizen("Jo"), town.citizen("Sam")
    await maya.types("request-chat", maya)
    assert "That is you!" in words(maya.seen)
    robot = town.citizen("Beep")
    await jo.does(RequestChat(robot.person), met=[replace(robot.met, bot=True)])
    assert "Beep is a bot" in words(jo.seen)
    await jo.types("request-chat", sam)
    assert "Sam is not a mentor here yet" in words(jo.seen) and "Maya" in words(jo.seen), "others are shown"
    await jo.does(RequestChat(maya.person), met=[replace(maya.met, gone=True)])
    assert "Maya is not here any more" in words(jo.seen)
    assert await chats(jo) == []


async def test_a_person_of_another_community_cannot_be_asked(town: Town) -> None:
    elsewhere = await town.mentor("Eve", place="T2")
    jo = town.citizen("Jo")
    await jo.does(SendRequest(elsewhere.person, **GOOD, pledge=True), met=[elsewhere.met])
    assert "I do not know who that is" in words(jo.seen)
    assert await chats(jo) == [] and await chats(elsewhere) == []


async def test_a_guest_cannot_ask_where_the_organisers_keep_guests_out(town: Town) -> None:
    maya = await town.mentor("Maya")
    olga = town.citizen("Olga", organiser=True)
    guest = town.citizen("Gus", guest=True)
    await guest.types("request-chat", maya)
    assert isinstance(guest.seen, Form)
    await olga.does(SaveRules(guests="no"))
    await guest.types("request-chat", maya)
    assert "Guests cannot ask" in words(guest.seen)


async def test_somebody_who_blocked_me_cannot_be_asked_and_is_not_offered(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await jo.types("half-hour")
    await maya.types("my-chats")
    await maya.presses("Settings")
    await maya.presses("Block someone")
    await maya.fills(who=str(jo.person))
    await jo.types("request-chat", maya)
    assert "Maya cannot take requests just now" in words(jo.seen)
    await jo.types("find-mentor", words="product")
    assert "Maya" not in words(jo.seen)


async def test_a_fourth_open_request_waits_for_the_first_three(town: Town) -> None:
    mentors = [await town.mentor(name) for name in ("Ann", "Bea", "Cid", "Dan")]
    jo = town.citizen("Jo")
    for mentor in mentors[:3]:
        await request(jo, mentor)
    await jo.types("request-chat", mentors[3])
    assert "You have 3 open requests" in words(jo.seen)
    assert len(await chats(jo)) == 3


async def test_the_same_mentor_is_not_asked_twice(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await jo.types("request-chat", maya)
    assert "a request or a chat with Maya already" in words(jo.seen)


async def test_a_paused_mentor_is_not_offered_and_the_asker_hears_when_they_are_back(town: Town) -> None:
    maya, kofi = await town.mentor("Maya"), await town.mentor("Kofi")
    await maya.does(SavePause("2 weeks"))
    assert "You are paused until" in words(maya.seen)
    jo = town.citizen("Jo")
    await jo.types("request-chat", maya)
    assert "Maya is away until" in words(jo.seen) and "Kofi" in words(jo.seen)
    assert "7 Dec" in words(jo.seen)
    await jo.types("find-mentor", words="product")
    assert isinstance(jo.seen, Board) and [card.title for card in jo.seen.cards] == ["Kofi"]
    await town.turn(days=15)
    assert "Welcome back" in [card.title for card in maya.inbox]
    await jo.types("request-chat", maya)
    assert isinstance(jo.seen, Form)
    assert kofi.inbox == []


async def test_a_mentor_with_two_people_waiting_is_full(town: Town) -> None:
    maya = await town.mentor("Maya", a_month=2)
    for name in ("Ann", "Bea"):
        await request(town.citizen(name), maya)
    jo = town.citizen("Jo")
    await jo.types("request-chat", maya)
    assert "given all the time they offered" in words(jo.seen) and "1 Dec" in words(jo.seen)
    await maya.presses("Decline", maya.inbox[0])
    await maya.presses("In my own words")
    await maya.fills(reason="time")
    await jo.types("request-chat", maya)
    assert isinstance(jo.seen, Form)


async def test_who_stopped_mentoring_cannot_be_asked(town: Town) -> None:
    maya = await town.mentor("Maya")
    await maya.does(StopMentoring())
    assert labels(maya.seen)[0] == "Yes, stop"
    await maya.presses("Yes, stop")
    jo = town.citizen("Jo")
    await jo.types("request-chat", maya)
    assert "is not a mentor here yet" in words(jo.seen)


async def test_every_blank_is_looked_at_at_once_and_nothing_typed_is_lost(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await jo.types("request-chat", maya)
    await jo.fills(topic=" \u200b ", note="x" * 1300, questions="What did you have to unlearn?", pledge=False)
    form = jo.form
    assert set(form.errors) == {"topic", "note", "slots", "pledge"}
    assert "1300 characters; 1200 fit" in form.errors["note"]
    assert form.trouble is not None
    await jo.presses("Edit", form.trouble)
    assert {one.key: one.value for one in jo.form.fields}["questions"] == "What did you have to unlearn?"
    assert await chats(jo) == []


async def test_a_hidden_job_hunt_is_read_back_kindly_before_anybody_sees_it(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await jo.types("request-chat", maya)
    slots = jo.options("slots")[:1]
    note = "I like your product. Could you refer me to your hiring manager?"
    await jo.fills(**{**GOOD, "note": note}, slots=slots, pledge=True)
    assert isinstance(jo.seen, Board) and jo.seen.title == "One more look before Maya sees it?"
    assert "Could you refer me" in words(jo.seen) and maya.inbox == []
    await jo.presses("Improve it")
    values = {one.key: one.value for one in jo.form.fields}
    assert values["note"] == note and values["slots"] == tuple(slots) and values["pledge"] == "yes"
    await jo.fills(note="I like your product. How do teams like yours decide whom to invite? Thank you!")
    assert words(jo.seen).startswith("Your request is on its way")
    assert len(maya.inbox) == 1


async def test_a_note_can_be_sent_as_it_is(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await jo.types("request-chat", maya)
    await jo.fills(**{**GOOD, "note": "Can I pick your brain?"}, slots=jo.options("slots")[:1], pledge=True)
    coaching = jo.seen
    await jo.presses("Send as it is", coaching)
    assert len(maya.inbox) == 1
    await jo.presses("Send as it is", coaching)
    assert len(await chats(jo)) == 1, "pressing twice sends once"


async def test_a_person_without_a_clock_is_asked_for_a_city_before_the_first_time_is_shown(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo", zone=None)
    await jo.types("request-chat", maya)
    assert isinstance(jo.seen, Card) and "which clock" in jo.seen.title
    await jo.presses("Choose a city")
    await jo.fills(city="nowhere at all")
    assert "I do not know “nowhere at all”" in jo.form.errors["city"]
    await jo.fills(city="Kolkata")
    assert "Your clock: Kolkata" in words(jo.seen)
    await jo.presses("Go on")
    assert "GMT+5:30" in str(jo.form) or "IST" in str(jo.form)


async def test_a_declined_request_goes_to_another_mentor_in_one_click(town: Town) -> None:
    maya, kofi = await town.mentor("Maya"), await town.mentor("Kofi")
    jo = town.citizen("Jo")
    first = await request(jo, maya)
    await maya.presses("Decline")
    await maya.presses("In my own words")
    await maya.fills(reason="field", words="Kofi knows this better.")
    declined = jo.inbox[-1]
    assert "Kofi knows this better." in words(declined) and "not quite their field" in words(declined)
    await jo.presses("Ask Kofi", declined)
    assert "Your request is on its way" in words(jo.seen)
    assert words(kofi.inbox[-1]).count(GOOD["note"]) == 1
    await jo.does(AskAnother(first, kofi.person))
    assert len(await chats(jo)) == 2, "a second click sends nothing"


async def test_a_request_is_taken_back_at_any_time_and_the_mentor_is_told(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await jo.presses("Take it back")
    assert maya.inbox[-1].title == "Jo took the request back" and labels(maya.inbox[0]) == []
    [chat] = await chats(jo)
    assert chat.status is Status.WITHDRAWN


async def test_the_same_delivery_twice_makes_one_request(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await jo.types("request-chat", maya)
    slot = jo.options("slots")[0]
    from bot.boundary.tokens import fill

    sent = fill(jo.form.completes, {**GOOD, "slots": [slot], "pledge": True})
    await jo.does(sent, delivery="Ev1")
    again = await jo.does(sent, delivery="Ev1")
    assert again.say is None and len(await chats(jo)) == 1 and len(maya.inbox) == 1


async def test_a_refusal_and_a_stale_press_that_are_delivered_twice_are_answered_once(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    id = await request(jo, maya)
    refused, stale = SetZone("Mars/Olympus"), maya.inbox[0].picks[0].press
    await jo.does(Withdraw(id))
    for citizen, command, delivery in ((jo, refused, "Ev1"), (maya, stale, "Ev2"), (jo, ShowChat("none"), "Ev3")):
        assert (await citizen.does(command, delivery=delivery)).say is not None
        assert (await citizen.does(command, delivery=delivery)).say is None


async def test_a_stranger_cannot_read_or_answer_a_chat(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo, eve = town.citizen("Jo"), town.citizen("Eve")
    await request(jo, maya)
    ask = maya.inbox[-1]
    for button in (*ask.picks, *ask.buttons):
        await eve.does(button.press)
        assert "not yours to answer" in words(eve.seen)
        assert GOOD["note"] not in words(eve.seen)
    assert (await chats(jo))[0].status is Status.WAITING
    assert labels(maya.inbox[-1]), "the card is unchanged"


async def test_an_unknown_person_cannot_be_made_up_from_a_token(town: Town) -> None:
    jo = town.citizen("Jo")
    await jo.does(RequestChat(Person("slack", "T2", "U9")))
    assert "I do not know who that is" in words(jo.seen)
