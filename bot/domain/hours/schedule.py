"""When somebody is open: the weekly windows in their zone, and all that takes some of them away."""

from dataclasses import dataclass
from datetime import date, datetime

DAY = 24 * 60
"""Minutes of a day, and the 24:00 that ends it."""

Span = tuple[datetime, datetime]
"""A half-open stretch between two aware moments."""


@dataclass(frozen=True)
class Window:
    """A weekly stretch of office hours in the mentor's zone: `day` 0 is Monday; minutes since midnight, 1440 is 24:00.
    An end that is not after the start is on the next day."""

    day: int
    start: int
    end: int


@dataclass(frozen=True)
class Trip:
    """Away with the clocks of another zone, from the first to the last date, as they are shown there."""

    first: date
    last: date
    zone: str


@dataclass(frozen=True)
class Override:
    """One date's own windows, in minutes, instead of the weekly ones that start on it; none: closed that day."""

    day: date
    windows: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Away:
    """Closed dates, the last one too; without a last one a pause until further notice."""

    first: date
    last: date | None = None


@dataclass(frozen=True)
class Limits:
    """Of a mentor, in minutes: the length of a chat, how far apart starts are (None: a length), the rest before and
    after a chat, the notice. Then the last day of asking, in days from today, and the most chats a local day, week
    (beginning on `week_start`, 0 is Monday) and calendar month. None: no limit."""

    minutes: int = 30
    step: int | None = None
    before: int = 0
    after: int = 0
    notice_minutes: int = 0
    horizon_days: int | None = None
    a_day: int | None = None
    a_week: int | None = None
    a_month: int | None = None
    week_start: int = 0


@dataclass(frozen=True)
class Schedule:
    """Everything that says when a person is open. Dates and clock times are in the zone that they are in at that
    moment: `zone`, or that of a trip (trips do not overlap)."""

    zone: str
    windows: tuple[Window, ...] | None = ()
    """None: always open."""
    trips: tuple[Trip, ...] = ()
    overrides: tuple[Override, ...] = ()
    away: tuple[Away, ...] = ()
    closed: tuple[Span, ...] = ()
    """Closed stretches with a time of day."""
    limits: Limits = Limits()


@dataclass(frozen=True)
class Booked:
    """Something that takes this person's time and counts towards the limits: a booking, or a hold that has not run
    out. Those with the same `about`, when it says anything, are alternatives of one chat: once a day, week or month."""

    start: datetime
    end: datetime
    about: str = ""
