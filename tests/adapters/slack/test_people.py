"""Who acts and who is met: as Slack tells, or as far as the payload does when Slack is slow."""

import time
from datetime import datetime, timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.people import People
from bot.boundary.commands import Actor, Met
from bot.boundary.ports import Person
from tests.adapters.slack.conftest import NOW
from tests.adapters.slack.fake import FakeSlack

JO = Person("slack", "T1", "U0JO")


class Hands:
    """A clock that a test can turn."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def people(world: FakeSlack, hands: Hands) -> People:
    return People(AsyncWebClient("xoxb", base_url=world.api_base_url, retry_handlers=[]), hands)


async def test_an_actor_is_as_slack_tells(world: FakeSlack, people: People) -> None:
    world.person("U0JO", "jo", tz="Asia/Kolkata", locale="es-ES", is_admin=True)
    assert await people.actor(JO, "x") == Actor(JO, "jo", locale="es-ES", zone="Asia/Kolkata", organiser=True)
    assert world.called("users.info")[0]["include_locale"]


@pytest.mark.parametrize(("rank", "organiser"), [("is_owner", True), ("is_admin", True), ("is_bot", False)])
async def test_admins_and_owners_organise(world: FakeSlack, people: People, rank: str, organiser: bool) -> None:
    world.person("U0JO", "jo", **{rank: True})
    assert (await people.actor(JO, "")).organiser is organiser


@pytest.mark.parametrize("kind", ["is_restricted", "is_ultra_restricted", "is_stranger"])
async def test_guests_and_strangers_are_guests(world: FakeSlack, people: People, kind: str) -> None:
    world.person("U0JO", "jo", **{kind: True})
    assert (await people.met(JO, "")).guest
    assert (await people.actor(JO, "")).guest


async def test_bots_and_the_departed_are_told_apart(world: FakeSlack, people: People) -> None:
    world.person("U0BOT", "half-hour", is_bot=True)
    world.person("USLACKBOT", "slackbot")
    world.person("U0GONE", "gone", deleted=True)
    assert (await people.met(Person("slack", "T1", "U0BOT"), "")).bot
    assert (await people.met(Person("slack", "T1", "USLACKBOT"), "")).bot
    assert (await people.met(Person("slack", "T1", "U0GONE"), "")).gone
    nobody = Person("slack", "T1", "U0NOBODY")
    assert await people.met(nobody, "nobody") == Met(nobody, "nobody", gone=True)


async def test_somebody_slack_does_not_show_is_a_guest(world: FakeSlack, people: People) -> None:
    world.next("users.info", error="user_not_visible")
    assert (await people.met(JO, "jo")).guest


async def test_missing_words_are_no_trouble(world: FakeSlack, people: People) -> None:
    world.person("U0JO", tz=None, locale=None, profile={"display_name": " "})
    world.people["U0JO"]["name"] = ""
    assert await people.actor(JO, "jo") == Actor(JO, "jo")


@pytest.mark.parametrize(
    "trouble", [{"error": "ratelimited", "status": 429}, {"drop": True}, {"status": 502}, {"page": "log in"}]
)
async def test_a_failing_slack_leaves_the_payload(world: FakeSlack, people: People, trouble: dict[str, object]) -> None:
    for _ in range(2 if "drop" in trouble else 1):  # aiohttp asks again by itself where asking is harmless
        world.next("users.info", **trouble)
    assert await people.actor(JO, "jo") == Actor(JO, "jo", organiser=None)
    assert (await people.actor(JO, "jo")).organiser is False


async def test_a_slow_slack_is_not_waited_for_and_answers_the_next(world: FakeSlack, people: People) -> None:
    world.next("users.info", wait=0.8)
    began = time.monotonic()
    assert await people.actor(JO, "jo") == Actor(JO, "jo", organiser=None)
    assert time.monotonic() - began < 0.7
    assert (await people.actor(JO, "jo")).zone == "Europe/Berlin"
    assert len(world.called("users.info")) == 1


async def test_an_answer_is_remembered_for_a_day(world: FakeSlack, people: People, hands: Hands) -> None:
    await people.actor(JO, "")
    hands.now += timedelta(hours=23)
    await people.actor(JO, "")
    assert len(world.called("users.info")) == 1
    hands.now += timedelta(hours=2)
    world.next("users.info", status=500)
    assert (await people.actor(JO, "")).zone == "Europe/Berlin"
    await people.actor(JO, "")
    assert len(world.called("users.info")) == 3


async def test_the_memory_is_bounded(world: FakeSlack, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.people.MOST", 2)
    for id in ("U01", "U02", "U03", "U01"):
        world.person(id, id)
        await people.actor(Person("slack", "T1", id), "")
    assert len(world.called("users.info")) == 4
