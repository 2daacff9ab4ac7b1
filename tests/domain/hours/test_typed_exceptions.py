"""Days off, other hours and trips as people type them; refused with the very fragment where nobody can tell."""

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from babel.dates import format_date, format_skeleton
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.hours import Away, Exceptions, NotUnderstood, Override, Trip, parse_exceptions, still_ahead

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
TODAY = NOW.date()
CHRISTMAS = Away(date(2026, 12, 24), date(2026, 12, 26))
TOKYO = Trip(date(2027, 5, 4), date(2027, 5, 10), "Asia/Tokyo")


def read(words: str, language: str = "en", zone: str = "America/Sao_Paulo", now: datetime = NOW) -> Exceptions:
    return parse_exceptions(words, zone=zone, now=now, language=language)


def off(*dates: str) -> Exceptions:
    first, last = date.fromisoformat(dates[0]), date.fromisoformat(dates[-1])
    return Exceptions(away=(Away(first, last),))


@pytest.mark.parametrize("reader", ["en", "es", "de", "fr", "pt", "ja"])
@pytest.mark.parametrize(
    "words",
    [
        "24-26 Dec", "24 – 26 December", "Dec 24-26", "Dec 24 to 26", "24 Dec to 26 Dec", "24.12.-26.12.", "24.-26.12.",
        "24.12-26.12", "24/12-26/12", "24-26/12", "2026-12-24 - 2026-12-26", "off 24-26 Dec", "24-26 Dec off",
        "not on 24-26 Dec", "closed from 24 to 26 December 2026", "del 24 al 26 de diciembre",
        "fuera del 24 al 26 de dic",
        "vom 24. bis 26. Dezember", "Urlaub 24.12.-26.12.2026", "du 24 au 26 décembre", "absente du 24 au 26 décembre",
        "de 24 a 26 de dezembro", "férias 24-26 dez", "Thu 24 Dec to Sat 26 Dec",
    ],
)  # fmt: skip
def test_days_off_are_read_in_five_languages_whoever_reads(words: str, reader: str) -> None:
    assert read(words, reader) == Exceptions(away=(CHRISTMAS,))


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("", Exceptions()),
        (" \n ", Exceptions()),
        ("5 May", off("2027-05-05")),
        ("not on the 5th of May", off("2027-05-05")),
        ("Dec 24 to Jan 2", off("2026-12-24", "2027-01-02")),
        ("24 Dec 2026 - 2 Jan 2027", off("2026-12-24", "2027-01-02")),
        ("Dec 24, 2026", off("2026-12-24")),
        ("20-26 Nov", off("2026-11-20", "2026-11-26")),  # it goes on
        ("20-22 Nov", off("2027-11-20", "2027-11-22")),  # it is over, so the next one
        ("tomorrow", off("2026-11-24")),
        ("24/12", off("2026-12-24")),
        ("12/24", off("2026-12-24")),
        ("5/5", off("2027-05-05")),
        ("24, 25 and 31 Dec", Exceptions(away=(Away(date(2026, 12, 24), date(2026, 12, 24)),
            Away(date(2026, 12, 25), date(2026, 12, 25)), Away(date(2026, 12, 31), date(2026, 12, 31))))),
        ("24-26 Dec and 31 Dec - 2 Jan", Exceptions(away=(CHRISTMAS, Away(date(2026, 12, 31), date(2027, 1, 2))))),
        ("31 Dec\n24-26 Dec; ", Exceptions(away=(CHRISTMAS, Away(date(2026, 12, 31), date(2026, 12, 31))))),
    ],
)  # fmt: skip
def test_the_year_is_the_next_that_fits(words: str, understood: Exceptions) -> None:
    assert read(words) == understood


