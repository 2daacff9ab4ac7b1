"""Free half-hours, right across clock changes.

A time is open when the clock on the mentor's wall shows it: what a spring gap leaves out does not exist, and what an
autumn fold repeats is open twice. Slots then start every so many *elapsed* minutes from the start of an open run."""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from bot.domain import zones
from bot.domain.hours.schedule import Window
from bot.domain.hours.walls import merged, open_runs


def free(
    windows: Iterable[Window],
    *,
    zone: str,
    now: datetime,
    minutes: int,
    notice_hours: int,
    horizon_days: int,
    busy: Iterable[tuple[datetime, datetime]],
    closed: Callable[[date], bool] | None = None,
    limit: int = 25,
) -> list[datetime]:
    """The soonest `limit` starts of free slots, in UTC. `closed(local date)` is True when no slot starts that day;
    a slot at exactly `notice_hours` from now is offered; the horizon counts local dates."""
    rules = zones.rules(zone)
    soonest = now.timestamp() + notice_hours * 3600
    last_day = now.astimezone(rules).date() + timedelta(days=horizon_days)
    taken = merged((math.floor(start.timestamp()), math.ceil(end.timestamp())) for start, end in busy)
    ends = [end for _, end in taken]
    shut: dict[date, bool] = {}
    found: set[int] = set()
    for opens, shuts in open_runs(windows, rules=rules, around=now, days=horizon_days):
        for start in range(opens, shuts - minutes * 60 + 1, minutes * 60):
            meets = bisect_right(ends, start)
            if start < soonest or (meets < len(taken) and taken[meets][0] < start + minutes * 60):
                continue
            day = datetime.fromtimestamp(start, rules).date()
            if day not in shut:
                shut[day] = day > last_day or (closed is not None and closed(day))
            if not shut[day]:
                found.add(start)
    return [datetime.fromtimestamp(start, UTC) for start in sorted(found)[:limit]]


def spread(slots: Sequence[datetime], limit: int, zone: str = "UTC") -> list[datetime]:
    """At most `limit` of the slots, shared fairly among their days in `zone` and evenly within each day."""
    rules = zones.rules(zone)
    days: dict[date, list[datetime]] = {}
    for slot in sorted(slots):
        days.setdefault(slot.astimezone(rules).date(), []).append(slot)
    share = dict.fromkeys(days, 0)
    left = min(limit, len(slots))
    while left > 0:
        for day in [day for day in days if share[day] < len(days[day])][:left]:
            share[day] += 1
            left -= 1
    return [day[step * len(day) // share[key]] for key, day in days.items() for step in range(share[key])]
