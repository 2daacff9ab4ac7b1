"""What the clock on somebody's wall shows, and when: exact across gaps, folds, trips and the date line.

Everything is whole seconds since 1970. A clock is a list of segments, stretches in which it is a constant offset away
from UTC; they are found once for a zone and a year. What a clock shows is a second too, as if it hung in UTC."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from bot.domain import zones
from bot.domain.hours.schedule import Trip

Run = tuple[int, int]
"""A half-open stretch of moments, in seconds since 1970."""
Segment = tuple[int, int, int]
"""From, until, and the seconds that the clock is ahead of UTC meanwhile."""

DAY = 86400
"""Seconds of a day; `bot.domain.hours.schedule.DAY` counts minutes."""
FAR = 1 << 40
"""Later than any moment that a `datetime` can tell."""
_YEAR = 366 * DAY
_FIRST, _LAST = -62_135_596_800 + 2 * DAY, 253_402_300_800 - 2 * DAY  # the years 1 and 9999, for every offset
_EPOCH = date(1970, 1, 1).toordinal()


def floor(moment: datetime) -> int:
    return math.floor(moment.timestamp())


def ceil(moment: datetime) -> int:
    return math.ceil(moment.timestamp())


@lru_cache(maxsize=16_384)  # everybody is offered the same half-hours
def moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def moments(seconds: Iterable[int]) -> list[datetime]:
    return list(map(moment, seconds))


def day_number(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    return date.fromordinal(number + _EPOCH)


def merged(runs: Iterable[Run]) -> list[Run]:
    """The same moments in order, each once: overlapping and touching runs become one, empty ones none."""
    found: list[Run] = []
    for start, end in sorted(runs):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


# -- zones -------------------------------------------------------------------------------------------------------------


def _asked(rules: tzinfo, second: int) -> int:
    shift = datetime.fromtimestamp(min(max(second, _FIRST), _LAST), rules).utcoffset()
    return int(shift.total_seconds()) if shift else 0


@lru_cache(maxsize=2048)  # by the rules themselves: another release of tzdata is another zone of the same name
def _year(rules: tzinfo, number: int) -> tuple[Segment, ...]:
    """The segments of one stretch of 366 days. No zone has ever gone there and back within one day."""
    found: list[Segment] = []
    since, offset = number * _YEAR, _asked(rules, number * _YEAR)
    end = since + _YEAR
    for probe in range(since + DAY, end + DAY, DAY):
        target = _asked(rules, probe)
        while offset != target:
            low, high = max(since, probe - DAY), probe
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _asked(rules, middle) == offset else (low, middle)
            found.append((since, min(high, end), offset))
            since, offset = high, _asked(rules, high)
    return (*found, (since, end, offset)) if since < end else tuple(found)


def segments(rules: tzinfo, start: int, end: int) -> list[Segment]:
    """The segments of a zone from `start` to `end`."""
    found: list[Segment] = []
    for number in range(start // _YEAR, (end - 1) // _YEAR + 1):
        for since, until, offset in _year(rules, number):
            since, until = max(since, start), min(until, end)
            if since >= until:
                continue
            if found and found[-1][2] == offset:
                found[-1] = (found[-1][0], until, offset)
            else:
                found.append((since, until, offset))
    return found


def _offset(rules: tzinfo, second: int) -> int:
    return next(offset for _, until, offset in _year(rules, second // _YEAR) if second < until)


def shown(segments: Iterable[Segment], low: int, high: int) -> list[Run]:
    """When a clock of these segments shows a time of day and date in [low, high): none in a gap, two in a fold.
    Runs that touch are one, so a window over a gap is one run."""
    found: list[Run] = []
    for since, until, offset in segments:
        start, end = low - offset, high - offset
        if start < since:
            start = since
        if end > until:
            end = until
        if start < end:
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
    return found


# -- a person's clock --------------------------------------------------------------------------------------------------


class Clock:
    """The clock on one person's wall: at home that of `zone`, and on a trip that of where they are, while the date
    there is one of the trip's. Of trips that overlap in time the one named first counts."""

    def __init__(self, zone: str | tzinfo, trips: Iterable[Trip] = ()) -> None:
        self.rules = _rules(zone)
        self._trips = [
            (zones.rules(trip.zone), day_number(trip.first) * DAY, (day_number(trip.last) + 1) * DAY) for trip in trips
        ]

    def offset(self, second: int) -> int:
        """Seconds ahead of UTC at a moment."""
        for rules, low, high in self._trips:
            offset = _offset(rules, second)
            if low <= second + offset < high:
                return offset
        return _offset(self.rules, second)

    def day(self, second: int) -> int:
        """The date it shows, in days since 1970."""
        return (second + self.offset(second)) // DAY

    def date(self, at: datetime) -> date:
        """The date it shows at a moment."""
        return day_of(self.day(floor(at)))

    def wall(self, at: datetime) -> datetime:
        """What it shows at a moment, without a zone."""
        return at.astimezone(UTC).replace(tzinfo=None) + timedelta(seconds=self.offset(floor(at)))

    def segments(self, start: int, end: int) -> list[Segment]:
        """Its segments from `start` to `end`, in order and without a gap between them."""
        near = [trip for trip in self._trips if trip[1] - DAY < end and start < trip[2] + DAY]
        if not near:
            return segments(self.rules, start, end)
        found: list[Segment] = []
        left = [(start, end)]
        for rules, low, high in [*near, (self.rules, -FAR, FAR)]:
            still: list[Run] = []
            for since, until in left:
                for a, b, offset in segments(rules, since, until):
                    away = shown([(a, b, offset)], low, high)
                    found += [(opens, shuts, offset) for opens, shuts in away]
                    edges = [a, *(edge for run in away for edge in run), b]
                    still += [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
            left = still
        return sorted(found)


def days_shown(segments: Iterable[Segment], start: int, end: int) -> range:
    """All dates, in days since 1970, that a clock of these segments can show from `start` to `end`."""
    inside = [(max(since, start), min(until, end), offset) for since, until, offset in segments]
    shows = [((a + offset) // DAY, (b - 1 + offset) // DAY) for a, b, offset in inside if a < b]
    return range(min(low for low, _ in shows), max(high for _, high in shows) + 1) if shows else range(0)


# -- from the wall to the moment ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Resolved:
    """When a clock shows a time: once, never (`gap_ends` is the moment at which the hands jump over it), or twice."""

    status: Literal["ok", "gap", "fold"]
    instants: tuple[datetime, ...]
    """UTC, ascending."""
    gap_ends: datetime | None = None


def resolve(zone: str | tzinfo, wall: datetime) -> Resolved:
    """When clocks of a zone show `wall` (naive)."""
    at = floor(wall.replace(tzinfo=UTC))
    around = segments(_rules(zone), at - 3 * DAY, at + 3 * DAY)
    offsets = [offset for since, until, offset in around if since <= at - offset < until]
    instants = tuple(wall.replace(tzinfo=UTC) - timedelta(seconds=offset) for offset in offsets)
    if instants:
        return Resolved("ok" if len(instants) == 1 else "fold", instants)
    jumps = (before[1] for before, after in pairwise(around) if before[1] + before[2] <= at < after[0] + after[2])
    return Resolved("gap", (), moment(next(jumps)))


def instants(wall: datetime, rules: tzinfo) -> list[datetime]:
    """When clocks show `wall` (naive): once, never in a gap, twice in a fold; UTC, ascending."""
    return list(resolve(rules, wall).instants)


def _rules(zone: str | tzinfo) -> tzinfo:
    return zones.rules(zone) if isinstance(zone, str) else zone
