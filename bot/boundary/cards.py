"""What a person sees: Card, Board and Form, made of Text. Sizes are the smaller of Slack's and Discord's limits and
are checked on construction, so that no renderer meets a card that its platform refuses."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.boundary.commands import Command
from bot.domain.people import Person

MAX_TITLE = 150
MAX_PART = 3000
MAX_CARD = 4000
MAX_FACTS = 10
MAX_BUTTONS = 5
MAX_LABEL = 34
MAX_BOARD = 5
MAX_BOARD_BUTTONS = 3
MAX_FIELDS = 5
MAX_FORM_TITLE = 24
MAX_FIELD_LABEL = 45
MAX_HINT = 100
MAX_VALUE = 3000
MAX_OPTIONS = 25
MAX_OPTION = 75
MAX_FILE = 10 * 1024 * 1024


class TooLong(ValueError):
    """A card that a platform would refuse: a bug in the words, never a person's fault."""


@dataclass(frozen=True)
class Who:
    """A person in a text: drawn as a mention on their own platform, by name elsewhere."""

    person: Person
    name: str


@dataclass(frozen=True)
class Link:
    """An https address, with the words to show for it."""

    label: str
    url: str


Span = str | Who | datetime | Link
Text = tuple[Span, ...]
"""Strings are always escaped by renderers; a datetime (aware) is drawn in the reader's own clock."""


