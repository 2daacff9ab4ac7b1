"""Finding a zone by what people type: a city in any script, a country, a zone or its abbreviation."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from babel.core import get_global

from bot.domain.zones.atlas import MAIN, OTHER, Place, atlas, called, countries, plain
from bot.domain.zones.naming import city, labelled, locale
from bot.domain.zones.releases import LONGEST

HINT = 4
"""A city of the asker's own country counts as one of so many times its inhabitants: by rank, as cities go by Zipf."""
LONGEST_LABEL = 120
"""Characters that are looked at: what was suggested may come back as words."""
OWN_NAME, NAMED_SO, BEGINS, BEGINS_OTHER, INSIDE = range(5)
"""How near a name is: the very name; another very name, or what an abbreviation means; then parts."""
KEPT = 60
"""Matches of one search that are kept: more than twice what is ever shown."""
SPELT = 4
"""Letters from which on a name can be misspelt."""
SHOWN_CLOCK = re.compile(r",[^,]*\(UTC[^()]*\)\s*$")
"""How the label of a suggestion goes on: ", now 17:31 (UTC+5:30)"."""


@dataclass(frozen=True)
class Found:
    """`label` tells it from the others that were found: "Portland (Oregon, United States)". `exact`: what was typed is
    its whole name, and not a beginning."""

    zone: str
    label: str
    exact: bool


def search(words: str, language: str, limit: int = 25, *, near: str = "") -> list[Found]:
    """What may be meant by a city, a country, a zone or its abbreviation: the very name first, then the largest city.
    `near` is the asker's locale ("es-MX"), a weak hint. No label twice; a zone may come with several cities. No words
    at all give some large cities around the world."""
    said = SHOWN_CLOCK.sub("", words[:LONGEST_LABEL])
    if said in atlas().namesakes:  # the zone itself, and not places that begin so
        return [Found(said, _labels([atlas().namesakes[said]], language)[0], True)]
    territory = _territory(near or language)
    # a few more than are asked for: some turn out to be one
    nearest = (_matches(plain(said), territory) or _qualified(said, territory))[: 2 * limit]
    labels = _labels([rank for _, rank in nearest], language)
    found: dict[str, Found] = {}
    for label, (nearness, rank) in zip(labels, nearest, strict=True):
        found.setdefault(label, Found(atlas().places[rank].zone, label, nearness <= NAMED_SO))
    return list(found.values())[:limit]


def guesses(words: str, language: str, limit: int = 3) -> list[Found]:
    """Cities that are spelt nearly so, from the first letter on, for when nothing was found: "Berlim"."""
    said = plain(words[:LONGEST])
    book, names = atlas(), dict[str, int]()
    for at in book.within(said[:1]) if len(said) >= SPELT else ():
        start, rank = book.starts[at], book.owners[at]
        if book.text[start - 1] in (MAIN, OTHER):
            name = book.text[start : start + LONGEST].partition(MAIN)[0].partition(OTHER)[0]
            names[name] = min(rank, names.get(name, rank))
    close = get_close_matches(said, names, n=3 * limit, cutoff=0.75)
    ranks = list(dict.fromkeys(names[name] for name in close))[:limit]
    return [
        Found(atlas().places[rank].zone, label, False)
        for label, rank in zip(_labels(ranks, language), ranks, strict=True)
    ]


# -- matching ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _matches(said: str, territory: str) -> tuple[tuple[int, int], ...]:
    return tuple(_ordered(said, territory)[:KEPT])


def _ordered(said: str, territory: str) -> list[tuple[int, int]]:
    """(nearness, rank in the atlas), nearest first."""
    if not said:
        return [(INSIDE, rank) for rank in _around_the_world()]
    book = atlas()
    meant = {rank: order for order, rank in enumerate(book.spoken.get(said, ()))}
    near: dict[int, int] = dict.fromkeys(meant, NAMED_SO)
    for nearness, rank in _named(said):
        if nearness < near.get(rank, INSIDE + 1):
            near[rank] = nearness

    def order(match: tuple[int, int]) -> tuple[int, int, int]:
        nearness, rank = match
        size = rank // HINT if book.places[rank].country == territory else rank
        return nearness, meant.get(rank, 0) if nearness == NAMED_SO else 0, size

    return sorted(((nearness, rank) for rank, nearness in near.items()), key=order)


