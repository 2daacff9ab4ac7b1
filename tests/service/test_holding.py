"""Times that are held while two people agree, races that somebody loses, and times that suit nobody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.boundary.commands import OfferTimes, PickSlot, SendDecline
from bot.boundary.tokens import write_time
from bot.domain.calendars import REACH, Calendar
from bot.domain.chats import Chat, Status
from tests.town import Citizen, Town, chats, labels, request, words


async def free_at(one: Citizen, mentor: Citizen) -> list[str]:
    """The times that somebody is offered who would like to ask."""
    await one.types("request-chat", mentor)
    return one.options("slots")


async def offering(town: Town, maya: Citizen, jo: Citizen) -> Chat:
    """Maya has offered Jo two of her half-hours, more than a week ahead."""
    id = await request(jo, maya)
    await maya.does(OfferTimes(id))
    await maya.fills(slots=maya.options("slots")[-2:])
    [chat] = [chat for chat in await chats(jo) if chat.id == id]
    assert chat.status is Status.OFFERED and len(chat.offered) == 2
    return chat


async def limited(maya: Citizen, **limits: int) -> None:
    async with maya.town.storage.books(maya.person.home, now=maya.town.now) as books:
        mentor = await books.mentor(maya.person)
        assert mentor
        await books.keep_mentor(replace(mentor, **limits))  # type: ignore[arg-type]


async def busy(one: Citizen, *times: datetime) -> None:
    spans = tuple((at, at + timedelta(minutes=30)) for at in times)
    now = one.town.now
    async with one.town.storage.books(one.person.home, now=now) as books:
        await books.keep_calendar(
            Calendar(one.person, "https://example.org/a.ics", now, busy=spans, until=now + 2 * REACH, read_at=now)
        )


# -- held --------------------------------------------------------------------------------------------------------------


async def test_offered_times_are_nobody_elses_until_they_run_out(town: Town) -> None:
    maya, sam = await town.mentor("Maya", a_month=9), await town.mentor("Sam", a_month=9)
    jo, kim = town.citizen("Jo"), town.citizen("Kim")
    chat = await offering(town, maya, jo)
    held = {write_time(at) for at in chat.offered}
    assert not held & {*await free_at(kim, maya), *await free_at(jo, sam)}, "neither has time for somebody else then"
    await town.turn(hours=25)
    assert held <= set(await free_at(kim, maya)) and held <= set(await free_at(jo, sam))
    await jo.does(PickSlot(chat.id, chat.offered[0]))
    [booked] = await chats(jo)
    assert booked.status is Status.BOOKED, "what ran out can still be taken while it is free"


async def test_what_is_answered_is_let_go(town: Town) -> None:
    maya = await town.mentor("Maya", a_month=9)
    kim = town.citizen("Kim")
    for how in ("Take it back", "Decline", "take one"):
        jo = town.citizen("Jo")
        chat = await offering(town, maya, jo)
        first, second = (write_time(at) for at in chat.offered)
        assert not {first, second} & set(await free_at(kim, maya))
        if how == "take one":
            await jo.does(PickSlot(chat.id, chat.offered[0]))
        elif how == "Take it back":
            await jo.presses(how)
        else:
            await maya.does(SendDecline(chat.id, "other"))
        free = await free_at(kim, maya)
        assert second in free and (first in free) == (how != "take one")


async def test_a_move_holds_its_times_and_keeping_the_old_one_lets_them_go(town: Town) -> None:
    maya, jo, kim = await town.mentor("Maya", a_month=9), town.citizen("Jo"), town.citizen("Kim")
    await request(jo, maya, late=True)
    await maya.does(maya.inbox[0].picks[0].press)
    before = await free_at(kim, maya)
    await jo.presses("Move", jo.inbox[-1])
    wished = jo.options("slots")[:2]
    await jo.fills(slots=wished)
    assert set(before) - set(await free_at(kim, maya)) == set(wished)
    await maya.presses("Keep the time", maya.inbox[-1])
    assert await free_at(kim, maya) == before


async def test_an_offer_of_a_time_that_is_taken_is_refused_kindly_at_once(town: Town) -> None:
    maya, sam = await town.mentor("Maya"), await town.mentor("Sam")
    jo = town.citizen("Jo")
    await request(jo, sam)
    await sam.does(sam.inbox[0].picks[0].press)
    [booked] = await chats(jo)
    await town.turn(minutes=5)
    await maya.does(OfferTimes(await request(jo, maya, late=True)))
    assert booked.starts_at
    await maya.fills(typed=f"{booked.starts_at - timedelta(hours=5):%Y-%m-%d %H:%M}")  # New York
    assert maya.form.errors == {"typed": "One of these times was taken meanwhile. Please choose again."}
    assert len(maya.options("slots")) > 3, "the others are right there"


# -- lost --------------------------------------------------------------------------------------------------------------


async def two_requests(town: Town, maya: Citizen) -> tuple[Chat, Chat]:
    """Jo and Kim have both asked for Maya's first three times."""
    jo, kim = town.citizen("Jo"), town.citizen("Kim")
    await request(jo, maya)
    await request(kim, maya)
    return (await chats(jo))[0], (await chats(kim))[0]


