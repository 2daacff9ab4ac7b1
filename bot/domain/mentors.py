"""A mentor: what they know, when they are open, and how much room they have."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.hours.schedule import Away, Limits, Override, Schedule, Span, Trip, Window
from bot.domain.people import House, Person

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
    exceptions: str = ""
    """Days off, other hours and trips, as typed; what was understood follows."""
    trips: tuple[Trip, ...] = ()
    overrides: tuple[Override, ...] = ()
    away: tuple[Away, ...] = ()
    closed: tuple[Span, ...] = ()
    buffer_before: int = 0
    """Minutes of rest."""
    buffer_after: int = 0
    notice_hours: int | None = None
    """None: as the house has it; so with the horizon."""
    horizon_days: int | None = None
    a_day: int | None = None
    """The most chats a day, if the mentor wants to say."""
    a_week: int | None = None
    week_start: int = 0
    """0 is Monday."""

    def schedule(self, zone: str, house: House) -> Schedule:
        """When this mentor, who lives in `zone`, is open; what neither they nor the house limit has no limit."""
        pause = (Away(date.min, self.paused_until - timedelta(days=1)),) if self.paused_until else ()
        notice = house.notice_hours if self.notice_hours is None else self.notice_hours
        return Schedule(
            zone,
            self.windows,
            self.trips,
            self.overrides,
            (*self.away, *pause),
            self.closed,
            Limits(
                minutes=min(self.minutes, house.minutes),
                before=self.buffer_before,
                after=self.buffer_after,
                notice_minutes=notice * 60,
                horizon_days=house.horizon_days if self.horizon_days is None else self.horizon_days,
                a_day=self.a_day,
                a_week=self.a_week,
                week_start=self.week_start,
            ),
        )

    def paused(self, today: date) -> bool:
        """`today` is the date where the mentor lives."""
        return self.paused_until is not None and today < self.paused_until
