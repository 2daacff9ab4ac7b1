"""The contract of every adapter, on the playground's page."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.responses import JSONResponse

from adapters.playground import parse, render
from adapters.playground.world import PLACE, read_people
from bot.boundary.cards import Form
from bot.boundary.commands import Command
from bot.boundary.menu import Entry
from bot.boundary.ports import Person, Place
from bot.boundary.tokens import BadToken
from tests.adapters.contract import ENTRIES, Blank, Contract
from tests.adapters.samples import Say

Json = Mapping[str, Any]
PEOPLE = read_people()


@dataclass(frozen=True)
class Page:
    """The page sets every string as text, never as markup, so that only its objects can do anything."""

    home: Place = PLACE
    unshown: frozenset[str] = frozenset()
    shortcuts: bool = False

    def user(self, number: int) -> str:
        return list(PEOPLE)[number % len(PEOPLE)]

    def render(self, say: Say, place: Place) -> Json:
        return render.form(say, PEOPLE.values()) if isinstance(say, Form) else render.say(say)

    def check(self, payload: Json) -> Sequence[str]:
        sent = json.loads(bytes(JSONResponse(payload).body))
        return [] if sent == payload else ["it arrives as something else"]

    def visible(self, payload: Json) -> str:
        return "\n".join(_shown(payload))

    def summary(self, payload: Json) -> str | None:
        return str(payload.get("point", payload["title"]))

    def pings(self, payload: Json) -> Sequence[str]:
        return [one["user"] for one in _objects(payload) if one.get("user") in PEOPLE]

    def times(self, payload: Json) -> Sequence[datetime]:
        return [datetime.fromisoformat(one["at"]) for one in _objects(payload) if "at" in one]

    def links(self, payload: Json) -> Sequence[tuple[str, str]]:
        return [(one["link"], one["url"]) for one in _objects(payload) if "link" in one]

    def presses(self, payload: Json) -> Sequence[tuple[str, str]]:
        return [(one["label"], one["press"]) for one in _objects(payload) if "press" in one]

    def press(self, raw: str) -> Command:
        return parse.pressed(raw)

    def submit(self, payload: Json, blanks: Mapping[str, Blank]) -> Command:
        values = {one["key"]: _value(one, blanks.get(one["key"])) for one in payload["fields"]}
        return parse.filled(payload["completes"], json.loads(json.dumps(values)))

    def typed(self, name: str, mention: Person | None, words: str) -> Command:
        return parse.typed(f"/{name} {f'@{mention.user}' if mention else ''} {words}", ENTRIES, PEOPLE.values())

    def shortcut(self, entry: Entry, on: Person) -> Command:
        raise BadToken("the page has no shortcuts")

    def declared(self, entries: Sequence[Entry], language: str) -> Sequence[str]:
        drawn = [render.entry(entry) for entry in entries]
        return [str(one) for one in drawn if not one["described"].get(language) or " " in one["name"]]


def _objects(thing: Any) -> Iterator[Json]:
    if isinstance(thing, Mapping):
        yield thing
    for one in thing.values() if isinstance(thing, Mapping) else thing if isinstance(thing, list) else ():
        yield from _objects(one)


def _shown(drawn: Json) -> Iterator[str]:
    """In the order in which the page draws it."""
    yield drawn["title"]
    yield drawn.get("point", "")
    yield from ("".join(map(_span, part)) for part in drawn.get("body", ()))
    yield "".join(map(_span, drawn.get("intro", ())))
    for fact in drawn.get("facts", ()):
        yield f"{fact['label']}: {''.join(map(_span, fact['value']))}"
    for quote in drawn.get("quotes", ()):
        yield f"{quote['label']}\n{quote['words']}"
    for card in drawn.get("cards", ()):
        yield from _shown(card)
    for button in (*drawn.get("picks", ()), *drawn.get("buttons", ())):
        yield str(button["label"])
    yield "".join(map(_span, drawn.get("small", ())))
    for field in drawn.get("fields", ()):
        yield from (str(field[part]) for part in ("label", "hint", "example", "value"))
        yield from (option["label"] for option in field["options"])
    yield from drawn.get("errors", {}).values()
    yield drawn.get("submit", "")


def _span(one: Any) -> str:
    return one if isinstance(one, str) else str(one.get("who") or one.get("link") or one.get("at", ""))


def _value(field: Json, given: Blank | None) -> Any:
    """What the page's form gives for a field, as form.js reads it."""
    match field["kind"]:
        case "tick":
            return bool(field["value"]) if given is None else given
        case "choices":
            return list(field["value"]) if given is None else given
        case "person":
            return str(given) if given else field["value"]
        case _:
            return field["value"] if given is None else given


class TestPage(Contract):
    adapter = Page()
