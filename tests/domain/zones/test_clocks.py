"""What a clock shows tells the zone: at every offset, at midnight, and across the date line."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import zones

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
MON, TUE, SUN = 0, 1, 6
moments = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def shown(zone: str, now: datetime) -> datetime:
    return now.astimezone(zones.rules(zone))


@pytest.mark.parametrize("offset", zones.in_use(NOON))
def test_at_every_offset_in_use_the_clock_tells_it(offset: int) -> None:
    local = NOON + timedelta(minutes=offset)
    fits = zones.by_clock(NOON, local.time(), local.weekday())
    assert fits.offsets == (offset,)
    assert set(fits.zones) == set(zones.in_use(NOON)[offset])


def test_thirty_seven_offsets_are_in_use_and_most_leave_one_clock() -> None:
    clocks = [len(zones.by_offset(NOON, offset).clocks) for offset in zones.in_use(NOON)]
    assert len(clocks) == 37 and clocks.count(1) == 21 and max(clocks) == 6
    assert -720 not in zones.in_use(NOON), "nobody lives at UTC-12"


@pytest.mark.parametrize(
    ("clock", "offset", "zone"),
    [
        ("17:28", 330, "Asia/Kolkata"),
        ("17:45", 345, "Asia/Kathmandu"),
        ("15:30", 210, "Asia/Tehran"),
        ("16:30", 270, "Asia/Kabul"),
        ("18:30", 390, "Asia/Yangon"),
        ("20:45", 525, "Australia/Eucla"),
        ("22:30", 630, "Australia/Adelaide"),
        ("01:45", 825, "Pacific/Chatham"),
        ("02:30", -570, "Pacific/Marquesas"),
        ("08:30", -210, "America/St_Johns"),
        ("02:00", 840, "Pacific/Kiritimati"),
    ],
)
def test_half_hours_and_quarters_are_told_apart(clock: str, offset: int, zone: str) -> None:
    fits = zones.by_clock(NOON, time.fromisoformat(clock))
    assert offset in fits.offsets and zone in fits.zones
    assert all(abs(other - offset) in (0, 24 * 60) for other in fits.offsets)


def test_the_weekday_tells_the_two_sides_of_the_date_line_apart() -> None:
    assert zones.by_clock(NOON, time(1)).offsets == (-660, 780)
    assert zones.by_clock(NOON, time(1), MON).offsets == (-660,)
    assert zones.by_clock(NOON, time(1), TUE).offsets == (780,)
    assert "Pacific/Auckland" in zones.by_clock(NOON, time(1), TUE).zones
    assert zones.by_clock(NOON, time(1), SUN).offsets == ()


def test_a_clock_that_is_a_little_wrong_around_midnight_still_fits_and_so_does_its_day() -> None:
    before = datetime(2026, 11, 23, 23, 57, tzinfo=UTC)
    for clock, weekday in ((time(23, 50), MON), (time(0, 4), TUE), (time(23, 57), None), (time(0, 4), None)):
        assert 0 in zones.by_clock(before, clock, weekday).offsets, (clock, weekday)
    assert 0 not in zones.by_clock(before, time(0, 5), TUE).offsets, "eight minutes are too many"
    assert 0 not in zones.by_clock(before, time(0, 4), MON).offsets, "four past midnight on Monday was long ago"
    sunday = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    assert zones.by_clock(sunday, time(0, 1), MON).offsets == (0,), "from Sunday into Monday"


def test_the_seconds_of_now_do_not_count() -> None:
    late = NOON.replace(second=59, microsecond=999_999)
    assert zones.by_clock(late, time(17, 23)).offsets == (330,) == zones.by_clock(NOON, time(17, 37)).offsets
    assert zones.by_clock(late, time(17, 22)).offsets == ()
    assert zones.by_clock(NOON, time(17, 30), None, 0).offsets == (330,)
    assert zones.by_clock(NOON, time(17, 31), None, 0).offsets == ()


def test_clocks_that_will_differ_are_offered_apart_the_larger_city_first() -> None:
    clocks = zones.by_offset(NOON, 60).clocks
    assert [clock.zones[0] for clock in clocks] == ["Africa/Kinshasa", "Europe/Berlin"]
    kinshasa, berlin = clocks
    assert kinshasa.changes == () and "Africa/Lagos" in kinshasa.zones and "Europe/Paris" in berlin.zones
    assert berlin.changes[0].at == datetime(2027, 3, 28, 1, tzinfo=UTC) and berlin.changes[0].forward == 60
    assert {"Asia/Jerusalem", "Africa/Cairo"} <= {clock.zones[0] for clock in zones.by_offset(NOON, 120).clocks}
    lord_howe = next(clock for clock in zones.by_offset(NOON, 660).clocks if "Australia/Lord_Howe" in clock.zones)
    assert [change.forward for change in lord_howe.changes] == [-30, 30]


def test_nobody_lives_by_an_offset_that_is_not_in_use() -> None:
    assert zones.by_offset(NOON, 331) == zones.by_offset(NOON, -720) == zones.Fitting((), ())
    assert zones.by_clock(NOON, time(17, 38), None, 7).offsets == (345,)
    assert zones.by_clock(NOON, time(17, 37), None, 30).offsets == (300, 330, 345, 360)[1:]


@settings(max_examples=60, deadline=None)
@given(now=moments, zone=st.sampled_from(sorted(zones.inhabited())), wrong=st.integers(-7, 7), told=st.booleans())
def test_the_true_zone_is_always_among_what_is_offered(now: datetime, zone: str, wrong: int, told: bool) -> None:
    local = shown(zone, now) + timedelta(minutes=wrong)
    fits = zones.by_clock(now, local.time(), local.weekday() if told else None)
    assert zone in fits.zones
    assert zones.ahead(zone, now) in fits.offsets and list(fits.offsets) == sorted(fits.offsets)
    own = next(clock for clock in fits.clocks if zone in clock.zones)
    later = now + timedelta(days=200)
    assert shown(own.zones[0], later).utcoffset() == shown(zone, later).utcoffset()


@settings(max_examples=25, deadline=None)
@given(now=moments)
def test_what_is_offered_fits_on_two_rows_of_buttons(now: datetime) -> None:
    assert max(len(zones.by_offset(now, offset).clocks) for offset in zones.in_use(now)) < 10


@pytest.mark.parametrize(
    ("words", "clocks"),
    [
        ("17:31", ["17:31"]), ("17.31", ["17:31"]), ("17h31", ["17:31"]), ("17 h 31", ["17:31"]), ("1731", ["17:31"]),
        ("17:31 Uhr", ["17:31"]), ("17 Uhr", ["17:00"]), ("5:31 pm", ["17:31"]), ("5.31PM", ["17:31"]),
        ("5:31 p. m.", ["17:31"]), ("5 am", ["05:00"]), ("12 am", ["00:00"]), ("12:05 pm", ["12:05"]),
        ("05:31", ["05:31"]), ("0:31", ["00:31"]), ("24:00", ["00:00"]), ("5:31", ["05:31", "17:31"]),
        ("12:10", ["12:10", "00:10"]), (" 17:31 ", ["17:31"]),
        ("", []), ("25:00", []), ("17:60", []), ("13 pm", []), ("0 am", []), ("half past five", []), ("Berlin", []),
        ("17:31:20", []), ("-5", []), ("5", ["05:00", "17:00"]), ("99", []), ("1" * 5000, []),
    ],
)  # fmt: skip
def test_a_clock_is_read_as_people_type_it(words: str, clocks: list[str]) -> None:
    assert [f"{clock:%H:%M}" for clock in zones.read_clock(words)] == clocks


@pytest.mark.parametrize(
    ("words", "offset"),
    [
        ("UTC+2", 120), ("gmt-5", -300), ("+05:30", 330), ("utc +5.30", 330), ("UTC−3:30", -210), ("+0545", 345),
        ("UTC", None), ("EST-5", None), ("+15", None), ("5", None), ("", None), ("+5:99", None),
    ],
)  # fmt: skip
def test_an_offset_is_read_as_people_type_it(words: str, offset: int | None) -> None:
    assert zones.read_offset(words) == offset


@pytest.mark.parametrize(("offset", "words"), [(0, "UTC"), (330, "UTC+5:30"), (-300, "UTC-5"), (-570, "UTC-9:30")])
def test_an_offset_is_written_as_people_know_it(offset: int, words: str) -> None:
    assert zones.utc(offset) == words
    assert zones.read_offset(words) in (offset, None)


def test_half_past_five_in_india_is_not_nepal() -> None:
    fits = zones.by_clock(NOON, time(17, 28), None, 7)  # D15 of the contract's cases
    assert fits.offsets == (330,) and "Asia/Kolkata" in fits.zones and "Asia/Kathmandu" not in fits.zones
