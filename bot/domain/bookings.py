"""Bookings: what takes two people's time, whether it is agreed or held while they agree, and how much is too much."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.chats import Chat, Status
from bot.domain.people import Person


@dataclass(frozen=True)
class Booking:
    """Some people at one time. `chat` is what it is about; `until` is when a hold runs out, and None for what is
    agreed."""

    id: str
    people: tuple[Person, ...]
    starts_at: datetime
    minutes: int
    chat: str = ""
    until: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def wanted(chat: Chat) -> tuple[Booking, ...]:
    """The time that a chat takes: its booked half-hour, and the times that are offered or proposed instead, for as long
    as they are held. The mere request takes none. A former member is not busy any more."""
    if chat.status is Status.BOOKED and chat.starts_at:
        return (_booking(chat, chat.id, chat.starts_at), *_held(chat, chat.moving_to, besides=chat.starts_at))
    if chat.status is Status.OFFERED:
        return tuple(_held(chat, chat.offered))
    return ()


def _held(chat: Chat, times: Iterable[datetime], besides: datetime | None = None) -> Iterator[Booking]:
    """A time that overlaps the booked one is already theirs."""
    length = timedelta(minutes=chat.minutes)
    for start in times if chat.held_until else ():
        if besides is None or abs(start - besides) >= length:
            yield _booking(chat, f"{chat.id}.{int(start.timestamp())}", start, until=chat.held_until)


def _booking(chat: Chat, id: str, start: datetime, until: datetime | None = None) -> Booking:
    people = tuple(person for person in (chat.mentor, chat.mentee) if not person.former)
    return Booking(id, people, start, chat.minutes, chat.id, until)
