"""Single dates and times as people type them: "3 Dec 15:30", "tomorrow", "2 weeks".

Nothing is guessed: words with two readings are refused, with the very fragment."""

import math
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import product
from typing import Literal

from babel.dates import format_timedelta

from bot.domain import zones
from bot.domain.hours.clocks import pattern, read_clock
from bot.domain.hours.walls import instants
from bot.domain.hours.words import FILL, NotUnderstood, composed, named

_SOON = {
    **dict.fromkeys(("today", "heute", "hoy", "hoje", "aujourd'hui"), 0),
    **dict.fromkeys(("tomorrow", "morgen", "manana", "demain", "amanha"), 1),
}
_ONE = frozenset({"a", "an", "one", "un", "una", "ein", "eine", "einen", "une", "um", "uma"})
_UNTIL = frozenset({
    "until", "till", "for", "in", "bis", "fur", "hasta", "durante", "por", "pendant", "dans", "jusqu'au", "au",
    "ate", "em",
})  # fmt: skip
_DATE_FILL = FILL | _UNTIL | frozenset({"the", "of", "a", "as", "um"})

_PIECE = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:t(?=[0-9]))?|(?P<dotted>[0-9]{1,2}\.\s?[0-9]{1,2}\.(?:\s?[0-9]{4}\b)?)"
    rf"|(?P<year>[0-9]{{4}})\b|{pattern(dots=False, packed=False)}(?:st|nd|rd|th|er|o\b|\.)?"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?(?:-feiras?)?\.?)|(?P<other>[^\s,])"
)
_Parts = dict[str, int]
"""What a piece of typed text says: some of year, month, number, weekday, soon (days from today) and minutes."""


def _timed(match: re.Match[str]) -> bool:
    """A clock time, and not the number of a day."""
    return bool(match["minute"] or match["half"] or match["mark"])


def _read(piece: str, language: str) -> _Parts | None:
    """None when a word is unknown, a time is unsure, or something is said twice."""
    parts: _Parts = {}
    matches = list(_PIECE.finditer(zones.fold(piece)))
    numbered = any(match["hour"] and not _timed(match) for match in matches)
    for match in matches:
        said: _Parts | None
        if match["iso"] or match["dotted"]:
            fields = ("year", "month", "number") if match["iso"] else ("number", "month", "year")
            said = dict(zip(fields, map(int, re.findall("[0-9]+", match[0])), strict=False))
        elif match["year"]:
            said = {"year": int(match["year"])}
        elif _timed(match):
            clock = read_clock(match)
            said = {"minutes": clock.minutes} if clock and not clock.unsure else None
        elif match["hour"]:
            said = {"number": int(match["hour"])}
        else:
            said = _word(piece[match.start() : match.end()], parts, language, numbered) if match["word"] else None
        if said is None or said.keys() & parts.keys():
            return None
        parts |= said
    return parts


def _word(word: str, parts: _Parts, language: str, numbered: bool) -> _Parts | None:
    """Beside a number "mar" is March; alone, and where it means that, Tuesday."""
    plain = zones.fold(word).strip(".")
    if plain in _SOON:
        return {"soon": _SOON[plain]}
    month, weekday = named(word, language, months=True), named(word, language)
    if month is not None and "month" not in parts and (numbered or weekday is None):
        return {"month": month}
    if weekday is not None:
        return {"weekday": weekday}
    return {} if plain in _DATE_FILL else None


def _date(parts: _Parts, today: date) -> date | None:
    """The date meant, the next one when the year is left out; None when it is none, or contradicts its weekday."""
    weekday, kinds = parts.get("weekday"), parts.keys() - {"minutes", "weekday"}
    if kinds == {"soon"}:
        day = today + timedelta(days=parts["soon"])
    elif kinds in ({"number", "month"}, {"number", "month", "year"}):
        years = [parts["year"]] if "year" in parts else range(today.year, today.year + 9)
        days = (_valid(year, parts["month"], parts["number"]) for year in years)
        found = next((day for day in days if day and ("year" in parts or day >= today)), None)
        if found is None:
            return None
        day = found
    elif not kinds and weekday is not None:
        day = today + timedelta(days=(weekday - today.weekday()) % 7)
    else:
        return None
    return day if weekday in (None, day.weekday()) else None


def _valid(year: int, month: int, number: int) -> date | None:
    fits = 2000 <= year <= 2199 and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]
    return date(year, month, number) if fits else None


def _pieces(text: str) -> Iterator[str]:
    """One a line, or between semicolons or commas; a comma before the clock time ("Dec 3, 3:30pm") divides nothing."""
    for line in re.split("[;\n]", text):
        piece = ""
        for part in line.split(","):
            piece = f"{piece},{part}" if piece else part
            if any(_timed(match) for match in _PIECE.finditer(zones.fold(part))):
                yield piece.strip()
                piece = ""
        if piece.strip():
            yield piece.strip()


def typed(words: str, *, zone: str, now: datetime, language: str = "en") -> list[datetime]:
    """The typed times as UTC, in order. In a fold the first pass is meant; a time in a gap is none."""
    rules = zones.rules(zone)
    today = now.astimezone(rules).date()
    found: set[datetime] = set()
    for piece in _pieces(composed(words, "refusal.times")):
        parts = _read(piece, language)
        day = _date(parts, today) if parts and "minutes" in parts else None
        if parts is None or day is None:
            raise NotUnderstood(piece, "refusal.times")
        wall = datetime.combine(day, time()) + timedelta(minutes=parts["minutes"])
        moments = instants(wall, rules)
        if moments and moments[0] <= now and parts.keys() == {"weekday", "minutes"}:
            moments = instants(wall + timedelta(days=7), rules)
        if not moments:
            raise NotUnderstood(piece, "refusal.times")
        if moments[0] <= now:
            raise NotUnderstood(piece, "refusal.slot_past")
        found.add(moments[0])
    if not found:
        raise NotUnderstood(words.strip(), "refusal.times")
    return sorted(found)


_UNITS: dict[Literal["day", "week", "month"], int] = {"day": 1, "week": 7, "month": 31}


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    """CLDR's words for days, weeks and months, folded, to "day", "week" and "month"."""
    found: dict[str, str] = {}
    for unit, language, count in product(_UNITS, zones.LANGUAGES, (1, 2)):
        span = timedelta(days=count * _UNITS[unit])
        words = format_timedelta(span, unit, threshold=math.inf, locale=language)
        found[zones.fold(words).split()[-1]] = unit
    return found


def typed_date(words: str, *, today: date, language: str = "en") -> date:
    """A day after today: "2026-12-24", "24 Dec", "24.12.2026", "tomorrow", "2 weeks", "a month"."""
    text = composed(words, "refusal.date").strip()
    parts = zones.fold(text).split()
    parts = parts[1:] if len(parts) == 3 and parts[0] in _UNTIL else parts
    unit = _units().get(parts[1]) or _units().get(parts[1].removesuffix("n")) if len(parts) == 2 else None
    if unit and (parts[0] in _ONE or re.fullmatch("[0-9]{1,3}", parts[0])):
        day = _later(today, 1 if parts[0] in _ONE else int(parts[0]), unit)
    else:
        read = _read(text, language)
        found = _date(read, today) if read and "minutes" not in read else None
        if found is None:
            raise NotUnderstood(text, "refusal.date")
        day = found + timedelta(days=7) if found == today and read and read.keys() == {"weekday"} else found
    if day <= today:
        raise NotUnderstood(text, "refusal.date")
    return day


def _later(today: date, count: int, unit: str) -> date:
    if unit != "month":
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
