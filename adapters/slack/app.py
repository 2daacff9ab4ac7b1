"""Slack as `main` sees it. With an app token people are heard over Socket Mode, without one over signed requests."""

import asyncio
import logging
import re
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import Route

from adapters.slack import door
from adapters.slack.answers import Answers
from adapters.slack.hearing import Hearing
from adapters.slack.messenger import SlackMessenger
from adapters.slack.parse import place
from adapters.slack.people import People
from adapters.slack.trouble import NETWORK, TROUBLE, code
from bot.boundary.ports import CannotConnect, Clock, Desk, Messenger

EVERYTHING = re.compile(".*", re.DOTALL)
TIMEOUT = 10
CONNECT_TIMEOUT = 5

log = logging.getLogger(__name__)


class Slack:
    """One workspace, or one organisation that installed the bot for all of its workspaces."""

    platform = "slack"

    def __init__(
        self,
        *,
        desk: Desk,
        clock: Clock,
        bot_token: str,
        signing_secret: str = "",
        app_token: str = "",
        api_base_url: str = "https://slack.com/api/",
    ) -> None:
        self._signing_secret = signing_secret
        self._app_token = app_token
        self._base_url = api_base_url
        self._client = self._new_client(bot_token)
        self._messenger = SlackMessenger(self._client)
        self.messenger: Messenger = self._messenger
        self._hearing = Hearing(desk, People(self._client, clock), Answers(desk, self._client, self._messenger))
        self._identity: dict[str, Any] = {}
        self._app = self._listening()

    @property
    def routes(self) -> Sequence[Route]:
        if self._app_token or not self._signing_secret:
            return ()
        return (door.route(self._app, signing_secret=self._signing_secret),)

    async def connect(self) -> None:
        if not (self._app_token or self._signing_secret):
            raise CannotConnect(
                "Slack needs SLACK_SIGNING_SECRET (Basic Information, App Credentials), or SLACK_APP_TOKEN for Socket "
                "Mode (Basic Information, App-Level Tokens, with connections:write)."
            )
        if self._client.session is None or self._client.session.closed:
            # without one, the SDK opens a new connection for every call
            timeout = aiohttp.ClientTimeout(total=TIMEOUT, connect=CONNECT_TIMEOUT)
            self._client.session = aiohttp.ClientSession(timeout=timeout)
        try:
            told = await self._client.auth_test()
        except TROUBLE as error:
            await self.close()
            raise CannotConnect(
                f"Slack does not accept SLACK_BOT_TOKEN ({code(error) or type(error).__name__}). Copy the Bot User "
                "OAuth Token (xoxb-...) from OAuth & Permissions, and see that this machine reaches Slack."
            ) from error
        self._identity = {"bot_id": told.get("bot_id"), "bot_user_id": told.get("user_id")}
        self._messenger.home = place(told.data if isinstance(told.data, dict) else {})

    async def listen(self) -> None:
        if not self._app_token:
            await asyncio.Event().wait()  # the web server does the hearing
        web_client = self._new_client(self._app_token)
        handler = AsyncSocketModeHandler(self._app, self._app_token, web_client=web_client, proxy=self._client.proxy)
        if self._is_near():
            handler.client.proxy = None
        try:
            # asked for here, because the SDK would try a wrong token again for ever
            handler.client.wss_uri = str((await web_client.apps_connections_open(app_token=self._app_token)).get("url"))
        except SlackApiError as error:
            await handler.client.close()  # type: ignore[no-untyped-call]
            raise CannotConnect(
                f"Slack does not accept SLACK_APP_TOKEN ({code(error) or 'no reason given'}). Make an app-level token "
                "(xapp-...) with connections:write under Basic Information, and switch Socket Mode on."
            ) from error
        except NETWORK:
            log.warning("Slack is out of reach for now; Socket Mode goes on trying")
        try:
            await handler.client.connect()  # type: ignore[no-untyped-call]
            await asyncio.Event().wait()
        finally:
            await handler.client.close()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        await self._hearing.close()
        if self._client.session is not None:
            await self._client.session.close()

    # -- wiring ----------------------------------------------------------------------------------------------------

    def _new_client(self, token: str | None) -> AsyncWebClient:
        client = AsyncWebClient(token=token, base_url=self._base_url, timeout=TIMEOUT, retry_handlers=[])
        if self._is_near():
            client.proxy = None  # the SDK takes one from the environment, also for this very machine
        return client

    def _is_near(self) -> bool:
        host = urlsplit(self._base_url).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def _listening(self) -> AsyncApp:
        """Everything is given explicitly: Bolt would take what is missing from SLACK_* in the environment."""

        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            # asked once, in connect: Bolt's own would ask Slack again with every event
            return AuthorizeResult(
                enterprise_id=enterprise_id, team_id=team_id, bot_token=self._client.token, **self._identity
            )

        app = AsyncApp(
            name="half-hour",
            client=self._new_client(None),
            signing_secret=self._signing_secret,
            authorize=authorize,
            request_verification_enabled=True,
        )
        hearing = self._hearing
        app.command(EVERYTHING)(hearing.command)
        app.shortcut(EVERYTHING)(hearing.shortcut)
        app.action(EVERYTHING)(hearing.press)
        app.view(EVERYTHING)(hearing.submit)
        app.view_closed(EVERYTHING)(hearing.ignore)
        app.options(EVERYTHING)(hearing.ignore)
        app.event("app_home_opened")(hearing.home_opened)
        app.event(EVERYTHING)(hearing.ignore)
        return app
