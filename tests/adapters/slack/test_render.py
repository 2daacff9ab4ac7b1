"""Every card, board and form is one that Slack takes, and shows what people typed as they typed it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import parse, render
from bot.boundary.cards import Board, Button, Card, Fact, Field, Form, Link, Option, Quote, Text, Who, plain
from bot.boundary.commands import About, Decline, PickSlot, SendRequest, SendSuggestion
from bot.boundary.ports import Person, Place
from bot.boundary.tokens import decode, encode
from tests.adapters.slack.limits import HOME, MESSAGE, block_complaints, message_complaints, view_complaints
from tests.adapters.slack.user import reads

HOME_PLACE = Place("slack", "T1")
MAYA = Person("slack", "T1", "U0MAYA")
SLOT = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
HOSTILE = "<!channel> <@U1> & <http://evil|ok> *b* _i_ `c` :smile: @everyone"


def shown(say: Card | Board) -> str:
    return reads({"blocks": render.blocks(say, HOME_PLACE)})


def complaints(say: Card | Board | Form) -> list[str]:
    drawn = view_complaints(render.view(say, HOME_PLACE, done="Done", cancel="Cancel"))
    if isinstance(say, Form):
        return drawn
    home = render.app_home(say, HOME_PLACE)
    assert len(home["blocks"]) <= MESSAGE < HOME
    return drawn + view_complaints(home) + message_complaints(render.message(say, HOME_PLACE))


def test_a_card_has_everything_in_its_order() -> None:
    card = Card(
        "Jo would like a chat",
        body=(("Hello ", Who(MAYA, "Maya"), ", at ", SLOT), ("See ", Link("the house rules", "https://x.org/r"))),
        facts=(Fact("Topic", ("UX",)), Fact("When", (SLOT,))),
        quotes=(Quote("Jo writes", "I read your book"),),
        picks=(Button("Wed 10:00 New York", PickSlot("c1", SLOT), "main"),),
        buttons=(Button("Decline", Decline("c1"), "danger"),),
        small=("You can stop these.",),
    )
    kinds = [block["type"] for block in render.blocks(card, HOME_PLACE)]
    assert kinds == ["header", "rich_text", "rich_text", "rich_text", "rich_text", "rich_text", "actions", "actions"]
    assert render.blocks(card, HOME_PLACE)[1]["elements"][0]["elements"] == [
        {"type": "text", "text": "Hello "},
        {"type": "user", "user_id": "U0MAYA"},
        {"type": "text", "text": ", at "},
        {
            "type": "date",
            "timestamp": 1772636400,
            "format": "{date_long_pretty}, {time}",
            "fallback": "2026-03-04 15:00 UTC",
        },
    ]
    pick = render.blocks(card, HOME_PLACE)[6]["elements"][0]
    assert pick["style"] == "primary"
    assert decode(pick["value"]) == PickSlot("c1", SLOT)
    assert complaints(card) == []


def test_somebody_of_another_place_is_shown_by_name() -> None:
    strangers = (Person("discord", "1", "2"), Person("slack", "T2", "U0MAYA"), Person("slack", "T1", "not an id"))
    for person in strangers:
        blocks = render.blocks(Card("Hi", body=((Who(person, "Maya"),),)), HOME_PLACE)
        assert blocks[1]["elements"][0]["elements"] == [{"type": "text", "text": "Maya"}]


def test_a_time_falls_back_to_utc_whatever_its_zone() -> None:
    card = Card("Hi", body=((SLOT.astimezone(timezone(timedelta(hours=5, minutes=30))),),))
    assert "2026-03-04 15:00 UTC" in shown(card)


def test_only_web_addresses_become_links() -> None:
    card = Card("Hi", body=((Link("click", "javascript:alert(1)"), Link("long", "https://x/" + "y" * 3000)),))
    assert "link" not in str(render.blocks(card, HOME_PLACE))
    assert "click" in shown(card)


def test_what_people_type_has_no_power() -> None:
    card = Card(
        HOSTILE,
        body=((HOSTILE, Who(Person("discord", "1", "2"), HOSTILE)),),
        facts=(Fact(HOSTILE, (HOSTILE,)),),
        quotes=(Quote("Note", HOSTILE),),
        small=(HOSTILE,),
    )
    assert shown(card).count(HOSTILE) == 7
    assert "mrkdwn" not in str(render.blocks(card, HOME_PLACE))
    assert render.message(card, HOME_PLACE)["text"].startswith("&lt;!channel&gt; &lt;@U1&gt; &amp; &lt;http")


def test_three_thousand_ampersands_fit_and_stay_whole() -> None:
    card = Card("&" * 150, quotes=(Quote("Note", "&" * 3000),), point="&" * 3000)
    text = render.message(card, HOME_PLACE)["text"]
    assert text.replace("&amp;", "") == "…"
    assert "&" * 3000 in shown(card)
    assert complaints(card) == []


def test_a_notification_says_the_point_or_else_the_title() -> None:
    card = Card("Title", point="Jo asks\nfor a chat")
    assert render.message(card, HOME_PLACE)["text"] == "Jo asks for a chat"
    assert render.message(Card("Title"), HOME_PLACE)["text"] == "Title"
    assert render.message(Board("Board"), HOME_PLACE)["text"] == "Board"


@pytest.mark.parametrize("blank", [" ", "\n", "\t \n"])
def test_blank_words_make_no_empty_text(blank: str) -> None:
    card = Card(
        blank, body=((blank,), ("", blank)), facts=(Fact(blank, ("",)),), quotes=(Quote("", blank),), small=("",)
    )
    assert complaints(card) == []
    assert complaints(Board("Board", cards=(card,))) == []


def test_the_largest_card_and_board_fit() -> None:
    buttons = tuple(Button("b" * 34, Decline(str(i))) for i in range(5))
    card = Card(
        "t" * 150,
        body=tuple(("x",) for _ in range(2000)),
        facts=tuple(Fact("f", ("v",)) for _ in range(10)),
        quotes=tuple(Quote("q", "w") for _ in range(200)),
        picks=buttons,
        buttons=buttons,
    )
    assert complaints(card) == []
    assert shown(card).count("x") >= 2000
    entry = Card("e", body=(("x",),) * 50, quotes=(Quote("q", "w"),) * 20, buttons=buttons[:3], small=("s",))
    assert complaints(Board("b" * 150, (entry,) * 5, body=(("x",),) * 100, buttons=buttons)) == []


def test_a_long_title_is_cut_in_the_modal_and_whole_above_its_words() -> None:
    long = Card("A title that is too long for a modal", body=(("x",),))
    view = render.view(long, HOME_PLACE, done="Done", cancel="Cancel")
    assert view["title"]["text"] == "A title that is too lon…"
    assert view["blocks"][0]["text"]["text"] == long.title
    short = render.view(Card("Short", body=(("x",),)), HOME_PLACE, done="Done", cancel="Cancel")
    assert [block["type"] for block in short["blocks"]] == ["rich_text"]


FIELDS = (
    Field("topic", "Topic", "line", most=80, example="Design", value="UX"),
    Field("note", "Note", "text", hint="Why you", value="x" * 4000),
    Field("reason", "Reason", "choice", options=(Option("a", "A"), Option("b", "B")), value="b"),
    Field("slots", "Times", "choices", most=2, options=tuple(Option(str(i), f"T{i}") for i in range(25)), value=("1",)),
    Field("pledge", "Pledge", "tick", options=(Option("1", "I ask for advice"),), value="1"),
)


def test_a_form_has_an_input_for_each_field() -> None:
    form = Form("f" * 24, FIELDS, SendRequest(MAYA), "s" * 24, intro=("Hello ", Who(MAYA, "Maya")))
    view = render.view(form, HOME_PLACE, done="Done", cancel="Cancel")
    inputs = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert view["private_metadata"] == encode(SendRequest(MAYA))
    assert [element["type"] for element in inputs.values()] == [
        "plain_text_input", "plain_text_input", "static_select", "multi_static_select", "checkboxes",
    ]  # fmt: skip
    assert inputs["topic"] | {"action_id": ""} == {
        "action_id": "", "type": "plain_text_input", "multiline": False, "max_length": 80, "initial_value": "UX",
        "placeholder": {"type": "plain_text", "text": "Design", "emoji": False}, "focus_on_load": True,
    }  # fmt: skip
    assert inputs["reason"]["initial_option"]["value"] == "b"
    assert inputs["slots"]["max_selected_items"] == 2
    assert inputs["pledge"]["initial_options"][0]["value"] == "1"
    assert complaints(form) == []


def test_a_few_choices_are_boxes_to_tick() -> None:
    field = Field("slots", "Times", "choices", most=3, options=FIELDS[2].options)
    view = render.view(Form("F", (field,), SendRequest(MAYA), "Send"), HOME_PLACE, done="Done", cancel="Cancel")
    assert view["blocks"][0]["element"]["type"] == "checkboxes"


@pytest.mark.parametrize(("value", "user"), [(str(MAYA), "U0MAYA"), ("discord:1:2", None), ("", None), ("x", None)])
def test_a_person_who_stands_there_already_is_picked(value: str, user: str | None) -> None:
    form = Form("F", (Field("other", "Who", "person", value=value),), SendSuggestion("c1"), "Send")
    view = render.view(form, HOME_PLACE, done="Done", cancel="Cancel")
    assert view["blocks"][0]["element"].get("initial_user") == user
    assert complaints(form) == []


def test_a_new_value_is_shown_and_what_was_typed_is_kept() -> None:
    def id(value: str) -> Any:
        form = Form("F", (Field("note", "Note", "text", value=value),), SendRequest(MAYA), "Send")
        return render.view(form, HOME_PLACE, done="Done", cancel="Cancel")["blocks"][0]["element"]["action_id"]

    assert id("one") == id("one")
    assert id("one") != id("two")


def test_errors_of_a_form_that_is_drawn_anew_are_said_above_it() -> None:
    form = Form("F", FIELDS[:1], SendRequest(MAYA), "Send", errors={"topic": "Say what it is about.", "x": "Hm."})
    view = render.view(form, HOME_PLACE, done="Done", cancel="Cancel")
    assert "Topic: Say what it is about." in reads(view)
    assert "Hm." in reads(view)
    assert complaints(form) == []


def test_a_view_from_home_remembers_it() -> None:
    form = Form("F", FIELDS[:1], SendRequest(MAYA), "Send")
    for say in (form, Card("Hi")):
        view = render.view(say, HOME_PLACE, done="Done", cancel="Cancel", at_home=True)
        assert parse.from_home({"view": view})
        view = render.view(say, HOME_PLACE, done="Done", cancel="Cancel")
        assert not parse.from_home({"view": view})


def test_the_view_that_holds_the_place_fits() -> None:
    assert view_complaints(render.moment("One moment, please: this takes a while", done="Done")) == []


words = st.text(max_size=60)
texts: st.SearchStrategy[Text] = st.lists(
    words | st.just(Who(MAYA, "Maya")) | st.just(SLOT) | st.builds(Link, words, words), max_size=4
).map(tuple)


@given(
    title=st.text(min_size=1, max_size=150),
    body=st.lists(texts.filter(plain), max_size=4),
    fact=st.builds(Fact, words, texts),
    quote=st.text(min_size=1, max_size=60),
    small=texts,
    point=words,
    label=st.text(min_size=1, max_size=34),
)
def test_no_words_make_a_payload_that_slack_refuses(
    title: str, body: list[Text], fact: Fact, quote: str, small: Text, point: str, label: str
) -> None:
    card = Card(
        title,
        body=tuple(body),
        facts=(fact,),
        quotes=(Quote(label, quote),),
        buttons=(Button(label, About()),),
        small=small,
        point=point,
    )
    assert complaints(card) == []
    assert complaints(Board(title, cards=(replace(card),))) == []


def test_the_check_itself_finds_what_is_wrong() -> None:
    assert block_complaints([{"type": "header", "text": {"type": "plain_text", "text": ""}}], most=MESSAGE)
    assert block_complaints([{"type": "rich_text", "elements": []}], most=MESSAGE)
    assert message_complaints({"text": "<!channel>", "blocks": [{"type": "divider"}]})
    assert view_complaints({"type": "modal", "blocks": []})
