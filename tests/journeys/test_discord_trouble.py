"""What goes wrong on Discord, and what people see then: presses that are not theirs or come too late, closed direct
messages, mistakes in a form, and words that were meant to do harm."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from simcord.components import walk_components

from bot.boundary.ports import Place
from storage import Storage, open_storage
from tests import databases
from tests.adapters.discord import driver
from tests.adapters.discord.driver import Seen
from tests.databases import copy_sqlite
from tests.journeys.discord_town import GOOD, Person, Town, discord_town

NASTY = "@everyone <t:0:R> [x](http://y) <@&1> <!channel> # not big"
RIGHT_TO_LEFT = "\u202e<@1> شكرا لكم على وقتكم الثمين"


@pytest.fixture
async def town(storage: Storage) -> AsyncIterator[Town]:
    async with discord_town(storage) as town:
        yield town


async def asked(town: Town) -> tuple[Person, Person, Seen]:
    """Jo has asked Maya, who has the card in front of her."""
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    await jo.asks(maya)
    return maya, jo, maya.dm


def closes_direct_messages(person: Person) -> None:
    """From now on, until the end."""
    backend = person.town.discord.env.backend
    channel = backend.get_dm_channel(person.member.id).id
    person.town.discord.env.inject_error(
        "POST",
        f"/channels/{channel}/messages",
        status=403,
        code=50007,
        message="Cannot send messages to this user",
        times=None,
    )


async def asked_here(town: Town) -> int:
    async with town.storage.books(Place("discord", town.discord.id), now=town.now) as books:
        return (await books.counts())["asked"]


# -- presses -----------------------------------------------------------------------------------------------------------


async def test_a_stranger_who_forges_a_press_changes_nothing(town: Town) -> None:
    maya, jo, ask = await asked(town)
    eve = await town.member("Eve")
    told = await town.at_once((eve, ask, ask.buttons[0]))
    assert "That one is not yours to answer." in told[0]
    assert maya.dm.buttons == ask.buttons and not jo.titles


async def test_a_second_press_is_the_first_one_again(town: Town) -> None:
    maya, jo, ask = await asked(town)
    await maya.picks(0)
    [told] = await town.at_once((maya, ask, ask.buttons[0]))
    assert "You and Jo meet" in told
    assert jo.titles == ["Maya said yes"], "one invitation"


async def test_a_press_on_an_old_card_shows_how_things_stand(town: Town) -> None:
    maya, jo, ask = await asked(town)
    await jo.types("my-chats")
    await jo.presses("Take it back")
    assert "I told Maya kindly." in jo.told
    [told] = await town.at_once((maya, ask, ask.buttons[0]))
    assert "That has been answered already" in told and "took the request back" in told
    assert "Maya said yes" not in jo.titles


async def test_after_three_days_without_an_answer_a_press_comes_too_late(town: Town) -> None:
    maya, jo, ask = await asked(town)
    kofi = await town.mentor("Kofi", city="Africa/Accra")
    await town.turn(days=4)
    assert jo.titles == ["No answer from Maya this time"]
    [told] = await town.at_once((maya, ask, ask.buttons[0]))
    assert "The time for an answer has run out" in told
    assert not any(seen.buttons for seen in maya.dms)
    await jo.presses("Ask Kofi")
    assert f"> {GOOD['note']}" in kofi.reads


async def test_two_times_pressed_at_one_instant_are_one_meeting(town: Town) -> None:
    maya, jo, ask = await asked(town)
    told = await town.at_once((maya, ask, ask.buttons[0]), (maya, ask, ask.buttons[1]))
    assert sum("The invitation is on its way" in words for words in told) == 1
    assert sum("That has been answered already" in words for words in told) == 1
    assert jo.titles == ["Maya said yes"]


async def test_two_people_press_the_same_time_of_one_mentor_at_one_instant(town: Town) -> None:
    """Both picked what Maya offered: one of them gets it, the other is shown what is left."""
    maya, jo, ask = await asked(town)
    ana = await town.member("Ana")
    await ana.asks(maya)
    second = maya.dm
    told = await town.at_once((maya, ask, ask.buttons[0]), (maya, second, second.buttons[0]))
    assert sum("The invitation is on its way" in words for words in told) == 1
    assert sum("That time was taken a moment ago." in words for words in told) == 1
    assert sorted([*jo.titles, *ana.titles]) == ["Maya said yes"]


# -- closed doors ------------------------------------------------------------------------------------------------------


async def test_closed_direct_messages_are_told_to_the_other_side_once(town: Town) -> None:
    maya, jo, _ = await asked(town)
    closes_direct_messages(jo)
    await maya.picks(0)
    assert maya.titles[-1] == "I could not reach Jo"
    await jo.types("my-chats")
    assert "You are meeting Maya" in jo.told, "what could not be sent is where she looks"
    await maya.types("my-chats")
    assert "I could not reach Jo: their messages are closed to me." in maya.told
    await town.turn(days=2)
    assert maya.titles.count("I could not reach Jo") == 1


async def test_a_mentor_who_cannot_be_reached_leaves_nobody_waiting(town: Town) -> None:
    maya, _, _ = await asked(town)
    ana = await town.member("Ana")
    closes_direct_messages(maya)
    await ana.asks(maya)
    assert ana.titles == ["I could not reach Maya"]


# -- forms -------------------------------------------------------------------------------------------------------------


async def test_a_mistake_in_a_form_loses_nothing_that_was_typed(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    await jo.asks(maya, note="   ", questions="\u200b \n ")
    assert "A small thing to look at" in jo.told and jo.result.ephemeral
    assert "Why them, and what you found out already: A few sentences" in jo.told
    assert "Your questions: At least one real question." in jo.told
    assert not maya.titles
    await town.restart()
    await jo.presses("Edit")
    assert jo.standing["topic"] == GOOD["topic"] and len(jo.standing["slots"]) == 3 and jo.standing["pledge"] == ["yes"]
    await jo.fills(note=GOOD["note"], questions=GOOD["questions"])
    assert maya.titles == ["Jo asks for 30 minutes of your time"]


async def test_words_longer_than_their_field_are_said_so_and_reach_nobody(town: Town) -> None:
    """Discord's own screen would not let them; somebody who speaks to its gateway could."""
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    await jo.types("request-chat", mentor=maya)
    for one in driver.controls(jo.form._interaction.modal).values():
        one.pop("max_length", None)
    words = "word " * 2000
    await jo.fills(topic=words, note=words, questions=words, slots=jo.choices("slots", 0), pledge=["yes"])
    assert jo.told.count("That is 9999 characters") == 3
    assert not maya.titles and await asked_here(town) == 0
    harmless(town)


