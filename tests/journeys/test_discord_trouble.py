"""What goes wrong on Discord, and what people see then: presses that are not theirs or come too late, closed direct
messages, mistakes in a form, and words that were meant to do harm."""

import re
from collections.abc import AsyncIterator

import pytest
from simcord.components import walk_components

from storage import Storage
from tests.adapters.discord.driver import Seen
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
    await insists(jo, "Edit and send", "note", "Dear Maya, thank you.")
    await town.turn(days=31)
    await insists(jo, "Tell what came of it", "outcome", "A job!")
    assert maya.titles[-1] == "Jo tells you what came of it"


async def test_a_name_that_is_meant_to_do_harm_is_shown_as_it_is(town: Town) -> None:
    maya, eve = await town.mentor("@everyone **Maya**"), await town.member("<@&1> [x](http://y)")
    await eve.types("find-mentor", topic="product")
    await eve.asks(maya)
    assert "\\[x](http://y) asks for 30 minutes" in maya.dm.words
    await maya.presses("Decline")
    await maya.fills(reason=["busy"])
    assert "everyone \\*\\*Maya\\*\\* cannot make it" in eve.dm.words
    await eve.types("my-chats")
    harmless(town)
