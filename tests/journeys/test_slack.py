"""The whole journey on Slack, request to thanks and beyond, as people live it: the real adapter, desk, delivery and
database, over signed requests and over Socket Mode."""

from collections.abc import AsyncIterator, Callable

import pytest

from storage import Storage
from tests.journeys.slack_town import SlackTown, slack_town
from tests.town import GOOD

RUDE = "Can I pick your brain? Could you get me a job at your company?"


@pytest.fixture(params=["http", "socket"])
def socket(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "socket")


@pytest.fixture
async def either(opening: Callable[..., Storage], socket: bool) -> AsyncIterator[SlackTown]:
    """On each database, over each way that Slack reaches the bot."""
    async with slack_town(opening, socket=socket) as town:
        yield town


async def test_from_the_request_to_what_came_of_it(either: SlackTown) -> None:
    town = either
    maya, jo, kofi = await town.mentor("Maya"), town.neighbour("Jo"), await town.mentor("Kofi", "Africa/Accra")

    # a private look before Maya sees it, which keeps everything that was typed
    await jo.types("/request-chat", maya.mention)
    times = jo.user.options("slots")[1:3]
    await jo.fills(topic="First product job", note=RUDE, questions=GOOD["questions"], slots=times, pledge=True)
    assert "“Could you get me a job at your company” reads as asking for a job" in jo.view
    assert maya.titles == ["You are open for requests"]
    # three questions of the bank, and one of them goes into the form
    await jo.presses("Suggest questions")
    assert "Questions that Maya might enjoy" in jo.view
    await jo.presses("Put it in")
    assert jo.user.standing("note") == RUDE
    assert str(jo.user.standing("questions")).startswith(f"{GOOD['questions']}\n")
    await jo.fills(questions=GOOD["questions"])
    # what is fine is waved away, and the rest is still said
    await jo.presses("This is fine")
    assert "asking for a job" not in jo.view and "A word of thanks is missing" in jo.view
    await jo.presses("Improve it")
    assert jo.user.standing("note") == RUDE
    assert jo.user.standing("topic") == "First product job"
    await jo.fills(note=GOOD["note"])
    assert "Your request is on its way" in jo.view
    await jo.closes()

    # the card reaches Maya with everything on it, in her own clock
    ask = maya.newest
    assert ask.text == "Jo asks for 30 minutes of your time, about First product job. Pick a time, or say no kindly."
    assert GOOD["note"] in ask.words and GOOD["questions"] in ask.words
    assert ask.buttons[:3] == ["Tue 24 Nov 10:00 EST", "Tue 24 Nov 11:00 EST", "Accept and pause…"]
    assert "One thing needs you." in await maya.opens_home()
    assert "Waiting for Maya" in await jo.opens_home()

    # another process, and the card still works
    await town.restart()
    await maya.presses("Tue 24 Nov 10:00 EST")
    assert ask.text == "You are meeting Jo" and ask.buttons == []
    for one, other in ((jo, maya), (maya, jo)):
        card = one.newest
        assert "2026-11-24 15:00 UTC" in card.words
        assert "https://meet.example.org/Maya" in card.words
        assert "Add to Google Calendar" in card.words
        [invitation] = one.files
        assert "DTSTART:20261124T150000Z" in invitation and "METHOD:PUBLISH" in invitation
        assert f"You are meeting {other.user.name}" in await one.opens_home()
    assert jo.newest.text == "Maya said yes: 30 minutes at Tue 24 Nov, 16:00 (Berlin time)."

    # the chat comes nearer, and is over
    await town.turn(hours=23, minutes=55)
    assert jo.titles[-1] == "In ten minutes: Maya" and maya.titles[-1] == "In ten minutes: Jo"
    assert "Who else could I learn from?" in jo.newest.words
    await town.turn(hours=1)
    assert jo.titles[-1] == "Did your chat with Maya happen?"
    await jo.presses("Yes, we met")

    # the one thing becomes a note that Jo edits and sends
    await jo.presses("The one thing I will use")
    await jo.fills(takeaway="Talk to three people in the team before I apply")
    await jo.presses("Edit and send")
    draft = jo.user.standing("note")
    assert "I will use it: Talk to three people in the team before I apply." in draft
    await jo.fills(note=f"{draft} See you around!")
    assert "has your note. That was kind." in jo.view
    await jo.closes()
    assert maya.titles[-1] == "A note from Jo"
    assert "See you around!" in maya.newest.words

    # an introduction, with no name shared before both said yes
    await maya.presses("Introduce them to someone")
    await maya.fills(third=kofi.id, why="Both came to product from somewhere else")
    await maya.closes()
    assert kofi.titles[-1] == "Maya thinks of you for an introduction"
    assert "Jo" not in kofi.newest.words and jo.id not in kofi.newest.words
    await kofi.presses("Yes, introduce us")
    assert jo.titles[-1] == "Maya would like to introduce you"
    assert "Kofi" not in jo.newest.words and kofi.id not in jo.newest.words
    await jo.presses("Yes, introduce us")
    for one in (jo, kofi):
        assert jo.id in one.newest.words and kofi.id in one.newest.words

    # a month later
    await town.turn(days=31)
    assert jo.titles[-1] == "What came of Maya’s advice?"
    await jo.presses("Tell what came of it")
    await jo.fills(outcome="I talked to three people, and one of them hired me.")
    assert maya.titles[-1] == "Jo tells you what came of it"
    assert "one of them hired me" in maya.newest.words
