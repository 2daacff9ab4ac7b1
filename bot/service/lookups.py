"""What several handlers need to know before they can decide: a mentor with their room and free times, others to ask,
and a chat's card with everything on it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.boundary.cards import Card, File, Link, Reply, Text
from bot.boundary.commands import AgreeMove, PickSlot
from bot.domain import matching, zones
from bot.domain.chats import Chat
from bot.domain.mentors import Mentor
from bot.domain.people import House, Member, Person
from bot.domain.refusals import LimitReached, Refusal, SlotTaken
from bot.domain.room import Door, Room, room
from bot.service.call import Call
from bot.service.timetable import Timetable, free_for_both, taken, timetable, to_choose
from bot.speech import invitation
from bot.speech.standing import Extras, settled, standing, state

MOST_PASSED = 30
"""Requests that are looked at to find whom one has gone to."""
BUSY_SINCE = timedelta(days=62)
"""How far back chats matter for a month's room."""


@dataclass(frozen=True)
class Desired:
    """A mentor as somebody sees them who would like to ask: profile, person, room, the chats of both, and what takes
    their time."""

    mentor: Mentor
    member: Member
    room: Room
    chats: Sequence[Chat]
    table: Timetable

    @property
    def zone(self) -> str:
        return self.member.clock or "UTC"


async def desired(call: Call, person: Person, *, mentee: Person | None = None) -> Desired | None:
    """None for somebody who is no mentor."""
    mentor = await call.books.mentor(person)
    if mentor is None:
        return None
    members = await call.meet(person)
    if person not in members:
        return None
    people = [person] if mentee is None else [person, mentee]
    chats = await call.books.chats_with(people, since=call.now - BUSY_SINCE)
    member = members[person]
    mentor = replace(mentor, minutes=min(mentor.minutes, call.books.house.minutes))
    now_open = room(mentor, zone=member.clock or "UTC", chats=chats, now=call.now)
    return Desired(mentor, member, now_open, chats, await timetable(call, mentor, member, mentee))


def slots_for(call: Call, wanted: Desired, *, besides: str = "") -> list[datetime]:
    """The times to choose from, spread over the days."""
    return to_choose(every_slot(call, wanted, besides=besides), wanted.zone)


def every_slot(call: Call, wanted: Desired, *, besides: str = "") -> list[datetime]:
    """Whatever suits both, however many that are. `besides` is a chat that does not stand in its own way."""
    return free_for_both(wanted.table, wanted.mentor, chats=wanted.chats, call=call, besides=besides)


def night_between(call: Call, wanted: Desired) -> bool:
    """Whether there would be times, were it not for the night where the mentee lives."""
    return bool(free_for_both(wanted.table, wanted.mentor, chats=wanted.chats, call=call, asleep=True))


async def askable(call: Call, *, besides: Collection[Person] = ()) -> list[Mentor]:
    """The mentors whom the actor can ask now: open, room left, reachable, none of them blocked or the actor."""
    mentors = [m for m in await call.books.mentors() if m.person not in besides and m.person != call.person]
    members = await call.meet(*(m.person for m in mentors))
    chats = await call.books.chats_with([m.person for m in mentors], since=call.now - BUSY_SINCE)
    blockers = await call.books.blockers(call.person)
    asked = {
        chat.mentor for chat in chats if chat.mentee == call.person and (chat.open(call.now) or chat.upcoming(call.now))
    }
    open_mentors = []
    for mentor in mentors:
        member = members.get(mentor.person)
        if member is None or member.unreachable or not takes_part(member, call.books.house):
            continue
        if mentor.person in blockers or mentor.person in asked:
            continue
        if room(mentor, zone=member.clock or "UTC", chats=chats, now=call.now).door is Door.OPEN:
            open_mentors.append(mentor)
    load = {m.person: sum(c.mentor == m.person for c in chats) for m in open_mentors}
    return sorted(open_mentors, key=lambda m: (load[m.person], m.since or call.now, str(m.person)))


def takes_part(member: Member, house: House) -> bool:
    """Whether somebody may be asked, suggested or introduced at all."""
    return not (member.gone or member.excluded or member.bot or (member.guest and not house.guests))


