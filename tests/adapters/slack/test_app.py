"""What people on Slack do and see, over both transports."""

import asyncio
import time
from datetime import UTC, datetime

import pytest
import uvicorn
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from adapters.slack.messenger import SlackMessenger
from bot.boundary.cards import Board, Button, Card, Field, File, Form, Option, Quote, Reply
from bot.boundary.commands import (
    About,
    Decline,
    FindMentor,
    HalfHour,
    MyChats,
    RequestChat,
    SendDecline,
    SendRequest,
    SendSuggestion,
    Settings,
    ShowChat,
)
from bot.boundary.ports import Person, Surface
from bot.boundary.tokens import write_time
from tests.adapters.slack.conftest import Starts
from tests.adapters.slack.desk import GARBLED, ScriptedDesk
from tests.adapters.slack.fake import FakeSlack
from tests.adapters.slack.user import Filled, NotPossible

JO, MAYA = Person("slack", "T1", "U0JO"), Person("slack", "T1", "U0MAYA")
SLOTS = [datetime(2026, 3, day, 15, 0, tzinfo=UTC) for day in (4, 5, 6)]
ASK = Form(
    "Request a chat",
    (
        Field("topic", "Topic", "line", most=80, example="Design"),
        Field("note", "Note", "text", hint="Why you", most=1000),
        Field("slots", "Times", "choices", options=tuple(Option(write_time(s), f"{s:%a %H:%M} UTC") for s in SLOTS)),
        Field("pledge", "Pledge", "tick", options=(Option("1", "I ask for advice"),)),
    ),
    SendRequest(MAYA),
    "Send Request",
)
CARD = Card("Jo would like a chat", buttons=(Button("Decline", Decline("c1")), Button("About", About())))


def replying(desk: ScriptedDesk, **replies: Card | Board | Form) -> None:
    kinds = {kind.__name__: kind for kind in (RequestChat, SendRequest, FindMentor, Decline, SendDecline, MyChats)}
    for name, say in replies.items():
        desk.answers(kinds[name], Reply(say))


async def test_a_command_opens_the_form_and_what_is_filled_in_comes_back(either: FakeSlack, desk: ScriptedDesk) -> None:
    replying(desk, RequestChat=ASK, SendRequest=Card("Maya has your request"))
    jo = either.users["U0JO"]
    await jo.command("/request-chat", "<@U0MAYA|maya>")
    assert desk.command == RequestChat(MAYA)
    assert [met.name for met in desk.last.met] == ["maya"]
    assert desk.last.met[0].zone == "America/New_York"
    assert jo.options("slots") == ["Wed 15:00 UTC", "Thu 15:00 UTC", "Fri 15:00 UTC"]
    await jo.submit({"topic": " UX ", "note": "You <b>& I</b>", "slots": ["Wed 15:00 UTC"], "pledge": True})
    assert jo.view
    assert desk.command == SendRequest(MAYA, "UX", "You <b>& I</b>", slots=(SLOTS[0],), pledge=True)
    assert jo.view["title"]["text"] == "Maya has your request"


async def test_a_card_answers_a_command_privately(either: FakeSlack, desk: ScriptedDesk) -> None:
    maya = Card("Maya", buttons=(Button("Request a chat", RequestChat(MAYA)),))
    replying(desk, FindMentor=Board("Mentors", cards=(maya,)))
    jo = either.users["U0JO"]
    await jo.command("/find-mentor", "design &amp; research")
    assert desk.command == FindMentor("design & research")
    assert jo.view is None
    assert "Maya" in jo.ephemerals[0].words
    assert jo.ephemerals[0].buttons == ["Request a chat"]
    await jo.press("Request a chat")
    assert desk.command == RequestChat(MAYA)


async def test_errors_show_at_their_fields_and_the_form_stays(either: FakeSlack, desk: ScriptedDesk) -> None:
    trouble = Form(ASK.title, ASK.fields, ASK.completes, ASK.submit, errors={"note": "Tell Maya why you chose her."})
    replying(desk, RequestChat=ASK, SendRequest=trouble)
    jo = either.users["U0JO"]
    filled: Filled = {"topic": "UX", "note": "hi", "slots": ["Wed 15:00 UTC"], "pledge": True}
    await jo.command("/request-chat", "<@U0MAYA|maya>")
    await jo.submit(filled)
    assert jo.errors == {"note": "Tell Maya why you chose her."}
    replying(desk, SendRequest=Card("Sent"))
    await jo.submit(filled)
    assert jo.view
    assert jo.view["title"]["text"] == "Sent"


