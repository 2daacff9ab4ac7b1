"""Office hours: what people type about time, and the free half-hours that follow, right across clock changes."""

from bot.domain.hours.caps import full
from bot.domain.hours.schedule import Away, Booked, Limits, Override, Schedule, Span, Trip, Window
from bot.domain.hours.slots import offered, shared, spread
from bot.domain.hours.typed_exceptions import Exceptions, parse_exceptions, still_ahead
from bot.domain.hours.typed_hours import parse
from bot.domain.hours.typed_times import typed, typed_date
from bot.domain.hours.waking import after, waking
from bot.domain.hours.walls import Clock, Resolved, instants, resolve
from bot.domain.hours.words import LONGEST, NotUnderstood

__all__ = [
    "LONGEST", "Away", "Booked", "Clock", "Exceptions", "Limits", "NotUnderstood", "Override", "Resolved", "Schedule",
    "Span", "Trip", "Window", "after", "full", "instants", "offered", "parse", "parse_exceptions", "resolve",
    "shared", "spread", "still_ahead", "typed", "typed_date", "waking",
]  # fmt: skip
