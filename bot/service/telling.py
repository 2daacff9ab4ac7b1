"""What a nudge says, composed at the moment of sending from the truth of that moment."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.boundary.cards import Card, Fact, File
from bot.boundary.commands import AnswerIntroduction, BeMentor, Invitations, MyChats, StopReminder
from bot.boundary.ports import Books
from bot.domain import hours, nudges, zones
from bot.domain.chats import Chat, Consent
from bot.domain.drifting import asks
from bot.domain.nudges import Kind, Nudge
from bot.domain.people import Member, Person
from bot.domain.promises import newer
from bot.service import appealing, calendars, inviting, lookups, own_data
from bot.service.answering import others_open
from bot.service.call import Call, voice_of
from bot.service.reach import NOWHERE, Reach
from bot.speech.run_sheet import run_sheet
from bot.speech.standing import settled, standing, state

RESTING = timedelta(hours=1)
"""How long a nudge waits before it looks again, while the organisers have paused the bot."""
LEFT_TO_BOTH = frozenset({"over", "missed"})
LEFT_TO_MENTEE = LEFT_TO_BOTH | {"declined", "lapsed", "happened"}
"""States in which a chat's words speak of its buttons."""


@dataclass(frozen=True)
class Say:
    """`reached` is somebody who could not be written to before: to be noted when this arrives."""

    card: Card
    reached: Person | None = None
    to: Person | None = None
    """Where it goes, if not to the person's own platform."""


@dataclass(frozen=True)
class Wait:
    until: datetime


@dataclass(frozen=True)
class Done:
    """Nothing to send: `moot` (it is not true any more) or `missed` (its time has passed)."""

    state: str


Verdict = Say | Wait | Done


async def compose(books: Books, nudge: Nudge, now: datetime, reach: Reach = NOWHERE) -> Verdict:
    member = await books.member(nudge.to)
    if member is None:
        return Done("moot")
    if (group := nudges.group(nudge.kind)) and group in member.stopped:
        return Done("moot")
    call = as_member(books, member, now, reach)
    chat = await books.chat(nudge.subject)
    if nudge.kind is Kind.DRIFT and chat and chat.promise and newer(chat.promise.told, zones.release()):
        return Wait(now + RESTING)  # another process found out, by rules that this one does not have yet
    if chat is not None and not nudges.still_true(nudge, chat, now):
        return Done("moot")
    if nudge.stale_at and now >= nudge.stale_at:
        return Done("missed")
    if books.house.paused and nudge.kind is not Kind.EXPORT:
        return Wait(now + RESTING)
    if nudge.by:
        if (mail := await inviting.mail(call, nudge, chat)) is None:
            return Done("moot")
        return Say(mail[1], to=mail[0])
    quiet_from, quiet_to = books.house.quiet_hours(member)
    waking = hours.waking(now, zone=member.clock, quiet_from=quiet_from, quiet_to=quiet_to)
    if waking > now and nudge.kind is not Kind.EXPORT:
        at = nudges.postponed(replace(nudge, due_at=now), waking)
        if at is None:
            return Done("missed")
        if at > now:
            return Wait(at)
    card = await (_about_chat(call, nudge, chat) if chat else _other(call, nudge))
    if card is None:
        return Done("moot")
    card = replace(_stoppable(call, card, group), quiet=nudge.kind in nudges.DURING)
    return Say(card, nudge.to if member.unreachable else None)


def as_member(books: Books, member: Member, now: datetime, reach: Reach = NOWHERE) -> Call:
    """The reader of a nudge, as if they had asked."""
    voice = voice_of(member).knowing({member.person: member})
    return Call(books, member.person.home, member, now, voice, {}, reach)


async def quiet_record(call: Call, chat: Chat) -> Card:
    """What an earlier card becomes when its time is over: how things stand, for it may be the very card whose press was
    just answered. Where something is left to do it points to the buttons, for it has none."""
    await call.meet(chat.mentor, chat.mentee)
    record = settled(chat, call.person, call.voice, call.now)
    left_to_do = LEFT_TO_BOTH if call.person == chat.mentor else LEFT_TO_MENTEE
    asked = chat.turn() == call.person or asks(chat, call.person, call.now)
    if asked or state(chat, call.person, call.now) in left_to_do:
        return replace(record, body=(call.voice.text("notice.newer"),))
    return replace(record, body=standing(chat, call.person, call.voice, call.now).body)


async def _about_chat(call: Call, nudge: Nudge, chat: Chat) -> Card | None:
    await call.meet(chat.mentor, chat.mentee, *([chat.suggested] if chat.suggested else []))
    if nudge.kind is Kind.UNREACHED:
        return call.voice.card(
            "unreached.mentor" if call.person == chat.mentor else "unreached.mentee",
            other=call.voice.who(chat.other(call.person)),
            facts=[call.voice.fact("topic", chat.topic)],
            buttons=[call.voice.button("my_chats", MyChats())],
        )
    side = "mentor" if call.person == chat.mentor else "mentee"
    if nudge.kind is Kind.FIVE_LEFT:
        return call.voice.card("nudge.five_left", mentor=call.voice.who(chat.mentor))
    if nudge.kind in (Kind.OUTCOME_ASK, Kind.OUTCOME_LATER) and not await _both_here(call, chat):
        return None
    both = nudge.kind in {
        Kind.BOOKED,
        Kind.MOVED,
        Kind.DAY_BEFORE,
        Kind.SOON,
        Kind.HAPPENED,
        Kind.CANCELLED,
        Kind.DRIFT,
    }
    titled = f"nudge.{nudge.kind}.{side}" if both else f"nudge.{nudge.kind}"
    if nudge.kind is Kind.WITHDRAWN and chat.reason:
        titled = ""  # it was not the mentee who took it back: the plain card says that it is closed
    carries = nudge.kind in {Kind.BOOKED, Kind.MOVED, Kind.KEPT, Kind.STAYS}
    confirming = nudge.kind is Kind.DAY_BEFORE
    card = await lookups.standing_card(call, chat, titled=titled, booked=carries, confirming=confirming)
    if nudge.kind is Kind.CANCELLED:
        card = replace(card, files=(lookups.invitation_file(call, chat),))
    if nudge.kind is Kind.BOOKED and side == "mentee" and (withdraw := await others_open(call, chat)):
        card = replace(card, buttons=(*card.buttons, call.voice.button("withdraw_others", withdraw)))
    if nudge.kind in (Kind.SOON, Kind.START) and side == "mentee":
        card = replace(card, quotes=(*card.quotes, call.voice.quote("run_sheet", run_sheet(chat, call.voice))))
    if nudge.kind is Kind.OUTCOME_LATER and await _may_pass_on(call, chat):
        button = call.voice.button("be_mentor", BeMentor())
        card = replace(card, body=(*card.body, call.voice.text("pass_on.line")), buttons=(*card.buttons, button))
    return card


