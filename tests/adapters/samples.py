"""What the contract tries on an adapter: an example of every command, the largest cards and forms there can be, and
words that somebody might type to do harm."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import UTC, datetime
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.boundary import cards
from bot.boundary.cards import Board, Button, Card, Fact, File, Form, Link, Option, Quote, Text, Who
from bot.boundary.commands import COMMANDS, Command, Decline, SendDecline, SendRequest, SendSuggestion
from bot.boundary.ports import Person
from bot.boundary.tokens import MAX_TOKEN, clean, encode, write_time

WHEN = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
EARLY = datetime(1970, 1, 1, 0, 1, tzinfo=UTC)
"""As short as a time is written."""
Say = Card | Board | Form

# -- commands ----------------------------------------------------------------------------------------------------------


def short(kind: type, somebody: Person) -> Command:
    """A command with as little in each of its fields as there can be without leaving one blank."""
    return _made(kind, {str: "a", bool: True, int: 2, Person: somebody, datetime: EARLY})


def wordy(kind: type, somebody: Person) -> Command | None:
    """The same with more words than a button can carry; None for a command without words."""
    long = _made(kind, {str: "word " * 20, bool: True, int: 2, Person: somebody, datetime: WHEN})
    return long if "word" in repr(long) else None


def _made(kind: type, values: Mapping[type, Any]) -> Command:
    hints = get_type_hints(kind)
    return kind(**{one.name: _value(hints[one.name], values) for one in fields(kind)})


def _value(hint: Any, values: Mapping[type, Any]) -> Any:
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return ("a~.%", "b|") if item is str else (values[item],)
    return values[_bare(hint)]


def any_command(people: st.SearchStrategy[Person]) -> st.SearchStrategy[Command]:
    """Commands of every kind with anything in their fields that can be there."""
    kinds: dict[type, st.SearchStrategy[Any]] = {
        str: st.text(".~%|:/7E é\n", max_size=8) | st.text(max_size=12),
        bool: st.booleans(),
        int: st.integers(0, 10_000),
        Person: people,
        datetime: st.integers(0, 2**33 // 60).map(lambda minute: datetime.fromtimestamp(minute * 60, UTC)),
    }

    def made(kind: type) -> st.SearchStrategy[Command]:
        hints = get_type_hints(kind)
        return st.builds(kind, **{one.name: _any(one, hints[one.name], kinds) for one in fields(kind)})

    return st.sampled_from(COMMANDS).flatmap(made)


def _any(one: "Field[Any]", hint: Any, kinds: Mapping[type, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    if get_origin(hint) is tuple:
        items = kinds[get_args(hint)[0]].filter(lambda item: item != "")
        return st.lists(items, max_size=3).map(tuple)
    made = kinds[_bare(hint)]
    if one.default is MISSING:
        return made.filter(lambda value: value != "")  # an id is never blank
    return made | st.none() if one.default is None else made


def _bare(hint: Any) -> Any:
    return next(kind for kind in get_args(hint) or (hint,) if kind is not NoneType)


def longest(letter: str) -> Command:
    """A button's command that fills a token to its last character."""
    return Decline(letter * (MAX_TOKEN - len(encode(Decline("")) + ".")))


# -- the largest there can be ------------------------------------------------------------------------------------------


def _buttons(count: int, *, first: Literal["main", "plain"] = "main") -> tuple[Button, ...]:
    return tuple(
        Button(f"{number} ".ljust(cards.MAX_LABEL, "x"), longest(chr(97 + number)), "danger" if number else first)
        for number in range(count)
    )


def _plain(count: int) -> tuple[Button, ...]:
    """The same button several times, with its longest label."""
    return (Button("W" * cards.MAX_LABEL, longest("z")),) * count


