"""Office hours as people type them are read as they mean them, or refused with the very fragment."""

import unicodedata
from collections.abc import Sequence
from datetime import time

import pytest
from babel.dates import format_time, get_day_names
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.hours import NotUnderstood, parse
from bot.domain.mentors import Window

TUE_THU_LUNCH = (Window(1, 720, 840), Window(3, 720, 840))


def weekdays(start: int, end: int, besides: Sequence[int] = ()) -> tuple[Window, ...]:
    return tuple(Window(day, start, end) for day in range(5) if day not in besides)


def one(day: int, start: str, end: str) -> tuple[Window, ...]:
    def minutes(words: str) -> int:
        hour, minute = words.split(":")
        return int(hour) * 60 + int(minute)

    return (Window(day, minutes(start), minutes(end)),)


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("Mon-Fri 9:00-12:00", weekdays(540, 720)),
        ("Tue & Thu 12-2pm", TUE_THU_LUNCH),
        ("weekdays 17:30-19:00", weekdays(1050, 1140)),
        ("M-F 9-12", weekdays(540, 720)),
        ("L–V 9-12", weekdays(540, 720)),
        ("weekday evenings 6-8pm", weekdays(1080, 1200)),
        (
            "tuesdays 12:00-14:00, thursday 9-11am; sat 10-12",
            (Window(1, 720, 840), Window(3, 540, 660), Window(5, 600, 720)),
        ),
        ("Mon 9-10, 14:00–15:00 and Tue 9am to 11am", (Window(0, 540, 600), Window(0, 840, 900), Window(1, 540, 660))),
        ("Mon, Wed\tand Fri 8-10", (Window(0, 480, 600), Window(2, 480, 600), Window(4, 480, 600))),
        ("Mon 9-10\nTues. 9-10", (Window(0, 540, 600), Window(1, 540, 600))),
        ("Mon/Wed 9-10", (Window(0, 540, 600), Window(2, 540, 600))),
        ("thurs 9.30 a.m. - 11 a.m.", one(3, "9:30", "11:00")),
        ("Monday - 9:00-11:00", one(0, "9:00", "11:00")),
        ("Fri-Mon 10-12", (Window(0, 600, 720), Window(4, 600, 720), Window(5, 600, 720), Window(6, 600, 720))),
        ("weekends 10-12", (Window(5, 600, 720), Window(6, 600, 720))),
        ("mon 11-2pm", one(0, "11:00", "14:00")),
        ("mon 10-12pm", one(0, "10:00", "12:00")),
        ("mon 9am-5", one(0, "9:00", "17:00")),
        ("mon from 8:00 to 10:00", one(0, "8:00", "10:00")),
        ("mon between 10 and 12", one(0, "10:00", "12:00")),
        ("ＭＯＮ ９:００-10:00", one(0, "9:00", "10:00")),
        ("Tue\u00a012\u200a—\u200a2pm", one(1, "12:00", "14:00")),
        ("Mon 5.30pm-7pm", one(0, "17:30", "19:00")),
        ("Mon 1730-1900", one(0, "17:30", "19:00")),
        ("Mon 930-1130", one(0, "9:30", "11:30")),
        ("Mon 10 o’clock - 12 o’clock", one(0, "10:00", "12:00")),
    ],
)
def test_hours_are_read_as_people_type_them(words: str, understood: tuple[Window, ...]) -> None:
    assert parse(words) == understood


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("9am–5pm Mon, Wed", (Window(0, 540, 1020), Window(2, 540, 1020))),
        ("9-11 Mon; 14-16 on Tue", (Window(0, 540, 660), Window(1, 840, 960))),
        ("between 10 and 12 on Tuesdays", one(1, "10:00", "12:00")),
        ("all day Saturday", one(5, "0:00", "24:00")),
    ],
)
def test_times_may_come_before_their_days(words: str, understood: tuple[Window, ...]) -> None:
    assert parse(words) == understood


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("fri 10pm-1am", one(4, "22:00", "1:00")),
        ("fri 22:00-1:00", one(4, "22:00", "1:00")),
        ("fri 17:00-02:00", one(4, "17:00", "2:00")),
        ("sat 20-24", one(5, "20:00", "24:00")),
        ("sat 20:00-00:00", one(5, "20:00", "24:00")),
        ("sat 8pm-midnight", one(5, "20:00", "24:00")),
        ("sat 12am-2am", one(5, "0:00", "2:00")),
        ("sat noon to 2", one(5, "12:00", "14:00")),
        ("sat 9-noon", one(5, "9:00", "12:00")),
        ("sat 24h", one(5, "0:00", "24:00")),
        ("sat all day", one(5, "0:00", "24:00")),
        ("sat 00:00-24:00", one(5, "0:00", "24:00")),
    ],
)
def test_noon_midnight_and_whole_days_have_names(words: str, understood: tuple[Window, ...]) -> None:
    assert parse(words) == understood


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("Tue evenings 6-8", one(1, "18:00", "20:00")),
        ("Tue mornings 9-12", one(1, "9:00", "12:00")),
        ("Tue 2-4 in the afternoon", one(1, "14:00", "16:00")),
        ("Mon 9-11 in the morning, 2-4 in the afternoon", (Window(0, 540, 660), Window(0, 840, 960))),
        ("martes de 4 a 6 de la tarde", one(1, "16:00", "18:00")),
        ("Dienstag 8 Uhr abends bis 10 Uhr abends", one(1, "20:00", "22:00")),
    ],
)
def test_a_part_of_the_day_tells_the_half(words: str, understood: tuple[Window, ...]) -> None:
    assert parse(words) == understood


