"""Discord as `main` sees it: a client of the gateway, and what to do with each interaction.

Nothing is kept between two interactions: every button and every modal says in its id what it is for, so that those of
a process that has ended work in the next one."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import manifest, parse
from adapters.discord.answer import Answer, Hearing
from adapters.discord.messenger import Messenger
from adapters.discord.pace import Pace
from adapters.discord.parse import PLATFORM, Heard
from adapters.discord.servers import Servers
from bot.boundary.cards import Card, Reply
from bot.boundary.commands import Actor
from bot.boundary.menu import Entry
from bot.boundary.ports import CannotConnect, Clock, Desk, Place
from bot.boundary.tokens import BadToken

log = logging.getLogger(__name__)

NOWHERE = Place(PLATFORM, "")
"""Where a direct message is from whose button does not say: nothing that can be pressed may come of it."""


class Client(discord.Client):
    def __init__(self, surface: "Discord") -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            max_ratelimit_timeout=30,  # then it is raised, and the nudge waits in the database instead
        )
        self._surface = surface

    async def on_interaction(self, interaction: Hearing) -> None:
        await self._surface.hear(interaction)


class Discord:
    """`api_base_url` includes the version (`http://127.0.0.1:9000/api/v10`); both addresses are for a stand-in."""

    platform = PLATFORM
    routes: Sequence[object] = ()

    def __init__(
        self,
        *,
        desk: Desk,
        clock: Clock,
        token: str,
        entries: Sequence[Entry],
        api_base_url: str = "",
        gateway_url: str = "",
        new_channels_a_day: int = 100,
        patience: float = 0.8,
    ) -> None:
        self._desk = desk
        self._token = token
        self._entries = entries
        self._patience = patience
        if api_base_url:  # discord.py keeps both addresses on its classes
            Route.BASE = api_base_url.rstrip("/")
        if gateway_url:
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
        self.client = Client(self)
        self._servers = Servers(self.client)
        self.messenger = Messenger(self.client, self._servers, clock, Pace(a_day=new_channels_a_day))

    async def connect(self) -> None:
        try:
            await self.client.login(self._token)
        except discord.LoginFailure as trouble:
            raise CannotConnect("Discord refuses DISCORD_TOKEN: copy it again from Bot, Reset Token.") from trouble
        except (discord.HTTPException, aiohttp.ClientError, OSError) as trouble:
            raise CannotConnect(f"Discord cannot be reached at {Route.BASE}: {trouble}") from trouble

    async def listen(self) -> None:
        """discord.py comes back by itself, ever more slowly; what it raises is not mended by another try."""
        try:
            await self.sync()
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            log.exception("the commands could not be registered; those registered before are served")
        try:
            await self.client.connect()
        except discord.DiscordException as trouble:
            raise CannotConnect(f"Discord has closed the gateway for good: {trouble}") from trouble

    async def close(self) -> None:
        await self.client.close()

    async def sync(self) -> bool:
        """Registers the commands if they are not the ones that Discord knows. True when it did. After `connect`."""
        wanted = manifest.commands(self._entries)
        route = Route("GET", "/applications/{id}/commands", id=self.client.application_id)
        known = await self.client.http.request(route, params={"with_localizations": "true"})
        if manifest.same(known, wanted):
            return False
        await self.client.http.bulk_upsert_global_commands(self.client.application_id or 0, wanted)
        return True

    # -- hearing -------------------------------------------------------------------------------------------------------

    async def hear(self, hearing: Hearing) -> None:
        """The edge of the process: whatever goes wrong is logged, and the person gets an answer."""
        try:
            match hearing.type:
                case discord.InteractionType.autocomplete:
                    await self._suggest(hearing)
                case discord.InteractionType.ping:
                    pass
                case _:
                    await self._act(hearing)
        except Exception:
            log.exception("interaction %s", hearing.id)
            await self._apologise(hearing)

    async def _act(self, hearing: Hearing) -> None:
        if hearing.guild_id is None and hearing.channel_id:
            self.messenger.knows(hearing.user.id, hearing.channel_id)
        try:
            heard = self._read(hearing)
        except BadToken:
            log.info("interaction %s carried nothing of ours", hearing.id)
            await self._apologise(hearing, garbled=True)
            return
        answer = Answer(hearing, self._desk, heard.place, again=heard.command)
        await answer.give(self._reply(hearing, heard, answer), self._patience)

    async def _reply(self, hearing: Hearing, heard: Heard, answer: Answer) -> Reply:
        """All that may take its time: also what is asked of Discord comes after the first response, if it must."""
        heard = await self._named(heard)
        answer.again = heard.command
        if hearing.guild_id is None:
            answer.place_name = await self._servers.name(heard.place)
        actor = _actor(hearing, heard.place)
        return await self._desk.handle(actor, heard.command, delivery=str(hearing.id), met=heard.met)

    def _read(self, hearing: Hearing) -> Heard:
        data: dict[str, Any] = dict(hearing.data or {})
        here = Place(PLATFORM, str(hearing.guild_id)) if hearing.guild_id else None
        match hearing.type:
            case discord.InteractionType.component:
                return parse.press(data, here)
            case discord.InteractionType.modal_submit:
                return parse.form(data, here)
            case _ if here:
                return parse.slash(data, here, self._entries)
        raise BadToken("a command outside any server")

    async def _named(self, heard: Heard) -> Heard:
        for key, words in heard.wanted.items():
            if met := await self._servers.member(heard.place, words):
                heard = parse.found(heard, key, met)
        return heard

    async def _suggest(self, hearing: Hearing) -> None:
        words = parse.city(dict(hearing.data or {}), self._entries)
        cities = await self._desk.cities(words, hearing.locale.value) if words is not None else ()
        labels = {city.label[:100]: city.zone for city in cities}
        choices = [discord.app_commands.Choice(name=label, value=zone) for label, zone in labels.items()]
        await hearing.response.autocomplete(choices[:25])

    async def _apologise(self, hearing: Hearing, *, garbled: bool = False) -> None:
        """`garbled`: what came was none of ours; else something of ours broke."""
        if hearing.type is discord.InteractionType.autocomplete:
            return
        here = Place(PLATFORM, str(hearing.guild_id)) if hearing.guild_id else None
        place = here or parse.place_of(dict(hearing.data or {}).get("custom_id")) or NOWHERE
        try:
            sorry = Reply(Card(self._desk.phrase("sorry", hearing.locale.value)))
            reply = await self._desk.garbled(_actor(hearing, place)) if garbled else sorry
            if place == NOWHERE and isinstance(reply.say, Card):
                reply = Reply(replace(reply.say, picks=(), buttons=()))
            await Answer(hearing, self._desk, place, again=None).show(reply)
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            log.exception("interaction %s could not be answered", hearing.id)


def _actor(hearing: Hearing, place: Place) -> Actor:
    """In a direct message Discord does not tell who organises the server."""
    user, may = hearing.user, hearing.permissions
    organiser = None if hearing.guild_id is None else may.manage_guild or may.administrator
    return parse.actor(
        place,
        user=user.id,
        name=user.display_name,
        locale=hearing.locale.value,
        organiser=organiser,
        guest=user.flags.guest if isinstance(user, discord.Member) else None,
    )
