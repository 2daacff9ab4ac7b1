"""A Discord server with a scripted desk behind the bot."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.discord.app import Discord
from bot.boundary.menu import ENTRIES, Entry
from tests.adapters.discord.desk import ScriptedDesk
from tests.adapters.discord.driver import Server, community

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def worded(entry: Entry) -> Entry:
    """As the language files would fill it in."""
    argument = entry.argument and replace(entry.argument, described={"en": "Who or what", "es": "Quién o qué"})
    shortcut = {"en": "Request a chat", "es": "Pedir una charla"} if entry.shortcut else {}
    described = {"en": f"All about {entry.name}", "es": f"Sobre {entry.name}"}
    return replace(entry, argument=argument, shortcut=shortcut, described=described)


WORDED = tuple(map(worded, ENTRIES))


def surface(desk: ScriptedDesk) -> Discord:
    return Discord(desk=desk, clock=lambda: NOW, token="a-token", entries=WORDED, patience=0.2)


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest.fixture
def bot(desk: ScriptedDesk) -> Discord:
    return surface(desk)


@pytest.fixture
async def guild(bot: Discord) -> AsyncIterator[Server]:
    async with community(bot) as server:
        yield server
