"""Zones are found by what people call their city, in any script and with any accents."""

import sys
from datetime import UTC, datetime

import pytest

from bot.domain import zones
from bot.domain.zones import atlas, naming, places
from bot.domain.zones.atlas import plain

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def first(words: str, language: str = "en", near: str = "") -> tuple[str, str]:
    found = zones.search(words, language, near=near)[0]
    return found.zone, found.label


def meant(words: str) -> list[str]:
    return [found.label for found in zones.search(words, "en") if found.exact]


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("Berlin", "en", ("Europe/Berlin", "Berlin (Germany)")),
        ("berl", "de", ("Europe/Berlin", "Berlin (Deutschland)")),
        ("New York", "en", ("America/New_York", "New York (United States)")),
        ("nueva york", "es", ("America/New_York", "Nueva York (Estados Unidos)")),
        ("nueva york", "en", ("America/New_York", "New York (United States)")),
        ("NYC", "en", ("America/New_York", "New York (United States)")),
        ("bay area", "en", ("America/Los_Angeles", "San Francisco (California, United States)")),
        ("Mumbai", "en", ("Asia/Kolkata", "Mumbai (India)")),
        ("Bombay", "en", ("Asia/Kolkata", "Mumbai (India)")),
        ("BANGALORE", "en", ("Asia/Kolkata", "Bengaluru (India)")),
        ("sao paulo", "en", ("America/Sao_Paulo", "São Paulo (Brazil)")),
        ("Köln, Germany", "en", ("Europe/Berlin", "Köln (Germany)")),
        ("cologne", "en", ("Europe/Berlin", "Köln (Germany)")),
        ("Germany", "en", ("Europe/Berlin", "Berlin (Germany)")),
        ("Alemania", "es", ("Europe/Berlin", "Berlín (Alemania)")),
        ("usa", "en", ("America/New_York", "New York (United States)")),
        ("Europe/Berlin", "en", ("Europe/Berlin", "Berlin (Germany)")),
        ("US/Pacific", "en", ("America/Los_Angeles", "Los Angeles (California, United States)")),
        ("asia/calcutta", "en", ("Asia/Kolkata", "Kolkata (India)")),
        ("utc", "en", ("Etc/UTC", "UTC")),
        ("Berlin (Germany)", "xx-nonsense", ("Europe/Berlin", "Berlin (Germany)")),
        ("Portland, ME", "en", ("America/New_York", "Portland (Maine, United States)")),
        ("Portland Maine", "en", ("America/New_York", "Portland (Maine, United States)")),
        ("cambridge uk", "en", ("Europe/London", "Cambridge (United Kingdom)")),
        ("Atlanta, Georgia", "en", ("America/New_York", "Atlanta (Georgia, United States)")),
        ("Washington, D.C.", "en", ("America/New_York", "Washington (District of Columbia, United States)")),
        ("Salvador", "en", ("America/Bahia", "Salvador (Brazil)")),
        ("Chatham", "en", ("Pacific/Chatham", "Chatham (New Zealand)")),
    ],
)
def test_a_zone_is_found_by_what_people_call_it(words: str, language: str, expected: tuple[str, str]) -> None:
    assert first(words, language) == expected


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("東京", "Asia/Tokyo"), ("とうきょう", None), ("北京", "Asia/Shanghai"), ("台北", "Asia/Taipei"),
        ("서울", "Asia/Seoul"), ("부산", "Asia/Seoul"), ("Мюнхен", "Europe/Berlin"), ("москва", "Europe/Moscow"),
        ("Київ", "Europe/Kyiv"), ("Kiew", "Europe/Kyiv"), ("Αθήνα", "Europe/Athens"), ("القاهرة", "Africa/Cairo"),
        ("تهران", "Asia/Tehran"), ("תל אביב", "Asia/Jerusalem"), ("दिल्ली", "Asia/Kolkata"), ("ঢাকা", "Asia/Dhaka"),
        ("กรุงเทพ", "Asia/Bangkok"), ("தமிழ்", None), ("சென்னை", "Asia/Kolkata"), ("თბილისი", "Asia/Tbilisi"),
        ("munch", "Europe/Berlin"), ("München", "Europe/Berlin"), ("Muenchen", "Europe/Berlin"),
        ("MUNCHEN", "Europe/Berlin"), ("Lodz", "Europe/Warsaw"), ("Łódź", "Europe/Warsaw"), ("Lódz", "Europe/Warsaw"),
        ("Malmo", "Europe/Stockholm"), ("Aarhus", "Europe/Copenhagen"), ("Århus", "Europe/Copenhagen"),
        ("saint etienne", "Europe/Paris"), ("Saint-Étienne", "Europe/Paris"),
        ("Sao José dos campos", "America/Sao_Paulo"),
        ("Bogotà", "America/Bogota"), ("cordoba", "America/Argentina/Cordoba"), ("da nang", "Asia/Ho_Chi_Minh"),
        ("Ðà Nẵng", None), ("Đà Nẵng", "Asia/Ho_Chi_Minh"), ("İstanbul", "Europe/Istanbul"),
        ("ISTANBUL", "Europe/Istanbul"),
        ("Xi’an", "Asia/Shanghai"), ("Xi'an", "Asia/Shanghai"), ("  new   delhi ", "Asia/Kolkata"),
    ],
)  # fmt: skip
def test_scripts_and_accents_do_not_matter(words: str, zone: str | None) -> None:
    found = zones.search(words, "en")
    assert (found[0].zone if found else None) == zone


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("Cambridge", ["Cambridge (United Kingdom)", "Cambridge (Ontario, Canada)",
                       "Cambridge (Massachusetts, United States)", "Cambridge (New Zealand)"]),
        ("san josé", ["San Jose (California, United States)", "San José (Costa Rica)", "San Jose (Philippines)"]),
        ("Portland", ["Portland (Oregon, United States)", "Portland (Maine, United States)"]),
        ("Georgia", ["Tbilisi (Georgia)", "Atlanta (Georgia, United States)"]),
        ("Birmingham", ["Birmingham (United Kingdom)", "Birmingham (Alabama, United States)"]),
        ("Hyderabad", ["Hyderabad (India)", "Hyderabad (Pakistan)"]),
        ("Guadalupe", ["Guadalupe (Monterrey, Mexico)", "Guadalupe (Mexico City, Mexico)"]),
        ("Paris", ["Paris (France)"]),
        ("IST", ["Kolkata (India)", "Dublin (Ireland)", "Jerusalem (Israel)"]),
        ("bst", ["London (United Kingdom)", "Dhaka (Bangladesh)"]),
    ],
)  # fmt: skip
def test_what_is_called_alike_can_be_told_apart(words: str, labels: list[str]) -> None:
    assert meant(words)[: len(labels)] == labels


