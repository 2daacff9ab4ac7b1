"""Finding a zone by what people call it: a city, a country, the zone itself or its abbreviation."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from babel.core import get_global

from bot.domain.zones.naming import LANGUAGES, city, country, fold, labelled
from bot.domain.zones.releases import LONGEST, inhabited


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
    countries = {_plain(name) for name in {country(zone, language) for language in LANGUAGES} if name}
    return (*cities, *map(_plain, (zone, *_old_names().get(zone, ())))), tuple(countries)


@lru_cache(maxsize=16)
def _index(language: str) -> tuple[_Entry, ...]:
    """Large cities first, in the order of cities.tsv; then the zones themselves, those of large cities first."""
    rows = resources.files("bot.domain.zones").joinpath("cities.tsv").read_text("utf-8").splitlines()
    cities = [(name, zone, others.split("|")) for name, zone, others in (row.split("\t") for row in rows)]
    ranked = dict.fromkeys([*(zone for _, zone, _ in cities), *inhabited()])
    entries = [_entry(zone, name, others, language) for name, zone, others in cities]
    return (*entries, *(_entry(zone, city(zone, "en"), [], language) for zone in ranked))


def _entry(zone: str, name: str, others: list[str], language: str) -> _Entry:
    own, home = city(zone, language), country(zone, language)
    cities, countries = _anywhere(zone)
    named_after = _plain(name) in cities
    shown = labelled(own if named_after and _plain(own) != _plain(name) else name, home)
    keys = (*map(_plain, (name, shown, *others)), *(cities if named_after else ()))
    return _Entry(zone, shown, tuple(filter(None, keys)), (*countries, _plain(home)) if home else ())


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
