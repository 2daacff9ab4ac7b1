"""When a mentor and somebody who asks them can meet: office hours, full months, the night, rest, and what is taken."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.bookings import Booking, hold, refusal, wanted
from bot.domain.chats import Chat, Status
from bot.domain.hours import Away, Booked, Limits, Schedule, Trip
from bot.domain.mentors import Mentor, Window
from bot.domain.people import House, Person
from bot.domain.refusals import LimitReached, SlotTaken
from bot.domain.room import Side, free_slots, leisure, office

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
MAYA, JO = Person("slack", "T1", "UMAYA"), Person("slack", "T1", "UJO")
MENTOR = Mentor(MAYA, "Product manager", "product", windows=(Window(0, 540, 720), Window(3, 540, 600)))
HALF = timedelta(minutes=30)
ALWAYS = Schedule("UTC", None)
ANYBODY = Side(ALWAYS)


def chat(**changes: object) -> Chat:
    made = Chat("c1", MAYA, JO, "t", "n", "q", (NOW + timedelta(days=1),), 30, NOW, NOW + timedelta(days=3))
    return replace(made, **changes)  # type: ignore[arg-type]


def free(
    *chats: Chat,
    mentor: Mentor = MENTOR,
    booked: tuple[Booked, ...] = (),
    mentee: Side = ANYBODY,
    besides: str = "",
) -> list[datetime]:
    schedule = office(mentor, zone="UTC", chats=chats, now=NOW, house=House(), besides=besides)
    return free_slots(Side(schedule, booked), mentee, now=NOW, besides=besides)


def at(start: datetime, about: str = "c9") -> Booked:
    return Booked(start, start + HALF, about)


def test_what_either_has_booked_is_not_free_and_a_chat_is_not_in_its_own_way() -> None:
    first = free()[0]
    assert first == datetime(2026, 11, 26, 9, tzinfo=UTC) and all(slot.weekday() in (0, 3) for slot in free())
    assert first not in free(booked=(at(first),)) and first not in free(mentee=Side(ALWAYS, [at(first)]))
    assert first not in free(mentee=Side(ALWAYS, busy=[(first, first + timedelta(minutes=1))]))
    assert first in free(booked=(at(first),), mentee=Side(ALWAYS, [at(first)]), besides="c9")


def test_a_full_month_is_closed_and_a_pause_too() -> None:
    december = [
        chat(id=f"d{n}", status=Status.BOOKED, starts_at=datetime(2026, 12, 2 + n, 9, tzinfo=UTC), booked_at=NOW)
        for n in range(2)
    ]
    assert {slot.month for slot in free(*december)} == {11}
    assert {slot.month for slot in free(*december, besides="d1")} == {11, 12}
    assert {slot.day for slot in free(mentor=replace(MENTOR, paused_until=date(2026, 12, 1)))} == {3, 7}


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("America/New_York", set()), ("Europe/Berlin", {9, 10, 11}), ("Asia/Tokyo", {9, 10, 11}), (None, {9, 10, 11})],
)
def test_nobody_is_offered_a_time_in_their_night(zone: str | None, hours: set[int]) -> None:
    asleep = Side(leisure(zone, quiet_from=21, quiet_to=8))
    assert {slot.hour for slot in free(mentee=asleep)} == hours


def test_the_last_half_hour_before_the_night_is_still_offered() -> None:
    late = Side(leisure("Asia/Tokyo", quiet_from=20, quiet_to=8))  # 9 to 12 UTC is 18 to 21 there
    assert max((slot.hour, slot.minute) for slot in free(mentee=late)) == (10, 30)


def test_a_mentor_who_asks_travels_is_away_and_rests_but_keeps_no_office_hours() -> None:
    own = Schedule(
        "UTC",
        (Window(6, 0, 60),),
        trips=(Trip(date(2026, 11, 26), date(2026, 11, 26), "America/New_York"),),
        away=(Away(date(2026, 11, 30)),),
        limits=Limits(after=20, a_day=0),
    )
    jo = leisure("UTC", quiet_from=21, quiet_to=8, own=own)
    assert free(mentee=Side(jo)) == [], "in New York that is the night, and from Monday on Jo is away"
    home = leisure("UTC", quiet_from=21, quiet_to=8, own=replace(own, trips=(), away=()))
    first = free(mentee=Side(home))[2]  # Monday, at nine
    rested = free(mentee=Side(home, [at(first)]))
    assert first + HALF not in rested and first + 2 * HALF in rested


# -- what is held ------------------------------------------------------------------------------------------------------

TIMES = (NOW + timedelta(hours=20), NOW + timedelta(hours=30))


def test_offered_times_are_held_no_longer_than_they_can_be_said_yes_to() -> None:
    offered = chat(status=Status.OFFERED, offered=TIMES, answer_by=NOW + timedelta(hours=40))
    assert hold(offered, hours=24, now=NOW).held_until == NOW + timedelta(hours=24)
    assert hold(offered, hours=72, now=NOW).held_until == TIMES[1], "when the last of them has come"
    soon = replace(offered, answer_by=NOW + timedelta(hours=3))
    assert hold(soon, hours=24, now=NOW).held_until == soon.answer_by
    booked = chat(status=Status.BOOKED, starts_at=NOW + timedelta(hours=2), moving_to=TIMES, moving_by=JO)
    assert hold(booked, hours=24, now=NOW).held_until == booked.starts_at, "what has begun is not moved any more"
    missed = replace(booked, starts_at=NOW - timedelta(hours=2))
    assert hold(missed, hours=24, now=NOW).held_until == NOW + timedelta(hours=24)


def test_a_chat_takes_its_time_and_those_that_are_held_for_it() -> None:
    assert wanted(chat(), now=NOW) == ()
    offered = hold(chat(status=Status.OFFERED, offered=TIMES), hours=24, now=NOW)
    assert [one.starts_at for one in wanted(offered, now=NOW)] == list(TIMES)
    assert offered.held_until and wanted(offered, now=offered.held_until) == ()
    booked = chat(status=Status.BOOKED, starts_at=TIMES[0], moving_by=JO, moving_to=(TIMES[0] + HALF / 2, TIMES[1]))
    moving = hold(booked, hours=1, now=NOW)
    assert [(one.id, one.starts_at, one.until) for one in wanted(moving, now=NOW)] == [
        ("c1", TIMES[0], None),
        (f"c1.{int(TIMES[1].timestamp())}", TIMES[1], moving.held_until),
    ], "what overlaps the booked time is theirs already"
    assert [one.id for one in wanted(replace(moving, moving_to=()), now=NOW)] == ["c1"]


def test_alternatives_of_one_chat_count_once_and_the_time_is_looked_at_before_the_limit() -> None:
    one = Booking("c1", frozenset((MAYA, JO)), TIMES[1], 30, "c1")
    terms = {MAYA: Schedule("UTC", limits=Limits(a_week=1))}
    held = [at(TIMES[0], "c1"), at(TIMES[1] + HALF, "c1")]
    assert refusal(one, {MAYA: held, JO: held}, terms) is None
    assert isinstance(refusal(one, {MAYA: [at(TIMES[0])]}, terms), LimitReached)
    assert isinstance(refusal(one, {JO: [at(TIMES[1])], MAYA: [at(TIMES[0])]}, terms), SlotTaken)
