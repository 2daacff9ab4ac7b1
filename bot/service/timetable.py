"""When two people can meet: what takes their time, what their own calendars say, and what is free for both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import bookings, hours
from bot.domain.bookings import Booking, Terms
from bot.domain.chats import Chat
from bot.domain.mentors import Mentor
from bot.domain.people import Member, Person
from bot.domain.refusals import LimitReached, SlotTaken
from bot.domain.room import Side, free_slots, leisure, office
from bot.service.call import Call

BEFORE = timedelta(days=40)
"""How far back a booking may be and still count in the same month."""
AHEAD = timedelta(days=120)
"""How far ahead people meet, at the farthest."""
MOST = 25
"""Times to choose from."""


@dataclass(frozen=True)
class Timetable:
    """The two sides of a chat that is to be. `mentor` has the office hours as they are, whatever month is full."""

    mentor: Side
    mentee: Side | None
    terms: Terms
    """Whose rest and limits are kept when their time is taken."""


async def timetable(call: Call, mentor: Mentor, member: Member, mentee: Person | None) -> Timetable:
    """One look at what both have booked and one at their calendars, however many times there are."""
    house, person = call.books.house, mentor.person
    people = [person] if mentee is None else [person, mentee]
    booked = await call.books.bookings_of(people, since=call.now - BEFORE)
    busy = await call.books.busy_of(people, since=call.now, until=call.now + AHEAD)
    schedule = mentor.schedule(member.clock or "UTC", house)
    side = Side(schedule, booked[person], busy[person])
    if mentee is None:
        return Timetable(side, None, {person: schedule})
    other = call.me if mentee == call.person else (await call.meet(mentee)).get(mentee)
    zone = other.clock if other else None
    profile = await call.books.mentor(mentee)
    own = None
    if profile and not profile.stopped:
        own = replace(profile, paused_until=None).schedule(zone or "UTC", house)  # they may ask while they pause
    quiet_from, quiet_to = house.quiet_hours(other) if other else (0, 0)
    open_when = leisure(zone, quiet_from=quiet_from, quiet_to=quiet_to, own=own)
    terms = {person: schedule} | ({mentee: open_when} if own else {})
    return Timetable(side, Side(open_when, booked[mentee], busy[mentee]), terms)


def free_for_both(
    table: Timetable, mentor: Mentor, *, chats: Sequence[Chat], call: Call, besides: str = "", asleep: bool = False
) -> list[datetime]:
    """Every time that suits both. `asleep`: at night as well, to tell whether it is the night that stands between."""
    zone = table.mentor.schedule.zone
    open_when = office(mentor, zone=zone, chats=chats, now=call.now, house=call.books.house, besides=besides)
    mentee = table.mentee
    if mentee and asleep:
        mentee = replace(mentee, schedule=replace(mentee.schedule, windows=None))
    return free_slots(replace(table.mentor, schedule=open_when), mentee, now=call.now, besides=besides)


def to_choose(slots: Sequence[datetime], zone: str) -> list[datetime]:
    return hours.spread(slots, MOST, zone)


async def terms_of(call: Call, chat: Chat) -> Terms:
    """Whose rest and limits are kept when a chat takes time: the mentor's, and the rest of a mentee who gives chats
    too. Nobody's who has stopped, or was forgotten."""
    members = await call.meet(chat.mentor, chat.mentee)
    terms = {}
    for person in (chat.mentor, chat.mentee):
        member, profile = members.get(person), await call.books.mentor(person)
        if member and profile and not profile.stopped:
            schedule = profile.schedule(member.clock or "UTC", call.books.house)
            terms[person] = schedule if person == chat.mentor else bookings.rest_only(schedule)
    return terms


async def refusals(call: Call, chat: Chat, times: Iterable[datetime]) -> dict[datetime, SlotTaken | LimitReached]:
    """Which of these times this chat cannot have, and why. Final for whoever has locked the two."""
    wanted = [Booking(chat.id, frozenset((chat.mentor, chat.mentee)), at, chat.minutes, chat.id) for at in times]
    if not wanted:
        return {}
    terms = await terms_of(call, chat)
    since = min(one.starts_at for one in wanted) - BEFORE
    booked = await call.books.bookings_of((chat.mentor, chat.mentee), since=since)
    found = ((one.starts_at, bookings.refusal(one, booked, terms)) for one in wanted)
    return {at: refusal for at, refusal in found if refusal}


async def taken(call: Call, chat: Chat) -> frozenset[datetime]:
    """Which of the times that were asked for, offered or proposed cannot be booked any more, for either of the two.

    Somebody's own calendar takes no time back that they have asked for or offered themselves: what it shows may be this
    very chat, noted down. Offered times count as any others once they are not held any more."""
    gone = set(await refusals(call, chat, {*chat.slots, *chat.offered, *chat.moving_to}))
    held = chat.held_until is not None and chat.held_until > call.now
    if chat.offered and not held and call.person == chat.mentee:
        gone |= await busy_at(call, chat, chat.mentor, chat.offered)
    return frozenset(gone)


async def busy_at(call: Call, chat: Chat, person: Person, times: Iterable[datetime]) -> set[datetime]:
    """At which of these times somebody's own calendar has something other than this chat."""
    wanted, length = list(times), timedelta(minutes=chat.minutes)
    found = await call.books.busy_of([person], since=min(wanted), until=max(wanted) + length)
    busy = [span for span in found[person] if span != (chat.starts_at, chat.ends_at)]
    return {at for at in wanted if any(start < at + length and at < end for start, end in busy)}


async def asks_first(call: Call, chat: Chat, at: datetime) -> bool:
    """A mentor about to take a time at which their own calendar has something by now. The mentee never learns of it."""
    return call.person == chat.mentor and bool(await busy_at(call, chat, chat.mentor, [at]))
