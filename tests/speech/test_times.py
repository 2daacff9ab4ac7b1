"""Times in words: the right clock, the zone named, and short enough for a button."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import zones
from bot.speech import times

AFTERNOON = datetime(2026, 12, 1, 14, tzinfo=UTC)
LANGUAGES = ("en", "en-US", "es", "de", "fr", "pt", "pt-BR")


@pytest.mark.parametrize(
    ("zone", "language", "words"),
    [
        ("Europe/Berlin", "en", "Tue 1 Dec, 15:00 (Berlin time)"),
        ("America/New_York", "en-US", "Tue, Dec 1, 9:00 AM (New York time)"),
        ("Europe/Berlin", "es", "mar, 1 dic, 15:00 (hora de Berlín)"),
        ("Europe/Berlin", "de", "Di., 1. Dez., 15:00 (Berlin)"),
        ("Asia/Kolkata", "en", "Tue 1 Dec, 19:30 (Kolkata time)"),
        (None, "en", "Tue 1 Dec, 14:00 (UTC)"),
        ("Mars/Olympus", "en", "Tue 1 Dec, 14:00 (UTC)"),
        ("Etc/UTC", "fr", "mar. 1 déc., 14:00 (UTC)"),
    ],
)
def test_a_moment_names_its_zone(zone: str | None, language: str, words: str) -> None:
    assert times.moment(AFTERNOON, zone, language) == words


@pytest.mark.parametrize(
    ("zone", "language", "words"),
    [
        ("Europe/Berlin", "en", "Tue 1 Dec 15:00 CET"),
        ("Europe/Berlin", "de", "Di., 1. Dez. 15:00 CET"),
        ("America/Los_Angeles", "en-US", "Tue, Dec 1 6:00 AM PST"),
        ("America/Sao_Paulo", "pt", "ter., 1 de dez. 11:00 GMT-03:00"),
        ("Asia/Kathmandu", "en", "Tue 1 Dec 19:45 GMT+05:45"),
        ("Pacific/Marquesas", "en", "Tue 1 Dec 04:30 GMT-09:30"),
        (None, "en", "Tue 1 Dec 14:00 UTC"),
    ],
)
def test_a_button_says_the_time_and_the_zone(zone: str | None, language: str, words: str) -> None:
    assert times.button(AFTERNOON, zone, language) == words


@given(
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(lambda dt: dt.replace(tzinfo=UTC)),  # noqa: DTZ001
    zone=st.sampled_from(sorted(zones.names())),
    language=st.sampled_from([*LANGUAGES, "ar", "ja", "vi", "hy"]),
)
def test_a_button_fits_and_says_where_its_clock_hangs(moment: datetime, zone: str, language: str) -> None:
    words = times.button(moment, zone, language)
    assert len(words) <= 34
    local = moment.astimezone(zones.rules(zone))
    named = words.rpartition(" ")[2]
    assert named == local.tzname() or named == f"GMT{local.isoformat()[-6:]}"


def test_the_two_passes_of_a_repeated_hour_are_told_apart() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert times.button(first, "Europe/Berlin", "en") == "Sun 25 Oct 02:30 CEST"
    assert times.button(first + timedelta(hours=1), "Europe/Berlin", "en") == "Sun 25 Oct 02:30 CET"


def test_a_day_is_said_with_its_year() -> None:
    assert times.day(date(2026, 12, 24), "en") == "Thu, 24 Dec 2026"
    assert times.day(date(2026, 12, 24), "de") == "Do., 24. Dez. 2026"


@pytest.mark.parametrize(
    ("count", "language", "words"),
    [(72, "en", "3 days"), (12, "en", "12 hours"), (1, "es", "1 hora"), (36, "de", "36 Stunden"), (72, "pt", "3 dias")],
)
def test_hours_are_counted_in_words(count: int, language: str, words: str) -> None:
    assert times.hours(count, language) == words
