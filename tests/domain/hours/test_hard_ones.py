"""Clocks, windows and trips: the hard ones by name, each worked out on paper."""

from dataclasses import replace
from datetime import date

from bot.domain.hours import (
    Away,
    Clock,
    Limits,
    Override,
    Schedule,
    Trip,
    full,
)
from tests.domain.hours.short import FRI, MON, SAT, SUN, THU, TUE, WED, at, chat, daily, hours, starts, wall

# -- clocks that change ------------------------------------------------------------------------------------------------


def test_hours_over_a_gap_are_one_run_with_no_minute_lost() -> None:
    # London has no 01:00-02:00 that night: 00:00-03:00 is two hours long
    sunday = Schedule("Europe/London", (hours(SUN, "0:00", "3:00"),))
    assert starts(sunday, "2026-03-29 00:00", "2026-03-30 00:00") == ["29 00:00", "29 00:30", "29 01:00", "29 01:30"]


def test_hours_that_begin_in_a_gap_begin_when_it_ends() -> None:
    # 01:15 does not exist in London: the first minute shown after it is 02:00
    sunday = Schedule("Europe/London", (hours(SUN, "1:15", "2:45"),))
    assert starts(sunday, "2026-03-29 00:00", "2026-03-30 00:00") == ["29 01:00"]


def test_hours_over_a_whole_fold_are_one_run_that_is_an_hour_longer() -> None:
    sunday = Schedule("America/Chicago", (hours(SUN, "0:30", "2:00"),))
    assert starts(sunday, "2026-11-01 00:00", "2026-11-02 00:00") == [
        "01 05:30", "01 06:00", "01 06:30", "01 07:00", "01 07:30",
    ]  # fmt: skip


def test_hours_that_end_inside_a_fold_are_two_runs_each_with_its_own_grid() -> None:
    # Adelaide shows 02:00-03:00 twice: 01:50-02:30 is open, then closed until 03:00, then 02:00-02:30 comes again
    sunday = Schedule("Australia/Adelaide", (hours(SUN, "1:50", "2:30"),), limits=Limits(20))
    assert starts(sunday, "2026-04-04 00:00", "2026-04-05 12:00") == ["04 15:20", "04 15:40", "04 16:30"]


def test_half_an_hour_of_summer_time_is_half_an_hour() -> None:
    # Lord Howe: in October 02:00 is 02:30, in April 02:00 is 01:30
    spring = Schedule("Australia/Lord_Howe", (hours(SUN, "1:30", "3:00"),))
    assert starts(spring, "2026-10-03 00:00", "2026-10-05 00:00") == ["03 15:00", "03 15:30"]
    autumn = Schedule("Australia/Lord_Howe", (hours(SUN, "1:00", "2:00"),))
    assert starts(autumn, "2026-04-04 00:00", "2026-04-06 00:00") == ["04 14:00", "04 14:30", "04 15:00"]


def test_hours_over_midnight_may_meet_a_change_of_the_clocks_there() -> None:
    # Santiago goes from Saturday 24:00 back to 23:00: the night of Saturday 23:00-01:00 has three hours
    autumn = Schedule("America/Santiago", (hours(SAT, "23:00", "1:00"),))
    assert starts(autumn, "2026-04-04 00:00", "2026-04-06 00:00") == [
        "05 02:00", "05 02:30", "05 03:00", "05 03:30", "05 04:00", "05 04:30",
    ]  # fmt: skip
    # and in spring from Saturday 24:00 to Sunday 01:00: only the hour before is left
    assert starts(autumn, "2026-09-05 00:00", "2026-09-07 00:00") == ["06 03:00", "06 03:30"]


def test_the_clocks_of_morocco_go_back_for_ramadan() -> None:
    morning = Schedule("Africa/Casablanca", daily("9:00", "9:30"))
    assert starts(morning, "2026-02-14 00:00", "2026-02-16 00:00") == ["14 08:00", "15 09:00"]