def _named(said: str) -> Iterator[tuple[int, int]]:
    book = atlas()
    text, starts, owners, size = book.text, book.starts, book.owners, len(said)
    for at in book.within(said):
        start = starts[at]
        before = text[start - 1]
        if before == " ":
            yield INSIDE, owners[at]
        elif text[start + size] in (MAIN, OTHER):
            yield OWN_NAME if before == MAIN else NAMED_SO, owners[at]
        else:
            yield BEGINS if before == MAIN else BEGINS_OTHER, owners[at]


def _around_the_world() -> list[int]:
    """The largest city of each of the zones with the largest."""
    first: dict[str, int] = {}
    for rank, place in enumerate(atlas().places):
        first.setdefault(place.zone, rank)
    return list(first.values())


def _qualified(said: str, territory: str) -> tuple[tuple[int, int], ...]:
    """ "Köln, Germany", "Portland (Maine, United States)", "Paris France": what lies there. Where nothing does, what is
    called like the first word and like the second, and neither for certain."""
    head, _, tail = re.sub(r"[(,]", "\n", said, count=1).partition("\n")
    for name, wheres in ((head, re.split(r"[(),]", tail)), _halved(said)):
        places = [plain(where) for where in wheres if plain(where)]
        found = _ordered(plain(name), territory) if plain(name) and places else []
        if inside := [match for match in found if all(_lies_in(atlas().places[match[1]], where) for where in places)]:
            return tuple(inside)
    parts = [_matches(plain(part), territory)[: KEPT // 2] for part in (head, tail) if tail and plain(part)]
    return tuple((INSIDE, rank) for part in parts for _, rank in part)


def _halved(said: str) -> tuple[str, list[str]]:
    *head, tail = said.split() or [""]
    return " ".join(head), [tail]


def _lies_in(place: Place, where: str) -> bool:
    names = {*countries(place.country), *map(plain, (*place.region, place.zone, city(place.zone, "en")))}
    meant = [atlas().places[rank] for rank in atlas().spoken.get(where, ())]
    return where in names or any(one.country == place.country and plain(one.region[1]) != where for one in meant)


@lru_cache(maxsize=256)
def _territory(tag: str) -> str:
    """The country of a locale; of a language alone the likeliest, and none for English: it is everybody's second."""
    parsed = locale(tag)
    if parsed.territory or parsed.language == "en":
        return parsed.territory or ""
    likely = get_global("likely_subtags").get(parsed.language, "")
    return str(likely).rpartition("_")[2]


# -- labels ------------------------------------------------------------------------------------------------------------


def _labels(ranks: Iterable[int], language: str) -> list[str]:
    """Where one label would stand for two zones, the zone's own city tells them apart."""
    shown = [(rank, _label(atlas().places[rank], rank, language)) for rank in ranks]
    zones: dict[str, set[str]] = {}
    for rank, label in shown:
        zones.setdefault(label, set()).add(atlas().places[rank].zone)
    return [
        label if len(zones[label]) == 1 else _label(atlas().places[rank], rank, language, told_apart=True)
        for rank, label in shown
    ]


def _label(place: Place, rank: int, language: str, *, told_apart: bool = False) -> str:
    own, name, region = city(place.zone, language), place.name, place.region[1]
    if atlas().namesakes.get(place.zone) == rank:
        if plain(name) in called(place.zone) or plain(name).startswith(plain(city(place.zone, "en"))):
            english = locale(language).language == "en" and plain(own) == plain(name)
            name = name if english else own  # CLDR's English has no accents
        region = "" if region == city(place.zone, "en") else region
    country = str(locale(language).territories.get(place.country, ""))
    wheres = dict.fromkeys(part for part in (region, own if told_apart else "", country) if part and part != name)
    return labelled(name, ", ".join(wheres))
