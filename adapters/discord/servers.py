"""What must be asked of Discord about a server: its name, and a member whose name was typed."""

import re

import aiohttp
import discord
from discord.http import Route

from adapters.discord import parse
from bot.boundary.commands import Met
from bot.boundary.ports import Place

MAX_KEPT = 10_000


class Servers:
    """Names come from the gateway where it is connected; elsewhere each is asked for once."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._names: dict[str, str] = {}

    async def name(self, place: Place) -> str:
        """Empty when Discord does not tell, which spoils no message."""
        if guild := self._client.get_guild(int(place.id)):
            return guild.name
        if place.id not in self._names:
            try:
                data = await self._client.http.get_guild(int(place.id), with_counts=False)
            except (discord.DiscordException, aiohttp.ClientError, OSError):
                return ""
            if len(self._names) >= MAX_KEPT:
                self._names.clear()
            self._names[place.id] = str(data["name"])
        return self._names[place.id]

    async def member(self, place: Place, words: str) -> Met | None:
        """The one member who goes by this name (or id, or mention); None when there is none, or more than one."""
        words = words.strip().removeprefix("@")
        if number := re.fullmatch(r"(?:<@!?)?(\d{15,20})>?", words):
            route = Route("GET", "/guilds/{guild_id}/members/{user_id}", guild_id=place.id, user_id=number[1])
            params: dict[str, str | int] = {}
        elif words:
            route = Route("GET", "/guilds/{guild_id}/members/search", guild_id=place.id)
            params = {"query": words[:100], "limit": 10}
        else:
            return None
        try:
            data = await self._client.http.request(route, params=params)
        except discord.NotFound:
            return None
        members = data if isinstance(data, list) else [data]
        met = [(parse.member(one["user"], one, place), str(one["user"].get("username", ""))) for one in members]
        alike = [one for one, username in met if words.casefold() in (one.name.casefold(), username.casefold())]
        one_only = alike or [one for one, _ in met]
        return one_only[0] if len(one_only) == 1 else None
