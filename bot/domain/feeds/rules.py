"""What an RRULE says (RFC 5545, 3.3.10). One that cannot be read to the end is not read at all."""

import re
from calendar import isleap, monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.domain.feeds.values import naive

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Rule:
    """`by_day` holds (n, weekday from Monday): (0, 4) each Friday, (-1, 4) the last. `until` is as it was written."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    week_start: int = 0
    by_month: frozenset[int] = frozenset()
    by_week: frozenset[int] = frozenset()
    by_year_day: frozenset[int] = frozenset()
    by_month_day: frozenset[int] = frozenset()
    by_day: frozenset[tuple[int, int]] = frozenset()
    by_hour: frozenset[int] = frozenset()
    by_minute: frozenset[int] = frozenset()
    by_second: frozenset[int] = frozenset()
    by_position: frozenset[int] = frozenset()

    @property
    def any_day(self) -> bool:
        """Whether nothing is said about days of the month, year or week: then they are those of the start."""
        return not (self.by_week or self.by_year_day or self.by_month_day or self.by_day)

    def fits(self, day: date) -> bool:
        """Whether a day passes all BY rules about days."""
        return (
            (not self.by_month or day.month in self.by_month)
            and (not self.by_month_day or self._one_of(self.by_month_day, day.day, _length_of_month(day)))
            and (not self.by_day or self._on_weekday(day))
            and (not self.by_year_day or self._one_of(self.by_year_day, day.timetuple().tm_yday, _length_of_year(day)))
            and (not self.by_week or self._one_of(self.by_week, *_week(day, self.week_start)))
        )

    def _one_of(self, wanted: frozenset[int], number: int, length: int) -> bool:
        return number in wanted or number - length - 1 in wanted

    def _on_weekday(self, day: date) -> bool:
        weekday = day.weekday()
        if (0, weekday) in self.by_day:
            return True
        if self.frequency not in ("MONTHLY", "YEARLY"):  # "the second Tuesday" of a week means nothing
            return any(weekday == other for _, other in self.by_day)
        if self.frequency == "YEARLY" and not self.by_month:
            number, length = day.timetuple().tm_yday, _length_of_year(day)
        else:
            number, length = day.day, _length_of_month(day)
        return bool({((number - 1) // 7 + 1, weekday), (-((length - number) // 7 + 1), weekday)} & self.by_day)


def _length_of_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _length_of_year(day: date) -> int:
    return 366 if isleap(day.year) else 365


def _first_week(year: int, week_start: int) -> int:
    """The ordinal of the first day of week 1: the first one with at least four days in the year."""
    fourth = date(year, 1, 4).toordinal()
    return fourth - (fourth - 1 - week_start) % 7


def _week(day: date, week_start: int) -> tuple[int, int]:
    """(number of the week, how many weeks its year has)."""
    ordinal = day.toordinal()
    year = min(day.year + 1, date.max.year)
    while year > 1 and ordinal < _first_week(year, week_start):
        year -= 1
    first = _first_week(year, week_start)
    following = _first_week(year + 1, week_start) if year < date.max.year else first + 52 * 7
    return (ordinal - first) // 7 + 1, (following - first) // 7


# -- reading -----------------------------------------------------------------------------------------------------------


def _numbers(low: int, high: int, *, signed: bool = False) -> Callable[[str], frozenset[int]]:
    def read(text: str) -> frozenset[int]:
        found = frozenset(_integer(part) for part in text.split(","))
        if not all(low <= (abs(number) if signed else number) <= high for number in found):
            raise ValueError
        return found

    return read


def _integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text.strip()):
        raise ValueError
    return int(text)


def _positive(text: str) -> int:
    if (number := _integer(text)) < 1:
        raise ValueError
    return number


def _weekdays(text: str) -> frozenset[tuple[int, int]]:
    found = set()
    for part in set(text.split(",")):
        match = re.fullmatch(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", part.strip())
        if not match or not (match[1] is None or 1 <= abs(int(match[1])) <= 53):
            raise ValueError
        found.add((int(match[1] or 0), DAYS.index(match[2])))
    return frozenset(found)


def _frequency(text: str) -> str:
    if text not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise ValueError
    return text


def _until(text: str) -> str:
    if naive(text) is None:
        raise ValueError
    return text


def _gregorian(text: str) -> None:
    if text not in ("GREGORIAN", "OMIT"):
        raise ValueError


_PARTS: dict[str, tuple[str, Callable[[str], object]]] = {
    "FREQ": ("frequency", _frequency),
    "INTERVAL": ("interval", _positive),
    "COUNT": ("count", _positive),
    "UNTIL": ("until", _until),
    "WKST": ("week_start", DAYS.index),
    "BYMONTH": ("by_month", _numbers(1, 12)),
    "BYWEEKNO": ("by_week", _numbers(1, 53, signed=True)),
    "BYYEARDAY": ("by_year_day", _numbers(1, 366, signed=True)),
    "BYMONTHDAY": ("by_month_day", _numbers(1, 31, signed=True)),
    "BYDAY": ("by_day", _weekdays),
    "BYHOUR": ("by_hour", _numbers(0, 23)),
    "BYMINUTE": ("by_minute", _numbers(0, 59)),
    "BYSECOND": ("by_second", _numbers(0, 60)),
    "BYSETPOS": ("by_position", _numbers(1, 366, signed=True)),
    "RSCALE": ("", _gregorian),
    "SKIP": ("", _gregorian),
}


@lru_cache(maxsize=512)
def parse(text: str) -> Rule | None:
    """The rule; None for one that repeats more often than daily, or that cannot be read."""
    parts: dict[str, object] = {}
    try:
        for part in filter(None, text.upper().replace(" ", "").split(";")):
            name, _, value = part.partition("=")
            if name.startswith("X-"):
                continue
            field, read = _PARTS[name]
            parts[field] = read(value)
    except (KeyError, ValueError):
        return None
    if "frequency" not in parts:
        return None
    return Rule(**{name: value for name, value in parts.items() if name})  # type: ignore[arg-type]
