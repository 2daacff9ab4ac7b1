"""Through Discord's side of the wire: commands, forms, presses."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from simcord.components import walk_components
from simcord.interactions import base_payload
from simcord.results import ResponseMessage

from adapters.discord import parse, render
from adapters.discord.app import Discord
from bot.boundary.cards import Button, Card, Field, File, Form, Option, Reply
from bot.boundary.commands import (
    Decline,
    FindZone,
    HalfHour,
    MyChats,
    OpenDraft,
    PickSlot,
    RequestChat,
    SendRequest,
)
from bot.boundary.ports import Person, Place
from bot.boundary.tokens import write_time
from tests.adapters.discord.conftest import NOW, WORDED, surface
from tests.adapters.discord.desk import ScriptedDesk
from tests.adapters.discord.driver import Person as Somebody
from tests.adapters.discord.driver import Server

SLOT = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


def request_form(mentor: Person, **changes: object) -> Form:
    fields = (
        Field("topic", "Topic", "line", example="Moving into data", most=100),
        Field("note", "Why them?", "text", value="I read your talk"),
        Field(
            "slots",
            "Times",
            "choices",
            options=(Option(write_time(SLOT), "Wed 18:00"), Option(write_time(LATER), "Thu 09:00")),
            most=3,
            required=False,
        ),
        Field("pledge", "One promise", "tick", options=(Option("yes", "I ask for advice, not for a job"),)),
    )
    return Form("Ask for a chat", fields, SendRequest(mentor), "Send", **changes)  # type: ignore[arg-type]


def chat_card() -> Card:
    return Card(
        "Jo asks you for a chat",
        picks=(Button("Wed 18:00", PickSlot("c1", SLOT), "main"),),
        buttons=(Button("Decline", Decline("c1")),),
    )


def as_person(server: Server, id: str) -> Person:
    return Person("discord", server.id, id)


def bot_message(server: Server, card: Card, *, custom_id: str = "", to: Somebody | None = None) -> Any:
    """A card of ours in the channel (or a direct message), with another id in its first button."""
    components = render.message(card, Place("discord", server.id)).to_components()  # type: ignore[no-untyped-call]
    if custom_id:
        next(one for one in walk_components(components) if one["type"] == 2)["custom_id"] = custom_id
    backend = server.env.backend
    channel = backend.get_dm_channel(to.member.id).id if to else server.channel.id
    stored = backend.create_message(channel, backend.bot_user.id, components=components, flags=1 << 15)
    return ResponseMessage(server.env, stored)


async def test_a_command_carries_who_acts_and_whom_it_names(guild: Server, desk: ScriptedDesk) -> None:
    jo, maya = guild.person("Jo"), guild.person("Maya")
    await jo.types("request-chat", mentor=maya)
    heard = desk.last
    assert heard.actor.person == as_person(guild, jo.id)
    assert (heard.actor.name, heard.actor.organiser, heard.actor.locale) == ("Jo", False, "en-US")
    assert heard.command == RequestChat(as_person(guild, maya.id))
    assert [(met.person, met.name, met.bot, met.gone) for met in heard.met] == [
        (as_person(guild, maya.id), "Maya", False, False)
    ]
    assert heard.delivery
    assert jo.result.ephemeral
    assert jo.answer.words == "## Hello"


async def test_a_bot_that_is_named_is_known_to_be_one(guild: Server, desk: ScriptedDesk) -> None:
    jo, robot = guild.person("Jo"), guild.person("Robot", bot=True)
    await jo.types("request-chat", mentor=robot)
    assert desk.last.met[0].bot


async def test_somebody_who_has_left_is_known_to_be_gone(guild: Server, desk: ScriptedDesk) -> None:
    jo, left = guild.person("Jo"), guild.env.create_user("left")
    await jo.member.slash(guild.channel, "request-chat", mentor=left)
    assert desk.last.met[0].gone


async def test_whoever_may_manage_the_server_is_an_organiser(guild: Server, desk: ScriptedDesk) -> None:
    await guild.person("Olu", organiser=True).types("half-hour")
    assert desk.last.actor.organiser is True
    assert desk.last.command == HalfHour()


async def test_the_menu_of_a_user_asks_that_user(guild: Server, desk: ScriptedDesk) -> None:
    jo, maya = guild.person("Jo"), guild.person("Maya")
    await jo.chooses("Request a chat", maya)
    assert desk.last.command == RequestChat(as_person(guild, maya.id))
    assert desk.last.met[0].name == "Maya"


async def test_cities_are_suggested_while_one_is_typed(guild: Server, desk: ScriptedDesk) -> None:
    jo = guild.person("Jo")
    assert await jo.types_part("my-chats", "city", "ber") == ["Berlin, Germany"]
    assert await jo.types_part("my-chats", "city", "zzz") == []
    await jo.types("my-chats", city="Europe/Berlin")
    assert desk.last.command == MyChats(city="Europe/Berlin")


async def test_a_form_opens_at_once_and_comes_back_as_its_command(guild: Server, desk: ScriptedDesk) -> None:
    jo, maya = guild.person("Jo"), guild.person("Maya")
    mentor = as_person(guild, maya.id)
    desk.answer = Reply(request_form(mentor))
    await jo.types("request-chat", mentor=maya)
    assert jo.form_title == "Ask for a chat"
    desk.answer = Reply(Card("Sent"))
    await jo.fills(topic="  Data  ", pledge=["yes"], slots=[write_time(SLOT), write_time(LATER)])
    assert desk.last.command == SendRequest(
        mentor, topic="Data", note="I read your talk", slots=(SLOT, LATER), pledge=True
    )
    assert jo.answer.words == "## Sent"
    assert jo.result.ephemeral


async def test_a_press_replaces_its_card(guild: Server, desk: ScriptedDesk, bot: Discord) -> None:
    maya = guild.person("Maya")
    await bot.messenger.deliver(as_person(guild, maya.id), chat_card(), key="k1")
    assert maya.dm.buttons == ["Wed 18:00", "Decline"]
    desk.answer = Reply(Card("You are meeting Jo"), replace=True)
    await maya.presses("Wed 18:00")
    assert desk.last.command == PickSlot("c1", SLOT)
    assert desk.last.actor.person == as_person(guild, maya.id), "the card says which server it is about"
    assert desk.last.actor.organiser is None, "a direct message does not tell"
    assert len(maya.dms) == 1
    assert maya.dm.words == "## You are meeting Jo\n-# Career Friends"
    assert maya.dm.buttons == []


async def test_a_press_in_a_direct_message_is_answered_in_private(
    guild: Server, desk: ScriptedDesk, bot: Discord
) -> None:
    maya = guild.person("Maya")
    await bot.messenger.deliver(as_person(guild, maya.id), chat_card(), key="k1")
    desk.answer = Reply(Card("This is for Jo to answer"))
    await maya.presses("Decline")
    assert maya.answer.message.ephemeral
    assert maya.dm.buttons == ["Wed 18:00", "Decline"], "the card is as it was"


async def test_an_ephemeral_card_is_replaced_too(guild: Server, desk: ScriptedDesk) -> None:
    jo = guild.person("Jo")
    desk.answer = Reply(chat_card())
    await jo.types("my-chats")
    desk.answer = Reply(Card("Declined"), replace=True)
    await jo.presses("Decline")
    assert jo.answer.words == "## Declined"
    assert jo.answer.message.ephemeral


async def test_a_file_goes_when_its_card_is_replaced(guild: Server, desk: ScriptedDesk, bot: Discord) -> None:
    maya = guild.person("Maya")
    booked = replace(chat_card(), files=(File("chat.ics", "text/calendar", b"BEGIN:VCALENDAR"),))
    await bot.messenger.deliver(as_person(guild, maya.id), booked, key="k1")
    assert [one["filename"] for one in maya.dm.attachments] == ["chat.ics"]
    shown = [one for one in walk_components(maya.dm.components) if one["type"] == 13]
    assert shown[0]["name"] == "chat.ics", "a file that no component shows is hidden"
    desk.answer = Reply(Card("Cancelled"), replace=True)
    await maya.presses("Decline")
    assert not maya.dm.attachments


async def test_a_slow_desk_is_waited_for(guild: Server, desk: ScriptedDesk, bot: Discord) -> None:
    desk.wait = 0.5
    jo = guild.person("Jo")
    desk.answer = Reply(chat_card())
    await jo.types("my-chats")
    callbacks = [one.json["type"] for one in guild.env.http_requests if one.path.endswith("/callback")]
    assert callbacks == [5], "discord is told to wait"
    assert jo.answer.buttons == ["Wed 18:00", "Decline"]
    assert jo.answer.message.ephemeral
    desk.answer = Reply(Card("Declined"), replace=True)
    await jo.presses("Decline")
    assert jo.answer.words == "## Declined"


async def test_a_slow_private_answer_leaves_the_card_alone(guild: Server, desk: ScriptedDesk, bot: Discord) -> None:
    desk.wait = 0.5
    maya = guild.person("Maya")
    await bot.messenger.deliver(as_person(guild, maya.id), chat_card(), key="k1")
    desk.answer = Reply(Card("This is for Jo to answer"))
    await maya.presses("Decline")
    assert maya.answer.message.ephemeral
    assert maya.dm.buttons == ["Wed 18:00", "Decline"]


async def test_a_form_that_comes_too_late_is_one_press_away(guild: Server, desk: ScriptedDesk) -> None:
    jo, maya = guild.person("Jo"), guild.person("Maya")
    desk.wait = 0.5
    desk.answer = Reply(request_form(as_person(guild, maya.id)))
    await jo.types("request-chat", mentor=maya)
    assert jo.form is None
    assert jo.answer.buttons == ["Open the form"]
    desk.wait = 0
    await jo.presses("Open the form")
    assert desk.last.command == RequestChat(as_person(guild, maya.id))
    assert jo.form_title == "Ask for a chat"


async def test_a_form_with_errors_comes_back_as_a_card_that_reopens_it(guild: Server, desk: ScriptedDesk) -> None:
    jo, maya = guild.person("Jo"), guild.person("Maya")
    mentor = as_person(guild, maya.id)
    trouble = Card("Nearly", (("Topic: say a little more",),), buttons=(Button("Edit", OpenDraft("d1")),))
    desk.answer = Reply(request_form(mentor))
    await jo.types("request-chat", mentor=maya)
    desk.answer = Reply(request_form(mentor, errors={"topic": "say a little more"}, trouble=trouble))
    await jo.fills(topic="x", pledge=["yes"])
    assert jo.answer.words == "## Nearly\nTopic: say a little more"
    desk.answer = Reply(request_form(mentor))
    await jo.presses("Edit")
    assert desk.last.command == OpenDraft("d1")
    assert jo.form_title == "Ask for a chat"


async def test_what_is_wrong_is_said_before_a_form_opens_again(guild: Server, desk: ScriptedDesk) -> None:
    jo = guild.person("Jo")
    trouble = Card("Nearly", (("I do not know that city",),), buttons=(Button("Edit", OpenDraft("d1")),))
    form = Form("Where do you live?", (Field("city", "City", "line"),), FindZone(), "Find", trouble=trouble)
    desk.answer = Reply(form)
    await jo.types("my-chats", city="Nowhere")
    assert jo.answer.words == "## Nearly\nI do not know that city"
    await jo.presses("Edit")
    assert jo.form_title == "Where do you live?"


async def test_a_form_that_answers_a_form_is_one_press_away(guild: Server, desk: ScriptedDesk) -> None:
    jo = guild.person("Jo")
    desk.answer = lambda command: Reply(
        Form("Where do you live?", (Field("city", "City", "line"),), FindZone(), "Find")
    )
    await jo.types("my-chats")
    await jo.fills(city="Berlin")
    assert jo.answer.buttons == ["Open the form"]
    await jo.presses("Open the form")
    assert desk.last.command == FindZone("Berlin")
    assert jo.form_title == "Where do you live?"


async def test_what_is_said_twice_is_answered_with_nothing(guild: Server, desk: ScriptedDesk, bot: Discord) -> None:
    maya = guild.person("Maya")
    desk.answer = Reply(None)
    await maya.types("half-hour")
    assert maya.result.acknowledged
    assert maya.result.response is None
    await bot.messenger.deliver(as_person(guild, maya.id), chat_card(), key="k1")
    await maya.presses("Decline")
    assert maya.result.acknowledged
    assert maya.dm.buttons == ["Wed 18:00", "Decline"]


# -- restarts ----------------------------------------------------------------------------------------------------------


async def test_a_button_works_after_a_restart(guild: Server, desk: ScriptedDesk, bot: Discord) -> None:
    maya = guild.person("Maya")
    await bot.messenger.deliver(as_person(guild, maya.id), chat_card(), key="k1")
    after = ScriptedDesk(Reply(Card("You are meeting Jo"), replace=True))
    await guild.restart(surface(after))
    await maya.presses("Wed 18:00")
    assert after.last.command == PickSlot("c1", SLOT)
    assert not desk.heard
    assert "You are meeting Jo" in maya.dm.words


async def test_a_form_opened_before_a_restart_is_heard_after_it(guild: Server, desk: ScriptedDesk) -> None:
    jo, maya = guild.person("Jo"), guild.person("Maya")
    mentor = as_person(guild, maya.id)
    desk.answer = Reply(request_form(mentor))
    await jo.types("request-chat", mentor=maya)
    after = ScriptedDesk(Reply(Card("Sent")))
    await guild.restart(surface(after))
    await jo.fills(topic="Data", pledge=["yes"])
    assert after.last.command == SendRequest(mentor, topic="Data", note="I read your talk", pledge=True)
    assert jo.answer.words == "## Sent"


async def test_nothing_is_kept_of_a_thousand_forms_and_cards(guild: Server, desk: ScriptedDesk, bot: Discord) -> None:
    jo, maya = guild.person("Jo"), guild.person("Maya")
    desk.answer = Reply(request_form(as_person(guild, maya.id)))
    await jo.types("half-hour")
    command = {"id": "1", "name": "half-hour", "type": 1}
    for _ in range(1000):  # without waiting for each, which takes the simulation a minute
        backend, who = guild.env.backend, {"guild_id": guild.guild.id, "user_id": jo.member.id}
        _, opened = base_payload(backend, type=2, channel_id=guild.channel.id, data=command, **who)
        backend.emit("INTERACTION_CREATE", opened)
    await guild.env.settle()
    assert len(desk.heard) == 1001
    assert sum(one.modal is not None for one in guild.env.backend.interactions.values()) == 1001
    desk.answer = Reply(chat_card())
    await jo.types("half-hour")
    await bot.messenger.deliver(as_person(guild, maya.id), chat_card(), key="k1")
    kept = bot.client._connection._view_store
    assert len(kept._modals) == len(kept._views) == len(kept._synced_message_views) == 0


# -- what must not work ------------------------------------------------------------------------------------------------


async def test_a_strangers_press_is_the_strangers(guild: Server, desk: ScriptedDesk) -> None:
    jo, eve = guild.person("Jo"), guild.person("Eve")
    desk.answer = Reply(chat_card())
    await jo.types("my-chats")
    card = bot_message(guild, chat_card())
    desk.answer = Reply(Card("This is for Jo to answer"))
    await eve.presses("Decline", message=card)
    assert desk.last.actor.person == as_person(guild, eve.id)
    assert eve.answer.message.ephemeral


@pytest.mark.parametrize(
    "custom_id",
    ["h|{server}|hh1.decline.c1.extra.more", "h|{server}|hh1.nothing", "h|{server}|", "h||hh1.decline.c1", "x",
     "m|{server}|hh1.decline.c1", "h|{server}|hh1.decline.c1|999", "h|{server}|hh1.pick-slot.c1.zzzzzzzzzzzzzzzz",
     "h|zzzzzzzzzzzzz|hh1.decline.c1", "h|1|hh1.decline.c1", "h|{server}|hh1.decline.%ff", "\u0660|{server}|hh1"],
)  # fmt: skip
async def test_a_button_that_was_tampered_with_is_answered_kindly(
    guild: Server, desk: ScriptedDesk, custom_id: str
) -> None:
    jo = guild.person("Jo")
    card = bot_message(guild, chat_card(), custom_id=custom_id.format(server=parse._base36(int(guild.id))))
    await jo.presses("Wed 18:00", message=card)
    assert not desk.heard
    assert desk.garbled_by[0].person == as_person(guild, jo.id)
    assert jo.answer.words == "## That button is not one of mine"
    assert jo.answer.message.ephemeral


@pytest.mark.parametrize(("custom_id", "buttons"), [("h|{server}|hh1.nothing", ["My chats"]), ("what", [])])
async def test_an_apology_in_a_direct_message_leads_only_where_it_is_known_to_be(
    guild: Server, desk: ScriptedDesk, custom_id: str, buttons: list[str]
) -> None:
    jo = guild.person("Jo")
    custom_id = custom_id.format(server=parse._base36(int(guild.id)))
    await jo.presses("Wed 18:00", message=bot_message(guild, chat_card(), custom_id=custom_id, to=jo))
    assert jo.answer.words.startswith("## That button is not one of mine")
    assert jo.answer.buttons == buttons


async def test_a_card_of_another_server_is_not_heard_here(guild: Server, desk: ScriptedDesk) -> None:
    jo = guild.person("Jo")
    card = bot_message(guild, chat_card(), custom_id=parse.press_id(Place("discord", "12345"), Decline("c1")))
    await jo.presses("Wed 18:00", message=card)
    assert not desk.heard
    assert desk.garbled_by


async def test_an_answer_that_cannot_be_drawn_still_gets_one(
    guild: Server, desk: ScriptedDesk, caplog: pytest.LogCaptureFixture
) -> None:
    jo = guild.person("Jo")
    desk.answer = Reply(
        Card("Too long a button", buttons=(Button("Go", SendRequest(as_person(guild, jo.id), "x" * 90)),))
    )
    await jo.types("half-hour")
    assert jo.answer.words == "## Sorry"


async def test_a_desk_that_breaks_is_logged_and_answered(
    guild: Server, desk: ScriptedDesk, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(command: object) -> Reply:
        raise ZeroDivisionError

    jo = guild.person("Jo")
    desk.answer = broken
    await jo.types("half-hour")
    assert jo.answer.words == "## Sorry"
    assert jo.answer.message.ephemeral
    assert "ZeroDivisionError" in caplog.text


async def test_an_interaction_that_discord_has_given_up_is_only_logged(
    guild: Server, desk: ScriptedDesk, caplog: pytest.LogCaptureFixture
) -> None:
    guild.env.inject_error("POST", "/interactions/*", status=404, code=10062, times=2)
    await guild.person("Jo").types("half-hour")
    assert "could not be answered" in caplog.text


async def test_bad_words_in_a_form_arrive_clean(guild: Server, desk: ScriptedDesk) -> None:
    jo, maya = guild.person("Jo"), guild.person("Maya")
    desk.answer = Reply(request_form(as_person(guild, maya.id)))
    for typed, heard in [
        ("   ", ""),
        ("\u202eevil\u202c", "evil"),
        ("مرحبا بالعالم", "مرحبا بالعالم"),
        ("nul\x00byte", "nulbyte"),
        ("a\r\nb", "a\nb"),
    ]:
        await jo.types("request-chat", mentor=maya)
        await jo.fills(topic=typed, note="&" * 3000, pledge=["yes"])
        assert isinstance(desk.last.command, SendRequest)
        assert (desk.last.command.topic, desk.last.command.note) == (heard, "&" * 3000)


# -- commands ----------------------------------------------------------------------------------------------------------


async def test_commands_are_registered_once(guild: Server, bot: Discord) -> None:
    assert not await bot.sync(), "the server's fixture has registered them"
    puts = [request for request in guild.env.http_requests if request.method == "PUT"]
    assert len(puts) == 1


async def test_changed_commands_are_registered_again(guild: Server, desk: ScriptedDesk) -> None:
    fewer = Discord(desk=desk, clock=lambda: NOW, token="a-token", entries=WORDED[:2])
    await guild.restart(fewer)
    assert await fewer.sync()
    assert not await fewer.sync()
