"""A race: several processes that all go for the same half-hours at the same instant, some of which are killed; and what
is true of the database afterwards."""

import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select, text

from bot.domain.hours import Booked, Clock
from bot.domain.people import Person
from storage import open_storage, tables
from tests.race.people import EVERYBODY, HERE, MENTORS, NOW, TERMS, mentor, zone
from tests.race.racer import clock

T = TypeVar("T")

ROOT = Path(__file__).parents[2]


@dataclass
class Race:
    """What came of it. `told` counts the answers: ok, taken, limit, gone; `lost` the tries of killed processes, whose
    end nobody knows. `took` is in milliseconds: of tries, one transaction each, and of presses, from the button to the
    card that answers it."""

    told: Counter[str] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    pressed: list[float] = field(default_factory=list)
    seconds: float = 0.0
    lost: int = 0
    kills: int = 0

    @property
    def tries(self) -> int:
        return sum(self.told.values())


def percentile(took: Sequence[float], part: float) -> float:
    return sorted(took)[min(int(len(took) * part), len(took) - 1)] if took else 0


async def prepare(url: str) -> None:
    storage = open_storage(url)
    async with storage.books(HERE, now=NOW) as books:
        for person in MENTORS:
            await books.keep_mentor(mentor(person))
    async with storage.engine.begin() as conn:
        await conn.execute(
            text("CREATE TABLE naive (person VARCHAR NOT NULL, starts BIGINT NOT NULL, ends BIGINT NOT NULL)")
        )
    await storage.close()


async def run(
    url: str, *, arm: str, processes: int, rounds: int, tries: int, kills: int = 0, step: Callable[[int], object] = id
) -> Race:
    """`tries` of each process in each round, which all begin together. `step` is told how many were made."""
    race, luck = Race(), random.Random(arm)
    names = iter(f"{arm}{number}" for number in range(10_000))
    racers = await asyncio.gather(*(_start(url, next(names), arm) for _ in range(processes)))
    killing = set(luck.sample(range(1, rounds), kills))
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for number in range(rounds):
        asked = json.dumps({"round": number, "tries": tries}).encode() + b"\n"
        for racer in racers:
            _of(racer.stdin).write(asked)
        answers = [asyncio.create_task(_of(racer.stdout).readline()) for racer in racers]
        victim = luck.randrange(processes) if number in killing else None
        if victim is not None:
            await asyncio.sleep(luck.uniform(0, 0.02))
            racers[victim].kill()
        for place, answer in enumerate(answers):
            line = await answer
            assert line or place == victim, "whoever is not killed has to answer"
            if place == victim:
                race.kills += 1
                paused = loop.time()
                racers[place] = await _start(url, next(names), arm)
                begun += loop.time() - paused
            if not line.endswith(b"\n"):  # nobody knows how far it came
                race.lost += tries
                continue
            told = json.loads(line)
            race.told.update(result for _, result, _ in told)
            for kind, _, took in told:
                (race.pressed if kind == "press" else race.took).append(took)
            step(len(told))
    race.seconds = loop.time() - begun
    for racer in racers:
        _of(racer.stdin).close()
        await racer.wait()
    return race


async def _start(url: str, name: str, arm: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    racer = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.race.racer", url, name, arm, cwd=ROOT, stdin=pipe, stdout=pipe, limit=1 << 20
    )
    assert await _of(racer.stdout).readline(), "it did not come to the start"
    return racer


def _of(stream: T | None) -> T:
    assert stream is not None
    return stream


# -- what is true afterwards -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Truth:
    """Counts, all but the first of which should be none."""

    live: int
    doubles: int
    """Pairs of one person's times that overlap."""
    restless: int
    """Pairs that are nearer than the person's rest."""
    over: int
    """Days and weeks with more than the person wants."""
    stray: int
    """Cells without a live booking or a hold that ran out, and times of live bookings without their cells."""


async def truth(url: str, *, rounds: int) -> Truth:
    storage = open_storage(url)
    async with storage.books(HERE, now=clock(rounds - 1)) as books:
        booked = await books.bookings_of(EVERYBODY, since=NOW)
    async with storage.engine.connect() as conn:
        cells = {(row.person, row.cell): row.booking for row in await conn.execute(select(tables.cells))}
        held = select(tables.bookings.c.id).where(tables.bookings.c.state == "held")
        run_out = {id for (id,) in await conn.execute(held)}
    await storage.close()
    needed = {
        (person, cell)
        for person, times in booked.items()
        for one in times
        for cell in range(-(-int(one.start.timestamp()) // 300), -(-int(one.end.timestamp()) // 300))
    }
    stray = sum(key not in needed and booking not in run_out for key, booking in cells.items())
    pairs = [pair for person in EVERYBODY for pair in _near(booked[person])]
    rested = [pair for person in MENTORS for pair in _near(booked[person], TERMS[person].limits.after)]
    return Truth(
        live=len({one.about for times in booked.values() for one in times}),
        doubles=len(pairs),
        restless=len(rested),
        over=sum(_over(person, booked[person]) for person in MENTORS),
        stray=stray + len(needed - cells.keys()),
    )


def _near(times: Iterable[Booked], rest: int = 0) -> list[tuple[Booked, Booked]]:
    """Alternatives of one chat may overlap."""
    apart = timedelta(minutes=rest)
    ordered = sorted(times, key=lambda one: one.start)
    return [
        (one, other)
        for number, one in enumerate(ordered)
        for other in ordered[number + 1 :]
        if one.about != other.about and other.start < one.end + apart
    ]


def _over(person: Person, times: Sequence[Booked]) -> int:
    wall, limits = Clock(zone(person)), TERMS[person].limits
    days = Counter(day for day, _ in {(wall.date(one.start), one.about) for one in times})
    weeks = Counter(week for week, _ in {(wall.date(one.start).isocalendar()[:2], one.about) for one in times})
    assert limits.a_day is not None and limits.a_week is not None
    return sum(n > limits.a_day for n in days.values()) + sum(n > limits.a_week for n in weeks.values())


async def naive_doubles(url: str) -> int:
    """What the control arm let through."""
    storage = open_storage(url)
    async with storage.engine.connect() as conn:
        rows = await conn.execute(text("SELECT person, starts, ends FROM naive ORDER BY person, starts"))
        return sum(one.person == other.person and other.starts < one.ends for one, other in pairwise(rows.all()))
