"""What the clock on somebody's wall shows, and when: exact across gaps, folds and every other change of clocks."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.domain.hours.schedule import DAY, Window

Run = tuple[int, int]
"""A half-open stretch, in seconds since 1970 (or, within a day, in minutes)."""


def wall_second(day: date, minutes: int) -> int:
    """What a clock shows, in seconds, as if it hung in UTC."""
    return int(datetime.combine(day, time(), UTC).timestamp()) + minutes * 60


def offset_at(rules: tzinfo, second: int) -> int:
    shift = datetime.fromtimestamp(second, rules).utcoffset()
    return int(shift.total_seconds()) if shift else 0


def segments(rules: tzinfo, start: int, end: int) -> list[tuple[int, int, int]]:
    """(from, until, offset): the stretches of one offset. No zone changes twice within six hours."""
    found: list[tuple[int, int, int]] = []
    since, offset = start, offset_at(rules, start)
    for probe in range(start, end, 6 * 3600):
        if offset_at(rules, probe) == offset:
            continue
        low, high = probe - 6 * 3600, probe
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset_at(rules, middle) == offset else (low, middle)
        found.append((since, high, offset))
        since, offset = high, offset_at(rules, high)
    return [*found, (since, end, offset)]


def merged(stretches: Iterable[Run]) -> list[Run]:
    found: list[Run] = []
    for start, end in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def open_runs(windows: Iterable[Window], *, rules: tzinfo, around: datetime, days: int) -> Iterator[Run]:
    """The open runs of each local date, from the day before `around` to `days` after it."""
    today = around.astimezone(rules).date()
    stretches = segments(rules, wall_second(today, -3 * DAY), wall_second(today, (days + 4) * DAY))
    daily: list[list[Run]] = [[] for _ in range(7)]
    for window in windows:
        daily[window.day].append((window.start, window.end + (DAY if window.end <= window.start else 0)))
    for day in (today + timedelta(days=step) for step in range(-1, days + 1)):
        for start, end in merged(daily[day.weekday()]):
            opens, shuts = wall_second(day, start), wall_second(day, end)
            yield from merged((max(a, opens - offset), min(b, shuts - offset)) for a, b, offset in stretches)


def instants(wall: datetime, rules: tzinfo) -> list[datetime]:
    """When clocks show `wall` (naive): once, never in a gap, twice in a fold; UTC, ascending."""
    both = (wall.replace(tzinfo=rules, fold=fold).astimezone(UTC) for fold in (0, 1))
    return sorted({moment for moment in both if moment.astimezone(rules).replace(tzinfo=None) == wall})
