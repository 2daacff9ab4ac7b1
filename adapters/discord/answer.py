"""One interaction and its one answer. Discord wants a first response within three seconds; a form can only be that."""

import asyncio
from collections.abc import Awaitable

import discord

from adapters.discord import render
from bot.boundary.cards import Board, Button, Card, Form, Reply
from bot.boundary.commands import Command, OpenDraft
from bot.boundary.ports import Desk, Place
from bot.boundary.tokens import BadToken, encode

Hearing = discord.Interaction[discord.Client]


class Answer:
    """`again` is the command that the person gave: pressed once more, it opens the form that could not be opened.
    `place_name` says in a direct message which server this is about."""

    def __init__(self, hearing: Hearing, desk: Desk, place: Place, *, again: Command | None) -> None:
        self._hearing = hearing
        self._desk = desk
        self._place = place
        self.place_name = ""
        self.again = again
        self._direct = hearing.guild_id is None

    async def give(self, coming: Awaitable[Reply], patience: float) -> None:
        """Says "one moment" for the desk, in Discord's own way, when it takes longer than `patience` seconds."""
        reply = asyncio.ensure_future(coming)
        await asyncio.wait({reply}, timeout=patience)
        if not reply.done():
            # without a message to keep, Discord shows that the bot is thinking
            await self._hearing.response.defer(ephemeral=True, thinking=self._hearing.message is None)
        await self.show(await reply)

    async def show(self, reply: Reply) -> None:
        match reply.say:
            case None:
                await self._nothing()
            case Form() as form if self._opens and (not form.trouble or self._reopens):
                modal = render.form(form, self._place, direct=self._direct)
                modal.stop()  # discord.py would keep it in memory until it is sent, and most are dismissed
                await self._hearing.response.send_modal(modal)
            case Form() as form:
                await self._say(self._door(form), replace=False)
            case card:
                await self._say(card, replace=reply.replace)

    @property
    def _opens(self) -> bool:
        """A modal must be the first response, and cannot answer a modal."""
        return not self._hearing.response.is_done() and self._hearing.type is not discord.InteractionType.modal_submit

    @property
    def _reopens(self) -> bool:
        """A modal has no place for what is wrong: that was said on the card whose button was just pressed."""
        return isinstance(self.again, OpenDraft)

    def _door(self, form: Form) -> Card:
        """A card from which the form is opened."""
        if form.trouble:
            return form.trouble
        label = self._desk.phrase("open_form", self._hearing.locale.value)
        return Card(form.title, (form.intro,) if form.intro else (), buttons=(Button(label, self._key(form), "main"),))

    def _key(self, form: Form) -> Command:
        """What was asked for, or (where that was a form, too long for a button) the empty form it led to."""
        if self.again is not None:
            try:
                encode(self.again)
            except BadToken:
                return form.completes
            return self.again
        return form.completes

    async def _say(self, card: Card | Board, *, replace: bool) -> None:
        view = render.message(card, self._place, place_name=self.place_name, direct=self._direct)
        view.stop()  # discord.py keeps every live view; presses find their way without it
        files = render.files(card)
        hearing, replace = self._hearing, replace and self._hearing.message is not None
        thinking = hearing.response.type is discord.InteractionResponseType.deferred_channel_message
        if thinking or (replace and hearing.response.is_done()):
            await hearing.edit_original_response(view=view, attachments=files)
        elif hearing.response.is_done():
            await hearing.followup.send(view=view, files=files, ephemeral=True)
        elif replace:
            await hearing.response.edit_message(view=view, attachments=files)
        else:
            await hearing.response.send_message(view=view, files=files, ephemeral=True)

    async def _nothing(self) -> None:
        """Answered before: only let Discord stop waiting."""
        if not self._hearing.response.is_done():
            await self._hearing.response.defer(ephemeral=True, thinking=self._hearing.message is None)
        if self._hearing.response.type is discord.InteractionResponseType.deferred_channel_message:
            await self._hearing.delete_original_response()
