"""Ending somebody's chats on their behalf, so that nobody waits for an answer that cannot come."""

from dataclasses import replace

from bot.domain import nudges
from bot.domain.chats import Reason, Status
from bot.domain.nudges import Kind
from bot.domain.people import Person
from bot.service.call import Call

LEFT = "left"


async def end_open(call: Call, person: Person, *, between: Person | None = None) -> None:
    """The open requests of `person` (with `between` alone, if given) end as if they had said no, or taken them back."""
    for listed in await call.books.chats_of(person):
        if between is None or between in (listed.mentor, listed.mentee):
            await _end(call, listed.id, person, reason=Reason.OTHER, booked=False)


async def end_all(call: Call, person: Person) -> None:
    """`person` leaves: open requests end, and booked chats are cancelled."""
    for listed in await call.books.chats_of(person):
        await _end(call, listed.id, person, reason=LEFT, booked=True)


async def _end(call: Call, id: str, person: Person, *, reason: str, booked: bool) -> None:
    chat = await call.books.chat(id)  # read again, so that the other side cannot answer meanwhile
    if chat is None:
        return
    if chat.open(call.now) and person == chat.mentee:
        gone, kind = chat.withdraw(by=person, now=call.now, reason=reason), Kind.WITHDRAWN
    elif chat.open(call.now):
        declined = chat.decline(reason, "", by=person, now=call.now)
        gone, kind = replace(declined, replied_at=chat.replied_at), Kind.DECLINED  # nobody answered
    elif booked and chat.status is Status.BOOKED and chat.starts_at and call.now < chat.starts_at:
        gone, kind = chat.cancel("", by=person, now=call.now), Kind.CANCELLED
    else:
        return
    await call.books.keep_chat(gone, nudges.news(kind, gone, chat.other(person), now=call.now))
