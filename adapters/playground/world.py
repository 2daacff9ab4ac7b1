"""The playground's little world: six sample people, a clock that can be turned, and what each of them has on screen."""

import json
import logging
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

from bot.boundary.ports import Clock, Person, Place

log = logging.getLogger(__name__)

PLACE = Place("playground", "sample")
KEPT = 200
"""Items that stay on each person's screen."""
OPENING = time(15, 0)
"""UTC: morning in New York, afternoon in Accra, and not yet night in Kolkata."""

Drawn = Mapping[str, Any]
"""A card, a board or a typed line as the page draws it: JSON-able."""
How = Literal["line", "reply", "direct"]


@dataclass(frozen=True)
class Sample:
    """One of the six. `profile` and `hours` are what a mentor fills in; members have none."""

    user: str
    name: str
    locale: str
    zone: str
    city: str
    organiser: bool = False
    profile: Mapping[str, str] = field(default_factory=dict)
    hours: str = ""

    @property
    def person(self) -> Person:
        return Person(PLACE.platform, PLACE.id, self.user)


def read_people() -> dict[str, Sample]:
    """By user, mentors first."""
    told = tomllib.loads(Path(__file__).with_name("people.toml").read_text(encoding="utf-8"))
    return {user: Sample(user=user, **about) for user, about in told.items()}


class TurnableClock:
    """Ticks as the real clock does, from the next working day's opening on, and can be turned forward only."""

    def __init__(self, real: Clock) -> None:
        self._real = real
        self.ahead = timedelta()
        self.start_over()

    def __call__(self) -> datetime:
        return self._real() + self.ahead

    def turn(self, to: datetime) -> None:
        """A moment that has passed leaves the clock as it is."""
        self.ahead += max(to - self(), timedelta())

    def start_over(self) -> None:
        now = self._real()
        self.ahead = opening(now) - now


def opening(now: datetime) -> datetime:
    """15:00 UTC on the first working day on which that is still to come."""
    day = datetime.combine(now.date(), OPENING, now.tzinfo)
    while day <= now or day.weekday() > 4:
        day += timedelta(days=1)
    return day


@dataclass(frozen=True)
class Item:
    """Something on one person's screen. `number` is its place, `rev` the change that drew it last; `key` is the
    delivery key of a direct message."""

    number: int
    user: str
    how: How
    at: datetime
    say: Drawn
    rev: int
    key: str = ""


class World:
    """What is on the six screens, kept in a small JSON file when there is one. `epoch` is another one after each
    fresh start, so that an open page knows that everything it shows is gone."""

    def __init__(self, clock: TurnableClock, file: Path | None) -> None:
        self.clock = clock
        self.file = file
        self.epoch = secrets.token_hex(6)
        self.rev = 0
        self.seeded = False
        self.items: dict[int, Item] = {}
        if file is not None and file.exists():
            self._load(file)

    def add(self, user: str, how: How, say: Drawn, *, key: str = "") -> Item:
        """The same key again gives the item that is there already."""
        if key and (same := next((item for item in self.items.values() if item.key == key), None)):
            return same
        self.rev += 1
        item = Item(self.rev, user, how, self.clock(), say, self.rev, key)
        self.items[item.number] = item
        mine = [number for number, other in self.items.items() if other.user == user]
        for number in mine[:-KEPT]:
            del self.items[number]
        self.save()
        return item

    def redraw(self, number: int, user: str, say: Drawn) -> bool:
        """False when it is gone or somebody else's."""
        item = self.items.get(number)
        if item is None or item.user != user:
            return False
        self.rev += 1
        self.items[number] = replace(item, say=say, rev=self.rev)
        self.save()
        return True

    def since(self, rev: int) -> list[Item]:
        return [item for item in self.items.values() if item.rev > rev]

    def clear(self) -> None:
        self.items.clear()
        self.seeded = False
        self.epoch = secrets.token_hex(6)
        self.clock.start_over()
        self.save()

    def save(self) -> None:
        """Written beside and moved into place, so that a crash leaves the old file or the new one."""
        if self.file is None:
            return
        told = {
            "epoch": self.epoch,
            "rev": self.rev,
            "seeded": self.seeded,
            "ahead": self.clock.ahead.total_seconds(),
            "items": [{**asdict(item), "at": item.at.isoformat()} for item in self.items.values()],
        }
        self.file.parent.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_name(self.file.name + ".new")
        beside.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        os.replace(beside, self.file)

    def _load(self, file: Path) -> None:
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            items = [Item(**{**kept, "at": datetime.fromisoformat(kept["at"])}) for kept in told["items"]]
            ahead = timedelta(seconds=told["ahead"])
            self.epoch, self.rev, self.seeded = str(told["epoch"]), int(told["rev"]), bool(told["seeded"])
        except (ValueError, KeyError, TypeError, AttributeError):
            log.warning("the playground's world in %s cannot be read; starting a new one", file)
            return
        self.clock.ahead = ahead
        self.items = {item.number: item for item in items}
