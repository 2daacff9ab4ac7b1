"""When a rule repeats, in clock times. Periods that end before the window are jumped over, not walked through, and a
rule that never comes true ends with the window; the general libraries walk on to the year 9999."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import count, product

from bot.domain.feeds.rules import Rule
from bot.domain.feeds.stream import TooMuch

MOST_STEPS = 3_000_000
"""What reading one feed may cost: a few seconds. 8,000 daily meetings cost 2.9 million for two months."""
AN_INSTANCE = 4
AN_EVENT = 20
"""Costs, beside 1 for each period of a rule and each day of it that is looked at."""


@dataclass
class Budget:
    """What reading one feed may still cost, so that a hostile one is an error before it is a burden."""

    left: int = MOST_STEPS

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise TooMuch("it repeats without end")


def repeats(rule: Rule, start: datetime, *, low: datetime, high: datetime, budget: Budget) -> Iterator[datetime]:
    """The naive times of a rule, counted from `start` on, that lie in low..high, ascending; TooMuch if it costs that.
    UNTIL is left to the caller, who knows the zone. `start` itself is among them only if the rule says so."""
    rule, times = _filled(rule, start), _times(rule, start)
    every = rule.any_day and not rule.by_month
    first, left = _skipped(rule, start, low), rule.count
    if left is not None:
        known = _counted(rule, start, first)
        first, left = (0, left) if known is None else (first, left - known)
    for days in _periods(rule, start, first):
        if days.start > high.toordinal() or (left is not None and left <= 0):
            return
        chosen = [day for day in map(date.fromordinal, days) if every or rule.fits(day)]
        budget.spend(1 + len(days) + AN_INSTANCE * len(chosen) * len(times))
        for wall in _positions(rule, chosen, times):
            if wall < start:
                continue
            if wall > high or left == 0:
                return
            if left is not None:
                left -= 1
            if wall >= low:
                yield wall


def _counted(rule: Rule, start: datetime, periods: int) -> int | None:
    """How many times the first so many periods hold, for rules that tell it without looking at each day."""
    if rule.by_month or rule.by_position or rule.by_hour or rule.by_minute or rule.by_second:
        return None
    if rule.frequency == "DAILY" and rule.any_day:
        return periods
    if rule.frequency == "WEEKLY" and replace(rule, by_day=frozenset()).any_day:
        weekdays = {(weekday - rule.week_start) % 7 for _, weekday in rule.by_day}
        before = sum(weekday < (start.weekday() - rule.week_start) % 7 for weekday in weekdays)
        return periods * len(weekdays) - before if periods else 0
    return None


def _filled(rule: Rule, start: datetime) -> Rule:
    """The rule with what it leaves to its start: a WEEKLY one repeats on the weekday of its start."""
    if not rule.any_day:
        return rule
    match rule.frequency:
        case "WEEKLY":
            return replace(rule, by_day=frozenset({(0, start.weekday())}))
        case "MONTHLY":
            return replace(rule, by_month_day=frozenset({start.day}))
        case "YEARLY":
            months = rule.by_month or frozenset({start.month})
            return replace(rule, by_month=months, by_month_day=frozenset({start.day}))
    return rule


def _times(rule: Rule, start: datetime) -> list[time]:
    hours, minutes = rule.by_hour or {start.hour}, rule.by_minute or {start.minute}
    seconds = {min(second, 59) for second in rule.by_second or {start.second}}
    return [time(*parts) for parts in product(sorted(hours), sorted(minutes), sorted(seconds))]


def _positions(rule: Rule, days: list[date], times: list[time]) -> list[datetime]:
    """Of the times of one period all, or those that BYSETPOS counts out."""
    if not rule.by_position:
        return [datetime.combine(day, at) for day in days for at in times]
    size = len(days) * len(times)
    wanted = {number - 1 if number > 0 else size + number for number in rule.by_position}
    within = sorted(number for number in wanted if 0 <= number < size)
    return [datetime.combine(days[number // len(times)], times[number % len(times)]) for number in within]


# -- periods: ranges of the ordinals of days ---------------------------------------------------------------------------


def _skipped(rule: Rule, start: datetime, low: datetime) -> int:
    """How many periods from that of the start on certainly end before `low`."""
    behind = {
        "DAILY": (low.date() - start.date()).days - 1,
        "WEEKLY": (low.date() - start.date()).days // 7 - 1,
        "MONTHLY": (low.year - start.year) * 12 + low.month - start.month,
        "YEARLY": low.year - start.year,
    }[rule.frequency]
    return max(0, behind // rule.interval)


def _periods(rule: Rule, start: datetime, first: int) -> Iterator[range]:
    """Each period's days, from the `first`th on, until the calendar ends."""
    match rule.frequency:
        case "DAILY" | "WEEKLY":
            length = 7 if rule.frequency == "WEEKLY" else 1
            begin = start.toordinal() - ((start.weekday() - rule.week_start) % 7 if length == 7 else 0)
            for number in count(first):
                day = begin + number * rule.interval * length
                if day + length - 1 > date.max.toordinal():
                    return
                yield range(max(day, 1), day + length)
        case "MONTHLY":
            for number in count(first):
                year, month = divmod(start.year * 12 + start.month - 1 + number * rule.interval, 12)
                if year > date.max.year:
                    return
                yield _days(year, month + 1, month + 1)
        case "YEARLY":
            months = (min(rule.by_month), max(rule.by_month)) if rule.by_month else (1, 12)
            for number in count(first):
                year = start.year + number * rule.interval
                if year > date.max.year:
                    return
                yield _days(year, *months)


def _days(year: int, first: int, last: int) -> range:
    begin = date(year, first, 1).toordinal()
    return range(begin, date(year, last, monthrange(year, last)[1]).toordinal() + 1)
