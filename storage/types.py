"""Column types: what the domain speaks of on one side, what both databases can hold on the other."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from bot.domain.hours.schedule import Away, Override, Span, Trip, Window
from bot.domain.people import Person
from bot.domain.promises import Promise
from storage.vault import Vault


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone cannot be stored: {moment.isoformat()}")
    return moment.astimezone(UTC)


def _date(word: str) -> date:
    return date.fromisoformat(word)


class Instant(TypeDecorator[datetime]):
    """An aware moment, stored and given back in UTC. Refuses a naive one with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = _utc(value)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Who(TypeDecorator[Person]):
    """A person as `slack:T1:U0JO`."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Person | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Person | None:
        return None if value is None else Person.parse(value)


class Choice(TypeDecorator[Any]):
    """A word of a StrEnum."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class Moments(TypeDecorator[tuple[datetime, ...]]):
    """Several moments as a JSON list, each as strict as Instant."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[datetime, ...] | None, dialect: Dialect) -> str:
        return json.dumps([_utc(moment).isoformat() for moment in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[datetime, ...]:
        return tuple(datetime.fromisoformat(word) for word in json.loads(value or "[]"))


class People(TypeDecorator[tuple[Person, ...]]):
    """Several people as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Person, ...] | None, dialect: Dialect) -> str:
        return json.dumps([str(person) for person in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Person, ...]:
        return tuple(Person.parse(word) for word in json.loads(value or "[]"))


class Windows(TypeDecorator[tuple[Window, ...]]):
    """Office hours as a JSON list of [day, start, end]."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Window, ...] | None, dialect: Dialect) -> str:
        return json.dumps([[window.day, window.start, window.end] for window in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Window, ...]:
        return tuple(Window(*numbers) for numbers in json.loads(value or "[]"))


class Trips(TypeDecorator[tuple[Trip, ...]]):
    """Travel as a JSON list of [first, last, zone]."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Trip, ...] | None, dialect: Dialect) -> str:
        return json.dumps([[str(trip.first), str(trip.last), trip.zone] for trip in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Trip, ...]:
        return tuple(Trip(_date(first), _date(last), zone) for first, last, zone in json.loads(value or "[]"))


class Overrides(TypeDecorator[tuple[Override, ...]]):
    """Days with other hours as a JSON list of [day, [[start, end], ...]]."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Override, ...] | None, dialect: Dialect) -> str:
        return json.dumps([[str(one.day), [list(window) for window in one.windows]] for one in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Override, ...]:
        return tuple(
            Override(_date(day), tuple((start, end) for start, end in windows))
            for day, windows in json.loads(value or "[]")
        )


class AwayDates(TypeDecorator[tuple[Away, ...]]):
    """Closed dates as a JSON list of [first, last]; last may be null."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Away, ...] | None, dialect: Dialect) -> str:
        return json.dumps([[str(one.first), str(one.last) if one.last else None] for one in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Away, ...]:
        return tuple(Away(_date(first), _date(last) if last else None) for first, last in json.loads(value or "[]"))


class Spans(TypeDecorator[tuple[Span, ...]]):
    """Stretches of time as a JSON list of [start, end], each as strict as Instant."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Span, ...] | None, dialect: Dialect) -> str:
        return json.dumps([[_utc(start).isoformat(), _utc(end).isoformat()] for start, end in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Span, ...]:
        return tuple(
            (datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in json.loads(value or "[]")
        )


class Promised(TypeDecorator[Promise]):
    """What two clocks were promised to show, as JSON; wall times have no zone in them."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Promise | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        walls = {"mentor_wall": value.mentor_wall.isoformat(), "mentee_wall": value.mentee_wall.isoformat()}
        return json.dumps({**asdict(value), **walls})

    def process_result_value(self, value: str | None, dialect: Dialect) -> Promise | None:
        if value is None:
            return None
        kept = json.loads(value)
        walls = {name: datetime.fromisoformat(kept[name]) for name in ("mentor_wall", "mentee_wall")}
        return Promise(**{**kept, **walls})


class Names(TypeDecorator[frozenset[str]]):
    """A set of short names as a sorted JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: frozenset[str] | None, dialect: Dialect) -> str:
        return json.dumps(sorted(value or ()))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[str]:
        return frozenset(json.loads(value or "[]"))


class Private(TypeDecorator[str]):
    """People's own words, sealed by the vault of the engine.

    The dialect is the one object that belongs to an engine and that a column type is shown; see `furnish`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _vault(dialect).seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _vault(dialect).open(value)


def furnish(dialect: Dialect, vault: Vault) -> None:
    """Gives an engine's dialect the vault with which its Private columns are sealed."""
    vars(dialect)["half_hour_vault"] = vault


def seals(dialect: Dialect) -> bool:
    """Whether Private columns are encrypted."""
    return _vault(dialect).seals


def _vault(dialect: Dialect) -> Vault:
    vault: Vault = vars(dialect)["half_hour_vault"]
    return vault
