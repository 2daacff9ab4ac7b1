"""A Discord server with the whole of Half Hour behind it: the real desk, delivery and database, and the real adapter.
Only Discord itself is simulated, and the clock is turned by hand.

After everything that somebody does, whatever has become due is delivered, as the bell would."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Self

from simcord.backend.serializers import member_payload, message_payload
from simcord.components import walk_components
from simcord.env import Env
from simcord.http.router import RequestContext, route
from simcord.interactions import base_payload

from adapters.discord.app import Discord
from bot.boundary.ports import Place, Storage
from bot.service.delivery import Delivery
from bot.service.desk import Desk
from bot.speech import menu
from tests.adapters.discord import driver
from tests.adapters.discord.driver import Seen, Server, quick, server

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""Ten in the morning in New York, four in the afternoon in Berlin, half past eight in the evening in Kolkata."""

GOOD: dict[str, Any] = {
    "topic": "Moving into product management",
    "note": "I read your talk about your first year as a product manager. I have done two user studies. Thank you!",
    "questions": "What did you have to unlearn? What would you do in my place?",
    "pledge": ["yes"],
}


@route("GET", "/guilds/{guild_id}/members/search")
def search_members(asked: RequestContext) -> list[dict[str, Any]]:
    """Discord's search for members by the beginning of a name, which simcord lacks."""
    guild = asked.backend.get_guild(asked.int_arg("guild_id"))
    members: list[Any] = [dict(member_payload(asked.backend, guild, one)) for one in guild.members.values()]
    wanted = str(asked.params["query"]).casefold()
    return [one for one in members if one["user"]["username"].casefold().startswith(wanted)]


@dataclass
class Person(driver.Person):
    """Somebody in the server. `locale` is what their own Discord is set to; of their direct messages they have put away
    the first `put_away`."""

    town: "Town" = None  # type: ignore[assignment]
    locale: str = "en-US"
    put_away: int = 0

    async def types(self, command: str, **options: Any) -> Self:
        await super().types(command, **options)
        return await self._then()

    async def chooses(self, menu: str, person: driver.Person) -> Self:
        await super().chooses(menu, person)
        return await self._then()

    async def fills(self, **blanks: Any) -> Self:
        await super().fills(**blanks)
        return await self._then()

    async def presses(self, label: str, *, message: Any = None) -> Self:
        await super().presses(label, message=message)
        return await self._then()

    async def picks(self, number: int = 0, *, message: Seen | None = None) -> Self:
        """One of the times (or people) above the other buttons of a message, else of the newest direct message."""
        shown = message or self.dm
        return await self.presses(shown.buttons[number], message=shown.message)

    async def _then(self) -> Self:
        await self.town.deliver()
        return self

    @property
    def dms(self) -> list[Seen]:
        return super().dms[self.put_away :]

    @property
    def told(self) -> str:
        """The last thing said in private, with names for mentions."""
        return self.town.named(self.answer.words)

    @property
    def reads(self) -> str:
        """The newest direct message, with names for mentions."""
        return self.town.named(self.dm.words)

    @property
    def titles(self) -> list[str]:
        """The first line of every direct message, the oldest first."""
        return [seen.words.splitlines()[0].lstrip("# ") for seen in self.dms]

    def options(self, key: str) -> list[str]:
        """What can be chosen in a list of the open form, as it is shown."""
        return [option["label"] for option in self.blanks[key]["options"]]

    def choices(self, key: str, *numbers: int) -> list[str]:
        """The values of some of those."""
        return [self.blanks[key]["options"][number]["value"] for number in numbers]

    @property
    def standing(self) -> dict[str, Any]:
        """What stands in the open form."""
        return driver.standing(self.form.modal)

    async def asks(self, mentor: "Person", **changes: Any) -> Self:
        """A good request for the mentor's first three times."""
        await self.types("request-chat", mentor=mentor)
        await self.fills(**{**GOOD, "slots": self.choices("slots", 0, 1, 2), **changes})
        if "Send as it is" in self.answer.buttons:  # the second look has something to say
            await self.presses("Send as it is")
        return self


