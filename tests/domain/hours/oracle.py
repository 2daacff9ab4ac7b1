"""The contract read word by word, minute by minute, as slowly as it takes to be obviously right.

Nothing here knows about offsets, gaps or folds: every minute, `zoneinfo` is asked what the clock on the wall shows.
The numbers are those of the rules in the contract for availability."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache

from bot.domain import zones
from bot.domain.hours.schedule import Booked, Schedule, Span

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


# -- 1. the zone at an instant -----------------------------------------------------------------------------------------


def zone_at(person: Schedule, instant: datetime) -> tzinfo:
    for trip in person.trips:
        if trip.first <= instant.astimezone(zones.rules(trip.zone)).date() <= trip.last:
            return zones.rules(trip.zone)
    return zones.rules(person.zone)


def wall(person: Schedule, instant: datetime) -> datetime:
    return instant.astimezone(zone_at(person, instant)).replace(tzinfo=None)


# -- 2. the windows of a date ------------------------------------------------------------------------------------------


def windows_of(person: Schedule, day: date) -> list[frozenset[int]]:
    """Each window as its minutes, counted from the date's midnight and perhaps past the next one."""
    overrides = [override for override in person.overrides if override.day == day]
    if overrides:
        pairs = [pair for override in overrides for pair in override.windows]
    elif person.windows is None:
        pairs = [(0, 1440)]
    else:
        pairs = [(window.start, window.end) for window in person.windows if window.day == day.weekday()]
    minutes = set()
    for start, end in pairs:
        minutes |= set(range(start, end if end > start else end + 1440))
    windows: list[set[int]] = []
    for minute in sorted(minutes):
        if minute - 1 in minutes:
            windows[-1].add(minute)
        else:
            windows.append({minute})
    return [frozenset(window) for window in windows]


# -- 3. open minutes, and 4. slots -------------------------------------------------------------------------------------


def open_in(person: Schedule, instants: Iterable[datetime]) -> Iterator[tuple[datetime, tuple[date, int]]]:
    """Each open minute with each window that it is in: the date on which that starts, and which of that date's."""
    windows = cache(lambda day: windows_of(person, day))
    for instant in instants:
        shows = wall(person, instant)
        minute = shows.hour * 60 + shows.minute
        for start, shown in ((shows.date(), minute), (shows.date() - DAY, minute + 1440)):
            for number, window in enumerate(windows(start)):
                if shown in window:
                    yield instant, (start, number)


def minutes(since: datetime, until: datetime) -> Iterator[datetime]:
    while since < until:
        yield since
        since += MINUTE


def slots(person: Schedule, since: datetime, until: datetime) -> set[datetime]:
    """Every start on the grid of its run, offered or not."""
    length, step = person.limits.minutes, person.limits.step or person.limits.minutes
    runs: dict[tuple[date, int], list[list[datetime]]] = {}
    before = 4 if person.trips else 3  # a run may have begun long before, and its first minute is what counts
    for instant, window in open_in(person, minutes(since - before * DAY, until)):
        mine = runs.setdefault(window, [])
        if mine and mine[-1][-1] == instant - MINUTE:
            mine[-1].append(instant)
        else:
            mine.append([instant])
    each = (run for mine in runs.values() for run in mine)
    return {run[at] for run in each for at in range(0, len(run) - length + 1, step)}


# -- 5. what is offered ------------------------------------------------------------------------------------------------


def meets(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def away(person: Schedule, slot: Span) -> bool:
    """On a closed date, for any minute of it, or in a closed stretch."""
    shown = {wall(person, instant).date() for instant in minutes(*slot)}
    dates = any(one.first <= day <= (one.last or date.max) for one in person.away for day in shown)
    return dates or any(meets(slot, span) for span in person.closed)


def occupied(person: Schedule, start: datetime, end: datetime) -> Span:
    return start - person.limits.before * MINUTE, end + person.limits.after * MINUTE


def full(person: Schedule, at: datetime, booked: Sequence[Booked]) -> str | None:
    def begins(day: date) -> date:
        while day.weekday() != person.limits.week_start:
            day -= DAY
        return day

    def same(one: Booked, period: str) -> bool:
        mine, other = wall(person, at).date(), wall(person, one.start).date()
        return {
            "day": mine == other,
            "week": begins(mine) == begins(other),
            "month": (mine.year, mine.month) == (other.year, other.month),
        }[period]

    caps = {"day": person.limits.a_day, "week": person.limits.a_week, "month": person.limits.a_month}
    for period, most in caps.items():
        there = [one.about or str(number) for number, one in enumerate(booked) if same(one, period)]
        if most is not None and len(set(there)) >= most:
            return period
    return None


def offered(
    person: Schedule,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    busy: Sequence[Span] = (),
    booked: Sequence[Booked] = (),
) -> list[datetime]:
    limits = person.limits
    taken = [span for span in busy if span[0] < span[1]]
    taken_by_chats = [occupied(person, one.start, one.end) for one in booked]

    def fine(start: datetime) -> bool:
        slot = (start, start + limits.minutes * MINUTE)
        last = None if limits.horizon_days is None else wall(person, now).date() + limits.horizon_days * DAY
        return (
            since <= start
            and slot[1] <= until
            and start >= now + limits.notice_minutes * MINUTE
            and (last is None or wall(person, start).date() <= last)
            and not any(meets(occupied(person, *slot), span) for span in taken + taken_by_chats)
            and not away(person, slot)
            and full(person, start, booked) is None
        )

    return sorted(filter(fine, slots(person, since, until)))


def shared(
    mentor: Schedule,
    mentee: Schedule,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    busy: Sequence[Span] = (),
    booked: Sequence[Booked] = (),
    mentee_busy: Sequence[Span] = (),
    mentee_booked: Sequence[Booked] = (),
) -> list[datetime]:
    opens = {instant for instant, _ in open_in(mentee, minutes(since, until))}
    taken = [*mentee_busy, *((one.start, one.end) for one in mentee_booked)]

    def suits(start: datetime) -> bool:
        slot = (start, start + mentor.limits.minutes * MINUTE)
        return (
            all(instant in opens for instant in minutes(*slot))
            and not away(mentee, slot)
            and not any(meets(slot, span) for span in taken)
        )

    found = offered(mentor, since=since, until=until, now=now, busy=busy, booked=booked)
    return [start for start in found if suits(start)]


def resolved(zone: str, shows: datetime) -> tuple[list[datetime], datetime | None]:
    """The minutes at which a clock shows a time; if none, the first one at which it shows a later time."""
    around = list(minutes(shows.replace(tzinfo=UTC) - 2 * DAY, shows.replace(tzinfo=UTC) + 2 * DAY))
    walls = [instant.astimezone(zones.rules(zone)).replace(tzinfo=None) for instant in around]
    found = [instant for instant, shown in zip(around, walls, strict=True) if shown == shows]
    later = (instant for instant, shown in zip(around, walls, strict=True) if shown > shows)
    return found, None if found else next(later)
