"""Over a real wire, to a stand-in for Discord: logging in, listening, and what is lost between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import parse
from adapters.discord.app import Discord
from bot.boundary.cards import Button, Card, Field, Form, Reply
from bot.boundary.commands import Decline, HalfHour, SendSuggestion, SuggestElse
from bot.boundary.ports import CannotConnect, Person, Place, Surface, TryLater
from tests.adapters.discord.conftest import NOW, WORDED
from tests.adapters.discord.desk import ScriptedDesk
from tests.adapters.discord.fake_discord import GUILD, LOST, FakeDiscord, fake_discord, message

HERE = Place("discord", GUILD)
JO = Person("discord", GUILD, "42")
CARD = Card("A chat?", buttons=(Button("Decline", Decline("c1")),))
IN_GUILD = {"guild_id": GUILD, "context": 0, "user": None}
MEMBER: dict[str, Any] = {
    "user": {"id": "42", "username": "jo", "discriminator": "0", "avatar": None},
    "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "permissions": "32", "flags": 0,
}  # fmt: skip
SUGGEST = Form("Who else?", (Field("other", "Who", "person"),), SendSuggestion("c1"), "Send")


@pytest.fixture
async def fake(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeDiscord]:
    # both live on discord.py's classes: put back afterwards
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    async with fake_discord() as fake:
        yield fake


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest.fixture
async def bot(fake: FakeDiscord, desk: ScriptedDesk) -> AsyncIterator[Discord]:
    bot = Discord(
        desk=desk, clock=lambda: NOW, token="a-token", entries=WORDED, api_base_url=fake.api, gateway_url=fake.gateway
    )
    yield bot
    await bot.close()


@asynccontextmanager
async def listening(bot: Discord, fake: FakeDiscord) -> AsyncIterator[None]:
    await bot.connect()
    task = asyncio.create_task(bot.listen())
    await fake.until(lambda: bool(fake.identified))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def member(id: str, username: str, nick: str | None = None) -> dict[str, Any]:
    return {"user": {"id": id, "username": username, "global_name": None}, "nick": nick}


def test_it_is_a_surface(bot: Discord) -> None:
    surface: Surface = bot
    assert (surface.platform, list(surface.routes)) == ("discord", [])


async def test_messages_go_out_without_a_gateway(bot: Discord, fake: FakeDiscord) -> None:
    await bot.connect()
    assert await bot.messenger.deliver(JO, CARD, key="k1") == "500:900:5000"
    sent = fake.said("/channels/900/messages")[0]
    assert (sent["nonce"], sent["enforce_nonce"]) == ("k1", True)
    assert sent["allowed_mentions"] == {"parse": []}
    assert sent["flags"] & 1 << 15
    assert sent["components"][0]["components"][-2]["content"] == "-# Career Friends"
    assert fake.identified == []


async def test_a_refused_token_says_what_to_do(bot: Discord, fake: FakeDiscord) -> None:
    fake.hook = lambda method, path: (401, {"code": 0, "message": "401: Unauthorized"})
    with pytest.raises(CannotConnect, match="DISCORD_TOKEN"):
        await bot.connect()


async def test_an_address_where_nobody_is_says_so(desk: ScriptedDesk, fake: FakeDiscord) -> None:
    bot = Discord(
        desk=desk, clock=lambda: NOW, token="a-token", entries=WORDED, api_base_url="http://127.0.0.1:1/api/v10"
    )
    with pytest.raises(CannotConnect, match=r"127\.0\.0\.1:1"):
        await bot.connect()
    await bot.close()


async def test_a_gateway_that_refuses_for_good_says_so(bot: Discord, fake: FakeDiscord) -> None:
    fake.closes = 4004
    await bot.connect()
    async with asyncio.timeout(10):
        with pytest.raises(CannotConnect, match="4004"):
            await bot.listen()


async def test_a_command_is_answered_over_the_gateway(bot: Discord, fake: FakeDiscord, desk: ScriptedDesk) -> None:
    desk.answer = Reply(CARD)
    async with listening(bot, fake):
        assert {one["name"] for one in fake.registered} >= {"request-chat", "Request a chat"}
        assert fake.identified[0]["intents"] == 1, "no intent but guilds"
        data = {"id": "1", "name": "half-hour", "type": 1}
        await fake.interaction(2, data, id="10", **IN_GUILD, member=MEMBER)
        await fake.until(lambda: bool(fake.said("/interactions/10/tok10/callback")))
    answer = fake.said("/callback")[0]
    assert answer["type"] == 4
    assert answer["data"]["flags"] & 64
    assert desk.last.command == HalfHour()
    assert desk.last.actor.organiser is True
    assert desk.last.actor.locale == "es-ES"


async def test_a_desk_that_takes_four_seconds_keeps_the_first_answer_under_a_second(
    bot: Discord, fake: FakeDiscord, desk: ScriptedDesk
) -> None:
    desk.answer, desk.wait = Reply(CARD), 4
    async with listening(bot, fake):
        command = {"id": "1", "name": "half-hour", "type": 1}
        await fake.interaction(2, command, id="10", **IN_GUILD, member=MEMBER)
        assert await first_answer(fake, "10") == {"type": 5, "data": {"flags": 64}}
        await fake.until(lambda: bool(fake.said("/messages/@original", "PATCH")))
    assert "A chat?" in str(fake.said("/messages/@original", "PATCH"))


async def test_a_discord_that_is_slow_to_tell_keeps_the_first_answer_under_a_second(
    bot: Discord, fake: FakeDiscord, desk: ScriptedDesk
) -> None:
    """A name that was typed, and the name of the server, are asked for over the network."""
    fake.members = [member("42", "maya")]
    fake.slow = lambda path: 2.0 if path.startswith("/guilds/") else 0.0
    desk.answer = Reply(Card("Passed on"))
    async with listening(bot, fake):
        filled = {"type": 18, "component": {"type": 4, "custom_id": "other?", "value": "maya"}}
        form = {"custom_id": parse.form_id(HERE, SendSuggestion("c1")), "components": [filled]}
        await fake.interaction(5, form, id="21")
        assert (await first_answer(fake, "21"))["type"] == 5
        await fake.until(lambda: bool(fake.said("/messages/@original", "PATCH")))
    assert desk.last.command == SendSuggestion("c1", JO)
    assert "Career Friends" in str(fake.said("/messages/@original", "PATCH"))


async def first_answer(fake: FakeDiscord, id: str) -> Any:
    async with asyncio.timeout(1):
        await fake.until(lambda: bool(fake.said(f"/interactions/{id}/tok{id}/callback")))
    return fake.said(f"/interactions/{id}/tok{id}/callback")[0]


async def test_commands_that_are_registered_are_not_registered_again(bot: Discord, fake: FakeDiscord) -> None:
    async with listening(bot, fake):
        pass
    again = Discord(
        desk=ScriptedDesk(), clock=lambda: NOW, token="a", entries=WORDED,
        api_base_url=fake.api, gateway_url=fake.gateway,
    )  # fmt: skip
    fake.identified.clear()
    async with listening(again, fake):
        pass
    await again.close()
    assert len(fake.said("/applications/111/commands", "PUT")) == 1


async def test_a_registration_that_fails_stops_nobody_from_being_heard(bot: Discord, fake: FakeDiscord) -> None:
    fake.hook = lambda method, path: (400, {"code": 50035}) if path.endswith("/commands") else None
    async with listening(bot, fake):
        assert fake.identified


async def test_a_connection_lost_while_sending_is_tried_later(bot: Discord, fake: FakeDiscord) -> None:
    await bot.connect()
    await bot.messenger.deliver(JO, CARD, key="k1")
    fake.hook = lambda method, path: LOST if "/messages" in path else None
    with pytest.raises(TryLater):
        await bot.messenger.deliver(JO, CARD, key="k2")
    with pytest.raises(TryLater):
        await bot.messenger.revise("500:900:5000", CARD)
    assert [sent["nonce"] for sent in fake.said("/channels/900/messages")] == ["k1", "k2"], "not sent again here"


async def test_a_wait_longer_than_a_lease_is_left_to_the_database(bot: Discord, fake: FakeDiscord) -> None:
    await bot.connect()
    fake.hook = lambda method, path: (429, {"retry_after": 90.0, "code": 0}) if path.endswith("/messages") else None
    with pytest.raises(TryLater) as trouble:
        await bot.messenger.deliver(JO, CARD, key="k1")
    assert trouble.value.wait.total_seconds() >= 60


@pytest.mark.parametrize(
    ("typed", "members", "found"),
    [
        ("@Maya", [member("42", "maya"), member("43", "mayabel")], "42"),
        ("maya s.", [member("42", "x", "Maya S.")], "42"),
        ("may", [member("42", "maya")], "42"),
        ("may", [member("42", "maya"), member("43", "mayabel")], None),
        ("nobody", [], None),
        ("  ", [member("42", "maya")], None),
        ("<@123456789012345678>", [member("123456789012345678", "maya")], "123456789012345678"),
        ("123456789012345678", [], None),
    ],
)
async def test_a_name_typed_in_a_direct_message_is_looked_up(
    bot: Discord, fake: FakeDiscord, desk: ScriptedDesk, typed: str, members: list[Any], found: str | None
) -> None:
    fake.members = members
    desk.answer = Reply(SUGGEST)
    async with listening(bot, fake):
        press = {"component_type": 2, "custom_id": parse.press_id(HERE, SuggestElse("c1")), "id": 2}
        await fake.interaction(3, press, id="20", message=message("5000"))
        await fake.until(lambda: bool(fake.said("/interactions/20/tok20/callback")))
        modal = fake.said("/callback")[0]["data"]
        blank = modal["components"][0]["component"]
        assert (blank["type"], blank["custom_id"]) == (4, "other?"), "nobody can be picked in a direct message"
        desk.answer = Reply(Card("Passed on"))
        filled = {"type": 18, "component": {"type": 4, "custom_id": "other?", "value": typed}}
        await fake.interaction(5, {"custom_id": modal["custom_id"], "components": [filled]}, id="21")
        await fake.until(lambda: bool(fake.said("/interactions/21/tok21/callback")))
    assert desk.last.command == SendSuggestion("c1", Person("discord", GUILD, found) if found else None)
    assert desk.last.actor.person == JO
