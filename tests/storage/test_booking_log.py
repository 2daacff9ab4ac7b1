"""Bookings, holds, moves and cancels to the letter of the contract: a few cases by hand, and a great many against a
model that is slow and obviously right."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cases.bookings import booking_log, played
from storage import open_storage

Op = dict[str, Any]

# -- the model ---------------------------------------------------------------------------------------------------------


@dataclass
class Kept:
    people: frozenset[str]
    start: datetime
    minutes: int
    until: datetime | None
    held: bool
    first: datetime
    """The start it was booked for, whatever it was moved to."""
    gone: bool = False

    def lives(self, now: datetime) -> bool:
        return not self.gone and not (self.held and self.until is not None and self.until <= now)


@dataclass
class Model:
    """The contract, read aloud."""

    people: Mapping[str, Mapping[str, Any]]
    kept: dict[str, Kept] = field(default_factory=dict)

    def play(self, op: Op) -> str:
        now, id, one = at(op["now"]), op["id"], self.kept.get(op["id"])
        if op["op"] in ("book", "hold"):
            until = at(op["until"]) if op["op"] == "hold" else None
            new = Kept(
                frozenset(op["people"]), at(op["start"]), op["minutes"], until, until is not None, at(op["start"])
            )
            if one is not None:
                told = (one.people, one.minutes, one.until)
                same = told == (new.people, new.minutes, new.until) and new.start in (one.start, one.first)
                return "ok" if one.lives(now) and same else "gone"
            refused = self.refuse(id, new, now)
            if not refused:
                self.kept[id] = new
            return refused or "ok"
        if one is None or not one.lives(now):
            return "gone"
        match op["op"]:
            case "confirm":
                one.held = False
            case "cancel":
                one.gone = True
            case "move":
                moved = Kept(one.people, at(op["start"]), one.minutes, one.until, one.held, one.first)
                refused = self.refuse(id, moved, now)
                if refused:
                    return refused
                self.kept[id] = moved
        return "ok"

    def refuse(self, id: str, new: Kept, now: datetime) -> str:
        others = [one for key, one in self.kept.items() if key != id and one.lives(now)]
        for person in new.people:
            rest = timedelta(minutes=self.people.get(person, {}).get("buffer_after", 0))
            for other in others:
                if person in other.people:
                    apart = span(new, rest)[1] <= span(other, rest)[0] or span(other, rest)[1] <= span(new, rest)[0]
                    if not apart:
                        return "conflict"
        for person in new.people:
            rules = self.people.get(person, {})
            zone = ZoneInfo(rules.get("zone", "UTC"))
            days = [other.start.astimezone(zone).date() for other in others if person in other.people]
            day = new.start.astimezone(zone).date()
            if "max_per_day" in rules and days.count(day) >= rules["max_per_day"]:
                return "cap"
            weeks = [other.isocalendar()[:2] for other in days]
            if "max_per_week" in rules and weeks.count(day.isocalendar()[:2]) >= rules["max_per_week"]:
                return "cap"
        return ""

    def final(self, now: datetime) -> list[list[str]]:
        return sorted([id, told(one.start)] for id, one in self.kept.items() if one.lives(now))


def span(one: Kept, rest: timedelta) -> tuple[datetime, datetime]:
    return one.start, one.start + timedelta(minutes=one.minutes) + rest


def at(words: str) -> datetime:
    return datetime.fromisoformat(words)


def told(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


# -- by hand -----------------------------------------------------------------------------------------------------------

NOW = "2026-06-01T00:00:00Z"


def op(name: str, id: str, *people: str, now: str = NOW, **rest: Any) -> Op:
    return {"op": name, "id": id, "now": now, **({"people": list(people), "minutes": 30} if people else {}), **rest}


def book(id: str, people: str, start: str, **rest: Any) -> Op:
    return op("book", id, *people, start=f"2026-06-{start}Z", **rest)


def hold(id: str, people: str, start: str, until: str, **rest: Any) -> Op:
    return op("hold", id, *people, start=f"2026-06-{start}Z", until=f"2026-06-{until}Z", **rest)


CASES: dict[str, tuple[dict[str, Any], list[tuple[Op, str]]]] = {
    "a hold is over at its very moment, and gone when confirmed": (
        {},
        [
            (hold("a", "mx", "02T09:00:00", "01T01:00:00"), "ok"),
            (book("b", "my", "02T09:00:00", now="2026-06-01T00:59:59Z"), "conflict"),
            (book("b", "my", "02T09:00:00", now="2026-06-01T01:00:00Z"), "ok"),
            (op("confirm", "a", now="2026-06-01T01:00:00Z"), "gone"),
            (op("cancel", "a", now="2026-06-01T01:00:00Z"), "gone"),
        ],
    ),
    "an id is used once": (
        {},
        [
            (book("a", "mx", "02T09:00:00"), "ok"),
            (book("a", "xm", "02T09:00:00"), "ok"),
            (book("a", "mx", "02T09:30:00"), "gone"),
            (hold("a", "mx", "02T09:00:00", "01T01:00:00"), "gone"),
            (op("cancel", "a"), "ok"),
            (book("a", "mx", "02T09:00:00"), "gone"),
            (op("move", "a", start="2026-06-03T09:00:00Z"), "gone"),
            (op("move", "never", start="2026-06-03T09:00:00Z"), "gone"),
        ],
    ),
    "conflict is looked at before the cap": (
        {"m": {"max_per_day": 1, "zone": "UTC"}},
        [
            (book("a", "mx", "02T09:00:00"), "ok"),
            (book("b", "my", "02T09:15:00"), "conflict"),
            (book("c", "my", "02T10:00:00"), "cap"),
        ],
    ),
    "a refused move changes nothing, and a move is not checked against itself": (
        {"m": {"max_per_day": 1, "zone": "UTC"}},
        [
            (book("a", "mx", "02T09:00:00"), "ok"),
            (book("b", "my", "03T09:00:00"), "ok"),
            (op("move", "a", start="2026-06-02T09:10:00Z"), "ok"),
            (op("move", "a", start="2026-06-03T09:10:00Z"), "conflict"),
            (op("move", "a", start="2026-06-03T12:00:00Z"), "cap"),
            (book("c", "nx", "02T09:30:00"), "conflict"),
            (book("d", "nx", "02T09:40:00"), "ok"),
        ],
    ),
    "a word that comes again after a move changes nothing": (
        {},
        [
            (book("a", "mx", "02T09:00:00"), "ok"),
            (op("move", "a", start="2026-06-03T09:00:00Z"), "ok"),
            (book("a", "mx", "02T09:00:00"), "ok"),
            (book("b", "my", "03T09:00:00"), "conflict"),
            (book("c", "my", "02T09:00:00"), "ok"),
            (book("a", "mx", "04T09:00:00"), "gone"),
        ],
    ),
    "days and weeks are those of the one who wants fewer": (
        {"m": {"max_per_day": 1, "max_per_week": 2, "zone": "Asia/Kolkata"}},
        [
            (book("a", "mx", "07T18:00:00"), "ok"),  # Sunday, 23:30 in Kolkata
            (book("b", "my", "07T18:30:00"), "ok"),  # Monday there
            (book("c", "mz", "08T12:00:00"), "cap"),  # the same Monday there
            (book("d", "mz", "13T12:00:00"), "ok"),
            (book("e", "mz", "14T12:00:00"), "cap"),  # the third of that week
        ],
    ),
    "the rest is each person's own, in both roles": (
        {"m": {"buffer_after": 7}},
        [
            (book("a", "mx", "02T09:02:00"), "ok"),
            (book("b", "ym", "02T09:38:00"), "conflict"),
            (book("c", "yx", "02T09:32:00"), "ok"),
            (book("d", "mz", "02T09:39:00"), "ok"),
        ],
    ),
    "a held time counts, and not any more when it has run out": (
        {"m": {"max_per_week": 1, "zone": "UTC"}},
        [
            (hold("a", "mx", "02T09:00:00", "01T02:00:00"), "ok"),
            (book("b", "my", "04T09:00:00"), "cap"),
            (book("b", "my", "04T09:00:00", now="2026-06-01T02:00:00Z"), "ok"),
            (op("move", "a", start="2026-06-10T09:00:00Z", now="2026-06-01T02:00:00Z"), "gone"),
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_case(name: str) -> None:
    people, ops = CASES[name]
    model = Model(people)
    got = await booking_log({"people": people, "ops": [op for op, _ in ops]})
    assert got["results"] == [result for _, result in ops]
    assert [model.play(op) for op, _ in ops] == got["results"]  # the model is not wrong either
    assert got["final"] == model.final(at(ops[-1][0]["now"]))


# -- a great many ------------------------------------------------------------------------------------------------------

BASE = datetime(2026, 10, 24, 20, tzinfo=UTC)
"""The clocks of Berlin go back in the night that follows, and a week begins after it."""
PEOPLE = "mnxy"
STARTS = st.integers(0, 48).map(lambda step: BASE + timedelta(minutes=step * 35)) | st.integers(0, 90).map(
    lambda minute: BASE + timedelta(minutes=minute)
)
RULES = st.fixed_dictionaries(
    {},
    optional={
        "zone": st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"]),
        "buffer_after": st.sampled_from([0, 5, 7, 30]),
        "max_per_day": st.integers(0, 3),
        "max_per_week": st.integers(1, 4),
    },
)


@st.composite
def logs(draw: st.DrawFn) -> tuple[dict[str, Any], list[Op]]:
    now = BASE - timedelta(days=1)
    ends, ops = [now], list[Op]()
    for _ in range(draw(st.integers(1, 25))):
        # often exactly when a hold ends, or a second before or after
        later = draw(st.sampled_from(ends)) + timedelta(seconds=draw(st.sampled_from([-1, 0, 1])))
        now = max(now, later) if draw(st.booleans()) else now + timedelta(seconds=draw(st.integers(0, 900)))
        one: Op = {"op": draw(st.sampled_from(["book", "book", "hold", "hold", "confirm", "move", "cancel"]))}
        one |= {"id": draw(st.sampled_from("abcdefgh")), "now": told(now)}
        before = [other for other in ops if other["op"] in ("book", "hold")]
        if one["op"] in ("book", "hold") and before and draw(st.integers(0, 5)) == 0:
            one = {**draw(st.sampled_from(before)), "now": told(now)}  # the very same again
        elif one["op"] in ("book", "hold"):
            people = draw(st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=2, unique=True))
            one |= {"people": people, "start": told(draw(STARTS)), "minutes": draw(st.sampled_from([15, 20, 25, 30]))}
            if one["op"] == "hold":
                ends.append(now + timedelta(seconds=draw(st.sampled_from([0, 1, 60, 600, 3600]))))
                one["until"] = told(ends[-1])
        elif one["op"] == "move":
            one["start"] = told(draw(STARTS))
        ops.append(one)
    return {person: draw(RULES) for person in PEOPLE}, ops


def test_any_log_is_as_the_model_says(database_url: str) -> None:
    with asyncio.Runner() as runner:
        storage = open_storage(database_url)

        async def real(people: Mapping[str, Any], ops: Sequence[Op]) -> dict[str, object]:
            async with storage.engine.connect() as conn, conn.begin() as nothing_stays:
                got = await played(conn, {"people": people, "ops": ops})
                cells = await conn.exec_driver_sql(
                    "SELECT count(*) FROM cells WHERE booking NOT IN (SELECT id FROM bookings)"
                )
                assert cells.scalar_one() == 0
                await nothing_stays.rollback()
            return got

        @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
        @given(logs())
        def holds(log: tuple[dict[str, Any], list[Op]]) -> None:
            people, ops = log
            model = Model(people)
            results = [model.play(op) for op in ops]
            got = runner.run(real(people, ops))
            assert got == {"results": results, "final": model.final(at(ops[-1]["now"]))}

        holds()
        runner.run(storage.close())
