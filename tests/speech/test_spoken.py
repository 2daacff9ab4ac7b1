"""Times as words, for where nothing draws them in the reader's own clock."""

from datetime import UTC, datetime

import pytest

from bot.boundary.cards import Card, Fact, Link
from bot.speech.spoken import moment, spoken
from bot.speech.voice import Voice

WHEN = datetime(2026, 12, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "said"),
    [
        ("en", "Europe/Berlin", "Tue, 1 Dec 2026, 16:00 (Berlin time, UTC+1)"),
        ("es", "America/Sao_Paulo", "mar, 1 dic 2026, 12:00 (hora de São Paulo, UTC-3)"),
        ("en", "Asia/Kathmandu", "Tue, 1 Dec 2026, 20:45 (Kathmandu time, UTC+5:45)"),
        ("en", "Pacific/Marquesas", "Tue, 1 Dec 2026, 05:30 (Marquesas time, UTC-9:30)"),
        ("en", "Pacific/Kiritimati", "Wed, 2 Dec 2026, 05:00 (Kiritimati time, UTC+14)"),
        ("en", None, "Tue, 1 Dec 2026, 15:00 (UTC)"),
        ("en", "Nowhere/At_All", "Tue, 1 Dec 2026, 15:00 (UTC)"),
    ],
)
def test_a_moment_names_the_day_the_zone_and_how_far_it_is_from_utc(language: str, zone: str | None, said: str) -> None:
    assert moment(WHEN, Voice(language, zone)) == said


def test_every_time_of_a_card_becomes_words_and_nothing_else_changes() -> None:
    voice = Voice("en", "Europe/Berlin")
    link = Link("x", "https://x.test")
    card = Card("T", (("At ", WHEN, "."),), (Fact("When", (WHEN,)),), small=(link, WHEN), point="p")
    said = moment(WHEN, voice)
    assert spoken(card, voice) == Card(
        "T", (("At ", said, "."),), (Fact("When", (said,)),), small=(link, said), point="p"
    )