async def test_errors_of_another_form_come_with_that_form(slack: FakeSlack, desk: ScriptedDesk) -> None:
    other = Form("City", (Field("city", "City", "line"),), MyChats(), "Save", errors={"city": "Which country?"})
    replying(desk, RequestChat=ASK, SendRequest=other)
    jo = slack.users["U0JO"]
    await jo.command("/request-chat")
    await jo.submit({"topic": "UX", "note": "hi", "slots": ["Wed 15:00 UTC"], "pledge": True})
    assert jo.errors == {}
    assert jo.sees("City: Which country?")
    await jo.submit({"city": "Paris"})
    assert desk.command == MyChats(city="Paris")


async def test_a_pressed_card_is_replaced_in_place(either: FakeSlack, desk: ScriptedDesk) -> None:
    maya = either.users["U0MAYA"]
    await _deliver(either, CARD)
    desk.answers(Decline, Reply(Card("You declined"), replace=True))
    await maya.press("Decline")
    assert len(maya.inbox) == 1
    assert maya.inbox[0].text == "You declined"
    assert maya.buttons() == []


async def test_another_answer_leaves_the_pressed_card_alone(either: FakeSlack, desk: ScriptedDesk) -> None:
    maya = either.users["U0MAYA"]
    await _deliver(either, CARD)
    desk.answers(About, Reply(Card("About us")))
    await maya.press("About")
    assert maya.inbox[0].text == CARD.title
    assert [message.text for message in maya.ephemerals] == ["About us"]


async def test_a_form_opens_from_a_press_on_a_message(slack: FakeSlack, desk: ScriptedDesk) -> None:
    maya = slack.users["U0MAYA"]
    await _deliver(slack, CARD)
    replying(desk, Decline=Form("Decline", (Field("words", "Why", "text", required=False),), SendDecline("c1"), "Send"))
    await maya.press("Decline")
    await maya.submit()
    assert desk.command == SendDecline("c1")


async def test_a_press_inside_a_modal_changes_that_modal(slack: FakeSlack, desk: ScriptedDesk) -> None:
    jo = slack.users["U0JO"]
    replying(desk, RequestChat=ASK, SendRequest=Card("Sent", buttons=(Button("See it", ShowChat("c1")),)))
    desk.answers(ShowChat, Reply(Card("Your request")))
    await jo.command("/request-chat")
    await jo.submit({"topic": "UX", "note": "hi", "slots": ["Wed 15:00 UTC"], "pledge": True})
    assert jo.view
    before = jo.view["id"]
    await jo.press("See it")
    assert jo.view["id"] == before
    assert jo.view["title"]["text"] == "Your request"


async def test_home_is_drawn_and_drawn_again_after_a_press(either: FakeSlack, desk: ScriptedDesk) -> None:
    jo = either.users["U0JO"]
    replying(desk, MyChats=Board("My chats", buttons=(Button("Settings", Settings()), Button("More", MyChats(page=1)))))
    desk.answers(Settings, Reply(Card("Settings")))
    await jo.open_home()
    assert jo.sees("My chats")
    await jo.press("Settings")
    assert jo.view
    assert jo.view["title"]["text"] == "Settings"
    assert len(either.called("views.publish")) == 2
    await jo.dismiss()
    await jo.press("More")
    assert desk.command == MyChats(page=1)
    assert len(either.called("views.publish")) == 3
    assert not any("hash" in body for body in either.called("views.publish")), "so that no drawing is ever stale"
    assert jo.view is None


async def test_home_is_drawn_again_after_a_form_that_was_opened_there(slack: FakeSlack, desk: ScriptedDesk) -> None:
    jo = slack.users["U0JO"]
    replying(desk, MyChats=Board("My chats", buttons=(Button("Decline", Decline("c1")),)))
    replying(desk, Decline=Form("Decline", (Field("words", "Why", "text"),), SendDecline("c1"), "Send"))
    await jo.open_home()
    await jo.press("Decline")
    published = len(slack.called("views.publish"))
    await jo.submit({"words": "busy"})
    assert len(slack.called("views.publish")) == published + 1


async def test_looking_at_the_messages_draws_no_home(slack: FakeSlack, desk: ScriptedDesk) -> None:
    assert await slack.users["U0JO"].open_home(tab="messages", wait=False) == 200
    await slack.quiet()
    assert desk.heard == []


