"""Answering: times, one question first, no, somebody else; and presses that come twice, late or from strangers."""

import asyncio
from datetime import timedelta

from bot.boundary.cards import Card, Form
from bot.boundary.commands import PickSlot
from bot.domain.chats import Status
from bot.domain.mentors import Mentor
from tests.town import GOOD, Citizen, Town, chats, labels, request, words


async def test_pressing_a_time_twice_books_once_and_answers_the_same(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    pick = maya.inbox[0].picks[0]
    await maya.does(pick.press)
    first = maya.seen
    await maya.does(pick.press)
    assert words(maya.seen) == words(first)
    assert [card.title for card in jo.inbox] == ["Maya said yes"]


async def test_another_time_after_the_booking_changes_nothing_and_says_how_it_stands(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    one, other = maya.inbox[0].picks[:2]
    await maya.does(one.press)
    reply = await maya.does(other.press)
    assert reply.replace and "answered already" in words(maya.seen) and "You are meeting Jo" in words(maya.seen)
    assert (await chats(jo))[0].starts_at == one.press.slot  # type: ignore[union-attr]


async def test_two_mentees_cannot_have_the_same_half_hour(town: Town) -> None:
    maya = await town.mentor("Maya", a_month=4)
    jo, sam = town.citizen("Jo"), town.citizen("Sam")
    await request(jo, maya)
    await request(sam, maya)
    first, second = maya.inbox
    await maya.does(first.picks[0].press)
    assert first.picks[0].label == second.picks[0].label
    await maya.does(second.picks[0].press)
    assert "taken a moment ago" in words(maya.seen)
    assert second.picks[0].label not in labels(maya.seen), "the card shows the times that are still free"
    assert second.picks[1].label in labels(maya.seen)


async def test_a_mentee_is_never_booked_twice_at_one_time(town: Town) -> None:
    maya = await town.mentor("Maya")
    bea = await town.mentor("Bea")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await request(jo, bea)
    await maya.does(maya.inbox[0].picks[0].press)
    await bea.does(bea.inbox[0].picks[0].press)
    assert "taken a moment ago" in words(bea.seen)
    assert sorted(chat.status for chat in await chats(jo)) == [Status.BOOKED, Status.WAITING]


async def test_two_presses_at_the_same_instant_make_one_booking(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    [decline] = [b for b in maya.inbox[0].buttons if b.label == "Decline"]
    presses = [pick.press for pick in maya.inbox[0].picks[:3]]
    replies = await asyncio.gather(*(town.desk.handle(maya.actor, press) for press in presses))
    await town.deliver()
    booked = [reply for reply in replies if "Yes! You and Jo meet" in words(reply.say)]
    assert len(booked) == 1
    assert [card.title for card in jo.inbox] == ["Maya said yes"]
    await maya.does(decline.press)
    assert "answered already" in words(maya.seen)


async def test_accepting_may_pause_at_the_same_time(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await maya.presses("Accept and pause…")
    await maya.fills(slot=maya.options("slot")[1], until="1 month")
    assert jo.inbox[-1].title == "Maya said yes"
    assert (await profile(maya)).paused_until is not None


async def test_the_mentor_offers_other_times_and_the_mentee_picks_one(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await maya.presses("Other times")
    await maya.fills(slots=maya.options("slots")[3:5])
    offer = jo.inbox[-1]
    assert offer.title == "Maya offers you other times" and len(offer.picks) == 2
    assert all("CET" in pick.label for pick in offer.picks), "in Jo's clock"
    await jo.does(offer.picks[1].press)
    assert maya.inbox[-1].title == "Booked: 30 minutes with Jo"


async def test_typed_times_are_shown_back_before_anybody_sees_them(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await maya.presses("Other times")
    await maya.fills(typed="whenever")
    assert "whenever" in maya.form.errors["typed"]
    await maya.fills(typed="3 Dec 15:30\n4 Dec 9:00")
    assert isinstance(maya.seen, Card) and maya.seen.title == "Is that what you mean?"
    assert "2026-12-03 20:30 UTC" in words(maya.seen) and jo.inbox == []
    await maya.presses("Yes, send these")
    assert len(jo.inbox[-1].picks) == 2 and jo.inbox[-1].picks[0].label == "Thu 3 Dec 21:30 CET"


async def test_one_question_first_and_the_clock_starts_again_once(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya, late=True)
    [before] = await chats(jo)
    await town.turn(hours=23)
    await maya.presses("Ask one question first")
    await maya.fills(question="Which companies do you have in mind?")
    assert "Which companies" in words(jo.inbox[-1])
    await jo.presses("Answer", jo.inbox[-1])
    await jo.fills(answer="Small ones, before their tenth engineer.")
    again = maya.inbox[-1]
    assert again.title == "Jo answered your question" and "before their tenth engineer" in words(again)
    assert "Ask one question first" not in labels(again) and len(again.picks) == 4
    [after] = await chats(jo)
    assert after.answer_by > before.answer_by
    await maya.does(again.picks[0].press)
    assert jo.inbox[-1].title == "Maya said yes"


async def test_a_new_mentor_is_told_where_requests_come(town: Town) -> None:
    maya = town.citizen("Maya")
    await maya.types("mentor")
    await maya.fills(headline="Product manager", topics="product")
    assert "One more step" in words(maya.seen) and maya.inbox == []
    await maya.presses("Add your hours")
    await maya.fills(hours="Tue & Thu 12:00-14:00")
    assert [card.title for card in maya.inbox] == ["You are open for requests"]
    await maya.presses("Edit hours")
    await maya.fills(hours="Tue 12:00-14:00")
    assert len(maya.inbox) == 1, "once"


async def test_too_busy_declines_and_pauses(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await maya.presses("Decline")
    await maya.presses("In my own words")
    await maya.fills(reason="busy", until="3 months", words="I wish I could!")
    assert "I wish I could!" in words(jo.inbox[-1]) and "hands full" in words(jo.inbox[-1])
    assert (await profile(maya)).paused_until is not None


async def test_somebody_else_is_suggested_and_offered_first(town: Town) -> None:
    maya, ann, bea = [await town.mentor(name) for name in ("Maya", "Ann", "Bea")]
    jo = town.citizen("Jo")
    await request(jo, maya)
    await maya.presses("Suggest someone else")
    await maya.fills(other=str(maya.person))
    assert "neither of you two" in maya.form.errors["other"]
    await maya.fills(other=str(bea.person))
    picks = [button.label for button in jo.inbox[-1].picks]
    assert picks == ["Ask Bea", "Ask Ann"] and "Maya suggests them" in words(jo.inbox[-1])
    assert bea.inbox == ann.inbox == [], "nobody is asked unless Jo asks"


async def test_no_request_goes_unanswered(town: Town) -> None:
    maya, kofi = await town.mentor("Maya"), await town.mentor("Kofi")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await town.turn(days=6)
    assert maya.inbox[-1].title == "Jo’s request has closed"
    assert [labels(card) for card in maya.inbox] == [[], [], []], "three messages, each without buttons by now"
    lapsed = jo.inbox[-1]
    assert lapsed.title == "No answer from Maya this time"
    await jo.presses("Ask Kofi", lapsed)
    assert kofi.inbox[-1].title.startswith("Jo asks for")
    await maya.does(PickSlot((await chats(jo))[1].id, (await chats(jo))[1].slots[0]))
    assert "ran out" in words(maya.seen)


async def test_prompts_come_at_a_third_and_two_thirds_and_weekends_do_not_count(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    town.now += timedelta(days=3)  # Thursday, ten in New York
    await request(jo, maya)
    seen: list[tuple[str, str]] = []
    while len(maya.inbox) < 3:
        before = len(maya.inbox)
        await town.turn(hours=1)
        if len(maya.inbox) > before:
            seen.append((f"{town.now:%a %H}", maya.inbox[-1].title))
    assert [when for when, _ in seen] == ["Fri 15", "Mon 15"]
    await town.turn(minutes=1)
    assert [bool(labels(card)) for card in maya.inbox] == [False, False, True], "only the newest has buttons"
    assert seen[0][1] == "Jo is still hoping for 30 minutes"
    assert seen[1][1] == "Last call: Jo’s request"
    [chat] = await chats(jo)
    assert f"{chat.answer_by:%a %H:%M}" == "Tue 15:00"


async def test_a_press_after_the_end_is_answered_kindly(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    press = maya.inbox[0].picks[0].press
    await town.turn(days=8)
    reply = await maya.does(press)
    assert reply.replace and "ran out" in words(maya.seen) and labels(maya.seen) == []


async def test_the_note_never_shows_what_the_desk_read_in_it(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await jo.types("request-chat", maya)
    blanks = {**GOOD, "note": "Could you refer me to your team?"}
    await jo.fills(**blanks, slots=jo.options("slots")[:1], pledge=True)
    await jo.presses("Send as it is")
    assert "reads as" not in words(maya.inbox[-1])
    assert not isinstance(maya.seen, Form)


async def profile(mentor: Citizen) -> Mentor:
    async with mentor.town.storage.books(mentor.person.home, now=mentor.town.now) as books:
        found = await books.mentor(mentor.person)
    assert found is not None
    return found
