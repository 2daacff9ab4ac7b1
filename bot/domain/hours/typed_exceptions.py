"""Days off, other hours for a date, and trips, as people type them, one a line: "24-26 Dec", "5 May: 13-14 Uhr",
"not 1 June 15:00-17:00", "Tokyo 4-10 May".

Nothing is guessed: words with two readings are refused, with the very fragment."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from bot.domain import zones
from bot.domain.hours.clocks import Range, Shown, between
from bot.domain.hours.pieces import Piece, pieces
from bot.domain.hours.schedule import DAY, Away, Override, Span, Trip
from bot.domain.hours.tokens import AFTERNOONS, MORNINGS
from bot.domain.hours.typed_dates import dates, stretch
from bot.domain.hours.typed_places import place
from bot.domain.hours.walls import DAY as SECONDS
from bot.domain.hours.walls import Clock, day_number, moment, shown
from bot.domain.hours.words import GROUPS, VAGUE, NotUnderstood, composed

LONGEST = 1000
"""Characters of all lines."""
MOST_DATES = 62
"""Dates that one line may give other hours."""

OFF = (
    "off", "day off", "days off", "closed", "away", "not", "not on", "no", "not free", "not available", "unavailable",
    "busy", "out of office", "ooo", "holiday", "holidays", "vacation", "no chats", "cerrado", "vacaciones", "fuera",
    "festivo", "no disponible", "ausente", "ocupado", "ocupada", "nicht", "nicht am", "kein", "keine", "geschlossen",
    "urlaub", "abwesend", "weg", "pas", "pas le", "non", "ferme", "fermee", "absent", "absente", "conge", "conges",
    "vacances", "indisponible", "nao", "fechado", "ferias", "folga", "feriado", "indisponivel",
)  # fmt: skip
ONLY = ("only", "just", "nur", "solo", "solamente", "unicamente", "seulement", "uniquement", "somente", "apenas")
_PHRASES = (*OFF, *ONLY, *GROUPS)
_SINCE = frozenset({"from", "desde", "von", "vom"})
_OPEN = frozenset({
    "after", "before", "since", "starting", "ab", "nach", "vor", "seit", "despues", "antes", "partir", "apres", "avant",
    "depuis", "depois",
})  # fmt: skip
"""They leave a stretch open at one end."""
_PARTLY = VAGUE | {*MORNINGS, *AFTERNOONS}


@dataclass(frozen=True)
class Exceptions:
    """What the lines say, in order; only what is not over yet."""

    away: tuple[Away, ...] = ()
    overrides: tuple[Override, ...] = ()
    closed: tuple[Span, ...] = ()
    trips: tuple[Trip, ...] = ()


@dataclass
class _Line:
    """One line, as far as it was read."""

    text: str
    off: bool = False
    only: bool = False
    several: bool = False
    """Dates of more than one month, each with its name: times behind them may be meant for the last one only."""
    stretches: tuple[tuple[date, date], ...] = ()
    times: tuple[Range, ...] = ()
    place: str = ""
    zone: str = ""


def parse_exceptions(words: str, *, zone: str, now: datetime, language: str = "en") -> Exceptions:
    """`zone` is where the person lives: a time of day on a trip is that of the place. NotUnderstood with what is
    unclear, over, or contradicts another line. No words at all: no exceptions."""
    if not words.strip():
        return Exceptions()
    text = composed(words, "refusal.exceptions", LONGEST)
    today = now.astimezone(zones.rules(zone)).date()
    lines = [_line(line.strip(), today, language) for line in re.split("[;\n]", text) if line.strip(" \t,.")]
    if not lines:
        raise NotUnderstood(text.strip(), "refusal.exceptions")
    return _together(lines, zone)


def still_ahead(words: str, kept: Exceptions, *, zone: str, now: datetime, language: str = "en") -> str:
    """The typed lines without those that are over: a line without a year would mean the next one by now, which is not
    what was kept. A line that cannot be read any more stays."""
    return "\n".join(line for line in words.splitlines() if _ahead(line, kept, zone, now, language))


def _ahead(line: str, kept: Exceptions, zone: str, now: datetime, language: str) -> bool:
    try:
        found = parse_exceptions(line, zone=zone, now=now, language=language)
    except NotUnderstood as trouble:
        return trouble.wording != "refusal.exceptions_past"
    day = timedelta(days=1)  # the person may live somewhere else by now
    return (
        set(found.away) <= set(kept.away)
        and set(found.trips) <= set(kept.trips)
        and {one.day for one in found.overrides} <= {one.day for one in kept.overrides}
        and all(any(abs(start - other) <= day for other, _ in kept.closed) for start, _ in found.closed)
    )


# -- one line ----------------------------------------------------------------------------------------------------------


def _line(text: str, today: date, language: str) -> _Line:
    said = pieces(text, language, _PHRASES)
    line = _Line(text)
    left: list[int] = []
    at = 0
    while at < len(said):
        one = said[at]
        times, after = _times(said, at, text, dated=bool(line.stretches))
        if times:
            line.times += (times,)
            at = after
            continue
        found, after = dates(said, at, text) if one.kind in ("date", "number", "month", "weekday") else ([], at)
        if found:
            if line.stretches or (line.times and len(found) > 1):
                raise NotUnderstood(text[one.start : said[after - 1].end], "refusal.exceptions")
            months = {(one.month, one.start) for named in found for one in named}
            line.several = len(found) > 1 and len({month for month, _ in months}) > 1
            line.stretches = tuple(stretch(first, last, today=today, line=text) for first, last in found)
            at = after
            continue
        # Portuguese says "no Rio"
        line.off |= one.kind == "phrase" and one.plain in OFF and (one.plain != "no" or language[:2] != "pt")
        line.only |= one.kind == "phrase" and one.plain in ONLY
        if one.kind not in ("fill", "and") and one.plain not in (*OFF, *ONLY):
            left.append(at)
        at += 1
    return _checked(line, said, left, language)


def _times(said: Sequence[Piece], at: int, text: str, *, dated: bool) -> tuple[Range | None, int]:
    """A range of clock times; two bare numbers are one only behind a date."""
    first, middle, last = (said[at + step] if at + step < len(said) else None for step in range(3))
    if not first or not last or not middle or middle.kind != "to":
        return None, at
    if {first.kind, last.kind} - {"clock", "number"} or (first.kind == last.kind == "number" and not dated):
        return None, at
    behind = said[at + 3].kind if at + 3 < len(said) else ""
    if last.kind == "number" and (behind == "month" or not last.clock):
        return None, at
    times = _range(first.clock, last.clock)
    if times is None:
        raise NotUnderstood(text[first.start : last.end], "refusal.hours_half")
    return times, at + 3


def _range(first: Shown | None, last: Shown | None) -> Range | None:
    return between(first, last) if first and last else None


def _checked(line: _Line, said: Sequence[Piece], left: Sequence[int], language: str) -> _Line:
    """The line with its place, if any; NotUnderstood where its parts do not go together."""
    text = line.text
    unread = text[said[left[0]].start : said[left[-1]].end] if left else ""
    weekly = [said[at] for at in left if said[at].kind == "weekday" or said[at].plain in GROUPS]
    if weekly and (not line.stretches or len(weekly) == len(left)):
        raise NotUnderstood(text[weekly[0].start : weekly[-1].end], "refusal.exceptions_weekly")
    if not line.stretches:
        raise NotUnderstood(text, "refusal.exceptions_dates")
    if _open_ended(line, said, left):
        raise NotUnderstood(text, "refusal.exceptions_end")
    if line.several and line.times:
        raise NotUnderstood(text, "refusal.exceptions")
    if any(said[at].kind == "clock" or said[at].plain in _PARTLY for at in left):
        raise NotUnderstood(unread, "refusal.hours_vague")
    if left:
        whole = {one.kind for one in said[left[0] : left[-1] + 1]} <= {"word", "fill", "and", "to", "weekday"}
        if line.off or line.times or line.only or not whole:
            raise NotUnderstood(unread, "refusal.exceptions")
        line.place, line.zone = place(text, said, left[0], left[-1], language)
    elif line.only and not line.times:
        raise NotUnderstood(text, "refusal.exceptions")
    return line


def _open_ended(line: _Line, said: Sequence[Piece], left: Sequence[int]) -> bool:
    """ "until 5 May", "from 5 May", "after 5 May"; but "to Tokyo" goes somewhere."""
    kinds = [one.kind for one in said]
    ends = [at for at in left if kinds[at] == "to" and kinds[at + 1 : at + 2] != ["word"]]
    single = all(first == last for first, last in line.stretches)
    return bool(ends) or (single and any(one.plain in _SINCE | _OPEN for one in said))


# -- all lines ---------------------------------------------------------------------------------------------------------


def _together(lines: Sequence[_Line], zone: str) -> Exceptions:
    trips: list[tuple[Trip, _Line]] = []
    for line in lines:
        trips += [(Trip(first, last, line.zone), line) for first, last in line.stretches if line.zone]
    trips.sort(key=lambda pair: (pair[0].first, pair[0].last))
    for (one, _), (other, line) in pairwise(trips):
        if other.first <= one.last and one != other:
            raise NotUnderstood(line.text, "refusal.exceptions_overlap")
    clock = Clock(zone, [trip for trip, _ in trips])
    away = [Away(first, last) for line in lines if _plain(line) for first, last in line.stretches]
    overrides: dict[date, set[Range]] = {}
    closed: list[Span] = []
    for line in lines:
        for day in _days(line) if line.times else ():
            if line.off:
                closed += _spans(clock, day, line)
                continue
            if any(one.first <= day <= (one.last or day) for one in away):
                raise NotUnderstood(line.text, "refusal.exceptions_clash")
            overrides.setdefault(day, set()).update(line.times)
    return Exceptions(
        away=tuple(dict.fromkeys(sorted(away, key=lambda one: (one.first, one.last or one.first)))),
        overrides=tuple(Override(day, tuple(sorted(overrides[day]))) for day in sorted(overrides)),
        closed=tuple(dict.fromkeys(sorted(closed))),
        trips=tuple(dict.fromkeys(trip for trip, _ in trips)),
    )


def _plain(line: _Line) -> bool:
    return not line.times and not line.zone


def _days(line: _Line) -> Iterable[date]:
    days = [first + timedelta(days=step) for first, last in line.stretches for step in range((last - first).days + 1)]
    if len(days) > MOST_DATES:
        raise NotUnderstood(line.text, "refusal.exceptions_range")
    return days


def _spans(clock: Clock, day: date, line: _Line) -> list[Span]:
    """When the clock, wherever it hangs that day, shows those times; NotUnderstood where it never does."""
    found: list[Span] = []
    for start, end in line.times:
        midnight = day_number(day) * SECONDS
        low, high = midnight + start * 60, midnight + (end if end > start else end + DAY) * 60
        runs = shown(clock.segments(low - 2 * SECONDS, high + 2 * SECONDS), low, high)
        found += [(moment(since), moment(until)) for since, until in runs]
    if not found:
        raise NotUnderstood(line.text, "refusal.exceptions_no_date")
    return found
