"""Settings, one's own data, and leaving."""

import json

from bot.boundary.cards import Board, Card, Form
from bot.boundary.commands import (
    ForgetMe,
    MyChats,
    OpenDraft,
    SaveBlock,
    SaveExclude,
    SaveHours,
    SaveLanguage,
    SaveReminders,
    Settings,
    SetZone,
    StopReminder,
)
from bot.domain.chats import Status
from tests.town import GOOD, Town, chats, labels, request, words


async def test_a_city_after_my_chats_sets_the_clock(town: Town) -> None:
    jo = town.citizen("Jo", zone=None)
    await jo.types("my-chats", words="Mexico City")
    assert "Your clock: Mexico City" in words(jo.seen)
    async with town.storage.books(jo.person.home, now=town.now) as books:
        kept = await books.member(jo.person)
    assert kept is not None and kept.zone == "America/Mexico_City"
    await jo.does(MyChats(city="xyzzy"))
    assert isinstance(jo.seen, Card) or "xyzzy" in words(jo.seen)


async def test_an_unknown_zone_in_a_token_is_refused(town: Town) -> None:
    jo = town.citizen("Jo")
    for zone in ("Mars/Olympus", "../../etc/passwd", ""):
        await jo.does(SetZone(zone))
        assert "I do not know that time zone" in words(jo.seen)


async def test_hours_that_cannot_be_read_come_back_with_the_exact_fragment(town: Town) -> None:
    maya = await town.mentor("Maya")
    await maya.does(SaveHours("whenever"))
    assert "“whenever”" in maya.form.errors["hours"] and maya.form.trouble
    await maya.does(SaveHours("Tue & Thu 12:00-14:00"))
    assert "12:00" in words(maya.seen) and "New York" in words(maya.seen)


async def test_the_language_can_be_chosen(town: Town) -> None:
    jo = town.citizen("Jo")
    await jo.does(SaveLanguage("xx"))
    assert jo.form.errors
    await jo.does(SaveLanguage("es"))
    await jo.types("half-hour")
    assert "Half an hour" not in words(jo.seen)


async def test_settings_show_what_was_chosen_and_reminders_come_back(town: Town) -> None:
    jo = town.citizen("Jo")
    await jo.does(StopReminder("thanks"))
    await jo.types("my-chats")
    await jo.presses("Settings")
    assert isinstance(jo.seen, Board) and "Stopped reminders: The thank-you note" in words(jo.seen)
    await jo.presses("Reminders")
    await jo.fills(groups=["thanks", "soon"], quiet_from="22", quiet_to="7")
    await jo.presses("Settings")
    assert "22:00 to 07:00" in words(jo.seen) and "The thank-you note" not in words(jo.seen)


async def test_quiet_hours_that_are_no_numbers_become_the_house_ones(town: Town) -> None:
    jo = town.citizen("Jo")
    for typed in ("²", "25", "-1", "noon", ""):
        await jo.does(SaveReminders(("soon",), quiet_from=typed, quiet_to="7"))
        assert "Your reminders are saved" in words(jo.seen)
        await jo.presses("Settings")
        assert "21:00 to 07:00" in words(jo.seen)


