import json
import re
from base64 import b64decode
from pathlib import Path

import pytest

from adapters.playground import render
from adapters.playground.words import language, read_words
from adapters.playground.world import read_people
from bot.boundary.cards import Board, Button, Card, Fact, Field, File, Form, Link, Option, Quote, Who
from bot.boundary.commands import MyChats, SendDecline, SendSuggestion, Withdraw
from bot.boundary.ports import Person
from bot.boundary.tokens import decode, flatten
from bot.domain.nudges import Kind
from tests.adapters.playground.scripted import OPENING, person

NASTY = "<img src=x onerror=alert(1)></script><!channel> @everyone *b* שלום"


def test_text_keeps_people_times_and_links_apart_from_words() -> None:
    drawn = render.text((NASTY, Who(person("maya"), "Maya"), OPENING, Link("here", "https://example.org/a")))
    assert drawn == [
        NASTY,
        {"who": "Maya", "user": "maya"},
        {"at": "2026-11-23T15:00:00+00:00"},
        {"link": "here", "url": "https://example.org/a"},
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " javascript:alert(1)", "//example.org"])
def test_a_link_that_is_no_web_address_is_only_words(url: str) -> None:
    assert render.text((Link("here", url),)) == ["here"]


def test_somebody_on_another_platform_is_a_name() -> None:
    assert render.text((Who(Person("slack", "T1", "maya"), "Maya"),)) == [{"who": "Maya", "user": ""}]


def test_a_card_is_drawn_whole() -> None:
    card = Card(
        NASTY,
        body=((NASTY,),),
        facts=(Fact("When", (OPENING,)),),
        quotes=(Quote("Note", NASTY),),
        picks=(Button("Tue", MyChats(1)),),
        buttons=(Button("Withdraw", Withdraw("c1"), "danger"),),
        files=(File("chat.ics", "text/calendar; method=REQUEST", b"BEGIN"),),
        small=("small",),
        point="The point",
    )
    drawn = render.say(card)
    assert json.loads(json.dumps(drawn)) == drawn
    assert (drawn["kind"], drawn["title"], drawn["point"]) == ("card", NASTY, "The point")
    assert drawn["quotes"] == [{"label": "Note", "words": NASTY}]
    (button,) = drawn["buttons"]
    assert decode(button["press"]) == Withdraw("c1")
    assert button["style"] == "danger"


def test_a_file_is_a_download_that_holds_its_own_content() -> None:
    drawn = render.file(File("a.json", "application/json", b'{"a": 1}'))
    head, _, content = drawn["href"].partition(",")
    assert (drawn["name"], head, b64decode(content)) == ("a.json", "data:application/json;base64", b'{"a": 1}')


def test_a_media_type_cannot_leave_its_place() -> None:
    assert render.file(File("a", "text/html,<b>", b""))["href"].count(",") == 1


def test_a_board_draws_its_cards() -> None:
    drawn = render.say(Board("Your chats", cards=(Card("One"), Card("Two")), buttons=(Button("More", MyChats(1)),)))
    assert [card["title"] for card in drawn["cards"]] == ["One", "Two"]
    assert (drawn["kind"], drawn["point"]) == ("board", "Your chats")


def test_a_form_carries_the_command_it_completes_and_its_errors() -> None:
    completes = SendDecline("c1", words="x" * 300)
    field = Field("reason", "Why", "choice", options=(Option("busy", "Too busy"),), value="busy")
    drawn = render.form(Form("Decline", (field,), completes, "Send", errors={"reason": "Pick one."}), ())
    assert drawn["completes"] == flatten(completes)
    assert drawn["errors"] == {"reason": "Pick one."}
    assert drawn["fields"][0]["options"] == [{"value": "busy", "label": "Too busy"}]


def test_a_person_field_offers_the_six() -> None:
    field = Field("other", "Who", "person")
    drawn = render.form(Form("Suggest", (field,), SendSuggestion("c1"), "Send"), read_people().values())
    options = drawn["fields"][0]["options"]
    assert [option["label"] for option in options] == ["Maya", "Kofi", "Ananya", "Jo", "Sam", "Inés"]
    assert Person.parse(options[0]["value"]) == person("maya")


def test_every_language_has_the_same_words_and_blanks() -> None:
    words = read_words()
    english = dict(_leaves(words["en"]))
    assert len(english) > 80
    for spoken in words.values():
        assert dict(_leaves(spoken)) == english


def test_every_word_that_the_page_asks_for_is_there() -> None:
    page = (Path(render.__file__).parent / "page.html").read_text(encoding="utf-8")
    asked = re.findall(r'data-word="(\w+)"', page)
    assert len(asked) > 10
    assert set(asked) <= set(read_words()["en"])


def _leaves(words: object, path: str = "") -> list[tuple[str, list[str]]]:
    """Each path, and the {blanks} of its words."""
    if isinstance(words, dict):
        return [leaf for key, value in words.items() for leaf in _leaves(value, f"{path}.{key}")]
    return [(path, sorted(part.split("}")[0] for part in str(words).split("{")[1:]))]


def test_every_kind_of_nudge_that_speaks_has_words() -> None:
    assert {str(kind) for kind in Kind} - {"tidy"} <= set(read_words()["en"]["kinds"])


@pytest.mark.parametrize(
    ("locale", "spoken"), [("es-419", "es"), ("ES", "es"), ("en-GB", "en"), ("et", "en"), ("", "en")]
)
def test_the_page_speaks_a_persons_language_where_it_can(locale: str, spoken: str) -> None:
    assert language(locale) == spoken
