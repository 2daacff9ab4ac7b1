"""Who is meant: the person in the place of each account. Below the door nobody has to know of accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

from bot.boundary.commands import Actor, Command, Met
from bot.boundary.ports import Books
from bot.domain.people import Person


async def meant(
    books: Books, actor: Actor, command: Command, met: Sequence[Met]
) -> tuple[Actor, Command, Sequence[Met]]:
    """The same with every account in the place of its person. What the platform tells of a second account (its name,
    its language) is not told of the person; only that somebody organises there is."""
    known = await books.person_of({actor.person, *_named(command)})
    if not known:
        return actor, command, met
    if actor.person in known:
        actor = Actor(known[actor.person], "", locale="", organiser=actor.organiser or None, guest=None)
    return actor, _renamed(command, known), [one for one in met if one.person not in known]


async def meant_now(books: Books, kept: Command) -> Command:
    """A command that was kept for a while: whom it names may have linked their accounts since."""
    known = await books.person_of(_named(kept))
    return _renamed(kept, known) if known else kept


def _named(command: Command) -> set[Person]:
    return {person for field in fields(command) for person in _people(getattr(command, field.name))}


def _people(value: object) -> tuple[Person, ...]:
    match value:
        case Person():
            return (value,)
        case tuple():
            return tuple(one for one in value if isinstance(one, Person))
        case _:
            return ()


def _renamed(command: Command, known: Mapping[Person, Person]) -> Command:
    changes: dict[str, object] = {}
    for field in fields(command):
        match getattr(command, field.name):
            case Person() as person if person in known:
                changes[field.name] = known[person]
            case (Person(), *_) as people:
                changes[field.name] = tuple(known.get(person, person) for person in people)
    return replace(command, **changes) if changes else command  # type: ignore[arg-type]
