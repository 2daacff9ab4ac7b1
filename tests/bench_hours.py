"""How fast free and shared times are found, beside slower and faster ways in the same run: `make bench`.

The contract read minute by minute is what the tests compare with; walking from slot to slot with dates is what most
programs do, and wrong where clocks change. The floor is numpy over 15-minute cells, many people at once: it knows no
rests, limits or odd minutes, and only shows how little time is possible."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from time import perf_counter
from typing import Any

import numpy as np

from bot.domain import zones
from bot.domain.hours import Booked, Limits, Schedule, Span, Window, masks, offered, shared
from tests.domain.hours import oracle

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday; clocks change in America on the 8th, in Europe on the 29th
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Adelaide", "America/Sao_Paulo", "Asia/Tokyo")
MENTORS, MENTEES, CANDIDATES, PAIR_DAYS = 1000, 10_000, 50, 14
A_FIFTH, A_FIFTIETH = 1 / 5, 1 / 50
HALF_HOUR = timedelta(minutes=30)
BATCH = 100


@dataclass(frozen=True)
class Someone:
    schedule: Schedule
    busy: tuple[Span, ...]
    booked: tuple[Booked, ...]


def mentor(random: Random, days: int) -> Someone:
    """Open in the mornings and afternoons of weekdays, with two events a day in the calendar and a chat a week."""
    windows = [Window(day, start, end) for day in range(5) for start, end in ((540, 720), (780, 1020))]
    limits = Limits(before=5, after=10, notice_minutes=24 * 60, horizon_days=60, a_day=3, a_week=8)
    booked = [Booked(start, start + HALF_HOUR) for start, _ in _events(random, days, days // 7)]
    busy = tuple(_events(random, days, 2 * days))
    return Someone(Schedule(random.choice(ZONES), tuple(windows), limits=limits), busy, tuple(booked))


def mentee(random: Random) -> Someone:
    """Awake from eight to ten, with an event a day."""
    windows = tuple(Window(day, 8 * 60, 22 * 60) for day in range(7))
    return Someone(Schedule(random.choice(ZONES), windows), tuple(_events(random, PAIR_DAYS, PAIR_DAYS)), ())


def _events(random: Random, days: int, count: int) -> Iterator[Span]:
    for _ in range(count):
        start = NOW + timedelta(minutes=15 * random.randrange(days * 96))
        yield start, start + timedelta(minutes=15 * random.randint(1, 6))


# -- free slots of one mentor ------------------------------------------------------------------------------------------


def engine(one: Someone, days: int) -> list[datetime]:
    until = NOW + timedelta(days=days)
    return offered(one.schedule, since=NOW, until=until, now=NOW, busy=one.busy, booked=one.booked)


def by_the_minute(one: Someone, days: int) -> list[datetime]:
    until = NOW + timedelta(days=days)
    return oracle.offered(one.schedule, since=NOW, until=until, now=NOW, busy=one.busy, booked=one.booked)


def walk(one: Someone, days: int) -> list[datetime]:
    """From slot to slot of every date, each looked up among all that takes time; a `datetime` a step."""
    limits, rules = one.schedule.limits, zones.rules(one.schedule.zone)
    before, after = timedelta(minutes=limits.before), timedelta(minutes=limits.after)
    soonest, until = NOW + timedelta(minutes=limits.notice_minutes), NOW + timedelta(days=days)
    taken = [*one.busy, *((booked.start - before, booked.end + after) for booked in one.booked)]
    chats = [booked.start.astimezone(rules).date() for booked in one.booked]
    found = []
    first = NOW.astimezone(rules).date()
    for day in (first + timedelta(days=step) for step in range(-1, days + 2)):
        monday = day - timedelta(days=day.weekday())
        if chats.count(day) >= (limits.a_day or 99):
            continue
        if sum(monday <= chat < monday + timedelta(days=7) for chat in chats) >= (limits.a_week or 99):
            continue
        for window in one.schedule.windows or ():
            if window.day != day.weekday():
                continue
            midnight = datetime.combine(day, time(), rules)
            start = (midnight + timedelta(minutes=window.start)).astimezone(UTC)
            shuts = (midnight + timedelta(minutes=window.end)).astimezone(UTC)
            while start + HALF_HOUR <= shuts:
                opens, ends = start - before, start + HALF_HOUR + after
                if (
                    start >= soonest
                    and start + HALF_HOUR <= until
                    and not any(a < ends and opens < b for a, b in taken)
                ):
                    found.append(start)
                start += HALF_HOUR
    return found


def floor(everyone: Sequence[Someone], days: int) -> float:
    """Seconds for everybody, a hundred at once: quarters of an hour in UTC, and nothing is ever a date."""
    cells = days * 96
    week = np.zeros((7, 96), np.int8)
    week[:5, 36:48] = week[:5, 52:68] = 1
    opens = np.resize(week, cells)
    spans = [(number, *_cells(span, cells)) for number, one in enumerate(everyone) for span in one.busy]
    rows, starts, ends = (np.array(column) for column in zip(*spans, strict=True))
    begun = perf_counter()
    for first in range(0, len(everyone), BATCH):
        mine = (first <= rows) & (rows < first + BATCH)
        edges = np.zeros((BATCH, cells + 1), np.int8)
        np.add.at(edges, (rows[mine] - first, starts[mine]), 1)
        np.add.at(edges, (rows[mine] - first, ends[mine]), -1)
        free = (np.cumsum(edges[:, :-1], axis=1, dtype=np.int8) == 0) & (opens > 0)
        np.nonzero(free[:, :-1] & free[:, 1:])
    return perf_counter() - begun


def _cells(span: Span, cells: int) -> tuple[int, int]:
    first, after = ((edge - NOW).total_seconds() / 900 for edge in span)
    return min(int(first), cells), min(-int(-after // 1), cells)


# -- pairs -------------------------------------------------------------------------------------------------------------


def scan(mentors: Sequence[Someone], mentees: Sequence[Someone], pairs: Sequence[tuple[int, int]]) -> float:
    """Seconds for these pairs: each of the mentor's slots is looked for in each of the mentee's open stretches. Both
    are worked out before, and plain numbers."""
    starts = {one: [slot.timestamp() for slot in engine(mentors[one], PAIR_DAYS)] for one, _ in pairs}
    stretches = {other: _stretches(mentees[other]) for _, other in pairs}
    length = HALF_HOUR.total_seconds()
    begun = perf_counter()
    for one, other in pairs:
        sum(any(a <= slot and slot + length <= b for a, b in stretches[other]) for slot in starts[one])
    return perf_counter() - begun


def _stretches(one: Someone) -> list[tuple[float, float]]:
    """From one busy time to the next, day by day, of hours that do not go over midnight."""
    rules = zones.rules(one.schedule.zone)
    found = []
    for day in (NOW.astimezone(rules).date() + timedelta(days=step) for step in range(PAIR_DAYS)):
        opens, shuts = (datetime.combine(day, time(hour), rules).timestamp() for hour in (8, 22))
        for start, end in sorted((a.timestamp(), b.timestamp()) for a, b in one.busy):
            if opens < end and start < shuts:
                found.append((opens, start))
                opens = max(opens, end)
        found.append((opens, shuts))
    return [(a, b) for a, b in found if a < b]


def count(starts: Sequence[masks.Starts], opens: Sequence[masks.Open], pairs: Sequence[tuple[int, int]]) -> float:
    begun = perf_counter()
    for one, other in pairs:
        masks.meetings(starts[one], opens[other])
    return perf_counter() - begun


def floor_pairs(starts: Sequence[masks.Starts], opens: Sequence[masks.Open], pairs: Sequence[tuple[int, int]]) -> float:
    """Seconds for all pairs, a hundred mentees with their candidates at once, in words of 64 quarters of an hour."""
    one, other = (np.array(column).reshape(-1, CANDIDATES) for column in zip(*pairs, strict=True))
    mine = _words([each.bits for each in starts])
    theirs = _words([each.fits(2) for each in opens])
    begun = perf_counter()
    for first in range(0, len(one), BATCH):
        both = mine[one[first : first + BATCH]] & theirs[other[first : first + BATCH, :1]]
        np.bitwise_count(both).sum(axis=2)
    return perf_counter() - begun


def _words(bits: Sequence[int]) -> np.ndarray:
    size = PAIR_DAYS * 96 // 64 * 8
    return np.frombuffer(b"".join(each.to_bytes(size, "little") for each in bits), np.uint64).reshape(len(bits), -1)


# -- the tables --------------------------------------------------------------------------------------------------------


def best(doing: Callable[[], object], times: int) -> float:
    """Seconds, of the quickest of so many times."""
    taken = []
    for _ in range(times):
        begun = perf_counter()
        doing()
        taken.append(perf_counter() - begun)
    return min(taken)


def row(name: str, each: float, all_of_them: float, unit: float, note: str = "") -> None:
    print(f"{name:<44} {_short(each):>10} {_short(all_of_them):>10} {_plain(each / unit):>9}   {note}".rstrip())


def _short(seconds: float) -> str:
    for size, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def _plain(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.3g}"


def bar(name: str, ratio: float, allowed: float) -> None:
    print(f"{name:<66} 1/{_plain(1 / ratio):<7} {'within' if ratio <= allowed else 'OVER'} 1/{_plain(1 / allowed)}")


def one_mentor(days: int, random: Random) -> tuple[float, float]:
    """Prints a table; the engine's share of a reading by the minute, and of a walk."""
    everyone = [mentor(random, days) for _ in range(MENTORS)]
    few = everyone[:20]
    assert all(engine(one, days) == by_the_minute(one, days) for one in few[:2])
    ours = best(lambda: [engine(one, days) for one in everyone], 3) / MENTORS
    minutes = best(lambda: [by_the_minute(one, days) for one in few[:4]], 1) / 4
    walked = best(lambda: [walk(one, days) for one in few], 3) / len(few)
    least = min(floor(everyone, days) for _ in range(3)) / MENTORS
    print(
        f"\n{f'Free slots, {days} days, {2 * days} busy times':<44} {'a mentor':>10} {f'{MENTORS:,}':>10} {'ratio':>9}"
    )
    row("the engine", ours, ours * MENTORS, ours)
    row("the contract, minute by minute", minutes, minutes * MENTORS, ours, "1,000: reckoned from 4")
    row("from slot to slot, a date a step", walked, walked * MENTORS, ours, "1,000: reckoned from 20")
    row(f"floor: numpy, 15-minute cells, {BATCH} at once", least, least * MENTORS, ours)
    return ours / minutes, ours / walked