def printable(words: str) -> str:
    """Every kind of line end as one kind, a tab as a space; other control characters and half characters left out: for
    files and mails, which others read."""
    lines = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", words).replace("\t", " ")
    return "".join(letter for letter in lines if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs"})


def plain(text: Text) -> str:
    """The text with names for people and UTC times: for logs of tests, fallbacks and lengths."""
    return "".join(
        span
        if isinstance(span, str)
        else span.name
        if isinstance(span, Who)
        else span.label
        if isinstance(span, Link)
        else f"{span:%Y-%m-%d %H:%M} UTC"
        for span in text
    )


def _fits(what: str, words: str, limit: int, *, least: int = 1) -> None:
    if not least <= len(words) <= limit:
        raise TooLong(f"{what} has {len(words)} characters; {least} to {limit} fit: {words[:60]!r}")


@dataclass(frozen=True)
class Button:
    """`press` is the command it gives. At most one button of a card is `main`."""

    label: str
    press: Command
    style: Literal["plain", "main", "danger"] = "plain"

    def __post_init__(self) -> None:
        _fits("a button", self.label, MAX_LABEL)


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, shown as theirs."""

    label: str
    words: str


@dataclass(frozen=True)
class Fact:
    label: str
    value: Text


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes

    def __post_init__(self) -> None:
        if not self.name.isascii() or len(self.content) > MAX_FILE:
            raise TooLong(f"file {self.name!r} of {len(self.content)} bytes")


@dataclass(frozen=True)
class Card:
    """Title, paragraphs, facts, quotes, then buttons: `picks` (one a time, or one a person) above `buttons`; `small`
    is a closing line in small print. `point` is one sentence that says it all, for notifications and screen
    readers; it defaults to the title."""

    title: str
    body: tuple[Text, ...] = ()
    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    picks: tuple[Button, ...] = ()
    buttons: tuple[Button, ...] = ()
    files: tuple[File, ...] = ()
    small: Text = ()
    point: str = ""
    quiet: bool = False
    """Delivered without a sound, where the platform can: its reader is in the middle of something."""

    def __post_init__(self) -> None:
        _fits("a card's title", self.title, MAX_TITLE)
        for part in self.body:
            _fits("a paragraph", plain(part), MAX_PART)
        for quote in self.quotes:
            _fits("a quote", quote.words, MAX_PART)
        if len(self.facts) > MAX_FACTS:
            raise TooLong(f"{len(self.facts)} facts on {self.title!r}")
        if len(self.picks) > MAX_BUTTONS or len(self.buttons) > MAX_BUTTONS:
            raise TooLong(f"{len(self.picks)} picks and {len(self.buttons)} buttons on {self.title!r}")
        if sum(button.style == "main" for button in (*self.picks, *self.buttons)) > 1:
            raise TooLong(f"two main buttons on {self.title!r}")
        if self.length > MAX_CARD:
            raise TooLong(f"{self.length} characters on {self.title!r}")

    @property
    def length(self) -> int:
        parts = [self.title, *map(plain, self.body), plain(self.small)]
        parts += [f"{fact.label}: {plain(fact.value)}" for fact in self.facts]
        parts += [f"{quote.label} {quote.words}" for quote in self.quotes]
        return sum(map(len, parts))


@dataclass(frozen=True)
class Board:
    """Several cards on one page: what `/my-chats`, Home and `/find-mentor` show. A card on a board has at most
    three buttons and no picks or files, so that a page fits forty Discord components."""

    title: str
    cards: tuple[Card, ...] = ()
    body: tuple[Text, ...] = ()
    buttons: tuple[Button, ...] = ()

    def __post_init__(self) -> None:
        _fits("a board's title", self.title, MAX_TITLE)
        if len(self.cards) > MAX_BOARD or len(self.buttons) > MAX_BUTTONS:
            raise TooLong(f"{len(self.cards)} cards, {len(self.buttons)} buttons on board {self.title!r}")
        for card in self.cards:
            if len(card.buttons) > MAX_BOARD_BUTTONS or card.picks or card.files:
                raise TooLong(f"card {card.title!r} is too large for a board")
        total = len(self.title) + sum(len(plain(part)) for part in self.body) + sum(c.length for c in self.cards)
        if total > MAX_CARD:
            raise TooLong(f"{total} characters on board {self.title!r}")


@dataclass(frozen=True)
class Option:
    value: str
    label: str

    def __post_init__(self) -> None:
        _fits("an option's value", self.value, MAX_OPTION)
        _fits("an option's label", self.label, MAX_OPTION)


@dataclass(frozen=True)
class Field:
    """One blank of a form. `key` is the name of the command's field that it fills.

    `line` and `text` take words (one line, many lines); `choice` one of `options`, `choices` up to `most` of them;
    `person` a member of the place; `tick` a box that must be ticked, whose label is in `options[0]`."""

    key: str
    label: str
    kind: Literal["line", "text", "choice", "choices", "person", "tick"]
    hint: str = ""
    example: str = ""
    required: bool = True
    most: int = MAX_VALUE
    """Characters for words; options for `choices`."""
    options: tuple[Option, ...] = ()
    value: str | tuple[str, ...] = ""
    """What stands there already: words, an option's value, or values."""

    def __post_init__(self) -> None:
        _fits("a field's label", self.label, MAX_FIELD_LABEL)
        _fits("a hint", self.hint, MAX_HINT, least=0)
        _fits("an example", self.example, MAX_HINT, least=0)
        if self.kind in ("choice", "choices", "tick") and not 1 <= len(self.options) <= MAX_OPTIONS:
            raise TooLong(f"{len(self.options)} options in {self.key!r}")
        if len({option.value for option in self.options}) != len(self.options):
            raise TooLong(f"the same option twice in {self.key!r}")


@dataclass(frozen=True)
class Form:
    """A command with blanks. `errors` are keyed by field; `trouble` says them on a card with a button that re-opens
    the form with everything typed, for platforms whose forms close when they are sent."""

    title: str
    fields: tuple[Field, ...]
    completes: Command
    submit: str
    intro: Text = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    trouble: Card | None = None

    def __post_init__(self) -> None:
        _fits("a form's title", self.title, MAX_FORM_TITLE)
        _fits("a form's submit label", self.submit, MAX_FORM_TITLE)
        if not 1 <= len(self.fields) <= MAX_FIELDS:
            raise TooLong(f"{len(self.fields)} fields in {self.title!r}")


@dataclass(frozen=True)
class Reply:
    """The answer to the person who acted: now, always private. `replace` puts it in the place of the card whose
    button was pressed. `say` is None when nothing need be said (a delivery that was answered before)."""

    say: Card | Board | Form | None
    replace: bool = False