async def asked_already(call: Call, chat: Chat) -> set[Person]:
    """Every mentor whom this very request has gone to."""
    seen, mentors = {chat.id}, {chat.mentor}
    chain = [chat]
    while chain and len(seen) < MOST_PASSED:
        one = chain.pop()
        before = await call.books.chat(one.passed_from) if one.passed_from else None
        near = [*await call.books.chats_from(one.id), *([before] if before else [])]
        chain += [other for other in near if other.id not in seen]
        seen |= {other.id for other in near}
        mentors |= {other.mentor for other in near}
    return mentors


async def others(
    call: Call, topic: str, *, besides: Collection[Person] = (), most: int = 3
) -> list[tuple[Person, Text]]:
    """Up to `most` mentors to ask instead, each with the reason."""
    found = matching.rank(topic, await askable(call, besides=besides))
    return [(match.mentor.person, reason(call, match)) for match in found[:most]]


def reason(call: Call, match: matching.Match) -> Text:
    """Why this mentor: the words that met, or what they do."""
    if match.asked:
        return call.voice.text("find.because", words=", ".join(match.asked), headline=match.mentor.headline)
    return (match.mentor.headline,)


async def standing_card(
    call: Call, chat: Chat, *, notice: Text = (), titled: str = "", booked: bool = False,
    confirming: bool = False,
) -> Card:  # fmt: skip
    """The chat as the actor sees it now, with everything that belongs on it. `booked` adds the invitation."""
    extras = Extras(notice=notice, confirming=confirming)
    current = state(chat, call.person, call.now)
    if current in ("declined", "lapsed") and call.person == chat.mentee:
        gone_to = await asked_already(call, chat)
        wanted = await others(call, chat.topic, besides=gone_to)
        if chat.suggested and chat.suggested in {m.person for m in await askable(call, besides=gone_to)}:
            first = (chat.suggested, call.voice.text("find.suggested", mentor=call.voice.who(chat.mentor)))
            wanted = [first, *(pair for pair in wanted if pair[0] != chat.suggested)][:3]
        extras = replace(extras, others=wanted)
    if current in ("waiting", "offered", "moving_theirs"):
        extras = replace(extras, taken=await taken(call, chat))
    if booked and chat.starts_at:
        extras = replace(extras, files=(invitation_file(call, chat),), links=calendar_links(call, chat))
    return standing(chat, call.person, call.voice, call.now, extras, titled=titled)


async def now_standing(call: Call, chat: Chat, *, notice: Text = ()) -> Reply:
    """The pressed card, brought up to date."""
    return Reply(await standing_card(call, chat, notice=notice), replace=True)


async def lost(call: Call, chat: Chat, refusal: Refusal) -> Reply:
    """A press that came too late, and the times that are still there to press. Nobody learns that somebody else has
    enough chats in a week: such a time is simply not free."""
    card = await standing_card(call, chat)
    left = any(isinstance(pick.press, PickSlot | AgreeMove) for pick in card.picks)
    wording = refusal.wording
    if isinstance(refusal, LimitReached) and refusal.person != call.person:
        wording = SlotTaken.wording
    elif isinstance(refusal, LimitReached) and not left:
        wording = f"refusal.limit_all.{refusal.period}"
    if wording == SlotTaken.wording and not left:
        wording = "refusal.slot_taken_all"
    return Reply(replace(card, body=(call.voice.text(wording, **refusal.facts), *card.body)), replace=True)


def now_settled(call: Call, chat: Chat, notice: Text, files: Sequence[File] = ()) -> Reply:
    """The pressed card has done its work: a line, and no buttons."""
    return Reply(replace(settled(chat, call.person, call.voice, call.now, notice), files=tuple(files)), replace=True)


def invitation_file(call: Call, chat: Chat) -> File:
    content = invitation.invitation(
        chat=chat,
        summary=invitation.summary(chat, call.person, call.voice),
        description=invitation.description(chat, call.person, call.voice),
        organiser_name=call.voice.name(chat.mentor),
        now=call.now,
    )
    return File("half-hour.ics", "text/calendar", content)


def calendar_links(call: Call, chat: Chat) -> tuple[Link, ...]:
    google, outlook = call.voice("invitation.google"), call.voice("invitation.outlook")
    summary, short = invitation.summary(chat, call.person, call.voice), call.voice("invitation.short")
    return invitation.links(chat, summary, short, google=google, outlook=outlook)


def today(call: Call, zone: str | None = None) -> date:
    return call.now.astimezone(zones.rules(zone or call.me.clock or "UTC")).date()
