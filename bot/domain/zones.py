"""Time zones: which there are, by whose rules, and how people name them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.domain.refusals import Refusal

LANGUAGES = ("en", "es", "de", "fr", "pt")
LONGEST = 60
"""Characters of a name that are looked at."""


class UnknownZone(Refusal):
    wording = "refusal.zone"


# -- rules -------------------------------------------------------------------------------------------------------------


@cache
def names() -> frozenset[str]:
    """Every IANA name of the pinned tzdata package. The system's own files may be a year old; they are never asked."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


def known(zone: str | None) -> bool:
    return zone in names()


@cache
def _load(zone: str) -> ZoneInfo:
    with resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=zone)


def rules(zone: str) -> ZoneInfo:
    """The rules of a zone, from the pinned package; UnknownZone for anything else."""
    if not known(zone):
        raise UnknownZone(zone=zone[:LONGEST])
    return _load(zone)


# -- names -------------------------------------------------------------------------------------------------------------


def fold(text: str) -> str:
    """Small letters without accents, exactly as many as there were characters in NFC: places in it stay true."""
    return "".join(
        "'" if letter == "’" else unicodedata.normalize("NFKD", letter)[0].lower()[:1]
        for letter in unicodedata.normalize("NFC", text)
    )


@lru_cache(maxsize=64)
def locale(language: str) -> Locale:
    """CLDR's data for a language tag of any spelling ("pt-BR", "de"); English for one that it does not know."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, TypeError, UnknownLocaleError):
        return Locale.parse("en")


@cache
def _countries() -> dict[str, str]:
    """Zone to country code, in the order of zone.tab: about 420 zones, each in one country."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def _current(zone: str) -> str:
    """The name that tzdata's tables have for a zone: Asia/Calcutta is Asia/Kolkata."""
    return zone if zone in _countries() else get_global("zone_aliases").get(zone, zone)


def city(zone: str, language: str) -> str:
    """The city a zone is named after, in the language: "Nueva York"."""
    named = locale(language).time_zones.get(_current(zone), {}).get("city")
    return str(named) if named else _current(zone).rpartition("/")[2].replace("_", " ")


def _country(zone: str, language: str) -> str:
    return str(locale(language).territories.get(_countries().get(_current(zone), ""), ""))


def label(zone: str, language: str) -> str:
    """ "Berlin (Germany)", in the language; a zone of no country is its own name."""
    return _labelled(city(zone, language), _country(zone, language))


def _labelled(name: str, country: str) -> str:
    return f"{name} ({country})" if country and country != name else name


# -- searching ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Entry:
    zone: str
    label: str
    keys: tuple[str, ...]
    country: tuple[str, ...]


def _plain(words: str) -> str:
    return re.sub(r"[\s_/(),.]+", " ", fold(words)).strip()


@cache
def _old_names() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for old, zone in get_global("zone_aliases").items():
        found.setdefault(zone, []).append(old)
    return found


@cache
def _anywhere(zone: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a zone's city, and its country, are called in the languages that people are likely to type."""
    cities = {_plain(name) for name in {city(zone, language) for language in LANGUAGES}}
    countries = {_plain(name) for name in {_country(zone, language) for language in LANGUAGES} if name}
    return (*cities, *map(_plain, (zone, *_old_names().get(zone, ())))), tuple(countries)


@lru_cache(maxsize=16)
def _index(language: str) -> tuple[_Entry, ...]:
    """Large cities first, in the order of cities.tsv; then the zones themselves, those of large cities first."""
    rows = resources.files("bot.domain").joinpath("cities.tsv").read_text("utf-8").splitlines()
    cities = [(name, zone, others.split("|")) for name, zone, others in (row.split("\t") for row in rows)]
    ranked = dict.fromkeys([*(zone for _, zone, _ in cities), *_countries()])
    entries = [_entry(zone, name, others, language) for name, zone, others in cities]
    return (*entries, *(_entry(zone, city(zone, "en"), [], language) for zone in ranked))


def _entry(zone: str, name: str, others: list[str], language: str) -> _Entry:
    own, country = city(zone, language), _country(zone, language)
    cities, countries = _anywhere(zone)
    named_after = _plain(name) in cities
    shown = _labelled(own if named_after and _plain(own) != _plain(name) else name, country)
    keys = (*map(_plain, (name, shown, *others)), *(cities if named_after else ()))
    return _Entry(zone, shown, tuple(filter(None, keys)), (*countries, _plain(country)) if country else ())


def _nearness(key: str, words: str) -> int:
    """0 the very name, 1 its beginning, 2 the beginning of a word in it, 3 a part of it, 4 none of these."""
    if key.startswith(words):
        return 0 if key == words else 1
    if f" {words}" in key:
        return 2
    return 3 if len(words) > 2 and words in key else 4


def search(words: str, language: str, limit: int = 25) -> list[tuple[str, str]]:
    """(zone, label) of what is meant by a city, a country, a zone or its abbreviation, nearest first, each zone once.
    No words at all give some large cities around the world."""
    near = _matches(_plain(words[:LONGEST]), language)
    if not near and "," in words:  # "Köln, Germany"
        near = _matches(_plain(words[:LONGEST].partition(",")[0]), language)
    labels: dict[str, str] = {}
    for entry in near:
        labels.setdefault(entry.zone, entry.label)
    return list(labels.items())[:limit]


def _matches(plain: str, language: str) -> list[_Entry]:
    found = [
        (nearness, rank, entry)
        for entry in _index(language)
        for rank, keys in enumerate((entry.keys, entry.country))
        if keys and (nearness := min(_nearness(key, plain) for key in keys)) < 4
    ]
    return [entry for _, _, entry in sorted(found, key=lambda match: match[:2])]
