"""What takes times away, and when two people can meet: the hard ones by name, each worked out on paper."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.hours import (
    Away,
    Limits,
    Override,
    Schedule,
    Trip,
    full,
    masks,
    offered,
    shared,
)
from tests.domain.hours.short import MON, SUN, TUE, at, chat, daily, hours, starts

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
