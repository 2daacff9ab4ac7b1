"""Office hours: what people type about time, and the free half-hours that follow, right across clock changes."""

from bot.domain.hours.schedule import Away, Booked, Limits, Override, Schedule, Span, Trip, Window
from bot.domain.hours.slots import free, spread
from bot.domain.hours.typed_hours import parse
from bot.domain.hours.typed_times import typed, typed_date
from bot.domain.hours.waking import after, waking
from bot.domain.hours.walls import instants
from bot.domain.hours.words import LONGEST, NotUnderstood

__all__ = [
    "LONGEST", "Away", "Booked", "Limits", "NotUnderstood", "Override", "Schedule", "Span", "Trip", "Window", "after",
    "free", "instants", "parse", "spread", "typed", "typed_date", "waking",
]  # fmt: skip
