"""Which nudges a talk and what comes after it want, and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import nudges
from bot.domain.chats import Chat, Status
from bot.domain.nudges import Kind, Nudge
from bot.domain.people import Person

START = datetime(2026, 11, 24, 14, tzinfo=UTC)  # three in the afternoon in Berlin
END = START + timedelta(minutes=20)
MAYA, JO = Person("slack", "T1", "UMAYA"), Person("slack", "T1", "UJO")
BERLIN = "Europe/Berlin"


def chat(**changes: object) -> Chat:
    asked = START - timedelta(days=3)
    made = Chat("c1", MAYA, JO, "t", "n", "q", (START,), 20, asked, START)
    booked = {"status": Status.BOOKED, "starts_at": START, "booked_at": asked}
    return replace(made, **{**booked, **changes})  # type: ignore[arg-type]


def of(kind: Kind, wanted: tuple[Nudge, ...]) -> list[Nudge]:
    return [one for one in wanted if one.kind is kind]


def test_the_mentee_alone_is_told_how_to_spend_the_time_and_when_five_minutes_are_left() -> None:
    wanted = nudges.reminders(chat())
    [start], [left] = of(Kind.START, wanted), of(Kind.FIVE_LEFT, wanted)
    assert (start.to, start.due_at, start.stale_at) == (JO, START, START + timedelta(minutes=5))
    assert (left.to, left.due_at, left.stale_at) == (JO, END - timedelta(minutes=5), END)


@pytest.mark.parametrize("kind", [Kind.START, Kind.FIVE_LEFT])
def test_what_is_said_during_a_talk_is_moot_when_there_is_none(kind: Kind) -> None:
    [one] = of(kind, nudges.reminders(chat()))
    now = one.due_at
    assert nudges.still_true(one, chat(), now)
    assert not nudges.still_true(one, chat(status=Status.CANCELLED), now)
    assert not nudges.still_true(one, chat(starts_at=START - timedelta(minutes=1)), now), "it was moved"
    assert not nudges.still_true(one, chat(mentor_says=False), now)
    assert not nudges.still_true(replace(one, to=MAYA), chat(), now)
    assert nudges.postponed(one, now + timedelta(hours=9)) == now, "quiet hours do not move it"
    assert nudges.group(kind) == "during"


def after(told: Person = MAYA, *, end: datetime = END, told_at: datetime | None = None) -> dict[Kind, datetime]:
    happened = chat(status=Status.HAPPENED, starts_at=end - timedelta(minutes=20))
    wanted = nudges.afterwards(happened, now=told_at or end + timedelta(minutes=20), zone=BERLIN, told=told)
    assert {one.to for one in wanted} == {JO}
    return {one.kind: one.due_at for one in wanted}


def test_thanks_are_asked_for_two_hours_a_day_and_three_days_after_the_talk() -> None:
    due = after()
    assert due[Kind.THANK] == END + timedelta(hours=2)
    assert due[Kind.THANK_AGAIN] == END + timedelta(hours=26)
    assert due[Kind.THANK_LAST] == END + timedelta(hours=72)
    assert due == after(JO), "who says it right away is asked again in two hours, unless they have written"


def test_after_an_evening_talk_thanks_are_asked_for_in_the_morning() -> None:
    assert after(end=END + timedelta(hours=3))[Kind.THANK] == datetime(2026, 11, 25, 8, tzinfo=UTC), "nine in Berlin"
    night = datetime(2026, 11, 25, 4, tzinfo=UTC)
    assert after(end=night)[Kind.THANK] == datetime(2026, 11, 25, 8, tzinfo=UTC)


def test_a_talk_that_is_told_of_late_keeps_the_pace() -> None:
    late = datetime(2026, 11, 27, 12, tzinfo=UTC)
    assert after(told_at=late)[Kind.THANK] == late
    assert after(told_at=late)[Kind.THANK_LAST] == late + timedelta(hours=70)
    assert Kind.THANK not in after(JO, told_at=late), "the mentee is being asked this very moment"


def test_what_came_of_it_is_asked_only_of_those_who_thanked() -> None:
    due = after()
    assert (due[Kind.OUTCOME_ASK], due[Kind.OUTCOME_LATER]) == (END + timedelta(days=30), END + timedelta(days=180))
    now = due[Kind.OUTCOME_LATER]
    met = chat(status=Status.HAPPENED)
    assert not nudges.holds(Kind.OUTCOME_ASK, JO, met, now) and not nudges.holds(Kind.OUTCOME_LATER, JO, met, now)
    thanked = replace(met, thanked_at=END)
    assert nudges.holds(Kind.OUTCOME_ASK, JO, thanked, now) and nudges.holds(Kind.OUTCOME_LATER, JO, thanked, now)
    told = replace(thanked, outcome="x", outcome_at=END + timedelta(days=31))
    assert not nudges.holds(Kind.OUTCOME_ASK, JO, told, now) and nudges.holds(Kind.OUTCOME_LATER, JO, told, now)
    lately = replace(told, outcome_at=now - timedelta(days=30))
    assert not nudges.holds(Kind.OUTCOME_LATER, JO, lately, now), "they have only just heard"
