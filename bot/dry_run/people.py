"""The people of a round, from their spreadsheets: each once, and everything that is wrong at once."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Generic, TypeVar

from bot.domain.mentors import Mentor
from bot.domain.people import Person
from bot.domain.room import Door
from bot.dry_run.sheets import Row, Sheet, plain, read, refuse
from bot.terminal import say

Somebody = TypeVar("Somebody")

MOST = 1_000
"""Nobody wants, or has room for, more than that."""


@dataclass(frozen=True)
class Member:
    """Somebody who wants to learn something. `key` is how they are called in files, `name` is for people to read."""

    key: str
    name: str
    email: str
    topic: str
    want: int = 1


@dataclass(frozen=True)
class Offer:
    """A mentor, as the scorer knows one, with their room in this round."""

    key: str
    name: str
    email: str
    mentor: Mentor
    room: int = 1
    door: Door = Door.OPEN


@dataclass(frozen=True)
class Read(Generic[Somebody]):
    people: Sequence[Somebody]
    sheet: Sheet
    twice: int = 0
    """Rows that say again what another one says."""


def members(path: Path) -> Read[Member]:
    """Raises Unreadable."""
    sheet = read(path, names("members"))
    _need(sheet, ("topic",))

    def member(row: Row, key: str) -> Member:
        cell = row.cells.get
        return Member(key, cell("name", ""), cell("email", ""), cell("topic", ""), _number(row, "want"))

    return _everybody(sheet, member)


def mentors(path: Path) -> Read[Offer]:
    """Raises Unreadable."""
    sheet = read(path, names("mentors"))
    if not sheet.columns & {"headline", "topics", "about"}:
        _need(sheet, ("topics",))

    def offer(row: Row, key: str) -> Offer:
        cell = row.cells.get
        mentor = Mentor(
            Person("file", "mentors", key),
            headline=cell("headline", ""),
            topics=cell("topics", ""),
            about=cell("about", ""),
            languages=cell("languages", ""),
        )
        return Offer(key, cell("name", ""), cell("email", ""), mentor, _number(row, "room"), _door(row))

    return _everybody(sheet, offer)


def past(path: Path) -> set[tuple[str, str]]:
    """Pairs of a member's and a mentor's key, such as an earlier round wrote. Raises Unreadable."""
    sheet = read(path, names("past"))
    _need(sheet, ("member", "mentor"))
    return {(row.cells["member"].casefold(), row.cells["mentor"].casefold()) for row in sheet.rows}


def same(member: Member, offer: Offer) -> bool:
    """Whether the two are one person. Spreadsheets number both sides from 1, so a number alone does not tell."""
    if member.email and offer.email:
        return member.email.casefold() == offer.email.casefold()
    return member.key.casefold() == offer.key.casefold() and plain(member.name) == plain(offer.name)


def names(kind: str) -> Mapping[str, Sequence[str]]:
    return _columns()[kind]


@cache
def _columns() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("bot.dry_run").joinpath("columns.toml").read_text(encoding="utf-8"))


def _need(sheet: Sheet, columns: Sequence[str]) -> None:
    lacking = [column for column in columns if column not in sheet.columns]
    if lacking:
        there = ", ".join([*sorted(sheet.columns), *sheet.ignored]) or "-"
        refuse(sheet.path, [say("match.no_column", column=column, there=there) for column in lacking])


def _everybody(sheet: Sheet, made: Callable[[Row, str], Somebody]) -> Read[Somebody]:
    """Raises Unreadable, with every row that cannot be used."""
    called = next((column for column in ("id", "email", "name") if column in sheet.columns), None)
    if called is None:
        _need(sheet, ("id",))
        raise AssertionError
    people: dict[str, Somebody] = {}
    lines: dict[str, int] = {}
    wrong: list[str] = []
    twice = 0
    for row in sheet.rows:
        try:
            key = row.cells[called]
            if not key:
                raise _Wrong(say("match.nameless", line=row.line, column=called))
            person = made(row, key)
            known = people.setdefault(key.casefold(), person)
            first = lines.setdefault(key.casefold(), row.line)
            if first != row.line and known != person:
                raise _Wrong(say("match.two_rows", line=row.line, first=first, who=key, column=called))
            twice += first != row.line
        except _Wrong as trouble:
            wrong.append(str(trouble))
    refuse(sheet.path, wrong)
    return Read(tuple(people.values()), sheet, twice)


class _Wrong(Exception):
    """What is wrong with a row."""


def _number(row: Row, column: str) -> int:
    """1 where nothing is said."""
    told = row.cells.get(column, "").removesuffix(".0").removesuffix(",0")
    if not told:
        return 1
    if not (told.isascii() and told.isdigit() and int(told) <= MOST):
        raise _Wrong(say("match.no_number", line=row.line, column=column, value=told, most=MOST))
    return int(told)


def _door(row: Row) -> Door:
    told = plain(row.cells.get("status", ""))
    for door, words in names("answers").items():
        if told in words:
            return Door(door)
    raise _Wrong(say("match.no_status", line=row.line, value=row.cells["status"]))


def selves(asking: Sequence[Member], offering: Sequence[Offer]) -> Iterator[tuple[int, int]]:
    """The positions of those who are on both sides."""
    known: dict[str, list[int]] = {}
    for at, offer in enumerate(offering):
        for word in {offer.key.casefold(), offer.email.casefold()} - {""}:
            known.setdefault(word, []).append(at)
    for at, member in enumerate(asking):
        for word in {member.key.casefold(), member.email.casefold()} - {""}:
            yield from ((at, other) for other in known.get(word, ()) if same(member, offering[other]))
