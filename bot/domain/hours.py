"""Office hours: what people type about time, and the free half-hours that follow from it, right across clock changes.

A time is open when the clock on the mentor's wall shows it: what a spring gap leaves out does not exist, and what an
autumn fold repeats is open twice. Slots then start every so many *elapsed* minutes from the start of an open run.
Nothing is guessed: words with two readings are refused, with the very fragment."""

import math
import re
import unicodedata
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import product
from typing import Literal

from babel.dates import format_timedelta, get_day_names, get_month_names

from bot.domain import zones
from bot.domain.mentors import Window
from bot.domain.refusals import Refusal

LONGEST = 500
"""Characters read of anything typed here."""
DAY = 24 * 60


class NotUnderstood(Refusal):
    """`fragment` is exactly what could not be read, as it was typed."""

    wording = "refusal.hours"

    def __init__(self, fragment: str, wording: str | None = None) -> None:
        super().__init__(wording, fragment=fragment)
        self.fragment = fragment


def _typed(words: str, wording: str) -> str:
    """The words, composed and short enough; the tail that is too much is the fragment."""
    text = unicodedata.normalize("NFC", words)
    if len(text) > LONGEST:
        raise NotUnderstood(text[LONGEST : LONGEST + 40], wording)
    if not text.strip():
        raise NotUnderstood("", wording)
    return text


# -- words: the names of days and months are CLDR's; these are the few that it does not have, folded ------------------

_WEEKDAYS = (
    "weekdays", "weekday", "workdays", "wochentags", "werktags", "entre semana", "dias laborables", "en semaine",
    "jours ouvres", "dias uteis", "durante a semana", "unter der woche",
)  # fmt: skip
_WEEKENDS = (
    "weekends", "weekend", "wochenende", "wochenenden", "fin de semana", "fines de semana", "week-end", "week-ends",
    "fim de semana", "fins de semana",
)  # fmt: skip
_EVERY_DAY = ("every day", "daily", "taglich", "jeden tag", "todos los dias", "tous les jours", "todos os dias")
_GROUPS = {
    **dict.fromkeys(_WEEKDAYS, (0, 1, 2, 3, 4)),
    **dict.fromkeys(_WEEKENDS, (5, 6)),
    **dict.fromkeys(_EVERY_DAY, (0, 1, 2, 3, 4, 5, 6)),
}
_TO = frozenset({"to", "till", "til", "until", "through", "thru", "bis", "a", "al", "hasta", "au", "as", "ate"})
_AND = frozenset({"and", "y", "e", "et", "und"})
_FILL = frozenset({
    "on", "at", "from", "every", "each", "de", "das", "da", "del", "den", "dem", "der", "du", "am", "um", "von",
    "jeden", "los", "las", "le", "les", "el", "la", "desde",
})  # fmt: skip
_SOON = {
    **dict.fromkeys(("today", "heute", "hoy", "hoje", "aujourd'hui"), 0),
    **dict.fromkeys(("tomorrow", "morgen", "manana", "demain", "amanha"), 1),
}
_ONE = frozenset({"a", "an", "one", "un", "una", "ein", "eine", "einen", "une", "um", "uma"})
_UNTIL = frozenset({
    "until", "till", "for", "in", "bis", "fur", "hasta", "durante", "por", "pendant", "dans", "jusqu'au", "au",
    "ate", "em",
})  # fmt: skip
_DATE_FILL = _FILL | _UNTIL | frozenset({"the", "of", "a", "as", "um"})


@lru_cache(maxsize=64)
def _names(language: str, *, months: bool) -> dict[str, int]:
    """CLDR's names of days (0 is Monday) or months (1 is January), folded; long ones may be cut to four letters."""
    read = get_month_names if months else get_day_names
    names: dict[str, int] = {}
    for width in ("abbreviated", "wide") if months else ("short", "abbreviated", "wide"):
        for context in ("format", "stand-alone"):
            for number, name in read(width, context=context, locale=zones.locale(language)).items():
                names[_key(name)] = number
                for length in range(4, len(_key(name))):
                    names.setdefault(_key(name)[:length], number)
    return names


def _key(word: str) -> str:
    return re.sub("-feiras?$", "", zones.fold(word).strip(". "))