def test_a_date_that_the_date_line_swallowed_has_no_hours() -> None:
    # Apia went from Thursday 29 December 2011 24:00 (UTC-10) to Saturday 31 (UTC+14)
    friday = Schedule("Pacific/Apia", (hours(FRI, "9:00", "12:00"),))
    assert starts(friday, "2011-12-28 00:00", "2012-01-02 00:00") == []
    # what is left of Thursday's night is its hour before midnight; Friday's is the one after it, as Saturday's clock
    # shows it
    nights = Schedule("Pacific/Apia", (hours(THU, "23:00", "1:00"), hours(FRI, "23:00", "1:00")))
    assert starts(nights, "2011-12-29 00:00", "2012-01-02 00:00") == ["30 09:00", "30 09:30", "30 10:00", "30 10:30"]


# -- windows -----------------------------------------------------------------------------------------------------------


def test_windows_of_two_dates_keep_their_own_grids_and_a_start_on_both_is_given_once() -> None:
    # Monday's runs to Tuesday 01:00 with starts at :15 and :45, Tuesday's own begins at 00:00
    night = Schedule("UTC", (hours(MON, "23:15", "1:15"), hours(TUE, "0:00", "1:15")), limits=Limits(step=15))
    once = starts(night, "2026-06-02 00:00", "2026-06-02 02:00")
    assert once == ["02 00:00", "02 00:15", "02 00:30", "02 00:45"]
    own = replace(night, limits=Limits())
    assert starts(own, "2026-06-02 00:00", "2026-06-02 02:00") == ["02 00:00", "02 00:15", "02 00:30", "02 00:45"]


def test_a_run_that_began_before_the_query_keeps_its_grid() -> None:
    odd = Schedule("UTC", (hours(MON, "9:10", "12:00"),))
    assert starts(odd, "2026-06-01 09:30", "2026-06-01 11:00") == ["01 09:40", "01 10:10"]


def test_until_midnight_and_around_the_clock() -> None:
    late = Schedule("UTC", (hours(MON, "23:00", "24:00"),))
    assert starts(late, "2026-06-01 00:00", "2026-06-03 00:00") == ["01 23:00", "01 23:30"]
    whole_day = Schedule("UTC", (hours(MON, "10:00", "10:00"),), limits=Limits(step=360))
    assert starts(whole_day, "2026-06-01 00:00", "2026-06-03 00:00") == ["01 10:00", "01 16:00", "01 22:00", "02 04:00"]


def test_other_hours_on_a_date_leave_the_night_before_alone_and_days_away_do_not() -> None:
    night = Schedule("UTC", (hours(MON, "23:00", "1:00"), hours(TUE, "9:00", "10:00")))
    other = replace(night, overrides=(Override(date(2026, 6, 2), ((840, 870), (870, 900))),))
    week = ("2026-06-01 00:00", "2026-06-07 00:00")
    assert starts(other, *week) == ["01 23:00", "01 23:30", "02 00:00", "02 00:30", "02 14:00", "02 14:30"]
    none = replace(night, overrides=(Override(date(2026, 6, 2)),))
    assert starts(none, *week) == ["01 23:00", "01 23:30", "02 00:00", "02 00:30"]
    away = replace(night, away=(Away(date(2026, 6, 2), date(2026, 6, 2)),))
    assert starts(away, *week) == ["01 23:00", "01 23:30"]


def test_what_is_said_twice_about_a_date_holds_together() -> None:
    twice = (Override(date(2026, 6, 2), ((840, 870),)), Override(date(2026, 6, 2), ((870, 900), (540, 570))))
    assert starts(Schedule("UTC", overrides=twice), "2026-06-01 00:00", "2026-06-07 00:00") == [
        "02 09:00", "02 14:00", "02 14:30",
    ]  # fmt: skip


