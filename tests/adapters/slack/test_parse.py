"""Payloads of every shape, as commands or as a BadToken."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import parse
from bot.boundary.commands import About, FindMentor, HalfHour, MyChats, RequestChat, SendRequest, SendSuggestion
from bot.boundary.ports import Person, Place
from bot.boundary.tokens import BadToken, encode

HOME = Place("slack", "T1")
MAYA = Person("slack", "T1", "U0MAYA")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", RequestChat()),
        ("<@U0MAYA|maya>", RequestChat(MAYA)),
        ("<@U0MAYA>", RequestChat(MAYA)),
        ("<@W0MAYA|maya>", RequestChat(Person("slack", "T1", "W0MAYA"))),
        ("<@U0MAYA|maya> UX &amp; AI", RequestChat(MAYA, "UX & AI")),
        ("about UX with <@U0MAYA|maya>", RequestChat(MAYA, "about UX with")),
        ("<@U0MAYA|maya> or <@U0BO|bo>", RequestChat(MAYA, "or @bo")),
        ("@maya UX", RequestChat(named="maya", topic="UX")),
        ("@maya", RequestChat(named="maya")),
        ("product design", RequestChat(topic="product design")),
        ("&lt;@U0MAYA&gt;", RequestChat(topic="<@U0MAYA>")),
        ("&amp;lt;b&amp;gt;", RequestChat(topic="&lt;b&gt;")),
        ("<@u1>", RequestChat(named="u1")),
        ("<!channel> <#C1|town> <https://x.org|x.org>", RequestChat(named="channel", topic="#town https://x.org")),
        ("  \u202eevil\u200b ", RequestChat(topic="evil")),
        ("مرحبا", RequestChat(topic="مرحبا")),
    ],
)
def test_a_mention_is_a_person_and_the_rest_is_words(text: str, command: RequestChat) -> None:
    assert parse.typed({"command": "/request-chat", "text": text}, HOME).command == command


def test_the_name_in_a_mention_is_kept() -> None:
    assert parse.typed({"command": "/request-chat", "text": "<@U0MAYA|A &amp; B>"}, HOME).people == {MAYA: "A & B"}


def test_commands_for_words_take_them_as_typed() -> None:
    text = "UX <@U0MAYA|maya> &lt;3"
    assert parse.typed({"command": "/find-mentor", "text": text}, HOME).command == FindMentor("UX @maya <3")
    assert parse.typed({"command": "/my-chats", "text": "Paris"}, HOME).command == MyChats(city="Paris")
    assert parse.typed({"command": "/elsewhere", "text": "Paris"}, HOME).command == HalfHour()
    assert parse.shortcut({"callback_id": "gone"}).command == HalfHour()


def test_an_organisation_is_the_place_when_it_installed_the_bot_as_a_whole() -> None:
    assert parse.place({"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": True}) == Place("slack", "E1")
    assert parse.place({"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": False}) == HOME
    assert parse.place({"enterprise_id": "E1"}) == Place("slack", "E1")
    assert parse.place({}) is None


def form(state: dict[str, Any], token: str) -> dict[str, Any]:
    return {"view": {"private_metadata": token, "state": {"values": state}}}


def test_what_was_filled_in_completes_the_command() -> None:
    state = {
        "topic": {"line.1": {"type": "plain_text_input", "value": " a\u0000b "}},
        "note": {"text.1": {"type": "plain_text_input", "value": None}},
        "slots": {"choices.1": {"type": "checkboxes", "selected_options": [{"value": "1"}, {"value": "~"}]}},
        "pledge": {"tick.1": {"type": "checkboxes", "selected_options": [{"value": "1"}]}},
    }
    command = parse.filled(form(state, encode(SendRequest(MAYA))), HOME).command
    assert isinstance(command, SendRequest)
    assert (command.topic, command.note, len(command.slots), command.pledge) == ("ab", "", 1, True)


def test_a_box_that_is_not_ticked_is_no() -> None:
    state = {"pledge": {"tick.1": {"type": "checkboxes", "selected_options": []}}}
    command = parse.filled(form(state, encode(SendRequest(MAYA, pledge=True))), HOME).command
    assert command == SendRequest(MAYA)


def test_a_picked_user_is_a_person_of_this_place() -> None:
    state = {"other": {"person.1": {"type": "users_select", "selected_user": "U0MAYA"}}}
    heard = parse.filled(form(state, encode(SendSuggestion("c1")) + " home"), HOME)
    assert heard.command == SendSuggestion("c1", MAYA)
    assert list(heard.people) == [MAYA]
    state["other"]["person.1"]["selected_user"] = None  # type: ignore[assignment]
    assert parse.filled(form(state, encode(SendSuggestion("c1"))), HOME).command == SendSuggestion("c1")


@pytest.mark.parametrize("token", ["", "hh1", "hh1.nothing", "x" * 3000])
def test_a_form_that_is_not_ours_is_a_bad_token(token: str) -> None:
    with pytest.raises(BadToken):
        parse.filled(form({}, token), HOME)


def test_a_blank_that_the_command_does_not_have_is_a_bad_token() -> None:
    state = {"mentor_id": {"line.1": {"type": "plain_text_input", "value": "x"}}}
    with pytest.raises(BadToken):
        parse.filled(form(state, encode(SendRequest(MAYA))), HOME)


def test_a_button_gives_back_its_command() -> None:
    assert parse.pressed({"actions": [{"value": encode(About())}]}).command == About()


def test_only_a_message_that_stays_can_be_edited() -> None:
    container = {"type": "message", "channel_id": "D1", "message_ts": "1.2", "is_ephemeral": False}
    assert parse.message({"container": container}) == ("D1", "1.2")
    assert parse.message({"container": container | {"is_ephemeral": True}}) is None


def test_a_delivery_is_known_by_its_trigger_or_its_event() -> None:
    assert parse.delivery({"event_id": "Ev1"}) == "slack.Ev1"
    assert parse.delivery({"trigger_id": "1.2.3", "view": {"id": "V1", "hash": "h"}}) == "slack.1.2.3"
    one, two = ({"view": {"id": "V1", "hash": "h", "state": {"values": {"note": n}}}} for n in ("a", "b"))
    assert parse.delivery(one) == parse.delivery(dict(one)) != parse.delivery(two)
    assert parse.delivery({}) == ""


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["view", "state", "values", "actions", "container", "user", "event", "type", "value", "private_metadata",
         "selected_user", "selected_options", "selected_option", "command", "text", "users_select", "checkboxes"]
    ), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@given(
    body=st.dictionaries(st.sampled_from(["view", "actions", "container", "user", "event", "text", "command"]), junk)
)
def test_no_payload_breaks_a_parser(body: dict[str, Any]) -> None:
    parse.typed(body, HOME)
    parse.typed({**body, "command": "/request-chat"}, HOME)
    for read in (parse.said_name, parse.from_home, parse.modal, parse.message, parse.delivery, parse.fields):
        read(body)
    with pytest.raises(BadToken):
        parse.pressed(body)
    with pytest.raises(BadToken):
        parse.filled(body, HOME)
