"""Which clock a written time is read on: TZID as an IANA name, else a Windows one, else as the feed describes it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.core import get_global

from bot.domain import zones
from bot.domain.feeds.recurrence import Budget, repeats
from bot.domain.feeds.rules import parse
from bot.domain.feeds.stream import Component
from bot.domain.feeds.values import later, naive, offset

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)
ZERO = timedelta(0)
LOOK_BACK = timedelta(days=800)
"""How long before the window the changes of a described zone are still told apart."""


class Clock(Protocol):
    def instant(self, wall: datetime) -> datetime:
        """The UTC instant of a naive local time: in a gap by the offset before it, in a fold the first pass."""
        ...


def _shifted(wall: datetime, ahead: timedelta) -> datetime:
    try:
        return wall.replace(tzinfo=UTC) - ahead
    except OverflowError:  # the first day or the last: "for ever"
        return FIRST if ahead > ZERO else LAST


@dataclass(frozen=True)
class Named:
    """A zone by the pinned rules. fold=0 is the policy already: the offset before a gap, the first pass of a fold."""

    rules: ZoneInfo

    def instant(self, wall: datetime) -> datetime:
        return _shifted(wall, self.rules.utcoffset(wall) or ZERO)


@dataclass(frozen=True)
class Described:
    """A zone as the feed's VTIMEZONE describes it: from each change on, the offset after it; before all, `before`.

    `changes` are local times: of the two that a clock shows at a change always the later one, so that times in a gap
    have the offset before it, and those in a fold are the first pass."""

    before: timedelta
    changes: tuple[datetime, ...]
    after: tuple[timedelta, ...]

    def instant(self, wall: datetime) -> datetime:
        at = bisect_right(self.changes, wall)
        return _shifted(wall, self.after[at - 1] if at else self.before)


@lru_cache(maxsize=4)
def _lowered(known: frozenset[str]) -> tuple[dict[str, str], dict[str, str]]:
    """IANA names, and the zones of Windows names, each by its name in small letters."""
    windows = {name.lower(): zone for name, zone in get_global("windows_zone_mapping").items() if zone in known}
    return {name.lower(): name for name in known}, windows


def named(tzid: str) -> Named | None:
    """The clock of an IANA or Windows name (CLDR). A name that begins with a slash may carry its maker's prefix:
    /mozilla.org/20050126_1/Europe/Berlin."""
    iana, windows = _lowered(zones.names())
    name = tzid.strip().lower()
    if name.startswith("/"):
        parts = name.strip("/").split("/")[-6:]
        endings = ["/".join(parts[at:]) for at in range(len(parts))]
        name = next((ending for ending in endings if ending in iana), name)
    zone = iana.get(name) or windows.get(name)
    return Named(zones.rules(zone)) if zone else None


def by_tzid(described: Iterable[Component]) -> dict[str, Component]:
    """VTIMEZONEs by their TZID; of two with the same the first."""
    found: dict[str, Component] = {}
    for part in described:
        if line := part.first("TZID"):
            found.setdefault(line.value.strip(), part)
    return found


def clocks(
    own: Mapping[str, Component], *, floating: Clock, since: datetime, until: datetime, budget: Budget
) -> Callable[[str], Clock]:
    """A function that finds the clock of a TZID, `own` being what the feed describes itself. What is known under no
    name is read as floating."""
    found: dict[str, Clock] = {}

    def find(tzid: str) -> Clock:
        if tzid not in found:
            part = own.get(tzid.strip())
            found[tzid] = named(tzid) or (part and _described(part, since, until, budget)) or floating
        return found[tzid]

    return find


def _described(part: Component, since: datetime, until: datetime, budget: Budget) -> Described | None:
    """The changes that matter to the window: Outlook's zones have had theirs every year since 1601."""
    first = later(since.replace(tzinfo=None), -LOOK_BACK)
    last = later(until.replace(tzinfo=None), timedelta(days=400))
    changes: list[tuple[datetime, timedelta, timedelta]] = []
    for observance in part.parts:
        start, before, after = (observance.first(name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))
        onset, was, will = naive(start), offset(before), offset(after)
        if onset is None or was is None or will is None:
            continue
        onsets = {onset}
        for line in observance.all("RRULE"):
            if rule := parse(line.value):
                utc = naive(rule.until)
                end = later(utc, was) if utc and rule.until.endswith("Z") else utc
                onsets.update(repeats(rule, onset, low=max(onset, first), high=min(last, end or last), budget=budget))
        for line in observance.all("RDATE"):
            onsets.update(wall for text in line.value.split(",") if (wall := naive(text.partition("/")[0])))
        changes += [(later(wall, max(ZERO, will - was)), was, will) for wall in onsets]
    changes.sort()
    if not changes:
        return None
    return Described(changes[0][1], tuple(change[0] for change in changes), tuple(change[2] for change in changes))