def test_springfield_is_in_every_zone_of_the_states() -> None:
    springfields = [found for found in zones.search("Springfield", "en") if found.exact]
    assert {found.zone for found in springfields} == {"America/Chicago", "America/New_York", "America/Los_Angeles"}
    assert all(found.label.startswith("Springfield (") for found in springfields)


@pytest.mark.parametrize("words", ["EST", "CST", "PST", "MST", "AST", "GMT", "SST"])
def test_an_abbreviation_of_several_clocks_means_them_all(words: str) -> None:
    found = [one for one in zones.search(words, "en") if one.exact]
    assert len({zones.going(one.zone, NOW) for one in found}) > 1


def test_where_somebody_asks_from_is_a_weak_hint() -> None:
    assert first("Valencia")[0] == "America/Caracas" and first("Valencia", "es", "es-ES")[0] == "Europe/Madrid"
    assert first("Birmingham", near="en-US")[0] == "Europe/London", "much larger, and en-US is everybody’s default"
    assert first("Munich", near="pt-BR")[0] == "Europe/Berlin"


@pytest.mark.parametrize("words", ["", "a", "united", "\0", "(", "x" * 5000, "🙂", ",", "a,b(c", "\x01", "\x02"])
def test_a_search_offers_no_label_twice_and_never_too_many(words: str) -> None:
    found = zones.search(words, "en", limit=7)
    assert len(found) <= 7
    assert len({one.label for one in found}) == len(found)
    assert all(zones.known(one.zone) for one in found)


def test_no_words_offer_large_cities_around_the_world() -> None:
    assert len({found.zone for found in zones.search("", "en")}) == 25


def test_a_suggestion_that_comes_back_as_words_is_what_was_suggested() -> None:
    for words in ("portl", "springf", "sao", "georg"):
        for found in zones.search(words, "en"):
            again = zones.search(f"{found.label}, now 17:31 (UTC-5:30)", "en")
            assert (again[0].zone, again[0].exact) == (found.zone, True), found


@pytest.mark.parametrize("zone", sorted(zones.inhabited()))
def test_every_zone_is_found_by_its_own_name(zone: str) -> None:
    assert zones.search(zone, "en")[0].zone == zone
    city = zone.rpartition("/")[2].replace("_", " ")
    assert zone in {found.zone for found in zones.search(city, "en")}


def test_nobody_lives_in_xyzzy() -> None:
    assert zones.search("xyzzy", "en") == [] == zones.guesses("xyzzy", "en")
    assert zones.search("Paris, Texas", "en")[0].exact is False, "there is a Paris, and it is not in Texas"


def test_what_is_nearly_spelt_right_is_guessed_and_never_certain() -> None:
    guesses = [zones.guesses(words, "en")[0] for words in ("Berlim", "Reykjavic", "Melbuorne", "Calcuttta")]
    assert [guess.label.partition(" (")[0] for guess in guesses] == ["Berlin", "Reykjavík", "Melbourne", "Kolkata"]
    assert not any(guess.exact for guess in guesses)


@pytest.mark.parametrize("language", ["en", "es", "de", "fr", "pt"])
def test_every_label_fits_an_option(language: str) -> None:
    everything = places._labels(range(len(atlas.atlas().places)), language)
    assert len(everything) > 6_000
    assert max(map(len, everything)) <= 75


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
    for words in ("Miércoles", "İstanbul ﬁ", "東京 Łódź’s", "e\u0301", "서울 Đà Nẵng"):
        assert len(zones.fold(words)) == len(words.replace("e\u0301", "é"))
    assert zones.fold("MIÉRCOLES") == "miercoles"
    assert zones.fold("서울") != zones.fold("수원")


def test_the_atlas_is_small_and_whole() -> None:
    book = atlas.atlas()
    assert len(book.places) > 6_500 and set(zones.inhabited()) <= {place.zone for place in book.places}
    kept = sys.getsizeof(book.text) + sum(map(sys.getsizeof, (book.starts, book.owners, *book.places)))
    assert kept < 4_000_000
    assert all(plain(name) == name for name in book.spoken)
    assert max(book.text) <= "\uffff", "a letter beyond would double its size"


def test_every_language_that_people_type_in_is_one_that_cldr_has() -> None:
    assert [naming.locale(language).language for language in zones.LANGUAGES] == list(zones.LANGUAGES)
