"""Feeds that are made to take for ever. What counts is the work that is done, not the time it takes here."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.feeds import reading
from bot.domain.feeds.reading import NotACalendar, TooMuch, busy
from bot.domain.feeds.recurrence import MOST_STEPS, Budget
from bot.domain.feeds.stream import LARGEST
from tests.domain.feeds.written import calendar, event, moment, of, read

HOUR = ("DTSTART:19000101T100000Z", "DTEND:19000101T110000Z")
JUNE = [f"06-{day:02} 10:00 - 11:00" for day in range(1, 31)]


OWN_CLOCK = (
    "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
    "RRULE:FREQ=DAILY\nEND:STANDARD\nEND:VTIMEZONE\n"
)


SIXTY = ",".join(map(str, range(60)))


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> list[Budget]:
    """The budgets of all that is read: how much work was done."""
    budgets: list[Budget] = []

    def counted() -> Budget:
        budgets.append(Budget())
        return budgets[-1]

    monkeypatch.setattr(reading, "Budget", counted)
    return budgets


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY", JUNE),
        ("FREQ=DAILY;COUNT=1000000000", JUNE),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=1000000000", JUNE),
        ("FREQ=DAILY;COUNT=46000", []),
        ("FREQ=SECONDLY;COUNT=1000000000", []),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", []),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=1000", []),
        ("FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", []),
        ("FREQ=YEARLY;INTERVAL=999999999999", []),
        ("FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1", []),
    ],
)
def test_rules_cost_what_their_window_holds(rule: str, expected: list[str], spent: list[Budget]) -> None:
    assert of(*HOUR, f"RRULE:{rule}") == expected
    assert MOST_STEPS - spent[0].left < 100_000


@pytest.mark.parametrize(
    "unit",
    [
        event(*HOUR, "RRULE:FREQ=DAILY"),
        event(*HOUR, "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=100000"),
        event("DTSTART;TZID=Europe/Berlin:20200101T100000", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=-1FR"),
        event("DTSTART:20240101", "DTEND:20240102"),
    ],
)
def test_thousands_of_ordinary_events_are_read(unit: str, spent: list[Budget]) -> None:
    many = calendar(*(unit.replace("1@x", f"{number}@x") for number in range(1500)))
    assert read(many) == read(calendar(unit))
    assert MOST_STEPS - spent[0].left < 1500 * 400


@pytest.mark.parametrize(
    "feed",
    [
        calendar(*(event(*HOUR, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=9", uid=str(n)) for n in range(40))),
        calendar(event(*HOUR, "RRULE:FREQ=DAILY") * 2_000),
        calendar(*(event("DTSTART:19500101", "DURATION:P36000D", "RRULE:FREQ=DAILY", uid=str(n)) for n in range(40))),
        calendar("BEGIN:VEVENT\nDTSTART:20260601\nEND:VEVENT\n" * 6_000),
        calendar(*(event(*HOUR, "RDATE:" + "20260601," * 5_000, uid=str(n)) for n in range(6))),
        calendar(event(*HOUR, f"RRULE:FREQ=DAILY;BYSECOND={SIXTY};BYMINUTE={SIXTY}")),
    ],
    ids=["counts", "editions", "endless days", "tiny events", "days put in", "every second"],
)
def test_a_feed_that_would_take_too_long_is_an_error(feed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "Budget", lambda: Budget(100_000))
    with pytest.raises(TooMuch):
        read(feed, since="2026-06-01", until="2026-09-01")


def test_a_zone_that_has_changed_every_day_since_1601_costs_what_its_window_holds(spent: list[Budget]) -> None:
    zones_of_its_own = [OWN_CLOCK.replace("TZID:Own", f"TZID:Own{number}") for number in range(60)]
    events = [event(f"DTSTART;TZID=Own{number}:20260601T100000", uid=str(number)) for number in range(60)]
    read(calendar(*zones_of_its_own, *events))
    assert MOST_STEPS - spent[0].left < 60 * 10_000


def test_a_feed_that_is_too_large_is_an_error() -> None:
    with pytest.raises(TooMuch):
        read(calendar("X:" + "x" * LARGEST + "\n"))


@pytest.mark.parametrize(
    "part",
    [
        "DESCRIPTION:" + "x" * 1_000_000 + "\r\n", "DESCRIPTION:x" + "\r\n x" * 300_000 + "\r\n",
        "BEGIN:X\r\n" * 100_000 + "END:X\r\n" * 100_000,
        "BEGIN:X\r\n" * 50_000 + "END:Y\r\n" * 50_000 + "END:X\r\n" * 50_000,
        "BEGIN:VEVENT\r\n" * 20_000 + "END:VEVENT\r\n" * 20_000, "ATTENDEE" + ";a" * 300_000 + ":mailto:x\r\n",
        'ATTENDEE;CN="' + '";"' * 300_000 + ":mailto:x\r\n", "DTSTART;" + "X" * 500_000 + "=1:20260601\r\n",
        event("DTSTART:20250601T100000Z", "RDATE:" + ",".join(["20260601T000000Z"] * 20_000)),
        event("DTSTART:20250601T100000Z", "RRULE:FREQ=DAILY;INTERVAL=" + "9" * 500_000),
        event("DTSTART:" + "2" * 500_000), event("DTSTART:20250601", "DURATION:P" + "9" * 500_000 + "D"),
        event("DTSTART:20250601", "SEQUENCE:" + "9" * 500_000),
        event("DTSTART;TZID=" + "/" * 300_000 + ":20250601T000000"),
    ],
    ids=lambda part: part[:12],
)  # fmt: skip
def test_long_and_deep_feeds_are_read(part: str) -> None:
    assert read(calendar(part, event("DTSTART:20260601T100000Z", "DURATION:PT1H"))) == ["06-01 10:00 - 11:00"]


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:00010101T000000", "DTEND:99991231T235959"),
        ("DTSTART;TZID=Asia/Tokyo:00010101T000000", "DTEND;TZID=America/New_York:99991231T235959"),
        ("DTSTART;VALUE=DATE:00010101", "DTEND;VALUE=DATE:99991231"),
        ("DTSTART:20000101T000000Z", "DURATION:P9999999D"),
        ("DTSTART:20000101", "DURATION:P999999W"), ("DTSTART:20000101T000000Z", "DURATION:PT999999999H"),
        ("DTSTART:20000101", "DURATION:P9999999D", "RRULE:FREQ=YEARLY"),
    ],
)  # fmt: skip
def test_what_lasts_for_ever_is_busy(lines: tuple[str, ...]) -> None:
    assert of(*lines, zone="Pacific/Auckland") == ["06-01 00:00 - 07-01 00:00"]


@pytest.mark.parametrize("identity", ["00010101T000000Z", "99991231T235959Z", "00010101", "99991231T235959"])
def test_changes_at_the_ends_of_time_are_read(identity: str) -> None:
    onward = event(f"RECURRENCE-ID;RANGE=THISANDFUTURE:{identity}", "DTSTART:20260601T100000Z", "DURATION:PT1H")
    rdates = "RDATE:00010101T000000,99991231T235959Z,99991231"
    assert read(calendar(event(*HOUR, "RRULE:FREQ=MONTHLY", rdates), onward))


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_a_mangled_feed_is_read_or_is_an_error(chance: random.Random, cuts: int) -> None:
    good = calendar(
        event(
            "DTSTART;TZID=Our Office:20260601T100000",
            "DTEND;TZID=Our Office:20260601T110000",
            "RRULE:FREQ=WEEKLY;BYDAY=MO",
        ),
        event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260608T080000Z", "DTSTART:20260608T090000Z", "DURATION:P1DT1H"),
        event(
            "DTSTART:20260603", "EXDATE:20260603,20260604T000000", "RDATE;VALUE=PERIOD:20260605T000000/PT1H", uid="2"
        ),
    )
    data = bytearray(good.encode())
    for _ in range(cuts):
        at = chance.randrange(len(data))
        data[at : at + chance.choice((0, 1, 3, 30))] = chance.choice(
            (b"", b"9", b"\r\n", b":", b";", b"Z", b"\xff", b"-", b"00")
        )
    try:
        found = busy(
            bytes(data), zone="Asia/Tokyo", owner="x@y", since=moment("2026-06-01"), until=moment("2026-07-01")
        )
    except NotACalendar:
        return
    assert all(start < end for start, end in found)


def test_any_window_may_be_asked_for() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    feed = calendar(event("DTSTART;TZID=Europe/Berlin:20260601T100000", "DURATION:PT1H", "RRULE:FREQ=YEARLY;COUNT=2"))
    assert len(busy(feed, zone="Asia/Tokyo", owner=None, since=first, until=last)) == 2
    assert not busy(feed, zone="Asia/Tokyo", owner=None, since=last, until=last + timedelta(0))