@pytest.mark.parametrize(
    "words",
    [
        "weekdays 9-12 except Wednesday", "weekdays 9-12, not Wednesdays", "weekdays except Wed 9-12",
        "weekdays 9-12; not on Wednesdays", "9-12 weekdays but not Wed", "Mo-Fr 9-12 Uhr außer Mittwoch",
        "lunes a viernes 9-12, excepto miércoles", "en semaine 9h-12h sauf le mercredi",
        "dias úteis 9h-12h, exceto quarta",
    ],
)  # fmt: skip
def test_a_day_can_be_left_out(words: str) -> None:
    assert parse(words) == weekdays(540, 720, besides=[2])


@pytest.mark.parametrize("reader", ["en", "es", "de", "fr", "pt", "pt-BR", "ja", "no such language"])
@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("Mo 14-16 Uhr", one(0, "14:00", "16:00")),
        ("Di 14-16 Uhr", one(1, "14:00", "16:00")),
        ("Di, Do 12-14", TUE_THU_LUNCH),
        ("Mo-Fr 9-12 & 14-17", tuple(sorted(weekdays(540, 720) + weekdays(840, 1020), key=lambda w: (w.day, w.start)))),
        ("Montag bis Freitag von 9 bis 12 Uhr", weekdays(540, 720)),
        ("dienstags und donnerstags 12:00-14:00", TUE_THU_LUNCH),
        ("samstags und sonnabends 9-12", one(5, "9:00", "12:00")),
        ("14-16 Uhr am Montag", one(0, "14:00", "16:00")),
        ("Dienstag Mittag bis 14 Uhr", one(1, "12:00", "14:00")),
        ("lun. 12h-14h", one(0, "12:00", "14:00")),
        ("mer 9h-11h", one(2, "9:00", "11:00")),
        ("mar 9h-11h", one(1, "9:00", "11:00")),
        ("lundi 17 h 30 - 19 h", one(0, "17:30", "19:00")),
        ("mardi de midi à 14h", one(1, "12:00", "14:00")),
        ("mardi entre 10h et 12h", one(1, "10:00", "12:00")),
        ("du lundi au vendredi de 12h à 14h", weekdays(720, 840)),
        ("mar y jue 12:00-14:00", TUE_THU_LUNCH),
        ("mié 9-11", one(2, "9:00", "11:00")),
        ("sa. 9-11", one(5, "9:00", "11:00")),
        ("los MARTES y Miércoles 9h30-11h", (Window(1, 570, 660), Window(2, 570, 660))),
        ("martes de mediodía a 14:00", one(1, "12:00", "14:00")),
        ("lunes de 10 a. m. a 12 p. m.", one(0, "10:00", "12:00")),
        ("entre semana 18-20", weekdays(1080, 1200)),
        ("segunda a sexta das 18h às 20h", weekdays(1080, 1200)),
        ("2ª a 6ª 18h-20h", weekdays(1080, 1200)),
        ("terças-feiras 12h-14h; quinta-feira 12h-14h", TUE_THU_LUNCH),
        ("terça e quinta, 12h às 14h", TUE_THU_LUNCH),
        ("terça entre as 10h e as 12h", one(1, "10:00", "12:00")),
    ],
)
def test_hours_in_five_languages_are_read_whoever_reads(
    words: str, understood: tuple[Window, ...], reader: str
) -> None:
    assert parse(words, reader) == understood


