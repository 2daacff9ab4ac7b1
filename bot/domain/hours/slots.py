"""Free half-hours, right across clock changes.

A time is open when the clock on the mentor's wall shows it: what a spring gap leaves out does not exist, and what an
autumn fold repeats is open twice. Slots then start every so many *elapsed* minutes from the start of an open run; what
takes time away (a chat, a calendar, a blackout, the notice) leaves some of them out and never shifts the others."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from bot.domain import zones
from bot.domain.hours import openings
from bot.domain.hours.caps import full_days
from bot.domain.hours.schedule import Booked, Limits, Schedule, Span
from bot.domain.hours.walls import DAY, FAR, Clock, Run, ceil, floor, merged, moments, shown


def offered(
    schedule: Schedule,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    busy: Iterable[Span] = (),
    booked: Iterable[Booked] = (),
) -> list[datetime]:
    """Every start at which this person can be had for a chat that lies between `since` and `until`; UTC, in order.
    `busy` is from calendars; both that and what is `booked` keep the rest before and after a chat."""
    return moments(starts(schedule, since=ceil(since), until=floor(until), now=now, busy=busy, booked=booked))


def shared(
    mentor: Schedule,
    mentee: Schedule,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    busy: Iterable[Span] = (),
    booked: Iterable[Booked] = (),
    mentee_busy: Iterable[Span] = (),
    mentee_booked: Iterable[Booked] = (),
) -> list[datetime]:
    """The starts that the mentor offers and at which the mentee is open, and free, to the end of the chat. Of the
    mentee's limits none counts: they rest before and after the chats that they give."""
    first, last = ceil(since), floor(until)
    if first >= last:
        return []
    segments = Clock(mentee.zone, mentee.trips).segments(first, last)
    away = [
        *_between(openings.open_runs(mentee, segments, first, last), first, last),
        *openings.closed(mentee, segments),
        *openings.seconds([*mentee_busy, *openings.taken(mentee_booked)]),
    ]
    return moments(starts(mentor, since=first, until=last, now=now, busy=busy, booked=booked, away=away))


def starts(
    schedule: Schedule,
    *,
    since: int,
    until: int,
    now: datetime,
    busy: Iterable[Span] = (),
    booked: Iterable[Booked] = (),
    away: Iterable[Run] = (),
) -> list[int]:
    """`offered`, in seconds since 1970. No chat may meet what is `away`, but the rest around it may."""
    limits = schedule.limits
    clock = Clock(schedule.zone, schedule.trips)
    first = max(since, ceil(now) + limits.notice_minutes * 60)
    after_horizon = FAR
    if limits.horizon_days is not None:
        after_horizon = (clock.day(floor(now)) + limits.horizon_days + 1) * DAY
        until = min(until, after_horizon + 2 * DAY)
    if first >= until:
        return []
    segments = clock.segments(first - openings.LONGEST_RUN, until)
    length, step = limits.minutes * 60, (limits.step or limits.minutes) * 60
    booked = list(booked)
    barred = [
        *_met((*openings.closed(schedule, segments), *away), length),
        *_met((*openings.seconds(busy), *_occupied(limits, booked)), length + limits.after * 60, limits.before * 60),
        *shown(segments, after_horizon, FAR),
        *(run for low, high in full_days(clock, limits, booked) for run in shown(segments, low * DAY, high * DAY)),
    ]
    forbidden = merged(run for run in barred if run[1] > first and run[0] < until)
    opens = openings.runs(openings.hours(schedule), segments, first, until)
    return _grid(opens, forbidden, first=first, until=until, length=length, step=step)


def _occupied(limits: Limits, booked: Sequence[Booked]) -> list[Run]:
    """The chats with the rest before and after them."""
    before, after = limits.before * 60, limits.after * 60
    return [(floor(one.start) - before, ceil(one.end) + after) for one in booked]


def _met(taken: Iterable[Run], before: int, after: int = 0) -> list[Run]:
    """The starts at which a chat would meet something: those less than `before` seconds before it, or `after` it."""
    return [(start - before + 1, end + after) for start, end in taken if start < end]


def _between(runs: Iterable[Run], start: int, end: int) -> Iterator[Run]:
    """What lies between `start` and `end` and in none of the runs, which are merged."""
    for opens, shuts in runs:
        if start < opens:
            yield start, opens
        start = shuts
    if start < end:
        yield start, end


def _grid(
    opens: Iterable[Run], forbidden: Sequence[Run], *, first: int, until: int, length: int, step: int
) -> list[int]:
    """The starts of every run that are not forbidden, each once and in order."""
    ends = [end for _, end in forbidden]
    found: list[int] = []
    for start, end in opens:
        last = min(end, until) - length
        if start < first:
            start += -(-(first - start) // step) * step
        at = bisect_right(ends, start)
        while start <= last:
            if at == len(forbidden) or forbidden[at][0] > last:
                found += range(start, last + 1, step)
                break
            bars, frees = forbidden[at]
            if start < bars:
                free = range(start, bars, step)
                found += free
                start += len(free) * step
            if start < frees:
                start += -(-(frees - start) // step) * step
            at += 1
    found.sort()  # they nearly are
    return list(dict.fromkeys(found))


# -- for a card --------------------------------------------------------------------------------------------------------


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