async def _both_here(call: Call, chat: Chat) -> bool:
    """Whether the two still take part, a month or half a year later."""
    mentor = await call.books.member(chat.mentor)
    return mentor is not None and all(lookups.takes_part(one, call.books.house) for one in (mentor, call.me))


async def _may_pass_on(call: Call, chat: Chat) -> bool:
    """Becoming a mentor is proposed to somebody who never was one, and after their first such chat only."""
    if await call.books.mentor(call.person):
        return False
    mine = await call.books.chats_of(call.person)
    thanked = [one for one in mine if one.mentee == call.person and one.thanked_at and one.starts_at]
    return chat.id == min(thanked, key=lambda one: one.starts_at or one.asked_at, default=chat).id


async def _other(call: Call, nudge: Nudge) -> Card | None:
    match nudge.kind:
        case Kind.INTRO_ASK | Kind.INTRO_OFFER | Kind.INTRO_MADE:
            return await _introduction(call, nudge)
        case Kind.REPORT:
            return await _report(call, nudge)
        case Kind.APPEAL:
            return await appealing.asked(call, nudge.subject)
        case Kind.APPEALED:
            return await appealing.answered(call, nudge.subject)
        case Kind.EXPORT:
            data = own_data.exported(await call.books.export(call.person))
            return call.voice.card("export", files=[File("half-hour.json", "application/json", data)])
        case Kind.MAIL_BACK:
            return call.voice.card("nudge.mail_back", buttons=[call.voice.button("invitations", Invitations())])
        case Kind.CALENDAR_LOST:
            return await calendars.lost(call, nudge.subject)
        case Kind.WELCOME:
            return call.voice.card("nudge.welcome", buttons=[call.voice.button("my_profile", BeMentor())])
        case Kind.BACK:
            mentor = await call.books.mentor(call.person)
            if mentor is None or mentor.stopped or mentor.paused_until is None:
                return None
            if nudge.subject != f"pause-{mentor.paused_until}":
                return None
            return call.voice.card("back", buttons=[call.voice.button("my_profile", BeMentor())])
        case _:
            return None


async def _introduction(call: Call, nudge: Nudge) -> Card | None:
    made = await call.books.introduction(nudge.subject)
    if made is None:
        return None
    await call.meet(made.mentor)
    voice = call.voice
    mentor = voice.who(made.mentor)
    answers = [
        voice.button("introduce_yes", AnswerIntroduction(made.id, yes=True), main=True),
        voice.button("introduce_no", AnswerIntroduction(made.id)),
    ]
    why = [voice.quote("why", made.why, mentor=voice.name(made.mentor))]
    if nudge.kind is Kind.INTRO_ASK and made.consent is Consent.ASKED:
        return voice.card("nudge.intro_ask", mentor=mentor, quotes=why, buttons=answers)
    if nudge.kind is Kind.INTRO_OFFER and made.consent is Consent.WILLING:
        return voice.card("nudge.intro_offer", mentor=mentor, quotes=why, buttons=answers)
    if nudge.kind is Kind.INTRO_MADE and made.consent is Consent.MADE:
        await call.meet(made.mentee, made.third)
        one, other = call.voice.who(made.mentee), call.voice.who(made.third)
        return call.voice.card("nudge.intro_made", mentor=mentor, one=one, two=other, quotes=why)
    return None


async def _report(call: Call, nudge: Nudge) -> Card | None:
    kept = await call.books.report(nudge.subject)
    if kept is None or not call.me.organiser:
        return None
    id, by, words = kept
    chat = await call.books.chat(id)
    people = [by, *((chat.mentor, chat.mentee) if chat else ())]
    await call.meet(*people)
    voice = call.voice
    about = [person for person in people[1:] if person != by]
    return voice.card(
        "nudge.report",
        by=voice.who(by),
        about=voice.who(about[0]) if about else "",
        facts=[
            Fact(voice("fact.absent", name=voice.name(side)), (voice(f"absent.{noted}"),))
            for side in people[1:]
            if chat and (noted := chat.absent_by(side))
        ],
        quotes=[voice.quote("report", words)],
    )


def _stoppable(call: Call, card: Card, group: str | None) -> Card:
    """Each kind of reminder can be turned off from the reminder itself."""
    if group is None or len(card.buttons) >= 5:
        return card
    return replace(card, buttons=(*card.buttons, call.voice.button("stop_these", StopReminder(group))))
