"""Discord as a person uses it: type a command, fill in the form, read direct messages, press a button.

    async with community(surface) as discord:
        jo = discord.person("Jo")
        await jo.types("request-chat", mentor=maya)
        await jo.fills(topic="Data", pledge=["yes"])
        await maya.presses("Decline")

What a person sees is markdown as Discord gets it, without the zero-width spaces that keep mentions apart."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self

import discord
from simcord.components import walk_components
from simcord.env import Env
from simcord.results import ResponseMessage

from adapters.discord.app import Discord
from adapters.discord.markup import GAP
from adapters.discord.parse import TYPED

Components = Sequence[dict[str, Any]]


def words(components: Components) -> str:
    shown = [one["content"] for one in walk_components(components) if one.get("type") == 10]
    return "\n".join(shown).replace(GAP, "")


def labels(components: Components) -> list[str]:
    return [one["label"] for one in walk_components(components) if one.get("type") == 2]


@dataclass
class Seen:
    """A message as somebody sees it."""

    message: Any
    components: Components
    attachments: Sequence[Any] = ()

    @property
    def words(self) -> str:
        return words(self.components)

    @property
    def buttons(self) -> list[str]:
        return labels(self.components)


@dataclass
class Person:
    """One member of a server. `answer` is what the bot last said to this person alone."""

    server: "Server"
    name: str
    member: Any
    result: Any = None
    form: Any = None
    in_form: Any = None

    @property
    def id(self) -> str:
        return str(self.member.id)

    # -- doing

    async def types(self, command: str, **options: Any) -> Self:
        """`/command`; a Person as an option is that person."""
        given = {key: value.member if isinstance(value, Person) else value for key, value in options.items()}
        return self._took(await self.member.slash(self.server.channel, command, **given), self.member)

    async def types_part(self, command: str, option: str, part: str) -> list[str]:
        """What is suggested for an option while it is typed: labels."""
        return [one["name"] for one in await self.member.autocomplete(self.server.channel, command, option, part)]

    async def chooses(self, menu: str, person: "Person") -> Self:
        """An entry of another person's menu."""
        return self._took(await self.member.context_menu(self.server.channel, menu, person.member), self.member)

    async def fills(self, **blanks: Any) -> Self:
        """Sends the form that is open. Blanks that are left out keep what stands there already."""
        assert self.form is not None, "no form is open"
        values = {**standing(self.form.modal), **{self._key(key): _value(value) for key, value in blanks.items()}}
        return self._took(await self.in_form.submit_modal(self.form, values), self.in_form)

    async def presses(self, label: str, *, message: Any = None) -> Self:
        """A button: of the given message, else of the last private answer that has it, else of a direct message."""
        if message is not None:
            return self._took(await self._holder(message).click(message, label=label), self._holder(message))
        place, seen = self._find(label)
        # of buttons that are called alike the first: each stands with what it is about
        [button, *_] = [one for one in walk_components(seen.components) if one.get("label") == label]
        return self._took(await place.click(seen.message, custom_id=button["custom_id"]), place)

    def dismisses(self) -> None:
        self.form = None

    # -- seeing

    @property
    def dms(self) -> list[Seen]:
        """Direct messages from the bot, the oldest first."""
        backend = self.server.env.backend
        channel = backend.dm_channels.get(self.member.id)
        stored = backend.messages[channel].values() if channel is not None else ()
        return [
            Seen(ResponseMessage(self.server.env, one), one.components, one.attachments)
            for one in stored
            if not one.is_ephemeral
        ]

    @property
    def dm(self) -> Seen:
        assert self.dms, f"{self.name} has no direct message"
        return self.dms[-1]

    @property
    def answer(self) -> Seen:
        """The last thing said in private; for a press that changed its card, that card."""
        assert self.result is not None, f"{self.name} has done nothing"
        said = self.result.followups[-1] if self.result.followups else self.result.response
        assert said is not None, f"nothing was said to {self.name}"
        return Seen(said, said.components, said.attachments)

    @property
    def form_title(self) -> str:
        assert self.form is not None, f"{self.name} has no form open"
        return str(self.form.modal["title"])

    @property
    def blanks(self) -> dict[str, dict[str, Any]]:
        """The open form's inputs by key, as Discord got them."""
        assert self.form is not None, f"{self.name} has no form open"
        return controls(self.form.modal)

    # -- how

    def _took(self, result: Any, place: Any) -> Self:
        self.result = result
        self.form = result if result.modal else None
        self.in_form = place
        return self

    def _key(self, key: str) -> str:
        return key if key in self.blanks else key + TYPED

    def _holder(self, message: Any) -> Any:
        direct = self.server.env.backend.dm_channels.get(self.member.id) == message.channel_id
        return self.member.user if direct else self.member

    def _find(self, label: str) -> tuple[Any, Seen]:
        shown = [self.answer] if self.result is not None and (self.result.response or self.result.followups) else []
        for seen in [*shown, *reversed(self.dms)]:
            if label in seen.buttons:
                return self._holder(seen.message), seen
        raise AssertionError(f"{self.name} sees no button {label!r}")


def controls(modal: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["custom_id"]: one for one in walk_components(modal["components"]) if "custom_id" in one}


def standing(modal: dict[str, Any]) -> dict[str, Any]:
    """What stands in a form when it opens: Discord sends it back unless the person changes it."""
    values: dict[str, Any] = {}
    for key, one in controls(modal).items():
        if one["type"] == 4 and one.get("value"):
            values[key] = one["value"]
        elif one["type"] in (3, 22) and (chosen := [o["value"] for o in one["options"] if o.get("default")]):
            values[key] = chosen
    return values


def _value(value: Any) -> Any:
    if isinstance(value, Person):
        return [value.member]
    return [one.member if isinstance(one, Person) else one for one in value] if isinstance(value, list) else value


@dataclass
class Server:
    """One Discord server with the bot in it."""

    env: Any
    guild: Any
    channel: Any
    organisers: Any
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.guild.id)

    def person(self, name: str, *, bot: bool = False, organiser: bool = False) -> Person:
        """Somebody new in the server."""
        user = self.env.create_user(name.lower(), global_name=name, bot=bot)
        member = self.guild.add_member(user, roles=[self.organisers] if organiser else [])
        self.people[name] = Person(self, name, member)
        return self.people[name]

    async def restart(self, surface: Discord) -> None:
        """Another process takes over: a new client that has nothing in memory, the same messages."""
        await self.env.restart_bot(surface.client)


def server(env: Any, name: str = "Career Friends") -> Server:
    guild = env.create_guild(name)
    role = guild.create_role("Organisers", permissions=discord.Permissions(manage_guild=True))
    return Server(env, guild, guild.create_text_channel("general"), role)


def quick(env: Any) -> Any:
    """Looks every few milliseconds whether the bot is done; simcord's own way costs a twentieth of a second a press."""
    env._settle_internal = partial(env._settle_internal, idle=0.003)
    return env


@asynccontextmanager
async def community(surface: Discord, name: str = "Career Friends", **options: Any) -> AsyncIterator[Server]:
    """A server with the bot of this surface in it, its commands registered. Errors that the bot lets escape fail the
    test at the end."""
    env = quick(Env(surface.client, **options))
    await env.start()
    try:
        await surface.sync()
        yield server(env, name)
    finally:
        await env.shutdown()
    env.raise_errors()