async def test_the_global_shortcut_opens_a_form_or_a_card(either: FakeSlack, desk: ScriptedDesk) -> None:
    jo = either.users["U0JO"]
    replying(desk, RequestChat=ASK)
    await jo.shortcut("request-chat")
    assert desk.command == RequestChat()
    assert jo.view
    assert jo.view["title"]["text"] == "Request a chat"
    replying(desk, RequestChat=Card("The bot is paused"))
    await jo.shortcut("request-chat")
    assert jo.view["title"]["text"] == "The bot is paused"


async def test_every_command_is_heard_and_an_unknown_one_gets_help(either: FakeSlack, desk: ScriptedDesk) -> None:
    jo = either.users["U0JO"]
    for name in ("/request-chat", "/find-mentor", "/mentor", "/my-chats", "/half-hour", "/renamed"):
        assert await jo.command(name) == 200
    assert len(desk.heard) == 6
    assert desk.command == HalfHour()


async def test_a_page_turns_in_place_where_only_its_reader_sees_it(slack: FakeSlack, desk: ScriptedDesk) -> None:
    jo = slack.users["U0JO"]
    replying(desk, FindMentor=Board("Mentors", buttons=(Button("More", FindMentor("UX", page=1)),)))
    await jo.command("/find-mentor", "UX")
    desk.answers(FindMentor, Reply(Board("More mentors"), replace=True))
    await jo.press("More")
    assert [message.text for message in jo.ephemerals] == ["More mentors"]


async def test_a_form_kept_by_an_earlier_process_can_still_be_sent(
    world: FakeSlack, desk: ScriptedDesk, start: Starts
) -> None:
    replying(desk, RequestChat=ASK, SendRequest=Card("Sent", buttons=(Button("About", About()),)))
    jo = world.users["U0JO"]
    async with start(world, desk):
        await jo.command("/request-chat", "<@U0MAYA|maya>")
    async with start(world, desk):
        await jo.submit({"topic": "UX", "note": "hi", "slots": ["Wed 15:00 UTC"], "pledge": True})
    async with start(world, desk):
        await jo.press("About")
    assert desk.command == About()


