"""What is free, what is busy, and for how long."""

import pytest

from tests.domain.feeds.written import calendar, event, of, read

TEN = ("DTSTART:20260601T100000Z", "DTEND:20260601T110000Z")
BUSY = ["06-01 10:00 - 11:00"]


# -- free or busy ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:TRANSPARENT", "transp:transparent", "STATUS:CANCELLED", "Status:Cancelled",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "X-Microsoft-CDO-BusyStatus:Free",
    ],
)  # fmt: skip
def test_these_are_free(line: str) -> None:
    assert of(*TEN, line) == []


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:OPAQUE", "STATUS:TENTATIVE", "STATUS:CONFIRMED", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",
        "X-MICROSOFT-CDO-BUSYSTATUS:OOF", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", "CLASS:PRIVATE", "TRANSP:",
        "X-MICROSOFT-CDO-INTENDEDSTATUS:FREE", "X-TRANSP:TRANSPARENT", "SUMMARY:TRANSP:TRANSPARENT",
    ],
)  # fmt: skip
def test_everything_else_is_busy(line: str) -> None:
    assert of(*TEN, line) == BUSY


@pytest.mark.parametrize(
    ("attendee", "expected"),
    [
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:maya@example.org", []),
        ('ATTENDEE;partstat=declined;CN="Maya; D\'Souza: M":MAILTO:Maya@Example.ORG', []),
        ("ATTENDEE;PARTSTAT=DECLINED;EMAIL=maya@example.org:urn:uuid:1", []),
        ("ATTENDEE;PARTSTAT=TENTATIVE:mailto:maya@example.org", BUSY),
        ("ATTENDEE:mailto:maya@example.org", BUSY),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:jo@example.org", BUSY),
        ("ATTENDEE;CN=maya@example.org;PARTSTAT=DECLINED:mailto:jo@example.org", BUSY),
    ],
)
def test_only_what_the_owner_declined_is_free(attendee: str, expected: list[str]) -> None:
    feed = calendar(event(*TEN, attendee))
    assert read(feed, owner="maya@example.org") == read(feed, owner="mailto:MAYA@example.org ") == expected
    assert read(feed) == BUSY


def test_a_free_period_of_a_free_busy_feed_is_free() -> None:
    part = (
        "BEGIN:VFREEBUSY\r\nDTSTART:20260601T000000Z\r\nDTEND:20260701T000000Z\r\n"
        "FREEBUSY;FBTYPE=FREE:20260601T080000Z/PT1H\r\n"
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260601T100000Z/PT30M,20260601T103000Z/20260601T110000Z\r\n"
        "FREEBUSY:20260602T100000Z\r\nEND:VFREEBUSY\r\n"
    )
    assert read(calendar(part)) == BUSY


def test_tasks_and_diaries_and_alarms_are_not_events() -> None:
    alarm = ("BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT5H", "TRANSP:TRANSPARENT", "END:VALARM")
    others = "".join(
        event(*TEN).replace("VEVENT", kind).replace("T1", "T2") for kind in ("VTODO", "VJOURNAL", "X-EVENT")
    )
    assert read(calendar(others, event("DTSTART:20260601T100000Z", *alarm, "DURATION:PT1H"))) == BUSY


# -- how long ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART;VALUE=DATE:20260603"], ["06-02 15:00 - 06-03 15:00"]),
        (["DTSTART:20260603"], ["06-02 15:00 - 06-03 15:00"]),
        (["DTSTART;VALUE=DATE:20260603", "DTEND;VALUE=DATE:20260605"], ["06-02 15:00 - 06-04 15:00"]),
        (["DTSTART;VALUE=DATE:20260603", "DTEND;VALUE=DATE:20260603"], ["06-02 15:00 - 06-03 15:00"]),
        (["DTSTART;VALUE=DATE:20260603", "DURATION:P1W"], ["06-02 15:00 - 06-09 15:00"]),
        (["DTSTART;VALUE=DATE:20260603", "DTEND:20260603T030000Z"], ["06-02 15:00 - 06-03 03:00"]),
        (["DTSTART;VALUE=DATE;TZID=America/New_York:20260603"], ["06-02 15:00 - 06-03 15:00"]),
        (["DTSTART:20260603T100000Z", "DURATION:P1DT2H3M4S"], ["06-03 10:00 - 06-04 12:03"]),
        (["DTSTART:20260603T100000Z", "DURATION:-PT1H"], []),
        (["DTSTART:20260603T100000Z", "DTEND:20260603T090000Z"], []),
        (["DTSTART:20260603T100000Z", "DTEND:20260603T100000Z"], []),
        (["DTSTART:20260603T100000Z"], []),
        (["DTSTART:20260603T100000Z", "DTEND:soon", "DURATION:PT5M"], ["06-03 10:00 - 10:05"]),
        (["DTSTART:20260603T235960Z", "DURATION:PT1H"], ["06-03 23:59 - 06-04 00:59"]),
    ],
)
def test_how_long_an_event_is(lines: list[str], expected: list[str]) -> None:
    assert of(*lines, zone="Asia/Tokyo") == expected


def test_a_day_of_a_clock_change_is_as_long_as_it_is() -> None:
    berlin = {"since": "2026-03-01", "until": "2026-11-01", "zone": "Europe/Berlin"}
    assert of("DTSTART:20260329", **berlin) == ["03-28 23:00 - 03-29 22:00"]
    assert of("DTSTART:20261025", **berlin) == ["10-24 22:00 - 10-25 23:00"]


def test_hours_of_a_duration_are_exact_and_its_days_are_not() -> None:
    start, night = "DTSTART;TZID=Europe/Berlin:20260328T220000", {"since": "2026-03-01", "until": "2026-04-01"}
    assert of(start, "DURATION:PT24H", **night) == ["03-28 21:00 - 03-29 21:00"]
    assert of(start, "DURATION:P1D", **night) == ["03-28 21:00 - 03-29 20:00"]


def test_what_runs_into_the_window_is_cut_and_what_touches_is_one() -> None:
    feed = calendar(
        event("DTSTART:20260501T000000Z", "DTEND:20260601T010000Z", uid="1"),
        event("DTSTART:20260601T020000Z", "DTEND:20260601T030000Z", uid="2"),
        event("DTSTART:20260601T010000Z", "DTEND:20260601T020000Z", uid="3"),
        event("DTSTART:20260630T230000Z", "DTEND:20270101T000000Z", uid="4"),
        event("DTSTART:20260531T230000Z", "DTEND:20260601T000000Z", uid="5"),
        event("DTSTART:20260701T000000Z", "DTEND:20260701T010000Z", uid="6"),
    )
    assert read(feed) == ["06-01 00:00 - 03:00", "06-30 23:00 - 07-01 00:00"]
    assert read(feed, since="2026-06-01", until="2026-06-01") == []


def test_our_own_invitations_are_left_out_for_the_bookings_know_better() -> None:
    ours, theirs = event(*TEN, uid="c1@halfhour"), event("DTSTART:20260601T120000Z", "DTEND:20260601T130000Z")
    assert read(calendar(ours, theirs)) == ["06-01 12:00 - 13:00"]
