"""A fake Slack, a scripted desk, and the adapter between them: over signed requests, over Socket Mode, or both."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Protocol

import pytest
from starlette.applications import Starlette

from adapters.slack.app import Slack
from tests.adapters.slack.desk import ScriptedDesk
from tests.adapters.slack.fake import FakeSlack

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Starts(Protocol):
    def __call__(
        self, slack: FakeSlack, desk: ScriptedDesk, *, socket: bool = False
    ) -> AbstractAsyncContextManager[Slack]: ...


@asynccontextmanager
async def running(slack: FakeSlack, desk: ScriptedDesk, *, socket: bool = False) -> AsyncIterator[Slack]:
    """The adapter, connected and listening."""
    surface = Slack(
        desk=desk,
        clock=lambda: NOW,
        bot_token=slack.bot_token,
        signing_secret="" if socket else slack.signing_secret,
        app_token=slack.app_token if socket else "",
        api_base_url=slack.api_base_url,
    )
    await surface.connect()
    if not socket:
        slack.calls_on(Starlette(routes=surface.routes))
    hearing = asyncio.create_task(surface.listen())
    try:
        yield surface
    finally:
        hearing.cancel()
        with suppress(asyncio.CancelledError):
            await hearing
        await surface.close()


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest.fixture
async def world() -> AsyncIterator[FakeSlack]:
    """Slack, with nobody listening yet."""
    async with FakeSlack() as slack:
        slack.person("U0JO", "jo", locale="en-GB")
        slack.person("U0MAYA", "maya", tz="America/New_York")
        yield slack


@pytest.fixture
def start() -> Starts:
    return running


@pytest.fixture
async def slack(world: FakeSlack, desk: ScriptedDesk) -> AsyncIterator[FakeSlack]:
    """Slack, with the adapter listening over signed requests."""
    async with running(world, desk):
        yield world


@pytest.fixture(params=["http", "socket"])
async def either(request: pytest.FixtureRequest, world: FakeSlack, desk: ScriptedDesk) -> AsyncIterator[FakeSlack]:
    """The same over signed requests and over Socket Mode."""
    async with running(world, desk, socket=request.param == "socket"):
        yield world
