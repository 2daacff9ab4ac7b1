"""The other ways through a journey on Slack: other times, a question first, a no, a move, settings and goodbyes. One
database and one way of being heard are enough here."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storage import Storage, open_storage
from tests.databases import copy_sqlite
from tests.journeys.slack_town import SlackTown, dates, slack_town
from tests.town import GOOD


@pytest.fixture
async def town(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[SlackTown]:
    url = copy_sqlite(sqlite_template, tmp_path)
    opens: Callable[[], Storage] = lambda: open_storage(url)  # noqa: E731
    async with slack_town(opens) as town:
        yield town


async def test_other_times_are_typed_shown_back_and_picked(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo", "Asia/Kolkata")
    await jo.asks(maya)
    await maya.presses("Other times")
    await maya.fills(typed="whenever")
    assert "I could not read “whenever”" in maya.errors["typed"]
    await maya.fills(typed="3 Dec 15:30\n4 Dec 9am")
    shown = {datetime(2026, 12, 3, 20, 30, tzinfo=UTC), datetime(2026, 12, 4, 14, 0, tzinfo=UTC)}
    assert "Is that what you mean?" in maya.view and dates(maya.user.view) == shown
    assert jo.titles == [], "nobody sees them before Maya said yes"
    await maya.presses("Yes, send these")
    assert "has your times now." in maya.view

    assert jo.titles == ["Maya offers you other times"]
    times = ["Fri 4 Dec 02:00 IST", "Fri 4 Dec 19:30 IST"]
    assert jo.newest.buttons == [*times, "None of these suit me", "Take it back"]
    await jo.presses("Fri 4 Dec 19:30 IST")
    assert jo.titles[-1] == "Maya said yes: 30 minutes at Fri 4 Dec, 19:30 (Kolkata time)."
    assert "DTSTART:20261204T140000Z" in maya.files[0]


async def test_a_question_first_and_its_answer(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    await jo.asks(maya)
    await maya.presses("Ask one question first")
    await maya.fills(question="What have you tried so far?")
    ask = maya.newest
    assert ask.text == "You asked Jo a question first" and ask.buttons == ["Decline"]
    assert jo.titles == ["Maya asks you something first"]
    await jo.presses("Answer")
    assert "What have you tried so far?" in jo.view
    await jo.fills(answer="Two user studies, and one talk.")
    assert jo.newest.buttons == ["Take it back"]
    assert maya.titles[-1] == "Jo answered your question"
    assert "Two user studies, and one talk." in maya.newest.words
    assert ask.buttons == [] and "Ask one question first" not in maya.newest.buttons


async def test_a_no_leads_to_somebody_else_in_one_click(town: SlackTown) -> None:
    maya, lee, jo = await town.mentor("Maya"), await town.mentor("Lee"), town.neighbour("Jo")
    await jo.asks(maya)
    await maya.presses("Decline")
    await maya.presses("In my own words")
    await maya.fills(reason="I have my hands full just now", words="Lee knows more!", until="Two weeks")
    assert "I told" in maya.view and "paused new requests for you" in maya.view
    assert jo.titles == ["Maya cannot make it"]
    assert "They have their hands full just now." in jo.newest.words
    assert "Maya writes\nLee knows more!" in jo.newest.words
    await jo.presses("Ask Lee")
    assert jo.newest.text == "Your request is on its way" and jo.newest.buttons == ["My chats"]
    assert lee.titles[-1].startswith("Jo asks for 30 minutes of your time, about Moving into product")
    assert GOOD["note"] in lee.newest.words and len(lee.newest.buttons) == 8

    eve = town.neighbour("Eve")
    await eve.types("/request-chat", maya.mention)
    assert "is away until" in eve.reply and eve.user.view is None


async def test_a_booked_chat_is_moved_and_then_cancelled_in_the_calendar_too(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    await jo.asks(maya)
    await maya.presses("Tue 24 Nov 09:00 EST")
    await jo.presses("Move")
    await jo.fills(slots=["Wed 25 Nov 15:00 CET", "Wed 25 Nov 16:00 CET"])
    assert maya.titles[-1] == "Jo would like to move your chat"
    assert "Tue 24 Nov" not in str(maya.newest.buttons)
    await maya.presses("Wed 25 Nov 10:00 EST")
    assert (jo.titles[-1], maya.titles[-1]) == ("Moved: your chat with Maya", "Moved: your chat with Jo")

    await town.turn(to=datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    assert maya.titles[-1] == "Coming up: 30 minutes with Jo", "the reminders moved too"
    await maya.presses("Confirm")
    assert maya.newest.buttons == ["Move", "Cancel"]
    await maya.presses("Cancel")
    await maya.fills(words="I am ill, and sorry.")
    assert "I told" in maya.view
    assert maya.newest.text == "Your chat with Jo is cancelled" and maya.newest.buttons == []
    assert "You wrote\nI am ill, and sorry." in maya.newest.words
    assert jo.titles[-1] == "Maya had to cancel"
    assert "In their own words\nI am ill, and sorry." in jo.newest.words

    for one in (jo, maya):
        lines = [file.splitlines() for file in one.files]
        assert [found for file in lines for found in file if found.startswith(("METHOD", "SEQUENCE", "DTSTART:"))] == [
            "METHOD:PUBLISH", "DTSTART:20261124T140000Z", "SEQUENCE:0",
            "METHOD:PUBLISH", "DTSTART:20261125T150000Z", "SEQUENCE:1",
            "METHOD:CANCEL", "DTSTART:20261125T150000Z", "SEQUENCE:2",
        ]  # fmt: skip
        assert len({found for file in lines for found in file if found.startswith("UID")}) == 1


async def test_the_shortcut_and_a_bare_name_lead_to_the_people_one_can_ask(town: SlackTown) -> None:
    await town.mentor("Maya")
    jo = town.neighbour("Jo")
    await jo.user.shortcut("request-chat")
    assert "Who could answer this" in jo.view and "Product manager" in jo.view
    await jo.presses("Request a chat")
    assert "You are asking" in jo.view and "Maya" in jo.view
    await jo.closes()
    await jo.types("/request-chat", "@maya")
    assert "I could not tell who “\nmaya\n” is." in jo.reply and "Product manager" in jo.reply
    await jo.types("/find-mentor", "a product payload &amp; its startups")
    assert "For “\na product payload & its startups\n”:" in jo.reply
    await jo.presses("Request a chat")
    assert jo.user.standing("topic") == "a product payload & its startups"


async def test_from_nothing_to_an_open_mentor(town: SlackTown) -> None:
    maya = town.neighbour("Maya", "America/New_York")
    await maya.types("/mentor")
    await maya.fills(headline="  ", topics="product", link="meet.example.org/maya")
    assert set(maya.errors) == {"headline", "link"}
    await maya.fills(headline="Product manager", topics="product", link="https://meet.example.org/maya")
    assert "One more step: your office hours" in maya.view
    await maya.presses("Add your hours")
    assert "In your own clock: \nNew York" in maya.view
    await maya.fills(hours="whenever")
    assert "I could not read “whenever”" in maya.errors["hours"]
    await maya.fills(hours="Tue & Thu 12:00-14:00", minutes="20 minutes", chats_a_month="One a month")
    assert "You are open for requests" in maya.view
    assert "12:00 to 14:00 (New York time)" in maya.view, maya.view
    await maya.closes()
    await maya.types("/mentor")
    await maya.presses("Pause")
    await maya.fills(until="2 weeks")
    assert "You are paused until" in maya.view


async def test_help_for_everybody_and_the_house_for_organisers(town: SlackTown) -> None:
    jo, ada = town.neighbour("Jo"), town.neighbour("Ada", is_admin=True)
    await jo.types("/half-hour")
    assert "/request-chat and a name" in jo.reply and "House rules" not in jo.reply
    await ada.types("/half-hour")
    await ada.presses("House rules")
    token = next(
        element["value"]
        for block in ada.user.ephemerals[-1].blocks
        for element in block.get("elements", [])
        if element.get("text", {}).get("text") == "Change requests"
    )
    await jo.user.press("About", value=token)
    assert "Only organisers can change this." in jo.reply
    await ada.presses("Change requests")
    await ada.fills(open_requests="99")
    assert ada.errors == {"open_requests": "A whole number from 1 to 20."}
    await ada.fills(open_requests="1")
    assert "Open requests a member: \n1" in ada.view

    maya, lee = await town.mentor("Maya"), await town.mentor("Lee")
    await jo.asks(maya)
    await jo.closes()
    await jo.types("/request-chat", lee.mention)
    assert "You have an open request already." in jo.reply


async def test_a_member_whose_slack_speaks_spanish(town: SlackTown) -> None:
    maya, ana = await town.mentor("Maya"), town.neighbour("Ana", "Europe/Madrid", locale="es-ES")
    await ana.asks(maya)
    assert "Tu solicitud va en camino" in ana.view
    await maya.presses("Tue 24 Nov 09:00 EST")
    assert ana.titles[-1] == "Maya dijo que sí: 30 minutos, mar, 24 nov, 15:00 (hora de Madrid)."
    assert maya.titles[-1].startswith("Booked: 30 minutes with Ana")
    assert "Mis charlas" in await ana.opens_home()


async def test_a_copy_of_everything_and_then_a_goodbye(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    await jo.asks(maya)
    await maya.presses("Tue 24 Nov 09:00 EST")
    await jo.closes()
    await jo.opens_home()
    await jo.presses("Settings", on="home")
    await jo.presses("Export my data")
    assert jo.titles[-1] == "Everything I keep about you"
    [chat] = json.loads(jo.files[-1])["chats"]
    assert chat["note"] == GOOD["note"]
    await jo.closes()

    await jo.presses("Settings", on="home")
    await jo.presses("Forget me")
    assert "This cannot be undone." in jo.view
    await jo.presses("Yes, forget me")
    assert "You are forgotten" in jo.view and "your profile are gone" in jo.home
    async with town.storage.books(jo.person.home, now=town.now) as books:
        assert await books.member(jo.person) is None
    assert "former member" in maya.titles[-1] and "cancel" in maya.titles[-1]
    assert "METHOD:CANCEL" in maya.files[-1]
    assert GOOD["note"] not in await maya.opens_home()


async def test_a_chat_that_did_not_happen_gets_another_time_without_blame(town: SlackTown) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo")
    await jo.asks(maya)
    await maya.presses("Tue 24 Nov 09:00 EST")
    await town.turn(to=datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    await maya.presses("No, it did not")
    assert jo.titles[-1] == "Maya says that your chat did not happen"
    await jo.presses("I could not come")
    assert "Nobody else sees this" in jo.newest.words
    assert "could not come" not in await maya.opens_home()
    await jo.presses("Move it")
    await jo.fills(typed="10 Dec 15:00")
    await jo.presses("Yes, send these")
    assert maya.titles[-1] == "Jo would like to move your chat"
    assert maya.newest.buttons == ["Thu 10 Dec 09:00 EST", "Close it", "Move"], "the old time is over: not to be kept"
    await maya.presses("Thu 10 Dec 09:00 EST")
    assert jo.titles[-1] == "Moved: your chat with Maya"
    assert "SEQUENCE:1" in jo.files[-1] and "DTSTART:20261210T140000Z" in jo.files[-1]


@pytest.mark.parametrize("zone", ["", "Mars/Olympus"])
async def test_somebody_without_a_time_zone_is_asked_before_a_time_is_shown(town: SlackTown, zone: str) -> None:
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo", zone=zone)
    await jo.types("/request-chat", maya.mention)
    assert "First: which clock do you live by?" in jo.reply and jo.user.view is None
    await jo.presses("Choose a city")
    await jo.fills(city="xyzzy")
    assert jo.errors == {"city": "I do not know “xyzzy”. Try a larger city near it."}
    await jo.fills(city="Kolkata")
    assert "Your clock: Kolkata (India)" in jo.view
    await jo.presses("Go on")
    assert jo.user.options("slots")[0] == "Tue 24 Nov 19:30 IST"


async def test_everybody_who_cannot_be_asked_is_answered_kindly_and_leaves_no_row(town: SlackTown) -> None:
    jo, robot = town.neighbour("Jo"), town.neighbour("Robot", is_bot=True)
    left, new = town.neighbour("Left", deleted=True), town.neighbour("New")
    for mentor, words in (
        (jo.mention, "That is you!"),
        (robot.mention, "is a bot, and knows a lot, but has walked no way."),
        (left.mention, "is not here any more."),
        ("<@U0NOBODY|x> payload", "is not here any more."),
        (new.mention, "is not a mentor here yet. You could tell them about /mentor."),
    ):
        await jo.types("/request-chat", mentor)
        assert words in jo.reply and jo.user.view is None
    async with town.storage.books(jo.person.home, now=town.now) as books:
        assert list(await books.chats_of(jo.person)) == []
    assert new.titles == robot.titles == []


@pytest.mark.parametrize("known", [{"is_restricted": True}, {"is_stranger": True}], ids=["guest", "stranger"])
async def test_guests_can_be_kept_out_on_either_side(town: SlackTown, known: dict[str, Any]) -> None:
    ada, maya, jo = town.neighbour("Ada", is_admin=True), await town.mentor("Maya"), town.neighbour("Jo")
    gus = town.neighbour("Gus", **known)
    await ada.types("/half-hour")
    await ada.presses("House rules")
    await ada.presses("Change requests")
    await ada.fills(guests="No")
    await gus.types("/request-chat", maya.mention)
    assert "Guests cannot ask for chats in this community." in gus.reply and gus.user.view is None
    town.slack.people[maya.id].update(known)
    await town.restart()
    await jo.types("/request-chat", maya.mention)
    assert "cannot take requests just now" in jo.reply and jo.user.view is None
    async with town.storage.books(jo.person.home, now=town.now) as books:
        assert (await books.counts())["asked"] == 0


async def test_a_chat_after_the_clocks_change_is_one_instant_for_both_and_in_the_invitation(town: SlackTown) -> None:
    town.now = datetime(2027, 3, 11, 15, 0, tzinfo=UTC)  # New York goes to summer time on the 14th
    maya, jo = await town.mentor("Maya"), town.neighbour("Jo", "Asia/Kolkata")
    await jo.types("/request-chat", maya.mention)
    [time] = [label for label in jo.user.options("slots") if "15 Mar" in label][:1]
    assert time == "Mon 15 Mar 18:30 IST"
    await jo.fills(**GOOD, slots=[time], pledge=True)
    await jo.closes()
    await maya.presses("Mon 15 Mar 09:00 EDT")
    start = datetime(2027, 3, 15, 13, 0, tzinfo=UTC)
    assert start in dates(jo.newest) and start in dates(maya.newest)
    assert all("DTSTART:20270315T130000Z" in file for file in (*jo.files, *maya.files)) and jo.files and maya.files