@dataclass
class Town:
    """`discord` is the server, `surface` the adapter of the process that runs just now."""

    storage: Storage
    now: datetime = MONDAY
    people: dict[int, Person] = field(default_factory=dict)
    surface: Discord = field(init=False)
    discord: Server = field(init=False)
    _workers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self.desk = Desk(storage=self.storage, clock=self.clock, ring=lambda: None)
        self.surface = Discord(desk=self.desk, clock=self.clock, token="a-token", entries=menu.entries())
        messengers = {"discord": self.surface.messenger}
        worker = f"w{next(self._workers)}"
        self.delivery = Delivery(storage=self.storage, clock=self.clock, messengers=messengers, worker=worker)

    def clock(self) -> datetime:
        return self.now

    async def deliver(self) -> None:
        await self.delivery.deliver_due()

    async def restart(self) -> None:
        """The process ends and another one starts on the same database."""
        self._start()
        await self.discord.restart(self.surface)

    async def turn(self, *, to: datetime | None = None, **by: float) -> None:
        """Turns the clock forward, stopping at every nudge on the way to deliver it."""
        end = to or self.now + timedelta(**by)
        while self.now < end:
            coming = await self.desk.agenda(Place("discord", self.discord.id), 1)
            self.now = min(max(coming[0].due_at, self.now + timedelta(seconds=1)), end) if coming else end
            await self.deliver()

    # -- people

    def person(self, name: str, *, bot: bool = False, organiser: bool = False, locale: str = "en-US") -> Person:
        """Somebody new in the server, of whom nothing is known."""
        made = self.discord.person(name, bot=bot, organiser=organiser)
        self.people[made.member.id] = Person(self.discord, name, made.member, town=self, locale=locale)
        return self.people[made.member.id]

    async def member(self, name: str, city: str = "Europe/Berlin", **rest: Any) -> Person:
        return await self.person(name, **rest).types("my-chats", city=city)

    async def mentor(
        self, name: str, headline: str = "Product manager", topics: str = "product, startups",
        hours: str = "Mon-Fri 9:00-12:00", city: str = "America/New_York", **rest: Any,
    ) -> Person:  # fmt: skip
        mentor = await self.member(name, city, **rest)
        await mentor.types("mentor")
        room = "".join(filter(str.isalnum, name)).lower()
        await mentor.fills(headline=headline, topics=topics, link=f"https://meet.example.org/{room}")
        await mentor.presses(mentor.answer.buttons[0])
        await mentor.fills(hours=hours)
        mentor.put_away = len(mentor.dms)
        return mentor

    # -- at one instant

    async def at_once(self, *presses: tuple[Person, Seen, str]) -> list[str]:
        """Buttons of direct messages, all pressed before any is answered. Returns what each was told, as it was told:
        a card may have been brought up to date since."""
        env, tokens = self.discord.env, []
        backend = env.backend
        for person, seen, label in presses:
            button = next(one for one in walk_components(seen.components) if one.get("label") == label)
            stored = backend.get_message(seen.message.channel_id, seen.message.id)
            data = {"custom_id": button["custom_id"], "component_type": 2, "id": button["id"]}
            record, payload = base_payload(
                backend, type=3, channel_id=stored.channel_id, guild_id=None, user_id=person.member.id, data=data
            )
            payload["message"] = dict(message_payload(backend, stored))
            record.source_message_id = stored.id
            backend.emit("INTERACTION_CREATE", payload)
            tokens.append(record.token)
        await env.settle()
        told = [[body for path, body in self.wire if token in path][-1] for token in tokens]
        await self.deliver()
        return [self.named(driver.words(body["components"])) for body in told]

    # -- what went over the wire

    @property
    def wire(self) -> list[tuple[str, dict[str, Any]]]:
        """Where each message, change and answer of the bot went, and what it was."""
        asked = [one for one in self.discord.env.http_requests if one.method in ("POST", "PATCH")]
        bodies = [(one.path, (one.json.get("data") or one.json)) for one in asked if isinstance(one.json, dict)]
        return [(path, body) for path, body in bodies if "components" in body]

    def named(self, words: str) -> str:
        """With names for mentions, as Discord shows them."""
        for id, person in self.people.items():
            words = words.replace(f" (<@{id}>)", "").replace(f"<@{id}>", person.name)
        return words


@asynccontextmanager
async def discord_town(storage: Storage) -> AsyncIterator[Town]:
    """Errors that the bot lets escape fail the test at the end."""
    town = Town(storage)
    env = quick(Env(town.surface.client))
    await env.start()
    emit = env.backend.emit

    def in_their_language(event: str, payload: dict[str, Any], *rest: Any, **more: Any) -> None:
        if event == "INTERACTION_CREATE":
            who = payload.get("user") or payload["member"]["user"]
            payload["locale"] = town.people[int(who["id"])].locale
        emit(event, payload, *rest, **more)

    env.backend.emit = in_their_language
    try:
        await town.surface.sync()
        town.discord = server(env)
        yield town
    finally:
        await env.shutdown()
    env.raise_errors()
