"""Cards that a platform would refuse cannot be made."""

from datetime import UTC, datetime

import pytest

from bot.boundary.cards import Board, Button, Card, Fact, Field, File, Form, Option, Quote, TooLong, Who, plain
from bot.boundary.commands import MyChats, SaveProfile
from bot.domain.people import Person

PRESS = MyChats()


def test_sizes_at_their_limits_are_fine_and_one_more_is_not() -> None:
    Card("t" * 150, body=(("b" * 3000,),))
    Button("l" * 34, PRESS)
    Form("f" * 24, (Field("topic", "l" * 45, "line", hint="h" * 100),), SaveProfile(), "s" * 24)
    for make in (
        lambda: Card("t" * 151),
        lambda: Card(""),
        lambda: Card("t", body=(("b" * 3001,),)),
        lambda: Card("t", body=(("b" * 2000,), ("c" * 2000,))),
        lambda: Card("t", quotes=(Quote("q", ""),)),
        lambda: Card("t", facts=tuple(Fact(str(n), ("x",)) for n in range(11))),
        lambda: Card("t", buttons=tuple(Button(str(n), PRESS) for n in range(6))),
        lambda: Card("t", picks=(Button("a", PRESS, "main"),), buttons=(Button("b", PRESS, "main"),)),
        lambda: Button("l" * 35, PRESS),
        lambda: Board("b", tuple(Card(str(n)) for n in range(6))),
        lambda: Board("b", (Card("c", buttons=tuple(Button(str(n), PRESS) for n in range(4))),)),
        lambda: Option("v" * 76, "l"),
        lambda: Field("k", "l", "choice"),
        lambda: Field("k", "l", "choice", options=(Option("a", "1"), Option("a", "2"))),
        lambda: Form("f", (), SaveProfile(), "s"),
        lambda: File("Einladung ü.ics", "text/calendar", b""),
    ):
        with pytest.raises(TooLong):
            make()


def test_plain_words_name_people_and_zones() -> None:
    text = ("Hello ", Who(Person("slack", "T1", "U1"), "Maya"), " at ", datetime(2026, 12, 1, 15, tzinfo=UTC))
    assert plain(text) == "Hello Maya at 2026-12-01 15:00 UTC"
