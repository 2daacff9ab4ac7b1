"""A mentor: what they know, when they are open, and how much room they have."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.hours.schedule import Window
from bot.domain.people import Person

__all__ = ["LENGTHS", "Mentor", "Window"]

LENGTHS = (15, 20, 25, 30)
"""Minutes a chat may last. Never more: that is the coach's second rule."""


@dataclass(frozen=True)
class Mentor:
    person: Person
    headline: str
    topics: str
    about: str = ""
    languages: str = ""
    link: str = ""
    hours: str = ""
    """As typed; `windows` is what was understood."""
    windows: tuple[Window, ...] = ()
    chats_a_month: int = 2
    minutes: int = 30
    reply_hours: int = 72
    paused_until: date | None = None
    """The first day they are open again, in their own zone."""
    stopped: bool = False
    since: datetime | None = None
    referrals: bool = False
    """Questions about referrals are welcome: asking for one is not held back."""
    pinned: str = ""
    """Questions that this mentor likes to be asked, one a line."""
    banned: frozenset[str] = frozenset()
    """Ids of questions of the bank that are never suggested for this mentor."""

    def paused(self, today: date) -> bool:
        """`today` is the date where the mentor lives."""
        return self.paused_until is not None and today < self.paused_until
