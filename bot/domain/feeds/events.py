"""A VEVENT as the policy reads it: when it starts, how long it is, how it repeats, and whether it is free."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.domain.feeds.clocks import FIRST, LAST, Clock
from bot.domain.feeds.stream import Component, Line
from bot.domain.feeds.values import duration, later, naive

Key = date | datetime


class Stamp(NamedTuple):  # not a dataclass: they are made by the hundred thousand
    """A time as it was written. `day`: a whole day, the owner's local one. `floating`: no zone was told."""

    wall: datetime
    clock: Clock
    day: bool = False
    floating: bool = False

    @property
    def instant(self) -> datetime:
        return self.clock.instant(self.wall)

    def keys(self, *, of_days: bool) -> set[Key]:
        """By which of the `names` of an instance an EXDATE or RECURRENCE-ID means it. In a series of days (`of_days`)
        many programs write the day as a time; a time without a zone may mean the clock of the series."""
        if self.day or of_days:
            return {self.wall.date()}
        return {self.instant, self.wall} if self.floating else {self.instant}

    def names(self) -> tuple[Key, ...]:
        return (self.wall.date(),) if self.day else (self.wall.date(), self.wall, self.instant)


class Length(NamedTuple):
    """Days are as long as the clock makes them, the rest is exact (RFC 5545, 3.3.6 and 3.8.5.3)."""

    days: int = 0
    exact: timedelta = timedelta(0)

    def end(self, wall: datetime, clock: Clock, instant: datetime) -> datetime:
        """When it is over, if it starts at that time of a clock, which is that instant; not after the calendar ends."""
        try:
            if self.days:
                return clock.instant(later(wall, timedelta(days=self.days))) + self.exact
            return instant + self.exact
        except OverflowError:
            return LAST if self.exact > timedelta(0) else FIRST


@dataclass(frozen=True, slots=True)
class Event:
    """`instead` names the instance that this one replaces; `onward`: and all later ones (RANGE=THISANDFUTURE)."""

    uid: str
    sequence: int
    start: Stamp
    length: Length
    free: bool
    rules: tuple[str, ...] = ()
    also: tuple[tuple[Stamp, Length | None], ...] = ()
    never: tuple[Stamp, ...] = ()
    instead: Stamp | None = None
    onward: bool = False


@dataclass(frozen=True)
class Reader:
    """Reads the values of one VCALENDAR. `local` is the owner's clock, `floating` that of times without a zone."""

    local: Clock
    floating: Clock
    utc: Clock
    find: Callable[[str], Clock]
    owner: str | None

    def event(self, component: Component, *, nameless: str) -> Event | None:
        """None if its times cannot be told. `nameless` is the UID of one that has none."""
        start = self._first(component.first("DTSTART"))
        if start is None:
            return None
        identity = component.first("RECURRENCE-ID")
        instead = self._first(identity)
        uid = component.first("UID")
        lost = identity is not None and instead is None  # it replaces we do not know what: it stands for itself
        sequence = component.word("SEQUENCE")
        return Event(
            uid=uid.value.strip() if uid and uid.value.strip() and not lost else nameless,
            sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 19 else 0,
            start=start,
            length=self._length(component, start),
            free=self._free(component),
            rules=tuple(line.value for line in component.all("RRULE")),
            also=tuple(self._periods(component.all("RDATE"))),
            never=tuple(stamp for stamp, _ in self._periods(component.all("EXDATE"))),
            instead=instead,
            onward=bool(identity and identity.says("RANGE", "THISANDFUTURE")),
        )

    def busy_periods(self, component: Component) -> Iterator[tuple[datetime, datetime]]:
        """Of a VFREEBUSY what is not FBTYPE=FREE."""
        lines = [line for line in component.all("FREEBUSY") if not line.says("FBTYPE", "FREE")]
        for stamp, length in self._periods(lines):
            if length:
                yield stamp.instant, length.end(stamp.wall, stamp.clock, stamp.instant)

    def _free(self, component: Component) -> bool:
        return (
            component.word("TRANSP") == "TRANSPARENT"
            or component.word("STATUS") == "CANCELLED"
            or component.word("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
            or self._declined(component.all("ATTENDEE"))
        )

    def _declined(self, attendees: list[Line]) -> bool:
        own = [line for line in attendees if self.owner and self.owner in map(_address, _named(line))]
        return bool(own) and all(line.says("PARTSTAT", "DECLINED") for line in own)

    def _length(self, component: Component, start: Stamp) -> Length:
        """Without an end that can be read, a date is a whole day, and a time takes no time (RFC 5545, 3.6.1)."""
        end = self._first(component.first("DTEND"))
        if end:  # one without a zone is on the clock of the start
            return _between(start, end._replace(clock=start.clock) if end.floating and not start.day else end)
        line = component.first("DURATION")
        parts = duration(line.value) if line else None
        if parts:
            return Length(parts[0], timedelta(seconds=parts[1]))
        return Length(days=1) if start.day else Length()

    def _first(self, line: Line | None) -> Stamp | None:
        return self._stamp(line.value, line) if line else None

    def _stamp(self, text: str, line: Line) -> Stamp | None:
        wall = naive(text)
        if wall is None:
            return None
        text = text.strip().upper()
        if line.says("VALUE", "DATE") or "T" not in text:
            return Stamp(wall.replace(hour=0, minute=0, second=0), self.local, day=True)
        if text.endswith("Z"):
            return Stamp(wall, self.utc)
        tzid = line.parameters.get("TZID", "").strip()
        return Stamp(wall, self.find(tzid) if tzid else self.floating, floating=not tzid)

    def _periods(self, lines: list[Line]) -> Iterator[tuple[Stamp, Length | None]]:
        """Times, some with a length of their own: 20260601T090000Z/PT1H or with an end behind the slash."""
        for line in lines:
            for text in line.value.split(","):
                begin, slash, rest = text.partition("/")
                start = self._stamp(begin, line)
                if start is None:
                    continue
                parts, end = duration(rest), self._stamp(rest, line)
                if parts:
                    yield start, Length(parts[0], timedelta(seconds=parts[1]))
                elif end or not slash:
                    yield start, _between(start, end) if end else None


def _between(start: Stamp, end: Stamp) -> Length:
    """From DTSTART to DTEND. A day that ends on itself is meant as that day. Of times that are in order on the clock,
    but not in truth, the first is in a gap: then it is as long as the clock says."""
    if start.day and end.day:
        return Length(days=(end.wall - start.wall).days or 1)
    exact = end.instant - start.instant
    if exact <= timedelta(0) and start.clock == end.clock:
        exact = end.wall - start.wall
    return Length(exact=exact)


def _named(attendee: Line) -> tuple[str, str]:
    return attendee.value, attendee.parameters.get("EMAIL", "")


def _address(text: str) -> str:
    """Addresses are compared without mailto: and without regard to capitals."""
    plain = text.strip().lower()
    return plain.removeprefix("mailto:").strip()