# -- who cannot be asked, and how fast new people are written to -------------------------------------------------------


async def test_whoever_cannot_be_asked_is_answered_kindly_before_any_form(town: Town) -> None:
    jo, robot, new = await town.member("Jo"), town.person("Robot", bot=True), await town.member("New")
    gone = await town.mentor("Gone")
    town.discord.guild.remove_member(gone.member)
    for mentor, words in (
        (jo, "That is you!"),
        (robot, "is a bot, and knows a lot, but has walked no way."),
        (new, "is not a mentor here yet."),
        (gone.member.user, "is not here any more."),  # still a user of Discord, but no member
    ):
        await jo.types("request-chat", mentor=mentor)
        assert words in jo.told and jo.form is None and jo.result.ephemeral
    assert await asked_here(town) == 0
    assert not new.titles


async def test_a_guest_is_refused_where_the_organisers_keep_guests_out(town: Town) -> None:
    maya, gus, olu = await town.mentor("Maya"), town.person("Gus"), town.person("Olu", organiser=True)
    await olu.types("half-hour")
    await olu.presses("House rules")
    await olu.presses("Change requests")
    await olu.fills(guests=["no"])
    emit = town.discord.env.backend.emit

    def as_a_guest(event: str, payload: dict[str, Any], *rest: Any, **more: Any) -> None:
        if event == "INTERACTION_CREATE" and "member" in payload:
            payload["member"]["flags"] = 1 << 4
        emit(event, payload, *rest, **more)

    town.discord.env.backend.emit = as_a_guest
    await gus.types("request-chat", mentor=maya)
    assert "Guests cannot ask for chats in this community." in gus.told and gus.form is None
    assert await asked_here(town) == 0


async def test_many_who_were_never_written_to_are_written_to_slowly_and_all_in_the_end(town: Town) -> None:
    mentors = [await town.mentor(f"Mentor{number}") for number in range(12)]

    def reached() -> int:
        return sum(bool(mentor.dms) for mentor in mentors)

    for mentor in mentors:
        mentor.put_away = 0
    assert reached() == 10, "Discord quarantines a bot that opens many direct messages in a burst"
    await town.turn(minutes=5)
    assert reached() == 12
    assert [len(mentor.dms) for mentor in mentors] == [1] * 12


# -- what breaks of ours -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", ["full", "gone"])
async def test_a_database_that_is_full_or_gone_is_an_apology_and_half_of_nothing(
    sqlite_template: Path, tmp_path: Path, trouble: str
) -> None:
    storage = open_storage(copy_sqlite(sqlite_template, tmp_path))
    long = {"note": f"{GOOD['note']} I have read a lot. ".ljust(1200, "x"), "questions": "And why? ".ljust(900, "?")}
    async with discord_town(storage) as town:
        maya, kofi, jo = await town.mentor("Maya"), await town.mentor("Kofi"), await town.member("Jo")
        await jo.asks(kofi, **long)
        await jo.types("request-chat", mentor=maya)
        request = {**GOOD, **long, "slots": jo.choices("slots", 0)}
        with databases.full(storage) if trouble == "full" else databases.gone(tmp_path):
            await driver.Person.fills(jo, **request)
            assert "Sorry, that went wrong" in jo.told and "this reference: " in jo.told
        await town.deliver()
        assert await asked_here(town) == 1 and not maya.titles
        await jo.asks(maya, **long)
        assert maya.titles == ["Jo asks for 30 minutes of your time"]
    await storage.close()


