"""The commands that a person can type: declared once here, with their words from the language files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.boundary.commands import BeMentor, Command, FindMentor, HalfHour, MyChats, RequestChat
from bot.boundary.tokens import clean
from bot.domain.people import Person


@dataclass(frozen=True)
class Argument:
    """What may follow a command: a `person`, free `text`, or a `city` (with suggestions where the platform can).
    `described` is language -> words, for those platforms that show them."""

    name: str
    kind: Literal["person", "text", "city"]
    described: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """One command. `make` turns what was typed into a Command: the person mentioned, a bare name that the platform
    could not resolve, and the other words. `shortcut` is language -> the words under which it also is a Slack
    global shortcut and a Discord user menu."""

    name: str
    make: Callable[[Person | None, str, str], Command]
    argument: Argument | None = None
    shortcut: Mapping[str, str] = field(default_factory=dict)
    described: Mapping[str, str] = field(default_factory=dict)


ENTRIES = (
    Entry(
        "request-chat",
        lambda person, named, words: RequestChat(person, clean(words), clean(named)),
        Argument("mentor", "person"),
        shortcut={"": "request-chat"},
    ),
    Entry("find-mentor", lambda _person, _named, words: FindMentor(clean(words)), Argument("topic", "text")),
    Entry("mentor", lambda *_: BeMentor()),
    Entry("my-chats", lambda _person, _named, words: MyChats(city=clean(words)), Argument("city", "city")),
    Entry("half-hour", lambda *_: HalfHour()),
)
"""As declared; `bot.speech.menu` fills in the words."""


def entry(name: str) -> Entry:
    """Raises KeyError for a command that is not declared."""
    return {declared.name: declared for declared in ENTRIES}[name.lstrip("/")]
