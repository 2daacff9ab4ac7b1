"""The hard ones by name, each worked out on paper."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain import zones
from bot.domain.hours import (
    Away,
    Booked,
    Clock,
    Limits,
    Override,
    Schedule,
    Trip,
    Window,
    full,
    masks,
    offered,
    resolve,
    shared,
)

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def at(words: str) -> datetime:
    """ "2026-06-01 09:00", in UTC."""
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


def wall(words: str) -> datetime:
    """What a clock shows."""
    return datetime.fromisoformat(words)


def hours(day: int, start: str, end: str) -> Window:
    (a, b), (c, d) = start.split(":"), end.split(":")
    return Window(day, int(a) * 60 + int(b), int(c) * 60 + int(d))


def daily(start: str, end: str) -> tuple[Window, ...]:
    return tuple(hours(day, start, end) for day in range(7))


def starts(
    mentor: Schedule, since: str, until: str, *, now: str = "1980-01-01 00:00", booked: tuple[Booked, ...] = ()
) -> list[str]:
    found = offered(mentor, since=at(since), until=at(until), now=at(now), booked=booked)
    return [f"{slot:%d %H:%M}" for slot in found]


def chat(words: str, minutes: int = 30, about: str = "") -> Booked:
    return Booked(at(words), at(words) + timedelta(minutes=minutes), about)


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


# -- limits ------------------------------------------------------------------------------------------------------------


def test_the_notice_is_elapsed_time_even_when_the_clocks_change() -> None:
    # 24 hours from Saturday 12:00 in Berlin are Sunday 13:00: that night has an hour less
    noon = Schedule("Europe/Berlin", daily("12:00", "14:00"), limits=Limits(notice_minutes=24 * 60))
    assert starts(noon, "2026-03-29 00:00", "2026-03-30 00:00", now="2026-03-28 11:00") == ["29 11:00", "29 11:30"]


def test_the_horizon_counts_dates_where_the_mentor_is() -> None:
    # in Auckland it is already 2 June
    early = Schedule("Pacific/Auckland", daily("0:00", "0:30"), limits=Limits(horizon_days=1))
    assert starts(early, "2026-06-01 00:00", "2026-06-08 00:00", now="2026-06-01 13:00") == ["02 12:00"]


def test_rests_add_up_and_may_lie_outside_the_hours() -> None:
    rested = Schedule("UTC", daily("9:00", "11:00"), limits=Limits(before=10, after=10))
    assert starts(rested, "2026-06-01 00:00", "2026-06-02 00:00") == ["01 09:00", "01 09:30", "01 10:00", "01 10:30"]
    # 09:00 would need to rest until 09:40 and the chat at 09:50 from there on
    assert starts(rested, "2026-06-01 00:00", "2026-06-02 00:00", booked=(chat("2026-06-01 09:50", 20),)) == [
        "01 09:00", "01 10:30",
    ]  # fmt: skip
    assert "01 09:00" not in starts(
        rested, "2026-06-01 00:00", "2026-06-02 00:00", booked=(chat("2026-06-01 09:45", 20),)
    )


def test_a_busy_moment_of_less_than_a_second_bars_and_one_of_no_length_does_not() -> None:
    morning = Schedule("UTC", daily("9:00", "10:00"))
    instant = at("2026-06-01 09:30")
    day: dict[str, Any] = {
        "since": at("2026-06-01 00:00"),
        "until": at("2026-06-02 00:00"),
        "now": at("2026-06-01 00:00"),
    }
    blink = timedelta(microseconds=1)
    both = [at("2026-06-01 09:00"), instant]
    assert offered(morning, **day, busy=[(instant, instant)]) == both
    assert offered(morning, **day, busy=[(instant + blink, instant + blink)]) == both
    assert offered(morning, **day, busy=[(instant, instant - blink)]) == both
    assert offered(morning, **day, busy=[(instant - blink, instant)]) == both[1:]
    assert offered(morning, **day, busy=[(instant, instant + blink)]) == both[:1]
    assert offered(morning, **day, busy=[(both[0] - blink, both[0] + blink)]) == both[1:]


def test_a_moment_after_the_notice_is_too_late() -> None:
    noon = Schedule("UTC", daily("12:00", "13:00"), limits=Limits(notice_minutes=60))
    day: dict[str, Any] = {"since": at("2026-06-01 00:00"), "until": at("2026-06-02 00:00")}
    both = [at("2026-06-01 12:00"), at("2026-06-01 12:30")]
    assert offered(noon, **day, now=at("2026-06-01 11:00")) == both
    assert offered(noon, **day, now=at("2026-06-01 11:00") + timedelta(microseconds=1)) == both[1:]


def test_weeks_begin_on_the_day_the_mentor_says() -> None:
    sunday_night = chat("2026-06-08 03:30")  # Sunday 23:30 in Toronto
    mentor = Schedule("America/Toronto", daily("9:00", "9:30"), limits=Limits(a_week=1))
    assert starts(mentor, "2026-06-05 00:00", "2026-06-10 00:00", booked=(sunday_night,)) == ["08 13:00", "09 13:00"]
    from_sunday = replace(mentor, limits=Limits(a_week=1, week_start=SUN))
    assert starts(from_sunday, "2026-06-05 00:00", "2026-06-10 00:00", booked=(sunday_night,)) == [
        "05 13:00", "06 13:00",
    ]  # fmt: skip


def test_months_end_where_the_mentor_is() -> None:
    mentor = Schedule("Asia/Tokyo", daily("9:00", "9:30"), limits=Limits(a_month=1))
    july = chat("2026-06-30 15:00")  # 1 July, 00:00
    assert starts(mentor, "2026-06-29 12:00", "2026-07-02 12:00", booked=(july,)) == ["30 00:00"]
    assert full(mentor, at=at("2026-07-31 14:59"), booked=[july]) == "month"
    assert full(mentor, at=at("2026-07-31 15:00"), booked=[july]) is None


def test_alternatives_of_one_chat_count_once_and_a_moved_chat_not_at_all() -> None:
    mentor = Schedule("UTC", daily("9:00", "11:00"), limits=Limits(a_day=2, a_week=3))
    held = [
        chat("2026-06-01 09:00", about="a"),
        chat("2026-06-01 10:00", about="a"),
        chat("2026-06-03 09:00", about="a"),
    ]
    assert full(mentor, at=at("2026-06-01 12:00"), booked=held) is None
    assert full(mentor, at=at("2026-06-01 12:00"), booked=[*held, chat("2026-06-01 11:00")]) == "day"
    assert full(mentor, at=at("2026-06-01 12:00"), booked=[*held, chat("2026-06-01 11:00")], besides="a") is None
    more = [*held, chat("2026-06-03 10:00"), chat("2026-06-04 10:00")]
    assert full(mentor, at=at("2026-06-05 12:00"), booked=more) == "week"
    assert starts(mentor, "2026-06-01 00:00", "2026-06-02 00:00", booked=tuple(held)) == ["01 09:30", "01 10:30"]


def test_a_limit_of_none_at_all_offers_nothing() -> None:
    assert (
        starts(Schedule("UTC", daily("9:00", "10:00"), limits=Limits(a_week=0)), "2026-06-01 00:00", "2026-07-01 00:00")
        == []
    )


@pytest.mark.parametrize("until", ["2026-06-01 00:00", "2026-05-01 00:00"])
def test_a_query_of_no_length_finds_nothing(until: str) -> None:
    always = Schedule("UTC", None)
    assert starts(always, "2026-06-01 00:00", until) == []
    query: dict[str, Any] = {"since": at("2026-06-01 00:00"), "until": at(until), "now": at("2026-01-01 00:00")}
    assert shared(always, always, **query) == []
    assert (
        masks.meetings(masks.starts(always, **query), masks.opens(always, since=query["since"], until=query["until"]))
        == 0
    )


# -- two people --------------------------------------------------------------------------------------------------------


def test_a_mentee_is_met_only_while_open_at_home_or_away_and_awake() -> None:
    mentor = Schedule("UTC", daily("0:00", "24:00"), limits=Limits(step=240))
    day: dict[str, Any] = {
        "since": at("2026-06-02 00:00"),
        "until": at("2026-06-03 00:00"),
        "now": at("2026-06-01 00:00"),
    }

    def both(mentee: Schedule, **taken: Any) -> list[str]:
        return [f"{slot:%H:%M}" for slot in shared(mentor, mentee, **day, **taken)]

    awake = Schedule("Asia/Kolkata", daily("8:00", "21:30"))  # UTC+5:30
    assert both(awake) == ["04:00", "08:00", "12:00"]
    assert both(replace(awake, windows=None)) == ["00:00", "04:00", "08:00", "12:00", "16:00", "20:00"]
    assert both(replace(awake, windows=())) == []
    there = replace(awake, trips=(Trip(date(2026, 6, 2), date(2026, 6, 2), "America/New_York"),))
    assert both(there) == ["12:00", "16:00", "20:00"]  # New York's 2 June begins at 04:00, before 8:00 there
    assert both(replace(awake, windows=None, overrides=(Override(date(2026, 6, 2), ((600, 900),)),))) == [
        "08:00",
        "20:00",
    ]
    assert both(replace(awake, away=(Away(date(2026, 6, 2), date(2026, 6, 2)),))) == []
    touching = [(at("2026-06-02 08:30"), at("2026-06-02 12:00")), (at("2026-06-02 04:29"), at("2026-06-02 05:00"))]
    assert both(awake, mentee_busy=touching) == ["08:00", "12:00"]
    assert both(awake, mentee_booked=[chat("2026-06-02 07:45", 20)]) == ["04:00", "12:00"]


def test_a_mentees_hours_of_two_dates_are_one_stretch() -> None:
    mentor = Schedule("UTC", (hours(MON, "23:45", "0:15"),))
    mentee = Schedule("UTC", (hours(MON, "20:00", "24:00"), hours(TUE, "0:00", "1:00")))
    query: dict[str, Any] = {
        "since": at("2026-06-01 00:00"),
        "until": at("2026-06-03 00:00"),
        "now": at("2026-06-01 00:00"),
    }
    assert shared(mentor, mentee, **query) == [at("2026-06-01 23:45")]
    assert (
        masks.meetings(masks.starts(mentor, **query), masks.opens(mentee, since=query["since"], until=query["until"]))
        == 1
    )


def test_a_start_beside_the_cells_never_counts_a_meeting_that_could_not_be_kept() -> None:
    mentor = Schedule("UTC", (hours(MON, "9:07", "9:37"),))
    query: dict[str, Any] = {"since": at("2026-06-01 00:00"), "until": at("2026-06-03 00:00")}
    for window, meetings in ((hours(MON, "9:05", "9:40"), 1), (hours(MON, "9:05", "9:35"), 0)):
        opens = masks.opens(Schedule("UTC", (window,)), **query)
        assert masks.meetings(masks.starts(mentor, **query, now=at("2026-06-01 00:00")), opens) == meetings

    mentor = Schedule("UTC", (hours(MON, "9:05", "9:35"),))
    for window, meetings in ((hours(MON, "9:05", "9:37"), 1), (hours(MON, "9:07", "9:40"), 0)):
        opens = masks.opens(Schedule("UTC", (window,)), **query)
        assert masks.meetings(masks.starts(mentor, **query, now=at("2026-06-01 00:00")), opens) == meetings


# -- from the wall to the moment ---------------------------------------------------------------------------------------


def test_a_time_in_a_gap_says_when_the_gap_ends() -> None:
    found = resolve("Australia/Lord_Howe", wall("2026-10-04 02:10"))
    assert (found.status, found.instants, found.gap_ends) == ("gap", (), at("2026-10-03 15:30"))
    swallowed = resolve("Pacific/Apia", wall("2011-12-30 12:00"))
    assert (swallowed.status, swallowed.gap_ends) == ("gap", at("2011-12-30 10:00"))


def test_a_time_that_is_there_twice_has_both_moments_in_order() -> None:
    found = resolve("America/Chicago", wall("2026-11-01 01:20"))
    assert (found.status, found.instants) == ("fold", (at("2026-11-01 06:20"), at("2026-11-01 07:20")))
    # the last second before the clocks go back, and the first that is there once again
    assert resolve("America/Chicago", wall("2026-11-01 00:59:59")).status == "ok"
    assert resolve("America/Chicago", wall("2026-11-01 02:00")).status == "ok"


def test_other_rules_of_the_same_name_give_other_moments() -> None:
    # a release of tzdata that moves Berlin to Tokyo's time
    with resources.files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").open("rb") as data:
        moved = ZoneInfo.from_file(data, key="Europe/Berlin")
    noon = wall("2026-06-01 12:00")
    assert resolve("Europe/Berlin", noon).instants == (at("2026-06-01 10:00"),)
    assert resolve(moved, noon).instants == (at("2026-06-01 03:00"),)
    assert resolve(zones.rules("Europe/Berlin"), noon).instants == (at("2026-06-01 10:00"),)


class Restless(tzinfo):
    """Forward by an hour at 06:00 UTC on 1 June 2026, and by half an hour again at 09:00."""

    def utcoffset(self, shown: datetime | None) -> timedelta:
        steps = ((wall("2026-06-01 07:00"), 60), (wall("2026-06-01 10:30"), 30))
        return timedelta(minutes=sum(step for since, step in steps if shown and shown.replace(tzinfo=None) >= since))

    def dst(self, _: datetime | None) -> None:
        return None

    def tzname(self, _: datetime | None) -> str:
        return "restless"

    def fromutc(self, told: datetime) -> datetime:
        steps = ((wall("2026-06-01 06:00"), 60), (wall("2026-06-01 09:00"), 30))
        return told + timedelta(minutes=sum(minutes for since, minutes in steps if told.replace(tzinfo=None) >= since))


def test_clocks_that_change_twice_in_a_day_are_followed_both_times() -> None:
    restless = Restless()
    assert resolve(restless, wall("2026-06-01 08:00")).instants == (at("2026-06-01 07:00"),)
    assert resolve(restless, wall("2026-06-01 06:30")).gap_ends == at("2026-06-01 06:00")
    assert resolve(restless, wall("2026-06-01 10:10")).gap_ends == at("2026-06-01 09:00")
    assert resolve(restless, wall("2026-06-01 12:00")).instants == (at("2026-06-01 10:30"),)
