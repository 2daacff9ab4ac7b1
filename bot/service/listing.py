"""Lists of people that may be long: as many names as a card has room for, and a form that reaches everybody."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.boundary.cards import MAX_OPTION, MAX_OPTIONS, Button, Field, Option
from bot.domain.people import Member, Person
from bot.service.call import Call
from bot.speech.voice import clip

ROOM = 300
"""Characters for names on one line of a card."""

LONG_AGO = datetime.min.replace(tzinfo=UTC)


async def newest_first(call: Call, people: Sequence[Person]) -> list[Person]:
    """Who was here last comes first; learns their names."""
    known = await call.meet(*people)
    return sorted(people, key=lambda person: _seen(known.get(person)), reverse=True)


def names(call: Call, people: Sequence[Person]) -> str:
    """As many names as fit, and how many more there are."""
    shown: list[str] = []
    for person in people:
        name = clip(call.voice.name(person), MAX_OPTION)
        if len(", ".join([*shown, name])) > ROOM:
            break
        shown.append(name)
    words, more = ", ".join(shown), len(people) - len(shown)
    return call.voice("settings.and_more", names=words, n=more) if more else words


def ways(call: Call, key: str, press: type, choose: type, people: Sequence[Person]) -> list[Button]:
    """A button for each of two people; where there are more, one for a form, and one for those it has no room for."""
    if len(people) <= 2:
        return [call.voice.button(key, press(person), name=call.voice.name(person)) for person in people]
    buttons = [call.voice.button(f"choose_{key}", choose())]
    if len(people) > MAX_OPTIONS:
        buttons.append(call.voice.button(f"choose_{key}_else", choose(anybody=True)))
    return buttons


def choice(call: Call, people: Sequence[Person], *, anybody: bool) -> Field:
    """One of those who were here last, or anybody of this place."""
    if anybody:
        return call.voice.field("who", "who", "person")
    labels = {str(person): clip(call.voice.name(person), MAX_OPTION) for person in people[:MAX_OPTIONS]}
    options = tuple(Option(value, label) for value, label in labels.items())
    return call.voice.field("who", "who", "choice", options=options)


def _seen(member: Member | None) -> datetime:
    return (member and member.seen_at) or LONG_AGO
