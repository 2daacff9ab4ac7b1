"""The contract of every adapter, on Discord: in a server and in a direct message."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from simcord.components import ComponentValidationError, validate_components, validate_modal, walk_components

from adapters.discord import parse, render
from adapters.discord.manifest import commands
from adapters.discord.markup import GAP, size
from bot.boundary.cards import Form
from bot.boundary.commands import Command, Met
from bot.boundary.menu import Entry
from bot.boundary.ports import Person, Place
from tests.adapters.contract import ENTRIES, Blank, Contract
from tests.adapters.discord.driver import standing
from tests.adapters.samples import Say

Json = Mapping[str, Any]
COMPONENTS_V2 = 1 << 15
CALLS = re.compile(r"<@[!&]?(\d+)>|(@everyone|@here)|(<#\d+>|</[^:>]+:\d+>|<a?:\w+:\d+>|<id:\w+>)")


HOME = Place("discord", "1234567890123456789")


@dataclass(frozen=True)
class Discord:
    direct: bool
    home: Place = HOME
    unshown: frozenset[str] = frozenset({"point", "submit"})
    shortcuts: bool = True

    def user(self, number: int) -> str:
        return str(9_876_543_210_987_650_000 + number)

    def render(self, say: Say, place: Place) -> Json:
        if isinstance(say, Form) and say.errors and say.trouble:
            say = say.trouble  # a modal closes when it is sent, so that its errors stand on a card
        if isinstance(say, Form):
            return render.form(say, place, direct=self.direct).to_dict()
        name = "Career *Friends*" if self.direct else ""
        view: Any = render.message(say, place, place_name=name, direct=self.direct)
        return {"components": view.to_components()}

    def check(self, payload: Json) -> Sequence[str]:
        try:
            if "title" in payload:
                validate_modal(payload)
                return []
            validate_components(payload["components"], flags=COMPONENTS_V2)
        except ComponentValidationError as trouble:
            return [str(trouble)]
        count = len(list(walk_components(payload["components"])))
        told = [f"{count} components"] if count > 40 else []
        return told + (["more than 4000 characters"] if sum(map(size, _texts(payload))) > 4000 else [])

    def visible(self, payload: Json) -> str:
        parts = [payload.get("title", ""), *map(_read, _texts(payload))]
        for one in walk_components(payload["components"]):
            if one["type"] != 10:
                parts += [one.get(key) or "" for key in ("label", "description", "placeholder", "value")]
                parts += [option["label"] for option in one.get("options", ())]
        return "\n".join(parts)

    def summary(self, payload: Json) -> str | None:
        """Discord makes a notification of the first words."""
        return self.visible(payload) if "title" not in payload else str(payload["title"])

    def pings(self, payload: Json) -> Sequence[str]:
        return [next(filter(None, found.groups())) for words in _texts(payload) for found in CALLS.finditer(words)]

    def times(self, payload: Json) -> Sequence[datetime]:
        found = [int(one) for words in _texts(payload) for one in re.findall(r"<t:(-?\d+)(?::\w)?>", words)]
        return [datetime.fromtimestamp(one, UTC) for one in dict.fromkeys(found)]

    def links(self, payload: Json) -> Sequence[tuple[str, str]]:
        bare = [re.sub(r"\\[^0-9A-Za-z\s]", "_", words) for words in _texts(payload)]
        return [found for words in bare for found in re.findall(r"\[([^\]]*)\]\(<?([^)>\s]*)>?\)", words)]

    def presses(self, payload: Json) -> Sequence[tuple[str, str]]:
        return [(one["label"], one["custom_id"]) for one in walk_components(payload["components"]) if one["type"] == 2]

    def press(self, raw: str) -> Command:
        return parse.press({"custom_id": raw}, self._here).command

    def submit(self, payload: Json, blanks: Mapping[str, Blank]) -> Command:
        given = {**standing(dict(payload)), **blanks}
        people = {one.user: {"id": one.user, "username": "maya"} for one in blanks.values() if isinstance(one, Person)}
        sent = [
            {"type": 18, "component": {"custom_id": one["custom_id"], "type": one["type"],
                                       **_answer(one, given.get(one["custom_id"].removesuffix(parse.TYPED)))}}
            for one in walk_components(payload["components"]) if "custom_id" in one
        ]  # fmt: skip
        resolved = {"users": people, "members": {user: {} for user in people}}
        heard = parse.form({"custom_id": payload["custom_id"], "components": sent, "resolved": resolved}, self._here)
        for key in heard.wanted:
            if isinstance(who := blanks.get(key), Person):
                heard = parse.found(heard, key, Met(who, "Maya"))
        return heard.command

    def typed(self, name: str, mention: Person | None, words: str) -> Command:
        [made] = [one for one in commands(ENTRIES) if one["name"] == name]
        value = mention.user if mention else words
        options = [{"name": one["name"], "type": one["type"], "value": value} for one in made["options"] if value]
        return parse.slash({"name": name, "options": options, **_resolved(mention)}, self.home, ENTRIES).command

    def shortcut(self, entry: Entry, on: Person) -> Command:
        [made] = [one for one in commands([entry]) if one["type"] == 2]
        data = {"name": made["name"], "target_id": on.user, **_resolved(on)}
        return parse.slash(data, self.home, ENTRIES).command

    def declared(self, entries: Sequence[Entry], language: str) -> Sequence[str]:
        told: list[str] = []
        for made in commands(entries):
            menu = made["type"] == 2
            named = r".{1,32}" if menu else r"[-_a-z0-9]{1,32}"
            said = [made] if menu else [made, *made["options"]]
            told += [f"named {one['name']}" for one in said if not re.fullmatch(named, one["name"])]
            for one in said:
                key, most = ("name", 32) if menu else ("description", 100)
                words = {"en": one[key], **{at[:2]: w for at, w in one.get(f"{key}_localizations", {}).items()}}
                told += [] if 1 <= len(words.get(language, "")) <= most else [f"{one['name']} says {words}"]
        return told

    @property
    def _here(self) -> Place | None:
        return None if self.direct else self.home


def _texts(payload: Json) -> list[str]:
    return [one["content"] for one in walk_components(payload["components"]) if one["type"] == 10]


def _read(words: str) -> str:
    """Markdown as Discord draws it: marks at the heads of lines and around labels taken away, escapes as themselves."""
    lines = [re.sub(r"^(?:> |#{1,3} |-# )", "", line) for line in words.replace(GAP, "").split("\n")]
    return re.sub(r"\\([^0-9A-Za-z\s])|\*\*", lambda found: found[1] or "", "\n".join(lines))


def _answer(one: Json, given: Any) -> Json:
    """What Discord sends of an input."""
    match one["type"]:
        case 4:
            return {"value": "Maya" if isinstance(given, Person) else given or ""}
        case 5:
            picked = [str(default["id"]) for default in one.get("default_values") or ()]
            return {"values": [given.user] if isinstance(given, Person) else picked}
        case _ if isinstance(given, bool):
            return {"values": [option["value"] for option in one["options"]] if given else []}
        case _:
            return {"values": [given] if isinstance(given, str) else list(given or ())}


def _resolved(who: Person | None) -> Json:
    users = {who.user: {"id": who.user, "username": "maya"}} if who else {}
    return {"resolved": {"users": users, "members": {user: {} for user in users}}}


class TestServer(Contract):
    adapter = Discord(direct=False)


class TestDirectMessages(Contract):
    adapter = Discord(direct=True)
