"""The whole journey on Discord, request to thanks and beyond: what Jo and Maya type, press and see."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from storage import Storage
from tests.journeys.discord_town import GOOD, Person, Town, discord_town

TUESDAY = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
"""The first time that Maya is open: nine in the morning for her, three in the afternoon for Jo."""
F_TUESDAY = f"<t:{int(TUESDAY.timestamp())}:F>"


@pytest.fixture
async def town(storage: Storage) -> AsyncIterator[Town]:
    async with discord_town(storage) as town:
        yield town


@dataclass(frozen=True)
class Invitation:
    method: str
    uid: str
    sequence: int
    starts_at: datetime


def invitation(person: Person) -> Invitation:
    """What hangs on somebody's newest message, as a calendar reads it."""
    [file] = person.dm.attachments
    assert file["filename"] == "half-hour.ics"
    calendar: Any = Calendar.from_ical(person.town.discord.env.backend.cdn.get(file["url"]))
    [event] = calendar.walk("VEVENT")
    return Invitation(calendar["METHOD"], event["UID"], event["SEQUENCE"], event["DTSTART"].dt)


async def booked(town: Town) -> tuple[Person, Person]:
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    await jo.asks(maya)
    await maya.picks(0)
    return maya, jo


async def test_from_the_request_to_what_came_of_it(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), town.person("Jo")

    # Jo asks. Discord tells nobody's time zone, so that comes first, and then on with what she wanted.
    await jo.types("request-chat", mentor=maya)
    assert "which clock do you live by?" in jo.told
    await jo.presses("Choose a city")
    await jo.fills(city="Berlin")
    assert "Your clock: Berlin" in jo.told
    await jo.presses("Go on")
    assert jo.form_title == "Request a chat"
    assert jo.options("slots")[:2] == ["Tue 24 Nov 15:00 CET", "Tue 24 Nov 16:00 CET"]

    # The coach sees a request for a job; everything that Jo typed is still there when she improves it.
    pushy = {**GOOD, "note": "I read your talk. Could you refer me to your team?"}
    await jo.fills(**pushy, slots=jo.choices("slots", 0, 1))
    assert "“Could you refer me to your team” reads as asking for a job" in jo.told
    assert not maya.titles

    # Three questions of the bank, one of which goes into the form; and what is fine is waved away.
    await jo.presses("Suggest questions")
    assert "Questions that Maya might enjoy" in jo.told
    await jo.presses("Put it in")
    assert jo.standing["note"] == pushy["note"]
    assert str(jo.standing["questions"]).startswith(f"{GOOD['questions']}\n")
    await jo.fills(questions=GOOD["questions"])
    await jo.presses("This is fine")
    assert "asking for a job" not in jo.told and "A word of thanks is missing" in jo.told
    await jo.presses("Improve it")
    assert {key: jo.standing[key] for key in GOOD} == pushy
    assert len(jo.standing["slots"]) == 2
    await jo.fills(note=GOOD["note"])
    assert "Your request is on its way" in jo.told
    assert jo.result.ephemeral

    # Maya reads it in her own clock, and answers after the process has been restarted.
    assert maya.reads.startswith("## Jo asks for 30 minutes of your time")
    assert f"> {GOOD['note']}" in maya.reads and "Career Friends" in maya.reads
    assert maya.dm.buttons[:2] == ["Tue 24 Nov 09:00 EST", "Tue 24 Nov 10:00 EST"]
    ask = maya.dm
    await town.restart()
    await maya.presses("Tue 24 Nov 09:00 EST")
    assert maya.dms[0].message.id == ask.message.id and not maya.dms[0].buttons, "the ask has lost its buttons"
    assert "You are meeting Jo" in maya.dms[0].words and "moved on" not in maya.dms[0].words

    # Both have it in writing, and in their calendars.
    assert (maya.titles[-1], jo.titles) == ("Booked: 30 minutes with Jo", ["Maya said yes"])
    for person in (maya, jo):
        assert F_TUESDAY in person.reads and "<https://meet.example.org/maya>" in person.reads
        assert (invitation(person).method, invitation(person).starts_at) == ("PUBLISH", TUESDAY)
    assert invitation(jo) == invitation(maya), "one entry, whoever's calendar it is in"

    # The reminders, ten minutes before (the chat is too soon for one a day before).
    await town.turn(to=TUESDAY)
    assert maya.titles[-1] == "In ten minutes: Jo" and jo.titles[-2:] == ["In ten minutes: Maya", "It is time: Maya"]
    assert "Who else could I learn from?" in jo.reads

    # It happened. The one thing that Jo will use becomes the draft of her thanks.
    await town.turn(hours=1)
    assert jo.titles[-1] == "Did your chat with Maya happen?"
    await jo.presses("Yes, we met", message=jo.dm.message)
    await jo.presses("The one thing I will use", message=jo.dm.message)
    await jo.fills(takeaway="Talk to three people in the team before I apply")
    assert "Talk to three people" in jo.told
    await jo.presses("Edit and send")
    assert "Talk to three people" in jo.standing["note"]
    await jo.fills(note=jo.standing["note"] + "\nP.S. The book is ordered.")
    assert "Maya has your note" in jo.told
    assert maya.titles[-1] == "A note from Jo"
    assert "> P.S. The book is ordered." in maya.reads

    # Is there someone they should meet? Nobody's name is shared before both have said yes.
    kofi = await town.mentor("Kofi", "Data engineer", "data, sql", city="Africa/Accra")
    await maya.types("my-chats")
    await maya.presses("Open")
    await maya.presses("Introduce them to someone", message=maya.answer.message)
    await maya.fills(third=[kofi], why="Both of you came to data from somewhere else")
    assert kofi.titles[-1] == "Maya thinks of you for an introduction" and "Jo" not in kofi.reads
    await kofi.presses("Yes, introduce us")
    assert jo.titles[-1] == "Maya would like to introduce you" and "Kofi" not in jo.reads
    await jo.presses("Yes, introduce us")
    for person in (jo, kofi, maya):
        assert person.titles[-1] == "Meet each other"
        assert "Jo, meet Kofi" in person.reads

    # A month later.
    await town.turn(days=31)
    assert jo.titles[-1] == "What came of Maya’s advice?"
    await jo.presses("Tell what came of it", message=jo.dm.message)
    await jo.fills(outcome="I talked to three people, and one of them hired me.")
    assert maya.titles[-1] == "Jo tells you what came of it"
    assert "> I talked to three people, and one of them hired me." in maya.reads
    assert [seen.buttons for seen in jo.dms] == [[]] * len(jo.dms), "nothing is left to press"