@pytest.mark.parametrize(
    ("words", "language", "windows"),
    [
        ("5 May 13:00-14:00", "en", ((780, 840),)),
        ("5 May only 1pm to 2pm", "en", ((780, 840),)),
        ("13:00-14:00 on 5 May", "en", ((780, 840),)),
        ("5 May, 13-14", "en", ((780, 840),)),
        ("May 5 13-14", "en", ((780, 840),)),
        ("5 May: 13-14 Uhr and 16-17", "de", ((780, 840), (960, 1020))),
        ("5. Mai nur 13-14 Uhr", "de", ((780, 840),)),
        ("el 5 de mayo solo de 13:00 a 14:00", "es", ((780, 840),)),
        ("le 5 mai seulement de 13h à 14h", "fr", ((780, 840),)),
        ("5 de maio somente das 13h às 14h", "pt", ((780, 840),)),
        ("5 May 13:00-14:00\n5 May 16-17", "en", ((780, 840), (960, 1020))),
        ("5 May noon-2pm", "en", ((720, 840),)),
        ("5 May 22:00-1:00", "en", ((1320, 60),)),
    ],
)
def test_a_date_with_times_has_other_hours(words: str, language: str, windows: tuple[tuple[int, int], ...]) -> None:
    assert read(words, language) == Exceptions(overrides=(Override(date(2027, 5, 5), windows),))


def test_several_dates_may_share_their_hours() -> None:
    days = [one.day.day for one in read("5 and 6 May 13-14").overrides]
    assert days == [one.day.day for one in read("5-6 May 13-14").overrides] == [5, 6]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("not 1 June 15:00-17:00", "en"),
        ("busy 1 June 3-5pm", "en"),
        ("no el 1 de junio de 15:00 a 17:00", "es"),
        ("nicht am 1. Juni 15-17 Uhr", "de"),
        ("pas le 1er juin de 15h à 17h", "fr"),
        ("não 1 de junho 15h-17h", "pt"),
    ],
)
def test_a_stretch_that_is_not_free_is_closed_by_the_clock_of_the_place(words: str, language: str) -> None:
    sao_paulo = datetime(2027, 6, 1, 18, tzinfo=UTC)
    assert read(words, language) == Exceptions(closed=((sao_paulo, sao_paulo + timedelta(hours=2)),))


def test_on_a_trip_a_time_of_day_is_that_of_the_place() -> None:
    found = read("Tokyo 4-10 May; not 5 May 15:00-17:00")
    assert found.trips == (TOKYO,)
    assert found.closed == ((datetime(2027, 5, 5, 6, tzinfo=UTC), datetime(2027, 5, 5, 8, tzinfo=UTC)),)


def test_a_time_that_the_spring_leaves_out_cannot_be_closed() -> None:
    with pytest.raises(NotUnderstood) as trouble:
        read("not 28 March 2:00am-3:00am", zone="Europe/Berlin")
    assert trouble.value.wording == "refusal.exceptions_no_date"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Tokyo 4-10 May", "en"),
        ("in Tokyo from 4 to 10 May", "en"),
        ("trip to Tokyo, 4-10 May", "en"),
        ("4-10 May 2027: Tokyo", "en"),
        ("I'm in Osaka, Japan 4-10 May", "en"),
        ("in Japan 4-10 May", "en"),
        ("del 4 al 10 de mayo en Tokio", "es"),
        ("viaje a Tokio del 4 al 10 de mayo", "es"),
        ("vom 4. bis 10. Mai in Tokio", "de"),
        ("du 4 au 10 mai à Tokyo", "fr"),
        ("de 4 a 10 de maio em Tóquio", "pt"),
    ],
)
def test_a_trip_is_a_city_and_its_dates(words: str, language: str) -> None:
    assert read(words, language) == Exceptions(trips=(TOKYO,))


