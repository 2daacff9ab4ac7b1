"""When two people can meet, for very many pairs: one whole number of cells a person, and no dates at all for a pair.

Cells are five minutes (or any other length) from the first whole one after `since` on; bit 0 is the first. Times that
lie on cells are counted exactly. Others are rounded to the safe side: no meeting is counted that could not be kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.hours import openings, slots
from bot.domain.hours.schedule import Booked, Schedule, Span
from bot.domain.hours.walls import Clock, Run, ceil, floor

CELL = 5
"""Minutes."""


@dataclass(frozen=True)
class Starts:
    """The cells in which somebody offers a start, and how many cells a chat from one of them touches."""

    bits: int
    cells: int


@dataclass(frozen=True)
class Open:
    """The cells in which somebody is open and free from beginning to end."""

    bits: int
    _fits: dict[int, int] = field(default_factory=dict, compare=False, repr=False)

    def fits(self, cells: int) -> int:
        """The cells from which on so many are open, one after another; worked out once."""
        if cells not in self._fits:
            bits, width = self.bits, 1
            while width < cells:
                more = min(width, cells - width)
                bits &= bits >> more
                width += more
            self._fits[cells] = bits
        return self._fits[cells]


def meetings(starts: Starts, opens: Open) -> int:
    """How many of the starts suit both."""
    return (starts.bits & opens.fits(starts.cells)).bit_count()


def starts(
    schedule: Schedule,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    busy: Iterable[Span] = (),
    booked: Iterable[Booked] = (),
    cell: int = CELL,
) -> Starts:
    """What `slots.offered` gives, in cells of so many minutes."""
    origin, size = _origin(since, cell), cell * 60
    found = slots.starts(schedule, since=origin, until=floor(until), now=now, busy=busy, booked=booked)
    length = schedule.limits.minutes * 60
    late = max(((start - origin) % size for start in found), default=0)
    return Starts(
        _filled((at, at + 1) for at in ((start - origin) // size for start in found)), -(-(late + length) // size)
    )


def opens(
    schedule: Schedule,
    *,
    since: datetime,
    until: datetime,
    busy: Iterable[Span] = (),
    booked: Iterable[Booked] = (),
    cell: int = CELL,
) -> Open:
    """When a mentee can be met, in cells of so many minutes: nobody offers anything here, so no limit counts."""
    origin, size = _origin(since, cell), cell * 60
    last = floor(until)
    if origin >= last:
        return Open(0)
    segments = Clock(schedule.zone, schedule.trips).segments(origin, last)
    away = (*openings.closed(schedule, segments), *openings.seconds([*busy, *openings.taken(booked)]))
    whole = (
        (-(-(start - origin) // size), (end - origin) // size)
        for start, end in openings.open_runs(schedule, segments, origin, last)
    )
    touched = ((max(start - origin, 0) // size, -(-(min(end, last) - origin) // size)) for start, end in away)
    return Open(_filled(whole) & ~_filled(touched))


def _origin(since: datetime, cell: int) -> int:
    return -(-ceil(since) // (cell * 60)) * cell * 60


def _filled(cells: Iterable[Run]) -> int:
    bits = 0
    for first, after in cells:
        if first < after:
            bits |= ((1 << (after - first)) - 1) << first
    return bits