async def test_a_city_is_suggested_while_it_is_typed(town: Town) -> None:
    jo = town.person("Jo")
    assert "Kolkata (India)" in " ".join(await jo.types_part("my-chats", "city", "kolk"))
    await jo.types("my-chats", city="Asia/Kolkata")
    assert "Your clock: Kolkata (India)" in jo.told


async def test_a_city_that_nobody_knows_is_asked_for_again(town: Town) -> None:
    jo = await town.person("Jo").types("my-chats", city="Xyzzyville")
    assert "I do not know “Xyzzyville”. Try a larger city near it." in jo.told
    await jo.presses("Edit")
    assert jo.standing["city"] == "Xyzzyville"
    await jo.fills(city="Kolkata")
    assert "Your clock: Kolkata (India)" in jo.told


async def test_other_times_are_shown_back_before_anybody_else_sees_them(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    await jo.asks(maya)
    await maya.presses("Other times")
    await maya.fills(typed="3 Dec 15:30")
    assert "Is that what you mean?" in maya.told
    assert f"<t:{int(datetime(2026, 12, 3, 20, 30, tzinfo=UTC).timestamp())}:F>" in maya.told
    assert not jo.titles
    await maya.presses("Yes, send these")
    assert jo.titles[-1] == "Maya offers you other times"
    assert jo.dm.buttons[0] == "Thu 3 Dec 21:30 CET"
    await jo.picks(0)
    assert jo.titles[-1] == "Maya said yes" and maya.titles[-1] == "Booked: 30 minutes with Jo"


async def test_one_question_first(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    await jo.asks(maya)
    await maya.presses("Ask one question first")
    await maya.fills(question="What have you built so far?")
    assert not maya.dm.buttons or "Decline" in maya.dm.buttons
    assert jo.titles[-1] == "Maya asks you something first" and "> What have you built so far?" in jo.reads
    await jo.presses("Answer")
    await jo.fills(answer="A small app for my choir.")
    assert maya.titles[-1] == "Jo answered your question" and "> A small app for my choir." in maya.reads
    assert "Ask one question first" not in maya.dm.buttons
    await maya.picks(0)
    assert jo.titles[-1] == "Maya said yes"


async def test_a_kind_no_and_the_same_request_to_somebody_else_in_one_click(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    kofi = await town.mentor("Kofi", "Product lead", "product, data")
    await jo.asks(maya)
    await maya.presses("Decline")
    await maya.presses("In my own words")
    await maya.fills(reason=["busy"], words="Ask me again in spring.", until=["2 weeks"])
    assert "You declined Jo’s request" in maya.reads and not maya.dm.buttons
    assert jo.titles[-1] == "Maya cannot make it"
    assert "They have their hands full just now." in jo.reads and "> Ask me again in spring." in jo.reads
    await jo.presses("Ask Kofi")
    assert "Your request is on its way" in jo.told
    assert f"> {GOOD['note']}" in kofi.reads
    await kofi.picks(0)
    assert jo.titles[-1] == "Kofi said yes"
    await jo.types("request-chat", mentor=maya)
    assert "Maya is away until" in jo.told


async def test_a_mentor_suggests_somebody_else_by_the_name_they_go_by(town: Town) -> None:
    """In a direct message nobody can be picked from a list, so a name is typed."""
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    kofi, ana = await town.mentor("Kofi", "Product lead", city="Africa/Accra"), await town.member("Ana")
    await jo.asks(maya)
    await maya.presses("Suggest someone else")
    await maya.fills(other="Ana", words="She knows this better.")
    assert "They are not a mentor here" in maya.told
    await maya.presses("Edit")
    assert list(maya.standing.values()) == [f"<@{ana.id}>", "She knows this better."]
    await maya.fills(other="@Kofi", words="Kofi knows this better.")
    assert "I told them about Kofi, who decides for themselves." in maya.told
    assert jo.titles == ["Maya cannot make it"] and "**Kofi**: Maya suggests them" in jo.reads
    await jo.presses("Ask Kofi")
    assert kofi.titles == ["Jo asks for 30 minutes of your time"]


async def test_moving_and_cancelling_keep_one_entry_in_the_calendar(town: Town) -> None:
    maya, jo = await booked(town)
    await jo.presses("Move")
    await jo.fills(slots=jo.choices("slots", 4))
    assert maya.titles[-1] == "Jo would like to move your chat"
    await maya.picks(0)
    for person in (maya, jo):
        assert person.titles[-1].startswith("Moved: your chat with")
    moved = invitation(jo)
    assert (moved.sequence, moved.starts_at) == (1, datetime(2026, 11, 25, 16, 0, tzinfo=UTC))
    await maya.presses("Cancel")
    await maya.fills(words="My train is cancelled.")
    assert jo.titles[-1] == "Maya had to cancel" and "> My train is cancelled." in jo.reads
    assert (invitation(jo).method, invitation(jo).uid, invitation(jo).sequence) == ("CANCEL", moved.uid, 2)
    assert not any(seen.buttons for seen in (*maya.dms, *jo.dms))


async def test_a_chat_that_did_not_happen_is_closed_without_blame(town: Town) -> None:
    maya, jo = await booked(town)
    await town.turn(to=TUESDAY + timedelta(hours=1))
    await jo.presses("No, it did not", message=jo.dm.message)
    assert maya.titles[-1] == "Jo says that your chat did not happen"
    await jo.presses("They did not come", message=jo.dm.message)
    assert "Nobody else sees this" in jo.told
    await jo.presses("Close it", message=jo.dm.message)
    assert not any(seen.buttons for seen in (*maya.dms, *jo.dms))


async def test_the_menu_of_a_person_asks_them(town: Town) -> None:
    maya, jo = await town.mentor("Maya"), await town.member("Jo")
    await jo.chooses("Request a chat", maya)
    assert jo.form_title == "Request a chat"
    await jo.fills(**GOOD, slots=jo.choices("slots", 0))
    assert maya.titles == ["Jo asks for 30 minutes of your time"]
    await jo.chooses("Request a chat", town.person("Robot", bot=True))
    assert "Robot is a bot" in jo.told


async def test_a_mentor_in_one_sitting_is_found_by_what_they_know(town: Town) -> None:
    maya, jo = town.person("Maya"), town.person("Jo")
    await maya.types("mentor")
    await maya.fills(headline="Product manager", topics="first PM job, user interviews", languages="English, Spanish")
    assert "One more step: your office hours" in maya.told
    await maya.presses("Add your hours")
    assert "which clock do you live by?" in maya.told
    await maya.presses("Choose a city")
    await maya.fills(city="New York")
    await maya.presses("Go on")
    await maya.fills(hours="whenever")
    assert "I could not read “whenever”" in maya.told
    await maya.presses("Edit")
    assert maya.standing["hours"] == "whenever"
    await maya.fills(hours="Tue & Thu 12:00-14:00", minutes=["25"])
    assert "You are open for requests" in maya.told and "25 minutes" in maya.told

    await jo.types("find-mentor", topic="my first job as a PM")
    assert "### Maya" in jo.told and "Product manager" in jo.told
    await jo.presses("Request a chat")
    assert "which clock do you live by?" in jo.told
    await jo.presses("Choose a city")
    await jo.fills(city="Berlin")
    await jo.presses("Go on")
    assert jo.standing["topic"] == "my first job as a PM", "what was looked for is what is asked about"


async def test_help_for_a_member_and_house_rules_for_an_organiser(town: Town) -> None:
    jo, olu = town.person("Jo"), town.person("Olu", organiser=True)
    maya = await town.mentor("Maya")
    await jo.types("half-hour")
    assert "House rules" not in jo.answer.buttons
    await jo.presses("Privacy")
    assert "What is kept, and for how long" in jo.told
    await olu.types("half-hour")
    await olu.presses("House rules")
    await olu.presses("Change requests")
    await olu.fills(open_requests="lot", chats_a_month="4")
    assert "A whole number from 1 to 20" in olu.told
    await olu.presses("Edit")
    assert (olu.standing["open_requests"], olu.standing["chats_a_month"]) == ("lot", "4")
    await olu.fills(open_requests="1")
    assert "**Open requests a member**: 1" in olu.told
    kofi = await town.mentor("Kofi")
    await jo.types("my-chats", city="Europe/Berlin")
    await jo.asks(maya)
    await jo.types("request-chat", mentor=kofi)
    assert "You have an open request already." in jo.told


async def test_somebody_who_speaks_spanish_reads_spanish(town: Town) -> None:
    maya, jo = await town.mentor("Maya", locale="es-ES"), await town.member("Jo", locale="es-419")
    await jo.types("request-chat", mentor=maya)
    assert jo.form_title == "Pedir una charla" and jo.options("slots")[0] == "mar, 24 nov 15:00 CET"
    await jo.fills(**GOOD, slots=jo.choices("slots", 0))
    assert "Tu solicitud va en camino" in jo.told
    assert maya.titles == ["Jo te pide 30 minutos de tu tiempo"] and "Decir que no" in maya.dm.buttons
    await maya.picks(0)
    assert jo.titles == ["Maya dijo que sí"] and "Añadir a Google Calendar" in jo.reads
    ana = await town.member("Ana")
    await ana.types("find-mentor", topic="product")
    assert "Who could answer this" in ana.told, "and each their own language"
