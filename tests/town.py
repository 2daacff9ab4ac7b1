"""A small town to test in: the real desk and delivery on a real database, a clock that is turned by hand, and people
who type, fill in forms and press what they see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.boundary.cards import Board, Button, Card, Form, Reply, plain
from bot.boundary.commands import Actor, Command, Met, SaveHours, SaveProfile, SendDraft
from bot.boundary.menu import entry
from bot.boundary.ports import Storage
from bot.boundary.tokens import decode, encode, fill
from bot.domain.chats import Chat
from bot.domain.people import Person, Place
from bot.service.delivery import Delivery
from bot.service.desk import Desk
from bot.service.reach import NOWHERE, Reach

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""Ten in the morning in New York, four in the afternoon in Berlin, half past eight in the evening in Kolkata."""


@dataclass
class Message:
    to: Person
    say: Card | Board
    key: str


@dataclass
class Post:
    """The far side of the wire: what was delivered and revised. `trouble` is raised for a person's next deliveries."""

    messages: dict[str, Message] = field(default_factory=dict)
    trouble: dict[Person, Exception] = field(default_factory=dict)
    sends: int = 0

    async def deliver(self, to: Person, card: Card | Board, *, key: str) -> str:
        self.sends += 1
        if trouble := self.trouble.get(to):
            raise trouble
        receipt = f"m{self.sends}"
        self.messages[receipt] = Message(to, card, key)
        return receipt

    async def revise(self, receipt: str, card: Card | Board) -> None:
        if receipt in self.messages:
            self.messages[receipt].say = card


@dataclass
class Citizen:
    """A person who uses the bot. `seen` is the last private reply; `inbox` what was delivered to them."""

    town: "Town"
    person: Person
    name: str
    zone: str | None = None
    locale: str = "en"
    organiser: bool | None = False
    guest: bool | None = False
    seen: Card | Board | Form | None = None

    @property
    def actor(self) -> Actor:
        return Actor(self.person, self.name, self.locale, self.zone, self.organiser, self.guest)

    @property
    def inbox(self) -> list[Card]:
        return [m.say for m in self.town.post.messages.values() if m.to == self.person and isinstance(m.say, Card)]

    async def does(self, command: Command, *, delivery: str = "", met: Sequence[Met] = ()) -> Reply:
        reply = await self.town.desk.handle(self.actor, command, delivery=delivery, met=met)
        if reply.say is not None:
            self.seen = reply.say
        await self.town.deliver()
        return reply

    async def types(self, name: str, mentor: "Citizen | None" = None, words: str = "") -> Reply:
        met = [mentor.met] if mentor else []
        return await self.does(entry(name).make(mentor.person if mentor else None, "", words), met=met)

    @property
    def met(self) -> Met:
        return Met(self.person, self.name, self.zone, self.locale)

    async def fills(self, met: Sequence[Met] = (), **blanks: Any) -> Reply:
        """Fills in the form that is open; what is not named keeps what stands there."""
        form = self.form
        values: dict[str, str | bool | Sequence[str]] = {one.key: one.value for one in form.fields}
        assert set(blanks) <= set(values), f"{form.title} has only {sorted(values)}"
        return await self.does(fill(decode(encode(form.completes)), {**values, **blanks}), met=met)

    async def insists(self, **blanks: Any) -> None:
        """Fills in the form that is open, and sends it whatever the second look says."""
        await self.fills(**blanks)
        onward = [button.press for button in buttons(self.seen) if isinstance(button.press, SendDraft)]
        if onward:
            await self.does(decode(encode(onward[0])))

    def reads(self) -> None:
        """Has read everything so far: the inbox is empty."""
        kept = {receipt: m for receipt, m in self.town.post.messages.items() if m.to != self.person}
        self.town.post.messages = kept

    async def presses(self, label: str, card: Card | Board | Form | None = None) -> Reply:
        """Presses a button on `card`, else on the last reply, else on the newest message that has it."""
        places = [card] if card else [self.seen, *reversed(self.inbox)]
        for place in places:
            for button in buttons(place):
                if button.label == label:
                    return await self.does(decode(encode(button.press)))
        shown = [[b.label for b in buttons(p)] for p in places]
        raise AssertionError(f"{self.name} sees no button {label!r}, only {shown}")

    async def picks(self, number: int = 0) -> Reply:
        """Presses one of the times on the newest message."""
        return await self.does(self.inbox[-1].picks[number].press)

    @property
    def form(self) -> Form:
        assert isinstance(self.seen, Form), f"{self.name} sees no form but {words(self.seen)}"
        return self.seen

    def options(self, key: str) -> list[str]:
        return [option.value for one in self.form.fields if one.key == key for option in one.options]


