"""Nudges: what the bot says to somebody else, or later. Which a chat wants, when, and while it is in which state."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain import drifting, hours
from bot.domain.chats import Chat, Status
from bot.domain.people import Person, Place


class Kind(StrEnum):
    # a request and its answer
    ASK = "ask"
    PROMPT = "prompt"
    LAST_CALL = "last_call"
    LAPSED = "lapsed"
    QUESTION = "question"
    ANSWER = "answer"
    OFFER = "offer"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    # a booked chat
    BOOKED = "booked"
    MOVE = "move"
    MOVED = "moved"
    KEPT = "kept"
    DRIFT = "drift"  # the zone rules have changed, and with them what a clock will show
    STAYS = "stays"  # the moment stays although a clock shows something else now, or after all what it was to show
    CANCELLED = "cancelled"
    DAY_BEFORE = "day_before"
    SOON = "soon"
    START = "start"
    FIVE_LEFT = "five_left"
    # afterwards
    HAPPENED = "happened"
    UNMET = "unmet"
    THANK = "thank"
    THANK_AGAIN = "thank_again"
    THANK_LAST = "thank_last"
    THANKS = "thanks"
    INTRODUCE = "introduce"
    INTRO_ASK = "intro_ask"
    INTRO_OFFER = "intro_offer"
    INTRO_MADE = "intro_made"
    OUTCOME_ASK = "outcome_ask"
    OUTCOME_LATER = "outcome_later"
    OUTCOME = "outcome"
    # by e-mail
    LETTER = "letter"  # the invitation to a chat, its change, or its end
    MAIL_CODE = "mail_code"  # proves that an address is theirs
    MAIL_BACK = "mail_back"  # in the chat: mails to the address come back, and are not sent any more
    # housekeeping
    TIDY = "tidy"  # bring the cards that somebody already has up to date; says nothing new
    UNREACHED = "unreached"
    REPORT = "report"
    APPEAL = "appeal"  # a request that was held back, for the organisers to look at
    APPEALED = "appealed"  # what they decided
    EXPORT = "export"
    BACK = "back"  # a mentor's pause ended
    CALENDAR_LOST = "calendar_lost"  # somebody's own calendar cannot be read
    WELCOME = "welcome"  # a mentor is open for the first time, or could not be written to: this is where requests come


@dataclass(frozen=True)
class Nudge:
    """`key` is unique: asking twice for the same nudge makes one. `subject` is the id of the chat, introduction,
    report or appeal it is about; after `stale_at` it is missed, not sent."""

    key: str
    kind: Kind
    to: Person
    subject: str
    due_at: datetime
    stale_at: datetime | None = None
    by: str = ""
    """What carries it, where that is not the person's own platform: EMAIL."""

    @property
    def road(self) -> Place:
        """What has to wait when this is to wait."""
        return Place(self.by, "") if self.by else self.to.home


EMAIL = "email"

QUIETLY = frozenset({Kind.TIDY})
"""Kinds that only bring earlier cards up to date."""

DURING = frozenset({Kind.START, Kind.FIVE_LEFT})
"""Kinds that come while two people talk, and make no sound."""

TO_THE_MINUTE = frozenset({Kind.SOON}) | DURING
"""Kinds that are of use at their own minute or not at all: quiet hours do not move them."""

EVENING, MORNING = 19, 9
"""Hours of the clock: what has time until tomorrow is not asked in the evening, but in the morning."""

GROUPS: dict[str, frozenset[Kind]] = {
    "prompts": frozenset({Kind.PROMPT, Kind.LAST_CALL}),
    "day_before": frozenset({Kind.DAY_BEFORE}),
    "soon": frozenset({Kind.SOON}),
    "during": DURING,
    "happened": frozenset({Kind.HAPPENED}),
    "thanks": frozenset({Kind.THANK, Kind.THANK_AGAIN, Kind.THANK_LAST}),
    "introduce": frozenset({Kind.INTRODUCE}),
    "outcome": frozenset({Kind.OUTCOME_ASK, Kind.OUTCOME_LATER}),
}
"""What a person can turn off for ever. A message from another person is in no group."""


def group(kind: Kind) -> str | None:
    return next((name for name, kinds in GROUPS.items() if kind in kinds), None)