@pytest.mark.parametrize(
    ("city", "zone"),
    [
        ("London", "Europe/London"), ("Los Angeles", "America/Los_Angeles"), ("La Paz", "America/La_Paz"),
        ("Rio de Janeiro", "America/Sao_Paulo"), ("Mar del Plata", "America/Argentina/Buenos_Aires"),
        ("Portland, Oregon", "America/Los_Angeles"), ("Portland (Maine, United States)", "America/New_York"),
        ("New York", "America/New_York"), ("The Hague", "Europe/Amsterdam"),
    ],
)  # fmt: skip
def test_a_city_keeps_all_the_words_of_its_name(city: str, zone: str) -> None:
    for words in (f"{city} 4-10 May", f"in {city} 4-10 May", f"4-10 May in {city}"):
        assert read(words).trips == (Trip(TOKYO.first, TOKYO.last, zone),), words


def test_trips_may_follow_one_another() -> None:
    assert [one.zone for one in read("Lima 11-12 May\nTokyo 4-10 May").trips] == ["Asia/Tokyo", "America/Lima"]


@pytest.mark.parametrize(
    ("words", "fragment", "wording"),
    [
        ("Carnival week", "Carnival week", "exceptions_dates"),
        ("Tokyo", "Tokyo", "exceptions_dates"),
        ("13:00-14:00", "13:00-14:00", "exceptions_dates"),
        ("24", "24", "exceptions_dates"),
        ("; ,", "; ,", "exceptions"),
        ("24-26 Dec\nCarnival 16-20 Feb", "Carnival", "exceptions_place"),
        ("24 Dec Christmas", "Christmas", "exceptions_place"),  # there is an island of the name
        ("Tokoy 4-10 May", "Tokoy", "exceptions_place"),
        ("Tokyo 4-10 May; Lima 8-12 May", "Lima 8-12 May", "exceptions_overlap"),
        ("24-26 Dec\n25 Dec 13:00-14:00", "25 Dec 13:00-14:00", "exceptions_clash"),
        ("31 June", "31 June", "exceptions_no_date"),
        ("30-31 June", "31 June", "exceptions_no_date"),
        ("29 Feb 2027", "29 Feb 2027", "exceptions_no_date"),
        ("0.0.", "0.0.", "exceptions_no_date"),
        ("29 Feb", "29 Feb", "exceptions_far"),
        ("24-26 Dec 2029", "24-26 Dec 2029", "exceptions_far"),
        ("24-26 Dec 2025", "24-26 Dec 2025", "exceptions_past"),
        ("5/6", "5/6", "exceptions_order"),
        ("5 May - 4 May", "5 May - 4 May", "exceptions_range"),
        ("10 May 2027 - 4 May 2027", "10 May 2027 - 4 May 2027", "exceptions_range"),
        ("Mon 5 May", "Mon 5 May", "exceptions_weekday"),
        ("Mondays", "Mondays", "exceptions_weekly"),
        ("Mondays in May", "Mondays", "exceptions_weekly"),
        ("every day", "every day", "exceptions_weekly"),
        ("until 5 May", "until 5 May", "exceptions_end"),
        ("from 5 May", "from 5 May", "exceptions_end"),
        ("ab 5. Mai", "ab 5. Mai", "exceptions_end"),
        ("Tokyo until 5 May", "Tokyo until 5 May", "exceptions_end"),
        ("5 May 3pm", "3pm", "hours_vague"),
        ("not 5 May afternoon", "afternoon", "hours_vague"),
        ("5 May 9-5", "9-5", "hours_half"),
        ("24 Dec, 5 May 13-14", "24 Dec, 5 May 13-14", "exceptions"),
        ("May 5, 13-14", "May 5, 13-14", "exceptions"),  # two days, or two hours
        ("5 May 13:00-14:00, 24 Dec 10-11", "24 Dec", "exceptions"),
        ("Tokyo 5 May 13-14", "Tokyo", "exceptions"),
        ("only 5 May", "only 5 May", "exceptions"),
    ],
)
def test_what_is_unclear_is_refused_with_the_very_fragment(words: str, fragment: str, wording: str) -> None:
    with pytest.raises(NotUnderstood) as trouble:
        read(words)
    assert (trouble.value.fragment, trouble.value.wording) == (fragment, f"refusal.{wording}")


