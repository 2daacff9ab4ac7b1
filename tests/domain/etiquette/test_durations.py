"""How long: stretches of time in five languages."""

import pytest

from bot.domain.etiquette import prose
from bot.domain.etiquette.durations import by_the_clock, stretches


def minutes(typed: str, language: str) -> list[float]:
    return [
        stretch.minutes for sentence in prose.read(typed, language).sentences for stretch in stretches(sentence.plain)
    ]


@pytest.mark.parametrize(
    ("typed", "language", "found"),
    [
        ("Would an hour and a half work?", "en", [90]),
        ("45-60 min", "en", [60]),
        ("15–20 minutes", "en", [20]),
        ("30 or 45 minutes", "en", [45]),
        ("a quarter of an hour", "en", [15]),
        ("half an hour", "en", [30]),
        ("forty five minutes", "en", [45]),
        ("1.5 hrs", "en", [90]),
        ("45 minutes to an hour", "en", [60]),
        ("one-hour talk", "en", [60]),
        ("I am 45 years old", "en", []),
        ("¿una hora y media?", "es", [90]),
        ("media hora", "es", [30]),
        ("cuarenta y cinco minutos", "es", [45]),
        ("uma hora e meia", "pt", [90]),
        ("meia hora", "pt", [30]),
        ("trois quarts d'heure", "fr", [45]),
        ("une demi-heure", "fr", [30]),
        ("demain à 14 h", "fr", []),
        ("almoço entre 12h e 14h", "pt", []),
        ("turno das 4h às 12h", "pt", []),
        ("anderthalb Stunden", "de", [90]),
        ("eine halbe Stunde", "de", [30]),
    ],
)
def test_a_stretch_counts_with_its_upper_end(typed: str, language: str, found: list[float]) -> None:
    assert minutes(typed, language) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Could we do Saturday from 9 to 10?", [60]),
        ("0900–1030 on Monday", [90]),
        ("2 till 4 pm", [120]),
        ("noon to 1pm", [60]),
        ("10.30-12 on Monday", [90]),
        ("between 2 and 4 pm", []),
        ("the shop is open from 9 to 5", []),
        ("from 2 to 4 people", []),
        ("from 10 to 12 November", []),
        ("from 2010 to 2012 in Leeds", []),
    ],
)
def test_a_meeting_may_be_told_by_the_clock(typed: str, found: list[float]) -> None:
    sentences = prose.read(typed, "en").sentences
    assert [stretch.minutes for sentence in sentences for stretch in by_the_clock(sentence.plain)] == found
