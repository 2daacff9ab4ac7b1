"""What Slack sends, as commands and people. Pure and total: a payload is a command, or it raises BadToken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from bot.boundary.commands import Command, HalfHour
from bot.boundary.menu import entry
from bot.boundary.ports import Person, Place
from bot.boundary.tokens import decode, fill

USER = re.compile(r"[UW][A-Z0-9]{1,30}")
AT_HOME = "home"
"""The word beside a view's token when the view was opened from App Home, which is then drawn anew after an answer."""

_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|([^<>]*))?>")
_MARKED = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_NAME = re.compile(r"@(\S+)")

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Heard:
    """A command, and the people whom it names: person -> the name that Slack gave, if it gave one."""

    command: Command
    people: Mapping[Person, str] = field(default_factory=dict)


def place(context: Mapping[str, Any]) -> Place | None:
    """Where it happened, from Bolt's context: the workspace, or the organisation that installed the bot as a whole
    (whose payloads may come with `team: null`)."""
    team, org = context.get("team_id"), context.get("enterprise_id")
    id = org or team if context.get("is_enterprise_install") else team or org
    return Place("slack", id) if isinstance(id, str) and id and ":" not in id else None


def person(user: object, home: Place) -> Person | None:
    return Person("slack", home.id, user) if isinstance(user, str) and USER.fullmatch(user) else None


def said_name(body: Body) -> str:
    """The actor's name as the payload tells it: for when users.info does not answer."""
    name = body.get("user_name") or _dig(body, "user", "name") or _dig(body, "user", "username")
    return name if isinstance(name, str) else ""


def delivery(body: Body) -> str:
    """An id that is the same when Slack delivers the same thing again, and never otherwise. (A view's id and hash stay
    as they are when a form comes back with errors and is sent again; its trigger does not.)"""
    id = word(body, "event_id") or word(body, "trigger_id")
    if not id and (view := _text(_dig(body, "view", "id"))):
        id = f"{view}.{_dig(body, 'view', 'hash')}.{_print(body)}"
    return id and f"slack.{id}"


# -- commands ----------------------------------------------------------------------------------------------------------


def typed(body: Body, home: Place) -> Heard:
    """A slash command. Slack sends mentions as `<@U1|ana>` and everything else escaped; a bare `@ana` is a name that
    it did not resolve, and nobody guesses."""
    name, text = str(body.get("command", "")), str(body.get("text", ""))
    try:
        declared = entry(name)
    except KeyError:
        return Heard(HalfHour())
    if declared.argument is None or declared.argument.kind != "person":
        return Heard(declared.make(None, "", plain(text)))
    mention = _MENTION.search(text)
    if mention:
        who = Person("slack", home.id, mention[1])
        rest = plain(f"{text[: mention.start()]} {text[mention.end() :]}")
        return Heard(declared.make(who, "", rest), {who: _unescaped(mention[2] or "")})
    words = plain(text).strip()
    named = _NAME.match(words)
    return Heard(declared.make(None, named[1], words[named.end() :]) if named else declared.make(None, "", words))


def shortcut(body: Body) -> Heard:
    try:
        return Heard(entry(str(body.get("callback_id", ""))).make(None, "", ""))
    except KeyError:
        return Heard(HalfHour())


def plain(text: str) -> str:
    """Slash-command text as it was typed: mentions by name, links as their address, entities as characters."""

    def shown(mark: re.Match[str]) -> str:
        sigil, id, label = mark.groups()
        return id if not sigil else f"{'#' if sigil == '#' else '@'}{label or id}"

    return _unescaped(_MARKED.sub(shown, text))


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


# -- buttons and forms -------------------------------------------------------------------------------------------------


def pressed(body: Body) -> Heard:
    """The command that a button carries. Raises BadToken."""
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else None
    value = first.get("value") if isinstance(first, Mapping) else None
    return Heard(decode(value if isinstance(value, str) else ""))


def filled(body: Body, home: Place) -> Heard:
    """A form that was sent. Raises BadToken."""
    blanks: dict[str, str | bool | tuple[str, ...]] = {}
    people: dict[Person, str] = {}
    values = _dig(body, "view", "state", "values")
    for key, inputs in values.items() if isinstance(values, Mapping) else ():
        for action, state in inputs.items() if isinstance(inputs, Mapping) else ():
            if not isinstance(state, Mapping):
                continue
            blanks[str(key)] = value = _value(str(action).partition(".")[0], state, home)
            if state.get("type") == "users_select" and (picked := person(state.get("selected_user"), home)) and value:
                people[picked] = ""
    token, _, _ = metadata(body).partition(" ")
    return Heard(fill(decode(token), blanks), people)


def _value(kind: str, state: Body, home: Place) -> str | bool | tuple[str, ...]:
    """`kind` is the field's, as the renderer noted it in the action's id: a tick and a choice of several both are
    checkboxes to Slack."""
    match state.get("type"):
        case "users_select":
            picked = person(state.get("selected_user"), home)
            return str(picked) if picked else ""
        case "static_select":
            return _text(_dig(state, "selected_option", "value"))
        case "multi_static_select" | "checkboxes":
            options = state.get("selected_options")
            chosen = [_text(_dig(option, "value")) for option in options] if isinstance(options, list) else []
            return bool(chosen) if kind == "tick" else tuple(chosen)
        case _:
            return _text(state.get("value"))


def metadata(body: Body) -> str:
    return _text(_dig(body, "view", "private_metadata"))


def from_home(body: Body) -> bool:
    """Whether this happened in App Home, or in a view that was opened from there."""
    return bool(_dig(body, "view", "type") == "home") or metadata(body).partition(" ")[2] == AT_HOME


def modal(body: Body) -> str:
    """The id of the modal in which a button was pressed; empty elsewhere."""
    return _text(_dig(body, "view", "id")) if _dig(body, "view", "type") == "modal" else ""


def message(body: Body) -> tuple[str, str] | None:
    """(channel, ts) of the message whose button was pressed, if it is one that the bot may edit."""
    channel, ts = _dig(body, "container", "channel_id"), _dig(body, "container", "message_ts")
    ephemeral = _dig(body, "container", "is_ephemeral")
    return (channel, ts) if isinstance(channel, str) and isinstance(ts, str) and not ephemeral else None


def fields(body: Body) -> frozenset[str]:
    """The keys of the blanks in the form that was sent."""
    values = _dig(body, "view", "state", "values")
    return frozenset(map(str, values)) if isinstance(values, Mapping) else frozenset()


def home_tab(body: Body) -> bool:
    """`app_home_opened` also comes when somebody looks at the messages."""
    return bool(_dig(body, "event", "tab") == "home")


def word(body: Body, key: str) -> str:
    return _text(body.get(key))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _print(body: Body) -> str:
    return sha256(repr(_dig(body, "view", "state")).encode()).hexdigest()[:12]


def _dig(value: object, *path: str) -> Any:
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value
