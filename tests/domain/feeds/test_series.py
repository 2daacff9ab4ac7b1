"""What repeats: ends of series, days taken out and put in, single instances moved, newer editions."""

import pytest

from tests.domain.feeds.written import calendar, event, of, read

PARIS = "TZID=Europe/Paris"


def series(*lines: str, uid: str = "s@x") -> str:
    """Every day at 09:30 for a quarter of an hour in Paris, from 27 March 2026; the clocks change on the 29th."""
    times = (f"DTSTART;{PARIS}:20260327T093000", f"DTEND;{PARIS}:20260327T094500")
    return event(*times, *lines, uid=uid)


def instead(day: str, *lines: str) -> str:
    return event(f"RECURRENCE-ID;{PARIS}:{day}T093000", *lines, uid="s@x")


def onward_from(day: str, *lines: str) -> str:
    return event(f"RECURRENCE-ID;RANGE=THISANDFUTURE;{PARIS}:{day}T093000", *lines, uid="s@x")


def days(*parts: str, until: str = "2026-04-01") -> list[str]:
    return read(calendar(*parts), since="2026-03-27", until=until)


F27, S28, S29, M30, T31 = (
    "03-27 08:30 - 08:45", "03-28 08:30 - 08:45", "03-29 07:30 - 07:45", "03-30 07:30 - 07:45", "03-31 07:30 - 07:45"
)  # fmt: skip
DAILY = "RRULE:FREQ=DAILY"


def test_a_daily_event_keeps_its_clock_time() -> None:
    assert days(series(DAILY)) == [F27, S28, S29, M30, T31]


@pytest.mark.parametrize(
    "end",
    [
        "COUNT=3", "UNTIL=20260329", "UNTIL=20260329T093000", "UNTIL=20260329T073000Z", "UNTIL=20260330T072959Z",
        "UNTIL=20260330T092959", "UNTIL=20260329T235959Z", "COUNT=3;UNTIL=20270101", "COUNT=9;UNTIL=20260329",
    ],
)  # fmt: skip
def test_a_series_ends_where_it_says(end: str) -> None:
    assert days(series(f"{DAILY};{end}")) == [F27, S28, S29]


@pytest.mark.parametrize("until", ["20260603", "20260603T000000", "20260602T150000Z", "20260603T235959Z"])
def test_a_series_of_days_ends_on_the_day_as_it_is_written(until: str) -> None:
    found = of("DTSTART:20260601", f"RRULE:FREQ=DAILY;UNTIL={until}", zone="Asia/Tokyo")
    last = "06-02" if until.startswith("20260602") else "06-03"
    assert found == [f"06-01 00:00 - {last} 15:00"]


def test_an_until_before_the_start_takes_the_series_back() -> None:
    assert days(series(f"{DAILY};UNTIL=20260326")) == []


@pytest.mark.parametrize(
    "rule",
    ["FREQ=HOURLY", "FREQ=SECONDLY;COUNT=1000000000", "FREQ=SOMETIMES", "", "FREQ=DAILY;BYDAY=?", "FREQ=DAILY;UNTIL=x"],
)
def test_what_repeats_within_a_day_or_unreadably_counts_once(rule: str) -> None:
    assert days(series(f"RRULE:{rule}")) == [F27]


def test_two_rules_add_up_and_the_start_is_always_in_it() -> None:
    assert days(series("RRULE:FREQ=WEEKLY;BYDAY=SU", "RRULE:FREQ=WEEKLY;BYDAY=TU")) == [F27, S29, T31]


@pytest.mark.parametrize(
    "line",
    [
        f"EXDATE;{PARIS}:20260328T093000,20260330T093000", "EXDATE:20260328T083000Z,20260330T073000Z",
        "EXDATE;VALUE=DATE:20260328,20260330", "EXDATE:20260328T093000,20260330T093000",
        f"EXDATE;{PARIS}:20260328T093000\r\nEXDATE;{PARIS}:never,20260330T093000",
    ],
)  # fmt: skip
def test_days_are_taken_out_however_they_are_written(line: str) -> None:
    assert days(series(DAILY, line)) == [F27, S29, T31]