async def test_a_running_web_server_serves_the_same(world: FakeSlack, desk: ScriptedDesk, start: Starts) -> None:
    async with start(world, desk) as surface:
        config = uvicorn.Config(Starlette(routes=list(surface.routes)), port=0, log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        await world.until(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        world.calls_on(f"http://127.0.0.1:{port}")
        await world.users["U0JO"].command("/half-hour")
        assert [message.text for message in world.users["U0JO"].ephemerals] == ["Noted"]
        server.should_exit = True
        await serving


async def test_the_adapter_is_a_surface(world: FakeSlack, desk: ScriptedDesk, start: Starts) -> None:
    async with start(world, desk) as adapter:
        surface: Surface = adapter
        assert surface.platform == "slack"
        assert [getattr(route, "path", "") for route in surface.routes] == ["/slack/events"]


# -- slowness and trouble ----------------------------------------------------------------------------------------------


async def test_a_slow_desk_keeps_the_first_answer_under_a_second(either: FakeSlack, desk: ScriptedDesk) -> None:
    desk.slow = 4
    replying(desk, RequestChat=ASK)
    jo = either.users["U0JO"]
    began = time.monotonic()
    await jo.command("/request-chat", "<@U0MAYA|maya>")
    assert time.monotonic() - began < 1.2
    assert jo.view
    assert jo.view["title"]["text"] == "One moment"
    await either.until(lambda: jo.view and jo.view["title"]["text"] == "Request a chat")


async def test_a_slow_form_is_answered_in_time_and_then_finished(either: FakeSlack, desk: ScriptedDesk) -> None:
    replying(desk, RequestChat=ASK, SendRequest=Card("Sent"))
    jo = either.users["U0JO"]
    await jo.command("/request-chat")
    desk.slow = 3.2
    began = time.monotonic()
    assert await jo.submit({"topic": "UX", "note": "hi", "slots": ["Wed 15:00 UTC"], "pledge": True}) == 200
    assert time.monotonic() - began < 4.5
    assert jo.view
    assert jo.view["title"]["text"] == "Sent"


async def test_a_slow_press_holds_a_place_and_still_changes_the_card(slack: FakeSlack, desk: ScriptedDesk) -> None:
    await _deliver(slack, CARD)
    desk.slow = 1.2
    desk.answers(Decline, Reply(Card("You declined"), replace=True))
    maya = slack.users["U0MAYA"]
    await maya.press("Decline")
    assert maya.view
    assert maya.view["title"]["text"] == "One moment"
    await slack.until(lambda: maya.view and maya.view["title"]["text"] == "You declined")
    assert maya.inbox[0].text == "You declined"


async def test_a_trigger_that_has_expired_still_brings_the_slow_answer(slack: FakeSlack, desk: ScriptedDesk) -> None:
    desk.slow = 1.2
    slack.next("views.open", error="expired_trigger_id")
    jo = slack.users["U0JO"]
    await jo.command("/half-hour")
    assert [message.text for message in jo.ephemerals] == ["Noted"]


@pytest.mark.parametrize("trouble", [{"wait": 1.0}, {"drop": True}, {"page": "log in"}, {"status": 503}])
async def test_a_slow_or_broken_users_info_does_not_stop_an_answer(
    slack: FakeSlack, desk: ScriptedDesk, trouble: dict[str, object]
) -> None:
    for _ in range(2):
        slack.next("users.info", **trouble)
    jo = slack.users["U0JO"]
    began = time.monotonic()
    await jo.command("/half-hour")
    assert time.monotonic() - began < 1
    assert desk.last.actor.organiser is None
    assert desk.last.actor.name == "jo"


async def test_closing_lets_what_was_begun_come_to_its_end(world: FakeSlack, desk: ScriptedDesk, start: Starts) -> None:
    desk.slow = 0.3
    jo = world.users["U0JO"]
    async with start(world, desk):
        await jo.command("/half-hour", wait=False)
    assert [message.text for message in jo.ephemerals] == ["Noted"]


async def test_an_exception_right_after_the_ack_is_answered_within_a_second(
    either: FakeSlack, desk: ScriptedDesk
) -> None:
    desk.answers(RequestChat, RuntimeError("the desk fell over"))
    jo = either.users["U0JO"]
    began = time.monotonic()
    assert await jo.command("/request-chat") == 200
    assert time.monotonic() - began < 1
    assert jo.ephemerals[0].text == "Sorry"


async def test_an_exception_behind_a_form_is_answered_in_the_form(either: FakeSlack, desk: ScriptedDesk) -> None:
    replying(desk, RequestChat=ASK)
    desk.answers(SendRequest, RuntimeError("the desk fell over"))
    jo = either.users["U0JO"]
    await jo.command("/request-chat")
    await jo.submit({"topic": "UX", "note": "hi", "slots": ["Wed 15:00 UTC"], "pledge": True})
    assert jo.sees("Sorry")


@pytest.mark.parametrize("value", ["", "hh1.decline", "hh0.about", "hh1.about.x", "x" * 2000, "hh1.pick-slot.c1.~"])
async def test_a_button_that_was_tampered_with_gets_a_kind_card(
    slack: FakeSlack, desk: ScriptedDesk, value: str
) -> None:
    await _deliver(slack, CARD)
    maya = slack.users["U0MAYA"]
    await maya.press("About", value=value)
    assert maya.ephemerals[0].text == GARBLED.title
    assert desk.heard == []


async def test_a_form_that_cannot_open_becomes_a_button(slack: FakeSlack, desk: ScriptedDesk) -> None:
    replying(desk, RequestChat=ASK)
    jo = slack.users["U0JO"]
    slack.next("views.open", error="expired_trigger_id")
    await jo.command("/request-chat", "<@U0MAYA|maya>")
    await jo.press("Open the form")
    assert desk.command == RequestChat(MAYA)
    assert jo.view
    assert jo.view["title"]["text"] == "Request a chat"


async def test_an_answer_without_any_open_way_comes_as_a_message(slack: FakeSlack, desk: ScriptedDesk) -> None:
    slack.next("views.open", error="expired_trigger_id")
    jo = slack.users["U0JO"]
    await jo.shortcut("half-hour")
    assert [message.text for message in jo.inbox] == ["Noted"]


async def test_a_card_that_is_gone_is_answered_privately(slack: FakeSlack, desk: ScriptedDesk) -> None:
    await _deliver(slack, CARD)
    desk.answers(Decline, Reply(Card("You declined"), replace=True))
    slack.next("chat.update", error="message_not_found")
    maya = slack.users["U0MAYA"]
    await maya.press("Decline")
    assert [message.text for message in maya.ephemerals] == ["You declined"]


async def test_a_replaced_card_brings_its_file(slack: FakeSlack, desk: ScriptedDesk) -> None:
    await _deliver(slack, CARD)
    booked = Card("You are meeting Jo", files=(File("chat.ics", "text/calendar", b"BEGIN:VCALENDAR"),))
    desk.answers(Decline, Reply(booked, replace=True))
    maya = slack.users["U0MAYA"]
    await maya.press("Decline")
    assert [(file["name"], file["content"]) for file in maya.files] == [("chat.ics", b"BEGIN:VCALENDAR")]


# -- deliveries and tenants --------------------------------------------------------------------------------------------


async def test_the_same_event_twice_is_handled_once(either: FakeSlack, desk: ScriptedDesk) -> None:
    jo = either.users["U0JO"]
    await jo.open_home(event_id="Ev1")
    assert await jo.open_home(event_id="Ev1", wait=False) == 200
    await either.quiet()
    assert [heard.delivery for heard in desk.heard] == ["slack.Ev1"]
    assert len(either.called("views.publish")) == 1


async def test_sending_a_corrected_form_is_not_a_repeat(slack: FakeSlack, desk: ScriptedDesk) -> None:
    trouble = Form(ASK.title, ASK.fields, ASK.completes, ASK.submit, errors={"note": "More, please."})
    replying(desk, RequestChat=ASK, SendRequest=trouble)
    jo = slack.users["U0JO"]
    await jo.command("/request-chat")
    for note in ("hi", "hello there"):
        await jo.submit({"topic": "UX", "note": note, "slots": ["Wed 15:00 UTC"], "pledge": True})
    sent = [heard for heard in desk.heard if isinstance(heard.command, SendRequest)]
    assert [heard.command.note for heard in sent if isinstance(heard.command, SendRequest)] == ["hi", "hello there"]
    assert len({heard.delivery for heard in sent}) == 2


async def test_an_organisations_payloads_without_a_team_lead_to_one_tenant(start: Starts, desk: ScriptedDesk) -> None:
    replying(desk, RequestChat=ASK)
    async with FakeSlack(org="E1") as slack, start(slack, desk):
        jo = slack.person("U0JO", "jo")
        slack.person("U0MAYA", "maya")
        await jo.command("/request-chat", "<@U0MAYA|maya>")
        await jo.shortcut("request-chat")
        await jo.submit({"topic": "UX", "note": "hi", "slots": ["Wed 15:00 UTC"], "pledge": True})
        await jo.open_home()
    assert {str(heard.actor.person) for heard in desk.heard} == {"slack:E1:U0JO"}
    assert desk.heard[0].command == RequestChat(Person("slack", "E1", "U0MAYA"))


async def test_a_picked_person_comes_with_what_slack_knows(slack: FakeSlack, desk: ScriptedDesk) -> None:
    form = Form("Suggest", (Field("other", "Who", "person"),), SendSuggestion("c1"), "Send")
    replying(desk, RequestChat=form)
    slack.person("U0BO", "bo", deleted=True)
    jo = slack.users["U0JO"]
    await jo.command("/request-chat")
    await jo.submit({"other": "U0BO"})
    assert desk.command == SendSuggestion("c1", Person("slack", "T1", "U0BO"))
    assert desk.last.met[0].gone


async def test_what_was_not_asked_for_is_acknowledged(either: FakeSlack, desk: ScriptedDesk) -> None:
    jo = either.users["U0JO"]
    assert await jo.event({"type": "team_join", "user": {"id": "U0JO"}}) == 200
    assert await jo.event({"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}) == 200
    replying(desk, RequestChat=ASK)
    await jo.shortcut("request-chat")
    assert await jo.dismiss() == 200


async def test_a_hostile_text_is_shown_as_typed_everywhere(slack: FakeSlack, desk: ScriptedDesk) -> None:
    hostile = "<!channel> <@U1> & <http://evil|ok> @everyone"
    card = Card(hostile, body=((hostile,),), quotes=(Quote("They say", hostile),), buttons=(Button("About", About()),))
    await _deliver(slack, card)
    maya = slack.users["U0MAYA"]
    assert maya.sees(hostile)
    assert maya.inbox[0].text == "&lt;!channel&gt; &lt;@U1&gt; &amp; &lt;http://evil|ok&gt; @everyone"
    assert all("mrkdwn" not in str(block) for block in maya.inbox[0].blocks)


async def test_a_required_field_cannot_be_left_out(slack: FakeSlack, desk: ScriptedDesk) -> None:
    replying(desk, RequestChat=ASK)
    jo = slack.users["U0JO"]
    await jo.command("/request-chat")
    with pytest.raises(NotPossible, match="pledge"):
        await jo.submit({"topic": "UX", "note": "hi", "slots": ["Wed 15:00 UTC"]})


async def _deliver(slack: FakeSlack, card: Card) -> None:
    """Through the real messenger of another connection: the card of an earlier process."""
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_base_url, retry_handlers=[])
    await SlackMessenger(client).deliver(MAYA, card, key="k1")