def test_a_short_name_that_two_languages_share_needs_the_readers_language() -> None:
    assert parse("Do 9-11", "de") == (Window(3, 540, 660),)
    assert parse("Do 9-11", "es") == (Window(6, 540, 660),)
    assert parse("Di 9-11", "fr") == (Window(6, 540, 660),)
    assert parse("2a a 6a 9h-11h", "pt") == weekdays(540, 660)
    with pytest.raises(NotUnderstood) as trouble:
        parse("Do 9-11", "en")
    assert (trouble.value.fragment, trouble.value.wording) == ("Do", "refusal.hours_day")


@pytest.mark.parametrize(
    ("words", "fragment", "wording"),
    [
        ("whenever", "whenever", "hours"),
        ("whenever you like", "whenever you like", "hours"),
        ("", "", "hours"),
        (" \n ", "", "hours"),
        ("25:00", "25:00", "hours"),
        ("Mon 25:00-26:00", "Mon 25:00-26:00", "hours"),
        ("Mon 9:75-11:00", "Mon 9:75-11:00", "hours"),
        ("Mon 13pm-2pm", "Mon 13pm-2pm", "hours"),
        ("Mon 12-12", "Mon 12-12", "hours_half"),
        ("9:00-12:00", "9:00-12:00", "hours_days"),
        ("Mon 9:00-10:00; 14:00-15:00", "14:00-15:00", "hours_days"),
        ("9-11 Mon, 14-16", "9-11 Mon, 14-16", "hours_days"),
        ("Mon 9-5", "Mon 9-5", "hours_half"),
        ("Mon 9:00-5:00", "Mon 9:00-5:00", "hours_half"),
        ("Mon 2-4", "Mon 2-4", "hours_half"),
        ("Mon 3:30-5:00", "Mon 3:30-5:00", "hours_half"),
        ("Mon 130-330", "Mon 130-330", "hours_half"),
        ("Mon 8-midnight", "Mon 8-midnight", "hours_half"),
        ("Mon 14-2", "Mon 14-2", "hours"),
        ("Mon 9am-11", "Mon 9am-11", "hours"),
        ("Tue 8-12am", "Tue 8-12am", "hours"),
        ("Mon 9:00-10:00, 12-12", "12-12", "hours_half"),
        ("Tue 9-11; Mon 9-11am EST", "EST", "hours_zone"),
        ("every second Tuesday 9-11", "second", "hours_alternate"),
        ("every other Friday 9-11", "other", "hours_alternate"),
        ("Mon", "Mon", "hours_times"),
        ("Mon; Tue 9-11", "Mon", "hours_times"),
        ("Tue 9-11, Mon", "Mon", "hours_times"),
        ("Mon 9:00", "9:00", "hours_vague"),
        ("Mon 9:00-", "9:00-", "hours_vague"),
        ("Tuesdays after lunch", "after lunch", "hours_vague"),
        ("Tuesday mornings", "mornings", "hours_vague"),
        ("Tue after 5pm", "after 5pm", "hours_vague"),
        ("Tue until noon", "until noon", "hours_vague"),
        ("Dienstag ab 17 Uhr", "ab 17 Uhr", "hours_vague"),
        ("martes por la tarde", "por la tarde", "hours_vague"),
        ("mardi après-midi", "après-midi", "hours_vague"),
        ("24 Dec 9-11", "24 Dec", "hours_date"),
        ("Dec 24 9-11", "Dec 24", "hours_date"),
        ("weekdays 9-17 except Wed 14-16", "except Wed 14-16", "hours_except"),
        ("Mon 9-11, Tue same", "same", "hours"),
        ("not Mondays", "not Mondays", "hours"),
        ("Werktags 9-12", "Werktags", "hours"),  # with or without Saturday
        ("Mon 9-10-11", "10-11", "hours"),
        ("Mon 9-11 <!channel>", "<!channel>", "hours"),
    ],
)
def test_what_is_unclear_is_refused_with_the_very_fragment(words: str, fragment: str, wording: str) -> None:
    with pytest.raises(NotUnderstood) as trouble:
        parse(words)
    assert trouble.value.fragment == fragment
    assert trouble.value.wording == f"refusal.{wording}"
    assert trouble.value.facts == {"fragment": fragment}


