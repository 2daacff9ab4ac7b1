"""A command as a token and back, and what a form fills in."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.boundary.commands import COMMANDS, AskAnother, PickSlot, SaveHours, SendRequest, SetZone
from bot.boundary.tokens import MAX_TOKEN, BadToken, clean, decode, encode, fill, flatten, unflatten, write_time
from bot.domain.people import Person
from bot.service.handlers import HANDLERS

PEOPLE = st.builds(
    Person, st.sampled_from(["slack", "discord"]), st.text("T0123", min_size=1), st.text("U19", min_size=1)
)
MOMENTS = st.integers(0, 70_000_000).map(lambda minutes: datetime.fromtimestamp(minutes * 60, UTC))


def values(hint: Any, *, least: int = 0) -> st.SearchStrategy[Any]:
    """`least` 1: the empty value would read back as the field's default, and no code makes it."""
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0], least=1), max_size=3).map(tuple)
    if get_args(hint):
        return st.none() | values(get_args(hint)[0], least=1)
    kinds: dict[type, st.SearchStrategy[Any]] = {
        str: st.text(st.characters(exclude_categories=["Cs"]), min_size=least, max_size=40),
        bool: st.booleans(),
        int: st.integers(least, 999),
        Person: PEOPLE,
        datetime: MOMENTS,
    }
    return kinds[hint]


def command(kind: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    empty = ("", 0, False, None, ())
    return st.builds(kind, **{f.name: values(hints[f.name], least=f.default not in empty) for f in fields(kind)})


@given(st.sampled_from(COMMANDS).flatmap(command))
def test_every_command_comes_back_as_it_left(made: Any) -> None:
    assert unflatten(flatten(made)) == made


@given(st.text(max_size=120).filter(lambda token: not token.startswith("hh1.")))
def test_no_token_but_ours_is_read(token: str) -> None:
    with pytest.raises(BadToken):
        decode(token)


@pytest.mark.parametrize(
    "token",
    ["", "hh1", "hh1.", "hh0.my-chats", "hh1.my-chats.x", "hh1.pick-slot", "hh1.pick-slot.c1", "hh1.pick-slot.c1.!!",
     "hh1.pick-slot.c1.zzzzzzzzzzzz", "hh1.did-happen.c1.maybe", "hh1.my-chats.1.2.3", "hh1.ask-another.c1.nobody",
     "hh1.my-chats.%FF", "x" * 200, "hh1.drop-tables"],
)  # fmt: skip
def test_a_tampered_token_is_refused(token: str) -> None:
    with pytest.raises(BadToken):
        decode(token)


def test_a_token_fits_a_button_with_a_server_beside_it() -> None:
    longest = Person("discord", "1" * 19, "2" * 19)
    assert len(encode(AskAnother("abcdef0123", longest))) <= MAX_TOKEN
    with pytest.raises(BadToken):
        encode(SetZone("Z" * MAX_TOKEN))


def test_a_form_fills_in_each_kind_of_blank() -> None:
    slot = datetime(2026, 12, 1, 15, 30, tzinfo=UTC)
    maya = Person("slack", "T1", "U1")
    blanks: dict[str, str | bool | list[str]] = {
        "note": "  a\r\nb\x00\u202e ",
        "slots": [write_time(slot), "rubbish"],
        "pledge": True,
        "topic": "",
    }
    assert fill(SendRequest(maya), blanks) == SendRequest(maya, note="a\nb", slots=(slot,), pledge=True)
    assert fill(SaveHours(), {"minutes": "25", "chats_a_month": "many"}) == SaveHours(minutes=25, chats_a_month=0)
    assert fill(PickSlot("c1", slot), {"slot": "!"}).slot is None  # type: ignore[union-attr]
    with pytest.raises(BadToken):
        fill(SendRequest(maya), {"organiser": "yes"})


def test_words_are_freed_of_what_cannot_be_seen() -> None:
    assert clean(" \u200b\ufeff\u2060 ") == ""
    assert clean("\u202eevil\u202c") == "evil"
    assert clean("שלום, أهلاً") == "שלום, أهلاً"
    assert clean("half\ud800") == "half"
    assert clean("👩\u200d💻") == "👩\u200d💻"


def test_every_command_has_a_handler_but_those_that_go_on_with_a_draft() -> None:
    on_drafts = {"OpenDraft", "SendDraft", "Mend", "PutIn"}
    assert {kind.__name__ for kind in COMMANDS} - {kind.__name__ for kind in HANDLERS} == on_drafts
