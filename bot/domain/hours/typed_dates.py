"""Dates as people type them, one or many: "24-26 Dec", "Dec 24 to Jan 2", "24.12.-26.12.", "5, 6 and 9 May"."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.hours.pieces import Piece
from bot.domain.hours.words import NotUnderstood

FARTHEST = timedelta(days=400)
LONGEST_STRETCH = timedelta(days=366)
LONGEST_UNDATED = timedelta(days=180)
"""What is longer, and says no year, may just as well be upside down."""


@dataclass(frozen=True)
class Named:
    """A date as far as it was said."""

    start: int
    end: int
    day: int = 0
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    soon: int | None = None
    month_first: bool = False


# -- lists of dates ----------------------------------------------------------------------------------------------------


def dates(said: Sequence[Piece], at: int, line: str) -> tuple[list[tuple[Named, Named]], int]:
    """The stretches of dates that begin at `at`, and the place behind them; none where no date begins."""
    found: list[tuple[Named, Named]] = []
    while True:
        begin = _skipped(said, at, ("fill", "and") if found else ("fill",))
        if found and "and" not in {one.kind for one in said[at:begin]}:
            break
        first, after = _one(said, begin)
        if first is None:
            break
        last = first
        to = _skipped(said, after, ("fill",))
        if to < len(said) and said[to].kind == "to":
            other, behind = _one(said, _skipped(said, to + 1, ("fill", "to")))
            if other is not None:
                last, after = other, behind
        found.append((first, last))
        at = after
    return _completed(found, said, at, line)


def _skipped(said: Sequence[Piece], at: int, kinds: Sequence[str]) -> int:
    while at < len(said) and said[at].kind in kinds:
        at += 1
    return at


def _one(said: Sequence[Piece], at: int) -> tuple[Named | None, int]:
    """[weekday] 24 [Dec [2026]], [weekday] Dec 24[, 2026], or a whole date."""
    weekday, begin = None, at
    if at < len(said) and said[at].kind == "weekday":
        weekday, at = said[at].value, _skipped(said, at + 1, ("fill", "and"))
    if at >= len(said):
        return None, begin
    one, then = said[at], _skipped(said, at + 1, ("fill",))
    start = said[begin].start
    if one.kind == "date":
        return replace(Named(start, one.end, weekday=weekday), **dict(one.fields)), at + 1  # type: ignore[arg-type]
    if one.kind == "number":
        if then < len(said) and said[then].kind == "month":
            year, after = _year(said, then + 1)
            return Named(start, said[after - 1].end, one.value, said[then].value, year, weekday), after
        return Named(start, one.end, one.value, weekday=weekday), at + 1
    if one.kind == "month" and then < len(said) and said[then].kind == "number":
        year, after = _year(said, then + 1)
        day = said[then].value
        return Named(start, said[after - 1].end, day, one.value, year, weekday, month_first=True), after
    return None, begin


def _year(said: Sequence[Piece], at: int) -> tuple[int | None, int]:
    then = _skipped(said, at, ("fill", "and"))
    return (said[then].value, then + 1) if then < len(said) and said[then].kind == "year" else (None, at)


def _completed(
    found: list[tuple[Named, Named]], said: Sequence[Piece], at: int, line: str
) -> tuple[list[tuple[Named, Named]], int]:
    """Days without a month have that of the next date ("24-26 Dec"), or of the last one where months come first ("Dec
    24-26"). Numbers at the end that have none are hours: "5 May, 13-14"."""
    while found and _lacks(found[-1][1]) and not _leads(found):
        start = found.pop()[0].start
        at = next(number for number, one in enumerate(said) if one.start >= start)
    flat = [one for stretch in found for one in stretch]
    if (
        any(_lacks(one) for one in found[-1]) and len(found) > 1 and found[-1][0] is not found[-1][1]
        if found
        else False
    ):
        raise NotUnderstood(line[flat[0].start : flat[-1].end], "refusal.exceptions")  # "May 5, 13-14"
    leader: Named | None = None
    for number, one in enumerate(flat):
        if one.month_first:
            leader = one
        if _lacks(one):
            ahead = next((other for other in flat[number:] if other.month and not other.month_first), None)
            source = leader or ahead
            if source is None:
                raise NotUnderstood(line[flat[0].start : flat[-1].end], "refusal.exceptions")
            flat[number] = replace(one, month=source.month, year=one.year or source.year)
    return list(zip(flat[::2], flat[1::2], strict=True)), at


def _lacks(one: Named) -> bool:
    return one.month is None and one.soon is None


def _leads(found: Sequence[tuple[Named, Named]]) -> bool:
    return any(one.month_first for stretch in found for one in stretch)


# -- from what was said to the calendar --------------------------------------------------------------------------------


def stretch(first: Named, last: Named, *, today: date, line: str) -> tuple[date, date]:
    """Its first and last date: the next ones, where no year was said. NotUnderstood for what is none, over, or more
    than a year away."""
    said = line[min(first.start, last.start) : max(first.end, last.end)]
    told = first.year is not None or first.soon is not None
    start = _calendar(first, line, today) if told else today
    end = _calendar(last, line, max(today, start) if last.soon is None else today)
    if not told:
        start = _only(first, line, (day for day in _valid(first, range(end.year, end.year - 9, -1)) if day <= end))
    for one, day in ((first, start), (last, end)):
        if one.weekday not in (None, day.weekday()):
            raise NotUnderstood(line[one.start : one.end], "refusal.exceptions_weekday")
    if start > end or end - start > (LONGEST_STRETCH if told else LONGEST_UNDATED):
        raise NotUnderstood(said, "refusal.exceptions_range")
    if end < today:
        raise NotUnderstood(said, "refusal.exceptions_past")
    if start - today > FARTHEST:
        raise NotUnderstood(said, "refusal.exceptions_far")
    return start, end


def _calendar(one: Named, line: str, since: date) -> date:
    """The date in its year, else the next one from `since` on; or so many days after `since`."""
    if one.soon is not None:
        return since + timedelta(days=one.soon)
    years = [one.year] if one.year else range(since.year, since.year + 9)
    return _only(one, line, (day for day in _valid(one, years) if one.year or day >= since))


def _valid(one: Named, years: Sequence[int]) -> Iterator[date]:
    for year in years:
        if (
            one.month
            and 1 <= one.month <= 12
            and 2000 <= year <= 2199
            and 1 <= one.day <= monthrange(year, one.month)[1]
        ):
            yield date(year, one.month, one.day)


def _only(one: Named, line: str, days: Iterator[date]) -> date:
    day = next(days, None)
    if day is None:
        raise NotUnderstood(line[one.start : one.end], "refusal.exceptions_no_date")
    return day
