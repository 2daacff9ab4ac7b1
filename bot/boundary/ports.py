"""What the core needs of the outside, and what the outside may ask of the core."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol, TypedDict, Unpack

from bot.boundary.cards import Board, Card, Reply
from bot.boundary.commands import Actor, Command, Met
from bot.domain.calendars import Calendar, Trouble
from bot.domain.chats import Chat, Introduction
from bot.domain.etiquette.house import Appeal, Firings
from bot.domain.hours import Booked, Schedule, Span
from bot.domain.mailing import Mailbox
from bot.domain.mentors import Mentor
from bot.domain.nudges import Kind, Nudge
from bot.domain.people import House, Member, Person, Place
from bot.domain.promises import Promise

Clock = Callable[[], datetime]
"""Aware, UTC. Made in `main`; read by the desk and by delivery, and by nobody else."""


# -- what an adapter talks to ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class City:
    """A suggestion for a person who says where they live: an IANA zone and the words to show for it."""

    zone: str
    label: str


class Desk(Protocol):
    """A person acts, the desk answers."""

    async def handle(self, actor: Actor, command: Command, *, delivery: str = "", met: Sequence[Met] = ()) -> Reply:
        """The answer to the actor. Never raises: a refusal, a stale press and a broken database are answers too.

        `delivery` is the platform's own id of this event, if it may deliver one twice: the second time the reply
        says None. `met` is what the platform told us about people in the command."""
        ...

    async def garbled(self, actor: Actor) -> Reply:
        """The answer to a token or a form that is not one of ours: a kind card."""
        ...

    async def cities(self, words: str, locale: str) -> Sequence[City]:
        """At most 25 suggestions, best first; touches no database."""
        ...

    def phrase(self, name: str, locale: str) -> str:
        """The few words that an adapter needs of its own: `phrase.<name>` of the language files. Those are
        one_moment (shown while a slow answer is on its way), open_form (a button that opens a form, where it cannot
        be opened at once), done (closes a view), cancel, and sorry (something of ours broke on the way)."""
        ...

    async def agenda(self, place: Place, limit: int = 50) -> Sequence["Coming"]:
        """What will be said in a place if nobody acts meanwhile, soonest first."""
        ...


class Subscriptions(Protocol):
    """What serves the calendars that people subscribe to."""

    async def calendar(self, token: str) -> bytes | None:
        """The chats of whoever has this secret token, as a calendar to subscribe to; None if it is nobody's."""
        ...


@dataclass(frozen=True)
class Coming:
    kind: Kind
    to: Person
    due_at: datetime


# -- what an adapter gives ---------------------------------------------------------------------------------------------


class TryLater(Exception):
    """Not delivered, and worth trying again after `wait`. `everyone`: the whole place should wait."""

    def __init__(self, wait: timedelta, *, everyone: bool = False) -> None:
        super().__init__(f"in {wait}")
        self.wait = wait
        self.everyone = everyone


class Unreachable(Exception):
    """This person cannot be written to: closed direct messages, a deactivated account. Never retried."""


class OutcomeUnknown(Exception):
    """The request left and no answer came back: the message may or may not be there."""


class CannotConnect(Exception):
    """A platform does not let us in: a wrong token, a missing scope, no network. Its words are a whole sentence for the
    organiser at the terminal that says what to do, and hold no token."""


class Messenger(Protocol):
    """Carries cards to people of one platform."""

    async def deliver(self, to: Person, card: Card | Board, *, key: str) -> str:
        """Sends a direct message and returns a receipt (at most 200 characters) with which it can be revised.

        `key` (at most 25 characters of [a-z0-9]) is the same for every try of one message; a platform that can,
        uses it to drop a repeat. Raises TryLater, Unreachable or OutcomeUnknown, and nothing else."""
        ...

    async def revise(self, receipt: str, card: Card | Board) -> None:
        """Puts `card` in the place of a message sent earlier. A message that is gone is not an error. Raises
        TryLater, Unreachable or OutcomeUnknown."""
        ...


class Unread(Exception):
    """A calendar could not be read. Says why, and never the link."""

    def __init__(self, why: Trouble) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True)
class Reading:
    """What a calendar says: when its owner is busy, merged and by start; and what to show its server the next time, so
    that it need not send the same again."""

    busy: tuple[Span, ...]
    etag: str = ""
    modified: str = ""


class Feeds(Protocol):
    """Reads calendars behind secret links. Nothing of them is kept, and no part of a link is in any message."""

    async def read(
        self, link: str, *, zone: str, owner: str, since: datetime, until: datetime, etag: str = "", modified: str = ""
    ) -> Reading | None:
        """The busy times between two moments; `zone` is the owner's, for days and times that name none, `owner` their
        e-mail address, may be empty. None: as it was when it had this `etag` or was `modified` then. Raises Unread, and
        nothing else, within a minute."""
        ...


