"""Free slots are what a clock on the wall would show, and waiting is fair to weekends and nights."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain import zones
from bot.domain.hours import Limits, Schedule, Span, after, spread, waking
from bot.domain.hours.slots import starts
from bot.domain.hours.walls import DAY, Clock, ceil, day_of, floor, moments
from bot.domain.mentors import Window

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)  # a Tuesday
TUE_THU_LUNCH = (Window(1, 720, 840), Window(3, 720, 840))


def weekdays(start: int, end: int) -> tuple[Window, ...]:
    return tuple(Window(day, start, end) for day in range(5))


# -- free slots --------------------------------------------------------------------------------------------------------


def free(
    windows: Iterable[Window],
    *,
    zone: str,
    now: datetime,
    minutes: int,
    notice_hours: int,
    horizon_days: int,
    busy: Iterable[Span],
    closed: Callable[[date], bool] | None = None,
    limit: int = 25,
) -> list[datetime]:
    """The soonest `limit` starts of free slots, in UTC. `closed(local date)` is True when no slot starts that day;
    a slot at exactly `notice_hours` from now is offered; the horizon counts local dates."""
    limits = Limits(minutes=minutes, notice_minutes=notice_hours * 60, horizon_days=horizon_days)
    schedule = Schedule(zone, tuple(windows), limits=limits)
    found = starts(schedule, since=ceil(now), until=floor(now) + (horizon_days + 4) * DAY, now=now, busy=busy)
    if closed is not None:
        clock = Clock(zone)
        days = [clock.day(start) for start in found]
        shut = {day for day in set(days) if closed(day_of(day))}
        found = [start for start, day in zip(found, days, strict=True) if day not in shut]
    return moments(found[:limit])


def slots(
    windows: tuple[Window, ...], zone: str, now: datetime, *, minutes: int = 30, days: int = 1, notice: int = 0
) -> list[str]:
    found = free(
        windows, zone=zone, now=now, minutes=minutes, notice_hours=notice, horizon_days=days, busy=(), limit=1000
    )
    return [f"{slot:%d %H:%M}" for slot in found]


def test_slots_follow_the_mentors_clock() -> None:
    assert slots(TUE_THU_LUNCH, "America/New_York", NOW, days=0) == ["01 17:00", "01 17:30", "01 18:00", "01 18:30"]


def test_a_time_that_the_spring_leaves_out_is_not_offered() -> None:
    sunday = (Window(6, 60, 240),)  # 01:00-04:00, and 02:00-03:00 is not there
    assert slots(sunday, "Europe/Berlin", datetime(2026, 3, 28, 12, tzinfo=UTC)) == [
        "29 00:00", "29 00:30", "29 01:00", "29 01:30",
    ]  # fmt: skip
    only_gap = (Window(6, 120, 180),)
    assert slots(only_gap, "Europe/Berlin", datetime(2026, 3, 28, 12, tzinfo=UTC)) == []


def test_a_time_that_the_autumn_repeats_is_open_twice() -> None:
    sunday = (Window(6, 60, 120),)  # 01:00-02:00, both passes, and New York repeats that hour
    assert slots(sunday, "America/New_York", datetime(2026, 10, 31, 12, tzinfo=UTC)) == [
        "01 05:00", "01 05:30", "01 06:00", "01 06:30",
    ]  # fmt: skip


def test_hours_over_midnight_belong_to_the_day_they_start() -> None:
    friday = (Window(4, 23 * 60, 60),)
    assert slots(friday, "UTC", datetime(2026, 12, 4, 12, tzinfo=UTC)) == [
        "04 23:00",
        "04 23:30",
        "05 00:00",
        "05 00:30",
    ]
    after_midnight = datetime(2026, 12, 5, 0, 10, tzinfo=UTC)
    assert slots(friday, "UTC", after_midnight) == ["05 00:30"]


def test_hours_that_touch_are_one_stretch() -> None:
    halves = (Window(1, 720, 765), Window(1, 765, 810))
    assert slots(halves, "UTC", NOW, days=0) == ["01 12:00", "01 12:30", "01 13:00"]


def test_a_slot_at_exactly_the_notice_is_offered_and_the_horizon_counts_dates() -> None:
    assert slots(TUE_THU_LUNCH, "UTC", NOW, notice=4, days=1) == ["01 13:00", "01 13:30"]
    assert slots(TUE_THU_LUNCH, "UTC", NOW, notice=4, days=2)[2:] == ["03 12:00", "03 12:30", "03 13:00", "03 13:30"]


def test_busy_times_and_closed_days_are_left_out_and_the_soonest_kept() -> None:
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    found = free(
        TUE_THU_LUNCH,
        zone="UTC",
        now=NOW,
        minutes=30,
        notice_hours=0,
        horizon_days=9,
        busy=[
            (noon + timedelta(minutes=45), noon + timedelta(minutes=60)),  # half of 12:30
            (noon + timedelta(minutes=60), noon + timedelta(minutes=60)),  # no time at all
            (noon + timedelta(minutes=90), noon),  # upside down
        ],
        closed=lambda day: day == date(2026, 12, 3),
        limit=4,
    )
    assert [f"{slot:%d %H:%M}" for slot in found] == ["01 12:00", "01 13:00", "01 13:30", "08 12:00"]


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(zones.UnknownZone):
        slots(TUE_THU_LUNCH, "Europe/Nowhere", NOW)


def _shows(zone: ZoneInfo, windows: tuple[Window, ...], moment: datetime) -> bool:
    """Whether the wall clock shows an open minute, the slow and obvious way."""
    local = moment.astimezone(zone)
    minute = local.hour * 60 + local.minute
    for window in windows:
        end = window.end if window.end > window.start else window.end + 1440
        if window.day == local.weekday() and window.start <= minute < end:
            return True
        if window.day == (local.weekday() - 1) % 7 and window.start <= minute + 1440 < end:
            return True
    return False


_CHANGES = [
    ("Europe/Berlin", datetime(2027, 3, 27, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2027, 10, 30, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2027, 4, 3, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2027, 10, 2, tzinfo=UTC)),
    ("America/Santiago", datetime(2027, 9, 4, tzinfo=UTC)),
    ("America/Santiago", datetime(2027, 4, 3, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2027, 1, 1, tzinfo=UTC)),
    ("Pacific/Kiritimati", datetime(2027, 1, 1, tzinfo=UTC)),
]


@given(
    place=st.sampled_from(_CHANGES),
    window=st.builds(
        Window,
        day=st.integers(4, 6),
        start=st.integers(0, 95).map(lambda n: n * 15),
        end=st.integers(0, 96).map(lambda n: n * 15),
    ),
    minutes=st.sampled_from([15, 20, 25, 30]),
)
@settings(deadline=None, max_examples=60)
def test_every_slot_is_open_on_the_wall_clock_minute_by_minute(
    place: tuple[str, datetime], window: Window, minutes: int
) -> None:
    assume(window.start != window.end % 1440)  # the whole day: one run follows another without a gap between
    zone, now = place
    found = free((window,), zone=zone, now=now, minutes=minutes, notice_hours=0, horizon_days=3, busy=(), limit=10_000)
    rules = zones.rules(zone)
    last = now.astimezone(rules).date() + timedelta(days=3)
    expected, run = [], 0
    # a run is counted from its first minute, one elapsed minute after another
    for step in range(-2880, 6 * 1440):
        moment = now + timedelta(minutes=step)
        run = run + 1 if _shows(rules, (window,), moment) else 0
        if run and run % minutes == 0:
            start = moment - timedelta(minutes=minutes - 1)
            if start >= now and start.astimezone(rules).date() <= last:
                expected.append(start)
    assert found == expected


def test_a_choice_is_spread_over_days_and_within_them() -> None:
    found = free(
        weekdays(540, 720), zone="UTC", now=NOW, minutes=30, notice_hours=0, horizon_days=9, busy=(), limit=1000
    )
    chosen = spread(found, 8)
    assert [f"{slot:%d %H:%M}" for slot in chosen] == [
        "01 09:00", "02 09:00", "03 09:00", "04 09:00", "07 09:00", "08 09:00", "09 09:00", "10 09:00",
    ]  # fmt: skip
    assert [f"{slot:%d %H:%M}" for slot in spread(found, 10)][:4] == ["01 09:00", "01 10:30", "02 09:00", "02 10:30"]
    assert spread(found, 1000) == found
    assert spread([], 5) == spread(found, 0) == []


# -- waiting -----------------------------------------------------------------------------------------------------------


def local(words: str, zone: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=zones.rules(zone))


@pytest.mark.parametrize(
    ("start", "hours", "ends"),
    [
        ("2026-12-04 15:00", 24, "2026-12-07 15:00"),  # Friday to Monday
        ("2026-12-04 15:00", 9, "2026-12-05 00:00"),
        ("2026-12-05 11:00", 1, "2026-12-07 01:00"),  # from a Saturday
        ("2026-12-01 10:00", 72, "2026-12-04 10:00"),
        ("2026-03-27 15:00", 24, "2026-03-30 15:00"),  # the clocks change on the Sunday
        ("2026-12-01 10:00", 240, "2026-12-15 10:00"),
        ("2026-12-05 11:00", 0, "2026-12-07 00:00"),
    ],
)
def test_weekend_days_do_not_count(start: str, hours: int, ends: str) -> None:
    assert after(local(start, "Europe/Berlin"), hours, zone="Europe/Berlin") == local(ends, "Europe/Berlin")


def test_elapsed_hours_count_where_the_clocks_change_on_a_weekday() -> None:
    # Cairo's clocks go forward on Friday 24 April 2026 at midnight
    assert after(local("2026-04-23 12:00", "Africa/Cairo"), 24, zone="Africa/Cairo") == local(
        "2026-04-24 13:00", "Africa/Cairo"
    )


def test_without_a_zone_the_weekend_is_that_of_utc() -> None:
    assert after(datetime(2026, 12, 4, 23, tzinfo=UTC), 2, zone=None) == datetime(2026, 12, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "quiet", "wakes"),
    [
        ("2026-12-01 20:59", (21, 8), "2026-12-01 20:59"),
        ("2026-12-01 21:00", (21, 8), "2026-12-02 08:00"),
        ("2026-12-02 03:00", (21, 8), "2026-12-02 08:00"),
        ("2026-12-02 08:00", (21, 8), "2026-12-02 08:00"),
        ("2026-12-02 03:00", (1, 6), "2026-12-02 06:00"),
        ("2026-12-02 03:00", (0, 6), "2026-12-02 06:00"),
        ("2026-12-02 03:00", (6, 6), "2026-12-02 03:00"),
        ("2026-03-28 23:00", (21, 8), "2026-03-29 08:00"),  # one hour less to sleep
        ("2026-03-28 23:00", (21, 2), "2026-03-29 03:00"),  # there is no 02:00
        ("2026-10-24 23:00", (21, 8), "2026-10-25 08:00"),
    ],
)
def test_nobody_is_woken_in_quiet_hours(moment: str, quiet: tuple[int, int], wakes: str) -> None:
    awake = waking(local(moment, "Europe/Berlin"), zone="Europe/Berlin", quiet_from=quiet[0], quiet_to=quiet[1])
    assert awake == local(wakes, "Europe/Berlin")


def test_quiet_hours_last_through_both_passes_of_a_repeated_hour() -> None:
    first_pass = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in Berlin, for the first time
    assert waking(first_pass, zone="Europe/Berlin", quiet_from=21, quiet_to=3) == datetime(2026, 10, 25, 2, tzinfo=UTC)


def test_somebody_without_a_zone_is_never_quiet() -> None:
    night = datetime(2026, 12, 1, 3, tzinfo=UTC)
    assert waking(night, zone=None, quiet_from=21, quiet_to=8) == night
