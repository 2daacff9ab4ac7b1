"""The whole journey at the desk, request to thanks and beyond, on each database."""

from datetime import timedelta

from bot.boundary.cards import Board, Card, Form
from bot.domain.chats import Status
from tests.town import Town, chats, labels, request, words


async def test_from_the_request_to_what_came_of_it(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    asked = maya.inbox[-1]
    assert asked.title == "Jo asks for 30 minutes of your time"
    assert "Moving into product management" in words(asked)

    await maya.picks(0)
    assert "You and Maya meet" not in words(maya.seen)
    assert "Yes! You and Jo meet" in words(maya.seen)
    assert jo.inbox[-1].title == "Maya said yes"
    assert jo.inbox[-1].files[0].name == "half-hour.ics"
    assert maya.inbox[-1].title == "Booked: 30 minutes with Jo"
    assert not labels(maya.inbox[0]), "the ask has lost its buttons"

    [chat] = await chats(jo)
    assert chat.starts_at is not None
    await town.turn(to=chat.starts_at - timedelta(hours=1))
    await town.turn(to=chat.starts_at)
    assert "In ten minutes: Maya" in [card.title for card in jo.inbox]

    await town.turn(hours=1)
    assert jo.inbox[-1].title == "Did your chat with Maya happen?"
    await jo.presses("Yes, we met")
    await jo.presses("The one thing I will use")
    await jo.fills(takeaway="Talk to three people in the team before I apply")
    assert "Talk to three people" in words(jo.seen)
    await jo.presses("Edit and send")
    assert isinstance(jo.seen, Form) and "Talk to three people" in str(jo.form.fields[0].value)
    await jo.fills()
    note = maya.inbox[-1]
    assert note.title == "A note from Jo" and "Talk to three people" in words(note)

    kofi = await town.mentor("Kofi", "Data engineer", "data, sql", zone="Africa/Accra")
    await maya.presses("Introduce them to someone", note)
    await maya.fills(third=str(kofi.person), why="Both of you came to data from somewhere else")
    assert kofi.inbox[-1].title == "Maya thinks of you for an introduction"
    assert "Jo" not in words(kofi.inbox[-1])
    await kofi.presses("Yes, introduce us", kofi.inbox[-1])
    offer = jo.inbox[-1]
    assert offer.title == "Maya would like to introduce you" and "Kofi" not in words(offer)
    await jo.presses("Yes, introduce us", offer)
    assert "Jo, meet Kofi" in words(jo.inbox[-1]) and "Jo, meet Kofi" in words(kofi.inbox[-1])

    await town.turn(days=31)
    assert jo.inbox[-1].title == "What came of Maya’s advice?"
    await jo.presses("Tell what came of it", jo.inbox[-1])
    await jo.fills(outcome="I talked to three people, and one of them hired me.")
    assert maya.inbox[-1].title == "Jo tells you what came of it"
    [chat] = await chats(jo)
    assert chat.status is Status.HAPPENED and chat.thanks and chat.outcome


async def test_home_shows_what_needs_me(town: Town) -> None:
    maya = await town.mentor("Maya")
    jo = town.citizen("Jo")
    await request(jo, maya)
    await maya.types("my-chats")
    assert isinstance(maya.seen, Board)
    assert "One thing needs you." in words(maya.seen)
    await jo.types("my-chats")
    assert "Waiting for Maya" in words(jo.seen)
    assert isinstance(jo.seen, Board) and all(isinstance(card, Card) for card in jo.seen.cards)
