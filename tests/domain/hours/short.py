"""Short ways to write down hours, moments and chats in tests."""

from datetime import UTC, datetime, timedelta

from bot.domain.hours import Booked, Schedule, Window, offered

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def at(words: str) -> datetime:
    """ "2026-06-01 09:00", in UTC."""
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


def wall(words: str) -> datetime:
    """What a clock shows."""
    return datetime.fromisoformat(words)


def hours(day: int, start: str, end: str) -> Window:
    (a, b), (c, d) = start.split(":"), end.split(":")
    return Window(day, int(a) * 60 + int(b), int(c) * 60 + int(d))


def daily(start: str, end: str) -> tuple[Window, ...]:
    return tuple(hours(day, start, end) for day in range(7))


def starts(
    mentor: Schedule, since: str, until: str, *, now: str = "1980-01-01 00:00", booked: tuple[Booked, ...] = ()
) -> list[str]:
    found = offered(mentor, since=at(since), until=at(until), now=at(now), booked=booked)
    return [f"{slot:%d %H:%M}" for slot in found]


def chat(words: str, minutes: int = 30, about: str = "") -> Booked:
    return Booked(at(words), at(words) + timedelta(minutes=minutes), about)