def large(somebody: Person, elsewhere: Person) -> dict[str, Say]:
    """By what is at its limit."""
    made: dict[str, Say] = {"smallest card": Card("x"), "smallest board": Board("x")}
    for name, letter in LETTERS.items():
        full = _fill(letter, cards.MAX_PART)
        made[f"title of {name}"] = Card(_fill(letter, cards.MAX_TITLE), point=full)
        made[f"paragraph of {name}"] = Card("T" * 100, ((full,), (_fill(letter, 900),)))
        made[f"quote of {name}"] = Card("T" * 100, quotes=(Quote("Q", full), Quote("", _fill(letter, 890))))
        made[f"small print of {name}"] = Card("T", small=(full,))
        made[f"facts of {name}"] = Card("T", facts=(Fact(_fill(letter, 30), (_fill(letter, 300),)),) * 10)
        made[f"many paragraphs of {name}"] = Card("T", ((_fill(letter, 30),),) * 100)
        made[f"board of {name}"] = Board("B", tuple(_entry(letter) for _ in range(5)), buttons=_plain(5))
        made[f"form full of {name}"] = form(somebody, letter)
    spans: Text = ("At ", WHEN, " with ", Who(somebody, "Maya"), ", ", Who(elsewhere, "Kofi"), ": ", Link("x", LONG))
    every = Card(
        "T" * cards.MAX_TITLE,
        (spans, spans),
        tuple(Fact("Fact", spans) for _ in range(cards.MAX_FACTS)),
        (Quote("Note", "words\n\nand more"),),
        _buttons(5),
        _plain(5),
        (File("half-hour.ics", "text/calendar", b"BEGIN:VCALENDAR"), File("all.json", "application/json", b"{}")),
        spans,
    )
    made["everything on one card"] = every
    made["five cards with everything"] = Board("B" * 150, (_entry("x", spans),) * 5, (spans,) * 9, _buttons(5))
    made["nothing but blanks"] = Card(" ", ((" \n ",), ("\u200b",)), (Fact("", ()),), (Quote("", " "),), small=("",))
    return made


def _fill(letter: str, size: int) -> str:
    return (letter * size)[:size]


LETTERS = {
    "letters": "x", "ampersands": "&", "stars": "*", "line ends": "\n", "owls": "🦉", "at signs": "@",
    "Arabic": "ش", "less-than signs": "<", "families": "👩\u200d👧", "backslashes": "\\",
}  # fmt: skip
LONG = "https://calendar.example.org/add?" + "text=Half%20Hour&" * 40


def _entry(letter: str, text: Text = ()) -> Card:
    body = text or (_fill(letter, 600),)
    return Card("With Maya", (body,), (Fact("When", (WHEN,)),), buttons=_buttons(3, first="plain"), small=("small",))


def form(somebody: Person, letter: str = "x") -> Form:
    """Five fields, all as large as they may be: `letter` wherever a person may have typed it."""

    def full(limit: int) -> str:
        return _fill(letter.strip() or "x", limit)

    hint = full(cards.MAX_HINT)
    options = tuple(Option(f"{number:02}".ljust(75, "v"), f"{number:02}".ljust(75, "w")) for number in range(25))
    return Form(
        "F" * cards.MAX_FORM_TITLE,
        (
            cards.Field("topic", full(45), "line", hint, hint, most=100, value=full(100)),
            cards.Field("note", full(45), "text", hint, hint, value=_fill(letter, cards.MAX_VALUE)),
            cards.Field("slots", full(45), "choices", hint, hint, most=25, options=options,
                        value=tuple(option.value for option in options)),
            cards.Field("questions", full(45), "choice", hint, hint, required=False, options=options,
                        value=options[24].value),
            cards.Field("pledge", full(45), "tick", hint, hint, options=options[:1], value="yes"),
        ),
        SendRequest(somebody),
        "S" * cards.MAX_FORM_TITLE,
        intro=(hint, Who(somebody, "Maya"), WHEN),
    )  # fmt: skip


def one_field(kind: str, somebody: Person) -> Form:
    """A form with one blank of this kind."""
    times = tuple(Option(write_time(moment), label) for moment, label in ((WHEN, "3 pm"), (WHEN.replace(hour=16), "4")))
    reasons = (Option("busy", "Too busy"), Option("x.y~z/%é", "Something else"))
    blank = {
        "line": cards.Field("topic", "Topic", "line"),
        "text": cards.Field("note", "Note", "text", required=False),
        "choice": cards.Field("reason", "Why", "choice", options=reasons, required=False),
        "choices": cards.Field("slots", "Times", "choices", options=times, most=2, required=False),
        "person": cards.Field("other", "Who", "person", required=False),
        "tick": cards.Field("pledge", "A promise", "tick", options=(Option("yes", "I ask for advice"),)),
    }[kind]
    others: dict[str, Command] = {"choice": SendDecline("c1"), "person": SendSuggestion("c1")}
    return Form("Form", (blank,), others.get(kind, SendRequest(somebody)), "Send")


# -- words that mean harm ----------------------------------------------------------------------------------------------

