"""What to paste into Slack's app settings, made from the commands that the core declares."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.boundary.menu import Entry

SCOPES = ("chat:write", "commands", "users:read", "im:write", "files:write")
"""Direct messages, commands, time zones and roles, the conversation for a file, and the invitation as a file. No
history: the bot cannot read what anybody writes."""
COLOUR = "#1f3a5f"
HINTS = {"person": "[@{}]", "text": "[{}]", "city": "[{}]"}


def manifest(
    entries: Sequence[Entry], *, url: str | None, words: Mapping[str, str], language: str = "en"
) -> dict[str, Any]:
    """`url` is where `/slack/events` is served (https://bot.example.org); None makes the Socket Mode variant. `words`
    has name, description and long_description. Raises ValueError where Slack's form would refuse."""
    events = {} if url is None else {"request_url": f"{url.rstrip('/')}/slack/events"}
    shortcuts = [_shortcut(entry, language) for entry in entries if entry.shortcut]
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": _fits(words["name"], 35),
            "description": _fits(words["description"], 140),
            "long_description": _fits(words["long_description"], 4000, least=175),
            "background_color": COLOUR,
        },
        "features": {
            # without history the bot could not read an answer, so nobody is invited to write one
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": _fits(words["name"], 80), "always_online": True},
            "shortcuts": shortcuts,
            "slash_commands": [_command(entry, language, events) for entry in entries],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**events, "bot_events": ["app_home_opened"]},
            "interactivity": {"is_enabled": True, **events},
            "org_deploy_enabled": True,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
            "is_hosted": False,
        },
    }


def _command(entry: Entry, language: str, events: Mapping[str, str]) -> dict[str, Any]:
    command: dict[str, Any] = {
        "command": _fits(f"/{entry.name}", 32),
        "description": _fits(_in(entry.described, language), 2000),
        "should_escape": True,
    }
    if entry.argument:
        command["usage_hint"] = HINTS[entry.argument.kind].format(entry.argument.name)
    if events:
        command["url"] = events["request_url"]
    return command


def _shortcut(entry: Entry, language: str) -> dict[str, str]:
    return {
        "name": _fits(_in(entry.shortcut, language), 24),
        "type": "global",
        "callback_id": entry.name,
        "description": _fits(_in(entry.described, language), 150),
    }


def _in(words: Mapping[str, str], language: str) -> str:
    """In that language, in English, or in whichever there is."""
    return words.get(language) or words.get("en") or next(iter(words.values()), "")


def _fits(words: str, limit: int, *, least: int = 1) -> str:
    if not least <= len(words) <= limit:
        raise ValueError(f"{least} to {limit} characters fit, not {len(words)}: {words[:60]!r}")
    return words
