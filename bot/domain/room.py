"""How much room a mentor has, when they are back, and which of their half-hours are free for somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain import hours, zones
from bot.domain.chats import Chat, Status
from bot.domain.mentors import Mentor
from bot.domain.people import House, Person

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


def free_slots(
    mentor: Mentor,
    *,
    zone: str,
    mentee: Person | None,
    chats: Sequence[Chat],
    now: datetime,
    house: House,
    besides: str = "",
    limit: int = 25,
) -> list[datetime]:
    """The mentor's free half-hours, spread over days. `chats` are the mentor's and the mentee's; nobody is offered a
    time at which either is booked. `besides` is a chat that is being moved and so does not stand in its own way."""
    mine = [chat for chat in chats if chat.mentor == mentor.person and chat.id != besides]
    full: dict[tuple[int, int], bool] = {}

    def closed(day: date) -> bool:
        if _month(day) not in full:
            full[_month(day)] = held(mine, day, zone) >= mentor.chats_a_month
        return full[_month(day)] or mentor.paused(day)

    busy = [
        (chat.starts_at, chat.ends_at)
        for chat in chats
        if chat.status is Status.BOOKED and chat.starts_at and chat.ends_at and chat.id != besides
        and {chat.mentor, chat.mentee} & {mentor.person, mentee}
    ]  # fmt: skip
    slots = hours.free(
        mentor.windows,
        zone=zone,
        now=now,
        minutes=mentor.minutes,
        notice_hours=house.notice_hours,
        horizon_days=house.horizon_days,
        busy=busy,
        closed=closed,
        limit=1000,
    )
    return hours.spread(slots, limit, zone)


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
