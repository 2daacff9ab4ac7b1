"""The most chats a day, a week and a month, by local dates: those that the person's clock shows at that very moment."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.hours.schedule import Booked, Limits, Schedule
from bot.domain.hours.walls import DAY, FAR, Clock, Run, day_number, day_of, floor

Period = Literal["day", "week", "month"]


def period(day: int, of: Period, week_start: int) -> Run:
    """The day, week or month that a date is in: its first date and the one after its last, in days since 1970."""
    if of == "day":
        return day, day + 1
    if of == "week":
        first = day - (day + 3 - week_start) % 7  # 1 January 1970 was a Thursday
        return first, first + 7
    begins = day_of(day).replace(day=1)
    return day_number(begins), day_number((begins + timedelta(days=32)).replace(day=1))


def full(schedule: Schedule, *, at: datetime, booked: Iterable[Booked], besides: str = "") -> Period | None:
    """Which limit one more chat at `at` would exceed, if any. `besides`: what is about this chat does not count, so a
    chat that is being moved never stands in its own way."""
    caps = _caps(schedule.limits)
    if not caps:
        return None
    clock = Clock(schedule.zone, schedule.trips)
    others = _days(clock, (one for one in booked if not besides or one.about != besides))
    for of, most in caps:
        first, after = period(clock.day(floor(at)), of, schedule.limits.week_start)
        if len({about for day, about in others if first <= day < after}) >= most:
            return of
    return None


def full_days(clock: Clock, limits: Limits, booked: Iterable[Booked]) -> list[Run]:
    """The dates on which there is no room for one more chat: first ones and those after the last, since 1970."""
    caps = _caps(limits)
    if any(most <= 0 for _, most in caps):
        return [(-FAR // DAY, FAR // DAY)]
    days = _days(clock, booked) if caps else []
    found: list[Run] = []
    for of, most in caps:
        chats: dict[Run, set[str | int]] = {}
        for day, about in days:
            chats.setdefault(period(day, of, limits.week_start), set()).add(about)
        found += [dates for dates, abouts in chats.items() if len(abouts) >= most]
    return found


def _caps(limits: Limits) -> list[tuple[Period, int]]:
    caps: list[tuple[Period, int | None]] = [("day", limits.a_day), ("week", limits.a_week), ("month", limits.a_month)]
    return [(of, most) for of, most in caps if most is not None]


def _days(clock: Clock, booked: Iterable[Booked]) -> list[tuple[int, str | int]]:
    """The date of each, and what tells one chat from another."""
    return [(clock.day(floor(one.start)), one.about or number) for number, one in enumerate(booked)]
