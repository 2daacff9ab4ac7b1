"""Single values of iCalendar (RFC 5545, 3.3): dates, times, offsets, durations. What cannot be read is None."""

import re
from datetime import datetime, timedelta

from bot.domain.feeds.stream import Line

EARLIEST = datetime.min  # noqa: DTZ901
LATEST = datetime.max  # noqa: DTZ901
"""The ends of the calendar, as clock times."""

_STAMP = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})Z?)?")
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")
_DURATION = re.compile(
    r"([+-]?)P(?=.)(?:([0-9]{1,6})W)?(?:([0-9]{1,7})D)?"
    r"(?:T(?=.)(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?"
)


def naive(text: str | Line | None) -> datetime | None:
    """The clock time of 20260601 or 20260601T093000, whatever its zone. A leap second counts as the one before it."""
    match = _STAMP.fullmatch((text.value if isinstance(text, Line) else text or "").strip().upper())
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute, 59 if second == 60 else second)  # noqa: DTZ001
    except ValueError:
        return None


def later(wall: datetime, by: timedelta) -> datetime:
    """A clock time moved; beyond the calendar its first or last moment."""
    try:
        return wall + by
    except OverflowError:
        return EARLIEST if by < timedelta(0) else LATEST


def offset(line: Line | None) -> timedelta | None:
    """What is ahead of UTC: +0530."""
    match = _OFFSET.fullmatch(line.value.strip()) if line else None
    if not match:
        return None
    sign, hours, minutes, seconds = match.groups()
    ahead = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    return (-ahead if sign == "-" else ahead) if ahead < timedelta(days=1) else None


def duration(text: str) -> tuple[int, int] | None:
    """(days, seconds): days are as long as the clock makes them, seconds always the same (RFC 5545, 3.3.6)."""
    match = _DURATION.fullmatch(text.strip().upper())
    if not match:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    sign = -1 if match[1] == "-" else 1
    return sign * (weeks * 7 + days), sign * (hours * 3600 + minutes * 60 + seconds)
