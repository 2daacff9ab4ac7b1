"""Waiting and sleeping: working hours that pass, and nights in which nobody is woken."""

import math
from datetime import UTC, datetime

from bot.domain import zones
from bot.domain.hours.schedule import DAY, Window
from bot.domain.hours.walls import open_runs


def after(start: datetime, hours: int, *, zone: str | None) -> datetime:
    """`hours` elapsed hours later, not counting Saturdays and Sundays where `zone` (None: UTC) is; in UTC."""
    left = hours * 3600
    at = math.floor(start.timestamp())
    weekdays = [Window(day, 0, DAY) for day in range(5)]
    for opens, shuts in open_runs(weekdays, rules=zones.rules(zone or "UTC"), around=start, days=hours // 16 + 9):
        begins = max(opens, at)
        if left <= shuts - begins:
            return datetime.fromtimestamp(begins + left, UTC)
        left -= max(0, shuts - begins)
    raise AssertionError("five days of every week are long enough")


def waking(moment: datetime, *, zone: str | None, quiet_from: int, quiet_to: int) -> datetime:
    """The moment itself outside quiet hours (local hours, perhaps over midnight), else the end of them, in UTC.
    Without a zone nobody can tell, and with equal hours there are none: the moment itself."""
    if zone is None or quiet_from == quiet_to:
        return moment
    awake = [Window(day, quiet_to * 60, quiet_from * 60) for day in range(7)]
    at = moment.timestamp()
    runs = open_runs(awake, rules=zones.rules(zone), around=moment, days=3)
    begins = min(opens for opens, shuts in runs if shuts > at)
    return datetime.fromtimestamp(begins, UTC) if begins > at else moment
