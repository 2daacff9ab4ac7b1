"""Zones are found by what people call their city."""

import time

import pytest

from bot.domain import zones
from bot.domain.zones import places


@pytest.mark.parametrize(
    ("words", "language", "first"),
    [
        ("Berlin", "en", ("Europe/Berlin", "Berlin (Germany)")),
        ("berl", "de", ("Europe/Berlin", "Berlin (Deutschland)")),
        ("New York", "en", ("America/New_York", "New York (United States)")),
        ("nueva york", "es", ("America/New_York", "Nueva York (Estados Unidos)")),
        ("nueva york", "en", ("America/New_York", "New York (United States)")),
        ("Mumbai", "en", ("Asia/Kolkata", "Mumbai (India)")),
        ("BANGALORE", "en", ("Asia/Kolkata", "Bangalore (India)")),
        ("San Francisco", "en", ("America/Los_Angeles", "San Francisco (United States)")),
        ("sao paulo", "en", ("America/Sao_Paulo", "São Paulo (Brazil)")),
        ("Köln, Germany", "en", ("Europe/Berlin", "Cologne (Germany)")),
        ("Germany", "en", ("Europe/Berlin", "Berlin (Germany)")),
        ("Alemania", "es", ("Europe/Berlin", "Berlin (Alemania)")),
        ("usa", "en", ("America/New_York", "New York (United States)")),
        ("Europe/Berlin", "en", ("Europe/Berlin", "Berlin (Germany)")),
        ("US/Pacific", "en", ("America/Los_Angeles", "Los Angeles (United States)")),
        ("asia/calcutta", "en", ("Asia/Kolkata", "Kolkata (India)")),
        ("Kiew", "de", ("Europe/Kyiv", "Kyiv (Ukraine)")),
        ("東京", "en", ("Asia/Tokyo", "Tokyo (Japan)")),
        ("EST", "en", ("America/New_York", "New York (United States)")),
        ("utc", "en", ("Etc/UTC", "UTC")),
        ("Berlin (Germany)", "xx-nonsense", ("Europe/Berlin", "Berlin (Germany)")),
    ],
)
def test_a_zone_is_found_by_what_people_call_it(words: str, language: str, first: tuple[str, str]) -> None:
    assert zones.search(words, language)[0] == first


def test_an_abbreviation_of_several_zones_offers_them_all() -> None:
    found = [zone for zone, _ in zones.search("IST", "en")]
    assert found[:3] == ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]


@pytest.mark.parametrize("words", ["", "a", "united", "\0", "(", "x" * 5000, "🙂"])
def test_a_search_offers_no_zone_twice_and_never_too_many(words: str) -> None:
    found = zones.search(words, "en", limit=7)
    assert len(found) <= 7
    assert len({zone for zone, _ in found}) == len(found)
    assert all(zones.known(zone) for zone, _ in found)


def test_nobody_lives_in_xyzzy() -> None:
    assert zones.search("xyzzy", "en") == []


@pytest.mark.parametrize("language", ["en", "es", "de", "fr", "pt"])
def test_every_zone_has_a_label_that_fits_an_option(language: str) -> None:
    everything = zones.search("a", language, limit=10_000)
    assert len(everything) > 100
    assert max(len(label) for _, label in everything) <= 75


@pytest.mark.parametrize(
    ("zone", "language", "label"),
    [
        ("Asia/Calcutta", "de", "Kolkata (Indien)"),
        ("America/New_York", "es", "Nueva York (Estados Unidos)"),
        ("Europe/London", "pt-BR", "Londres (Reino Unido)"),
        ("Asia/Singapore", "en", "Singapore"),
        ("Etc/UTC", "en", "UTC"),
    ],
)
def test_a_zone_is_labelled_in_the_readers_language(zone: str, language: str, label: str) -> None:
    assert zones.label(zone, language) == label


def test_folding_keeps_every_place_in_the_text() -> None:
    for words in ("Miércoles", "İstanbul ﬁ", "東京 Łódź’s", "e\u0301"):
        assert len(zones.fold(words)) == len(words.replace("e\u0301", "é"))
    assert zones.fold("MIÉRCOLES") == "miercoles"


def test_the_first_search_is_answered_while_somebody_types() -> None:
    for kept in (places._index, places._anywhere):
        kept.cache_clear()
    began = time.perf_counter()
    zones.search("berl", "fr")
    assert time.perf_counter() - began < 1  # about 0.1 s on an idle machine
