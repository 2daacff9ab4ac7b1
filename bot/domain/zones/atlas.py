"""The places people name: cities.tsv (from GeoNames by `make cities`), every zone of tzdata, spoken.tsv (abbreviations
and nicknames, by hand), and what CLDR calls countries and zones. Read when first asked, about ten megabytes."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from babel.core import get_global

from bot.domain.zones.naming import LANGUAGES, city, fold, locale
from bot.domain.zones.releases import inhabited, known, pinned, under

LONGEST_KEY = 40
"""Characters by which names are put in order."""
MAIN, OTHER = "\x01", "\x02"
"""What stands before a place's own name in the text of all names, and before any other name of it."""


def plain(words: str) -> str:
    """Folded, and words apart by one space: what is compared."""
    return re.sub(r"[\s_/(),.–-]+", " ", fold(words)).strip()


@dataclass(frozen=True, slots=True)
class Place:
    """A city, or a zone that no large city is named for. `region` is a state or province: ("ME", "Maine")."""

    name: str
    zone: str
    country: str
    region: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Atlas:
    """`places` in order of size. `text` holds all names; `starts` is where a word of a name begins in it, in
    alphabetical order, and `owners` whose name it is."""

    places: tuple[Place, ...]
    text: str
    starts: "array[int]"
    owners: "array[int]"
    namesakes: Mapping[str, int]
    """The place that a zone is named after."""
    spoken: Mapping[str, tuple[int, ...]]
    """What an abbreviation, a nickname, a country or a region may mean, by its whole name."""

    def within(self, words: str) -> range:
        """Where in `starts` the names are that have a word beginning with `words`, which are folded."""
        size = min(len(words), LONGEST_KEY)

        def start(at: int) -> str:
            return self.text[at : at + size]

        low = bisect_left(self.starts, words[:size], key=start)
        return range(low, bisect_right(self.starts, words[:size], low, key=start))


@cache
def atlas() -> Atlas:
    with under(pinned()):
        return _drawn()


def _drawn() -> Atlas:
    places, names = _cities()
    namesakes = _namesakes(places, names)
    ranked = dict.fromkeys([*(place.zone for place in places), *inhabited(), "Etc/UTC"])
    for zone in ranked:
        if zone not in namesakes:
            namesakes[zone] = len(places)
            places.append(Place(city(zone, "en"), zone, inhabited().get(zone, "")))
            names.append([])
        names[namesakes[zone]] += [*called(zone), *map(plain, (zone, *_old_names().get(zone, ())))]
    spoken = {**_areas(places), **_by_hand(places, namesakes)}
    for words, meant in spoken.items():
        if len(meant) == 1:
            names[meant[0]].append(words)
    text, starts, owners = _sorted(places, names)
    return Atlas(tuple(places), text, starts, owners, namesakes, spoken)


def _rows(name: str) -> Iterator[list[str]]:
    table = resources.files("bot.domain.zones").joinpath(name).read_text(encoding="utf-8")
    return (row.split("\t") for row in table.splitlines())


def _cities() -> tuple[list[Place], list[list[str]]]:
    places, names, regions = [], [], {"": ("", "")}
    for name, zone, country, region, others in _rows("cities.tsv"):
        if known(zone):
            code, _, called = region.partition(" ")
            places.append(Place(name, zone, country, regions.setdefault(region, (code, called))))
            names.append(others.split("|") if others else [])
    return places, names


@cache
def called(zone: str) -> frozenset[str]:
    """The city a zone is named after, in the languages that people are likely to type."""
    return frozenset(plain(city(zone, language)) for language in LANGUAGES)


def _namesakes(places: list[Place], names: list[list[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for rank, place in enumerate(places):
        wanted = called(place.zone)
        if place.zone not in found and (plain(place.name) in wanted or not wanted.isdisjoint(names[rank])):
            found[place.zone] = rank
    return found


@cache
def _old_names() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for old, zone in get_global("zone_aliases").items():
        found.setdefault(zone, []).append(old)
    return found


@cache
def countries(code: str) -> frozenset[str]:
    """What a country is called in the languages that people are likely to type, folded; its code too."""
    called = (locale(language).territories.get(code) for language in LANGUAGES)
    return frozenset(plain(name) for name in (code, *filter(None, called)))


def _areas(places: list[Place]) -> dict[str, tuple[int, ...]]:
    """The largest place of each zone, by the name of a country or region. Georgia is both."""
    found: dict[str, dict[str, int]] = {}
    for rank, place in enumerate(places):
        region = plain(place.region[1])
        for area in (*countries(place.country), region) if region else countries(place.country):
            if len(area) > 2:  # "in" and "de" begin the names of cities; codes are read after a comma
                found.setdefault(area, {}).setdefault(place.zone, rank)
    return {area: tuple(zones.values()) for area, zones in found.items()}


def _by_hand(places: list[Place], namesakes: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    by_name = {(place.name, place.zone): rank for rank, place in reversed(list(enumerate(places)))}
    areas: dict[str, dict[str, int]] = {}
    for rank, place in enumerate(places):
        areas.setdefault(place.country, {}).setdefault(place.zone, rank)
    found = {}
    for words, targets in _rows("spoken.tsv"):
        ranks: list[int] = []
        for zone, _, name in (target.partition("=") for target in targets.split("|")):
            if name:
                ranks.append(by_name[name, zone])
            elif "/" in zone:
                ranks.append(namesakes[zone])
            else:
                ranks += areas[zone].values()
        found[plain(words)] = tuple(ranks)
    return found


def _sorted(places: list[Place], names: list[list[str]]) -> "tuple[str, array[int], array[int]]":
    parts: list[str] = []
    begins: list[tuple[str, int, int]] = []
    end = 0
    for rank, place in enumerate(places):
        own = plain(place.name)
        for name in dict.fromkeys((own, *names[rank])):
            parts.append((MAIN if name == own else OTHER) + name)
            end += 1
            words = [0, *(at.end() for at in re.finditer(" ", name))]
            begins += ((name[word : word + LONGEST_KEY], end + word, rank) for word in words)
            end += len(name)
    begins.sort()
    return "".join(parts) + OTHER, array("I", (at for _, at, _ in begins)), array("H", (rank for *_, rank in begins))
