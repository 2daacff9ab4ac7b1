"""Between the booking and the meeting, and what comes after it."""

from datetime import timedelta

from bot.domain.chats import Chat, Status
from tests.town import Citizen, Town, chats, labels, request, words


async def booked(town: Town, *, a_month: int = 2) -> tuple[Citizen, Citizen, Chat]:
    maya = await town.mentor("Maya", a_month=a_month)
    jo = town.citizen("Jo")
    await request(jo, maya, late=True)
    await maya.does(maya.inbox[0].picks[1].press)
    [chat] = await chats(jo)
    return jo, maya, chat


async def met(town: Town) -> tuple[Citizen, Citizen, Chat]:
    jo, maya, chat = await booked(town)
    assert chat.ends_at
    await town.turn(to=chat.ends_at + timedelta(minutes=20))
    return jo, maya, chat


def start(chat: Chat) -> str:
    assert chat.starts_at
    return f"{chat.starts_at:%Y%m%dT%H%M%SZ}"


async def test_moving_needs_the_other_side_and_updates_the_invitation(town: Town) -> None:
    jo, maya, chat = await booked(town)
    assert (
        start(chat) in jo.inbox[-1].files[0].content.decode() and "SEQUENCE:0" in jo.inbox[-1].files[0].content.decode()
    )
    await jo.presses("Move", jo.inbox[-1])
    await jo.fills(slots=jo.options("slots")[2:4])
    [unmoved] = await chats(jo)
    assert unmoved.starts_at == chat.starts_at, "the old time stands until the other side agrees"
    wish = maya.inbox[-1]
    assert wish.title == "Jo would like to move your chat" and len(wish.picks) == 2
    await maya.does(wish.picks[1].press)
    [moved] = await chats(jo)
    assert moved.starts_at == wish.picks[1].press.slot  # type: ignore[union-attr]
    assert [c.title for c in jo.inbox][-1] == "Moved: your chat with Maya"
    ics = jo.inbox[-1].files[0].content.decode()
    assert "SEQUENCE:1" in ics and start(moved) in ics and f"UID:{chat.id}@halfhour" in ics
    await maya.does(wish.picks[1].press)
    assert (await chats(jo))[0].sequence == 1, "agreeing twice moves once"


async def test_one_cannot_agree_to_ones_own_move_and_the_time_can_stay(town: Town) -> None:
    jo, maya, chat = await booked(town)
    await maya.presses("Move", maya.inbox[-1])
    await maya.fills(slots=maya.options("slots")[4:5])
    press = jo.inbox[-1].picks[0].press
    await maya.does(press)
    assert "the other side picks one" in words(maya.seen)
    await jo.presses("Keep the time", jo.inbox[-1])
    assert maya.inbox[-1].title == "The time stays as it was"
    assert (await chats(jo))[0].starts_at == chat.starts_at


async def test_cancelling_needs_a_word_of_why_and_frees_the_half_hour(town: Town) -> None:
    jo, maya, chat = await booked(town, a_month=1)
    await jo.presses("Cancel", jo.inbox[-1])
    await jo.fills(words="  ")
    assert "word of why" in jo.form.errors["words"]
    await jo.fills(words="I caught a cold. Sorry!")
    told = maya.inbox[-1]
    assert told.title == "Jo had to cancel" and "I caught a cold" in words(told)
    ics = told.files[0].content.decode()
    assert "METHOD:CANCEL" in ics and "STATUS:CANCELLED" in ics and "SEQUENCE:1" in ics
    sam = town.citizen("Sam")
    await request(sam, maya, late=True)
    assert chat.starts_at in (await chats(sam))[0].slots


async def test_after_the_start_there_is_no_moving_and_no_cancelling(town: Town) -> None:
    jo, maya, chat = await booked(town)
    press = {b.label: b.press for b in jo.inbox[-1].buttons}
    assert chat.starts_at
    await town.turn(to=chat.starts_at)
    for label in ("Move", "Cancel"):
        await jo.does(press[label])
        assert "The chat has started" in words(jo.seen)
    assert maya.inbox


async def test_a_reminder_a_day_before_and_ten_minutes_before(town: Town) -> None:
    jo, maya, chat = await booked(town)
    assert chat.starts_at
    await town.turn(to=chat.starts_at - timedelta(hours=23))
    day_before = jo.inbox[-1]
    assert day_before.title == "Coming up: 30 minutes with Maya"
    assert labels(day_before) == ["Confirm", "Move", "Cancel", "Stop these reminders"]
    await jo.presses("Confirm", day_before)
    assert "Confirm" not in labels(jo.seen)
    await town.turn(to=chat.starts_at - timedelta(minutes=9))
    soon = jo.inbox[-1]
    assert soon.title == "In ten minutes: Maya"
    assert "https://meet.example.org/maya" in words(soon) and "Who else could I learn from?" in words(soon)
    assert "Who else could I learn from?" not in words(maya.inbox[-1])