WORDS = (
    "mon", "Tue", "Di", "Do", "lunes", "mar", "sáb.", "2ª", "9", "9:30", "17h30", "5pm", "1730", "24:00", "noon", "-",
    "–", "to", "a", "bis", "and", ",", ";", "\n", "except", "not", "mornings", "de la tarde", "all day", "24h",
    "between", "after", "Dec", "EST", "weekdays", "(", "@", "\u00a0", "１２", "👋", "م",
)  # fmt: skip


@given(
    words=st.text(max_size=700) | st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    reader=st.sampled_from(["en", "es", "de", "fr", "pt", "ja"]),
)
@settings(deadline=None, max_examples=400)
def test_whatever_is_typed_is_read_or_a_piece_of_it_refused(words: str, reader: str) -> None:
    refused: NotUnderstood | None = None
    windows: tuple[Window, ...] = ()
    try:
        windows = parse(words, reader)
    except NotUnderstood as trouble:
        refused = trouble
    assert bool(windows) != bool(refused)
    assert refused is None or refused.fragment in unicodedata.normalize("NFC", words)
    assert all(0 <= one.day < 7 and 0 <= one.start < 1440 and 0 < one.end <= 1440 for one in windows)


def test_a_text_of_any_length_is_answered_at_once() -> None:
    for words in ("mon " * 100_000, "9-" * 100_000, "a" * 100_000, "24" * 100_000):
        with pytest.raises(NotUnderstood):
            parse(words)


# -- round trips -------------------------------------------------------------------------------------------------------

quarters = st.integers(0, 96).map(lambda quarter: quarter * 15)
spans = st.tuples(quarters, quarters).filter(lambda it: it[0] < it[1] or (it[0] >= 1080 and 0 < it[1] <= it[0] - 720))
some = st.sets(st.tuples(st.integers(0, 6), spans.filter(lambda it: it[0] < 1440)), min_size=1, max_size=6)
JOINED = {
    "en": (" and ", "-"), "es": (" y ", " a "), "de": (" und ", "–"), "fr": (" et ", " à "), "pt": (" e ", " às "),
    "en-US": (" & ", " to "), "pt-BR": (", ", " – "), "es-MX": (", ", "-"),
}  # fmt: skip


@given(some, st.sampled_from(sorted(JOINED)), st.sampled_from(["short", "abbreviated", "wide"]), st.sampled_from(";\n"))
@settings(deadline=None, max_examples=300)
def test_windows_written_as_babel_writes_them_come_back(
    windows: set[tuple[int, tuple[int, int]]], language: str, width: str, stop: str
) -> None:
    """Days with the same times share a line; an hour of the night has its zero, where clocks count to 24."""
    locale = language.replace("-", "_")
    together, to = JOINED[language]

    def clock(minutes: int) -> str:
        words = format_time(time(minutes // 60 % 24, minutes % 60), "short", locale=locale)
        return words.zfill(5) if len(words) == 4 else words

    lines: dict[tuple[int, int], list[int]] = {}
    for day, span in sorted(windows):
        lines.setdefault(span, []).append(day)
    names = get_day_names(width, locale=locale)  # type: ignore[arg-type]
    said = [f"{together.join(names[d] for d in days)} {clock(s)}{to}{clock(e)}" for (s, e), days in lines.items()]
    read = parse(stop.join(said), language)
    assert [(one.day, (one.start, one.end)) for one in read] == sorted(windows)
