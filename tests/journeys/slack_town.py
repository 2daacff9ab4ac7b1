"""A small town on Slack: the real desk, delivery, storage and adapter against the project's own Slack, a clock that is
turned by hand, and people who only do what Slack's screen lets them do."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.applications import Starlette

from adapters.slack.app import Slack
from bot.boundary.ports import Desk as Answering
from bot.boundary.ports import Person, Place
from bot.service.delivery import Delivery
from bot.service.desk import Desk
from storage import Storage
from tests.adapters.slack.fake import FakeSlack, Json, Message
from tests.adapters.slack.user import SlackUser, reads
from tests.town import GOOD, MONDAY

PLACE = Place("slack", "T1")
Opens = Callable[[], Storage]


@dataclass
class Neighbour:
    """Somebody at their screen. Whatever they do, the bot's messages to everybody are delivered right after."""

    town: "SlackTown"
    user: SlackUser

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def person(self) -> Person:
        return Person("slack", "T1", self.id)

    @property
    def mention(self) -> str:
        """As Slack writes it into a command."""
        return f"<@{self.id}|{self.user.name}>"

    # -- what they do ----------------------------------------------------------------------------------------------

    async def types(self, name: str, text: str = "") -> None:
        await self.user.command(name, text)
        await self.town.deliver()

    async def presses(self, label: str, on: Message | str | None = None) -> None:
        await self.user.press(label, on=on)
        await self.town.deliver()

    async def fills(self, **typed: str | bool | list[str]) -> None:
        await self.user.submit(typed)
        await self.town.deliver()

    async def closes(self) -> None:
        await self.user.dismiss()

    async def opens_home(self) -> str:
        await self.user.open_home()
        return reads(self.user.home or {})

    async def asks(self, mentor: "Neighbour", **changes: str | bool | list[str]) -> None:
        """A good request for the mentor's first free times."""
        await self.types("/request-chat", mentor.mention)
        times = self.user.options("slots")[:3]
        await self.fills(**{**GOOD, "slots": times, "pledge": True, **changes})
        if self.user.view is not None and "Send as it is" in self.view:  # the second look has something to say
            await self.presses("Send as it is")

    # -- what they see ---------------------------------------------------------------------------------------------

    @property
    def view(self) -> str:
        """Everything readable in the open modal, its title and its buttons."""
        assert self.user.view is not None, f"{self.user.name} sees no modal"
        return reads(self.user.view)

    @property
    def errors(self) -> dict[str, str]:
        return self.user.errors

    @property
    def newest(self) -> Message:
        return self.user.inbox[-1]

    @property
    def titles(self) -> list[str]:
        """The notifications of the bot's messages, oldest first."""
        return [message.text for message in self.user.inbox]

    @property
    def reply(self) -> str:
        """The newest answer that only they see."""
        return self.user.ephemerals[-1].words

    @property
    def home(self) -> str:
        return reads(self.user.home or {})

    def got(self, words: str) -> list[Message]:
        """The messages in which these words stand."""
        return [message for message in self.user.inbox if words in message.words]

    @property
    def files(self) -> list[str]:
        return [file["content"].decode() for file in self.user.files]


