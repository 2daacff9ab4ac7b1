"""One's own data: a copy of everything, and being forgotten."""

import json

from bot.boundary.cards import Reply
from bot.boundary.commands import (
    ExportData,
    ForgetMe,
)
from bot.domain import nudges
from bot.domain.nudges import Kind
from bot.domain.people import FORMER, Person
from bot.service import leaving
from bot.service.call import Call, fresh_id


async def export_data(call: Call, command: ExportData) -> Reply:
    await call.books.nudge(nudges.nudge(Kind.EXPORT, about="export", to=call.person, due=call.now))
    return call.card("exporting")


def exported(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True).encode()


async def forget_me(call: Call, command: ForgetMe) -> Reply:
    """Open requests are taken back and booked chats cancelled first, so that nobody waits for somebody who left."""
    if not command.sure:
        return call.card("forget", buttons=[call.voice.button("forget_sure", ForgetMe(sure=True), danger=True)])
    former = Person(FORMER, call.person.place, fresh_id())
    await leaving.end_all(call, call.person)
    await call.books.forget(call.person, former)
    return call.card("forgotten", replacing=True)
