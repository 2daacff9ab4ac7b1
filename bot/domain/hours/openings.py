"""When somebody is open: the runs of their windows, and all that takes time out of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil, floor

from bot.domain.hours.schedule import DAY as MINUTES
from bot.domain.hours.schedule import Booked, Schedule, Span, Window
from bot.domain.hours.walls import DAY, FAR, Run, Segment, day_number, days_shown, merged, shown

Hours = Callable[[int], Sequence[Run]]
"""The windows that start on a date (days since 1970), in seconds since its midnight, merged."""
LONGEST_RUN = 4 * DAY
"""A window ends with the day after its own, and no two clocks on earth are further apart than 31 hours."""


def _window(start: int, end: int) -> Run:
    return start * 60, (end if end > start else end + MINUTES) * 60


def weekly(windows: Iterable[Window] | None) -> Hours:
    """None: every minute of every day."""
    days: list[list[Run]] = [[] for _ in range(7)]
    for window in windows if windows is not None else (Window(day, 0, MINUTES) for day in range(7)):
        days[window.day].append(_window(window.start, window.end))
    week = [merged(day) for day in days]
    return lambda day: week[(day + 3) % 7]  # 1 January 1970 was a Thursday


def hours(schedule: Schedule) -> Hours:
    usual = weekly(schedule.windows)
    if not schedule.overrides:
        return usual
    instead: dict[int, list[Run]] = {}
    for override in schedule.overrides:
        own = instead.setdefault(day_number(override.day), [])
        own += [_window(start, end) for start, end in override.windows]
    single = {day: merged(own) for day, own in instead.items()}
    return lambda day: single[day] if day in single else usual(day)


def runs(hours: Hours, segments: Sequence[Segment], start: int, end: int) -> Iterator[Run]:
    """The runs of each window that has moments between `start` and `end`, window by window and date by date. Each is
    cut off only where the segments end: give `LONGEST_RUN` more of them where its first moment counts."""
    days = days_shown(segments, start, end)
    for day in range(days.start - 1, days.stop):
        windows = hours(day)
        if not windows:
            continue
        midnight = day * DAY
        near = segments if len(segments) == 1 else _near(segments, midnight)
        if len(near) > 1:
            for low, high in windows:
                yield from shown(near, midnight + low, midnight + high)
        elif near:  # as on nearly all days
            since, until, offset = near[0]
            midnight -= offset
            for low, high in windows:
                opens, shuts = midnight + low, midnight + high
                if since <= opens and shuts <= until:
                    yield opens, shuts
                elif since < shuts and opens < until:
                    yield max(opens, since), min(shuts, until)


def _near(segments: Sequence[Segment], midnight: int) -> list[Segment]:
    """Those in which the clock shows some time of a date or of the next."""
    return [one for one in segments if one[0] + one[2] < midnight + 2 * DAY and midnight < one[1] + one[2]]


def closed(schedule: Schedule, segments: Sequence[Segment]) -> Iterator[Run]:
    """What is taken out of the open hours: dates away, by the clock of these segments, and closed stretches."""
    for away in schedule.away:
        after = FAR if away.last is None else (day_number(away.last) + 1) * DAY
        yield from shown(segments, day_number(away.first) * DAY, after)
    yield from seconds(schedule.closed)


def seconds(spans: Iterable[Span]) -> list[Run]:
    """Rounded to whole seconds outwards, which is exact for all that begins and ends with one; no empty ones."""
    return [(floor(start.timestamp()), ceil(end.timestamp())) for start, end in spans if start < end]


def taken(booked: Iterable[Booked]) -> list[Span]:
    """The chats themselves, without the rest before and after them."""
    return [(one.start, one.end) for one in booked]


def open_runs(schedule: Schedule, segments: Sequence[Segment], start: int, end: int) -> list[Run]:
    """Every open moment between `start` and `end`, whatever window it is in, before anything is taken away."""
    if schedule.windows is None and not schedule.overrides:
        return [(start, end)]
    opens = runs(hours(schedule), segments, start, end)
    return [(max(since, start), min(until, end)) for since, until in merged(opens) if until > start and since < end]
