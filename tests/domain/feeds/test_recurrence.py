"""Rules that repeat, beside dateutil's reading of the same rule."""

from datetime import datetime, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.feeds.recurrence import Budget, repeats
from bot.domain.feeds.rules import DAYS, parse
from bot.domain.feeds.stream import TooMuch

FIRST, LAST = datetime(2019, 1, 1), datetime(2027, 1, 1)  # noqa: DTZ001


def ours(text: str, start: datetime, low: datetime, high: datetime) -> list[datetime]:
    rule = parse(text)
    assert rule is not None
    return list(repeats(rule, start, low=low, high=high, budget=Budget()))


def theirs(text: str, start: datetime, low: datetime, high: datetime) -> list[datetime]:
    return [wall for wall in takewhile(lambda wall: wall <= high, rrulestr(text, dtstart=start)) if wall >= low]


def some(numbers: st.SearchStrategy) -> st.SearchStrategy[str]:
    return st.lists(numbers, min_size=1, max_size=3, unique=True).map(lambda found: ",".join(map(str, found)))


def either_side(most: int) -> st.SearchStrategy[int]:
    return st.integers(1, most) | st.integers(-most, -1)


DAY_NAMES = st.sampled_from(DAYS)
NTH_DAYS = st.builds(lambda number, day: f"{number}{day}", either_side(5), DAY_NAMES)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules on which the two agree by the RFC. Left out are mixed BYDAY (FR,1MO) and BYSETPOS in a first week that has
    begun, where dateutil does otherwise."""
    frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    monthly = frequency in ("MONTHLY", "YEARLY")
    choices = {
        "BYMONTH": some(st.integers(1, 12)),
        "BYMONTHDAY": some(either_side(31)),
        "BYDAY": some(NTH_DAYS) if monthly and draw(st.booleans()) else some(DAY_NAMES),
        "BYHOUR": some(st.integers(0, 23)),
        "BYMINUTE": some(st.integers(0, 59)),
    }
    if frequency == "YEARLY":
        choices |= {"BYYEARDAY": some(either_side(366)), "BYWEEKNO": some(st.integers(1, 51))}
    for name in draw(st.lists(st.sampled_from(sorted(choices)), max_size=3, unique=True)):
        parts.append(f"{name}={draw(choices[name])}")
    if monthly and len(parts) > 2 and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(some(either_side(4)))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 60))}")
    return ";".join([*parts, f"WKST={draw(DAY_NAMES)}"])


STARTS = st.datetimes(FIRST, datetime(2022, 1, 1)).map(lambda wall: wall.replace(microsecond=0))  # noqa: DTZ001


@settings(max_examples=100, deadline=None)
@given(rules(), STARTS, st.integers(0, 1500), st.integers(1, 700))
def test_rules_repeat_as_dateutil_says(text: str, start: datetime, later: int, length: int) -> None:
    low = start + timedelta(days=later)
    high = min(low + timedelta(days=length), LAST)
    if "BYWEEKNO" in text and "BYDAY" in text and any(letter.isdigit() for letter in text.split("BYDAY=")[1][:3]):
        return  # the RFC forbids it
    ends = text if "COUNT" in text else f"{text};UNTIL=20270101T000000"  # else theirs goes on to the year 9999
    assert ours(text, start, low, high) == theirs(ends, start, low, high)


@settings(max_examples=100, deadline=None)
@given(rules(), STARTS, st.integers(0, 1500))
def test_a_later_window_shows_the_same_times(text: str, start: datetime, later: int) -> None:
    low = start + timedelta(days=later)
    assert ours(text, start, low, LAST) == [wall for wall in ours(text, start, start, LAST) if wall >= low]


@pytest.mark.parametrize(
    "text",
    [
        "", "FREQ=HOURLY", "FREQ=MINUTELY;INTERVAL=60", "FREQ=SECONDLY;COUNT=1000000000", "FREQ=FORTNIGHTLY",
        "INTERVAL=2", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=many",
        "FREQ=DAILY;UNTIL=later",
        "FREQ=DAILY;UNTIL=20260231", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=", "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYSETPOS=0",
        "FREQ=YEARLY;RSCALE=HEBREW", "FREQ=DAILY;BYHOUR=24", "FREQ=DAILY;WKST=1", "FREQ", "FREQ=DAILY;BYMOON=1",
        "FREQ=DAILY;INTERVAL=" + "9" * 100_000,
    ],
)  # fmt: skip
def test_rules_below_a_day_or_that_cannot_be_read_are_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "freq=daily",
        "FREQ=DAILY;",
        ";FREQ=DAILY",
        " FREQ = DAILY ; INTERVAL = 1",
        "FREQ=DAILY;X-WHY=1",
        "FREQ=DAILY;INTERVAL=01",
    ],
)
def test_rules_may_be_written_carelessly(text: str) -> None:
    assert parse(text) == parse("FREQ=DAILY")


def test_mixed_days_are_either() -> None:
    walls = ours("FREQ=MONTHLY;BYDAY=1MO,FR", datetime(2026, 6, 1), datetime(2026, 6, 1), datetime(2026, 6, 30))  # noqa: DTZ001
    assert [wall.day for wall in walls] == [1, 5, 12, 19, 26]


def test_a_rule_that_never_comes_true_costs_its_window() -> None:
    for text in (
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYSETPOS=366",
    ):
        budget = Budget()
        rule = parse(text)
        assert rule is not None
        assert not list(repeats(rule, FIRST, low=FIRST, high=LAST, budget=budget))
        assert Budget().left - budget.left < 7_000


def test_a_century_is_jumped_over() -> None:
    budget, start = Budget(), datetime(1900, 1, 1)  # noqa: DTZ001
    for text in (
        "FREQ=DAILY;COUNT=1000000000",
        "FREQ=WEEKLY;BYDAY=WE,FR;COUNT=1000000000",
        "FREQ=MONTHLY",
        "FREQ=YEARLY",
    ):
        rule = parse(text)
        assert rule is not None
        assert list(repeats(rule, start, low=LAST, high=LAST + timedelta(days=2), budget=budget))
    assert Budget().left - budget.left < 200


def test_what_repeats_without_end_is_too_much() -> None:
    rule, high = parse("FREQ=DAILY"), datetime(9999, 1, 1)  # noqa: DTZ001
    assert rule is not None
    with pytest.raises(TooMuch):
        list(repeats(rule, FIRST, low=FIRST, high=high, budget=Budget(10_000)))
    assert len(list(repeats(rule, high, low=high, high=datetime.max, budget=Budget()))) == 365  # noqa: DTZ901