# -- words that were meant to do harm ----------------------------------------------------------------------------------


def harmless(town: Town) -> None:
    """Nothing that was ever sent may ping anybody, or be more than Discord takes."""
    for _, body in town.wire:
        assert body.get("allowed_mentions", {"parse": []}) == {"parse": []}
        shown = [one["content"] for one in walk_components(body["components"]) if one["type"] == 10]
        assert sum(map(len, shown)) <= 4000
        for words in shown:
            assert not re.search(r"@everyone|<[@#!]\D|<t:0|(?<!\\)\[x\]|^# ", words, re.MULTILINE), words


@pytest.mark.parametrize("words", [NASTY, "&" * 3000, RIGHT_TO_LEFT], ids=["markup", "ampersands", "right to left"])
async def test_words_in_every_field_are_shown_as_typed_and_ping_nobody(town: Town, words: str) -> None:
    maya, jo = await town.person("Maya").types("mentor"), await town.member("Jo")

    def cut(form: Person) -> dict[str, str]:
        """As much of it as Discord lets one type into each field of the open form."""
        return {key: words[: one["max_length"]] for key, one in form.blanks.items() if one["type"] == 4}

    await maya.fills(**{**cut(maya), "link": "https://meet.example.org/maya"})
    await maya.types("my-chats", city="America/New_York")
    await maya.types("mentor")
    await maya.presses("Add your hours")
    await maya.fills(hours="Mon-Fri 9-12")
    await jo.types("find-mentor", topic=words[:200])
    await jo.types("request-chat", mentor=maya)
    await jo.fills(**cut(jo), slots=jo.choices("slots", 0), pledge=["yes"])
    if "Send as it is" in jo.answer.buttons:  # the coach sees no question in it
        await jo.presses("Send as it is")
    await maya.presses("Ask one question first")
    await maya.fills(**cut(maya))
    await jo.presses("Answer")
    await jo.fills(**cut(jo))
    await maya.picks(0)
    await jo.presses("Move")
    await jo.fills(typed=words[:200])
    await jo.types("my-chats")
    await jo.presses("Open")
    await jo.presses("Tell the organisers")
    await jo.fills(**cut(jo))
    await town.turn(days=1, hours=1)
    await jo.presses("Yes, we met")
    await jo.presses("The one thing I will use")
    await jo.fills(**cut(jo))
    await jo.presses("Edit and send")
    await jo.fills(**cut(jo))
    if "Send as it is" in jo.answer.buttons:
        await jo.presses("Send as it is")
    await maya.presses("Introduce them to someone")
    maya.dismisses()
    assert maya.titles[-1] == "A note from Jo"
    shown = words.replace("\u202e", "")
    assert shown.split("[")[0][:40] in maya.reads.replace("\\", "")
    harmless(town)


async def test_words_of_nothing_but_blanks_are_asked_for_again(town: Town) -> None:
    maya, jo, _ = await asked(town)

    async def insists(person: Person, label: str, key: str, words: str) -> None:
        await person.presses(label)
        await person.fills(**{key: " \u200b\n\u202e "})
        assert "A small thing to look at" in person.told, label
        await person.presses("Edit")
        await person.fills(**{key: words})
        assert "A small thing" not in person.told, label

    await insists(maya, "Ask one question first", "question", "What have you built?")
    await insists(jo, "Answer", "answer", "An app for my choir.")
    await maya.picks(0)
    await jo.types("my-chats")
    await jo.presses("Open")
    await insists(jo, "Tell the organisers", "words", "All is well.")
    await town.turn(days=1, hours=1)
    await jo.presses("Yes, we met")
    await insists(jo, "The one thing I will use", "takeaway", "Talk to three people")
    await insists(jo, "Edit and send", "note", "Thank you! What you said about habits stays with me.")
    await town.turn(days=31)
    await insists(jo, "Tell what came of it", "outcome", "I talked to three people, and one of them hired me!")
    assert maya.titles[-1] == "Jo tells you what came of it"


async def test_a_name_that_is_meant_to_do_harm_is_shown_as_it_is(town: Town) -> None:
    maya, eve = await town.mentor("@everyone **Maya**"), await town.member("<@&1> [x](http://y)")
    await eve.types("find-mentor", topic="product")
    await eve.asks(maya)
    assert "\\[x](http://y) asks for 30 minutes" in maya.dm.words
    await maya.presses("Decline")
    await maya.presses("In my own words")
    await maya.fills(reason=["busy"])
    assert "everyone \\*\\*Maya\\*\\* cannot make it" in eve.dm.words
    await eve.types("my-chats")
    harmless(town)
