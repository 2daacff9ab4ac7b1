"""A line about dates in pieces: numbers, months, weekdays, clock times and words, each with its place in the line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from bot.domain import zones
from bot.domain.hours.clocks import MIDNIGHT, NOON, Shown, pattern, read_clock
from bot.domain.hours.tokens import MIDNIGHTS, NOONS
from bot.domain.hours.words import AND, FILL, TO, NotUnderstood, named

SOON = {
    **dict.fromkeys(("today", "heute", "hoy", "hoje", "aujourd'hui"), 0),
    **dict.fromkeys(("tomorrow", "morgen", "manana", "demain", "amanha"), 1),
}
DAY_FIRST = ("es", "de", "fr", "pt")
"""Languages that have one order in 5/6; English has two."""

Kind = Literal["date", "number", "clock", "month", "year", "weekday", "to", "and", "phrase", "fill", "word"]


@dataclass(frozen=True)
class Piece:
    """A piece of a line. `value` of a month, year, weekday or number of a day; `fields` of a date: year, month, day, or
    days from today under "soon"; `plain` is what a phrase or word is, folded."""

    kind: Kind
    start: int
    end: int
    value: int = 0
    clock: Shown | None = None
    fields: "tuple[tuple[str, int], ...]" = ()
    plain: str = ""


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    said = "|".join(re.escape(words).replace(r"\ ", r"\s+") for words in sorted(phrases, key=lambda words: -len(words)))
    return re.compile(
        rf"(?<!\w)(?P<phrase>{said})(?!\w)"
        r"|(?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?![0-9])"
        r"|(?P<slash>[0-9]{1,2}/[0-9]{1,2}(?:/(?:[0-9]{4}|[0-9]{2}))?)(?![0-9/])"
        r"|(?P<dotted>[0-9]{1,2}\.\s?[0-9]{1,2}\.(?:\s?[0-9]{4})?)(?![0-9])"
        r"|(?P<year>20[0-9]{2})(?![:.]?[0-9])"
        rf"|(?<![0-9]){pattern(packed=False)}(?P<nth>st\b|nd\b|rd\b|th\b|er\b|o\b|a\b|\.(?![0-9]))?"
        r"|(?P<to>-+>|[-‐‑‒–—―−~→]+)|(?P<and>[,&+])|(?P<fill>[:\s])|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*(?:-feiras?)?\.?)"
        r"|(?P<other>[0-9]+|\S)"
    )


def pieces(line: str, language: str, phrases: tuple[str, ...]) -> list[Piece]:
    """`line` is composed. Of phrases the longest counts. Spaces are left out; words that connect are not: a city may be
    called "La Paz"."""
    found = _pattern((*phrases, *NOONS, *MIDNIGHTS)).finditer(zones.fold(line))
    return _told_apart([one for match in found if (one := _piece(match, line, language))], line, language)


def _piece(match: re.Match[str], line: str, language: str) -> Piece | None:
    start, end = match.span()
    numbers = [int(number) for number in re.findall("[0-9]+", match[0])]
    plain = " ".join(match[0].strip(".").split())
    match match.lastgroup if not match["hour"] else "hour":
        case "phrase" if plain in NOONS or plain in MIDNIGHTS:
            return Piece("clock", start, end, clock=NOON if plain in NOONS else MIDNIGHT)
        case "phrase":
            return Piece("phrase", start, end, plain=plain)
        case "iso":
            return _date(start, end, ("year", "month", "day"), numbers)
        case "slash":
            return _slashed(line, start, end, numbers, language)
        case "dotted":
            return _date(start, end, ("day", "month", "year"), numbers)
        case "year":
            return Piece("year", start, end, value=numbers[0])
        case "hour":
            return _numbered(match, start, end, numbers)
        case "fill":
            return Piece("fill", start, end) if match[0] == ":" else None
        case "to" | "and":
            return Piece("to" if match["to"] else "and", start, end)
        case "word" if plain in SOON:
            return Piece("date", start, end, fields=(("soon", SOON[plain]),))
        case _:
            return Piece("word", start, end, plain=plain)


def _date(start: int, end: int, order: Sequence[str], numbers: Sequence[int]) -> Piece:
    return Piece("date", start, end, fields=tuple(zip(order, numbers, strict=False)))


def _slashed(line: str, start: int, end: int, numbers: list[int], language: str) -> Piece:
    """Only where one order is possible: 24/12, 5/5, or 5/6 in a language that has one."""
    if len(numbers) == 3 and numbers[2] < 100:
        numbers[2] += 2000
    first, second = numbers[:2]
    if first > 12 or first == second or (second <= 12 and language[:2] in DAY_FIRST):
        return _date(start, end, ("day", "month", "year"), numbers)
    if second > 12:
        return _date(start, end, ("month", "day", "year"), numbers)
    raise NotUnderstood(line[start:end], "refusal.exceptions_order")


def _numbered(match: re.Match[str], start: int, end: int, numbers: list[int]) -> Piece:
    """A bare number may be a day or an hour; "24.12" is no time, and so a date."""
    clock = read_clock(match)
    if match["minute"] or match["half"] or match["mark"]:
        if clock is None and re.fullmatch(r"[0-9]+\.[0-9]+", match[0]) and numbers[1] <= 12:
            return _date(start, end, ("day", "month"), numbers)
        return Piece("clock", start, end, clock=clock)
    # after an ordinal it can only be a day
    return Piece("number", start, end, value=numbers[0], clock=None if match["nth"] else clock)


def _told_apart(found: list[Piece], line: str, language: str) -> list[Piece]:
    """Words that are months (beside a number) or weekdays; "mar" is a Tuesday before a whole date."""
    months = {
        at: month
        for at, one in enumerate(found)
        if one.kind == "word" and (month := named(line[one.start : one.end], language, months=True)) is not None
    }
    made = []
    for at, one in enumerate(found):
        if one.kind == "word":
            weekday = named(line[one.start : one.end], language)
            if at in months and _beside_number(found, at) and (weekday is None or not _before_date(found, at, months)):
                one = replace(one, kind="month", value=months[at])
            elif weekday is not None:
                one = replace(one, kind="weekday", value=weekday)
            elif one.plain in TO | AND:
                one = replace(one, kind="to" if one.plain in TO else "and")
            elif one.plain in FILL:
                one = replace(one, kind="fill")
        made.append(one)
    return made


def _before_date(found: Sequence[Piece], at: int, months: Mapping[int, int]) -> bool:
    """Whether a number and a month follow: "mar, 5 de mayo"."""
    ahead = [then for then in range(at + 1, len(found)) if found[then].plain not in FILL and found[then].kind != "and"][
        :2
    ]
    return len(ahead) == 2 and found[ahead[0]].kind == "number" and ahead[1] in months


def _beside_number(found: Sequence[Piece], at: int) -> bool:
    """Janeiro is no month in "Rio de Janeiro 4-10 May"."""
    if at > 1 and found[at - 1].plain in FILL and found[at - 2].kind == "word" and found[at - 2].plain not in FILL:
        return False
    behind = next((one for one in reversed(found[:at]) if one.plain not in FILL), None)
    ahead = next((one for one in found[at + 1 :] if one.plain not in FILL), None)
    return any(one is not None and one.kind == "number" for one in (behind, ahead))