def nudge(kind: Kind, *, about: str, to: Person, due: datetime, stale: datetime | None = None) -> Nudge:
    return Nudge(f"{about}/{kind}/{to}/{int(due.timestamp())}", kind, to, about, due, stale)


def news(kind: Kind, chat: Chat, *to: Person, now: datetime) -> tuple[Nudge, ...]:
    """Something happened to a chat: tell these people, and bring both sides' earlier cards up to date."""
    upcoming = chat.status is Status.BOOKED and chat.starts_at and chat.starts_at > now
    stale = chat.starts_at if upcoming else None
    mark = f"{_detail(kind, chat)}/{_mark(chat, now)}"
    told = (Nudge(f"{chat.id}/{kind}/{person}/{mark}", kind, person, chat.id, now, stale) for person in to)
    again = kind if kind is Kind.STAYS else ""
    written = letters(chat, chat.mentor, chat.mentee, now=now, again=again) if kind in WRITTEN else ()
    return (*told, *written, *tidy(chat, now=now))


WRITTEN = frozenset({Kind.BOOKED, Kind.MOVED, Kind.STAYS, Kind.CANCELLED})
"""News that calendars want to know, of both sides."""


def letters(chat: Chat, *to: Person, now: datetime, again: str = "") -> tuple[Nudge, ...]:
    """The invitation as it is now, by e-mail, for those who gave an address. One change is told once; to tell it
    `again`, to a new address, needs a mark of its own. Once the chat has begun no calendar needs it any more, however
    long the mail server was away."""
    return tuple(
        Nudge(
            f"{chat.id}/{Kind.LETTER}/{person}/{again}/{chat.sequence}",
            Kind.LETTER,
            person,
            chat.id,
            now,
            chat.starts_at,
            by=EMAIL,
        )
        for person in to
    )


def drift(chat: Chat, *, now: datetime) -> tuple[Nudge, ...]:
    """Those whose clocks will show something else than was promised are told: once for each release of the rules."""
    return (*_drifts(chat, now), *tidy(chat, now=now))


def _drifts(chat: Chat, now: datetime) -> tuple[Nudge, ...]:
    found = drifting.drift_of(chat, now)
    if found is None or chat.promise is None or chat.starts_at is None:
        return ()
    mark = f"{chat.promise.told}/{int(chat.starts_at.timestamp())}"
    return tuple(
        Nudge(f"{chat.id}/{Kind.DRIFT}/{person}/{mark}", Kind.DRIFT, person, chat.id, now, chat.starts_at)
        for person in (chat.mentor, chat.mentee)
        if drifting.concerns(found, chat, person)
    )


REPEATS = frozenset({Kind.PROMPT, Kind.LAST_CALL})
"""Kinds that say again what an earlier message said, with the same buttons."""


def after_repeat(repeat: Nudge, *, now: datetime) -> Nudge:
    """When the reminder has arrived, the message it repeats has done its work."""
    due = now + timedelta(seconds=5)
    return Nudge(f"{repeat.key}/{Kind.TIDY}", Kind.TIDY, repeat.to, repeat.subject, due)


def tidy(chat: Chat, *, now: datetime) -> tuple[Nudge, ...]:
    return tuple(
        Nudge(f"{chat.id}/{Kind.TIDY}/{person}/{_mark(chat, now)}", Kind.TIDY, person, chat.id, now)
        for person in (chat.mentor, chat.mentee)
    )


def _mark(chat: Chat, now: datetime) -> str:
    """Two changes at one instant are two pieces of news, and so is the same change at two; one change told twice is
    one."""
    return _digest(chat, now)


def _detail(kind: Kind, chat: Chat) -> str:
    """What exactly a piece of news is about: the times. When they have changed since, a later message says so, and
    three proposals made in somebody's night arrive as one in the morning."""
    match kind:
        case Kind.MOVE:
            return _digest(chat.moving_to)
        case Kind.OFFER:
            return _digest(chat.offered)
        case Kind.BOOKED | Kind.MOVED | Kind.STAYS:
            return _digest(chat.starts_at)
        case _:
            return ""


def _digest(*values: object) -> str:
    return hashlib.blake2s(repr(values).encode(), digest_size=6).hexdigest()