async def test_a_reminder_can_be_stopped_for_ever_from_the_reminder_itself(town: Town) -> None:
    jo, maya, chat = await booked(town)
    assert chat.starts_at
    await town.turn(to=chat.starts_at - timedelta(hours=23))
    await jo.presses("Stop these reminders", jo.inbox[-1])
    await maya.does(maya.inbox[-1].buttons[1].press)  # move
    await maya.fills(slots=maya.options("slots")[-1:])
    await jo.does(jo.inbox[-1].picks[0].press)
    await town.turn(days=12)
    async with town.storage.books(jo.person.home, now=town.now) as books:
        told = await books.export(jo.person)
    states = [(n["kind"], n["state"]) for n in told["messages"] if n["kind"] == "day_before"]  # type: ignore[attr-defined]
    assert states == [("day_before", "sent"), ("day_before", "moot")]


async def test_a_chat_that_did_not_happen_is_moved_or_closed_without_blame(town: Town) -> None:
    jo, maya, _ = await met(town)
    await jo.presses("No, it did not", jo.inbox[-1])
    assert "Noted, without blame" in words(jo.seen)
    assert {"I could not come", "They did not come", "Neither of us came", "Move it", "Close it"} <= set(
        labels(jo.seen)
    )
    await jo.presses("They did not come")
    assert "Nobody else sees this" in words(jo.seen)
    told = maya.inbox[-1]
    assert told.title == "Jo says that your chat did not happen"
    assert "Jo says" in words(told) and "absent" not in words(told)
    await maya.presses("Move it", told)
    await maya.fills(slots=maya.options("slots")[:1])
    await jo.does(jo.inbox[-1].picks[0].press)
    [chat] = await chats(jo)
    assert chat.status is Status.BOOKED and chat.sequence == 1 and chat.upcoming(town.now)


async def test_a_chat_that_did_not_happen_can_be_closed(town: Town) -> None:
    jo, maya, _ = await met(town)
    await maya.presses("No, it did not", maya.inbox[-1])
    await maya.presses("Close it")
    assert (await chats(jo))[0].status is Status.UNMET
    await jo.types("my-chats")
    assert "nobody is to blame" in words(jo.seen) or "is closed" in words(jo.seen)


async def test_thanks_are_nudged_two_hours_a_day_and_three_days_later_and_then_never_again(town: Town) -> None:
    jo, maya, chat = await met(town)
    await maya.presses("Yes, we met", maya.inbox[-1])
    assert chat.ends_at
    jo.reads()
    came: list[tuple[str, timedelta]] = []
    while town.now < chat.ends_at + timedelta(days=40):
        await town.turn(hours=1)
        came += [(card.title, town.now - chat.ends_at) for card in jo.inbox]
        jo.reads()
    assert [title for title, _ in came] == [
        "Three lines to Maya, while it is fresh?", "A line of thanks to Maya?", "Last nudge: a line to Maya",
    ]  # fmt: skip
    for (_, at), due in zip(came, (2, 26, 72), strict=True):
        assert timedelta(hours=due) <= at <= timedelta(hours=due + 1)


async def test_who_thanked_in_person_is_not_asked_again(town: Town) -> None:
    jo, maya, _ = await met(town)
    await jo.presses("Yes, we met", jo.inbox[-1])
    await jo.presses("I thanked them myself")
    before = len(jo.inbox)
    await town.turn(days=20)
    assert len(jo.inbox) == before
    assert maya.inbox[-1].title == "Jo told me they thanked you"


async def test_an_introduction_that_one_side_does_not_want_stays_silent(town: Town) -> None:
    jo, maya, _ = await met(town)
    kofi = await town.mentor("Kofi", zone="Africa/Accra")
    await jo.presses("Yes, we met", jo.inbox[-1])
    await jo.presses("I thanked them myself")
    await maya.presses("Introduce them to someone", maya.inbox[-1])
    await maya.fills(third=str(town.citizen("Eve").person), why="You both like maps")
    assert "people who have used Half Hour" in maya.form.errors["third"]
    await maya.fills(third=str(kofi.person), why="You both like maps")
    before = len(jo.inbox), len(maya.inbox)
    await kofi.presses("Not this time", kofi.inbox[-1])
    await town.turn(days=2)
    assert (len(jo.inbox), len(maya.inbox)) == before


async def test_booking_offers_to_take_back_other_requests_on_that_topic(town: Town) -> None:
    maya, bea = await town.mentor("Maya"), await town.mentor("Bea")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await request(jo, bea)
    await maya.does(maya.inbox[0].picks[0].press)
    await jo.presses("Take back my other requests", jo.inbox[-1])
    assert sorted(chat.status for chat in await chats(jo)) == [Status.BOOKED, Status.WITHDRAWN]
    assert bea.inbox[-1].title == "Jo took the request back"


async def test_whether_it_happened_is_asked_once(town: Town) -> None:
    jo, _, chat = await booked(town)
    assert chat.starts_at and chat.ends_at
    await town.turn(to=chat.starts_at)
    await town.turn(to=chat.ends_at + timedelta(minutes=1))
    assert jo.inbox[-1].title == "Your half-hour with Maya" and not labels(jo.inbox[-1])
    await town.turn(hours=1)
    assert [card.title for card in jo.inbox].count("Did your chat with Maya happen?") == 1
    await jo.presses("Yes, we met")
    assert [card.title for card in jo.inbox].count("You met Maya") == 1, "earlier cards stay what they were"
