"""What will be said, and when, if nobody acts meanwhile."""

from collections.abc import Sequence
from dataclasses import replace

from bot.boundary.ports import Books
from bot.domain import hours, nudges
from bot.domain.chats import Chat
from bot.domain.nudges import Nudge
from bot.domain.people import Member


async def expected(books: Books, coming: Sequence[Nudge]) -> list[Nudge]:
    """Soonest first, each at the time that its reader's quiet hours leave; without those that will turn out moot."""
    members = await books.members({nudge.to for nudge in coming})
    chats = {subject: await books.chat(subject) for subject in {nudge.subject for nudge in coming}}
    told = [_told(books, nudge, members.get(nudge.to), chats[nudge.subject]) for nudge in coming]
    return sorted((nudge for nudge in told if nudge), key=lambda nudge: nudge.due_at)


def _told(books: Books, nudge: Nudge, member: Member | None, chat: Chat | None) -> Nudge | None:
    if member is None or nudges.group(nudge.kind) in member.stopped:
        return None
    if chat is not None and not nudges.still_true(nudge, chat, nudge.due_at):
        return None
    quiet_from, quiet_to = books.house.quiet_hours(member)
    waking = hours.waking(nudge.due_at, zone=member.clock, quiet_from=quiet_from, quiet_to=quiet_to)
    at = nudges.postponed(nudge, waking)
    return replace(nudge, due_at=at) if at else None
