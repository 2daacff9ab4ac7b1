"""Bookings: what takes two people's time, whether it is agreed or held while they agree, and how much is too much."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.chats import Chat, Status
from bot.domain.hours import Booked, Limits, Schedule, full
from bot.domain.people import Person
from bot.domain.refusals import LimitReached, SlotTaken

Terms = Mapping[Person, Schedule]
"""Whose rest and limits are to be kept; anybody else has none."""


@dataclass(frozen=True)
class Booking:
    """Some people at one time. `chat` is what it is about; `until` is when a hold runs out, and None for what is
    agreed."""

    id: str
    people: frozenset[Person]
    starts_at: datetime
    minutes: int
    chat: str = ""
    until: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def about(self) -> str:
        """Bookings about the same are alternatives: they never stand in each other's way."""
        return self.chat or self.id


# -- what a chat takes -------------------------------------------------------------------------------------------------


def hold(chat: Chat, *, hours: int, now: datetime) -> Chat:
    """The times that were just offered or proposed are kept free for the two: for so many hours, but never longer than
    one of them could still be said yes to."""
    ends = [now + timedelta(hours=hours), max((*chat.offered, *chat.moving_to), default=now)]
    if chat.status is Status.OFFERED:
        ends.append(chat.answer_by)
    elif chat.starts_at and chat.starts_at > now:  # once they were to meet, nothing is moved any more
        ends.append(chat.starts_at)
    return replace(chat, held_until=min(ends))


def wanted(chat: Chat, *, now: datetime) -> tuple[Booking, ...]:
    """The time that a chat takes: its booked half-hour, and the times that are offered or proposed instead, for as long
    as they are held. The mere request takes none. A former member is not busy any more."""
    if chat.status is Status.BOOKED and chat.starts_at:
        return (_booking(chat, chat.id, chat.starts_at), *_held(chat, chat.moving_to, now, besides=chat.starts_at))
    if chat.status is Status.OFFERED:
        return tuple(_held(chat, chat.offered, now))
    return ()


def _held(chat: Chat, times: Iterable[datetime], now: datetime, besides: datetime | None = None) -> Iterator[Booking]:
    """What overlaps the booked time is theirs already."""
    length = timedelta(minutes=chat.minutes)
    for start in times if chat.held_until and chat.held_until > now else ():
        if besides is None or abs(start - besides) >= length:
            yield _booking(chat, f"{chat.id}.{int(start.timestamp())}", start, until=chat.held_until)


def _booking(chat: Chat, id: str, start: datetime, until: datetime | None = None) -> Booking:
    people = frozenset(person for person in (chat.mentor, chat.mentee) if not person.former)
    return Booking(id, people, start, chat.minutes, chat.id, until)


# -- what may be booked ------------------------------------------------------------------------------------------------


def rest_only(schedule: Schedule) -> Schedule:
    """What binds a mentor who is somebody's mentee: the rest around their chats, for they need that after any of them.
    How many chats they give in a week does not stop them from asking for one."""
    return replace(schedule, limits=Limits(before=schedule.limits.before, after=schedule.limits.after))


def check(wanted: Sequence[Booking], booked: Mapping[Person, Sequence[Booked]], terms: Terms) -> None:
    """Nothing if all of these can be booked beside what is `booked`, live and of these people. What is about the same
    does not count. Raises SlotTaken, and only after that LimitReached."""
    for one in wanted:
        for person in one.people:
            if _met(one, booked.get(person, ()), terms.get(person)):
                raise SlotTaken()
    for one in wanted:
        for person in sorted(one.people & terms.keys()):
            period = full(terms[person], at=one.starts_at, booked=booked.get(person, ()), besides=one.about)
            if period:
                raise LimitReached(person, period)


def refusal(one: Booking, booked: Mapping[Person, Sequence[Booked]], terms: Terms) -> SlotTaken | LimitReached | None:
    """What `check` has against one of them, if anything."""
    try:
        check([one], booked, terms)
    except (SlotTaken, LimitReached) as trouble:
        return trouble
    return None


def _met(one: Booking, booked: Iterable[Booked], schedule: Schedule | None) -> bool:
    """Whether it meets something else of a person, with the rest that this person wants before and after each."""
    limits = schedule.limits if schedule else Limits()
    apart = timedelta(minutes=limits.before + limits.after)
    return any(
        other.about != one.about and one.starts_at < other.end + apart and other.start < one.ends_at + apart
        for other in booked
    )
