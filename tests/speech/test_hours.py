"""Hours said back in words: in the reader's language and clock, and so that they can be typed again."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hours import NotUnderstood, parse, parse_exceptions
from bot.domain.mentors import Mentor, Window
from bot.domain.people import House, Person
from bot.speech import hours
from bot.speech.voice import Voice

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
MAYA = Mentor(Person("slack", "T1", "U1"), "Product manager", "product")
EN, US, ES = Voice("en"), Voice("en", locale="en-US"), Voice("es")


@pytest.mark.parametrize(
    ("typed", "voice", "words"),
    [
        ("Tue & Thu 12-2pm", EN, "Tuesday and Thursday 12:00 to 14:00 (New York time)"),
        (
            "weekdays 17:30-19:00, 20-22; sat 10-12",
            EN,
            "Monday to Friday 17:30 to 19:00 and 20:00 to 22:00 · Saturday 10:00 to 12:00 (New York time)",
        ),
        ("mon wed fri 9-11", ES, "lunes, miércoles y viernes de 9:00 a 11:00 (hora de Nueva York)"),
        ("entre semana 9-11", ES, "lunes a viernes de 9:00 a 11:00 (hora de Nueva York)"),
        ("fri 10pm-1am", ES, "viernes de 22:00 a 01:00 (hora de Nueva York)"),
        ("fri 10pm-1am", US, "Friday 10:00 PM to 1:00 AM (New York time)"),
        ("sat 20-24", EN, "Saturday 20:00 to 00:00 (New York time)"),
        ("sat all day", EN, "Saturday all day (New York time)"),
        ("sat all day", ES, "sábado todo el día (hora de Nueva York)"),
    ],
)
def test_office_hours_are_said_back_with_their_zone(typed: str, voice: Voice, words: str) -> None:
    assert hours.week(voice, parse(typed), "America/New_York") == words


def test_no_hours_say_nothing() -> None:
    assert hours.week(EN, (), "America/New_York") == ""


quarters = st.integers(0, 96).map(lambda quarter: quarter * 15)
spans = st.tuples(quarters, quarters).filter(
    lambda it: it[0] < it[1] or (1440 > it[0] >= 1080 and 0 < it[1] <= it[0] - 720)
)
windows = st.builds(lambda day, span: Window(day, *span), st.integers(0, 6), spans)


@given(
    said=st.sets(windows, min_size=1, max_size=6),
    voice=st.sampled_from([EN, US, ES, Voice("es", locale="es-MX"), Voice("en", locale="en-IN")]),
)
def test_hours_said_back_can_be_typed_again(said: set[Window], voice: Voice) -> None:
    words = hours.week(voice, said, None).removesuffix(" (UTC)")
    assert set(parse(words, voice.language)) == said, words


def understood(typed: str, language: str = "en") -> Mentor:
    found = parse_exceptions(typed, zone="Europe/Berlin", now=NOW, language=language)
    return replace(MAYA, away=found.away, overrides=found.overrides, closed=found.closed, trips=found.trips)


TYPED = """24-26 Dec
31 Dec to 2 Jan
8 Dec
5 May 13:00-14:00 and 16-17
not 1 June 15:00-17:00
Tokyo 4-10 May"""


def test_days_off_other_hours_and_trips_are_said_in_order() -> None:
    said = hours.exceptions(EN, understood(TYPED), zone="Europe/Berlin", today=NOW.date())
    assert said == [
        "Closed Tuesday 8 December",
        "Closed 24 to 26 Dec",
        "Closed 31 Dec 2026 to 2 Jan 2027",
        "On Tokyo time 4 to 10 May 2027",
        "Wednesday, 5 May 2027 only 13:00 to 14:00 and 16:00 to 17:00",
        "Not free Tuesday, 1 June 2027 15:00 to 17:00",
    ]


def test_in_spanish_too() -> None:
    assert hours.exceptions(ES, understood(TYPED), zone="Europe/Berlin", today=NOW.date())[1:4] == [
        "Cerrado del 24 al 26 de diciembre",
        "Cerrado del 31 de diciembre de 2026 al 2 de enero de 2027",
        "Con la hora de Tokio del 4 al 10 de mayo de 2027",
    ]


def test_what_is_over_is_not_said() -> None:
    assert len(hours.exceptions(EN, understood(TYPED), zone="Europe/Berlin", today=date(2027, 5, 6))) == 2
    assert hours.exceptions(EN, understood(TYPED), zone="Europe/Berlin", today=date(2027, 6, 2)) == []


def test_only_limits_that_differ_are_said() -> None:
    house = House(notice_hours=12, horizon_days=14)
    assert hours.limits(EN, replace(MAYA, notice_hours=12, horizon_days=14), house) == []
    own = replace(MAYA, buffer_before=10, buffer_after=10, notice_hours=48, horizon_days=30, a_day=1, a_week=3)
    assert hours.limits(EN, own, house) == [
        "10 minutes of rest before and after", "2 days of notice", "up to 30 days ahead", "at most one chat a day",
        "at most 3 chats a week",
    ]  # fmt: skip
    assert hours.limits(EN, replace(MAYA, buffer_before=5, buffer_after=15), house) == [
        "5 minutes of rest before", "15 minutes of rest after",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "day"),
    [("en-US", 6), ("en-GB", 0), ("de", 0), ("ar-EG", 5), ("pt-BR", 6), ("es", 0), ("en", 0), (None, 0), ("??", 0)],
)
def test_weeks_begin_where_the_mentor_lives(locale: str | None, day: int) -> None:
    assert hours.first_weekday(locale) == day


def test_the_word_for_not_understood_is_no_time_at_all() -> None:
    with pytest.raises(NotUnderstood):
        parse(hours.week(EN, (), None))
