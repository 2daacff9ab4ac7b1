"""What the page sends -> a Command. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields

from adapters.playground.world import Sample
from bot.boundary.commands import Command, Met
from bot.boundary.menu import Entry
from bot.boundary.ports import Person
from bot.boundary.tokens import BadToken, decode, fill, unflatten

MENTION = re.compile(r"(?<!\S)@(\S+)")


class NotACommand(ValueError):
    """Words without a leading slash."""


class UnknownCommand(ValueError):
    """A slash, and then nothing that was declared."""


def typed(line: str, entries: Sequence[Entry], people: Iterable[Sample]) -> Command:
    """`/request-chat @maya` and the like. Raises NotACommand or UnknownCommand."""
    if not line.lstrip().startswith("/"):
        raise NotACommand(line[:20])
    name, _, words = line.strip().partition(" ")
    entry = next((entry for entry in entries if entry.name == name[1:].lower()), None)
    if entry is None:
        raise UnknownCommand(name[:20])
    if entry.argument is None or entry.argument.kind != "person":
        return entry.make(None, "", words.strip())
    mention = MENTION.search(words)
    named = mention[1] if mention else words.strip(" @")
    rest = (words[: mention.start()] + words[mention.end() :]).strip() if mention else ""
    sample = next((sample for sample in people if plainly(named) in (sample.user, plainly(sample.name))), None)
    return entry.make(sample.person, "", rest) if sample else entry.make(None, named, rest)


def plainly(name: str) -> str:
    """`Inés,` is `ines`."""
    bare = unicodedata.normalize("NFKD", name.strip().rstrip(",.!?").casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def pressed(token: str) -> Command:
    """Raises BadToken."""
    return decode(token)


def filled(completes: object, values: object) -> Command:
    """A form as the page sends it: the flattened command and what stands in each blank. Raises BadToken."""
    if not (isinstance(completes, list) and completes and all(isinstance(part, str) for part in completes)):
        raise BadToken("completes")
    if not isinstance(values, Mapping):
        raise BadToken("values")
    for value in values.values():
        many = isinstance(value, list) and all(isinstance(item, str) for item in value)
        if not (many or isinstance(value, (str, bool))):
            raise BadToken("value")
    return fill(unflatten(completes), values)


def mentioned(command: Command, people: Mapping[str, Sample]) -> tuple[Met, ...]:
    """What this platform knows of the people in a command."""
    return tuple(
        Met(sample.person, sample.name, zone=sample.zone, locale=sample.locale)
        for person in _people(command)
        if (sample := people.get(person.user)) is not None and sample.person == person
    )


def _people(command: Command) -> Iterator[Person]:
    for part in fields(command):
        value = getattr(command, part.name)
        if isinstance(value, Person):
            yield value
