"""What a chat's card says when the clocks have changed since it was booked: to its mentor as a question."""

from dataclasses import dataclass
from datetime import datetime

from bot.boundary.cards import Button, Fact, Text
from bot.boundary.commands import KeepMoment, KeepWall
from bot.domain import zones
from bot.domain.chats import Chat
from bot.domain.drifting import asks, concerns, drift_of
from bot.domain.people import Person
from bot.domain.promises import promised
from bot.speech import times
from bot.speech.voice import Voice


@dataclass(frozen=True)
class Told:
    """What is added to the card; nothing where no clock has changed."""

    lead: tuple[Text, ...] = ()
    facts: tuple[Fact, ...] = ()
    picks: tuple[Button, ...] = ()


def drifts(chat: Chat, me: Person, voice: Voice, now: datetime, *, main: bool) -> Told:
    """`main`: there is room for a button that stands out. Times are written out by the rules in force: a platform, or
    somebody's telephone, may not have them yet."""
    drift, promise = drift_of(chat, now), chat.promise
    if drift is None or promise is None or not concerns(drift, chat, me):
        return Told()
    if me != chat.mentor:
        asked = asks(chat, chat.mentor, now)
        key, place = "drift.mentee_asked" if asked else "drift.mentee", promise.mentee_zone
        return Told(_lead(chat, voice, key, place, drift.mentee_was, drift.mentee_now))
    stay = voice.button("keep_moment", KeepMoment(chat.id, zones.release()))
    slot, was = drift.keep_mentor_wall, drift.mentor_was
    if slot <= now or slot == chat.starts_at:  # that moment has passed, or fell into a gap: there is none to move to
        return Told(_lead(chat, voice, "drift.mentor_late", promise.mentor_zone, was, drift.mentor_now), picks=(stay,))
    moved = promised(slot, mentor_zone=promise.mentor_zone, mentee_zone=promise.mentee_zone)
    at = times.wall(moved.mentor_wall, voice.language, beside=was)
    keep = voice.button("keep_wall", KeepWall(chat.id, zones.release()), main=main, at=at)
    facts = (
        Fact(voice("fact.if_wall", at=at), _both(chat, voice, was, moved.mentor_wall, moved.mentee_wall)),
        Fact(voice("fact.if_moment"), _both(chat, voice, was, drift.mentor_now, drift.mentee_now)),
    )
    return Told(_lead(chat, voice, "drift.mentor", promise.mentor_zone, was, drift.mentor_now), facts, (keep, stay))


def _lead(chat: Chat, voice: Voice, key: str, zone: str, was: datetime, shown: datetime) -> tuple[Text, ...]:
    return voice.paragraphs(
        key,
        place=zones.city(zone, voice.language),
        mentor=voice.who(chat.mentor),
        mentee=voice.who(chat.mentee),
        was=times.wall(was, voice.language),
        shown=times.wall(shown, voice.language, beside=was),
    )


def _both(chat: Chat, voice: Voice, day: datetime, mine: datetime, theirs: datetime) -> Text:
    """Both clocks at one moment; the date only where it is not that of `day`."""
    walls = {name: times.wall(wall, voice.language, beside=day) for name, wall in (("mine", mine), ("theirs", theirs))}
    return voice.text("drift.both", mentee=voice.who(chat.mentee), **walls)
