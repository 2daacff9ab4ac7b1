"""A booked chat whose clocks have changed: what the daily check makes of it, and the two answers of its mentor.

Nothing moves by itself: until the mentor answers, the moment stays as it is in every calendar."""

from dataclasses import replace
from datetime import datetime

from bot.domain import zones
from bot.domain.chats import Chat, Status
from bot.domain.people import Person
from bot.domain.promises import Drift, Promise, drifted, newer, promised
from bot.domain.refusals import AlreadySettled, NotYours, TooLate


def drift_of(chat: Chat, now: datetime) -> Drift | None:
    """How the clocks will differ from what was promised, for a chat that is still to come."""
    if not coming(chat, now) or chat.promise is None or chat.starts_at is None:
        return None
    return drifted(chat.promise, chat.starts_at) if newer(zones.release(), chat.promise.release) else None


def coming(chat: Chat, now: datetime) -> bool:
    """Whether two people will still meet at the time that they agreed on."""
    return chat.status is Status.BOOKED and chat.starts_at is not None and now < chat.starts_at


def due(promise: Promise | None) -> bool:
    """Whether the rules in force are newer than those that it was made by, and than those that were told of."""
    return promise is None or all(newer(zones.release(), old) for old in (promise.release, promise.told))


def concerns(drift: Drift, chat: Chat, person: Person) -> bool:
    """Whether it is this person's clock that changed."""
    return drift.of_mentor if person == chat.mentor else drift.of_mentee


def asks(chat: Chat, person: Person, now: datetime) -> bool:
    """Whether it is this person who says what happens: the mentor, whose time it is."""
    drift = drift_of(chat, now)
    return drift is not None and drift.of_mentor and person == chat.mentor


def rechecked(chat: Chat, today: Promise) -> Chat:
    """The chat after the check of the day. `today` is what it would be promised as now: by the rules in force, in the
    zones in which the two live now. The same chat where there is nothing to note.

    Who has moved house keeps the moment, and has been promised whatever the new place shows: only rules can break a
    promise. A chat that was booked before promises were kept is promised as of today."""
    promise, starts_at = chat.promise, chat.starts_at
    if promise is None or starts_at is None:
        return replace(chat, promise=today)
    if not due(promise):
        return chat
    if promise.mentor_zone != today.mentor_zone:
        promise = replace(promise, mentor_zone=today.mentor_zone, mentor_wall=today.mentor_wall)
    if promise.mentee_zone != today.mentee_zone:
        promise = replace(promise, mentee_zone=today.mentee_zone, mentee_wall=today.mentee_wall)
    return replace(chat, promise=replace(promise, told=today.release) if drifted(promise, starts_at) else today)


def keep_wall(chat: Chat, release: str, *, by: Person, now: datetime) -> Chat:
    """The mentor keeps what was promised on their clock, and the moment moves. A move that somebody has proposed stays
    proposed, unless this is one of its times.

    `release` is the one that the question was about: rules may have changed again since it was asked."""
    promise, starts_at, drift = _asked(chat, release, by, now)
    slot = drift.keep_mentor_wall
    if slot == starts_at:  # the promised time fell into a gap: there is no other moment to move to
        return keep_moment(chat, release, by=by, now=now)
    if slot <= now:
        raise TooLate("refusal.slot_past")
    agreed = slot in chat.moving_to
    return replace(
        chat,
        starts_at=slot,
        booked_at=now,
        sequence=chat.sequence + 1,
        confirmed=(),
        moving_by=None if agreed else chat.moving_by,
        moving_to=() if agreed else chat.moving_to,
        promise=promised(slot, mentor_zone=promise.mentor_zone, mentee_zone=promise.mentee_zone),
    )


def keep_moment(chat: Chat, release: str, *, by: Person, now: datetime) -> Chat:
    """The mentor keeps the moment, and is promised what their clock will show now."""
    promise, starts_at, _ = _asked(chat, release, by, now)
    fresh = promised(starts_at, mentor_zone=promise.mentor_zone, mentee_zone=promise.mentee_zone)
    return replace(chat, sequence=chat.sequence + 1, promise=fresh)


def _asked(chat: Chat, release: str, by: Person, now: datetime) -> tuple[Promise, datetime, Drift]:
    """The question that is open. Raises NotYours, TooLate, or AlreadySettled where none is."""
    if by != chat.mentor:
        raise NotYours()
    if chat.status is not Status.BOOKED or chat.starts_at is None or chat.promise is None:
        raise AlreadySettled()
    if now >= chat.starts_at:
        raise TooLate("refusal.started")
    drift = drift_of(chat, now)
    if drift is None or not drift.of_mentor or release != zones.release():
        raise AlreadySettled()
    return chat.promise, chat.starts_at, drift