@dataclass
class Town:
    storage: Storage
    now: datetime = MONDAY
    post: Post = field(default_factory=Post)
    platform: str = "slack"
    reach: Reach = NOWHERE
    mails: Post = field(default_factory=Post)
    """What went out by e-mail."""
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.rung = 0
        self.desk = Desk(storage=self.storage, clock=self.clock, ring=self._ring, reach=self.reach)
        self.delivery = self.worker("w1")

    def worker(self, name: str) -> Delivery:
        messengers = {self.platform: self.post, "email": self.mails}
        return Delivery(self.storage, self.clock, messengers, worker=name, reach=self.reach)

    def clock(self) -> datetime:
        return self.now

    def _ring(self) -> None:
        self.rung += 1

    async def deliver(self) -> None:
        await self.delivery.deliver_due()

    async def turn(self, *, to: datetime | None = None, place: str = "T1", **by: float) -> None:
        """Turns the clock forward, stopping at every nudge on the way to deliver it."""
        end = to or self.now + timedelta(**by)
        while self.now < end:
            coming = await self.desk.agenda(Place(self.platform, place), 1)
            self.now = min(max(coming[0].due_at, self.now + timedelta(seconds=1)), end) if coming else end
            await self.deliver()

    def citizen(self, name: str, zone: str | None = "Europe/Berlin", place: str = "T1", **rest: Any) -> Citizen:
        person = Person(self.platform, place, f"U{next(self._numbers)}{name.upper()}")
        return Citizen(self, person, name, zone, **rest)

    def crowd(self, size: int) -> "list[Citizen]":
        """Many people, with names as long as they get."""
        people = [self.citizen("X") for _ in range(size)]
        for number, one in enumerate(people):
            one.name = f"{number} ".ljust(150, "x")
        return people

    async def mentor(
        self, name: str, headline: str = "Product manager", topics: str = "product, startups",
        hours: str = "Mon-Fri 9:00-12:00", zone: str = "America/New_York", a_month: int = 2, **rest: Any,
    ) -> Citizen:  # fmt: skip
        mentor = self.citizen(name, zone, **rest)
        await mentor.does(SaveProfile(headline, topics, link=f"https://meet.example.org/{name.lower()}"))
        await mentor.does(SaveHours(hours, chats_a_month=a_month))
        assert isinstance(mentor.seen, Card), mentor.seen
        mentor.reads()
        return mentor


GOOD: dict[str, Any] = {
    "topic": "Moving into product management",
    "note": "I read your talk about your first year as a product manager. I have done two user studies. Thank you!",
    "questions": "What did you have to unlearn? What would you do in my place?",
}


async def request(mentee: Citizen, mentor: Citizen, *, late: bool = False, **changes: Any) -> str:
    """A good request for the mentor's first free times (or the last ones), sent. Returns the chat's id."""
    await mentee.types("request-chat", mentor)
    slots = mentee.options("slots")[-3:] if late else mentee.options("slots")[:3]
    asked = {"slots": slots} if slots else {}  # where their night is between, the mentor offers
    blanks: dict[str, Any] = {**GOOD, **asked, "pledge": True, **changes}
    await mentee.insists(**blanks)  # the same good note may have gone to somebody else before
    assert isinstance(mentee.seen, Card), words(mentee.seen)
    return (await chats(mentee))[0].id


async def chats(citizen: Citizen) -> list[Chat]:
    async with citizen.town.storage.books(citizen.person.home, now=citizen.town.now) as books:
        return list(await books.chats_of(citizen.person))


def buttons(place: Card | Board | Form | None) -> list[Button]:
    match place:
        case Card():
            return [*place.picks, *place.buttons]
        case Board():
            return [button for card in place.cards for button in buttons(card)] + list(place.buttons)
        case _:
            return []


def labels(place: Card | Board | Form | None) -> list[str]:
    return [button.label for button in buttons(place)]


def words(place: Card | Board | Form | None) -> str:
    """All the words a person reads on it."""
    match place:
        case Card():
            parts = [place.title, *map(plain, place.body), *(f"{f.label}: {plain(f.value)}" for f in place.facts)]
            parts += [f"{quote.label}: {quote.words}" for quote in place.quotes]
            return "\n".join([*parts, plain(place.small), *labels(place)])
        case Board():
            return "\n".join([place.title, *map(plain, place.body), *map(words, place.cards), *labels(place)])
        case Form():
            fields = [f"{one.label}: {one.value}" for one in place.fields]
            return "\n".join([place.title, plain(place.intro), *fields, *place.errors.values()])
        case None:
            return ""
