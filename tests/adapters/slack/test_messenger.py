"""Direct messages: posted once, never twice, and what each of Slack's refusals means."""

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.messenger import SlackMessenger
from bot.boundary.cards import Button, Card, File, Quote, Who
from bot.boundary.commands import About
from bot.boundary.ports import OutcomeUnknown, Person, Place, TryLater, Unreachable
from tests.adapters.slack.conftest import running
from tests.adapters.slack.desk import ScriptedDesk
from tests.adapters.slack.fake import FakeSlack

MAYA = Person("slack", "T1", "U0MAYA")
CARD = Card("Jo would like a chat", buttons=(Button("About", About()),))
ICS = File("chat.ics", "text/calendar", b"BEGIN:VCALENDAR")


@pytest.fixture
async def messenger(world: FakeSlack, desk: ScriptedDesk) -> AsyncIterator[SlackMessenger]:
    """The one of the adapter, as it is wired."""
    async with running(world, desk) as surface:
        assert isinstance(surface.messenger, SlackMessenger)
        yield surface.messenger


async def test_a_card_arrives_and_its_receipt_revises_it(world: FakeSlack, messenger: SlackMessenger) -> None:
    receipt = await messenger.deliver(MAYA, CARD, key="k1")
    maya = world.users["U0MAYA"]
    assert receipt == f"D0MAYA:{maya.inbox[0].ts}"
    assert maya.buttons() == ["About"]
    await messenger.revise(receipt, Card("Settled", body=((Who(MAYA, "Maya"),),)))
    assert [message.text for message in maya.inbox] == ["Settled"]
    assert maya.sees("U0MAYA")
    assert maya.buttons() == []


async def test_nothing_is_unfurled(world: FakeSlack, messenger: SlackMessenger) -> None:
    await messenger.deliver(MAYA, Card("Hi", quotes=(Quote("Note", "https://x.org"),)), key="k1")
    posted = world.called("chat.postMessage")[0]
    assert (posted["unfurl_links"], posted["unfurl_media"]) == (False, False)
    assert "link_names" not in posted
    assert "parse" not in posted


async def test_a_file_follows_its_card(world: FakeSlack, messenger: SlackMessenger) -> None:
    await messenger.deliver(MAYA, Card("Booked", files=(ICS,)), key="k1")
    assert [(file["name"], file["content"]) for file in world.users["U0MAYA"].files] == [(ICS.name, ICS.content)]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_refused_file_does_not_undo_the_card(world: FakeSlack, messenger: SlackMessenger, method: str) -> None:
    world.next(method, error="file_type_not_allowed")
    receipt = await messenger.deliver(MAYA, Card("Booked", files=(ICS,)), key="k1")
    assert receipt.startswith("D0MAYA:")
    assert len(world.users["U0MAYA"].inbox) == 1


async def test_a_message_that_is_gone_is_not_an_error(messenger: SlackMessenger) -> None:
    await messenger.revise("D0MAYA:1.2", CARD)


@pytest.mark.parametrize(
    "error",
    [
        "user_disabled",
        "cannot_dm_bot",
        "messages_tab_disabled",
        "user_not_found",
        "channel_not_found",
        "user_not_visible",
    ],
)
async def test_somebody_who_cannot_be_written_to(world: FakeSlack, messenger: SlackMessenger, error: str) -> None:
    world.next("chat.postMessage", error=error)
    with pytest.raises(Unreachable):
        await messenger.deliver(MAYA, CARD, key="k1")
    assert len(world.called("chat.postMessage")) == 1


async def test_too_many_requests_hold_the_workspace_back(world: FakeSlack, messenger: SlackMessenger) -> None:
    world.next("chat.postMessage", error="ratelimited", status=429, headers={"Retry-After": "30"})
    with pytest.raises(TryLater) as later:
        await messenger.deliver(MAYA, CARD, key="k1")
    assert (later.value.wait, later.value.everyone) == (timedelta(seconds=30), True)


async def test_one_busy_conversation_holds_nobody_else_back(world: FakeSlack, messenger: SlackMessenger) -> None:
    world.next("chat.postMessage", error="rate_limited")
    with pytest.raises(TryLater) as later:
        await messenger.deliver(MAYA, CARD, key="k1")
    assert not later.value.everyone


@pytest.mark.parametrize(("error", "everyone"), [("token_revoked", True), ("invalid_blocks", False), ("odd", False)])
async def test_any_other_refusal_is_tried_again_later(
    world: FakeSlack, messenger: SlackMessenger, error: str, everyone: bool
) -> None:
    world.next("chat.postMessage", error=error)
    with pytest.raises(TryLater) as later:
        await messenger.deliver(MAYA, CARD, key="k1")
    assert later.value.everyone is everyone


async def test_a_broken_slack_is_tried_again_later(world: FakeSlack, messenger: SlackMessenger) -> None:
    world.next("chat.postMessage", status=503)
    with pytest.raises(TryLater):
        await messenger.deliver(MAYA, CARD, key="k1")


@pytest.mark.parametrize("error", ["fatal_error", "internal_error"])
async def test_what_slack_may_have_done_is_unknown(world: FakeSlack, messenger: SlackMessenger, error: str) -> None:
    world.next("chat.postMessage", error=error)
    with pytest.raises(OutcomeUnknown):
        await messenger.deliver(MAYA, CARD, key="k1")


async def test_a_connection_lost_after_sending_is_unknown_and_not_sent_again(
    world: FakeSlack, messenger: SlackMessenger
) -> None:
    world.next("chat.postMessage", drop=True)
    with pytest.raises(OutcomeUnknown):
        await messenger.deliver(MAYA, CARD, key="k1")
    assert len(world.called("chat.postMessage")) == 1


async def test_a_page_of_some_proxy_is_no_answer(world: FakeSlack, messenger: SlackMessenger) -> None:
    world.next("chat.postMessage", page="please log in")
    with pytest.raises(OutcomeUnknown):
        await messenger.deliver(MAYA, CARD, key="k1")


async def test_an_answer_that_does_not_come_is_unknown(world: FakeSlack) -> None:
    world.next("chat.postMessage", wait=1)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.1)) as session:
        client = AsyncWebClient("xoxb", base_url=world.api_base_url, session=session, retry_handlers=[])
        with pytest.raises(OutcomeUnknown):
            await SlackMessenger(client).deliver(MAYA, CARD, key="k1")


async def test_a_slack_that_cannot_be_reached_is_tried_again(unused_tcp_port: int) -> None:
    client = AsyncWebClient("xoxb", base_url=f"http://127.0.0.1:{unused_tcp_port}/api/", retry_handlers=[])
    with pytest.raises(TryLater) as later:
        await SlackMessenger(client).deliver(MAYA, CARD, key="k1")
    assert later.value.everyone
    with pytest.raises(TryLater):
        await SlackMessenger(client).revise("D1:1.2", CARD)


async def test_the_place_is_known_once_connected(messenger: SlackMessenger) -> None:
    assert messenger.home == Place("slack", "T1")
