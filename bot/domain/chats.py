"""A chat, from the ask to the thank-you: its one table of arrows and everything that two people can do with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.people import Person
from bot.domain.promises import Promise
from bot.domain.refusals import AlreadySettled, NotYours, Refusal, TooLate


class Status(StrEnum):
    WAITING = "waiting"  # with the mentor
    QUESTIONED = "questioned"  # the mentor asked one question; with the mentee
    OFFERED = "offered"  # the mentor offered other times; with the mentee
    BOOKED = "booked"
    HAPPENED = "happened"
    UNMET = "unmet"  # did not happen, closed without blame
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


OPEN = frozenset({Status.WAITING, Status.QUESTIONED, Status.OFFERED})
LIVE = OPEN | {Status.BOOKED}

NEXT: dict[Status, frozenset[Status]] = {
    Status.WAITING: frozenset({Status.QUESTIONED, Status.OFFERED, Status.BOOKED, Status.DECLINED, Status.WITHDRAWN}),
    Status.QUESTIONED: frozenset({Status.WAITING, Status.DECLINED, Status.WITHDRAWN}),
    Status.OFFERED: frozenset({Status.BOOKED, Status.OFFERED, Status.WAITING, Status.DECLINED, Status.WITHDRAWN}),
    Status.BOOKED: frozenset({Status.BOOKED, Status.HAPPENED, Status.UNMET, Status.CANCELLED}),
    Status.HAPPENED: frozenset(),
    Status.UNMET: frozenset({Status.HAPPENED}),
    Status.DECLINED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.CANCELLED: frozenset(),
}


class Reason(StrEnum):
    """Why a mentor declines; each has a kind sentence in the language files."""

    BUSY = "busy"  # decline and pause
    FIELD = "field"  # not my field
    TIME = "time"  # none of this works
    WRITTEN = "written"  # a written question instead
    OTHER = "other"


ABSENT = ("me", "them", "both")
SHARES = ("most", "half", "little")
"""How much of the time the mentor talked."""

MOST_ROUNDS = 2
"""How often a mentee may ask for times other than those offered."""

OUR_UID = "@halfhour"
"""How the UID of every invitation ends."""
NEWS_AGAIN = timedelta(days=90)
"""After which what came of it can be told anew."""


@dataclass(frozen=True)
class Chat:
    """One informational interview. Moments are aware UTC; texts are people's own words, never markup."""

    id: str
    mentor: Person
    mentee: Person
    topic: str
    note: str
    questions: str
    slots: tuple[datetime, ...]
    minutes: int
    asked_at: datetime
    answer_by: datetime
    status: Status = Status.WAITING
    asked_first: str = ""
    answered: str = ""
    offered: tuple[datetime, ...] = ()
    starts_at: datetime | None = None
    booked_at: datetime | None = None
    """When the present time was agreed."""
    sequence: int = 0
    """SEQUENCE of the invitation: one more with every change."""
    link: str = ""
    moving_by: Person | None = None
    moving_to: tuple[datetime, ...] = ()
    confirmed: tuple[Person, ...] = ()
    ended_at: datetime | None = None
    ended_by: Person | None = None
    reason: str = ""
    words: str = ""
    suggested: Person | None = None
    mentor_says: bool | None = None
    mentee_says: bool | None = None
    absent: str = ""
    """Who was absent, as each side noted it in private: lines of `person:word`. Organisers see it when the chat is
    reported, and nobody else."""
    takeaway: str = ""
    thanks: str = ""
    thanked_at: datetime | None = None
    outcome: str = ""
    outcome_at: datetime | None = None
    passed_from: str = ""
    """The chat whose request this one repeats with another mentor."""
    replied_at: datetime | None = None
    """When the mentor first answered in any way."""
    rounds: int = 0
    """How often the mentee asked for times other than those offered."""
    held_until: datetime | None = None
    """Until when the times in `offered` or `moving_to` are kept free for the two."""
    promise: Promise | None = None
    """What their clocks will show when they meet."""
    listened: str = ""
    """How much of the time the mentor talked, as the mentee saw it afterwards: one of SHARES. Private."""

    # -- reading ---------------------------------------------------------------------------------------------------

    @property
    def uid(self) -> str:
        """By which calendars know it, for life."""
        return self.id + OUR_UID

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    def lapsed(self, now: datetime) -> bool:
        """Nobody answered in time. True because of the clock, not because a job wrote it down."""
        return self.status in OPEN and now >= self.answer_by

    def open(self, now: datetime) -> bool:
        return self.status in OPEN and not self.lapsed(now)

    def upcoming(self, now: datetime) -> bool:
        return self.status is Status.BOOKED and self.ends_at is not None and now < self.ends_at

    def other(self, person: Person) -> Person:
        """The other side of `person`; NotYours for a stranger."""
        if person == self.mentor:
            return self.mentee
        if person == self.mentee:
            return self.mentor
        raise NotYours()

    @property
    def differ(self) -> bool:
        """One says that it happened, the other that it did not."""
        return {self.mentor_says, self.mentee_says} == {True, False}

    def has_news(self, now: datetime) -> bool:
        """Whether the mentee may tell what came of it: once, and again when that is a while ago."""
        return self.outcome_at is None or now - self.outcome_at >= NEWS_AGAIN

    def turn(self) -> Person | None:
        """Whose answer the chat waits for, if anybody's."""
        match self.status:
            case Status.WAITING:
                return self.mentor
            case Status.QUESTIONED | Status.OFFERED:
                return self.mentee
            case Status.BOOKED if self.moving_by:
                return self.other(self.moving_by)
            case _:
                return None

    # -- the answer ------------------------------------------------------------------------------------------------

    def book(self, slot: datetime, *, by: Person, now: datetime, link: str = "") -> "Chat":
        """The mentor takes one of the mentee's times, or the mentee one that the mentor offered."""
        self._party(by)
        if self.status is Status.BOOKED and self.starts_at == slot:
            return self  # pressing twice is not an error
        self._still_open(now)
        if by != self.turn():
            raise NotYours()
        if slot not in (self.slots if self.status is Status.WAITING else self.offered):
            raise Refusal("refusal.unknown_slot")
        if slot <= now:
            raise TooLate("refusal.slot_past")
        return self._heard(by, now)._to(Status.BOOKED, starts_at=slot, booked_at=now, link=link)

    def offer(self, slots: Iterable[datetime], *, by: Person, now: datetime, answer_by: datetime) -> "Chat":
        """Up to three other times, from the mentor; the mentee picks one."""
        self._mentor_only(by)
        self._still_open(now)
        chosen = tuple(sorted(set(slots)))[:3]
        if not chosen or chosen[0] <= now:
            raise TooLate("refusal.slot_past")
        return self._heard(by, now)._to(Status.OFFERED, offered=chosen, answer_by=answer_by)

    def ask_again(self, slots: Iterable[datetime], *, by: Person, now: datetime, answer_by: datetime) -> "Chat":
        """None of the offered times suits: the mentee asks for others, and it is the mentor's turn. Twice at most."""
        self._mentee_only(by)
        self._still_open(now)
        if self.status is not Status.OFFERED:
            raise AlreadySettled()
        if self.rounds >= MOST_ROUNDS:
            raise AlreadySettled("refusal.asked_again_already")
        chosen = tuple(sorted(set(slots)))
        if chosen and chosen[0] <= now:
            raise TooLate("refusal.slot_past")
        return self._to(Status.WAITING, slots=chosen, answer_by=answer_by, rounds=self.rounds + 1)

    def ask_first(self, question: str, *, by: Person, now: datetime, answer_by: datetime) -> "Chat":
        """One question before the answer; there is only one."""
        self._mentor_only(by)
        self._still_open(now)
        if self.asked_first:
            raise AlreadySettled("refusal.asked_already")
        return self._heard(by, now)._to(Status.QUESTIONED, asked_first=question, answer_by=answer_by)

    def answer(self, words: str, *, by: Person, now: datetime, answer_by: datetime) -> "Chat":
        """The mentee answers, and the mentor's clock starts again: once."""
        self._mentee_only(by)
        if self.answered:
            raise AlreadySettled("refusal.answered_already")
        self._still_open(now)
        return self._to(Status.WAITING, answered=words, answer_by=answer_by)

    def decline(self, reason: str, words: str, *, by: Person, now: datetime, suggested: Person | None = None) -> "Chat":
        self._mentor_only(by)
        if self.status is Status.DECLINED:
            return self
        self._still_open(now)
        heard = self._heard(by, now)
        return heard._end(Status.DECLINED, by=by, now=now, reason=reason, words=words, suggested=suggested)

    def withdraw(self, *, by: Person, now: datetime, reason: str = "") -> "Chat":
        """`reason` where it was not the mentee's own wish."""
        self._mentee_only(by)
        if self.status is Status.WITHDRAWN:
            return self
        self._still_open(now)
        return self._end(Status.WITHDRAWN, by=by, now=now, reason=reason)

    # -- between booking and meeting -------------------------------------------------------------------------------

    def confirm(self, *, by: Person, now: datetime) -> "Chat":
        self._party(by)
        self._booked()
        return self if by in self.confirmed else replace(self, confirmed=(*self.confirmed, by))

    def propose_move(self, slots: Iterable[datetime], *, by: Person, now: datetime) -> "Chat":
        """Other times for a booked chat: until it starts, or after somebody said that it did not happen."""
        self._party(by)
        self._movable(now)
        chosen = tuple(sorted(set(slots)))[:3]
        if not chosen or chosen[0] <= now:
            raise TooLate("refusal.slot_past")
        return replace(self, moving_by=by, moving_to=chosen)

    def agree_move(self, slot: datetime, *, by: Person, now: datetime) -> "Chat":
        self._party(by)
        if self.status is Status.BOOKED and self.moving_by is None and self.starts_at == slot:
            return self
        self._movable(now)
        if self.moving_by is None:
            raise AlreadySettled()
        if by == self.moving_by:
            raise NotYours("refusal.own_move")
        if slot not in self.moving_to:
            raise Refusal("refusal.unknown_slot")
        if slot <= now:
            raise TooLate("refusal.slot_past")
        return self._to(
            Status.BOOKED,
            starts_at=slot,
            booked_at=now,
            sequence=self.sequence + 1,
            moving_by=None,
            moving_to=(),
            confirmed=(),
            mentor_says=None,
            mentee_says=None,
            absent="",
        )

    def keep_time(self, *, by: Person, now: datetime) -> "Chat":
        """The other side would rather keep the time as it was (or the mover changes their mind)."""
        self._party(by)
        if self.moving_by is None:
            return self
        self._booked()
        return replace(self, moving_by=None, moving_to=())

    def cancel(self, words: str, *, by: Person, now: datetime) -> "Chat":
        self._party(by)
        if self.status is Status.CANCELLED:
            return self
        self._booked()
        if self.starts_at is None or now >= self.starts_at:
            raise TooLate("refusal.started")
        return self._end(Status.CANCELLED, by=by, now=now, words=words, sequence=self.sequence + 1)

    # -- afterwards ------------------------------------------------------------------------------------------------

    def tell_happened(self, yes: bool, *, by: Person, now: datetime) -> "Chat":
        """One side's yes is enough, unless the other has said no: then neither is believed until they agree. Two noes
        wait for somebody to move or close it."""
        self._party(by)
        if self.status not in {Status.BOOKED, Status.HAPPENED, Status.UNMET}:
            raise AlreadySettled()
        if self.starts_at is None or now < self.starts_at:
            raise Refusal("refusal.not_yet")
        told = replace(self, mentor_says=yes) if by == self.mentor else replace(self, mentee_says=yes)
        if yes and self.status in {Status.BOOKED, Status.UNMET} and not told.differ:
            return told._to(Status.HAPPENED, moving_by=None, moving_to=())
        return told

    def note_absent(self, who: str, *, by: Person, now: datetime) -> "Chat":
        """`who` is one of ABSENT, as seen by `by`; the other side's note stays as it is."""
        self._party(by)
        if self.status not in {Status.BOOKED, Status.UNMET} or who not in ABSENT:
            raise AlreadySettled()
        if self.starts_at is None or now < self.starts_at:
            raise Refusal("refusal.not_yet")
        kept = [line for line in self.absent.splitlines() if not line.startswith(f"{by}:")]
        return replace(self, absent="\n".join([*kept, f"{by}:{who}"]))

    def absent_by(self, person: Person) -> str:
        """What this side noted: one of ABSENT, or nothing."""
        lines = (line for line in self.absent.splitlines() if line.startswith(f"{person}:"))
        return next((line.rpartition(":")[2] for line in lines), "")

    def close(self, *, by: Person, now: datetime) -> "Chat":
        """It did not happen, and that is all right."""
        self._party(by)
        if self.status is Status.UNMET:
            return self
        self._booked()
        if self.starts_at is None or now < self.starts_at:
            raise Refusal("refusal.not_yet")
        return self._end(Status.UNMET, by=by, now=now)

    def take_away(self, words: str, *, by: Person) -> "Chat":
        self._mentee_only(by)
        self._met()
        return replace(self, takeaway=words)

    def reflect(self, share: str, *, by: Person) -> "Chat":
        """`share` is one of SHARES."""
        self._mentee_only(by)
        self._met()
        if share not in SHARES:
            raise AlreadySettled()
        return replace(self, listened=share)

    def thank(self, note: str, *, by: Person, now: datetime) -> "Chat":
        """`note` is empty when the mentee thanked the mentor in person."""
        self._mentee_only(by)
        self._met()
        if self.thanked_at:
            raise AlreadySettled("refusal.thanked_already")
        return replace(self, thanks=note, thanked_at=now)

    def tell_outcome(self, words: str, *, by: Person, now: datetime) -> "Chat":
        self._mentee_only(by)
        self._met()
        if not self.has_news(now):
            raise AlreadySettled("refusal.outcome_already")
        return replace(self, outcome=words, outcome_at=now)

    # -- guards ----------------------------------------------------------------------------------------------------

    def _heard(self, by: Person, now: datetime) -> "Chat":
        """The mentor's first sign of life is remembered."""
        return self if self.replied_at or by != self.mentor else replace(self, replied_at=now)

    def _to(self, status: Status, **changes: object) -> "Chat":
        if status not in NEXT[self.status]:
            raise AlreadySettled()
        return replace(self, status=status, **changes)  # type: ignore[arg-type]

    def _end(self, status: Status, *, by: Person, now: datetime, **changes: object) -> "Chat":
        return self._to(status, ended_by=by, ended_at=now, moving_by=None, moving_to=(), **changes)

    def _party(self, by: Person) -> None:
        if by not in (self.mentor, self.mentee):
            raise NotYours()

    def _mentor_only(self, by: Person) -> None:
        if by != self.mentor:
            raise NotYours()

    def _mentee_only(self, by: Person) -> None:
        if by != self.mentee:
            raise NotYours()

    def _still_open(self, now: datetime) -> None:
        if self.status not in OPEN:
            raise AlreadySettled()
        if self.lapsed(now):
            raise TooLate()

    def _booked(self) -> None:
        if self.status is not Status.BOOKED:
            raise AlreadySettled()

    def _movable(self, now: datetime) -> None:
        self._booked()
        missed = self.mentor_says is False or self.mentee_says is False
        if self.starts_at is not None and now >= self.starts_at and not missed:
            raise TooLate("refusal.started")

    def _met(self) -> None:
        if self.status is not Status.HAPPENED:
            raise AlreadySettled()


