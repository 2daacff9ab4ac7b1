"""Single dates and times as people type them: the next such time, or refused with the very words."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import zones
from bot.domain.hours import NotUnderstood, instants, typed, typed_date

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)  # a Tuesday


def local(words: str, zone: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=zones.rules(zone))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("2026-12-03 15:30", "2026-12-03 15:30"),
        ("2026-12-03T15:30", "2026-12-03 15:30"),
        ("3 Dec 15:30", "2026-12-03 15:30"),
        ("Dec 3 3:30pm", "2026-12-03 15:30"),
        ("Dec 3, 3:30pm", "2026-12-03 15:30"),
        ("3rd of December 2026 at 3:30 p.m.", "2026-12-03 15:30"),
        ("3. Dezember um 15 Uhr", "2026-12-03 15:00"),
        ("3.12.2026 15:30", "2026-12-03 15:30"),
        ("3.12. 15:30", "2026-12-03 15:30"),
        ("el 3 de diciembre a las 15:30", "2026-12-03 15:30"),
        ("jeudi 3 décembre 15h30", "2026-12-03 15:30"),
        ("quinta-feira 15h", "2026-12-03 15:00"),
        ("tomorrow 15:00", "2026-12-02 15:00"),
        ("mañana 10:00", "2026-12-02 10:00"),
        ("thu 15:00", "2026-12-03 15:00"),
        ("tue 11:00", "2026-12-01 11:00"),
        ("tue 8:00", "2026-12-08 08:00"),
        ("1 jan 9:00", "2027-01-01 09:00"),
        ("3 mar 15:30", "2027-03-03 15:30"),  # March
        ("mar 15:30", "2026-12-01 15:30"),  # martes, mardi
        ("29 feb 10:00", "2028-02-29 10:00"),
    ],
)
def test_a_typed_time_is_the_next_such_time(words: str, meant: str) -> None:
    assert typed(words, zone="Europe/Berlin", now=NOW) == [local(meant, "Europe/Berlin")]


def test_times_are_typed_one_a_line() -> None:
    assert typed("Thu 3 Dec 15:30; fri 16:00\nThu 3 Dec, 15:30", zone="UTC", now=NOW) == [
        datetime(2026, 12, 3, 15, 30, tzinfo=UTC),
        datetime(2026, 12, 4, 16, tzinfo=UTC),
    ]
    assert len(typed("thu 15:00, fri 15:00, sat 15:00, sun 15:00", zone="UTC", now=NOW)) == 4


@pytest.mark.parametrize(
    "words",
    [
        ",", "soon", "3:00", "15:00", "thu", "thu 3:00", "thu at 3", "12/03 15:00", "31 feb 10:00", "2026-13-03 10:00",
        "Wed 3 Dec 15:30", "Thu 15:00 EST", "thu 15:00 16:00", "3 Dec 25:00", "9999-12-31 23:59", "0000-00-00 10:00",
        "2027-03-28 02:30",
    ],
)  # fmt: skip
def test_a_time_that_is_unclear_or_does_not_exist_is_refused(words: str) -> None:
    with pytest.raises(NotUnderstood) as trouble:
        typed(words, zone="Europe/Berlin", now=NOW)
    assert (trouble.value.wording, trouble.value.fragment) == ("refusal.times", words)


@pytest.mark.parametrize("words", ["2026-11-30 10:00", "today 10:00", "1 Dec 10:00"])
def test_a_time_that_is_over_says_so(words: str) -> None:
    with pytest.raises(NotUnderstood) as trouble:
        typed(words, zone="Europe/Berlin", now=NOW)
    assert (trouble.value.wording, trouble.value.fragment) == ("refusal.slot_past", words)


def test_a_repeated_time_means_the_first() -> None:
    assert typed("2027-10-31 02:30", zone="Europe/Berlin", now=NOW) == [datetime(2027, 10, 31, 0, 30, tzinfo=UTC)]


def test_a_wall_time_has_no_one_or_two_instants() -> None:
    berlin = zones.rules("Europe/Berlin")
    assert instants(datetime.fromisoformat("2027-03-28T02:30"), berlin) == []
    assert instants(datetime.fromisoformat("2027-10-31T02:30"), berlin) == [
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("2026-12-24", date(2026, 12, 24)),
        ("24 Dec", date(2026, 12, 24)),
        ("24.12.2026", date(2026, 12, 24)),
        ("24.12.", date(2026, 12, 24)),
        ("until 24 December", date(2026, 12, 24)),
        ("Thu 24 Dec", date(2026, 12, 24)),
        ("monday", date(2026, 12, 7)),
        ("tuesday", date(2026, 12, 8)),
        ("tomorrow", date(2026, 12, 2)),
        ("2 weeks", date(2026, 12, 15)),
        ("for 2 weeks", date(2026, 12, 15)),
        ("10 days", date(2026, 12, 11)),
        ("a month", date(2027, 1, 1)),
        ("1 month", date(2027, 1, 1)),
        ("in 2 Monaten", date(2027, 2, 1)),
        ("une semaine", date(2026, 12, 8)),
        ("2 semanas", date(2026, 12, 15)),
        ("3 meses", date(2027, 3, 1)),
    ],
)
def test_a_pause_ends_on_a_date_or_after_a_while(words: str, meant: date) -> None:
    assert typed_date(words, today=NOW.date()) == meant


def test_a_month_after_the_thirty_first_ends_with_the_shorter_month() -> None:
    assert typed_date("a month", today=date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize("words", ["", "soon", "today", "2020-01-01", "24/12", "Wed 24 Dec", "0 weeks", "24 Dec 15:00"])
def test_a_date_that_is_unclear_or_not_ahead_is_refused(words: str) -> None:
    with pytest.raises(NotUnderstood) as trouble:
        typed_date(words, today=NOW.date())
    assert (trouble.value.wording, trouble.value.fragment) == ("refusal.date", words)


@given(st.text(max_size=600) | st.text(alphabet="mon tue9:120-&,;apm.h\n", max_size=600))
@settings(deadline=None)
def test_anything_typed_is_read_or_refused(words: str) -> None:
    for read in (
        lambda: typed(words, zone="Europe/Berlin", now=NOW),
        lambda: typed_date(words, today=NOW.date()),
    ):
        with suppress(NotUnderstood):
            assert read()
