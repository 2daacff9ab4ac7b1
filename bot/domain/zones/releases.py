"""By whose rules: one release of the zone data at a time, the pinned tzdata package unless another is asked for. The
system's own files, which may be a year old, are never read."""

import zipfile
import zoneinfo
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.refusals import Refusal

LONGEST = 60
"""Characters of a name that are looked at."""


class UnknownZone(Refusal):
    wording = "refusal.zone"


class Untrusted(Exception):
    """Times would come from other rules than the pinned ones. `why` is "missing" where the package is not there, and
    "system" where `zoneinfo` would read other files."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, eq=False)
class Release:
    """One edition of the zone data. `version` is PyPI's ("2026.6"); `root` holds the compiled files by their names
    ("Europe/Berlin"), zone.tab and tzdata.zi beside them, as in the tzdata package. Two are the same if they are one
    object: `folder` and `pinned` return the same one again, and everything kept is kept by release."""

    version: str
    root: Traversable | zipfile.Path


@cache
def pinned() -> Release:
    """The release of the installed tzdata package; Untrusted where there is none."""
    try:
        return Release(metadata.version("tzdata"), resources.files("tzdata").joinpath("zoneinfo"))
    except (metadata.PackageNotFoundError, ModuleNotFoundError) as trouble:
        raise Untrusted("missing") from trouble


@lru_cache(maxsize=16)
def folder(path: Path, version: str = "") -> Release:
    """The release in a folder such as `tz/2025.2`, which is also its version unless another is given; FileNotFoundError
    for a folder without zone data."""
    if not path.joinpath("tzdata.zi").is_file():
        raise FileNotFoundError(path)
    return Release(version or path.name, path)


_other: ContextVar[Release | None] = ContextVar("release", default=None)


def _current() -> Release:
    return _other.get() or pinned()


@contextmanager
def under(other: Release) -> Iterator[Release]:
    """Within it, zone rules are those of another release: for cases of another year, and for what changed since a
    promise was made."""
    token = _other.set(other)
    try:
        yield other
    finally:
        _other.reset(token)


def release() -> str:
    """The version of the rules in force: "2026.6"."""
    return _current().version


def names() -> frozenset[str]:
    """Every IANA name of the release, old ones such as US/Pacific too."""
    return _names(_current())


def known(zone: str | None) -> bool:
    return zone in names()


def rules(zone: str) -> ZoneInfo:
    """The rules of a zone, by the release in force; UnknownZone for anything else. The same object each time for one
    zone and release, and another for another release."""
    current = _current()
    if zone not in _names(current):
        raise UnknownZone(zone=zone[:LONGEST])
    return _load(current, zone)


def inhabited() -> Mapping[str, str]:
    """Zone to country code, of every zone that the release lists for a country, in the order of zone.tab: about 420."""
    return _inhabited(_current())


def trusted() -> None:
    """Raises Untrusted unless `zoneinfo` itself, as libraries use it, reads the pinned package and nothing else."""
    pinned()
    if zoneinfo.TZPATH:
        raise Untrusted("system")
    try:
        ZoneInfo.no_cache("UTC")
    except zoneinfo.ZoneInfoNotFoundError as trouble:
        raise Untrusted("missing") from trouble


@lru_cache(maxsize=16)
def _names(of: Release) -> frozenset[str]:
    rows = (row.split() for row in of.root.joinpath("tzdata.zi").read_text(encoding="utf-8").splitlines())
    place = {"Z": 1, "L": 2}  # a zone, or a link: its other name comes first
    return frozenset(row[place[row[0]]] for row in rows if row and row[0] in place)


@lru_cache(maxsize=16)
def _inhabited(of: Release) -> Mapping[str, str]:
    rows = (row.split("\t") for row in of.root.joinpath("zone.tab").read_text(encoding="utf-8").splitlines())
    return {row[2]: row[0] for row in rows if not row[0].startswith("#")}


@lru_cache(maxsize=2048)
def _load(of: Release, zone: str) -> ZoneInfo:
    with of.root.joinpath(*zone.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=zone)