def _named(word: str, language: str, *, months: bool = False) -> int | None:
    """The day or month that a word names: in the reader's language, else in the others if those agree."""
    variants = (_key(word), _key(word).removesuffix("s"))
    for languages in ((language,), zones.LANGUAGES):
        for variant in variants:
            tables = [_names(other, months=months) for other in languages]
            meant = {table[variant] for table in tables if variant in table}
            if meant:
                return meant.pop() if len(meant) == 1 else None
    return None


# -- clock times -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Clock:
    """A time as written. `half` is "a", "p" or ""; `unsure` when an afternoon hour could be meant ("3:00", "7")."""

    hour: int
    minute: int
    half: str
    unsure: bool

    @property
    def minutes(self) -> int:
        return self.at(self.half)

    def at(self, half: str) -> int:
        return (self.hour % 12 + (12 if half == "p" else 0) if half else self.hour) * 60 + self.minute

    def readings(self) -> list[int]:
        both = not self.half and 1 <= self.hour <= 12
        return [self.at("a"), self.at("p")] if both else [self.minutes]


_CLOCK = (
    r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})(?![0-9]))?"
    r"(?:\s?(?:(?P<half>[ap])\.?\s?m\b\.?|(?P<mark>h(?:rs?|oras?|eures?)?|uhr)\b))?(?![0-9:])"
)


def _clock(match: re.Match[str]) -> _Clock | None:
    """None for 25:00, 9:75 and 13 pm."""
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"] or ""
    if minute > 59 or hour * 60 + minute > DAY or (half and not 1 <= hour <= 12):
        return None
    morning_until = 5 if match["minute"] or match["mark"] else 7
    unsure = not half and not match["hour"].startswith("0") and 1 <= hour <= morning_until
    return _Clock(hour, minute, half, unsure)


def _span(first: _Clock, last: _Clock) -> tuple[int, int] | None:
    """Start and end in minutes if there is one sensible reading; an end before the start is on the next day."""
    if last.half and not first.half:  # "12-2pm", "9-11am"; "11-2pm" starts in the morning
        same = [first.at(last.half)] if first.hour <= 12 else []
        starts = [start for start in (*same, *first.readings()) if start < last.minutes]
        return (starts[0], last.minutes) if starts else None
    if first.half and not last.half:  # "9am-5", "10am-14:00"
        ends = [end for end in last.readings() if end > first.minutes]
        return (first.minutes, ends[0]) if len(ends) == 1 else None
    if first.unsure:
        return None
    start, end = first.minutes, last.minutes or DAY
    evening = end < start and start >= (12 if first.half else 18) * 60 and end + DAY - start <= DAY // 2
    return (start, end) if start < end or evening else None


# -- office hours ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Token:
    kind: str
    start: int
    end: int
    days: tuple[int, ...] = ()
    clock: _Clock | None = None


_TOKEN = re.compile(
    rf"(?P<group>\b(?:{'|'.join(sorted(_GROUPS, key=len, reverse=True))})\b)|{_CLOCK}|(?P<to>[-‐‑–—−])|(?P<and>[,&+/])"
    r"|(?P<stop>[;\n])|(?P<fill>[:.\s])|(?P<word>[^\W\d_]+(?:-feiras?)?\.?)|(?P<other>[0-9.:]+|\S)"
)