@dataclass
class SlackTown:
    slack: FakeSlack
    opens: Opens
    socket: bool = False
    now: datetime = MONDAY
    wrap: Callable[[Answering], Answering] = field(default=lambda desk: desk)
    """What stands between the adapter and the desk: nothing, unless a test puts trouble there."""
    _process: AsyncExitStack = field(default_factory=AsyncExitStack)

    def clock(self) -> datetime:
        return self.now

    # -- the process -----------------------------------------------------------------------------------------------

    async def start(self) -> None:
        self.storage = self.opens()
        self.desk = Desk(storage=self.storage, clock=self.clock, ring=lambda: None)
        surface = Slack(
            desk=self.wrap(self.desk), clock=self.clock, bot_token=self.slack.bot_token,
            signing_secret="" if self.socket else self.slack.signing_secret,
            app_token=self.slack.app_token if self.socket else "", api_base_url=self.slack.api_base_url,
        )  # fmt: skip
        await surface.connect()
        if not self.socket:
            self.slack.calls_on(Starlette(routes=surface.routes))
        hearing = asyncio.create_task(surface.listen())
        self._process.push_async_callback(self._end, surface, hearing)
        self.delivery = Delivery(
            storage=self.storage, clock=self.clock, messengers={"slack": surface.messenger}, worker=f"w{id(surface)}"
        )

    async def _end(self, surface: Slack, hearing: "asyncio.Task[None]") -> None:
        hearing.cancel()
        with suppress(asyncio.CancelledError):
            await hearing
        await surface.close()
        await self.storage.close()

    async def stop(self) -> None:
        await self._process.aclose()

    async def restart(self) -> None:
        """Another process on the same database: nothing but the database survives."""
        await self.stop()
        await self.start()

    # -- time and post ---------------------------------------------------------------------------------------------

    async def deliver(self) -> None:
        await self.delivery.deliver_due()
        await self.slack.quiet(0.01)

    async def turn(self, *, to: datetime | None = None, **by: float) -> None:
        """Turns the clock forward, stopping at every nudge on the way to deliver it."""
        end = to or self.now + timedelta(**by)
        while self.now < end:
            coming = await self.desk.agenda(PLACE, 1)
            self.now = min(max(coming[0].due_at, self.now + timedelta(seconds=1)), end) if coming else end
            await self.delivery.deliver_due()

    # -- people ----------------------------------------------------------------------------------------------------

    def neighbour(self, name: str, zone: str = "Europe/Berlin", **known: Any) -> Neighbour:
        return Neighbour(self, self.slack.person(f"U0{name.upper()}", name, tz=zone, **known))

    async def mentor(self, name: str, zone: str = "America/New_York", **profile: str) -> Neighbour:
        """Becomes a mentor as anybody does: `/mentor`, the profile, the office hours."""
        mentor = self.neighbour(name, zone)
        typed = {
            "headline": "Product manager",
            "topics": "product, startups",
            "link": f"https://meet.example.org/{name}",
        }
        await mentor.types("/mentor")
        await mentor.fills(**{**typed, **profile})
        await mentor.presses("Add your hours")
        await mentor.fills(hours="Mon-Fri 9:00-12:00")
        await mentor.closes()
        return mentor


@asynccontextmanager
async def slack_town(opens: Opens, *, socket: bool = False) -> AsyncIterator[SlackTown]:
    async with FakeSlack() as slack:
        town = SlackTown(slack, opens, socket)
        await town.start()
        try:
            yield town
        finally:
            await town.stop()
        check(slack)


# -- what holds for every screen ---------------------------------------------------------------------------------------

MOMENT = re.compile(r"\b\d{1,2} [A-Z][a-z]{2},? \d{1,2}:\d\d(.{0,6})")
ZONED = re.compile(r" (\(|[A-Z]{2,5}\b|[+-]\d)")
NOBODYS = frozenset({"You are open for requests", "Everything I keep about you", "Welcome back"})
"""Notifications about nobody but the reader."""


def check(slack: FakeSlack) -> None:
    """Every notification says who it is about, and every time that is written out names its zone."""
    names = [str(person["profile"]["display_name"]) for person in slack.people.values()]
    for posted in slack.called("chat.postMessage"):
        told = posted["text"]
        assert told in NOBODYS or "a former member" in told or any(name in told for name in names), told
    for words in said([body for _, body in slack.calls] + list(slack.views.values())):
        for moment in MOMENT.finditer(words):
            assert ZONED.match(moment[1]), words


def said(part: Any) -> Iterator[str]:
    """Everything that is written on screens, but for hints and examples in forms, and what people typed."""
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for name, value in part.items():
            if name not in ("hint", "placeholder", "private_metadata") and part.get("type") != "rich_text_quote":
                yield from said(value)
    elif isinstance(part, list):
        for value in part:
            yield from said(value)


def dates(message: Message | Json | None) -> set[datetime]:
    """The moments that stand on a screen as Slack's own localised times."""
    found: set[datetime] = set()

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if part.get("type") == "date":
                found.add(datetime.fromtimestamp(part["timestamp"], ZoneInfo("UTC")))
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(message.blocks if isinstance(message, Message) else message)
    return found
