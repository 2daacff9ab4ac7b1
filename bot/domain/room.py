"""How much room a mentor has, when they are back, and which of their half-hours are free for somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain import hours, zones
from bot.domain.bookings import rest_only
from bot.domain.chats import Chat, Status
from bot.domain.hours import Away, Booked, Schedule, Span, Window
from bot.domain.mentors import Mentor
from bot.domain.people import House

HELD = frozenset({Status.BOOKED, Status.HAPPENED})


class Door(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    FULL = "full"
    UNREADY = "unready"  # no office hours yet
    STOPPED = "stopped"


@dataclass(frozen=True)
class Room:
    door: Door
    back: date | None = None
    """The first day a paused or full mentor may be asked again, in their own zone."""


def room(mentor: Mentor, *, zone: str, chats: Iterable[Chat], now: datetime) -> Room:
    """`chats` are those of this mentor. Open requests take room as booked chats do: a mentor with two free half-hours
    a month never has more than two people waiting."""
    today = now.astimezone(zones.rules(zone)).date()
    if mentor.stopped:
        return Room(Door.STOPPED)
    if mentor.paused(today):
        return Room(Door.PAUSED, mentor.paused_until)
    if not mentor.windows:
        return Room(Door.UNREADY)
    mine = [chat for chat in chats if chat.mentor == mentor.person]
    waiting = sum(chat.open(now) for chat in mine)
    if waiting + held(mine, today, zone) >= mentor.chats_a_month:
        return Room(Door.FULL, next_month(today))
    return Room(Door.OPEN)


def held(chats: Iterable[Chat], day: date, zone: str) -> int:
    """Chats booked or held in the calendar month of `day`, in the mentor's zone."""
    return sum(
        chat.status in HELD
        and chat.starts_at is not None
        and _month(chat.starts_at.astimezone(zones.rules(zone)).date()) == _month(day)
        for chat in chats
    )


@dataclass(frozen=True)
class Side:
    """One of two who look for a time: when they are open, what takes their time already, and when their own calendar
    says that they are busy."""

    schedule: Schedule
    booked: Sequence[Booked] = ()
    busy: Sequence[Span] = ()


def office(
    mentor: Mentor, *, zone: str, chats: Iterable[Chat], now: datetime, house: House, besides: str = ""
) -> Schedule:
    """When a mentor can be had: never in a month that has as many chats as they give. `besides` is a chat that is being
    moved, and so does not stand in its own way."""
    schedule = mentor.schedule(zone, house)
    mine = [chat for chat in chats if chat.mentor == mentor.person and chat.id != besides]
    month = now.astimezone(zones.rules(zone)).date().replace(day=1)
    last = month + timedelta(days=(schedule.limits.horizon_days or 0) + 62)
    full = []
    while month <= last:
        if held(mine, month, zone) >= mentor.chats_a_month:
            full.append(Away(month, next_month(month) - timedelta(days=1)))
        month = next_month(month)
    return replace(schedule, away=(*schedule.away, *full))


def leisure(zone: str | None, *, quiet_from: int, quiet_to: int, own: Schedule | None = None) -> Schedule:
    """When somebody can be asked to meet who is nobody's mentor in this: outside their quiet hours (hours of their
    clock), and always where nobody knows their zone. `own` is their schedule where they are a mentor elsewhere: they
    travel, are away and rest all the same, but their office hours are for others."""
    awake = tuple(Window(day, quiet_to * 60, quiet_from * 60) for day in range(7))
    windows = awake if zone and quiet_from != quiet_to else None
    if own is None:
        return Schedule(zone or "UTC", windows)
    return replace(rest_only(own), zone=zone or "UTC", windows=windows, overrides=())


def free_slots(mentor: Side, mentee: Side | None, *, now: datetime, besides: str = "") -> list[datetime]:
    """Every start of a chat that the mentor has to give and at which the mentee, if it is known who that is, is awake
    and free too. `besides` is a chat whose own times do not stand in its way."""
    until = now + timedelta(days=(mentor.schedule.limits.horizon_days or 0) + 4)
    booked = _besides(mentor.booked, besides)
    if mentee is None:
        return hours.offered(mentor.schedule, since=now, until=until, now=now, busy=mentor.busy, booked=booked)
    rest = mentee.schedule.limits
    before, after = timedelta(minutes=rest.before), timedelta(minutes=rest.after)
    return hours.shared(
        mentor.schedule,
        mentee.schedule,
        since=now,
        until=until,
        now=now,
        busy=mentor.busy,
        booked=booked,
        # the engine keeps no rest for a mentee: who is a mentor elsewhere needs it here too
        mentee_busy=[(start - after, end + before) for start, end in mentee.busy],
        mentee_booked=[
            Booked(one.start - after - before, one.end + before + after, one.about)
            for one in _besides(mentee.booked, besides)
        ],
    )


def _besides(booked: Iterable[Booked], about: str) -> list[Booked]:
    return [one for one in booked if not about or one.about != about]


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
