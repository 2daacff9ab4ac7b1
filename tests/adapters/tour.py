"""Everything that the core says: a town on one platform lives through all of it once, in one language. People act by
what a button does, whatever is written on it."""

import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot.boundary import commands as c
from bot.boundary.cards import Board, Card, Form, Option, Reply
from bot.boundary.commands import COMMANDS, Command, Met
from bot.boundary.ports import Person, Place
from bot.boundary.tokens import decode, encode
from bot.domain import nudges
from bot.domain.calendars import Trouble
from bot.domain.etiquette.findings import RULES
from bot.domain.etiquette.questions import Topic
from bot.domain.nudges import Kind
from bot.service.reach import Reach
from bot.service.rechecking import recheck
from storage import open_storage
from tests import databases
from tests.adapters.samples import Say, short
from tests.town import Citizen, Post, Town, buttons, chats, request

MAYA = "María de los Ángeles *Maya* Fernández-Villaverde y Gutiérrez de la Concha, Ph.D."
"""As long as a name gets on Slack."""
JO = "Jo <@U1> @everyone & Söhne"


@dataclass
class Guest(Citizen):
    """A citizen whose every answer is written down."""

    async def does(self, command: Command, *, delivery: str = "", met: Sequence[Met] = ()) -> Reply:
        assert isinstance(self.town, Tour)
        self.town.given.add(type(command))
        reply = await super().does(command, delivery=delivery, met=met)
        if reply.say is not None:
            self.town.said.append(reply.say)
        if isinstance(reply.say, Form) and reply.say.trouble:
            self.town.said.append(reply.say.trouble)
        return reply

    async def gives(self, kind: type, number: int = 0) -> None:
        """Presses the newest button in sight that gives this kind of command."""
        for place in (self.seen, *reversed(self.inbox)):
            fitting = [button.press for button in buttons(place) if isinstance(button.press, kind)]
            if fitting:
                await self.does(decode(encode(fitting[number])))
                return
        raise AssertionError(f"{self.name} has no button for {kind.__name__}")


@dataclass
class Listening(Post):
    said: list[Say] = field(default_factory=list)

    async def deliver(self, to: Person, card: Card | Board, *, key: str) -> str:
        self.said.append(card)
        return await super().deliver(to, card, key=key)

    async def revise(self, receipt: str, card: Card | Board) -> None:
        self.said.append(card)
        await super().revise(receipt, card)


@dataclass
class Tour(Town):
    language: str = "en"
    said: list[Say] = field(default_factory=list)
    given: set[type] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.platform = FAR.platform
        self.reach = Reach(mailbox="halfhour@example.org", address="https://halfhour.example.org")
        self.post = Listening(said=self.said)
        super().__post_init__()

    def citizen(self, name: str, zone: str | None = "Europe/Berlin", place: str = "", **rest: object) -> Guest:
        person = Person(self.platform, place or FAR.id, f"{next(self._numbers) + 10**19}")
        return Guest(self, person, name, zone, **{"locale": self.language, **rest})  # type: ignore[arg-type]

    async def guide(self, name: str, zone: str, topics: str = "product, startups") -> Guest:
        """Somebody who can be asked for a dozen chats a month."""
        mentor = self.citizen(name, zone)
        await mentor.does(
            c.SaveProfile("Product *manager* <@U1>", topics, "About", "English", "https://x.example.org/a_b_c")
        )
        await mentor.does(c.SaveHours("Mon-Fri 9:00-12:00", chats_a_month=12))
        return mentor

    async def passes(self, days: float) -> None:
        await self.turn(place=FAR.id, days=days)


FAR = Place("elsewhere", "9" * 20)
"""Ids as long as they get on any platform: the core keeps a command as a draft when it is too long for a button."""


def everything(home: Place, language: str, user: Callable[[int], str]) -> Iterator[Say]:
    """Each card, board and form once, as people of this place would have seen it; `user` makes up their ids."""
    for say in _said(language):
        yield _moved(say, home, user)


