"""What people set for themselves on Discord, what they get to see of themselves, and how they leave."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from storage import Storage
from tests.journeys.discord_town import GOOD, Person, Town, discord_town


@pytest.fixture
async def town(storage: Storage) -> AsyncIterator[Town]:
    async with discord_town(storage) as town:
        yield town


def exported(person: Person) -> Any:
    """The file that hangs on somebody's newest message."""
    [file] = person.dm.attachments
    assert file["filename"] == "half-hour.json"
    return json.loads(person.town.discord.env.backend.cdn.get(file["url"]))


async def settings(person: Person) -> Person:
    await person.types("my-chats")
    return await person.presses("Settings")


async def test_what_is_kept_about_me_comes_as_a_file(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    await jo.asks(maya)
    await settings(jo)
    await jo.presses("Export my data")
    assert "Your file is on its way" in jo.told
    assert jo.titles == ["Everything I keep about you"]
    mine = json.dumps(exported(jo), ensure_ascii=False)
    assert GOOD["note"] in mine and "Europe/Berlin" in mine
    assert "meet.example.org" not in mine, "what is Maya's stays Maya's"


async def test_who_is_forgotten_is_a_former_member_to_the_other_side(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    await jo.asks(maya)
    await maya.picks(0)
    await settings(jo)
    await jo.presses("Forget me")
    assert "This cannot be undone." in jo.told
    await jo.presses("Yes, forget me")
    assert "You are forgotten" in jo.told
    assert maya.titles[-1] == "a former member had to cancel"
    await maya.types("my-chats")
    assert "a former member" in maya.told and "Jo" not in maya.told
    assert not any(GOOD["note"] in seen.words for seen in maya.dms) and "Jo" not in maya.reads
    await jo.types("my-chats")
    assert "Nothing here yet." in jo.told


async def test_a_reminder_can_be_stopped_where_it_is_read_and_turned_on_again(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    await jo.asks(maya)
    await town.turn(days=1, hours=6)
    assert maya.titles[-1] == "Jo is still hoping for 30 minutes"
    await maya.presses("Stop these reminders")
    assert "Stopped: Requests that wait for my answer" in maya.told
    await town.turn(days=1)
    assert not any(title.startswith("Last call") for title in maya.titles)
    await settings(maya)
    await maya.presses("Reminders")
    assert "prompts" not in maya.standing["groups"]
    await maya.fills(groups=[*maya.standing["groups"], "prompts"])
    assert "Your reminders are saved" in maya.told


async def test_somebody_who_is_blocked_is_told_nothing_of_it(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    await settings(maya)
    await maya.presses("Block someone")
    await maya.fills(who=[jo])
    assert "Jo cannot ask you, and is not told." in maya.told
    await jo.types("request-chat", mentor=maya)
    assert "Maya cannot take requests just now." in jo.told and not maya.titles
    await jo.types("find-mentor", topic="product")
    assert "Nobody is open just now" in jo.told
    await settings(maya)
    await maya.presses("Unblock Jo")
    await jo.asks(maya)
    assert maya.titles == ["Jo asks for 30 minutes of your time"]


async def test_a_report_reaches_the_organisers_and_nobody_else(town: Town) -> None:
    olu = await town.member("Olu", organiser=True)
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    await jo.asks(maya)
    await jo.types("my-chats")
    await jo.presses("Open")
    await jo.presses("Tell the organisers")
    await jo.fills(words="She wrote to me five times.")
    assert "The organisers have it" in jo.told
    assert olu.titles == ["Jo reports a chat"] and "> She wrote to me five times." in olu.reads
    assert len(maya.titles) == 1


async def test_a_language_of_ones_own(town: Town) -> None:
    jo = await town.member("Jo")
    await settings(jo)
    await jo.presses("Language")
    await jo.fills(language=["es"])
    assert "Desde ahora, en español" in jo.told
    await jo.types("my-chats")
    assert "Mis charlas" in jo.told