def waiting(
    chat: Chat, *, first: Kind, prompt_at: datetime, last_call_at: datetime, now: datetime
) -> tuple[Nudge, ...]:
    """With the mentor: the ask (or the mentee's answer) now, a prompt, a last call, and the end."""
    return (
        nudge(first, about=chat.id, to=chat.mentor, due=now, stale=chat.answer_by),
        _of_round(nudge(Kind.PROMPT, about=chat.id, to=chat.mentor, due=prompt_at, stale=last_call_at), chat),
        _of_round(nudge(Kind.LAST_CALL, about=chat.id, to=chat.mentor, due=last_call_at, stale=chat.answer_by), chat),
        *closing(chat),
    )


def _of_round(prompt: Nudge, chat: Chat) -> Nudge:
    """A question first starts the clock again: the prompts of the earlier round are then not wanted any more."""
    return replace(prompt, key=f"{prompt.key}{_round(chat)}")


def _round(chat: Chat) -> str:
    return f"/{int(chat.answer_by.timestamp())}"


def closing(chat: Chat) -> tuple[Nudge, ...]:
    """An open request ends at its answer time, whoever's turn it is."""
    return (
        nudge(Kind.LAPSED, about=chat.id, to=chat.mentee, due=chat.answer_by),
        nudge(Kind.TIDY, about=chat.id, to=chat.mentor, due=chat.answer_by),
        nudge(Kind.TIDY, about=chat.id, to=chat.mentee, due=chat.answer_by),
    )


def reminders(chat: Chat) -> tuple[Nudge, ...]:
    """For a booked chat, to both: a day before, ten minutes before, and "did it happen?" a quarter of an hour after; to
    the mentee also how to spend the time when it begins, and a word five minutes before its end."""
    if chat.starts_at is None or chat.ends_at is None or chat.booked_at is None:
        return ()
    wanted: list[Nudge] = []
    for person in (chat.mentor, chat.mentee):
        day_before = chat.starts_at - timedelta(hours=24)
        if chat.booked_at + timedelta(hours=2) <= day_before:
            wanted.append(
                nudge(
                    Kind.DAY_BEFORE,
                    about=chat.id,
                    to=person,
                    due=day_before,
                    stale=chat.starts_at - timedelta(hours=2),
                )
            )
        soon = chat.starts_at - timedelta(minutes=10)
        wanted.append(nudge(Kind.SOON, about=chat.id, to=person, due=soon, stale=chat.starts_at))
        asked = chat.ends_at + timedelta(minutes=15)
        wanted.append(nudge(Kind.HAPPENED, about=chat.id, to=person, due=asked, stale=asked + timedelta(days=7)))
        wanted.append(nudge(Kind.TIDY, about=chat.id, to=person, due=chat.ends_at))
    late, nearly = chat.starts_at + timedelta(minutes=5), chat.ends_at - timedelta(minutes=5)
    wanted.append(nudge(Kind.START, about=chat.id, to=chat.mentee, due=chat.starts_at, stale=late))
    wanted.append(nudge(Kind.FIVE_LEFT, about=chat.id, to=chat.mentee, due=nearly, stale=chat.ends_at))
    return tuple(wanted)


def afterwards(chat: Chat, *, now: datetime, zone: str | None, told: Person) -> tuple[Nudge, ...]:
    """They met, as `told` said. The thank-you: two hours after the chat (in the morning, if that is in the evening or
    the night where the mentee is, in `zone`), a day later, two days after that, then never again. Who says it long
    after the chat gets the same pace, without the nudge that would come while they are just being asked. What came of
    it: a month after the chat, and half a year."""
    end = chat.ends_at or now
    counted = max(end, now - timedelta(hours=2))
    first = hours.waking(counted + timedelta(hours=2), zone=zone, quiet_from=EVENING, quiet_to=MORNING)
    again, last = counted + timedelta(hours=26), counted + timedelta(hours=72)
    wanted = [
        (Kind.THANK, first, again),
        (Kind.THANK_AGAIN, again, last),
        (Kind.THANK_LAST, last, counted + timedelta(days=7)),
        (Kind.OUTCOME_ASK, end + timedelta(days=30), end + timedelta(days=60)),
        (Kind.OUTCOME_LATER, end + timedelta(days=180), end + timedelta(days=210)),
    ]
    if told == chat.mentee and first <= now:
        wanted = wanted[1:]
    return tuple(nudge(kind, about=chat.id, to=chat.mentee, due=due, stale=stale) for kind, due, stale in wanted)