HOSTILE = {
    name: clean(words)
    for name, words in {
        "slack": "<!channel> <!here|x> <@U1> <#C1|x> & &lt;b&gt; <http://x.test|y> <!subteam^S1> <!date^0^{date}|z>",
        "discord": "@everyone @here <@1> <@!1> <@&1> <#1> <t:0:R> </x:1> <:a:1> [x](http://y.test) [x](<http://y.test>)",
        "html": "</script><img src=x onerror=alert(1)><!-- {{7*7}} ${7} <b>x</b> &lt;i&gt; \"'><svg/onload=alert(1)>",
        "markdown": "*bold* _it_ ~s~ `code` > quote # head - list ||spoiler|| **b** __u__ ~~x~~ ```c``` -# small \\*",
        "heads of lines": "# head\n> quote\n>>> all\n- list\n1. one\n-# small\n* star\n+ plus\n\n    code\n```\nfence",
        "emoji": ":smile: :tada: 👩\u200d👩\u200d👧 🏳️\u200d🌈 🇪🇸 e\u0301",
        "right to left": "\u202eevil\u202c שלום *a* مرحبا \u2066x\u2069 <@1>",
        "zero width": "@\u200beveryone <\u200b@1> [\u200bx](http://y.test) @\u2060here",
        "half characters": "\ud800 a \udfff",
        "ampersands": "&" * 3000,
        "backslashes": "\\ \\\\ \\* \\@everyone \\<@1> \\[x](http://y.test)",
        "addresses": "http://x.test/*a*_b_/@everyone https://x.test/<@1> https://x.test/](http://y.test) javascript:a",
    }.items()
}


_OTHER = Person("elsewhere", "1", "2")
NEIGHBOURS: tuple[Text, ...] = (
    ("<", "@1>"),
    ("@", "everyone"),
    ("<@", Who(_OTHER, "1>")),
    (Who(_OTHER, "@"), "here"),
    ("[x]", "(http://y.test)"),
    ("\\", "@everyone"),
    ("*", "*b*", "*"),
    ("`", Who(_OTHER, "`")),
)
"""Strings that would be markup together."""


def places(elsewhere: Person) -> dict[str, tuple[int, Callable[[str], Say]]]:
    """Where a string can stand: how much of it, and what it stands in."""

    def field(**more: Any) -> Form:
        parts: dict[str, Any] = {"key": "topic", "label": "Topic", "kind": "line", **more}
        return Form("Form", (cards.Field(**parts),), SendDecline("c1") if "options" in more else _SAY, "Send")

    return {
        "title": (150, lambda words: Card(words)),
        "point": (600, lambda words: Card("T", point=words)),
        "body": (3000, lambda words: Card("T", ((words,),))),
        "name": (150, lambda words: Card("T", ((Who(elsewhere, words),),))),
        "link": (150, lambda words: Card("T", ((Link(words, "https://example.org/a"),),))),
        "unsafe link": (150, lambda words: Card("T", ((Link(words, "javascript:alert(1)"),),))),
        "fact": (150, lambda words: Card("T", facts=(Fact(words, ("v",)),))),
        "fact value": (3000, lambda words: Card("T", facts=(Fact("f", (words,)),))),
        "quote label": (150, lambda words: Card("T", quotes=(Quote(words, "q"),))),
        "quote": (3000, lambda words: Card("T", quotes=(Quote("q", words),))),
        "button": (34, lambda words: Card("T", buttons=(Button(words, Decline("c1")),))),
        "pick": (34, lambda words: Card("T", picks=(Button(words, Decline("c1")),))),
        "small": (3000, lambda words: Card("T", small=(words,))),
        "board title": (150, lambda words: Board(words)),
        "board body": (3000, lambda words: Board("B", body=((words,),))),
        "card title on board": (150, lambda words: Board("B", (Card(words),))),
        "card body on board": (3000, lambda words: Board("B", (Card("T", ((words,),)),))),
        "card quote on board": (3000, lambda words: Board("B", (Card("T", quotes=(Quote("q", words),)),))),
        "card small on board": (3000, lambda words: Board("B", (Card("T", small=(words,)),))),
        "form title": (24, lambda words: Form(words, (_BLANK,), _SAY, "Send")),
        "submit": (24, lambda words: Form("F", (_BLANK,), _SAY, words)),
        "intro": (1500, lambda words: Form("F", (_BLANK,), _SAY, "Send", (words,))),
        "label": (45, lambda words: field(label=words)),
        "hint": (100, lambda words: field(hint=words)),
        "example": (100, lambda words: field(example=words)),
        "value": (3000, lambda words: field(kind="text", value=words)),
        "option": (75, lambda words: field(key="reason", kind="choice", options=(Option("busy", words),))),
        "ticked": (75, lambda words: field(key="words", kind="tick", options=(Option("yes", words),))),
        "error": (250, lambda words: Form("F", (_BLANK,), _SAY, "Send", errors={"topic": words}, trouble=Card(
            "Not yet", ((words,),), buttons=(Button("Edit", Decline("c1")),)))),
    }  # fmt: skip


_SAY = SendRequest(Person("slack", "T1", "U1"), topic="")
_BLANK = cards.Field("topic", "Topic", "line")