def _tokens(text: str, language: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(zones.fold(text)):
        start, end = match.span()
        word = (match["word"] or "").strip(".")
        if match["group"]:
            yield _Token("days", start, end, days=_GROUPS[match["group"]])
        elif match["hour"]:
            yield _Token("clock", start, end, clock=_clock(match))
        elif not word and not match["fill"]:
            yield _Token(match.lastgroup or "other", start, end)
        elif word and (day := _named(text[start:end], language)) is not None:
            yield _Token("days", start, end, days=(day,))
        elif word in _TO | _AND:
            yield _Token("to" if word in _TO else "and", start, end)
        elif word and word not in _FILL:
            yield _Token("other", start, end)


def parse(words: str, language: str = "en") -> tuple[Window, ...]:
    """The weekly windows in "Tue & Thu 12-2pm; weekdays 17:30-19:00", sorted; NotUnderstood with what is unclear."""
    text = _typed(words, NotUnderstood.wording)
    tokens = [*_tokens(text, language), _Token("stop", len(text), len(text))]
    found: set[Window] = set()
    days: tuple[int, ...] = ()
    since: int | None = None  # where days that have no times yet began
    at = 0
    while at < len(tokens):
        token = tokens[at]
        match [ahead.kind for ahead in tokens[at : at + 4]]:
            case ["days", *then]:
                if since is None:
                    days, since = (), token.start
                to_day = then[:2] == ["to", "days"] and len(token.days) == len(tokens[at + 2].days) == 1
                if to_day:
                    first, last = token.days[0], tokens[at + 2].days[0]
                    days += tuple((first + step) % 7 for step in range((last - first) % 7 + 1))
                else:
                    days += token.days
                # the dash of "Monday - 9:00-11:00" only points at the times
                at += 3 if to_day else 2 if then == ["to", "clock", "to"] else 1
            case ["clock", "to", "clock", *_] if days:
                end = tokens[at + 2]
                span = _span(token.clock, end.clock) if token.clock and end.clock else None
                if span is None:
                    raise NotUnderstood(text[token.start if since is None else since : end.end])
                found |= {Window(day, *span) for day in days}
                since = None
                at += 3
            case ["stop", *_]:
                if since is not None:
                    raise NotUnderstood(text[since : token.start].strip())
                days = ()
                at += 1
            case ["and", *_]:
                at += 1
            case _:
                raise NotUnderstood(_unread(text, tokens[at:]))
    if not found:
        raise NotUnderstood(text.strip())
    return tuple(sorted(found, key=lambda window: (window.day, window.start, window.end)))


def _unread(text: str, tokens: Sequence[_Token]) -> str:
    """From the first token that did not fit to the end of the words, or times, that go with it."""
    fits = {"clock", "to"} if tokens[0].kind == "clock" else {"other"}
    end = tokens[0].end
    for token in tokens[1:]:
        if token.kind not in fits:
            break
        end = token.end
    return text[tokens[0].start : end].strip()


# -- open time ---------------------------------------------------------------------------------------------------------

Run = tuple[int, int]
"""A half-open stretch, in seconds since 1970 (or, within a day, in minutes)."""


def _wall(day: date, minutes: int) -> int:
    """What a clock shows, in seconds, as if it hung in UTC."""
    return int(datetime.combine(day, time(), UTC).timestamp()) + minutes * 60


def _offset(rules: tzinfo, second: int) -> int:
    shift = datetime.fromtimestamp(second, rules).utcoffset()
    return int(shift.total_seconds()) if shift else 0


def _segments(rules: tzinfo, start: int, end: int) -> list[tuple[int, int, int]]:
    """(from, until, offset): the stretches of one offset. No zone changes twice within six hours."""
    found: list[tuple[int, int, int]] = []
    since, offset = start, _offset(rules, start)
    for probe in range(start, end, 6 * 3600):
        if _offset(rules, probe) == offset:
            continue
        low, high = probe - 6 * 3600, probe
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _offset(rules, middle) == offset else (low, middle)
        found.append((since, high, offset))
        since, offset = high, _offset(rules, high)
    return [*found, (since, end, offset)]


def _merged(stretches: Iterable[Run]) -> list[Run]:
    found: list[Run] = []
    for start, end in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _open(windows: Iterable[Window], *, rules: tzinfo, around: datetime, days: int) -> Iterator[Run]:
    """The open runs of each local date, from the day before `around` to `days` after it."""
    today = around.astimezone(rules).date()
    segments = _segments(rules, _wall(today, -3 * DAY), _wall(today, (days + 4) * DAY))
    daily: list[list[Run]] = [[] for _ in range(7)]
    for window in windows:
        daily[window.day].append((window.start, window.end + (DAY if window.end <= window.start else 0)))
    for day in (today + timedelta(days=step) for step in range(-1, days + 1)):
        for start, end in _merged(daily[day.weekday()]):
            opens, shuts = _wall(day, start), _wall(day, end)
            yield from _merged((max(a, opens - offset), min(b, shuts - offset)) for a, b, offset in segments)


def free(
    windows: Iterable[Window],
    *,
    zone: str,
    now: datetime,
    minutes: int,
    notice_hours: int,
    horizon_days: int,
    busy: Iterable[tuple[datetime, datetime]],
    closed: Callable[[date], bool] | None = None,
    limit: int = 25,
) -> list[datetime]:
    """The soonest `limit` starts of free slots, in UTC. `closed(local date)` is True when no slot starts that day;
    a slot at exactly `notice_hours` from now is offered; the horizon counts local dates."""
    rules = zones.rules(zone)
    soonest = now.timestamp() + notice_hours * 3600
    last_day = now.astimezone(rules).date() + timedelta(days=horizon_days)
    taken = _merged((math.floor(start.timestamp()), math.ceil(end.timestamp())) for start, end in busy)
    ends = [end for _, end in taken]
    shut: dict[date, bool] = {}
    found: set[int] = set()
    for opens, shuts in _open(windows, rules=rules, around=now, days=horizon_days):
        for start in range(opens, shuts - minutes * 60 + 1, minutes * 60):
            meets = bisect_right(ends, start)
            if start < soonest or (meets < len(taken) and taken[meets][0] < start + minutes * 60):
                continue
            day = datetime.fromtimestamp(start, rules).date()
            if day not in shut:
                shut[day] = day > last_day or (closed is not None and closed(day))
            if not shut[day]:
                found.add(start)
    return [datetime.fromtimestamp(start, UTC) for start in sorted(found)[:limit]]


def spread(slots: Sequence[datetime], limit: int, zone: str = "UTC") -> list[datetime]:
    """At most `limit` of the slots, shared fairly among their days in `zone` and evenly within each day."""
    rules = zones.rules(zone)
    days: dict[date, list[datetime]] = {}
    for slot in sorted(slots):
        days.setdefault(slot.astimezone(rules).date(), []).append(slot)
    share = dict.fromkeys(days, 0)
    left = min(limit, len(slots))
    while left > 0:
        for day in [day for day in days if share[day] < len(days[day])][:left]:
            share[day] += 1
            left -= 1
    return [day[step * len(day) // share[key]] for key, day in days.items() for step in range(share[key])]


# -- waiting -----------------------------------------------------------------------------------------------------------


def after(start: datetime, hours: int, *, zone: str | None) -> datetime:
    """`hours` elapsed hours later, not counting Saturdays and Sundays where `zone` (None: UTC) is; in UTC."""
    left = hours * 3600
    at = math.floor(start.timestamp())
    weekdays = [Window(day, 0, DAY) for day in range(5)]
    for opens, shuts in _open(weekdays, rules=zones.rules(zone or "UTC"), around=start, days=hours // 16 + 9):
        begins = max(opens, at)
        if left <= shuts - begins:
            return datetime.fromtimestamp(begins + left, UTC)
        left -= max(0, shuts - begins)
    raise AssertionError("five days of every week are long enough")


def waking(moment: datetime, *, zone: str | None, quiet_from: int, quiet_to: int) -> datetime:
    """The moment itself outside quiet hours (local hours, perhaps over midnight), else the end of them, in UTC.
    Without a zone nobody can tell, and with equal hours there are none: the moment itself."""
    if zone is None or quiet_from == quiet_to:
        return moment
    awake = [Window(day, quiet_to * 60, quiet_from * 60) for day in range(7)]
    at = moment.timestamp()
    runs = _open(awake, rules=zones.rules(zone), around=moment, days=3)
    begins = min(opens for opens, shuts in runs if shuts > at)
    return datetime.fromtimestamp(begins, UTC) if begins > at else moment


# -- dates and times ---------------------------------------------------------------------------------------------------

_PIECE = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:t(?=[0-9]))?|(?P<dotted>[0-9]{1,2}\.\s?[0-9]{1,2}\.(?:\s?[0-9]{4}\b)?)"
    rf"|(?P<year>[0-9]{{4}})\b|{_CLOCK.replace('[:.h]', '[:h]')}(?:st|nd|rd|th|er|o\b|\.)?"
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
            clock = _clock(match)
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
    month, weekday = _named(word, language, months=True), _named(word, language)
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


def instants(wall: datetime, rules: tzinfo) -> list[datetime]:
    """When clocks show `wall` (naive): once, never in a gap, twice in a fold; UTC, ascending."""
    both = (wall.replace(tzinfo=rules, fold=fold).astimezone(UTC) for fold in (0, 1))
    return sorted({moment for moment in both if moment.astimezone(rules).replace(tzinfo=None) == wall})


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
    for piece in _pieces(_typed(words, "refusal.times")):
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
    text = _typed(words, "refusal.date").strip()
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
