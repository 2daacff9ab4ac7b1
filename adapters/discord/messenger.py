"""Cards into direct messages, and cards put in the place of earlier ones."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import discord

from adapters.discord import render
from adapters.discord.pace import Pace
from adapters.discord.parse import PLATFORM
from adapters.discord.servers import Servers
from bot.boundary.cards import Board, Card
from bot.boundary.ports import Clock, Person, Place, TryLater, Unreachable

log = logging.getLogger(__name__)

PATIENCE = 30
"""Seconds for one message, well within a worker's lease."""
SOON = timedelta(seconds=15)
"""Within the few minutes in which Discord drops a repeat with the same nonce."""
TOO_FAST = timedelta(minutes=10)
HELD = timedelta(minutes=5)
OPENED_TOO_FAST = 40003
GONE = {10003, 10008}
"""Unknown channel, unknown message."""
MAX_KNOWN = 50_000


class Messenger:
    """Delivers and revises. A receipt is `server:channel:message`, since a card's buttons carry their server.

    No outcome is ever unknown here: a repeat carries the same nonce, and Discord drops it."""

    def __init__(self, client: discord.Client, servers: Servers, clock: Clock, pace: Pace) -> None:
        self._client = client
        self._servers = servers
        self._clock = clock
        self._pace = pace
        self._channels: dict[str, int] = {}

    async def deliver(self, to: Person, card: Card | Board, *, key: str) -> str:
        async with _told_apart():
            channel = await self._open(to.user)
            message = await channel.send(
                view=await self._draw(card, to.home), files=render.files(card), nonce=key,
                silent=isinstance(card, Card) and card.quiet,
            )  # fmt: skip
            # discord.py adds enforce_nonce
        return f"{to.place}:{channel.id}:{message.id}"

    async def revise(self, receipt: str, card: Card | Board) -> None:
        server, channel, message = receipt.split(":")
        there = self._client.get_partial_messageable(int(channel)).get_partial_message(int(message))
        view = await self._draw(card, Place(PLATFORM, server))
        async with _told_apart():
            try:
                await there.edit(view=view, attachments=render.files(card))
            except discord.NotFound as trouble:
                if trouble.code not in GONE:
                    raise

    def knows(self, user: int, channel: int) -> None:
        """This person's direct messages are open already: they have just pressed something there."""
        if len(self._channels) >= MAX_KNOWN:
            self._channels.clear()
        self._channels[str(user)] = channel

    async def _draw(self, card: Card | Board, place: Place) -> discord.ui.LayoutView:
        view = render.message(card, place, place_name=await self._servers.name(place), direct=True)
        view.stop()  # discord.py keeps every live view for ever; presses find their way without it
        return view

    async def _open(self, user: str) -> discord.PartialMessageable:
        if user not in self._channels:
            if not user.isdecimal():
                raise Unreachable
            if wait := self._pace.take(self._clock()):
                raise TryLater(wait)
            try:
                opened = await self._client.http.start_private_message(int(user))
            except discord.HTTPException as trouble:
                if trouble.code == OPENED_TOO_FAST:
                    self._pace.drain(self._clock())
                raise
            self.knows(int(user), int(opened["id"]))
        return self._client.get_partial_messageable(self._channels[user])


@asynccontextmanager
async def _told_apart() -> AsyncIterator[None]:
    """Every trouble becomes TryLater or Unreachable."""
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    except discord.RateLimited as trouble:
        raise TryLater(timedelta(seconds=trouble.retry_after)) from trouble
    except discord.HTTPException as trouble:
        raise _meaning(trouble) from trouble
    except (aiohttp.ClientError, OSError) as trouble:  # a TimeoutError is an OSError
        raise TryLater(SOON) from trouble


def _meaning(trouble: discord.HTTPException) -> TryLater | Unreachable:
    match trouble.status:
        case _ if trouble.code == OPENED_TOO_FAST:
            return TryLater(TOO_FAST)
        case 429 | 401:  # 401: the token was replaced, which is nobody's closed door
            return TryLater(HELD, everyone=True)
        case status if status >= 500:
            return TryLater(SOON)
        case status if status not in (403, 404):
            log.error("Discord refused a message: %s %s", status, trouble.text)
    return Unreachable()
