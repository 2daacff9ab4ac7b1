"""Time zones: which there are, by whose rules, and how people name them."""

import unicodedata
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from bot.domain.refusals import Refusal


class UnknownZone(Refusal):
    wording = "refusal.zone"


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
        raise UnknownZone(zone=zone[:60])
    return _load(zone)


def fold(text: str) -> str:
    """Small letters without accents, exactly as many as there were characters in NFC: places in it stay true."""
    return "".join(
        "'" if letter == "’" else unicodedata.normalize("NFKD", letter)[0].lower()[:1]
        for letter in unicodedata.normalize("NFC", text)
    )