@cache
def _said(language: str) -> tuple[Say, ...]:
    with tempfile.TemporaryDirectory() as folder, _no_trouble():
        address = databases.copy_sqlite(databases.migrated_sqlite(Path(folder)), Path(folder))
        said = databases.wait_for(_live(address, language))
    return tuple({repr(say): say for say in said}.values())


def _moved(thing: Any, home: Place, user: Callable[[int], str]) -> Any:
    if isinstance(thing, Person):
        return Person(home.platform, home.id, user(int(thing.user) % 1000)) if thing.home == FAR else thing
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{part.name: _moved(getattr(thing, part.name), home, user) for part in fields(thing)})
    if isinstance(thing, tuple):
        moved = tuple(_moved(part, home, user) for part in thing)
        # where fewer people live, a choice of them is shorter
        return tuple(dict.fromkeys(moved)) if all(isinstance(part, Option) for part in moved) else moved
    if isinstance(thing, str) and thing.startswith(f"{FAR}:"):
        return str(_moved(Person.parse(thing), home, user))
    return thing


async def _live(address: str, language: str) -> list[Say]:
    storage = open_storage(address, secret_key="a secret key for this tour only")
    town = Tour(storage, language=language)
    await _settle_in(town)
    jo, maya = await _ask(town)
    await _meet(town, jo, maya)
    await _part(town, jo)
    await _weigh(town)
    await _busy_times(town)
    assert set(COMMANDS) == town.given, f"never given: {set(COMMANDS) - town.given}"
    for person in (jo, maya):
        for kind in COMMANDS:
            await person.does(short(kind, maya.person))
    town.said.append((await town.desk.garbled(jo.actor)).say or Card("x"))
    await storage.close()
    return town.said