async def test_a_mentor_who_presses_too_late_finds_the_times_that_are_still_free(town: Town) -> None:
    maya = await town.mentor("Maya", a_month=9)
    first, second = await two_requests(town, maya)
    await maya.does(PickSlot(first.id, first.slots[0]))
    await maya.does(PickSlot(second.id, second.slots[0]))
    assert words(maya.seen).count("That time was taken a moment ago. These are still free:") == 1
    picks = [button.press for button in maya.seen.picks]  # type: ignore[union-attr]
    assert [press.slot for press in picks if isinstance(press, PickSlot)] == list(second.slots[1:])
    await maya.does(picks[0])
    assert (await chats(maya))[0].status is Status.BOOKED


async def test_when_none_is_left_the_words_say_so_and_the_button_offers_others(town: Town) -> None:
    maya = await town.mentor("Maya", a_month=9)
    first, second = await two_requests(town, maya)
    await limited(maya, a_week=1)
    await maya.does(PickSlot(first.id, first.slots[0]))
    await maya.does(PickSlot(second.id, second.slots[1]))
    assert "more chats than you want in one week, and none of the other times fits" in words(maya.seen)
    assert "Other times" in labels(maya.seen)


async def test_a_mentee_whose_time_went_to_somebody_else_is_not_told_why(town: Town) -> None:
    maya = await town.mentor("Maya", a_month=9)
    jo, kim = town.citizen("Jo"), town.citizen("Kim")
    chat = await offering(town, maya, jo)
    await town.turn(hours=25)  # they are not held any more
    await limited(maya, a_day=1)
    [same_day] = [at for at in await free_at(kim, maya) if at == write_time(chat.offered[0])]
    await request(kim, maya, slots=[same_day])
    await maya.does(maya.inbox[-1].picks[0].press)
    await jo.does(PickSlot(chat.id, chat.offered[1]))
    assert "That time was taken a moment ago, and none" in words(jo.seen) and "want" not in words(jo.seen)
    assert "None of these suit me" in labels(jo.seen)


async def test_pressing_twice_stays_harmless(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    id = await request(jo, maya)
    [chat] = await chats(jo)
    for _ in range(2):
        await maya.does(PickSlot(id, chat.slots[0]))
        assert "taken" not in words(maya.seen)


# -- calendars and nights ----------------------------------------------------------------------------------------------


async def test_a_mentor_whose_calendar_has_something_since_is_asked_once(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await request(jo, maya)
    [chat] = await chats(jo)
    await busy(maya, chat.slots[0])
    await maya.does(maya.inbox[0].picks[0].press)
    assert labels(maya.seen) == ["Book it anyway"] and (await chats(jo))[0].status is Status.WAITING
    await maya.presses("Book it anyway")
    assert (await chats(jo))[0].status is Status.BOOKED
    assert not any("calendar has something" in words(card) for card in jo.inbox)


async def test_times_at_which_either_is_busy_are_not_offered(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    before = await free_at(jo, maya)
    times = [datetime(2026, 11, 24, 14, tzinfo=UTC), datetime(2026, 11, 25, 15, tzinfo=UTC)]
    await busy(maya, times[0])
    await busy(jo, times[1])
    await request(jo, maya)
    assert len(before) == len(await free_at(town.citizen("Kim"), maya)), "25 to choose from, whatever is taken"
    [chat] = await chats(jo)
    async with town.storage.books(jo.person.home, now=town.now) as books:
        assert set(await books.busy_of([maya.person], since=town.now, until=town.now + REACH)) == {maya.person}
    assert not set(times) & set(chat.slots)


async def test_whoever_sleeps_through_the_office_hours_is_told_so_and_the_mentor_offers(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo", zone="Asia/Tokyo")  # 9 to 12 in New York is 23 to 2
    await jo.types("request-chat", maya)
    assert [field.key for field in jo.form.fields if field.key == "slots"] == []
    assert "hours fall into your night" in words(jo.form)


# -- none of these -----------------------------------------------------------------------------------------------------


async def test_when_none_suits_the_request_goes_back_with_other_times_and_twice_at_most(town: Town) -> None:
    maya, jo = await town.mentor("Maya", a_month=9), town.citizen("Jo")
    chat = await offering(town, maya, jo)
    for _ in range(2):
        await town.turn(minutes=5)
        await jo.presses("None of these suit me", jo.inbox[-1])
        wished = jo.options("slots")[:3]
        await jo.fills(slots=wished)
        [again] = await chats(jo)
        assert again.status is Status.WAITING and again.turn() == maya.person and len(again.slots) == 3
        assert not set(again.slots) & set(chat.offered) and len(maya.inbox[-1].picks) == 4
        maya.reads()
        await maya.does(OfferTimes(chat.id))
        await maya.fills(slots=maya.options("slots")[:2])
    assert "None of these suit me" not in labels(jo.inbox[-1]), "that is no ping-pong"


async def test_a_stranger_cannot_ask_for_other_times(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.citizen("Jo")
    await offering(town, maya, jo)
    offer = jo.inbox[-1]
    for stranger in (maya, town.citizen("Kim")):
        await stranger.presses("None of these suit me", offer)
        assert "not yours" in words(stranger.seen)
