"""Organisers: the house rules, excluded people, the counts."""

from bot.boundary.commands import (
    EnterCode,
    Exclude,
    HouseRules,
    LinkPlaces,
    Organise,
    PauseBot,
    SaveExclude,
    SaveRules,
    SaveTimes,
)
from tests.town import Town, chats, labels, request, words


async def test_only_organisers_see_and_change_the_house_rules(town: Town) -> None:
    jo = town.citizen("Jo")
    await jo.types("half-hour")
    assert "House rules" not in labels(jo.seen)
    changes = SaveRules(open_requests="9"), SaveTimes(), PauseBot(paused=True), SaveExclude(jo.person)
    for command in (Organise(), HouseRules(), Exclude(), LinkPlaces(), EnterCode(), *changes):
        await jo.does(command)
        assert "Only organisers can change this" in words(jo.seen)


async def test_an_organiser_in_a_direct_message_is_still_one(town: Town) -> None:
    olga = town.citizen("Olga", organiser=True)
    await olga.types("half-hour")
    olga.organiser = None  # the platform does not say
    await olga.presses("House rules")
    assert "From the ask to the thanks" in words(olga.seen)
    olga.organiser = False
    await olga.does(Organise())
    assert "Only organisers" in words(olga.seen)


async def test_the_house_rules_are_kept_and_hold(town: Town) -> None:
    olga = town.citizen("Olga", organiser=True)
    await olga.types("half-hour")
    await olga.presses("House rules")
    await olga.presses("Change requests")
    await olga.fills(open_requests="0", reply_hours="soon")
    assert (
        set(olga.form.errors) == {"open_requests", "reply_hours"}
        and "from 1 to 20" in olga.form.errors["open_requests"]
    )
    await olga.fills(open_requests="1", reply_hours="72")
    assert "Open requests a member: 1" in words(olga.seen)
    maya, bea = await town.mentor("Maya"), await town.mentor("Bea")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await jo.types("request-chat", bea)
    assert "You have an open request already" in words(jo.seen)


async def test_an_excluded_person_can_leave_but_not_ask(town: Town) -> None:
    olga = town.citizen("Olga", organiser=True)
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await jo.types("half-hour")
    await olga.does(SaveExclude(jo.person))
    assert "Jo can see and take back" in words(olga.seen)
    await jo.types("request-chat", maya)
    assert "You cannot take part just now" in words(jo.seen)
    await jo.types("my-chats")
    assert "My chats" in words(jo.seen)
    await olga.does(Organise())
    await olga.presses("Readmit Jo")
    await jo.types("request-chat", maya)
    assert jo.form.title == "Request a chat"


async def test_any_number_of_people_can_be_excluded_and_each_readmitted(town: Town) -> None:
    olga = town.citizen("Olga", organiser=True)
    crowd = town.crowd(120)
    for one in crowd:
        await olga.does(SaveExclude(one.person), met=[one.met])
    await olga.does(Organise())
    assert "and 116 more" in words(olga.seen)
    first, last = str(crowd[0].person), str(crowd[119].person)
    for button, who in (("Readmit someone", first), ("Readmit somebody else", last)):
        await olga.does(Organise())
        await olga.presses(button)
        await olga.fills(who=who)
        assert "can take part again" in words(olga.seen)
    async with town.storage.books(olga.person.home, now=town.now) as books:
        excluded = {str(member.person) for member in await books.excluded()}
    assert excluded == {str(one.person) for one in crowd} - {first, last}


async def test_the_counts_follow_a_request_to_its_thanks(town: Town) -> None:
    olga = town.citizen("Olga", organiser=True)
    maya = await town.mentor("Maya", a_month=4)
    jo, sam = town.citizen("Jo"), town.citizen("Sam")
    await request(jo, maya)
    await request(sam, maya, late=True)
    await maya.does(maya.inbox[0].picks[0].press)
    await town.turn(days=2)
    await jo.presses("Yes, we met", jo.inbox[-1])
    await jo.presses("I thanked them myself")
    await olga.does(Organise())
    text = words(olga.seen)
    for line in ("Asked: 2", "Answered: 1", "Booked: 1", "Happened: 1", "Thanked: 1"):
        assert line in text
    assert len(await chats(sam)) == 1
