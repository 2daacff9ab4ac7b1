"""Direct messages: what arrives, what is refused, and what each refusal means."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from discord import MessageFlags

from adapters.discord.app import Discord
from bot.boundary.cards import Board, Button, Card, File, Quote
from bot.boundary.commands import Decline
from bot.boundary.ports import Person, TryLater, Unreachable
from tests.adapters.discord.conftest import WORDED
from tests.adapters.discord.desk import ScriptedDesk
from tests.adapters.discord.driver import Person as Somebody
from tests.adapters.discord.driver import Server, community

NASTY = "@everyone <@1> <t:0:R> [x](http://y)\n# big\n> <@&2>"
CARD = Card("A chat?", buttons=(Button("Decline", Decline("c1")),))


@dataclass
class Clock:
    now: datetime = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bot(clock: Clock) -> Discord:
    return Discord(desk=ScriptedDesk(), clock=clock, token="a-token", entries=WORDED)


@pytest.fixture
async def guild(bot: Discord) -> AsyncIterator[Server]:
    async with community(bot) as server:
        yield server


def to(somebody: Somebody) -> Person:
    return Person("discord", somebody.server.id, somebody.id)


def sends(guild: Server) -> list[dict[str, object]]:
    return [r.json for r in guild.env.http_requests if r.method == "POST" and r.path.endswith("/messages")]


async def test_a_card_arrives_and_says_which_server_it_is_about(guild: Server, bot: Discord) -> None:
    maya = guild.person("Maya")
    await bot.messenger.deliver(to(maya), CARD, key="k1")
    assert maya.dm.words == "## A chat?\n-# Career Friends"
    assert maya.dm.buttons == ["Decline"]


async def test_the_key_goes_along_so_that_a_repeat_is_dropped(guild: Server, bot: Discord) -> None:
    await bot.messenger.deliver(to(guild.person("Maya")), CARD, key="abc123")
    assert sends(guild)[-1]["nonce"] == "abc123"
    assert sends(guild)[-1]["enforce_nonce"] is True


async def test_what_comes_during_a_talk_makes_no_sound(guild: Server, bot: Discord) -> None:
    maya = to(guild.person("Maya"))
    await bot.messenger.deliver(maya, CARD, key="k1")
    await bot.messenger.deliver(maya, replace(CARD, quiet=True), key="k2")
    loud, quiet = (MessageFlags._from_value(int(str(sent["flags"]))) for sent in sends(guild)[-2:])
    assert (loud.silent, quiet.silent) == (False, True)


async def test_nasty_words_ping_nobody(guild: Server, bot: Discord) -> None:
    maya = guild.person("Maya")
    card = Card(NASTY, ((NASTY,),), quotes=(Quote("Note", NASTY),), small=(NASTY,))
    await bot.messenger.deliver(to(maya), card, key="k1")
    sent = sends(guild)[-1]
    assert sent["allowed_mentions"] == {"parse": []}
    message = maya.dm.message.message
    assert (message.mentions, message.role_mentions, message.mention_everyone) == ([], [], False)
    assert "> \\# big" in maya.dm.words


async def test_a_file_is_attached(guild: Server, bot: Discord) -> None:
    maya = guild.person("Maya")
    card = Card("Booked", files=(File("chat.ics", "text/calendar", b"BEGIN:VCALENDAR"),))
    await bot.messenger.deliver(to(maya), card, key="k1")
    assert [(one["filename"], one["size"]) for one in maya.dm.attachments] == [("chat.ics", 15)]


async def test_a_message_is_revised_in_place(guild: Server, bot: Discord) -> None:
    maya = guild.person("Maya")
    receipt = await bot.messenger.deliver(to(maya), CARD, key="k1")
    assert len(receipt) <= 200
    await bot.messenger.revise(receipt, Card("It is settled"))
    assert [dm.words for dm in maya.dms] == ["## It is settled\n-# Career Friends"]
    assert maya.dm.buttons == []
    await bot.messenger.revise(receipt, Board("Now a board", (CARD,)))
    assert maya.dm.buttons == ["Decline"]


async def test_a_message_that_is_gone_need_not_be_revised(guild: Server, bot: Discord) -> None:
    maya = guild.person("Maya")
    receipt = await bot.messenger.deliver(to(maya), CARD, key="k1")
    await maya.dm.message.message.delete()
    await bot.messenger.revise(receipt, Card("It is settled"))
    assert maya.dms == []


@pytest.mark.parametrize(
    ("status", "code"), [(403, 50007), (403, 50278), (403, 50001), (404, 10003), (404, 10013), (400, 50035)]
)
async def test_a_closed_door_is_unreachable(guild: Server, bot: Discord, status: int, code: int) -> None:
    guild.env.inject_error("POST", "/channels/*/messages", status=status, code=code)
    with pytest.raises(Unreachable):
        await bot.messenger.deliver(to(guild.person("Maya")), CARD, key="k1")
    assert len(sends(guild)) == 1, "a refusal is never tried again"


@pytest.mark.parametrize(
    ("status", "code", "everyone"), [(429, 0, True), (401, 0, True), (500, 0, False), (503, 0, False)]
)
async def test_trouble_that_passes_is_tried_later(
    guild: Server, bot: Discord, status: int, code: int, everyone: bool
) -> None:
    guild.env.inject_error("POST", "/channels/*/messages", status=status, code=code)
    with pytest.raises(TryLater) as trouble:
        await bot.messenger.deliver(to(guild.person("Maya")), CARD, key="k1")
    assert trouble.value.everyone is everyone
    assert trouble.value.wait > timedelta(0)


async def test_a_repeat_after_trouble_carries_the_same_key(guild: Server, bot: Discord) -> None:
    maya = guild.person("Maya")
    guild.env.inject_error("POST", "/channels/*/messages", status=502)
    with pytest.raises(TryLater) as trouble:
        await bot.messenger.deliver(to(maya), CARD, key="k1")
    assert trouble.value.wait < timedelta(minutes=1), "Discord forgets a nonce after a few minutes"
    await bot.messenger.deliver(to(maya), CARD, key="k1")
    assert [sent["nonce"] for sent in sends(guild)] == ["k1", "k1"]


async def test_opening_too_fast_stops_the_opening_of_more(guild: Server, bot: Discord) -> None:
    maya, jo = guild.person("Maya"), guild.person("Jo")
    guild.env.inject_error("POST", "/users/@me/channels", status=403, code=40003)
    for somebody in (maya, jo):
        with pytest.raises(TryLater):
            await bot.messenger.deliver(to(somebody), CARD, key="k1")
    opened = [r for r in guild.env.http_requests if r.path == "/users/@me/channels"]
    assert len(opened) == 1, "the second did not even ask"


async def test_new_people_are_written_to_slowly_and_known_ones_at_once(
    guild: Server, bot: Discord, clock: Clock
) -> None:
    people = [guild.person(f"P{number}") for number in range(11)]
    for somebody in people[:10]:
        await bot.messenger.deliver(to(somebody), CARD, key="k1")
    with pytest.raises(TryLater) as trouble:
        await bot.messenger.deliver(to(people[10]), CARD, key="k1")
    assert trouble.value.wait == timedelta(seconds=10)
    assert not trouble.value.everyone
    await bot.messenger.deliver(to(people[0]), CARD, key="k2")
    assert len(people[0].dms) == 2
    clock.now += timedelta(seconds=10)
    await bot.messenger.deliver(to(people[10]), CARD, key="k1")


async def test_somebody_who_pressed_in_a_direct_message_is_known(guild: Server, clock: Clock, bot: Discord) -> None:
    maya = guild.person("Maya")
    await bot.messenger.deliver(to(maya), CARD, key="k1")
    after = Discord(desk=ScriptedDesk(), clock=clock, token="a-token", entries=WORDED, new_channels_a_day=0)
    await guild.restart(after)
    with pytest.raises(TryLater):
        await after.messenger.deliver(to(maya), CARD, key="k2")
    await maya.presses("Decline")
    await after.messenger.deliver(to(maya), CARD, key="k2")
    assert len(maya.dms) == 2


async def test_nobody_is_written_to_under_a_name_that_is_no_id(bot: Discord, guild: Server) -> None:
    with pytest.raises(Unreachable):
        await bot.messenger.deliver(Person("discord", guild.id, "former"), CARD, key="k1")


async def test_a_server_that_does_not_tell_its_name_spoils_nothing(guild: Server, bot: Discord) -> None:
    maya = guild.person("Maya")
    await bot.messenger.deliver(Person("discord", "123", maya.id), CARD, key="k1")
    assert maya.dm.words == "## A chat?"
