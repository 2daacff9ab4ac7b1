"""The daily check: whether what was promised still holds by the zone rules of the day; and what a mentor answers
where it does not."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.boundary.cards import Reply
from bot.boundary.commands import KeepMoment, KeepWall
from bot.boundary.ports import Clock, Ring, Storage
from bot.domain import drifting, nudges, zones
from bot.domain.bookings import rest_only
from bot.domain.chats import Chat
from bot.domain.nudges import Kind, Nudge
from bot.domain.refusals import SlotTaken
from bot.service.answering import book_anyway
from bot.service.call import Call
from bot.service.lookups import now_settled
from bot.service.promising import with_promise
from bot.service.timetable import asks_first, terms_of

log = logging.getLogger(__name__)


async def recheck(storage: Storage, *, clock: Clock, ring: Ring) -> int:
    """Compares what was promised for every chat to come with the rules in force. Returns how many chats were renewed or
    told of: none while the rules are those of yesterday.

    A transaction for each chat, and what was done is noted in the chat itself: who is broken off in the middle goes on
    where they were, and of two processes the second one finds nothing to do."""
    seen = 0
    for community in await storage.communities():
        async with storage.reopen(community, now=clock()) as books:
            due = [id for id, promise in (await books.promises()).items() if drifting.due(promise)]
        for id in due:
            try:
                seen += await _recheck(storage, community, id, clock())
            except Exception:  # one bad chat must not hold up the others
                log.exception("the promise of chat %s could not be checked", id)
    if seen:
        log.info("checked what was promised for %d chats, by tzdata %s", seen, zones.release())
        ring()
    return seen


async def _recheck(storage: Storage, community: str, id: str, now: datetime) -> bool:
    async with storage.reopen(community, now=now) as books:
        chat = await books.chat(id)  # locked and read again: somebody may have answered or moved it meanwhile
        if chat is None or not drifting.coming(chat, now):
            return False
        today = (await with_promise(books, chat)).promise
        checked = drifting.rechecked(chat, today) if today else chat
        if checked is chat or checked.promise is None:
            return False
        await books.keep_promise(id, checked.promise, _news(chat, checked, now))
    return True


def _news(before: Chat, after: Chat, now: datetime) -> Sequence[Nudge]:
    """Who was told that a clock will show something else is told, too, when it will not after all."""
    if after.promise and after.promise.told:
        return nudges.drift(after, now=now)
    if before.promise and before.promise.told:
        return nudges.news(Kind.STAYS, after, after.mentor, after.mentee, now=now)
    return ()


async def keep_wall(call: Call, command: KeepWall) -> Reply:
    chat = await call.chat(command.chat)
    await call.books.lock(chat.mentor, chat.mentee)
    moved = drifting.keep_wall(chat, command.release, by=call.person, now=call.now)
    if not command.anyway and moved.starts_at and await asks_first(call, chat, moved.starts_at):
        return book_anyway(call, replace(command, anyway=True), moved.starts_at)
    kind = Kind.STAYS if moved.starts_at == chat.starts_at else Kind.MOVED
    told = nudges.news(kind, moved, chat.mentor, chat.mentee, now=call.now)
    # it was agreed long ago: a limit of today does not take it back
    terms = {person: rest_only(schedule) for person, schedule in (await terms_of(call, chat)).items()}
    try:
        await call.books.keep_chat(moved, (*told, *nudges.reminders(moved)), terms)
    except SlotTaken as taken:
        raise SlotTaken("refusal.wall_taken", when=moved.starts_at) from taken
    return now_settled(call, moved, call.voice.text("notice.moved", when=moved.starts_at))


async def keep_moment(call: Call, command: KeepMoment) -> Reply:
    chat = await call.chat(command.chat)
    kept = drifting.keep_moment(chat, command.release, by=call.person, now=call.now)
    await call.books.keep_chat(kept, nudges.news(Kind.STAYS, kept, chat.mentor, chat.mentee, now=call.now))
    return now_settled(call, kept, call.voice.text("notice.stays"))
