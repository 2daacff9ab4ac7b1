"""The phases after a request is sent: what to expect, a kind no, the talk itself, and what comes of it for half a
year."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.boundary.cards import Board, Card, plain
from bot.boundary.commands import (
    BeMentor,
    DidHappen,
    ForgetMe,
    Introduce,
    MyChats,
    Reflect,
    SaveBlock,
    SendDecline,
    SendTakeAway,
    StopReminder,
    WriteThanks,
)
from bot.domain.chats import Chat, Status
from bot.domain.etiquette.patience import LEAST
from bot.speech.run_sheet import run_sheet
from bot.speech.voice import Voice
from tests.service.test_meeting import booked, met
from tests.town import Citizen, Town, buttons, chats, labels, request, words

NOTE = "Thank you, Maya. What you said about your first year stays with me: talk to users first. I called two today."


def titles(citizen: Citizen) -> list[str]:
    return [card.title for card in citizen.inbox]


def quoted(card: Card, label: str) -> str:
    return next(quote.words for quote in card.quotes if quote.label == label)


async def thanked(town: Town) -> tuple[Citizen, Citizen, Chat]:
    jo, maya, chat = await met(town)
    await jo.presses("Yes, we met", jo.inbox[-1])
    await jo.presses("Write the note")
    await jo.insists(note=NOTE)
    assert maya.inbox[-1].title == "A note from Jo"
    return jo, maya, chat


# -- what to expect ----------------------------------------------------------------------------------------------------


async def answered(town: Town, mentor: Citizen, times: int) -> None:
    """So many requests, each answered after nine hours less a little."""
    for number in range(times):
        asker = town.citizen(f"Asker{number}")
        id = await request(asker, mentor)
        town.now += timedelta(hours=8, minutes=40)
        await mentor.does(SendDecline(id, "time"))


async def test_how_long_answers_take_is_told_when_there_are_enough(town: Town) -> None:
    maya, jo = await town.mentor("Maya", a_month=31), town.citizen("Jo")
    await answered(town, maya, LEAST - 1)
    await request(jo, maya)
    assert "usually" not in words(jo.seen), "nineteen answers say nothing about the next one"
    await jo.presses("Take it back")
    await answered(town, maya, 1)
    await request(jo, maya)
    assert "Answers here usually come within about 9 hours." in words(jo.seen)


async def test_a_request_that_ends_by_a_block_was_not_answered(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await request(jo, maya)
    await maya.does(SaveBlock(jo.person))
    [chat] = await chats(jo)
    assert (chat.status, chat.replied_at) == (Status.DECLINED, None)


# -- a kind no ---------------------------------------------------------------------------------------------------------


async def declining(town: Town) -> tuple[Citizen, Citizen, Board]:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await request(jo, maya)
    await maya.presses("Decline")
    assert isinstance(maya.seen, Board)
    return jo, maya, maya.seen


@pytest.mark.parametrize(("number", "says"), [(0, "full until Mon, 7 Dec 2026"), (1, "my field"), (2, "in writing")])
async def test_a_kind_no_is_one_click_and_says_what_was_shown(town: Town, number: int, says: str) -> None:
    jo, maya, board = await declining(town)
    line = plain(board.cards[number].body[0])
    assert says in line
    await maya.does(board.cards[number].buttons[0].press)
    assert "I told Jo kindly" in words(maya.seen) and not labels(maya.seen)
    told = jo.inbox[-1]
    assert told.title == "Maya cannot make it" and quoted(told, "Maya writes") == line
    await maya.types("mentor")
    assert ("paused until Mon, 7 Dec" in words(maya.seen)) == (number == 0)


async def test_a_kind_line_can_be_changed_first(town: Town) -> None:
    jo, maya, board = await declining(town)
    await maya.presses("Change it first", board.cards[2])
    [ready] = [one.value for one in maya.form.fields if one.key == "words"]
    assert ready == plain(board.cards[2].body[0])
    await maya.fills(words=f"{ready} Best on a Friday.")
    assert quoted(jo.inbox[-1], "Maya writes").endswith("Best on a Friday.")


async def test_the_day_in_the_line_is_the_day_the_pause_ends(town: Town) -> None:
    jo, maya, board = await declining(town)
    await maya.presses("Change it first", board.cards[0])
    await maya.fills(until="1 month")
    assert "full until Wed, 23 Dec 2026" in quoted(jo.inbox[-1], "Maya writes")
    await maya.types("mentor")
    assert "Wed, 23 Dec" in words(maya.seen)


async def test_not_my_field_names_somebody_with_the_same_kind_line(town: Town) -> None:
    jo, maya, board = await declining(town)
    kofi = await town.mentor("Kofi")
    await maya.presses("Name somebody", board.cards[1])
    await maya.fills(other=str(kofi.person))
    assert quoted(jo.inbox[-1], "Maya writes") == plain(board.cards[1].body[0])
    assert [pick.label for pick in jo.inbox[-1].picks] == ["Ask Kofi"]


# -- the day before, and the talk --------------------------------------------------------------------------------------


async def test_the_day_before_names_the_time_kept_free_to_both_by_their_own_clock(town: Town) -> None:
    jo, maya, chat = await booked(town)
    assert chat.starts_at
    await town.turn(to=chat.starts_at - timedelta(hours=23))
    here = chat.starts_at.astimezone(UTC) + timedelta(hours=1)
    for one, name, hour in ((jo, "Maya", here.hour), (maya, "Jo", here.hour - 6)):
        card = one.inbox[-1]
        assert f"{name} has kept {hour:02}:00–{hour:02}:30 free" in words(card) and "release the slot" in words(card)
        assert {"Move", "Cancel"} <= set(labels(card))


async def test_the_run_sheet_goes_by_the_readers_clock(town: Town) -> None:
    jo, maya, chat = await booked(town)
    assert chat.starts_at and chat.ends_at
    maya.reads()
    await town.turn(to=chat.starts_at)
    assert titles(jo)[-2:] == ["In ten minutes: Maya", "It is time: Maya"]
    hour = chat.starts_at.hour + 1
    for card in jo.inbox[-2:]:
        lines = quoted(card, "How to spend the time").split("\n")
        assert lines[0].startswith(f"{hour}:00 ") and f"stop at {hour}:28" in lines[0]
        assert lines[-3].startswith(f"{hour}:24 ") and lines[-1].startswith(f"{hour}:28 ")
        assert "two thirds of the time" in lines[2]
    await town.turn(to=chat.ends_at - timedelta(minutes=4))
    left = jo.inbox[-1]
    assert left.title == "Five minutes left with Maya" and "offer to stop" in words(left)
    assert labels(left) == ["Stop these reminders"]
    assert [card.quiet for card in jo.inbox[-3:]] == [False, True, True], "nothing rings during a talk"
    assert "It is time: Jo" not in titles(maya) and not any(title.startswith("Five minutes") for title in titles(maya))


async def test_a_run_sheet_counts_minutes_for_a_reader_without_a_clock(town: Town) -> None:
    _, _, chat = await booked(town)
    lines = run_sheet(chat, Voice("en", None)).split("\n")
    assert lines[0].startswith("minute 0 · ") and lines[0].endswith("stop at minute 28.")
    assert lines[-1].startswith("minute 28 · ")


async def test_nothing_is_said_during_a_talk_to_who_turned_it_off(town: Town) -> None:
    jo, _, chat = await booked(town)
    assert chat.ends_at
    await jo.does(StopReminder("during"))
    assert "Stopped: At the start of a chat" in words(jo.seen)
    await town.turn(to=chat.ends_at)
    assert not {"It is time: Maya", "Five minutes left with Maya"} & set(titles(jo))


async def test_nothing_is_said_at_the_time_of_a_chat_that_was_cancelled(town: Town) -> None:
    jo, _, chat = await booked(town)
    assert chat.ends_at
    await jo.presses("Cancel", jo.inbox[-1])
    await jo.fills(words="I caught a cold.")
    jo.reads()
    await town.turn(to=chat.ends_at + timedelta(days=1))
    assert titles(jo) == []


async def test_a_start_that_was_slept_through_is_not_told_late(town: Town) -> None:
    jo, _, chat = await booked(town)
    assert chat.starts_at
    town.now = chat.starts_at + timedelta(minutes=6)
    await town.deliver()
    assert "It is time: Maya" not in titles(jo)


# -- afterwards --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "share", "line"),
    [("Most of it", "most", "listened"), ("About half", "half", "fair talk"), ("I talked most", "little", "question")],
)
async def test_a_reflection_is_asked_once_and_stays_with_the_mentee(
    town: Town, label: str, share: str, line: str
) -> None:
    jo, maya, _ = await met(town)
    await jo.presses("Yes, we met", jo.inbox[-1])
    assert "how much of the time did Maya talk?" in words(jo.seen)
    assert [button.label for button in buttons(jo.seen)][3:] == [
        "The one thing I will use", "Write the note", "I thanked them myself",
    ], "the thank-you is there beside it"  # fmt: skip
    await jo.presses(label)
    assert line in words(jo.seen) and label not in labels(jo.seen) and "Write the note" in labels(jo.seen)
    await jo.types("my-chats")
    await jo.presses("Open")
    assert label not in labels(jo.seen) and "how much of the time" not in words(jo.seen)
    [chat] = await chats(jo)
    assert chat.listened == share
    await maya.types("my-chats")
    await maya.presses("Open")
    assert "talk?" not in words(maya.seen) and label not in words(maya.seen)
    async with town.storage.books(maya.person.home, now=town.now) as books:
        of_maya, of_jo = await books.export(maya.person), await books.export(jo.person)
    assert "'listened'" not in repr(of_maya) and f"'listened': '{share}'" in repr(of_jo)


async def test_nobody_but_the_mentee_reflects_and_reminders_do_not_ask(town: Town) -> None:
    jo, maya, chat = await met(town)
    await jo.presses("Yes, we met", jo.inbox[-1])
    await maya.does(Reflect(chat.id, "most"))
    assert (await chats(jo))[0].listened == ""
    await town.turn(days=2)
    assert jo.inbox[-1].title == "A line of thanks to Maya?" and "Most of it" not in labels(jo.inbox[-1])


async def test_who_has_written_is_not_nudged_to_write(town: Town) -> None:
    jo, _, _ = await thanked(town)
    jo.reads()
    await town.turn(days=20)
    assert titles(jo) == []


async def test_after_an_evening_talk_the_nudge_comes_at_nine(town: Town) -> None:
    maya, jo = await town.mentor("Maya", hours="Mon-Fri 13:00-14:00"), town.citizen("Jo")
    await request(jo, maya)
    await maya.picks(0)
    [chat] = await chats(jo)
    assert chat.ends_at
    await town.turn(to=chat.ends_at + timedelta(minutes=20))  # ten to eight in Berlin
    await maya.presses("Yes, we met", maya.inbox[-1])
    nine = datetime(chat.ends_at.year, chat.ends_at.month, chat.ends_at.day, 8, tzinfo=UTC) + timedelta(days=1)
    await town.turn(to=nine - timedelta(minutes=1))
    assert "Three lines to Maya, while it is fresh?" not in titles(jo)
    await town.turn(minutes=2)
    assert titles(jo)[-1] == "Three lines to Maya, while it is fresh?"


async def test_an_introduction_comes_after_the_note_and_not_before(town: Town) -> None:
    jo, maya, chat = await met(town)
    await maya.does(Introduce(chat.id))
    await jo.presses("Yes, we met", jo.inbox[-1])
    await maya.does(Introduce(chat.id))
    assert "Introductions come after the thank-you note" in words(maya.seen)
    await jo.presses("I thanked them myself")
    await maya.does(Introduce(chat.id))
    assert maya.form.title == "Someone to meet"


async def test_a_mentee_who_does_not_want_to_be_introduced_is_never_named(town: Town) -> None:
    jo, maya, _ = await thanked(town)
    kofi = await town.mentor("Kofi", zone="Africa/Accra")
    await maya.presses("Introduce them to someone", maya.inbox[-1])
    await maya.fills(third=str(kofi.person), why="You both like maps")
    await kofi.presses("Yes, introduce us", kofi.inbox[-1])
    await jo.presses("Not this time", jo.inbox[-1])
    await town.turn(days=2)
    assert not any("Jo" in words(card) for card in kofi.inbox) and "Meet each other" not in titles(maya)


@pytest.mark.parametrize(
    ("locale", "takeaway"),
    [
        ("en", "Talk to three people in the team before I apply"),
        ("en", "portfolios should be short"),
        ("es", "Hablar con tres personas del equipo antes de postularme"),
    ],
)
async def test_the_draft_made_of_the_one_thing_can_be_sent_as_it_is(town: Town, locale: str, takeaway: str) -> None:
    jo, maya, chat = await met(town)
    jo.locale = locale
    await jo.does(DidHappen(chat.id, yes=True))
    await jo.does(SendTakeAway(chat.id, takeaway))
    await jo.does(WriteThanks(chat.id))
    await jo.fills()
    assert takeaway in words(maya.inbox[-1]), words(jo.seen)


# -- half a year -------------------------------------------------------------------------------------------------------


async def test_half_a_year_later_there_may_be_more_to_tell_and_something_to_pass_on(town: Town) -> None:
    jo, maya, _ = await thanked(town)
    await town.turn(days=31)
    await jo.presses("Tell what came of it", jo.inbox[-1])
    await jo.insists(outcome="I talked to three people, and one of them hired me.")
    assert "Tell what came of it" not in labels(jo.seen)
    jo.reads()
    await town.turn(days=150)
    [later] = jo.inbox
    assert later.title == "Half a year since you talked with Maya" and "pass it on" in words(later)
    assert labels(later) == ["Tell what came of it", "Be a mentor", "Stop these reminders"]
    await jo.presses("Tell what came of it", later)
    await jo.insists(outcome="I lead a small team now, and I still ask what you asked me.")
    assert "I lead a small team now" in words(maya.inbox[-1])
    jo.reads()
    await town.turn(days=60)
    assert titles(jo) == [], "not twice"


async def test_who_is_a_mentor_already_is_not_asked_to_become_one(town: Town) -> None:
    jo, _, _ = await thanked(town)
    await jo.does(BeMentor())
    await jo.fills(headline="Product manager", topics="product")
    await town.turn(days=181)
    later = next(card for card in jo.inbox if card.title == "Half a year since you talked with Maya")
    assert "Be a mentor" not in labels(later) and "pass it on" not in words(later)


async def test_half_a_year_later_nobody_is_asked_about_somebody_who_left(town: Town) -> None:
    jo, maya, _ = await thanked(town)
    await town.turn(days=40)
    await maya.does(ForgetMe(sure=True))
    await town.turn(days=150)
    assert "Half a year since you talked with Maya" not in titles(jo)


async def test_without_thanks_nobody_is_asked_what_came_of_it(town: Town) -> None:
    jo, _, chat = await met(town)
    await jo.does(DidHappen(chat.id, yes=True))
    await town.turn(days=200)
    assert not {"What came of Maya’s advice?", "Half a year since you talked with Maya"} & set(titles(jo))
    await jo.does(MyChats())
    assert isinstance(jo.seen, Board)
