"""Column types: what the domain speaks of on one side, what both databases can hold on the other."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from bot.domain.mentors import Window
from bot.domain.people import Person
from storage.vault import Vault


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone cannot be stored: {moment.isoformat()}")
    return moment.astimezone(UTC)


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


def _vault(dialect: Dialect) -> Vault:
    vault: Vault = vars(dialect)["half_hour_vault"]
    return vault