def test_a_name_of_several_places_is_refused_with_those() -> None:
    with pytest.raises(NotUnderstood) as trouble:
        read("Portland 4-10 May")
    assert trouble.value.facts == {
        "fragment": "Portland", "places": "Portland (Oregon, United States) / Portland (Maine, United States)",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["es", "de", "fr", "pt"])
def test_in_a_language_with_one_order_the_day_comes_first(language: str) -> None:
    assert read("5/6", language) == off("2027-06-05")


def test_lines_that_are_over_are_not_shown_again() -> None:
    typed = "24-26 Dec\nTokyo 4-10 May\n5 May 13:00-14:00\nnot 1 June 15:00-17:00"
    kept = read(typed)
    assert still_ahead(typed, kept, zone="America/Sao_Paulo", now=NOW) == typed
    january = NOW + timedelta(days=60)
    assert still_ahead(typed, kept, zone="America/Sao_Paulo", now=january) == typed.partition("\n")[2]
    assert still_ahead(typed, kept, zone="Europe/Lisbon", now=january) == typed.partition("\n")[2]
    assert still_ahead(typed, kept, zone="America/Sao_Paulo", now=NOW + timedelta(days=250)) == ""
    assert still_ahead("24-26 Dec 2026", kept, zone="UTC", now=january) == ""


# -- whatever is typed -------------------------------------------------------------------------------------------------

WORDS = (
    "24", "26", "Dec", "May", "mar", "5/6", "24/12", "24.12.", "2027", "2026-12-24", "31 June", "Mon", "today", "-",
    "to", "al", "and", ",", ";", "\n", "not", "only", "Tokyo", "La Paz", "Portland", "de", "in", "from", "until",
    "13:00", "14h", "3pm", "noon", "afternoon", "(", ":", "\u00a0", "１２", "👋", "off", "every day", "Carnival",
)  # fmt: skip


@given(
    words=st.text(max_size=1200) | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    reader=st.sampled_from(["en", "es", "de", "fr", "pt", "ja"]),
)
@settings(deadline=None, max_examples=400)
def test_whatever_is_typed_is_read_or_a_piece_of_it_refused(words: str, reader: str) -> None:
    refused: NotUnderstood | None = None
    found = Exceptions()
    try:
        found = read(words, reader)
    except NotUnderstood as trouble:
        refused = trouble
    assert refused is None or refused.fragment in unicodedata.normalize("NFC", words)
    assert refused is not None or bool(words.strip()) == (found != Exceptions())
    stretches = [(one.first, one.last or one.first) for one in found.away]
    for first, last in [*stretches, *((one.first, one.last) for one in found.trips)]:
        assert TODAY - timedelta(days=400) <= first <= last and last >= TODAY


LOCALES = {"en": "en_GB", "en-US": "en_US", "es": "es", "de": "de", "fr": "fr", "pt": "pt", "pt-BR": "pt_BR"}


@given(
    start=st.integers(0, 300),
    length=st.integers(0, 60),
    language=st.sampled_from(sorted(LOCALES)),
    skeleton=st.sampled_from(["MMMd", "MMMMd", "yMMMd", "yMMMMd", "long", "medium"]),
    to=st.sampled_from([" - ", "–", " – "]),
)
@settings(deadline=None, max_examples=300)
def test_dates_written_as_babel_writes_them_come_back(
    start: int, length: int, language: str, skeleton: str, to: str
) -> None:
    def said(day: date) -> str:
        if skeleton in ("long", "medium"):
            return format_date(day, skeleton, locale=LOCALES[language])
        return format_skeleton(skeleton, datetime.combine(day, datetime.min.time()), locale=LOCALES[language])

    first = TODAY + timedelta(days=start)
    last = first + timedelta(days=length)
    words = f"{said(first)}{to}{said(last)}" if length else said(first)
    assert read(words, language) == Exceptions(away=(Away(first, last),)), words