def all_pairs(random: Random) -> float:
    """Prints a table; the engine's share of a scan."""
    until = NOW + timedelta(days=PAIR_DAYS)
    mentors = [mentor(random, PAIR_DAYS) for _ in range(MENTORS)]
    mentees = [mentee(random) for _ in range(MENTEES)]
    pairs = [(random.randrange(MENTORS), other) for other in range(MENTEES) for _ in range(CANDIDATES)]
    few = random.sample(pairs, 500)

    def cells(size: int) -> tuple[list[masks.Starts], list[masks.Open]]:
        query: dict[str, Any] = {"since": NOW, "until": until, "cell": size}
        starts = [masks.starts(one.schedule, **query, now=NOW, busy=one.busy, booked=one.booked) for one in mentors]
        return starts, [masks.opens(one.schedule, **query, busy=one.busy, booked=one.booked) for one in mentees]

    def exact(one: Someone, other: Someone) -> int:
        busy: dict[str, Any] = {"busy": one.busy, "booked": one.booked, "mentee_busy": other.busy}
        return len(shared(one.schedule, other.schedule, since=NOW, until=until, now=NOW, **busy))

    begun = perf_counter()
    starts, opens = cells(masks.CELL)
    made = perf_counter() - begun
    assert all(masks.meetings(starts[a], opens[b]) == exact(mentors[a], mentees[b]) for a, b in few[:100])
    number = len(pairs)
    ours = min(count(starts, opens, pairs) for _ in range(3)) / number
    slow = scan(mentors, mentees, few) / len(few)
    whole = best(lambda: [exact(mentors[a], mentees[b]) for a, b in few], 1) / len(few)
    least = min(floor_pairs(*cells(15), pairs) for _ in range(3)) / number
    title = f"{MENTEES:,} x {CANDIDATES} pairs, {PAIR_DAYS} days"
    print(f"\n{title:<44} {'a pair':>10} {'all':>10} {'ratio':>9}")
    row("the engine, 5-minute cells", ours, ours * number, ours)
    row("the same, with everybody's cells made first", ours + made / number, ours * number + made, ours)
    row("scan: each slot in each open stretch", slow, slow * number, ours, f"all: reckoned from {len(few)}")
    row("the very times, pair by pair", whole, whole * number, ours, f"all: reckoned from {len(few)}")
    row(f"floor: numpy, 15-minute cells, {BATCH} at once", least, least * number, ours)
    return ours / slow


def main() -> None:
    random = Random(4)
    print("\nFree and shared times. Ratios are to the engine's own time; the quickest of a few runs.")
    minutes, walked = one_mentor(30, random)
    one_mentor(60, random)
    scanned = all_pairs(random)
    print()
    bar("one mentor, 30 days, of the contract read minute by minute", minutes, A_FIFTH)
    bar("one mentor, 30 days, of the walk from slot to slot", walked, A_FIFTH)
    bar("a pair, of the scan of slots", scanned, A_FIFTIETH)


if __name__ == "__main__":
    main()