class Surface(Protocol):
    """One platform as `main` sees it: it hears people and carries messages to them."""

    platform: str

    @property
    def messenger(self) -> Messenger: ...

    @property
    def routes(self) -> Sequence[object]:
        """Starlette routes that this surface wants served; none where it needs no web server."""
        ...

    async def connect(self) -> None:
        """Log in, so that the messenger can deliver. Raises CannotConnect."""
        ...

    async def listen(self) -> None:
        """Hear people until cancelled. Raises CannotConnect."""
        ...

    async def close(self) -> None: ...


# -- the books ---------------------------------------------------------------------------------------------------------


class Changes(TypedDict, total=False):
    """What people decide of a member: of themselves, or an organiser, or that they cannot be written to."""

    zone: str | None
    language: str | None
    stopped: frozenset[str]
    quiet_from: int | None
    quiet_to: int | None
    excluded: bool
    unreachable: bool


class Books(Protocol):
    """One community's records inside one transaction. No method reads or writes another community's rows."""

    community: str
    house: House

    async def keep_house(self, house: House) -> None: ...

    # places
    async def places(self) -> Sequence[Place]:
        """The places of this community."""
        ...

    async def keep_code(self, code: str, *, now: datetime) -> None:
        """A code with which another place joins this community within the hour; the newest one alone is good."""
        ...

    async def join(self, code: str, *, now: datetime) -> bool:
        """This community, with everything it has, becomes part of the one that gave the code, whose house rules hold.
        False for a code that is not good. The one way from one community's records to another's."""
        ...

    async def seen_before(self, delivery: str, *, now: datetime) -> bool:
        """Notes a platform's delivery id; True when it was noted before (in the last day)."""
        ...

    # people
    async def member(self, person: Person) -> Member | None: ...
    async def members(self, people: Iterable[Person]) -> Mapping[Person, Member]: ...
    async def note_actor(self, actor: Actor, *, now: datetime) -> Member:
        """Keeps what the platform told us of somebody who acts, and that they are here. What people decided stands,
        and what the platform did not tell. Until the transaction ends nobody else changes this member."""
        ...

    async def add_member(self, member: Member) -> None:
        """Somebody who is not known yet; a member who is known stays as they are."""
        ...

    async def change_member(self, person: Person, **changes: Unpack[Changes]) -> None:
        """Changes these and nothing else. No trouble for somebody who is not known."""
        ...

    async def organisers(self) -> Sequence[Member]:
        """Most recently seen first, at most five, none of them gone."""
        ...

    async def excluded(self) -> Sequence[Member]: ...

    async def block(self, who: Person, whom: Person) -> None:
        """Twice is once."""
        ...

    async def unblock(self, who: Person, whom: Person) -> None: ...
    async def blocks_of(self, who: Person) -> Sequence[Person]: ...
    async def blocked(self, one: Person, other: Person) -> bool:
        """Whether either has blocked the other."""
        ...

    async def blockers(self, whom: Person) -> frozenset[Person]:
        """Everybody who has blocked this person or is blocked by them."""
        ...

    # accounts: somebody who is here twice, on two platforms
    async def person_of(self, people: Iterable[Person]) -> Mapping[Person, Person]:
        """Whose second accounts these are; those that are nobody's are left out."""
        ...

    async def accounts_of(self, person: Person) -> Sequence[Person]:
        """The other accounts of a person, in the order in which they were linked."""
        ...

    async def keep_account_code(self, code: str, person: Person, *, now: datetime) -> None:
        """A code with which another account becomes this person's within the hour; the newest one alone is good."""
        ...

    async def account_code(self, code: str, *, now: datetime) -> Person | None: ...
    async def join_account(self, account: Person, person: Person, *, now: datetime) -> None:
        """From now on `account` is `person`, with everything it has: chats, bookings, blocks, what is waiting to be
        said. What the person has and chose already stands. Raises SlotTaken when both are booked at one time, and
        TwoPeople when they have met each other."""
        ...

    async def part_account(self, account: Person) -> None:
        """It is somebody of its own again, with nothing but the blocks against it."""
        ...

    # invitations by e-mail, and the calendar of one's own chats
    async def mailbox(self, person: Person) -> Mailbox | None: ...
    async def keep_mailbox(self, mailbox: Mailbox) -> None: ...
    async def mailboxes(self, people: Iterable[Person]) -> Mapping[Person, str]:
        """The addresses of those who confirmed one."""
        ...

    async def subscription(self, person: Person) -> str:
        """The secret token of a person's calendar; empty without one."""
        ...

    async def keep_subscription(self, person: Person, token: str) -> None: ...
    async def drop_subscription(self, person: Person) -> None: ...

    # mentors
    async def mentor(self, person: Person) -> Mentor | None: ...
    async def mentors(self) -> Sequence[Mentor]:
        """All that have not stopped, in a stable order."""
        ...

    async def keep_mentor(self, mentor: Mentor) -> None: ...

    # chats
    async def chat(self, id: str) -> Chat | None: ...
    async def lock(self, *people: Person) -> None:
        """Until the transaction ends nobody else books for these people (PostgreSQL: advisory locks, in sorted
        order; SQLite has one writer anyway). Call it before reading what a booking depends on."""
        ...

    async def keep_chat(
        self, chat: Chat, nudges: Iterable[Nudge] = (), terms: Mapping[Person, Schedule] = MappingProxyType({})
    ) -> None:
        """Inserts or updates the chat, the time that it takes, and the nudges (a key that is there already is left
        alone). `terms`: whose buffers and limits are to be kept when time is taken.

        Raises SlotTaken when one of the two is busy at that time already, a promise of the database for mentor and
        mentee roles alike; and LimitReached when it would be more than one of them wants."""
        ...

    async def bookings_of(self, people: Iterable[Person], *, since: datetime) -> Mapping[Person, Sequence[Booked]]:
        """What takes these people's time and ends after `since`, by start: chats that are booked, and times that are
        held. `about` is the id of the chat."""
        ...

    # calendars
    async def busy_of(
        self, people: Iterable[Person], *, since: datetime, until: datetime
    ) -> Mapping[Person, Sequence[Span]]:
        """When these people are busy by their own calendars, by start, within the two moments. Everybody who is asked
        about has an entry: an empty one without a calendar. Where a calendar is not known (yet) it is one long busy
        time, never a free one."""
        ...

    @property
    def seals(self) -> bool:
        """Whether people's private words are encrypted where they are kept."""
        ...

    async def calendar(self, person: Person) -> Calendar | None: ...
    async def keep_calendar(self, calendar: Calendar) -> None:
        """Whoever is reading the calendar at this moment will not keep what they find."""
        ...

    async def settle_calendar(self, calendar: Calendar, *, claimed_until: datetime) -> bool:
        """Keeps what a claim has led to. False, and nothing is kept, when the claim was lost meanwhile."""
        ...

    async def hurry_calendars(self, *people: Person) -> bool:
        """Their calendars are read now, unless they have just been. Whether there is anything to read."""
        ...

    async def drop_calendar(self, person: Person) -> None: ...

    async def chats_of(self, person: Person, limit: int = 200) -> Sequence[Chat]:
        """As mentor or mentee, newest first."""
        ...

    async def chats_with(self, mentors: Iterable[Person], *, since: datetime) -> Sequence[Chat]:
        """Open or booked chats of these mentors, and those that started at or after `since`: what their room and
        their free times depend on (all of them, whether as mentor or as mentee)."""
        ...

    async def chats_from(self, chat: str) -> Sequence[Chat]:
        """Chats whose request was passed on from this one."""
        ...

    async def promises(self) -> Mapping[str, Promise | None]:
        """What was promised for each booked chat that is still to come, by its id, soonest first; None for one that was
        booked before promises were kept."""
        ...

    async def keep_promise(self, chat: str, promise: Promise, nudges: Iterable[Nudge] = ()) -> None:
        """Changes the promise of a chat that was read in this transaction, and nothing else of it."""
        ...

    async def counts(self) -> Mapping[str, int]:
        """asked, answered (anything but lapsed or withdrawn unanswered), booked, happened, thanked."""
        ...

    async def introduction(self, id: str) -> Introduction | None: ...
    async def introductions_of(self, person: Person) -> Sequence[Introduction]: ...
    async def keep_introduction(self, introduction: Introduction, nudges: Iterable[Nudge] = ()) -> None: ...

    async def nudge(self, *nudges: Nudge) -> None:
        """Adds nudges that no chat or introduction is kept with."""
        ...

    async def unreached(self, person: Person) -> Sequence[str]:
        """Chats of this person about which the other side could not be reached."""
        ...

    # drafts and reports: words that are not (yet) part of a chat
    async def keep_draft(self, id: str, person: Person, words: Sequence[str], *, now: datetime) -> None:
        """Kept for a day."""
        ...

    async def draft(self, id: str, person: Person) -> Sequence[str] | None:
        """Only to the person who wrote it."""
        ...

    async def drop_draft(self, id: str) -> None: ...
    async def keep_report(self, id: str, chat: str, by: Person, words: str, *, now: datetime) -> None: ...
    async def report(self, id: str) -> tuple[str, Person, str] | None:
        """(chat, by, words)"""
        ...

    # leaving
    async def firings(self) -> Mapping[str, Firings]:
        """How often each etiquette rule has spoken in this community, and was dismissed."""

    async def count_firings(self, shown: Iterable[str], *, dismissed: Iterable[str] = ()) -> None: ...
    async def keep_appeal(self, appeal: Appeal) -> None: ...
    async def appeal(self, id: str) -> Appeal | None:
        """On PostgreSQL locked until the transaction ends, so that two organisers decide once."""

    async def answer_times(self, limit: int = 200) -> Sequence[timedelta]:
        """How long the newest answers of this community's mentors took."""

    async def export(self, person: Person) -> Mapping[str, object]:
        """Everything kept of a person, as JSON-able values."""
        ...

    async def forget(self, person: Person, former: Person) -> None:
        """Deletes the person's rows; in chats and introductions they become `former`, and their own words go."""
        ...


