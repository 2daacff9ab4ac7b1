"""The ways back to the person who acted: a view, the message that was pressed, a private reply, or App Home."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import render
from adapters.slack.messenger import SlackMessenger
from adapters.slack.rich import Json
from adapters.slack.trouble import NETWORK, TROUBLE, code
from bot.boundary.cards import Board, Button, Card, Form, Reply
from bot.boundary.commands import Command, HalfHour, MyChats
from bot.boundary.ports import Desk, Person

Ack = Callable[..., Awaitable[Any]]

log = logging.getLogger(__name__)


@dataclass
class Way:
    """How one answer can get back. What Slack allows changes on the way: a trigger opens one view and within three
    seconds, and a view that is open is changed and not opened again."""

    person: Person
    locale: str = "en"
    command: Command | None = None
    trigger: str = ""
    response_url: str = ""
    view: str = ""
    message: tuple[str, str] | None = None
    ack: Ack | None = None
    """Of a form that was sent: still open for an answer."""
    fields: frozenset[str] = frozenset()
    """The keys of the form that was sent."""
    at_home: bool = False


class Phrases(Protocol):
    def __call__(self, name: str, locale: str) -> str: ...


class Answers:
    """Draws a reply and puts it where the way leads."""

    def __init__(self, desk: Desk, client: AsyncWebClient, messenger: SlackMessenger) -> None:
        self._phrase: Phrases = desk.phrase
        self._client = client
        self._messenger = messenger

    async def moment(self, way: Way) -> None:
        """Holds the place of an answer that takes longer than Slack waits."""
        drawn = render.moment(self._phrase("one_moment", way.locale), done=self._phrase("done", way.locale))
        if way.ack:
            ack, way.ack = way.ack, None
            await ack(response_action="update", view=drawn)
        else:
            await self._show(way, drawn)

    async def say(self, way: Way, reply: Reply) -> None:
        """Raises nothing that another way could mend; raises when all ways are closed."""
        say = reply.say
        if say is None:
            if way.ack:
                await way.ack()
            return
        if way.at_home and not way.ack and not way.view and (not way.trigger or _turns_page(way, say)):
            await self.publish(way.person, self._offered(way, say) if isinstance(say, Form) else say)
            return
        if way.ack:
            await self._acknowledge(way, say)
        elif not (reply.replace and await self._replace(way, say)) or way.view:
            await self._tell(way, say, replace=reply.replace)
        if isinstance(say, Card) and say.files:
            if reply.replace and way.message:
                await self._messenger.attach(way.message[0], say.files)
            else:
                await self._messenger.hand(way.person, say.files)

    async def publish(self, to: Person, say: Card | Board) -> None:
        try:
            await self._client.views_publish(user_id=to.user, view=render.app_home(say, to.home))
        except TROUBLE as error:
            log.warning("App Home was not drawn: %s", code(error) or type(error).__name__)

    # -- each way --------------------------------------------------------------------------------------------------

    async def _acknowledge(self, way: Way, say: Card | Board | Form) -> None:
        assert way.ack is not None
        ack, way.ack = way.ack, None
        if isinstance(say, Form) and say.errors and way.fields.issuperset(say.errors):
            await ack(response_action="errors", errors=render.errors(say))
        else:
            await ack(response_action="update", view=self._view(way, say))

    async def _replace(self, way: Way, say: Card | Board | Form) -> bool:
        if isinstance(say, Form) or way.message is None:
            return False
        channel, ts = way.message
        try:
            await self._client.chat_update(channel=channel, ts=ts, **render.message(say, way.person.home))
        except TROUBLE as error:
            log.warning("a pressed card stays as it was: %s", code(error) or type(error).__name__)
            return False
        return True

    async def _tell(self, way: Way, say: Card | Board | Form, *, replace: bool) -> None:
        wants_view = bool(way.view) or isinstance(say, Form) or not way.response_url
        if wants_view and await self._show(way, self._view(way, say)):
            return
        if isinstance(say, Form):
            say = self._offered(way, say)
        drawn = render.message(say, way.person.home)
        if way.response_url and await self._respond(way, drawn, replace=replace and way.message is None):
            return
        await self._client.chat_postMessage(channel=way.person.user, unfurl_links=False, unfurl_media=False, **drawn)

    async def _show(self, way: Way, drawn: Json) -> bool:
        """Changes the open view, or opens one and remembers it."""
        try:
            if way.view:
                await self._client.views_update(view_id=way.view, view=drawn)
            elif way.trigger:
                trigger, way.trigger = way.trigger, ""
                opened = await self._client.views_open(trigger_id=trigger, view=drawn)
                way.view = str((opened.get("view") or {}).get("id", ""))
            else:
                return False
        except TROUBLE as error:
            log.warning("a view was not shown: %s", code(error) or type(error).__name__)
            return False
        return True

    async def _respond(self, way: Way, drawn: Json, *, replace: bool) -> bool:
        webhook = AsyncWebhookClient(
            way.response_url, proxy=self._client.proxy, session=self._client.session, retry_handlers=[]
        )
        quiet = {"unfurl_links": False, "unfurl_media": False}
        body = {"response_type": "ephemeral", "replace_original": replace, **quiet, **drawn}
        try:
            answered = await webhook.send_dict(body)
        except NETWORK as error:
            log.warning("a private reply was not sent: %s", type(error).__name__)
            return False
        return bool(answered.status_code == 200)

    def _offered(self, way: Way, form: Form) -> Card:
        """A form that cannot be opened now, as a card with a button that opens it."""
        opens = Button(self._phrase("open_form", way.locale), way.command or HalfHour(), "main")
        return Card(form.title, buttons=(opens,))

    def _view(self, way: Way, say: Card | Board | Form) -> Json:
        return render.view(
            say,
            way.person.home,
            done=self._phrase("done", way.locale),
            cancel=self._phrase("cancel", way.locale),
            at_home=way.at_home,
        )


def _turns_page(way: Way, say: Card | Board | Form) -> bool:
    """Another page of Home takes the place of Home itself."""
    return isinstance(say, Board) and isinstance(way.command, MyChats)
