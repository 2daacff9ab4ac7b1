"""Telling a zone by what a clock shows: which offsets fit, and which clocks of one offset will differ within a year."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache

from bot.domain.zones.atlas import atlas
from bot.domain.zones.releases import inhabited, rules

TOLERANCE = 7
"""Minutes a clock may be wrong: offsets are a quarter of an hour apart, so no other one fits."""
DAY, WEEK = 24 * 60, 7 * 24 * 60
AHEAD = 366
"""Days in which clocks of one rule set show the same."""


@dataclass(frozen=True)
class Change:
    """A clock change: the first moment of another offset, and by how many minutes it goes forward."""

    at: datetime
    forward: int


@dataclass(frozen=True)
class Clock:
    """Zones whose clocks show the same for a year from now, that of the largest city first. `offset`: minutes ahead of
    UTC now."""

    offset: int
    zones: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Fitting:
    """`offsets`: minutes, ascending. `clocks`: those of the largest cities first."""

    offsets: tuple[int, ...]
    clocks: tuple[Clock, ...]

    @property
    def zones(self) -> tuple[str, ...]:
        """Every zone that is offered."""
        return tuple(zone for clock in self.clocks for zone in clock.zones)


def by_clock(now: datetime, clock: time, weekday: int | None = None, tolerance_minutes: int = TOLERANCE) -> Fitting:
    """What fits a clock that shows this at `now` (and this weekday, Monday is 0), wrong by at most so many minutes.
    Offsets that no country uses now are left out, so are Etc/GMT+5 and its like: nobody lives there."""
    period = DAY if weekday is None else WEEK
    shown = clock.hour * 60 + clock.minute + (weekday or 0) * DAY
    return _fitting(now, [offset for offset in in_use(now) if _apart(now, offset, shown, period) <= tolerance_minutes])


def going(zone: str, now: datetime) -> tuple[int, tuple[Change, ...]]:
    """How a zone's clock goes in the next year: minutes ahead of UTC now, and its changes."""
    return ahead(zone, now), _changes(zone, now)


def by_offset(now: datetime, offset: int) -> Fitting:
    """What fits a clock so many minutes ahead of UTC; nothing where nobody has it now."""
    return _fitting(now, [offset] if offset in in_use(now) else [])


def in_use(now: datetime) -> Mapping[int, tuple[str, ...]]:
    """Minutes ahead of UTC to the zones that have it now, ascending: 37 of them in November."""
    found: dict[int, list[str]] = {}
    for zone in inhabited():
        found.setdefault(ahead(zone, now), []).append(zone)
    return {offset: tuple(found[offset]) for offset in sorted(found)}


def _apart(now: datetime, offset: int, shown: int, period: int) -> int:
    """Minutes between what that clock shows and what was told, around midnight too."""
    local = now.replace(tzinfo=None) + timedelta(minutes=offset)
    apart = (local.weekday() * DAY + local.hour * 60 + local.minute - shown) % period
    return min(apart, period - apart)


def ahead(zone: str, at: datetime) -> int:
    """Minutes that a zone is ahead of UTC at a moment."""
    offset = at.astimezone(rules(zone)).utcoffset()
    assert offset is not None
    return offset // timedelta(minutes=1)


# -- clocks that go alike ----------------------------------------------------------------------------------------------


def _fitting(now: datetime, offsets: Iterable[int]) -> Fitting:
    offsets = tuple(offsets)
    used = in_use(now)
    alike: dict[tuple[int, tuple[Change, ...]], list[str]] = {}
    for offset in offsets:
        for zone in sorted(used[offset], key=_size):
            alike.setdefault((offset, _changes(zone, now)), []).append(zone)
    clocks = [Clock(offset, tuple(zones), changes) for (offset, changes), zones in alike.items()]
    return Fitting(offsets, tuple(sorted(clocks, key=lambda clock: _size(clock.zones[0]))))


def _changes(zone: str, now: datetime) -> tuple[Change, ...]:
    """The clock changes of the next year, to the minute."""
    found = []
    start = now.replace(second=0, microsecond=0)
    days = [start + timedelta(days=day) for day in range(AHEAD + 1)]
    offsets = [ahead(zone, day) for day in days]
    for day, before, after in zip(days, offsets, offsets[1:], strict=False):
        if before != after:
            low, high = 0, DAY
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if ahead(zone, day + timedelta(minutes=middle)) == before else (low, middle)
            found.append(Change(day + timedelta(minutes=high), after - before))
    return tuple(found)


@cache
def _sizes() -> Mapping[str, int]:
    found: dict[str, int] = {}
    for rank, place in enumerate(atlas().places):
        found.setdefault(place.zone, rank)
    return found


def _size(zone: str) -> int:
    """The rank of the zone's largest city."""
    return _sizes().get(zone, len(_sizes()) * 100)


# -- reading -----------------------------------------------------------------------------------------------------------

_SHOWN = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})|(?<=\d\d)(\d{2}))?\s*(?:([ap])\.?\s?m\.?|h|uhr)?", re.IGNORECASE)
_AHEAD = re.compile(r"(?:utc|gmt|z)?\s*([+−–-])\s*(\d{1,2})(?:[:.h]?([0-5]\d))?", re.IGNORECASE)


def read_clock(words: str) -> tuple[time, ...]:
    """What a clock may show: "17:31", "5.31 pm", "17h31", "1731"; "5:31" is the morning or the afternoon; () for
    anything else."""
    match = _SHOWN.fullmatch(words.strip())
    if match is None:
        return ()
    hour, minute, half = int(match[1]), int(match[2] or match[3] or 0), (match[4] or "").lower()
    if minute > 59 or hour > 24 or (half and not 1 <= hour <= 12):
        return ()
    if half:
        return (time(hour % 12 + (12 if half == "p" else 0), minute),)
    if 1 <= hour <= 12 and not match[1].startswith("0"):
        return tuple(dict.fromkeys((time(hour % 24, minute), time((hour + 12) % 24, minute))))
    return (time(hour % 24, minute),)


def read_offset(words: str) -> int | None:
    """Minutes ahead of UTC of "UTC+5:30", "GMT-3" or "+02:00"; None for anything else."""
    match = _AHEAD.fullmatch(words.strip())
    if match is None or int(match[2]) > 14:
        return None
    return (int(match[2]) * 60 + int(match[3] or 0)) * (1 if match[1] == "+" else -1)


def utc(offset: int) -> str:
    """ "UTC+5:30", "UTC-5", "UTC"."""
    hours, minutes = divmod(abs(offset), 60)
    told = f"{hours}:{minutes:02}" if minutes else f"{hours}"
    return "UTC" if offset == 0 else f"UTC{'+' if offset > 0 else '-'}{told}"