def test_a_slot_that_only_ends_on_a_day_away_is_not_offered() -> None:
    night = Schedule("UTC", (hours(MON, "23:45", "0:45"),), away=(Away(date(2026, 6, 2)),))
    assert starts(night, "2026-06-01 00:00", "2026-06-03 00:00") == []


def test_a_closed_stretch_bars_what_meets_it_and_nothing_that_touches_it() -> None:
    morning = Schedule("UTC", daily("9:00", "11:00"), closed=((at("2026-06-01 09:30"), at("2026-06-01 10:00")),))
    assert starts(morning, "2026-06-01 00:00", "2026-06-02 00:00") == ["01 09:00", "01 10:00", "01 10:30"]


# -- trips -------------------------------------------------------------------------------------------------------------


def test_on_a_trip_over_the_date_line_a_date_may_come_twice_and_is_one_day_for_the_limit() -> None:
    # Auckland (UTC+12) to Los Angeles (UTC-7), where 3 June begins at 19:00 of Auckland's 3 June: two mornings of it
    flight = Schedule(
        "Pacific/Auckland",
        (hours(WED, "9:00", "9:30"),),
        (Trip(date(2026, 6, 3), date(2026, 6, 4), "America/Los_Angeles"),),
    )
    week = ("2026-06-01 00:00", "2026-06-08 00:00")
    assert starts(flight, *week) == ["02 21:00", "03 16:00"]
    one_a_day = replace(flight, limits=Limits(a_day=1))
    assert starts(one_a_day, *week, booked=(chat("2026-06-02 21:30"),)) == []
    assert full(one_a_day, at=at("2026-06-03 16:00"), booked=[chat("2026-06-02 21:00")]) == "day"


def test_on_a_trip_to_the_west_of_the_date_line_hours_may_not_come_at_all() -> None:
    # Pago Pago (UTC-11) to Kiritimati (UTC+14): when 3 June begins there it is 23:00 on 1 June at home
    flight = Schedule(
        "Pacific/Pago_Pago",
        daily("9:00", "9:30"),
        (Trip(date(2026, 6, 3), date(2026, 6, 5), "Pacific/Kiritimati"),),
    )
    assert starts(flight, "2026-06-01 00:00", "2026-06-08 00:00") == [
        "01 20:00",  # 1 June at home; there is no 2 June
        "02 19:00", "03 19:00", "04 19:00",  # 3 to 5 June there
        "05 20:00", "06 20:00", "07 20:00",  # 5 June once more, at home
    ]  # fmt: skip


def test_home_again_means_home_as_soon_as_the_last_date_ends_there() -> None:
    # Tokyo's 10 May ends at 15:00 UTC; New York shows 11:00 of that day then, and lunch is open again
    trip = Trip(date(2026, 5, 4), date(2026, 5, 10), "Asia/Tokyo")
    lunch = Schedule("America/New_York", daily("12:00", "12:30"), (trip,))
    assert starts(lunch, "2026-05-10 00:00", "2026-05-11 00:00") == ["10 03:00", "10 16:00"]


def test_of_two_trips_at_once_the_first_named_counts() -> None:
    # Los Angeles' 10 May lasts until 07:00 UTC of the 11th, and Tokyo's 11 May begins at 15:00 of the 10th
    trips = (
        Trip(date(2026, 5, 8), date(2026, 5, 10), "America/Los_Angeles"),
        Trip(date(2026, 5, 11), date(2026, 5, 12), "Asia/Tokyo"),
    )
    assert Clock("UTC", trips).wall(at("2026-05-10 20:00")) == wall("2026-05-10 13:00")
    assert Clock("UTC", trips[::-1]).wall(at("2026-05-10 20:00")) == wall("2026-05-11 05:00")
    lunch = Schedule("UTC", daily("12:00", "12:30"), trips)
    assert starts(lunch, "2026-05-10 15:00", "2026-05-11 07:00") == ["10 19:00"]
    assert starts(replace(lunch, trips=trips[::-1]), "2026-05-10 15:00", "2026-05-11 07:00") == ["11 03:00"]
