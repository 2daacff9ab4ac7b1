"""Bad weather on Slack, from the outermost door to what the person sees: strangers, second and stale presses, somebody
who left, words meant to do harm, a desk that breaks, and a database that is locked or gone."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.boundary.cards import Reply
from bot.boundary.ports import Desk
from storage import open_storage
from tests import databases
from tests.adapters.slack.fake import FakeSlack, Message
from tests.databases import copy_sqlite
from tests.journeys.slack_town import Neighbour, SlackTown, slack_town
from tests.town import GOOD

SLOT = "Tue 24 Nov 09:00 EST"
NASTY = {
    "markup": "<!channel> <@U1> & <http://x|y> and @everyone *bold* `code`",
    "ampersands": "&" * 3000,
    "right to left": "שלום وأهلا, and back",
}


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    copy_sqlite(sqlite_template, tmp_path)
    return tmp_path / "half-hour.db"


@pytest.fixture
async def town(file: Path) -> AsyncIterator[SlackTown]:
    async with slack_town(lambda: open_storage(f"sqlite:///{file}")) as town:
        yield town


# -- who presses, and when ---------------------------------------------------------------------------------------------


async def test_a_stranger_who_replays_a_button_changes_nothing(town: SlackTown) -> None:
    maya, jo, eve = await town.mentor("Maya"), town.neighbour("Jo"), town.neighbour("Eve")
    await jo.asks(maya)
    await eve.types("/half-hour")
    before = maya.newest.buttons
    for token in tokens(maya.newest):
        await eve.user.press("About", value=token)
        await town.deliver()
        assert "not yours to answer" in eve.reply and GOOD["note"] not in eve.reply
    assert maya.newest.buttons == before and jo.titles == [] and eve.user.view is None


async def test_a_second_press_and_a_press_on_an_old_screen_say_how_things_stand(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    await jo.asks(maya)
    old_screen = deepcopy(maya.newest)
    await maya.presses(SLOT)
    sent = (len(maya.user.inbox), len(jo.user.inbox), len(jo.files))
    await maya.presses(SLOT, on=old_screen)
    assert maya.got("Yes! You and")[0].buttons == []
    await maya.presses("Tue 24 Nov 10:00 EST", on=old_screen)
    shown = maya.got("That has been answered already, so nothing was changed. This is how it stands:")
    assert [message.buttons for message in shown] == [["Move", "Cancel"]]
    assert (len(maya.user.inbox), len(jo.user.inbox), len(jo.files)) == sent


async def test_a_press_after_the_answer_time_says_that_it_is_over(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    await jo.asks(maya)
    old_screen = deepcopy(maya.newest)
    await town.turn(days=4)
    assert jo.titles[-1] == "No answer from Maya this time"
    assert all(not message.buttons for message in maya.got("Moving into product management"))
    await maya.presses(SLOT, on=old_screen)
    assert "The time for an answer has run out, so nothing was changed." in maya.got("run out")[0].words
    assert [chat.starts_at for chat in await chats_of(town, jo)] == [None]


async def test_a_yes_and_a_withdrawal_at_the_same_instant_end_in_one_of_them(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    await jo.asks(maya)
    await asyncio.gather(maya.user.press(SLOT), jo.user.press("Take it back"))
    await town.deliver()
    [chat] = await chats_of(town, jo)
    if chat.starts_at:
        assert jo.titles[-1].startswith("Maya said yes") and jo.user.sees("That has been answered already")
    else:
        assert maya.titles[-1] == "Jo took the request back" and jo.titles == []


async def test_two_times_pressed_at_the_same_instant_book_one_chat(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    await jo.asks(maya)
    both = [SLOT, "Tue 24 Nov 10:00 EST"]
    screen = deepcopy(maya.newest)
    await asyncio.gather(*(maya.user.press(label, on=screen) for label in both))
    await town.deliver()
    assert len(jo.got("Maya said yes")) == 1 and len(jo.files) == 1
    assert len(maya.got("Booked: 30 minutes with Jo")) == 1


async def test_what_slack_delivers_twice_happens_once(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    await jo.asks(maya)
    await town.slack.again()
    await town.deliver()
    assert len(await chats_of(town, jo)) == 1 and len(maya.got(GOOD["note"])) == 1
    await maya.presses(SLOT)
    status, _ = await town.slack.again()
    await town.deliver()
    assert status == 200
    assert len(maya.got("Booked: 30 minutes")) == 1 and len(jo.files) == 1


async def test_a_mentor_who_has_left_is_told_to_the_other_side_once(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    town.slack.people[maya.id]["deleted"] = True
    await jo.asks(maya)
    assert jo.titles == ["I could not reach Maya"]
    assert "I could not reach" in await jo.opens_home()
    await town.turn(days=5)
    assert jo.titles == ["I could not reach Maya", "No answer from Maya this time"]
    assert "I could not reach" in await jo.opens_home()


# -- what people type --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", NASTY)
async def test_words_are_shown_as_typed_wherever_they_are_typed(town: SlackTown, kind: str) -> None:
    def some(most: int) -> str:
        return NASTY[kind][:most]

    maya = await town.mentor("Maya", headline=some(100), topics=some(200), about=some(600), languages=some(80))
    kofi, jo, ada = await town.mentor("Kofi"), town.neighbour("Jo"), town.neighbour("Ada", is_admin=True)
    await ada.types("/half-hour")
    await maya.types("/mentor")
    for most in (100, 200, 600, 80):
        assert some(most) in maya.reply

    await jo.types("/find-mentor", escaped(some(120)))
    await jo.asks(maya, topic=some(120), note=some(1200), questions=some(900))
    await jo.closes()
    assert_shown(maya, some(120), some(1200), some(900))
    await maya.presses("Ask one question first")
    await maya.fills(question=some(300))
    assert_shown(jo, some(300))
    await jo.presses("Answer")
    assert some(300) in jo.view
    await jo.fills(answer=some(600))
    assert_shown(maya, some(600))
    await maya.presses("Other times")
    await maya.fills(typed=some(300))
    assert maya.errors["typed"]
    await maya.closes()
    await maya.presses(SLOT)
    [chat] = await chats_of(town, jo)
    assert chat.ends_at
    await town.turn(to=chat.ends_at)
    await town.turn(hours=1)

    await jo.presses("Yes, we met")
    await jo.presses("The one thing I will use")
    await jo.fills(takeaway=some(400))
    assert some(400).rstrip(". ") in jo.view
    await jo.presses("Edit and send")
    await jo.fills(note=some(1500))
    if "One more look" in jo.view:
        await jo.presses("Send as it is")
    await jo.closes()
    assert_shown(maya, some(1500))
    await maya.presses("Introduce them to someone")
    await maya.fills(third=kofi.id, why=some(500))
    await maya.closes()
    assert_shown(kofi, some(500))
    await kofi.presses("Yes, introduce us")
    assert_shown(jo, some(500))
    await town.turn(days=31)
    await jo.presses("Tell what came of it")
    await jo.fills(outcome=some(500))
    if "One more look" in jo.view:
        await jo.presses("Send as it is")
    await jo.closes()
    assert_shown(maya, some(500))
    await jo.opens_home()
    await jo.presses("Open", on="home")
    await jo.presses("Tell the organisers")
    await jo.fills(words=some(500))
    await jo.closes()
    assert_shown(ada, some(500))

    await jo.asks(kofi, topic=some(120))
    await jo.closes()
    await kofi.presses(next(label for label in kofi.newest.buttons if label.endswith("EST")))
    await kofi.presses("Cancel")
    await kofi.fills(words=some(500))
    await kofi.closes()
    assert_shown(jo, some(500))
    await jo.asks(kofi, topic=some(120))
    await jo.closes()
    await kofi.presses("Decline")
    await kofi.presses("In my own words")
    await kofi.fills(reason="Something else", words=some(500))
    assert_shown(jo, some(500))
    assert_harmless(town)


async def test_white_space_is_not_an_answer(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    await jo.asks(maya, topic=" ", note="\n \t", questions="\u2003")
    assert set(jo.errors) == {"topic", "note", "questions"}
    assert jo.errors["topic"] == "A few words on what you would like to talk about."
    assert await chats_of(town, jo) == []
    await jo.fills(**GOOD, slots=jo.user.options("slots")[:1], pledge=True)
    await jo.closes()
    await maya.presses("Ask one question first")
    await maya.fills(question="  ")
    assert maya.errors == {"question": "A few words are needed here."}


async def test_words_longer_than_their_field_are_said_so_and_reach_nobody(town: SlackTown) -> None:
    """Slack's own screen would not let them; somebody who writes the request themselves would."""
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    words = "& " * 5000
    await jo.types("/find-mentor", escaped(words))
    assert "Nobody" in jo.reply or "Maya" in jo.reply
    await jo.types("/request-chat", maya.mention)
    assert jo.user.view
    for block in jo.user.view["blocks"]:
        if block.get("element", {}).get("type") == "plain_text_input":
            block["element"]["max_length"] = len(words)
    times = jo.user.options("slots")[:1]
    await jo.fills(topic=words, note=words, questions=words, slots=times, pledge=True)
    assert set(jo.errors) == {"topic", "note", "questions"}
    assert jo.errors["topic"].startswith("That is 9999 characters; 120 fit.")
    assert await chats_of(town, jo) == [] and maya.got(GOOD["topic"]) == []