class Consent(StrEnum):
    """Where an introduction stands: the third person is asked first, then the mentee; names come last."""

    ASKED = "asked"
    WILLING = "willing"
    MADE = "made"
    CLOSED = "closed"


@dataclass(frozen=True)
class Introduction:
    """A mentor would like two people to meet. Neither learns the other's name before both said yes."""

    id: str
    chat: str
    mentor: Person
    mentee: Person
    third: Person
    why: str
    made_at: datetime
    consent: Consent = Consent.ASKED

    def answer(self, yes: bool, *, by: Person) -> "Introduction":
        """The third person's yes makes it WILLING, the mentee's then MADE; a no closes it silently. The same answer
        again changes nothing."""
        if by not in (self.third, self.mentee):
            raise NotYours()
        said_yes = {Consent.WILLING, Consent.MADE} if by == self.third else {Consent.MADE}
        if self.consent in (said_yes if yes else {Consent.CLOSED}):
            return self
        if by == self.third and self.consent is Consent.ASKED:
            return replace(self, consent=Consent.WILLING if yes else Consent.CLOSED)
        if by == self.mentee and self.consent is Consent.WILLING:
            return replace(self, consent=Consent.MADE if yes else Consent.CLOSED)
        if by == self.mentee and self.consent is Consent.ASKED:
            raise NotYours()  # the mentee does not know of it yet
        raise AlreadySettled("refusal.introduction_settled")
