"""Room, matching, nudges, and the reading of a note."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain import matching, nudges
from bot.domain.chats import Chat, Status
from bot.domain.mentors import Mentor, Window
from bot.domain.nudges import GROUPS, Kind
from bot.domain.people import Person, Place
from bot.domain.room import Door, room

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
MAYA, JO = Person("slack", "T1", "UMAYA"), Person("slack", "T1", "UJO")
MENTOR = Mentor(MAYA, "Product manager", "product", windows=(Window(0, 540, 720), Window(3, 540, 600)))


def chat(**changes: object) -> Chat:
    made = Chat("c1", MAYA, JO, "t", "n", "q", (NOW + timedelta(days=1),), 30, NOW, NOW + timedelta(days=3))
    return replace(made, **changes)  # type: ignore[arg-type]


def test_people_and_places_print_and_parse() -> None:
    assert Person.parse(str(MAYA)) == MAYA and Place.parse("discord:7") == Place("discord", "7")
    for words in ("", "slack", "slack:T1", "a:b:c:d", "::"):
        with pytest.raises(ValueError, match=r"unpack|not a person"):
            Person.parse(words)


def test_a_mentor_is_open_until_their_month_is_given_away() -> None:
    def door(*chats: Chat, mentor: Mentor = MENTOR) -> Door:
        return room(mentor, zone="Europe/Berlin", chats=chats, now=NOW).door

    assert door() is Door.OPEN
    waiting = chat()
    held = chat(id="c2", status=Status.BOOKED, starts_at=NOW + timedelta(days=2), booked_at=NOW)
    assert door(waiting) is Door.OPEN and door(waiting, held) is Door.FULL
    assert door(waiting, replace(held, starts_at=NOW + timedelta(days=20))) is Door.OPEN, "December has its own room"
    assert door(waiting, replace(held, status=Status.CANCELLED)) is Door.OPEN
    assert door(mentor=replace(MENTOR, windows=())) is Door.UNREADY
    assert door(mentor=replace(MENTOR, stopped=True)) is Door.STOPPED
    paused = replace(MENTOR, paused_until=date(2026, 11, 24))
    assert door(mentor=paused) is Door.PAUSED
    assert room(paused, zone="Asia/Tokyo", chats=(), now=NOW).door is Door.OPEN, "it is the 24th in Tokyo already"


def test_asking_twice_for_the_same_nudge_makes_one_and_a_changed_chat_makes_another() -> None:
    first, again = (
        nudges.news(Kind.WITHDRAWN, chat(), MAYA, now=NOW),
        nudges.news(Kind.WITHDRAWN, chat(), MAYA, now=NOW),
    )
    assert [nudge.key for nudge in first] == [nudge.key for nudge in again]
    other = nudges.news(Kind.WITHDRAWN, chat(words="x"), MAYA, now=NOW)
    assert not {nudge.key for nudge in first} & {nudge.key for nudge in other}


def test_reminders_of_the_old_time_are_not_true_after_a_move() -> None:
    start = NOW + timedelta(days=3)
    booked = chat(status=Status.BOOKED, starts_at=start, booked_at=NOW)
    [reminder] = [n for n in nudges.reminders(booked) if n.kind is Kind.DAY_BEFORE and n.to == JO]
    assert nudges.still_true(reminder, booked, reminder.due_at)
    moved = replace(booked, starts_at=start + timedelta(minutes=30))
    assert not nudges.still_true(reminder, moved, reminder.due_at)
    soon = chat(status=Status.BOOKED, starts_at=NOW + timedelta(hours=25), booked_at=NOW)
    assert Kind.DAY_BEFORE not in {n.kind for n in nudges.reminders(soon)}, "they have only just booked"


def test_quiet_hours_move_a_nudge_but_never_the_ten_minute_one_nor_past_its_use() -> None:
    morning = NOW + timedelta(hours=10)
    due = nudges.nudge(Kind.DAY_BEFORE, about="c1", to=JO, due=NOW, stale=NOW + timedelta(hours=20))
    assert nudges.postponed(due, morning) == morning
    assert nudges.postponed(replace(due, stale_at=NOW + timedelta(hours=9)), morning) is None, "then not at all"
    said = replace(due, kind=Kind.CANCELLED, stale_at=NOW + timedelta(hours=9))
    assert nudges.postponed(said, morning) == NOW, "but what a person says is said in time"
    assert nudges.postponed(replace(due, kind=Kind.SOON, stale_at=None), morning) == NOW


def test_no_message_from_a_person_can_be_turned_off() -> None:
    between_people = {Kind.ASK, Kind.BOOKED, Kind.CANCELLED, Kind.THANKS, Kind.OUTCOME, Kind.DECLINED}
    assert not between_people & frozenset().union(*GROUPS.values())


def test_the_nearest_profile_comes_first_with_the_words_that_met() -> None:
    nurse = Mentor(JO, "Data engineer, moved from nursing", "data, SQL")
    best, _ = matching.rank("How do nurses move into data?", [MENTOR, nurse])
    assert best.mentor is nurse and "data" in best.asked and best.score > 0
    assert [m.mentor for m in matching.rank("astronomy", [MENTOR, nurse])] == [MENTOR, nurse]
    assert all(match.score == 0 for match in matching.rank("🙂 de la the", [MENTOR, nurse]))