class _no_trouble(logging.Handler):
    """What the desk could not answer, and delivery could not send, is in the log."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def __enter__(self) -> None:
        logging.getLogger("bot").addHandler(self)

    def __exit__(self, *_: object) -> None:
        logging.getLogger("bot").removeHandler(self)
        assert not self.records, [logging.Formatter().format(record) for record in self.records]


async def _settle_in(town: Tour) -> None:
    """Organisers, settings, and how somebody becomes a mentor."""
    olga, sam = town.citizen("Olga", organiser=True), town.citizen("Sam", zone=None)
    await sam.types("half-hour")
    for command in (c.HalfHour(), c.About(), c.Privacy(), c.FindMentor(), c.Organise()):
        await olga.does(command)
    await olga.does(c.HouseRules(1))
    await olga.fills(open_requests="0", reply_hours="soon")
    await olga.fills(open_requests="9", reply_hours="72")
    await olga.does(c.HouseRules(2))
    await olga.fills()
    for kind in (c.PauseBot, c.Organise):
        await olga.gives(kind) if kind is c.PauseBot else await olga.does(c.Organise())
        await sam.types("find-mentor")
    await olga.gives(c.PauseBot)
    await olga.does(c.Exclude())
    await olga.fills(who=str(sam.person))
    await sam.types("request-chat")
    await olga.does(c.Organise())
    await olga.gives(c.Readmit)
    crowd = [town.citizen(MAYA, zone=None) for _ in range(27)]
    for one in crowd:
        await olga.does(c.SaveExclude(one.person), met=[one.met])
        await sam.does(c.SaveBlock(one.person), met=[one.met])
    for who, opened, page in ((olga, c.ChooseReadmit, c.Organise()), (sam, c.ChooseUnblock, c.Settings())):
        await who.does(page)
        await who.gives(opened)
        await who.fills(who=who.options("who")[0])
        await who.does(page)
        await who.gives(opened, 1)
        await who.fills(who="")
    for one in crowd:
        await olga.does(c.Readmit(one.person))
        await sam.does(c.Unblock(one.person))
    await _in_their_calendars(sam)
    await olga.does(c.Organise())
    await olga.gives(c.Meetings)
    await olga.fills(link="http://a", hold_hours="0")
    await olga.does(c.SaveMeetings("https://meet.example.org/[room]", "24"))
    twin = town.citizen("Twin")
    await sam.does(c.LinkAccount())
    assert isinstance(sam.seen, Card)
    code = sam.seen.quotes[0].words
    await twin.does(c.LinkAccount())
    await twin.gives(c.EnterAccountCode)
    await twin.fills(code="wrong")
    await twin.does(c.SendAccountCode(code))
    await twin.gives(c.SendAccountCode)
    await sam.does(c.LinkAccount())
    await sam.gives(c.PartAccount)
    await sam.gives(c.PartAccount)
    await olga.does(c.LinkPlaces())
    await olga.does(c.EnterCode())
    await olga.fills(code="wrong")

    await sam.types("my-chats")
    await sam.does(c.Settings())
    await sam.gives(c.ChooseZone)
    await sam.fills(city="nowhere at all")
    for typed in ({"clock": "noon"}, {"clock": "17:08"}, {"city": "", "clock": ""}):
        await sam.does(c.FindZone(**typed))
    await sam.fills(city="Kolkata")
    await sam.does(c.SetZone("America/Argentina/ComodRivadavia"))
    for city in ("Springfield", "Cambridge", "Georgia", "USA", "EST", "Johanesburg", "UTC+2", "16:00", "San José"):
        await sam.does(c.MyChats(city=city))
    for clock in ("16:00", "04:00", "4:00"):
        await sam.does(c.FindZone(clock=clock))
    for offset in (60, 120, 331):
        await sam.does(c.ChooseOffset(offset))
    await sam.does(c.Settings())
    await sam.gives(c.ChooseLanguage)
    await sam.fills(language=town.language)
    await sam.does(c.Reminders())
    await sam.fills()
    await sam.does(c.StopReminder("soon"))
    await sam.does(c.Block())
    await sam.fills(who=str(olga.person))
    await sam.does(c.Settings())
    await sam.gives(c.Unblock)
    await sam.does(c.ExportData())

    await sam.types("mentor")
    await sam.fills(link="nonsense")
    await sam.fills(
        headline="Writer *of* <things>", topics="words " * 12, about="About\nme & you", link="https://x.org"
    )
    await sam.gives(c.EditHours)
    await sam.fills(hours="whenever")
    await sam.fills(hours="9:00-11:00")
    await sam.does(c.EditHours())
    await sam.fills(hours="Mon-Fri 9:00-12:00")
    await _when_sam_is_open(town, sam)
    await sam.does(c.EditProfile())
    await sam.does(c.Pause())
    await sam.fills(until="never")
    await sam.does(c.SavePause("2025-01-01"))
    await sam.does(c.SavePause((town.now + timedelta(days=9)).date().isoformat()))
    await sam.does(c.BeMentor())
    await sam.does(c.Resume())
    await sam.does(c.StopMentoring())
    await sam.gives(c.StopMentoring)
    await sam.does(c.ForgetMe())
    await sam.gives(c.ForgetMe)


async def _when_sam_is_open(town: Tour, sam: Guest) -> None:
    """Hours, days off, trips and limits, understood or not; more of them than a card has room for."""
    await sam.gives(c.EditExceptions)
    await sam.fills(exceptions="<Carnival> *week* & @everyone")
    await sam.fills(exceptions="4-10 May Portland")
    await sam.fills(exceptions="x" * 1001)
    days = [(town.now + timedelta(days=2 * n)).date().isoformat() for n in range(20, 80)]
    trips = f"Tokyo {days[-1]}; not {days[0]} 15:00-17:00; {days[1]} 13:00-14:00 & 16:00-17:00"
    await sam.does(c.SaveExceptions("\n".join([trips, *days[2:50]])))
    await sam.gives(c.EditLimits)
    await sam.fills(rest="10-10", notice_hours="48", horizon_days="30", a_day="1", a_week="3")
    await sam.does(c.SaveLimits("7-7", horizon_days=9999))
    await sam.does(c.SaveLimits("5-10", notice_hours=5))
    await sam.does(c.EditLimits())
    await sam.does(c.BeMentor())
    await sam.gives(c.OwnHours)
    await sam.does(c.SaveExceptions(f"{days[0]} - {days[40]}"))
    await sam.does(c.SaveLimits())
    await sam.does(c.OwnHours())


async def _in_their_calendars(sam: Guest) -> None:
    await sam.does(c.Settings())
    await sam.gives(c.Invitations)
    await sam.gives(c.GiveAddress)
    await sam.fills(address="nobody")
    await sam.does(c.SaveAddress("sam@example.org"))
    await sam.does(c.Invitations())
    await sam.gives(c.EnterMailCode)
    await sam.fills(code="1")
    [*_, mail] = sam.town.mails.messages.values()
    assert isinstance(mail.say, Card)
    await sam.does(c.SendMailCode(mail.say.quotes[0].words))
    await sam.gives(c.DropAddress)
    await sam.gives(c.Subscribe)
    await sam.gives(c.Subscribe)
    await sam.gives(c.EndSubscription)


async def _busy_times(town: Tour) -> None:
    """A mentor's own calendar: put in, read, not readable, and taken back."""
    mia = await town.guide("Mia", "America/New_York")
    await mia.does(c.BusyTimes())
    await mia.gives(c.LinkCalendar)
    await mia.fills(link="https://calendar.example.org/" + "<!channel>*" * 180, owner="@everyone")
    await mia.does(c.SaveCalendar("https://calendar.example.org/secret.ics", "mia@example.org"))
    async with town.storage.books(FAR, now=town.now) as books:
        new = await books.calendar(mia.person)
        assert new is not None
        span = town.now, town.now + timedelta(days=1)
        read = new.read([span], clock="", etag="", modified="", now=town.now, chance=0)
        lost = [one.failed(why, now=town.now, chance=0) for one in (new, read) for why in Trouble]
    for calendar in (read, *lost):
        async with town.storage.books(FAR, now=town.now) as books:
            await books.keep_calendar(calendar)
        await mia.does(c.BusyTimes())
        await mia.does(c.BeMentor())
    async with town.storage.books(FAR, now=town.now) as books:
        about = f"calendar-{int(town.now.timestamp())}"
        await books.nudge(nudges.nudge(Kind.CALENDAR_LOST, about=about, to=mia.person, due=town.now))
    await mia.does(c.BusyTimes())
    await mia.gives(c.DropCalendar)
    await mia.gives(c.DropCalendar)