@pytest.mark.parametrize("line", ["EXDATE:20260328T093000Z", f"EXDATE;{PARIS}:20260328T083000", "EXDATE:20260328T0930"])
def test_another_time_takes_nothing_out(line: str) -> None:
    assert days(series(DAILY, line)) == [F27, S28, S29, M30, T31]


def test_the_first_of_a_series_can_be_taken_out_and_all_of_it() -> None:
    assert days(series(f"{DAILY};COUNT=2", f"EXDATE;{PARIS}:20260327T093000")) == [S28]
    assert days(series("EXDATE;VALUE=DATE:20260327")) == []


@pytest.mark.parametrize("exdate", ["EXDATE;VALUE=DATE:20260602", "EXDATE:20260602T000000", "EXDATE:20260602T000000Z"])
def test_a_whole_day_is_taken_out_though_it_is_written_as_a_time(exdate: str) -> None:
    found = of("DTSTART:20260601", "RRULE:FREQ=DAILY;COUNT=3", exdate, zone="Asia/Tokyo")
    assert found == ["06-01 00:00 - 15:00", "06-02 15:00 - 06-03 15:00"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"RDATE;{PARIS}:20260329T093000,20260331T093000", [F27, S29, T31]),
        ("RDATE:20260329T073000Z,20260327T083000Z", [F27, S29]),
        ("RDATE:20260329T093000", [F27, S29]),
        ("RDATE;VALUE=DATE:20260329", [F27, S29]),
        (f"RDATE;VALUE=PERIOD;{PARIS}:20260328T120000/PT2H,20260330T120000/20260330T121500",
         [F27, "03-28 11:00 - 13:00", "03-30 10:00 - 10:15"]),
    ],
)  # fmt: skip
def test_days_are_put_in(line: str, expected: list[str]) -> None:
    assert days(series(line)) == expected


def test_an_instance_is_moved_within_into_and_out_of_the_window() -> None:
    within = instead("20260328", f"DTSTART;{PARIS}:20260328T150000", "DURATION:PT1H")
    out = instead("20260330", f"DTSTART;{PARIS}:20260530T150000", "DURATION:PT1H")
    into = instead("20260601", f"DTSTART;{PARIS}:20260331T150000", "DURATION:PT1H")
    assert days(series(DAILY), within, out, into) == [F27, "03-28 14:00 - 15:00", S29, T31, "03-31 13:00 - 14:00"]
    assert days(into, within, out, series(DAILY)) == days(series(DAILY), within, out, into)


@pytest.mark.parametrize("line", ["STATUS:CANCELLED", "TRANSP:TRANSPARENT"])
def test_an_instance_is_made_free(line: str) -> None:
    assert days(series(DAILY), instead("20260328", f"DTSTART;{PARIS}:20260328T093000", line)) == [F27, S29, M30, T31]


def test_an_instance_of_a_free_series_is_made_busy() -> None:
    busy = instead("20260328", f"DTSTART;{PARIS}:20260328T093000", "DURATION:PT15M")
    assert days(series(DAILY, "TRANSP:TRANSPARENT"), busy) == [S28]


@pytest.mark.parametrize(
    "identity", ["RECURRENCE-ID:20260328T083000Z", "RECURRENCE-ID;VALUE=DATE:20260328", "RECURRENCE-ID:20260328T093000"]
)
def test_an_instance_is_known_however_it_is_named(identity: str) -> None:
    moved = event(identity, "DTSTART:20260328T200000Z", "DURATION:PT1H", uid="s@x")
    assert days(series(f"{DAILY};COUNT=2"), moved) == [F27, "03-28 20:00 - 21:00"]


def test_an_instance_without_its_series_counts_for_itself() -> None:
    assert days(instead("20260328", "DTSTART:20260328T200000Z", "DURATION:PT1H")) == ["03-28 20:00 - 21:00"]


def test_an_instance_that_was_taken_out_stays_out() -> None:
    moved = instead("20260328", "DTSTART:20260328T200000Z", "DURATION:PT1H")
    assert days(series(DAILY, f"EXDATE;{PARIS}:20260328T093000"), moved) == [F27, S29, M30, T31]


