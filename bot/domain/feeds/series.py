"""The instances of one UID: its rule, what was added and taken out, and what stands in for single ones of them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import chain

from bot.domain.feeds.events import Event, Key, Length, Stamp
from bot.domain.feeds.recurrence import AN_INSTANCE, Budget, repeats
from bot.domain.feeds.rules import Rule, parse
from bot.domain.feeds.values import later, naive

Span = tuple[datetime, datetime]
ANY_OFFSET = timedelta(days=2)
"""Further apart than two clocks can be."""
CENTURY = timedelta(days=36525)
"""Instances that begin earlier than this before the window are not looked for."""


@dataclass(frozen=True)
class Window:
    since: datetime
    until: datetime
    budget: Budget


def busy_spans(events: list[Event], window: Window) -> Iterator[Span]:
    """Spans of all events of one UID that are not free; some may lie outside the window, or have no length."""
    masters = _newest(event for event in events if event.instead is None)
    changes = _changes(events, of_days=bool(masters) and masters[0].start.day)
    never = [{key for stamp in master.never for key in stamp.keys(of_days=changes.of_days)} for master in masters]
    for master, gone in zip(masters, never, strict=True):
        yield from _instances(master, changes, gone, window)
    deleted = set.intersection(*never) if never else set()
    for event in changes.standing_in:
        if not event.free and not deleted & changes.keys(event):
            yield _span(event.start, event.length)


def _span(start: Stamp, length: Length) -> Span:
    instant = start.instant
    return instant, length.end(start.wall, start.clock, instant)


def _newest(events: Iterable[Event]) -> list[Event]:
    """Those of the highest SEQUENCE. If several claim it they all count: none of them says that the others are void."""
    known = list(events)
    highest = max((event.sequence for event in known), default=0)
    return [event for event in known if event.sequence == highest]


# -- changes: events that stand in for an instance, or for one and all after it ----------------------------------------


def _replaced(event: Event) -> Stamp:
    assert event.instead is not None
    return event.instead


@dataclass(frozen=True)
class _Changes:
    """`onward` are those that go on, by the instants `since` which they do; `moved` is the furthest that one moves."""

    of_days: bool
    standing_in: list[Event]
    taken: set[Key]
    onward: list[Event]
    since: list[datetime]
    longest: timedelta
    moved: timedelta

    def keys(self, event: Event) -> set[Key]:
        return _replaced(event).keys(of_days=self.of_days)

    def governing(self, instant: datetime) -> Event | None:
        """The last change that goes on and began before an instance."""
        before = bisect_left(self.since, instant)
        return self.onward[before - 1] if before else None


def _changes(events: list[Event], *, of_days: bool) -> _Changes:
    same: dict[str, list[Event]] = {}
    for event in events:
        if event.instead:
            same.setdefault(min(map(str, event.instead.keys(of_days=of_days))), []).append(event)
    standing_in = [event for group in same.values() for event in _newest(group)]
    onward = sorted((event for event in standing_in if event.onward), key=lambda event: _replaced(event).instant)
    return _Changes(
        of_days=of_days,
        standing_in=standing_in,
        taken={key for event in standing_in for key in _replaced(event).keys(of_days=of_days)},
        onward=onward,
        since=[_replaced(event).instant for event in onward],
        longest=max((_about(event.length) for event in onward), default=timedelta(0)),
        moved=max((min(CENTURY, abs(_shift(event))) for event in onward), default=timedelta(0)),
    )


def _shift(change: Event) -> timedelta:
    """By how much instances after a RANGE=THISANDFUTURE move: on the clock, if the change is told on one clock."""
    was = _replaced(change)
    same = was.day or was.clock == change.start.clock
    return change.start.wall - was.wall if same else change.start.instant - was.instant


# -- instances ---------------------------------------------------------------------------------------------------------


def _instances(master: Event, changes: _Changes, gone: set[Key], window: Window) -> Iterator[Span]:
    if master.free and all(event.free for event in changes.onward):
        return
    window.budget.spend(AN_INSTANCE * (1 + len(master.also)))
    marked = bool(gone or changes.taken)
    regular = _regular(master, changes, window)
    if not (marked or changes.onward or master.also):  # most series, so that these are quick
        yield from _plain(master, regular)
        return
    seen: set[datetime] = set()
    stamps = ((Stamp(wall, *master.start[1:]), None) for wall in regular)
    for stamp, own in chain(stamps, master.also):
        start = _like(stamp, master.start)
        instant = start.instant
        if instant in seen or (marked and any(name in gone or name in changes.taken for name in start.names())):
            continue
        seen.add(instant)
        event = changes.governing(instant) if changes.onward else None
        if event is None:
            if not master.free:
                yield instant, (own or master.length).end(start.wall, start.clock, instant)
        elif not event.free:
            window.budget.spend(AN_INSTANCE)
            yield _span(_moved(start, event), own or event.length)


def _plain(master: Event, walls: Iterable[datetime]) -> Iterator[Span]:
    clock, end = master.start.clock, master.length.end
    for wall in walls:
        instant = clock.instant(wall)
        yield instant, end(wall, clock, instant)


def _regular(master: Event, changes: _Changes, window: Window) -> Iterator[datetime]:
    """Clock times: the start, and what the rules make of it; some may come twice. A series whose UNTIL is before its
    start has been taken back whole."""
    start = master.start
    rules = [_of_days(rule) if start.day else rule for rule in filter(None, map(parse, master.rules))]
    limits = [_limit(rule, start) for rule in rules]
    if not rules or any(limit is None or start.instant <= limit for limit in limits):
        yield start.wall
    before = min(CENTURY, max(changes.longest, _about(master.length)) + changes.moved) + ANY_OFFSET
    low = later(window.since.replace(tzinfo=None), -before)
    high = later(window.until.replace(tzinfo=None), changes.moved + ANY_OFFSET)
    for rule, limit in zip(rules, limits, strict=True):
        for wall in repeats(rule, start.wall, low=low, high=high, budget=window.budget):
            if limit is not None and start.clock.instant(wall) > limit:
                break
            yield wall


def _of_days(rule: Rule) -> Rule:
    """A rule about days has no hours (RFC 5545, 3.3.10)."""
    return replace(rule, by_hour=frozenset(), by_minute=frozenset(), by_second=frozenset())


def _limit(rule: Rule, start: Stamp) -> datetime | None:
    """The last instant that UNTIL allows: of a date all of its day; a time without Z is on the clock of the start."""
    wall = naive(rule.until)
    if wall is None:
        return None
    if start.day or "T" not in rule.until:
        return start.clock.instant(wall.replace(hour=23, minute=59, second=59))
    return wall.replace(tzinfo=UTC) if rule.until.endswith("Z") else start.clock.instant(wall)


def _about(length: Length) -> timedelta:
    return max(timedelta(0), min(CENTURY, timedelta(days=length.days) + length.exact))


def _like(stamp: Stamp, start: Stamp) -> Stamp:
    """An RDATE that is a date in a series of times is at the time of the others, a time in one of days is its day. A
    time without a zone is on the clock of the series."""
    if stamp.day != start.day:
        return start._replace(wall=datetime.combine(stamp.wall.date(), start.wall.time()))
    return stamp._replace(clock=start.clock) if stamp.floating else stamp


def _moved(stamp: Stamp, change: Event) -> Stamp:
    """The series stays on its own clock, on whichever the change is told; days that become times have the change's."""
    clock = change.start.clock if stamp.day else stamp.clock
    return stamp._replace(wall=later(stamp.wall, _shift(change)), clock=clock, day=change.start.day)
