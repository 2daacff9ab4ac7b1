"""Waiting and sleeping: working hours that pass, and nights in which nobody is woken."""

from datetime import datetime

from bot.domain.hours.openings import runs, weekly
from bot.domain.hours.schedule import DAY as MINUTES
from bot.domain.hours.schedule import Window
from bot.domain.hours.walls import DAY, Clock, floor, merged, moment


def after(start: datetime, hours: int, *, zone: str | None) -> datetime:
    """`hours` elapsed hours later, not counting Saturdays and Sundays where `zone` (None: UTC) is; in UTC."""
    left = hours * 3600
    at = floor(start)
    until = at + (hours // 16 + 9) * DAY
    weekdays = weekly(Window(day, 0, MINUTES) for day in range(5))
    for opens, shuts in runs(weekdays, Clock(zone or "UTC").segments(at, until), at, until):
        if left <= shuts - opens:
            return moment(opens + left)
        left -= shuts - opens
    raise AssertionError("five days of every week are long enough")


def waking(at: datetime, *, zone: str | None, quiet_from: int, quiet_to: int) -> datetime:
    """The moment itself outside quiet hours (local hours, perhaps over midnight), else the end of them, in UTC.
    Without a zone nobody can tell, and with equal hours there are none: the moment itself."""
    if zone is None or quiet_from == quiet_to:
        return at
    awake = weekly(Window(day, quiet_to * 60, quiet_from * 60) for day in range(7))
    since, until = floor(at), floor(at) + 4 * DAY
    opens = merged(runs(awake, Clock(zone).segments(since, until), since, until))[0][0]
    return moment(opens) if opens > at.timestamp() else at