def test_a_change_may_go_on_and_be_changed_again() -> None:
    onward = onward_from("20260328", f"DTSTART;{PARIS}:20260328T103000", "DURATION:PT30M")
    single = instead("20260330", f"DTSTART;{PARIS}:20260330T200000", "DURATION:PT1H")
    late = ["03-28 09:30 - 10:00", "03-29 08:30 - 09:00", "03-30 18:00 - 19:00", "03-31 08:30 - 09:00"]
    assert days(series(DAILY), onward, single) == [F27, *late]
    over = onward_from("20260331", f"DTSTART;{PARIS}:20260331T093000", "STATUS:CANCELLED")
    assert days(over, onward, single, series(DAILY), until="2026-04-05") == [F27, *late[:3]]


def test_a_change_that_goes_on_moves_later_days_into_the_window() -> None:
    onward = onward_from("20260501", f"DTSTART;{PARIS}:20260331T093000", "DURATION:PT15M")
    assert days(series(f"{DAILY};INTERVAL=35"), onward) == [F27, T31]


# -- editions ----------------------------------------------------------------------------------------------------------


def test_the_highest_edition_of_an_event_counts() -> None:
    first, second = (event(f"DTSTART:2026032{n}T100000Z", "DURATION:PT1H", f"SEQUENCE:{n}") for n in (7, 8))
    assert days(first, second) == days(second, first) == ["03-28 10:00 - 11:00"]
    assert days(first, second.replace("DURATION", "STATUS:CANCELLED\r\nDURATION")) == []


def test_the_highest_edition_of_an_instance_counts() -> None:
    first, second = (
        instead("20260328", f"DTSTART:20260328T1{n}0000Z", "DURATION:PT1H", f"SEQUENCE:{n}") for n in (1, 2)
    )
    assert days(series(f"{DAILY};COUNT=1"), first, second) == [F27, "03-28 12:00 - 13:00"]


def test_events_that_share_a_uid_and_an_edition_all_count() -> None:
    assert days(series(), event("DTSTART:20260328T083000Z", "DURATION:PT15M", uid="s@x")) == [F27, S28]


def test_events_without_a_uid_are_each_their_own() -> None:
    bare = calendar(*(event(f"DTSTART:2026032{n}T083000Z", "DURATION:PT15M") for n in (7, 8))).replace(
        "UID:1@x\r\n", ""
    )
    assert read(bare, since="2026-03-27", until="2026-04-01") == [F27, S28]


# -- clock changes -----------------------------------------------------------------------------------------------------


def test_a_series_in_a_gap_and_in_a_fold_follows_the_policy() -> None:
    night = ("DTSTART;TZID=Europe/Berlin:20260301T023000", "DTEND;TZID=Europe/Berlin:20260301T033000", DAILY)
    assert of(*night, since="2026-03-29", until="2026-03-30") == ["03-29 01:30 - 02:30"]
    assert of(*night, since="2026-10-25", until="2026-10-26") == ["10-25 00:30 - 01:30"]


def test_instances_are_as_long_as_the_first_and_days_as_long_as_they_are() -> None:
    change = {"since": "2026-03-28", "until": "2026-03-30"}
    night = ("DTSTART;TZID=Europe/Berlin:20260301T220000", "DTEND;TZID=Europe/Berlin:20260302T060000", DAILY)
    assert of(*night, **change) == ["03-28 00:00 - 05:00", "03-28 21:00 - 03-29 05:00", "03-29 20:00 - 03-30 00:00"]
    weekly = ("DTSTART:20260301", "RRULE:FREQ=WEEKLY")
    assert of(*weekly, **change, zone="Europe/Berlin") == ["03-28 23:00 - 03-29 22:00"]


def test_a_long_event_that_repeats_runs_into_the_window() -> None:
    trip = ("DTSTART;VALUE=DATE:20200520", "DTEND;VALUE=DATE:20200603", "RRULE:FREQ=YEARLY")
    assert of(*trip) == ["06-01 00:00 - 06-03 00:00"]


def test_rules_of_the_wall_follow_the_pinned_zone() -> None:
    meeting = ("DTSTART;TZID=America/Vancouver:20261030T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
    assert of(*meeting, since="2026-10-30", until="2026-11-07") == ["10-30 16:00 - 17:00", "11-06 16:00 - 17:00"]
