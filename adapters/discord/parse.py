"""What Discord sends, as commands: pure, and total but for BadToken.

Two disjoint forms of `custom_id`: `h|<server>|<token>` on a button (and `|<n>` after it where two buttons of a message
would be alike), `m|<server>|<token>` on a modal. The server stands there, in base 36, because a direct message does not
tell which server it is about."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.boundary.commands import Actor, Command, Met
from bot.boundary.menu import Entry
from bot.boundary.ports import Person, Place
from bot.boundary.tokens import BadToken, decode, encode, fill

PLATFORM = "discord"
TYPED = "?"
"""After a field's key: the name of a person, typed where nobody can be picked (a direct message)."""

_TOKEN = r"(?P<server>[1-9a-z][0-9a-z]{0,12})\|(?P<token>[A-Za-z0-9._~%:/-]{1,78})"
PRESS = re.compile(rf"h\|{_TOKEN}(?:\|[0-9]{{1,2}})?")
FORM = re.compile(rf"m\|{_TOKEN}")

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Heard:
    """A command about a place, whom it met, and names (by field) that are still to be looked up there."""

    place: Place
    command: Command
    met: tuple[Met, ...] = ()
    wanted: Mapping[str, str] = field(default_factory=dict)


# -- the grammar of custom ids -----------------------------------------------------------------------------------------


def press_id(place: Place, command: Command, turn: int = 0) -> str:
    """At most 100 characters. Raises BadToken for a command that belongs in a draft."""
    return f"h|{_base36(int(place.id))}|{encode(command)}" + (f"|{turn}" if turn else "")


def form_id(place: Place, command: Command) -> str:
    return f"m|{_base36(int(place.id))}|{encode(command)}"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits or "0"


def place_of(custom_id: object) -> Place | None:
    """The server of an id whose token cannot be read; None when that is not there either."""
    found = re.match(r"[hm]\|([1-9a-z][0-9a-z]{0,12})\|", custom_id) if isinstance(custom_id, str) else None
    return Place(PLATFORM, str(int(found[1], 36))) if found else None


def _read_id(pattern: re.Pattern[str], custom_id: object, here: Place | None) -> tuple[Place, Command]:
    found = pattern.fullmatch(custom_id) if isinstance(custom_id, str) else None
    if not found:
        raise BadToken(str(custom_id)[:20])
    place = Place(PLATFORM, str(int(found["server"], 36)))
    if here is not None and place != here:
        raise BadToken("a card of another server")
    return place, decode(found["token"])


# -- who acts ----------------------------------------------------------------------------------------------------------


def actor(
    place: Place, *, user: int, name: str, locale: str, organiser: bool | None, guest: bool | None = None
) -> Actor:
    """`organiser` is None in a direct message, which does not tell."""
    return Actor(Person(PLATFORM, place.id, str(user)), name, locale, None, organiser, guest)


# -- what was done -----------------------------------------------------------------------------------------------------


def slash(data: Data, place: Place, entries: Sequence[Entry]) -> Heard:
    """A slash command, or a choice from the menu of a user."""
    resolved = _map(data.get("resolved"))
    if data.get("target_id"):
        chosen = _entry(entry for entry in entries if data.get("name") in entry.shortcut.values())
        met = _met(resolved, [str(data["target_id"])], place, member_known=True)
        return Heard(place, chosen.make(met[0].person if met else None, "", ""), met)
    chosen = _entry(entry for entry in entries if entry.name == data.get("name"))
    wanted = chosen.argument.name if chosen.argument else None
    options = map(_map, _list(data.get("options")))
    value = next((option.get("value") for option in options if option.get("name") == wanted), None)
    if chosen.argument and chosen.argument.kind == "person" and value:
        met = _met(resolved, [str(value)], place, member_known=True)
        return Heard(place, chosen.make(met[0].person if met else None, "", ""), met)
    return Heard(place, chosen.make(None, "", value if isinstance(value, str) else ""))


def press(data: Data, here: Place | None) -> Heard:
    """A button. `here` is the server it was pressed in, None in a direct message."""
    return Heard(*_read_id(PRESS, data.get("custom_id"), here))


def form(data: Data, here: Place | None) -> Heard:
    """A modal that was sent: the command in its id, with the blanks filled in."""
    place, command = _read_id(FORM, data.get("custom_id"), here)
    resolved = _map(data.get("resolved"))
    blanks: dict[str, str | bool | Sequence[str]] = {}
    wanted: dict[str, str] = {}
    met: tuple[Met, ...] = ()
    for blank in _blanks(data.get("components")):
        key = str(blank.get("custom_id"))
        values = [str(value) for value in _list(blank.get("values"))]
        if blank.get("type") == 5:
            met += (picked := _met(resolved, values, place, member_known=here is not None))
            blanks[key] = [str(one.person) for one in picked]
        elif key.endswith(TYPED):
            wanted[key.removesuffix(TYPED)] = str(blank.get("value") or "")
        else:
            blanks[key] = values if "values" in blank else str(blank.get("value") or "")
    unknown = dict.fromkeys(wanted, "")
    return Heard(place, fill(command, {**blanks, **unknown}), met, wanted)


def found(heard: Heard, key: str, met: Met) -> Heard:
    """The person whose name was typed in `key`."""
    return Heard(heard.place, fill(heard.command, {key: str(met.person)}), (*heard.met, met))


def city(data: Data, entries: Sequence[Entry]) -> str | None:
    """What is being typed into an argument that is a city; None for any other."""
    for option in map(_map, _list(data.get("options"))):
        for entry in entries:
            if entry.name == data.get("name") and option.get("focused") and entry.argument:
                return str(option.get("value") or "") if entry.argument.kind == "city" else None
    return None


def member(user: Data, membership: Data | None, place: Place, *, gone: bool = False) -> Met:
    """What Discord tells of a person; `membership` is what it tells of them in this server."""
    names = (_map(membership).get("nick"), user.get("global_name"), user.get("username"))
    name = next((str(name) for name in names if name), str(user.get("id")))
    return Met(Person(PLATFORM, place.id, str(user.get("id"))), name, bot=bool(user.get("bot")), gone=gone)


def _met(resolved: Data, ids: Sequence[str], place: Place, *, member_known: bool) -> tuple[Met, ...]:
    """`member_known`: the payload would say who is a member of the server, so that whoever is not has left."""
    users, members = _map(resolved.get("users")), _map(resolved.get("members"))
    return tuple(
        member({"id": id, **_map(users.get(id))}, members.get(id), place, gone=member_known and id not in members)
        for id in ids
        if id.isdigit()
    )


def _entry(fitting: Iterable[Entry]) -> Entry:
    for entry in fitting:
        return entry
    raise BadToken("a command that is not declared")


def _blanks(components: object) -> Iterable[Data]:
    """Through labels (18, one `component`) and rows (1, `components`) to the inputs; text displays have no id."""
    for one in map(_map, _list(components)):
        yield from _blanks([one["component"]] if "component" in one else one.get("components"))
        if "custom_id" in one:
            yield one


def _map(thing: object) -> Data:
    return thing if isinstance(thing, Mapping) else {}


def _list(thing: object) -> Sequence[Any]:
    return thing if isinstance(thing, list | tuple) else ()
