"""The desk: opens the books, finds the handler, turns a Refusal into a Reply, rings the bell."""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.boundary.cards import Card, Reply
from bot.boundary.commands import About, Actor, Command, FindMentor, HalfHour, Met, MyChats, Privacy
from bot.boundary.ports import Books, City, Clock, Coming, Ring, Storage
from bot.domain import zones
from bot.domain.people import Member, Place
from bot.domain.refusals import AlreadySettled, LimitReached, Refusal, SlotTaken, TooLate
from bot.service.call import Call, voice_of
from bot.service.coming import expected
from bot.service.handlers import ALWAYS, answer
from bot.service.inviting import calendar_of
from bot.service.lookups import lost, now_standing
from bot.service.meaning import meant
from bot.service.reach import NOWHERE, Reach
from bot.service.zoning import suggestions
from bot.speech import catalogue
from bot.speech.voice import Voice

log = logging.getLogger(__name__)

LOOKING = (MyChats, About, Privacy)
"""What somebody may look at without being written down: Slack's Home opens by itself."""

LOST = (SlotTaken, LimitReached)
"""Somebody was a moment faster."""

STALE = (AlreadySettled, TooLate, *LOST)
"""The card that was pressed tells of an earlier time: it is brought up to date."""


LOOKAHEAD = 100
"""Nudges that are looked at for an agenda: many of them turn out moot."""


class Desk:
    """`bot.boundary.ports.Desk`."""

    def __init__(self, *, storage: Storage, clock: Clock, ring: Ring, reach: Reach = NOWHERE) -> None:
        self._reach = reach
        self._storage = storage
        self._clock = clock
        self._ring = ring

    async def handle(self, actor: Actor, command: Command, *, delivery: str = "", met: Sequence[Met] = ()) -> Reply:
        voice = Voice(catalogue.best(actor.locale), actor.zone)
        try:
            now = self._clock()
            try:
                async with self._storage.books(actor.person.home, now=now) as books:
                    if delivery and await books.seen_before(delivery, now=now):
                        return Reply(None)
                    who, command, met = await meant(books, actor, command, met)
                    call = await _call(books, who, command, met, now, here=actor.person.home, reach=self._reach)
                    voice = call.voice
                    _welcome(call, command)
                    reply = await answer(call, command)
            except STALE as refusal:
                return await self._brought_up_to_date(actor, command, refusal, voice, met, delivery)
            except Refusal:
                await self._answered(actor, delivery, now)
                raise
            self._ring()
            return reply
        except Refusal as refusal:
            return Reply(_refused(voice, refusal))
        except Exception:  # the one broad except of this edge: a person must get an answer
            reference = secrets.token_hex(3)
            log.exception("command %s failed, reference %s", type(command).__name__, reference)
            return Reply(voice.card("apology", reference=reference))

    async def _brought_up_to_date(
        self, actor: Actor, command: Command, refusal: Refusal, voice: Voice, met: Sequence[Met], delivery: str
    ) -> Reply:
        """A stale press: what stands now, with a first line that says why the press changed nothing."""
        now = self._clock()
        await self._answered(actor, delivery, now)
        id = getattr(command, "chat", "")
        if not isinstance(id, str) or not id:
            raise refusal
        async with self._storage.books(actor.person.home, now=now) as books:
            who, command, met = await meant(books, actor, command, met)
            call = await _call(books, who, command, met, now, here=actor.person.home, reach=self._reach)
            chat = await call.chat(id)
            if isinstance(refusal, LOST):
                return await lost(call, chat, refusal)
            return await now_standing(call, chat, notice=call.voice.text(refusal.wording, **refusal.facts))

    async def _answered(self, actor: Actor, delivery: str, now: datetime) -> None:
        """Notes a delivery that was refused: its own transaction was rolled back, and the note with it."""
        if delivery:
            async with self._storage.books(actor.person.home, now=now) as books:
                await books.seen_before(delivery, now=now)

    async def garbled(self, actor: Actor) -> Reply:
        voice = Voice(catalogue.best(actor.locale), actor.zone)
        return Reply(voice.card("garbled", buttons=[voice.button("my_chats", MyChats())]))

    async def cities(self, words: str, locale: str) -> Sequence[City]:
        language = catalogue.best(locale)
        return suggestions(words, now=self._clock(), locale=locale, language=language)

    async def calendar(self, token: str) -> bytes | None:
        found = await self._storage.subscriber(token)
        if found is None:
            return None
        community, person = found
        now = self._clock()
        async with self._storage.reopen(community, now=now) as books:
            return await calendar_of(books, person, now=now)

    def phrase(self, name: str, locale: str) -> str:
        return catalogue.sentence(f"phrase.{name}", catalogue.best(locale))

    async def agenda(self, place: Place, limit: int = 50) -> Sequence[Coming]:
        coming = await self._storage.outbox.coming(place, limit=max(limit, LOOKAHEAD))
        if not coming:
            return []
        async with self._storage.books(place, now=self._clock()) as books:
            told = await expected(books, coming)
        return [Coming(nudge.kind, nudge.to, nudge.due_at) for nudge in told[:limit]]


async def _call(
    books: Books,
    actor: Actor,
    command: Command,
    met: Sequence[Met],
    now: datetime,
    *,
    here: Place,
    reach: Reach,
) -> Call:
    """What the platform told us about the actor is kept up to date; their own choices stand."""
    told = replace(actor, zone=actor.zone if actor.zone and zones.known(actor.zone) else None)
    looking = isinstance(command, LOOKING) and not getattr(command, "city", "")  # a city is a choice to be kept
    known = await books.member(actor.person) if looking else None
    if looking and (known is None or known.seen_at is None):
        me = _looking(known or Member(actor.person, actor.name), told)
    else:
        me = await books.note_actor(told, now=now)
    voice = voice_of(me).knowing({me.person: me})
    return Call(books, here, me, now, voice, {one.person: one for one in met}, reach)


def _looking(known: Member, told: Actor) -> Member:
    """Somebody who only looks, as the platform tells of them: not written down."""
    return replace(
        known,
        name=told.name or known.name,
        locale=told.locale or known.locale,
        told_zone=told.zone or known.told_zone,
        organiser=known.organiser if told.organiser is None else told.organiser,
        guest=known.guest if told.guest is None else told.guest,
    )


def _welcome(call: Call, command: Command) -> None:
    """Refuses everything but what is always possible while the bot rests, or to somebody who was excluded."""
    if isinstance(command, ALWAYS):
        return
    if call.me.excluded:
        raise Refusal("refusal.excluded")
    if call.books.house.paused and not call.me.organiser:
        raise Refusal("refusal.resting")


def _refused(voice: Voice, refusal: Refusal) -> Card:
    buttons = [
        voice.button("my_chats", MyChats()),
        voice.button("find_mentor", FindMentor()),
        voice.button("help", HalfHour()),
    ]
    return voice.card("refused", lead=[voice.text(refusal.wording, **refusal.facts)], buttons=buttons)