async def _weigh(town: Tour) -> None:
    """What organisers and mentors decide about the reading of notes; and requests that were held back."""
    olga, ivan = town.citizen("Olga", organiser=True), town.citizen(MAYA, organiser=True)
    await olga.types("half-hour")
    await ivan.types("half-hour")
    ann, sam = await town.guide(MAYA, "America/New_York"), town.citizen(JO)
    note = "We build a tool for *recruiters* <@U1> and would love to show you a demo. " * 15
    for number, passed in enumerate((True, False)):
        await sam.types("request-chat", ann)
        words: dict[str, Any] = {"topic": "<!channel> " * 9, "note": note, "questions": f"{number} & " * 200}
        await sam.fills(**words, slots=sam.options("slots")[-3:], pledge=True)
        held = sam.seen
        await sam.gives(c.AskOrganisers)
        await sam.fills(why="x" * 501)
        await sam.fills(why="It is <free> & *mine*. " * 20)
        sam.seen = held
        await sam.gives(c.AskOrganisers)
        await olga.gives(c.DecideAppeal, 0 if passed else 1)
        ivan.seen = None
        await ivan.gives(c.DecideAppeal)
        await town.passes(days=1)
        sam.seen = held
        await sam.gives(c.AskOrganisers)

    async with town.storage.books(FAR, now=town.now) as books:
        for _ in range(25):
            await books.count_firings(RULES, dismissed=RULES)
    await olga.does(c.Organise())
    await olga.gives(c.ReadingRules)
    await olga.gives(c.ChooseRule)
    await olga.fills(rule="unsafe", strength="off")
    await olga.fills(rule="over-30", strength="usual")

    await ann.types("mentor")
    await ann.gives(c.OwnQuestions)
    await ann.gives(c.EditQuestions)
    await ann.fills(pinned="\n".join("<@U1> &" * 21 for _ in range(4)))
    await ann.fills(referrals="yes", pinned="\n".join(f"{n} *b* " + "<!here> & " * 13 for n in range(3)))
    for topic in Topic:
        await ann.does(c.ChooseBanned(topic))
        await ann.fills(banned=ann.options("banned"))
    await ann.does(c.OwnQuestions())
    await ann.gives(c.ChooseBanned)
    await sam.types("find-mentor")
    await ann.does(c.StopMentoring(sure=True))


