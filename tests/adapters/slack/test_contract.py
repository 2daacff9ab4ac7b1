"""The contract of every adapter, on Slack: in messages, in modals and in App Home."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any

from adapters.slack import parse, render
from adapters.slack.manifest import manifest
from bot.boundary.cards import Form
from bot.boundary.commands import Command
from bot.boundary.menu import Entry
from bot.boundary.ports import Person, Place
from tests.adapters.contract import Blank, Contract
from tests.adapters.samples import Say
from tests.adapters.slack.limits import message_complaints, view_complaints

Json = Mapping[str, Any]
WORDS = {"name": "Half Hour", "description": "Ask a mentor for half an hour", "long_description": "Half Hour. " * 20}


HOME = Place("slack", "T0LONGASTHEYGET")


@dataclass(frozen=True)
class Slack:
    surface: str
    home: Place = HOME
    shortcuts: bool = True

    @property
    def unshown(self) -> frozenset[str]:
        return frozenset() if self.surface == "message" else frozenset({"point"})

    def user(self, number: int) -> str:
        return f"U{number:010}"

    def render(self, say: Say, place: Place) -> Json:
        if isinstance(say, Form) or self.surface == "modal":
            return render.view(say, place, done="Done", cancel="Cancel")
        return render.message(say, place) if self.surface == "message" else render.app_home(say, place)

    def check(self, payload: Json) -> Sequence[str]:
        return view_complaints(payload) if "type" in payload else message_complaints(payload)

    def visible(self, payload: Json) -> str:
        around = [payload[part]["text"] for part in ("title", "submit") if part in payload]
        return "\n".join([unescape(payload.get("text", "")), *around, *map(_reads, payload["blocks"])])

    def summary(self, payload: Json) -> str | None:
        if payload.get("type") == "home":
            return None
        return str(payload["title"]["text"] if "type" in payload else payload["text"])

    def pings(self, payload: Json) -> Sequence[str]:
        live = [str(one.get("user_id", one)) for one in _leaves(payload) if one["type"] not in ("text", "date", "link")]
        return [*live, *re.findall(r"<[^>]*>?", payload.get("text", "")), *re.findall("mrkdwn", str(_kinds(payload)))]

    def times(self, payload: Json) -> Sequence[datetime]:
        return [datetime.fromtimestamp(one["timestamp"], UTC) for one in _leaves(payload) if one["type"] == "date"]

    def links(self, payload: Json) -> Sequence[tuple[str, str]]:
        return [(one["text"], one["url"]) for one in _leaves(payload) if one["type"] == "link"]

    def presses(self, payload: Json) -> Sequence[tuple[str, str]]:
        rows = [block["elements"] for block in payload["blocks"] if block["type"] == "actions"]
        return [(button["text"]["text"], button["value"]) for row in rows for button in row]

    def press(self, raw: str) -> Command:
        return parse.pressed({"actions": [{"type": "button", "value": raw}]}).command

    def submit(self, payload: Json, blanks: Mapping[str, Blank]) -> Command:
        inputs = [block for block in payload["blocks"] if block["type"] == "input"]
        values = {
            block["block_id"]: {block["element"]["action_id"]: _state(block["element"], blanks.get(block["block_id"]))}
            for block in inputs
        }
        view = {"private_metadata": payload["private_metadata"], "state": {"values": values}}
        return parse.filled({"view": view}, self.home).command

    def typed(self, name: str, mention: Person | None, words: str) -> Command:
        escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = f"<@{mention.user}|maya> {escaped}" if mention else escaped
        return parse.typed({"command": f"/{name}", "text": text}, self.home).command

    def shortcut(self, entry: Entry, on: Person) -> Command:
        made = manifest([entry], url=None, words=WORDS)["features"]["shortcuts"]
        return parse.shortcut({"callback_id": made[0]["callback_id"]}).command

    def declared(self, entries: Sequence[Entry], language: str) -> Sequence[str]:
        made = manifest(entries, url="https://bot.example.org", words=WORDS, language=language)["features"]
        told = [one for one in made["slash_commands"] if not re.fullmatch(r"/[a-z-]{1,31}", one["command"])]
        told += [one for one in made["slash_commands"] if not 1 <= len(one["description"]) <= 2000]
        told += [one for one in made["slash_commands"] if len(one.get("usage_hint", "")) > 1000]
        told += [one for one in made["shortcuts"] if not 1 <= len(one["name"]) <= 24]
        told += [one for one in made["shortcuts"] if not 1 <= len(one["description"]) <= 150]
        return [str(one) for one in told]


def _leaves(payload: Json) -> Iterator[Json]:
    for block in payload["blocks"]:
        if block["type"] == "rich_text":
            yield from (leaf for part in block["elements"] for leaf in part["elements"])


def _kinds(thing: Any) -> list[str]:
    """Every `type` in a payload."""
    if isinstance(thing, Mapping):
        return [str(thing.get("type")), *(kind for value in thing.values() for kind in _kinds(value))]
    return [kind for one in thing for kind in _kinds(one)] if isinstance(thing, list) else []


def _reads(block: Json) -> str:
    match block["type"]:
        case "rich_text":
            return "\n".join("".join(map(_leaf, part["elements"])) for part in block["elements"])
        case "actions":
            return "\n".join(one["text"]["text"] for one in block["elements"])
        case "input":
            element = block["element"]
            shown = [block["label"], block.get("hint"), element.get("placeholder")]
            shown += [option["text"] for option in element.get("options", ())]
            return "\n".join([*(one["text"] for one in shown if one), element.get("initial_value", "")])
        case "header":
            return str(block["text"]["text"])
        case _:
            return ""


def _leaf(one: Json) -> str:
    return str(one.get("text") or one.get("fallback") or f"@{one.get('user_id')}")


def _state(element: Json, given: Blank | None) -> Json:
    """What Slack sends of an input; without a word about it, what stands there already."""
    state: dict[str, Any] = {"type": element["type"]}
    options = element.get("options", ())
    match element["type"]:
        case "plain_text_input":
            state["value"] = element.get("initial_value") if given is None else given or None
        case "users_select":
            state["selected_user"] = given.user if isinstance(given, Person) else element.get("initial_user")
        case "static_select":
            chosen = [option for option in options if option["value"] == given]
            state["selected_option"] = chosen[0] if chosen else element.get("initial_option")
        case _:
            named = given if isinstance(given, list) else ()
            wanted = [option for option in options if given is True or option["value"] in named]
            state["selected_options"] = element.get("initial_options", []) if given is None else wanted
    return state


class TestMessages(Contract):
    adapter = Slack("message")


class TestModals(Contract):
    adapter = Slack("modal")


class TestAppHome(Contract):
    adapter = Slack("home")
