"""What two people are promised when they agree on a time."""

from dataclasses import replace
from datetime import datetime

from bot.boundary.ports import Books
from bot.domain.chats import Chat
from bot.domain.people import Person
from bot.domain.promises import promised, zone_at


async def with_promise(books: Books, chat: Chat) -> Chat:
    """A booked chat with what the clocks of both will show: at home, or where they are on a trip that day."""
    if chat.starts_at is None:
        return chat
    mentor_zone = await _zone(books, chat.mentor, chat.starts_at)
    mentee_zone = await _zone(books, chat.mentee, chat.starts_at)
    return replace(chat, promise=promised(chat.starts_at, mentor_zone=mentor_zone, mentee_zone=mentee_zone))


async def _zone(books: Books, person: Person, at: datetime) -> str:
    """Who asks for advice may be somebody else's mentor, and have told of trips as such."""
    member, mentor = await books.member(person), await books.mentor(person)
    return zone_at(at, member.clock if member else None, mentor.trips if mentor else ())