async def _ask(town: Tour) -> tuple[Guest, Guest]:
    """A request in all its shapes; the mentor asks back and offers other times, and a chat is booked."""
    maya = await town.guide(MAYA, "America/New_York")
    jo = town.citizen(JO)
    await jo.does(c.RequestChat(named="@somebody <!channel>"))
    await jo.types("request-chat", jo)
    await jo.types("request-chat", maya)
    await jo.fills(topic=" ", note="x" * 1300, pledge=False)
    assert isinstance(jo.seen, Form) and jo.seen.trouble
    jo.seen = jo.seen.trouble
    await jo.gives(c.OpenDraft)
    blanks: dict[str, Any] = {
        "topic": "<!channel> " * 7,
        "note": "Can I pick your brain? Refer me!\n" * 20 + "Could we talk for an hour next week?",
        "questions": "&" * 300,
    }
    await jo.fills(**blanks, slots=jo.options("slots")[-3:], pledge=True)
    coached = jo.seen
    assert isinstance(coached, Board)
    await jo.gives(c.Mend)
    jo.seen = coached
    await jo.gives(c.SuggestQuestions)
    await jo.gives(c.PutIn)
    await jo.fills()
    while isinstance(jo.seen, Board):
        await jo.gives(c.ThisIsFine)
    done = jo.seen
    await jo.gives(c.OpenDraft)
    jo.seen = done
    await jo.gives(c.SendDraft)

    await maya.gives(c.AskFirst)
    await maya.fills(question="Which *companies*?")
    await jo.gives(c.AnswerQuestion)
    await jo.fills(answer="Small ones & <b>\n> loud")
    await maya.gives(c.OfferTimes)
    await maya.fills(typed="whenever")
    await maya.fills(typed=f"{(town.now + timedelta(days=10)).date()} 15:30")
    await maya.gives(c.SendTimes)
    await jo.gives(c.NoneSuit)
    await jo.fills(slots=jo.options("slots")[:1])
    await maya.gives(c.OfferTimes)
    await maya.fills(typed=f"{(town.now + timedelta(days=10)).date()} 15:30")
    await maya.gives(c.SendTimes)
    await jo.gives(c.PickSlot)
    return jo, maya


async def _meet(town: Tour, jo: Guest, maya: Guest) -> None:
    """Moved, kept, confirmed, missed, held after all; thanked, introduced, and told what came of it."""
    await jo.gives(c.Move)
    await jo.fills(slots=jo.options("slots")[-2:])
    await maya.gives(c.AgreeMove)
    await maya.does(c.Move((await chats(jo))[0].id))
    await maya.fills(slots=[], typed="whenever")
    await maya.fills(typed=f"{(town.now + timedelta(days=9)).date()} 16:30")
    await maya.gives(c.SendMove)
    await jo.gives(c.KeepTime)
    for answer in (c.KeepWall, c.KeepMoment):
        await _new_rules(town, jo)
        await maya.gives(answer)
    [chat] = await chats(jo)
    assert chat.starts_at and chat.ends_at
    await town.turn(to=chat.starts_at - timedelta(hours=23), place=FAR.id)
    await jo.gives(c.Confirm)
    await jo.types("my-chats")
    await town.turn(to=chat.ends_at + timedelta(minutes=20), place=FAR.id)
    await jo.does(c.DidHappen(chat.id, False))
    await jo.gives(c.NoteAbsent)
    await maya.does(c.DidHappen(chat.id, True))
    await jo.does(c.DidHappen(chat.id, True))
    await jo.gives(c.Reflect)
    await town.passes(days=4)
    await jo.gives(c.TakeAway)
    await jo.fills(takeaway=" ")
    await jo.fills(takeaway="Talk to three *people* <!here>")
    await jo.gives(c.WriteThanks)
    await jo.fills()
    kofi = await town.guide("Kofi", "Africa/Accra", "data, sql")
    await maya.gives(c.Introduce)
    await maya.fills(third=str(maya.person), why="")
    await maya.fills(third=str(kofi.person), why="Both of you like maps & @everyone")
    await kofi.gives(c.AnswerIntroduction)
    await jo.gives(c.AnswerIntroduction)
    await town.passes(days=31)
    await jo.gives(c.TellOutcome)
    await jo.fills(outcome="It *worked*.")
    await town.passes(days=150)
    await jo.types("my-chats")
    await jo.gives(c.ShowChat)
    await jo.does(c.Report(chat.id))
    await jo.fills(words="They asked me for <money>.")


