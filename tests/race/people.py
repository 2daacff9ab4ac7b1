"""Who races for whose time: three mentors with rest and limits, who ask each other too, and three who only ask."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.bookings import Terms
from bot.domain.chats import Chat, Status
from bot.domain.mentors import Mentor
from bot.domain.people import House, Person, Place

HERE = Place("slack", "T1")
MENTORS = tuple(Person("slack", "T1", f"UMENTOR{number}") for number in range(3))
MENTEES = tuple(Person("slack", "T1", f"UMENTEE{number}") for number in range(3))
EVERYBODY = (*MENTORS, *MENTEES)
NOW = datetime(2026, 10, 19, 9, 0, tzinfo=UTC)
MONDAY = NOW + timedelta(days=7)
"""Of the week in which the clocks of New York have not gone back yet, and those of Berlin have."""
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kolkata")
REST, A_DAY, A_WEEK = (0, 5, 15), (3, 2, 2), (8, 6, 5)


def mentor(person: Person) -> Mentor:
    number = MENTORS.index(person)
    return Mentor(
        person, "Product manager", "product", chats_a_month=500, buffer_after=REST[number], a_day=A_DAY[number],
        a_week=A_WEEK[number], horizon_days=400,
    )  # fmt: skip


def zone(person: Person) -> str:
    return ZONES[MENTORS.index(person)] if person in MENTORS else "UTC"


TERMS: Terms = {person: mentor(person).schedule(zone(person), House()) for person in MENTORS}


def chat(id: str, one: Person, other: Person, at: datetime, status: Status = Status.BOOKED) -> Chat:
    slots = (at,) if status is Status.WAITING else ()
    made = Chat(id, one, other, "maps", "a note", "a question", slots, 30, NOW, NOW + timedelta(days=300), status)
    if status is not Status.BOOKED:
        return made
    return replace(made, starts_at=at, booked_at=NOW)
