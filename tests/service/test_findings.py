"""Things that went wrong once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.boundary.cards import Board, Card, Form
from bot.boundary.commands import (
    AskAnother,
    DidHappen,
    KeepTime,
    PauseBot,
    SaveBlock,
    SaveExclude,
    SavePause,
    SaveProfile,
    SaveRules,
    SendDecline,
    SendDraft,
    SendMove,
    SendRequest,
    Withdraw,
)  # fmt: skip
from bot.boundary.ports import TryLater
from bot.boundary.tokens import fill
from bot.domain.chats import Status
from tests.service.test_meeting import booked, met
from tests.town import GOOD, Town, chats, labels, request, words


async def test_an_hour_without_the_platform_loses_nothing(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    town.post.trouble[maya.person] = TryLater(timedelta(seconds=15))
    await request(jo, maya, late=True)
    for _ in range(90):
        town.now += timedelta(minutes=2)
        await town.deliver()
    town.post.trouble.clear()
    await town.turn(hours=2)
    assert [card.title for card in maya.inbox] == ["Jo asks for 30 minutes of your time"]


async def test_the_same_proposal_again_is_told_again(town: Town) -> None:
    jo, maya, chat = await booked(town)
    slot = (await chats(jo))[0].slots[0]
    for _ in range(2):
        maya.reads()
        await jo.does(SendMove(chat.id, (slot,)))
        assert maya.inbox[-1].title == "Jo would like to move your chat"
        jo.reads()
        await maya.does(KeepTime(chat.id))
        assert jo.inbox[-1].title == "The time stays as it was"
        town.now += timedelta(hours=1)


async def test_three_proposals_at_night_arrive_as_one_in_the_morning(town: Town) -> None:
    jo, maya, chat = await booked(town)
    maya.reads()
    town.now = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # eleven at night in New York
    for slot in (await chats(jo))[0].slots:
        await jo.does(SendMove(chat.id, (slot,)))
    await town.turn(hours=12)
    assert [card.title for card in maya.inbox] == ["Jo would like to move your chat"]


async def test_a_question_first_starts_the_clock_and_its_prompts_again(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await request(jo, maya, late=True)
    await maya.presses("Ask one question first")
    await maya.fills(question="Which companies?")
    await town.turn(hours=3)
    await jo.presses("Answer", jo.inbox[-1])
    await jo.fills(answer="Small ones.")
    maya.reads()
    await town.turn(days=8)
    async with town.storage.books(jo.person.home, now=town.now) as books:
        told = await books.export(maya.person)
    sent = [m["kind"] for m in told["messages"] if m["state"] == "sent"]  # type: ignore[attr-defined]
    assert sent.count("prompt") == sent.count("last_call") == 1


async def test_the_longest_request_can_be_accepted_and_seen_through(town: Town) -> None:
    maya = await town.mentor("Maya")
    maya.name = "M" * 60
    await maya.does(SaveProfile("h" * 100, "t" * 200, "a" * 600, "l" * 80, "https://meet.example.org/" + "x" * 270))
    jo = town.citizen("Jo")
    jo.name = "J" * 60
    await jo.types("request-chat", maya)
    long: dict[str, Any] = {"topic": "w" * 120, "note": "n" * 1200, "questions": "What is it? " + "q" * 880}
    await jo.insists(**long, slots=jo.options("slots")[-3:], pledge=True)
    await maya.presses("Ask one question first")
    await maya.fills(question="?" * 300)
    await jo.presses("Answer", jo.inbox[-1])
    await jo.fills(answer="!" * 600)
    assert "Sorry" not in words(jo.seen)
    await maya.does(maya.inbox[-1].picks[0].press)
    assert "Yes! You and" in words(maya.seen)
    assert maya.inbox[-1].title.startswith("Booked") and jo.inbox[-1].title.endswith("said yes")
    for person in (maya, jo):
        await person.types("my-chats")
        await person.presses("Open")
        assert isinstance(person.seen, Card) and "Sorry" not in words(person.seen)


async def test_a_long_rest_of_the_house_does_not_swallow_the_end_of_a_request(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    olga = town.citizen("Olga", organiser=True)
    await request(jo, maya)
    await olga.does(PauseBot(paused=True))
    town.now += timedelta(days=20)
    await town.deliver()
    await olga.does(PauseBot())
    await town.turn(hours=2)
    assert jo.inbox[-1].title == "No answer from Maya this time"


async def test_a_no_after_the_others_yes_is_heard(town: Town) -> None:
    jo, maya, chat = await met(town)
    await maya.does(DidHappen(chat.id, yes=True))
    await jo.does(DidHappen(chat.id))
    assert "You remember your chat with Maya differently" in words(jo.seen)
    [told] = await chats(jo)
    assert (told.status, told.mentee_says) == (Status.HAPPENED, False)
    jo.reads()
    await town.turn(days=20)
    assert jo.inbox == [], "nobody is asked to thank for what did not happen"
    await jo.presses("It did happen")
    assert "What is the one thing you will use?" in words(jo.seen)
    assert (await chats(jo))[0].mentee_says is True


async def test_a_yes_after_the_others_no_is_not_believed_alone(town: Town) -> None:
    jo, maya, chat = await met(town)
    await jo.does(DidHappen(chat.id))
    await maya.does(DidHappen(chat.id, yes=True))
    assert "differently" in words(maya.seen) and "It did not happen" in labels(maya.seen)
    assert (await chats(jo))[0].status is Status.BOOKED
    await town.turn(days=5)
    assert not any("thank" in card.title.lower() for card in jo.inbox)
    await jo.presses("It did happen", jo.inbox[-1])
    assert (await chats(jo))[0].status is Status.HAPPENED


async def test_the_same_request_elsewhere_carries_only_times_that_were_chosen(town: Town) -> None:
    maya, kofi, jo = await town.mentor("Maya"), await town.mentor("Kofi", hours="Mon 18:00-20:00"), town.citizen("Jo")
    first = await request(jo, maya)
    await maya.does(SendDecline(first, "time"))
    await jo.presses("Ask Kofi", jo.inbox[-1])
    [passed] = [chat for chat in await chats(jo) if chat.passed_from]
    assert passed.slots == () and labels(kofi.inbox[-1])[0] == "Other times"


async def test_a_note_that_says_nothing_is_sent_back_once_more(town: Town) -> None:
    jo, _, _ = await met(town)
    await jo.presses("Yes, we met", jo.inbox[-1])
    await jo.presses("Write the note")
    await jo.fills()
    assert "One thing that Maya said" in jo.form.errors["note"]


async def test_whom_the_organisers_excluded_did_not_take_anything_back(town: Town) -> None:
    olga, maya, jo = town.citizen("Olga", organiser=True), await town.mentor("Maya"), town.citizen("Jo")
    await request(jo, maya)
    await olga.does(SaveExclude(jo.person))
    assert maya.inbox[-1].title == "Jo’s request is closed"
    await jo.types("my-chats")
    assert "Your request to Maya is closed" in words(jo.seen)


async def test_typed_times_are_three_at_most_and_not_years_away(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await request(jo, maya)
    await maya.presses("Other times")
    await maya.fills(typed="30 Nov 4pm\n1 Dec 4pm\n2 Dec 4pm\n3 Dec 4pm")
    assert maya.form.errors["typed"] == "Three times at the most."
    await maya.fills(typed="2027-11-24 10:00")
    assert "three months" in maya.form.errors["typed"]


async def test_whether_it_happened_is_not_asked_after_a_no(town: Town) -> None:
    jo, maya, chat = await booked(town)
    assert chat.ends_at
    town.now = chat.ends_at + timedelta(minutes=1)
    await jo.does(DidHappen(chat.id))
    maya.reads()
    await town.turn(hours=3)
    assert maya.inbox == [] or [card.title for card in maya.inbox] == ["Jo says that your chat did not happen"]


async def test_what_came_of_it_can_be_told_without_a_thank_you_note(town: Town) -> None:
    jo, maya, _ = await met(town)
    await maya.presses("Yes, we met", maya.inbox[-1])
    await town.turn(days=31)
    assert "What came of Maya’s advice?" not in [card.title for card in jo.inbox], "only who thanked is asked"
    await jo.types("my-chats")
    await jo.presses("Open")
    await jo.presses("Tell what came of it")
    await jo.insists(outcome="I moved.")
    assert maya.inbox[-1].title == "Jo tells you what came of it"


async def test_a_lapsed_request_is_not_taken_back_later(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    id = await request(jo, maya)
    await town.turn(days=10)
    maya.reads()
    await jo.does(Withdraw(id))
    assert "run out" in words(jo.seen)
    assert [card.title for card in maya.inbox] == []


async def test_send_as_it_is_keeps_the_words_when_the_mentor_has_closed_meanwhile(town: Town) -> None:
    maya, kofi, jo = await town.mentor("Maya"), await town.mentor("Kofi"), town.citizen("Jo")
    await jo.types("request-chat", maya)
    await jo.fills(**{**GOOD, "note": "Can I pick your brain?"}, slots=jo.options("slots")[:1], pledge=True)
    coaching = jo.seen
    await maya.does(SavePause("2 weeks"))
    await jo.presses("Send as it is", coaching)
    assert isinstance(jo.seen, Board) and "What you wrote is kept" in words(jo.seen)
    await jo.presses("Request a chat")
    assert isinstance(jo.seen, Form)
    assert {one.key: one.value for one in jo.form.fields}["note"] == "Can I pick your brain?"
    await jo.fills(slots=jo.options("slots")[:1])
    await jo.presses("Send as it is")
    assert len(kofi.inbox) == 1
    assert isinstance(coaching, Board) and isinstance(coaching.buttons[1].press, SendDraft)


async def test_who_declined_this_request_is_not_offered_it_again(town: Town) -> None:
    ann, bea, jo = await town.mentor("Ann"), await town.mentor("Bea"), town.citizen("Jo")
    first = await request(jo, ann)
    await ann.does(SendDecline(first, "time"))
    await jo.presses("Ask Bea", jo.inbox[-1])
    second = (await chats(jo))[0].id
    await bea.does(SendDecline(second, "time"))
    assert "Ask Ann" not in labels(jo.inbox[-1])
    await jo.does(AskAnother(second, ann.person))
    assert len(await chats(jo)) == 2


async def test_a_block_ends_what_is_open_and_brings_nothing_more(town: Town) -> None:
    jo, maya, chat = await met(town)
    await jo.presses("Yes, we met", jo.inbox[-1])
    bea, sam = await town.mentor("Bea"), town.citizen("Sam")
    await request(sam, bea)
    await maya.does(SaveBlock(jo.person))
    await bea.does(SaveBlock(sam.person))
    assert (await chats(sam))[0].status is Status.DECLINED
    maya.reads()
    await jo.presses("Write the note")
    await jo.fills(note="Thank you!")
    assert "cannot bring this to Maya" in words(jo.seen) and maya.inbox == []
    assert chat.id


async def test_an_excluded_mentor_leaves_nobody_waiting_and_is_nowhere_offered(town: Town) -> None:
    olga = town.citizen("Olga", organiser=True)
    maya, kofi, jo = await town.mentor("Maya"), await town.mentor("Kofi"), town.citizen("Jo")
    await request(jo, maya)
    await olga.does(SaveExclude(maya.person))
    assert "Ask Kofi" in labels(jo.inbox[-1]) and "Ask Maya" not in labels(jo.inbox[-1])
    await jo.types("find-mentor", words="product")
    assert "Maya" not in words(jo.seen) and kofi.inbox == []


async def test_nobody_judges_a_report_about_themselves(town: Town) -> None:
    maya, jo = await town.mentor("Maya", organiser=True), town.citizen("Jo")
    await request(jo, maya)
    maya.reads()
    await jo.types("my-chats")
    await jo.presses("Open")
    await jo.presses("Tell the organisers")
    await jo.fills(words="They asked me for money.")
    assert "I do not know your organisers yet" in words(jo.seen) and maya.inbox == []


async def test_a_report_shows_who_was_noted_as_absent(town: Town) -> None:
    olga = town.citizen("Olga", organiser=True)
    await olga.types("half-hour")
    jo, _, chat = await met(town)
    await jo.presses("No, it did not", jo.inbox[-1])
    await jo.presses("They did not come")
    await jo.types("my-chats")
    await jo.presses("Open")
    await jo.presses("Tell the organisers")
    await jo.fills(words="It was the third time.")
    assert "Jo noted: the other side did not come" in words(olga.inbox[-1]) and chat.id


async def test_too_busy_pauses_and_never_cuts_a_longer_pause(town: Town) -> None:
    maya, jo, sam = await town.mentor("Maya"), town.citizen("Jo"), town.citizen("Sam")
    one, two = await request(jo, maya), await request(sam, maya)
    await maya.does(SendDecline(one, "busy"))
    assert "paused new requests" in words(maya.seen)
    await maya.does(SavePause("3 months"))
    await maya.does(SendDecline(two, "busy"))
    await maya.types("mentor")
    assert "23 Feb" in words(maya.seen)


async def test_a_shorter_house_rule_holds_for_mentors_who_were_there_before(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await town.citizen("Olga", organiser=True).does(SaveRules(minutes="15"))
    await request(jo, maya)
    assert (await chats(jo))[0].minutes == 15


async def test_a_mentor_with_room_for_one_gets_one_of_four_at_once(town: Town) -> None:
    maya = await town.mentor("Maya", a_month=1)
    people = [town.citizen(f"P{n}") for n in range(4)]
    for person in people:
        await person.types("request-chat", maya)
    sends = []
    for person in people:
        send = fill(SendRequest(maya.person), {**GOOD, "slots": person.options("slots")[:1], "pledge": True})
        sends.append(town.desk.handle(person.actor, send, met=[maya.met]))
    await asyncio.gather(*sends)
    assert sum([len(await chats(person)) for person in people]) == 1
