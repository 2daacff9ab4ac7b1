"""Payloads in, commands out: one grammar for each kind of id, and nothing but BadToken for anything else."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import parse
from bot.boundary.commands import Command, Met, RequestChat, SaveRules, SendDecline, SendRequest, SendSuggestion
from bot.boundary.ports import Person, Place
from bot.boundary.tokens import BadToken
from tests.adapters.discord.conftest import WORDED
from tests.adapters.samples import any_command

HERE = Place("discord", "500")
MAYA = Person("discord", "500", "42")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["custom_id", "components", "component", "type", "value", "values", "resolved", "users",
                         "members", "name", "options", "target_id", "focused"]),
        inner, max_size=4,
    ),
    max_leaves=15,
)  # fmt: skip


def label(custom_id: str, kind: int, **more: Any) -> dict[str, Any]:
    return {"type": 18, "id": 1, "component": {"type": kind, "id": 2, "custom_id": custom_id, **more}}


def sent(command: Any, *labels: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"custom_id": parse.form_id(HERE, command), "components": [{"type": 10, "id": 9}, *labels], **more}


SERVERS = st.integers(1, 2**64 - 1)
SOMEBODY = st.builds(Person, st.just("discord"), SERVERS.map(str), SERVERS.map(str))


@given(SERVERS, any_command(SOMEBODY), st.integers(0, 99))
def test_exactly_one_grammar_reads_an_id(server: int, command: Command, turn: int) -> None:
    place = Place("discord", str(server))
    try:
        press, form = parse.press_id(place, command, turn), parse.form_id(place, command)
    except BadToken:
        return
    assert parse.PRESS.fullmatch(press)
    assert not parse.FORM.fullmatch(press)
    assert parse.FORM.fullmatch(form)
    assert not parse.PRESS.fullmatch(form)
    for here in (None, place):
        assert parse.press({"custom_id": press}, here) == parse.Heard(place, command)
        with pytest.raises(BadToken):
            parse.form({"custom_id": press}, here)
        with pytest.raises(BadToken):
            parse.press({"custom_id": form}, here)


@given(JSON)
def test_anything_else_is_a_bad_token(anything: Any) -> None:
    data = anything if isinstance(anything, dict) else {"custom_id": anything}
    for read in (
        lambda: parse.press(data, HERE),
        lambda: parse.form(data, None),
        lambda: parse.form({**data, "custom_id": parse.form_id(HERE, SaveRules())}, HERE),
        lambda: parse.slash(data, HERE, WORDED),
        lambda: parse.slash({**data, "name": "request-chat"}, HERE, WORDED),
        lambda: parse.slash({**data, "name": "request-chat", "options": [data]}, HERE, WORDED),
        lambda: parse.city(data, WORDED),
    ):
        with suppress(BadToken):
            read()


def test_a_forms_blanks_become_its_command() -> None:
    heard = parse.form(
        sent(
            SendRequest(MAYA),
            label("topic", 4, value=" Data "),
            label("slots", 3, values=["hl8cc", "not a time"]),
            label("pledge", 22, values=["yes"]),
        ),
        HERE,
    )
    assert isinstance(heard.command, SendRequest)
    assert (heard.command.topic, len(heard.command.slots), heard.command.pledge) == ("Data", 1, True)


def test_a_box_that_is_not_ticked_is_no() -> None:
    heard = parse.form(sent(SendRequest(MAYA), label("pledge", 22, values=[])), HERE)
    assert heard.command == SendRequest(MAYA)


def test_a_blank_that_the_command_does_not_have_is_refused() -> None:
    with pytest.raises(BadToken):
        parse.form(sent(SendDecline("c1"), label("mentor", 4, value="x")), HERE)


def test_a_picked_person_comes_with_what_discord_tells_of_them() -> None:
    resolved = {
        "users": {
            "42": {"id": "42", "username": "maya", "global_name": "Maya"},
            "43": {"id": "43", "username": "bot", "bot": True},
        },
        "members": {"42": {"nick": "Maya S."}},
    }
    heard = parse.form(sent(SendSuggestion("c1"), label("other", 5, values=["42", "43", "x"]), resolved=resolved), HERE)
    assert heard.command == SendSuggestion("c1", MAYA)
    assert [(one.name, one.bot, one.gone) for one in heard.met] == [("Maya S.", False, False), ("bot", True, True)]


def test_nobody_is_called_gone_in_a_direct_message_which_does_not_tell() -> None:
    heard = parse.form(sent(SendSuggestion("c1"), label("other", 5, values=["42"])), None)
    assert [(one.name, one.gone) for one in heard.met] == [("42", False)]


def test_a_name_typed_in_a_direct_message_is_still_to_be_looked_up() -> None:
    heard = parse.form(sent(SendSuggestion("c1"), label("other?", 4, value="Maya")), None)
    assert (heard.command, heard.wanted) == (SendSuggestion("c1"), {"other": "Maya"})
    assert parse.found(heard, "other", Met(MAYA, "Maya")).command == SendSuggestion("c1", MAYA)


def test_a_command_without_its_person_still_works() -> None:
    assert parse.slash({"name": "request-chat"}, HERE, WORDED).command == RequestChat()