# -- delivery ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Claimed:
    """A nudge that one worker holds until `claimed_until`."""

    id: int
    community: str
    nudge: Nudge
    attempts: int
    """Tries before this one."""
    claimed_until: datetime


@dataclass(frozen=True)
class Sent:
    """A message that was delivered and may be revised; `kind` and `subject` tell what it was about."""

    id: int
    kind: Kind
    to: Person
    receipt: str


class Outbox(Protocol):
    """The nudges of all communities. Every method is a transaction of its own."""

    async def claim(
        self, *, worker: str, now: datetime, lease: timedelta, limit: int, platforms: Iterable[str]
    ) -> Sequence[Claimed]:
        """The nudges due first, for people on these platforms, that nobody else holds: `FOR UPDATE SKIP LOCKED` on
        PostgreSQL, one writer on SQLite."""
        ...

    async def settle(self, id: int, *, worker: str, state: str, receipt: str = "", now: datetime) -> bool:
        """waiting -> sent | moot | missed | unreachable | unknown | dead. False when the claim was lost meanwhile."""
        ...

    async def postpone(self, id: int, *, worker: str, due_at: datetime, tried: bool) -> bool:
        """Back to waiting with a later `due_at`; `tried` counts an attempt."""
        ...

    async def hold_back(self, place: Place, *, until: datetime) -> None:
        """Nothing of this place is claimed before `until` (a workspace that is rate limited)."""
        ...

    async def live(self, community: str, subject: str, to: Person) -> Sequence[Sent]:
        """Delivered messages about a subject whose cards still may have buttons."""
        ...

    async def quieten(self, ids: Iterable[int]) -> None:
        """These messages have lost their buttons and need no further revision."""
        ...

    async def coming(self, place: Place, *, limit: int) -> Sequence[Nudge]:
        """Waiting nudges to people of a place, soonest first."""
        ...

    async def forget_old(self, *, now: datetime) -> int:
        """Settled nudges, drafts, deliveries and the words of chats that are older than their community keeps them.
        Returns how many rows changed."""
        ...