async def _new_rules(town: Tour, jo: Guest) -> None:
    """The chat was promised by older rules, by which all clocks were an hour behind."""
    [chat] = await chats(jo)
    assert chat.promise
    mentor_wall, mentee_wall = (
        wall - timedelta(hours=1) for wall in (chat.promise.mentor_wall, chat.promise.mentee_wall)
    )
    older = replace(chat.promise, release="2000.1", mentor_wall=mentor_wall, mentee_wall=mentee_wall)
    async with town.storage.books(FAR, now=town.now) as books:
        await books.keep_promise(chat.id, older)
    await recheck(town.storage, clock=town.clock, ring=town._ring)
    await town.deliver()


async def _part(town: Tour, jo: Guest) -> None:
    """Every way in which a request can end without a chat, and a chat without thanks."""
    ann, bea, cid, dan, eve = [
        await town.guide(name, zone)
        for name, zone in (
            ("Ann", "Asia/Kolkata"), (MAYA, "America/New_York"), ("Cid", "Africa/Accra"), ("Dan", "Asia/Tokyo"),
            ("Eve", "America/Sao_Paulo"),
        )
    ]  # fmt: skip
    await jo.types("find-mentor", words="product <@U1>")
    await jo.types("find-mentor", words="underwater basket weaving")
    await jo.does(c.FindMentor(page=1))
    await request(jo, ann)
    await ann.gives(c.Decline)
    await ann.gives(c.DeclineInWords)
    await ann.does(c.DeclineInWords((await chats(ann))[0].id, "field"))
    await ann.fills(words="Bea *knows* this better.")
    await jo.does(c.AskAnother((await chats(jo))[0].id, bea.person))
    await bea.gives(c.SuggestElse)
    await bea.fills(other=str(bea.person))
    await bea.fills(other=str(cid.person), words="Ask Cid & <!here>")
    await request(jo, cid)
    await request(jo, dan)
    await request(jo, eve)
    await jo.types("my-chats")
    await cid.gives(c.AcceptAndPause)
    await cid.fills(until="1 month")
    await jo.types("request-chat", cid)
    await jo.gives(c.WithdrawOthers)
    await jo.does(c.Cancel((await chats(cid))[0].id))
    await jo.fills(words=" ")
    await jo.fills(words="I caught a *cold*. <!channel>")
    await request(jo, dan)
    await jo.gives(c.Withdraw)
    await request(jo, dan)
    await town.passes(days=7)
    await request(jo, eve)
    await eve.gives(c.PickSlot)
    await town.passes(days=20)
    await eve.does(c.DidHappen((await chats(eve))[0].id, False))
    await eve.gives(c.CloseChat)
    await request(jo, eve)
    await eve.gives(c.PickSlot)
    await town.passes(days=20)
    await jo.does(c.DidHappen((await chats(eve))[0].id, True))
    await jo.gives(c.ThankedMyself)
    await ann.does(c.ForgetMe(sure=True))
    await jo.types("my-chats")
