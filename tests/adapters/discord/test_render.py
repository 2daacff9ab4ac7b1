"""Cards, boards and forms as Discord gets them; the drawings are in golden.json beside this file. After a change that
is meant, write them again with `python -m tests.adapters.discord.test_render` and look at the difference."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from simcord.components import validate_components, validate_modal, walk_components

from adapters.discord import parse, render
from bot.boundary.cards import Board, Button, Card, Fact, Field, File, Form, Link, Option, Quote, Who
from bot.boundary.commands import AskAnother, Decline, PickSlot, RequestChat, SendRequest
from bot.boundary.ports import Person, Place
from bot.boundary.tokens import BadToken, write_time

GOLDEN = Path(__file__).with_name("golden.json")
HERE = Place("discord", "1234567890123456789")
MAYA = Person("discord", HERE.id, "9876543210987654321")
SLOT = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)

CARD = Card(
    "Jo asks you for half an hour",
    body=((Who(MAYA, "Maya"), " may answer until ", SLOT, "."), ("Or ", Link("read more", "https://example.org/a"))),
    facts=(Fact("Topic", ("Moving *into* data",)), Fact("Lives in", ("Berlin",))),
    quotes=(Quote("Note", "I read your talk.\n> twice\n<@1> @everyone"),),
    picks=(Button("Wed 4 March, 18:00 (Berlin)", PickSlot("c1", SLOT), "main"),),
    buttons=(Button("Decline", Decline("c1")), Button("No", Decline("c1"), "danger")),
    files=(File("chat.ics", "text/calendar", b"BEGIN"),),
    small=("You can stop these",),
)
BOARD = Board(
    "Your chats",
    cards=(
        CARD_ON_BOARD := Card("With Maya", (("Soon",),), buttons=(Button("Decline", Decline("c2")),)),
        CARD_ON_BOARD,
    ),
    body=(("Two of them",),),
    buttons=(Button("Ask", RequestChat()),),
)
FORM = Form(
    "Ask for a chat",
    (
        Field("topic", "Topic", "line", hint="In a few words", example="Data", most=100, value="Ana*lytics"),
        Field("note", "Note", "text", required=False),
        Field("slots", "Times", "choices", options=(Option(write_time(SLOT), "Wed 18:00"), Option("b", "Thu")), most=3),
        Field("mentor", "Mentor", "person", value=str(MAYA)),
        Field("pledge", "A promise", "tick", options=(Option("yes", "I ask for advice, not a job"),)),
    ),
    SendRequest(MAYA),
    "Send",
    intro=("Kindly",),
)


def drawings() -> dict[str, Any]:
    return {
        "card": _components(render.message(CARD, HERE)),
        "card in a direct message": _components(render.message(CARD, HERE, place_name="Friends *of* Jo", direct=True)),
        "board": _components(render.message(BOARD, HERE)),
        "form": render.form(FORM, HERE).to_dict(),
        "form in a direct message": render.form(FORM, HERE, direct=True).to_dict(),
    }


def _components(view: Any) -> Any:
    return view.to_components()


def words(view: Any) -> str:
    return "\n".join(one["content"] for one in walk_components(_components(view)) if one["type"] == 10)


@pytest.mark.parametrize("name", list(drawings()))
def test_drawings_are_as_they_were(name: str) -> None:
    assert drawings()[name] == json.loads(GOLDEN.read_text())[name]


@pytest.mark.parametrize("letter", ["&", "*", "\n", "🦉", "@", "ش", "<"])
def test_the_longest_words_fit_one_message(letter: str) -> None:
    full = letter * 3000
    for card in (
        Card("Long", ((full,),), quotes=(Quote("Note", letter * 900),)),
        Card("Long", quotes=(Quote("Note", full),), small=("small print",)),
        Card(
            letter.strip() * 150 or "x",
            (("x" * 100, full[:2700]),),
            facts=tuple(Fact("F", ("y" * 50,)) for _ in range(10)),
        ),
    ):
        view = render.message(card, HERE, place_name="Friends", direct=True)
        validate_components(_components(view), flags=1 << 15)
        assert len(words(view).encode("utf-16-le")) // 2 <= 4000
        assert "Friends" in words(view)


def test_a_long_board_keeps_something_of_every_card() -> None:
    board = Board("B", tuple(Card(f"Card {n}", (("*" * 750,),)) for n in range(5)))
    view = render.message(board, HERE)
    assert len(words(view)) <= 4000
    assert all(f"### Card {n}\n\\*" in words(view) for n in range(5))


def test_the_fullest_card_and_board_have_at_most_forty_components() -> None:
    many = tuple(Button(f"B{n}", Decline("c1")) for n in range(5))
    card = Card("T", (("b",),), (Fact("f", ("v",)),), (Quote("q", "w"),), many, many, small=("s",))
    small = Card("T", (("b",),), buttons=many[:3])
    for view in (render.message(card, HERE), render.message(Board("B", (small,) * 5, (("x",),), many), HERE)):
        components = validate_components(_components(view), flags=1 << 15)
        assert len(list(walk_components(components))) <= 40
        ids = [one["custom_id"] for one in walk_components(components) if "custom_id" in one]
        assert len(set(ids)) == len(ids) >= 10
        assert {parse.press({"custom_id": id}, HERE).command for id in ids} == {Decline("c1")}


def test_blank_words_are_left_out() -> None:
    card = Card("T", ((" \n ",), ("\u200b",)), (Fact("Empty", ("",)),), (Quote("Note", " "),), small=("",))
    assert words(render.message(card, HERE)) == "## T"


def test_a_title_stays_on_one_line() -> None:
    assert words(render.message(Card("One\n# Two"), HERE)) == "## One # Two"


def test_every_form_is_one_that_discord_takes() -> None:
    for direct in (False, True):
        modal = validate_modal(render.form(FORM, HERE, direct=direct).to_dict())
        assert len(modal["components"]) == 5, "the introduction gives way to the fields"
    small = Form("T", FORM.fields[:1], SendRequest(MAYA), "Send", intro=("Hello @everyone",))
    assert "Hello" in render.form(small, HERE).to_dict()["components"][0]["content"]


def test_a_value_longer_than_its_field_is_cut() -> None:
    form = Form("T", (Field("topic", "Topic", "line", most=10, value="x" * 50),), SendRequest(MAYA), "Send")
    assert render.form(form, HERE).to_dict()["components"][0]["component"]["value"] == "x" * 10


def test_the_longest_id_fits_in_a_hundred_characters() -> None:
    far = Place("discord", str(2**64 - 1))
    command = AskAnother("c" * 9, Person("discord", far.id, far.id))
    assert 70 <= len(parse.press_id(far, command).split("|")[2]) <= 78
    card = Card("T", buttons=tuple(Button(f"B{n}", command) for n in range(5)))
    ids = [one["custom_id"] for one in walk_components(_components(render.message(card, far))) if "custom_id" in one]
    assert max(map(len, ids)) <= 100


def test_a_command_too_long_for_a_button_is_not_drawn() -> None:
    with pytest.raises(BadToken):
        render.message(Card("T", buttons=(Button("B", SendRequest(MAYA, "x" * 80)),)), HERE)


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(drawings(), indent=1, ensure_ascii=False, sort_keys=True) + "\n")
