"""How a zone is called: its city and its country, in every language, from CLDR through Babel."""

import unicodedata
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.domain.zones.releases import inhabited

LANGUAGES = ("en", "es", "de", "fr", "pt")


_WHOLE = str.maketrans("łđøıħ’‘ʼʻ`", "ldoih'''''")
"""Letters that Unicode does not take apart, and signs that stand for an apostrophe."""


def fold(text: str) -> str:
    """Small letters without accents, exactly as many as there were characters in NFC: places in it stay true."""
    return "".join(map(_folded, unicodedata.normalize("NFC", text))).translate(_WHOLE)


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    if "가" <= letter <= "힣":  # a syllable: its first part alone would be another word
        return letter
    return unicodedata.normalize("NFKD", letter)[0].lower()[:1]


@lru_cache(maxsize=64)
def locale(language: str) -> Locale:
    """CLDR's data for a language tag of any spelling ("pt-BR", "de"); English for one that it does not know."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, TypeError, UnknownLocaleError):
        return Locale.parse("en")


def current(zone: str) -> str:
    """The name that tzdata's tables have for a zone: Asia/Calcutta is Asia/Kolkata."""
    return zone if zone in inhabited() else get_global("zone_aliases").get(zone, zone)


def city(zone: str, language: str) -> str:
    """The city a zone is named after, in the language: "Nueva York"."""
    named = locale(language).time_zones.get(current(zone), {}).get("city")
    return str(named) if named else current(zone).rpartition("/")[2].replace("_", " ")


def country(zone: str, language: str) -> str:
    """The country a zone is in, in the language; empty for one of no country."""
    return str(locale(language).territories.get(inhabited().get(current(zone), ""), ""))


def label(zone: str, language: str) -> str:
    """ "Berlin (Germany)", in the language; a zone of no country is its own name."""
    return labelled(city(zone, language), country(zone, language))


def labelled(name: str, place: str) -> str:
    """ "Berlin (Germany)", and "Singapore"."""
    return f"{name} ({place})" if place and place != name else name
