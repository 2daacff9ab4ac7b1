"""Cards as direct messages on Slack: posted once, revised in place, with files beside them where Slack takes them."""

import logging
from collections.abc import Sequence

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.trouble import NOT_SLACK, TROUBLE, code, trouble
from bot.boundary.cards import Board, Card, File
from bot.boundary.ports import OutcomeUnknown, Person, Place

log = logging.getLogger(__name__)


class SlackMessenger:
    """The client must not retry by itself: Slack has no key that makes a second post harmless."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self.home: Place | None = None
        """Known once connected. A revision names people of this place by mention and all others by name."""

    async def deliver(self, to: Person, card: Card | Board, *, key: str) -> str:
        """The receipt is `D1:1700000000.000100`: the conversation and the message in it."""
        drawn = render.message(card, to.home)
        try:
            posted = await self._client.chat_postMessage(
                channel=to.user, unfurl_links=False, unfurl_media=False, **drawn
            )
        except (*TROUBLE, NOT_SLACK) as error:
            raise trouble(error) from error
        channel, ts = posted.get("channel"), posted.get("ts")
        if not channel or not ts:
            raise OutcomeUnknown("no ts")
        if isinstance(card, Card) and card.files:
            await self.attach(str(channel), card.files)
        return f"{channel}:{ts}"

    async def revise(self, receipt: str, card: Card | Board) -> None:
        channel, _, ts = receipt.partition(":")
        drawn = render.message(card, self.home or Place("slack", ""))
        try:
            await self._client.chat_update(channel=channel, ts=ts, **drawn)
        except (*TROUBLE, NOT_SLACK) as error:
            if code(error) not in (
                "message_not_found",
                "channel_not_found",
                "cant_update_message",
                "edit_window_closed",
            ):
                raise trouble(error) from error

    async def attach(self, channel: str, files: Sequence[File]) -> bool:
        """Uploads to a direct message. A workspace may forbid it, and the card has links that do the same: so a
        refusal is noted and no more."""
        uploads = [{"filename": file.name, "title": file.name, "content": file.content} for file in files]
        try:
            await self._client.files_upload_v2(channel=channel, file_uploads=uploads)
        except TROUBLE as error:
            log.warning("Slack did not take a file: %s", code(error) or type(error).__name__)
            return False
        return True

    async def hand(self, to: Person, files: Sequence[File]) -> None:
        """Files of an answer that is shown elsewhere than in the direct message."""
        try:
            opened = await self._client.conversations_open(users=to.user)
        except TROUBLE as error:
            log.warning("Slack did not open a conversation: %s", code(error) or type(error).__name__)
            return
        await self.attach(str((opened.get("channel") or {}).get("id", "")), files)