def still_true(nudge: Nudge, chat: Chat, now: datetime) -> bool:
    """Whether the chat, as it is now, would still say this. What is not true any more is moot, not sent. A moved chat
    wants its reminders at other times: those of the old time are not among them."""
    if not holds(nudge.kind, nudge.to, chat, now):
        return False
    if nudge.kind in REPEATS:
        return nudge.key.endswith(_round(chat))
    if nudge.kind is Kind.DRIFT:
        return nudge.key in {told.key for told in _drifts(chat, now)}
    if nudge.kind in {Kind.MOVE, Kind.OFFER, Kind.BOOKED, Kind.MOVED, Kind.STAYS}:
        return f"/{_detail(nudge.kind, chat)}/" in nudge.key
    if nudge.kind is Kind.LETTER:
        return nudge.key.endswith(f"/{chat.sequence}")
    timed = nudge.kind in {Kind.DAY_BEFORE, Kind.HAPPENED} | TO_THE_MINUTE
    return not timed or nudge.key in {wanted.key for wanted in reminders(chat)}


def holds(kind: Kind, to: Person, chat: Chat, now: datetime) -> bool:
    """Whether a card of this kind still tells this reader how things stand."""
    mentee, mentor = to == chat.mentee, to == chat.mentor
    match kind:
        case Kind.ASK | Kind.PROMPT | Kind.LAST_CALL | Kind.ANSWER:
            return mentor and chat.status is Status.WAITING and chat.open(now)
        case Kind.LAPSED:
            return mentee and chat.lapsed(now)
        case Kind.QUESTION:
            return mentee and chat.status is Status.QUESTIONED and chat.open(now)
        case Kind.OFFER:
            return mentee and chat.status is Status.OFFERED and chat.open(now)
        case Kind.DECLINED | Kind.WITHDRAWN | Kind.CANCELLED:
            return chat.status == Status(kind.value)
        case Kind.DRIFT:
            found = drifting.drift_of(chat, now)
            return found is not None and drifting.concerns(found, chat, to)
        case Kind.BOOKED | Kind.MOVED | Kind.KEPT | Kind.STAYS | Kind.DAY_BEFORE | Kind.SOON:
            return chat.upcoming(now)
        case Kind.LETTER:
            return chat.status is Status.CANCELLED or chat.upcoming(now)
        case Kind.START | Kind.FIVE_LEFT:
            return mentee and chat.upcoming(now) and chat.mentor_says is None and chat.mentee_says is None
        case Kind.MOVE:
            return chat.status is Status.BOOKED and chat.moving_by is not None and chat.moving_by != to
        case Kind.HAPPENED:
            untold = chat.mentor_says is None and chat.mentee_says is None  # after a no, UNMET says it
            return chat.status is Status.BOOKED and not chat.upcoming(now) and untold
        case Kind.UNMET:
            return chat.status is Status.BOOKED and (chat.mentor_says is False or chat.mentee_says is False)
        case Kind.THANK | Kind.THANK_AGAIN | Kind.THANK_LAST:
            return chat.status is Status.HAPPENED and chat.thanked_at is None and not chat.differ
        case Kind.THANKS:
            return bool(chat.thanks)
        case Kind.INTRODUCE:
            return chat.status is Status.HAPPENED
        case Kind.OUTCOME_ASK:
            return chat.status is Status.HAPPENED and chat.thanked_at is not None and chat.outcome_at is None
        case Kind.OUTCOME_LATER:
            return chat.status is Status.HAPPENED and chat.thanked_at is not None and chat.has_news(now)
        case Kind.OUTCOME:
            return bool(chat.outcome)
        case _:
            return True


def postponed(nudge: Nudge, waking: datetime) -> datetime | None:
    """When to send: quiet hours move a nudge to `waking`, but never one that is of use only now. By then it may be of
    no use any more: what another person has to say is then sent at once, and a reminder of ours not at all (None)."""
    if nudge.kind in TO_THE_MINUTE or nudge.kind in QUIETLY:
        return nudge.due_at
    if nudge.stale_at and waking >= nudge.stale_at and waking > nudge.due_at:
        return None if group(nudge.kind) else nudge.due_at
    return waking