@dataclass(frozen=True)
class DueCalendar:
    """A calendar that one worker holds until `claimed_until`, which no other claim of it says too."""

    community: str
    calendar: Calendar
    claimed_until: datetime


class Calendars(Protocol):
    """The calendars of all communities."""

    async def claim(self, *, now: datetime, lease: timedelta, limit: int) -> Sequence[DueCalendar]:
        """Those that are to be read and that nobody else holds, the longest due first."""
        ...


class Storage(Protocol):
    @property
    def outbox(self) -> Outbox: ...

    @property
    def calendars(self) -> Calendars: ...

    def books(self, place: Place, *, now: datetime) -> AbstractAsyncContextManager[Books]:
        """One transaction for the community of a place (made at its first word). Commits on a clean exit, rolls back
        on an exception. Never hold it over the network."""
        ...

    def reopen(self, community: str, *, now: datetime) -> AbstractAsyncContextManager[Books]:
        """The same, for a community known by its id."""
        ...

    async def subscriber(self, token: str) -> tuple[str, Person] | None:
        """(community, person) of a calendar's secret token."""
        ...

    async def communities(self) -> Sequence[str]:
        """The ids of all communities."""
        ...

    async def close(self) -> None: ...


Ring = Callable[[], None]
"""Called after a commit that left nudges due: deliver now rather than at the next beat."""

__all__ = [
    "Books", "Calendar", "Calendars", "CannotConnect", "City", "Claimed", "Clock", "Coming", "Desk", "DueCalendar",
    "Feeds", "Messenger", "Outbox", "OutcomeUnknown", "Person", "Place", "Reading", "Ring", "Sent", "Span", "Storage",
    "Subscriptions", "Surface", "Trouble", "TryLater", "Unreachable", "Unread",
]  # fmt: skip
