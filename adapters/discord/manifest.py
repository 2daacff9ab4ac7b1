"""What to register with Discord, made from the commands that the core declares."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.boundary.menu import Argument, Entry

DEFAULT = "en"
LOCALES = {"es": ("es-ES", "es-419"), "pt": ("pt-BR",), "sv": ("sv-SE",), "zh": ("zh-CN",)}
"""Where Discord's name of a language is not ours."""

PERMISSIONS = 0
"""None. Direct messages and answers to interactions need no permission in any server: the bot reads no channel and
posts in none. (Embeds, attachments and private threads would make 343597435904.)"""
SCOPES = ("bot", "applications.commands")
GUILD, USER_MENU, SLASH = 0, 2, 1
MAX_TEXT = 200
LINK = "https://discord.com/oauth2/authorize?client_id={id}&scope={scope}&permissions={permissions}&integration_type=0"


def manifest(entries: Sequence[Entry], *, application_id: str = "") -> dict[str, Any]:
    """`install` is the link for a server's organiser: `bot`, so that members can be written to, and
    `applications.commands`. `intents` are those to tick in the developer portal: none is privileged."""
    return {
        "install": LINK.format(
            id=application_id or "APPLICATION_ID", scope="%20".join(SCOPES), permissions=PERMISSIONS
        ),
        "scopes": list(SCOPES),
        "permissions": str(PERMISSIONS),
        "privileged_intents": [],
        "commands": commands(entries),
    }


def commands(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """The payload of a bulk registration. Servers only, and never installed to a user: a command typed elsewhere would
    not tell which community it is about."""
    slashes = [
        {
            "type": SLASH,
            "name": entry.name,
            **_localised("description", entry.described, entry.name),
            "options": [_option(entry.argument)] if entry.argument else [],
            **_where(),
        }
        for entry in entries
    ]
    menus = [
        {"type": USER_MENU, **_localised("name", entry.shortcut, entry.name), **_where()}
        for entry in entries
        if entry.shortcut
    ]
    return slashes + menus


def same(one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> bool:
    """Whether both are the same commands, whatever Discord has added to those that are registered."""
    return _essence(one) == _essence(other)


def _essence(given: Sequence[Mapping[str, Any]]) -> list[Any]:
    return sorted((_plain({key: one[key] for key in KEPT if key in one}) for one in given), key=str)


KEPT = (
    "type", "name", "name_localizations", "description", "description_localizations",
    "options", "contexts", "integration_types",
)  # fmt: skip


def _plain(thing: Any) -> Any:
    """Without what is empty or false, which Discord leaves out or writes as null."""
    if isinstance(thing, Mapping):
        return {key: _plain(thing[key]) for key in sorted(thing) if thing[key] or key == "contexts"}
    return [_plain(one) for one in thing] if isinstance(thing, list | tuple) else thing


def _where() -> dict[str, Any]:
    return {"contexts": [GUILD], "integration_types": [GUILD]}


def _option(argument: Argument) -> dict[str, Any]:
    kinds = {
        "person": {"type": discord.AppCommandOptionType.user.value},
        "city": {"type": discord.AppCommandOptionType.string.value, "max_length": MAX_TEXT, "autocomplete": True},
        "text": {"type": discord.AppCommandOptionType.string.value, "max_length": MAX_TEXT},
    }
    return {
        **kinds[argument.kind],
        "name": argument.name,
        **_localised("description", argument.described, argument.name),
        "required": False,
    }


def _localised(key: str, words: Mapping[str, str], otherwise: str) -> dict[str, Any]:
    """English where there is English, and the other languages that Discord knows beside it."""
    default = words.get(DEFAULT) or next(iter(words.values()), otherwise)
    known = {locale.value for locale in discord.Locale}
    others = {
        locale: said
        for language, said in words.items()
        if language != DEFAULT
        for locale in LOCALES.get(language, (language,))
        if locale in known
    }
    return {key: default, **({f"{key}_localizations": others} if others else {})}