# -- what breaks of Slack's --------------------------------------------------------------------------------------------


async def test_a_workspace_that_is_held_back_still_answers_whoever_acts(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    town.slack.next("chat.postMessage", error="ratelimited", status=429, headers={"Retry-After": "30"})
    await jo.asks(maya)
    await jo.closes()
    assert maya.got(GOOD["topic"]) == []
    calls = len(town.slack.called("chat.postMessage"))
    began = time.monotonic()
    await jo.types("/my-chats")
    assert time.monotonic() - began < 1
    assert GOOD["topic"] in jo.reply
    assert len(town.slack.called("chat.postMessage")) == calls, "nothing is sent before the time is up"
    await town.turn(seconds=31)
    assert len(maya.got(GOOD["topic"])) == 1


async def test_a_file_that_slack_refuses_leaves_the_links_to_the_calendar(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    await jo.asks(maya)
    for _ in range(2):
        town.slack.next("files.getUploadURLExternal", error="file_uploads_disabled")
    await maya.presses(SLOT)
    assert jo.titles[-1].startswith("Maya said yes")
    assert [jo.files, maya.files] == [[], []]
    for somebody in (jo, maya):
        links = {part["url"] for part in parts(somebody.newest.blocks) if part.get("type") == "link"}
        assert {"calendar.google.com", "outlook.live.com"} <= {link.split("/")[2] for link in links}


@pytest.mark.parametrize("socket", [False, True])
async def test_no_token_no_secret_and_no_note_is_logged(
    file: Path, caplog: pytest.LogCaptureFixture, socket: bool
) -> None:
    caplog.set_level("INFO")
    async with slack_town(lambda: open_storage(f"sqlite:///{file}"), socket=socket) as town:
        maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
        town.slack.next("chat.postMessage", error="invalid_auth")
        await jo.asks(maya)
        town.wrap = Broken
        await town.restart()
        await jo.types("/my-chats")
    assert "invalid_auth" in caplog.text and "a bug right after" in caplog.text
    hidden = (FakeSlack.bot_token, FakeSlack.app_token, FakeSlack.signing_secret, GOOD["note"])
    assert [one for one in hidden if one in caplog.text] == []


# -- what breaks of ours -----------------------------------------------------------------------------------------------


@dataclass
class Broken:
    """A desk with a bug in it."""

    desk: Desk

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)

    async def handle(self, *_: object, **__: object) -> Reply:
        raise RuntimeError("a bug right after the acknowledgement")


@pytest.mark.parametrize("socket", [False, True])
async def test_a_bug_right_after_the_acknowledgement_is_answered_within_a_second(file: Path, socket: bool) -> None:
    async with slack_town(lambda: open_storage(f"sqlite:///{file}"), socket=socket) as town:
        maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
        await jo.types("/request-chat", maya.mention)
        town.wrap = Broken
        await town.restart()
        began = time.monotonic()
        await jo.types("/half-hour")
        assert time.monotonic() - began < 1
        assert jo.reply == "Sorry, that went wrong. Please try again in a moment."
        await jo.fills(**GOOD, slots=jo.user.options("slots")[:1], pledge=True)
        assert "Sorry, that went wrong." in jo.view


async def test_a_database_without_its_tables_is_an_apology_and_half_of_nothing(town: SlackTown, file: Path) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    await jo.asks(maya)
    await jo.closes()
    with sqlite3.connect(file) as database:
        database.execute("ALTER TABLE nudges RENAME TO elsewhere")
    await maya.user.press(SLOT)
    assert "Sorry, that went wrong" in maya.reply and "this reference: " in maya.reply
    with sqlite3.connect(file) as database:
        database.execute("ALTER TABLE elsewhere RENAME TO nudges")
    [chat] = await chats_of(town, jo)
    assert chat.starts_at is None
    await maya.presses(SLOT)
    assert jo.titles[-1].startswith("Maya said yes")


@pytest.mark.parametrize("trouble", ["full", "gone"])
async def test_a_database_that_is_full_or_gone_is_an_apology_and_half_of_nothing(
    town: SlackTown, file: Path, trouble: str
) -> None:
    maya, kofi, jo = await town.mentor("Maya"), await town.mentor("Kofi"), town.neighbour("Jo")
    long = {"note": f"{GOOD['note']} I have read a lot. ".ljust(1200, "x"), "questions": "And why? ".ljust(900, "?")}
    await jo.asks(kofi, **long)
    await jo.closes()
    await jo.types("/request-chat", maya.mention)
    with databases.full(town.storage) if trouble == "full" else databases.gone(file.parent):
        await jo.user.submit({**GOOD, **long, "slots": jo.user.options("slots")[:1], "pledge": True})
        assert "Sorry, that went wrong" in jo.view and "this reference: " in jo.view
    await jo.closes()
    await town.deliver()
    assert len(await chats_of(town, jo)) == 1 and maya.got(GOOD["note"]) == []
    await jo.asks(maya, **long)
    assert len(maya.got(GOOD["note"])) == 1


async def test_a_database_that_is_locked_for_a_while_is_worth_a_moment(town: SlackTown, file: Path) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    asking = asyncio.create_task(jo.user.command("/request-chat", maya.mention))
    await town.slack.until(lambda: jo.user.view, 2)
    assert jo.view.startswith("One moment")
    other.execute("ROLLBACK")
    other.close()
    await asking
    await town.slack.until(lambda: "You are asking" in jo.view)
    await jo.fills(**GOOD, slots=jo.user.options("slots")[:1], pledge=True)
    assert "Your request is on its way" in jo.view


# -- how ---------------------------------------------------------------------------------------------------------------


async def chats_of(town: SlackTown, person: Neighbour) -> list[Any]:
    async with town.storage.books(person.person.home, now=town.now) as books:
        return list(await books.chats_of(person.person))


def tokens(message: Message) -> list[str]:
    return [str(part["value"]) for part in parts(message.blocks) if part.get("type") == "button"]


def escaped(words: str) -> str:
    """As Slack sends the words of a command."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def assert_shown(person: Neighbour, *words: str) -> None:
    for one in words:
        assert one in person.newest.words, person.newest.words


def assert_harmless(town: SlackTown) -> None:
    """Nothing on any screen is a mention, a link or a format that somebody typed."""
    for part in parts([[body for _, body in town.slack.calls], list(town.slack.views.values())]):
        assert part.get("type") not in ("mrkdwn", "markdown", "broadcast", "usergroup", "channel"), part
        assert not (part.get("type") == "user" and part["user_id"] not in town.slack.people), part
        assert not (part.get("type") == "link" and part["url"].startswith("http://")), part


def parts(screen: Any) -> Iterator[dict[str, Any]]:
    if isinstance(screen, dict):
        yield screen
        screen = list(screen.values())
    if isinstance(screen, list):
        for part in screen:
            yield from parts(part)