async def test_a_block_is_undone(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await jo.types("half-hour")
    await maya.types("my-chats")
    await maya.presses("Settings")
    await maya.presses("Block someone")
    await maya.fills(who=str(jo.person))
    await maya.presses("Unblock Jo")
    await jo.types("request-chat", maya)
    assert jo.form.title == "Request a chat"


async def test_any_number_of_people_can_be_blocked_and_each_unblocked(town: Town) -> None:
    maya = town.citizen("Maya")
    crowd = town.crowd(120)
    await crowd[7].types("half-hour")  # the one who was here last
    for one in crowd:
        await maya.does(SaveBlock(one.person), met=[one.met])
    await maya.does(Settings())
    assert words(maya.seen).count("xxx…, ") >= 2 and "and 116 more" in words(maya.seen)
    await maya.presses("Unblock someone")
    assert len(maya.options("who")) == 25 and maya.options("who")[0] == str(crowd[7].person)
    await maya.fills(who=maya.options("who")[0])
    assert "Unblocked" in words(maya.seen)
    await maya.does(Settings())
    await maya.presses("Unblock somebody else")
    missing = crowd[119]
    await maya.fills(who=str(missing.person))
    assert "Unblocked" in words(maya.seen)
    async with town.storage.books(maya.person.home, now=town.now) as books:
        blocked = set(await books.blocks_of(maya.person))
    assert blocked == {one.person for one in crowd} - {crowd[7].person, missing.person}


async def test_a_draft_belongs_to_its_writer(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo, eve = town.citizen("Jo"), town.citizen("Eve")
    await jo.types("request-chat", maya)
    await jo.fills(**{**GOOD, "note": "Can I pick your brain?"}, slots=jo.options("slots")[:1], pledge=True)
    assert isinstance(jo.seen, Board)
    press = jo.seen.buttons[0].press
    assert isinstance(press, OpenDraft)
    await eve.does(press)
    assert "draft is gone" in words(eve.seen)
    await town.turn(days=2)
    await town.delivery.forget_old()
    await jo.does(press)
    assert "draft is gone" in words(jo.seen)


async def test_a_report_goes_to_the_organisers_and_to_nobody_else(town: Town) -> None:
    olga = town.citizen("Olga", organiser=True)
    await olga.types("half-hour")
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await jo.types("my-chats")
    await jo.presses("Open")
    await jo.presses("Tell the organisers")
    await jo.fills(words="They asked me for money.")
    assert olga.inbox[-1].title == "Jo reports a chat" and "They asked me for money." in words(olga.inbox[-1])
    assert all("money" not in words(card) for card in maya.inbox)


async def test_everything_kept_about_me_comes_as_a_file(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await jo.types("my-chats")
    await jo.presses("Settings")
    await jo.presses("Export my data")
    [file] = jo.inbox[-1].files
    data = json.loads(file.content)
    assert data["chats"][0]["note"] == GOOD["note"] and data["profile"]["name"] == "Jo"


async def test_forget_me_leaves_only_a_former_member(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await maya.does(maya.inbox[0].picks[0].press)
    await jo.types("my-chats")
    await jo.presses("Settings")
    await jo.presses("Forget me")
    assert labels(jo.seen) == ["Yes, forget me"] and len(await chats(jo)) == 1
    await jo.presses("Yes, forget me")
    assert "You are forgotten" in words(jo.seen) and await chats(jo) == []
    told = maya.inbox[-1]
    assert "a former member" in words(told) and "Jo" not in words(told) and GOOD["note"] not in words(told)
    [chat] = await chats(maya)
    assert chat.status is Status.CANCELLED and chat.note == "" and chat.mentee.former
    await maya.types("my-chats")
    assert "a former member" in words(maya.seen)
    async with town.storage.books(jo.person.home, now=town.now) as books:
        assert await books.member(jo.person) is None


async def test_a_mentor_who_leaves_lets_nobody_wait(town: Town) -> None:
    maya = await town.mentor("Maya")
    await town.mentor("Kofi")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await maya.types("my-chats")
    await maya.presses("Settings")
    await maya.presses("Forget me")
    await maya.presses("Yes, forget me")
    assert "Ask Kofi" in labels(jo.inbox[-1]) and "left the community" in words(jo.inbox[-1])


async def test_a_block_and_an_exclusion_hold_for_somebody_who_was_forgotten_and_comes_back(town: Town) -> None:
    olga = town.citizen("Olga", organiser=True)
    maya, kofi = await town.mentor("Maya"), await town.mentor("Kofi")
    jo, sam = town.citizen("Jo"), town.citizen("Sam")
    for one in (jo, sam):
        await one.types("half-hour")
    await maya.does(SaveBlock(jo.person))
    await olga.does(SaveExclude(sam.person))
    for one in (jo, sam):
        await one.does(ForgetMe(sure=True))
        assert "You are forgotten" in words(one.seen)
    await jo.types("request-chat", maya)
    assert not isinstance(jo.seen, Form)
    await jo.types("request-chat", kofi)
    assert jo.form.title == "Request a chat"
    await sam.types("request-chat", maya)
    assert "You cannot take part just now" in words(sam.seen)
