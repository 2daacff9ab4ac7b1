"""On which clock a written time is read, and what the clock makes of it."""

import pytest

from tests.domain.feeds.written import calendar, event, of, read

TEN = ("DTSTART:20260601T100000Z", "DTEND:20260601T110000Z")
BUSY = ["06-01 10:00 - 11:00"]


@pytest.mark.parametrize(
    "tzid",
    [
        "Europe/Paris", '"Europe/Paris"', "europe/paris", "/mozilla.org/20050126_1/Europe/Paris",
        "/freeassociation.sourceforge.net/Tzfile/Europe/Paris", "/Europe/Paris", "Romance Standard Time",
        '"Romance Standard Time"',
    ],
)  # fmt: skip
def test_a_clock_has_an_iana_name_or_a_windows_name(tzid: str) -> None:
    assert of(f"DTSTART;TZID={tzid}:20260601T120000", "DURATION:PT1H", zone="Asia/Tokyo") == BUSY


@pytest.mark.parametrize(
    ("own", "hour"),
    [("", 1), ("X-WR-TIMEZONE:America/New_York", 14), ("X-WR-TIMEZONE:Nowhere/At all", 1), ("X-WR-TIMEZONE:UTC", 10)],
)
def test_times_without_a_clock_are_on_that_of_the_calendar_else_the_owner(own: str, hour: int) -> None:
    floating, unknown = "DTSTART:20260601T100000", "DTSTART;TZID=Customized Time Zone:20260601T100000"
    for start in (floating, unknown):
        feed = calendar(event(start, "DURATION:PT1H"), own=own)
        assert read(feed, zone="Asia/Tokyo") == [f"06-01 {hour:02}:00 - {hour + 1:02}:00"]


def test_whole_days_are_the_owners_whatever_the_calendar_says() -> None:
    feed = calendar(event("DTSTART:20260602"), own="X-WR-TIMEZONE:America/New_York")
    assert read(feed, zone="Asia/Tokyo") == ["06-01 15:00 - 06-02 15:00"]


def test_each_calendar_of_a_stream_has_its_own_clock() -> None:
    tokyo = calendar(event("DTSTART:20260601T100000", "DURATION:PT1H", uid="1"), own="X-WR-TIMEZONE:Asia/Tokyo")
    assert read(tokyo + "\r\n" + calendar(event(*TEN, uid="2"))) == ["06-01 01:00 - 02:00", *BUSY]


def test_a_clock_may_be_described_in_another_calendar_of_the_stream() -> None:
    meeting = event("DTSTART;TZID=Our Office:20260601T120000", "DTEND:20260601T130000")
    assert read(calendar(OWN) + calendar(meeting, own="X-WR-TIMEZONE:Asia/Tokyo")) == BUSY


def test_the_colon_of_a_zone_without_quotes_is_not_that_of_the_value() -> None:
    office = OWN.replace("Our Office", "(UTC+01:00) Amsterdam, Berlin")
    for tzid in ("(UTC+01:00) Amsterdam, Berlin", '"(UTC+01:00) Amsterdam, Berlin"'):
        assert read(calendar(office, event(f"DTSTART;TZID={tzid}:20260601T120000", "DURATION:PT1H"))) == BUSY


def test_utc_is_utc_whatever_the_tzid_says() -> None:
    assert of("DTSTART;TZID=Asia/Tokyo:20260601T100000Z", "DURATION:PT1H") == BUSY


def test_a_gap_has_the_offset_before_it_and_a_fold_is_its_first_pass() -> None:
    spring, autumn = {"since": "2026-03-29", "until": "2026-03-30"}, {"since": "2026-10-25", "until": "2026-10-26"}
    zone = "TZID=Europe/Berlin"
    assert of(f"DTSTART;{zone}:20260329T023000", "DURATION:PT15M", **spring) == ["03-29 01:30 - 01:45"]
    assert of(f"DTSTART;{zone}:20260329T021500", f"DTEND;{zone}:20260329T024500", **spring) == ["03-29 01:15 - 01:45"]
    assert of(f"DTSTART;{zone}:20260329T023000", f"DTEND;{zone}:20260329T030000", **spring) == ["03-29 01:30 - 02:00"]
    assert of(f"DTSTART;{zone}:20261025T023000", f"DTEND;{zone}:20261025T024500", **autumn) == ["10-25 00:30 - 00:45"]


def test_rules_are_the_pinned_ones_though_the_feed_has_old_ones() -> None:
    old = (
        "BEGIN:VTIMEZONE\r\nTZID:America/Vancouver\r\nBEGIN:STANDARD\r\nDTSTART:20071104T020000\r\n"
        "TZOFFSETFROM:-0700\r\nTZOFFSETTO:-0800\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\n"
    )
    meeting = event("DTSTART;TZID=America/Vancouver:20261201T090000", "DURATION:PT1H")
    assert read(calendar(old, meeting), since="2026-12-01", until="2026-12-31") == ["12-01 16:00 - 17:00"]


OWN = (
    "BEGIN:VTIMEZONE\r\nTZID:Our Office\r\n"
    "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
)


def test_a_clock_that_the_feed_describes_is_read_like_any_other() -> None:
    walls = ["20260115T120000", "20260329T013000", "20260329T023000", "20260329T030000", "20260715T120000"]
    walls += ["20261025T015959", "20261025T023000", "20261025T030000", "20261231T235959"]
    for wall in walls:
        described, named = (
            read(
                calendar(OWN, event(f"DTSTART;TZID={tzid}:{wall}", "DURATION:PT1H")),
                since="2026-01-01",
                until="2027-01-02",
            )
            for tzid in ("Our Office", "Europe/Berlin")
        )
        assert described == named != []


def test_a_described_clock_ends_where_it_says() -> None:
    part = OWN.replace("BYMONTH=3", "BYMONTH=3;UNTIL=20250330T010000Z")
    feed = calendar(part, event("DTSTART;TZID=Our Office:20260601T110000", "DURATION:PT1H"))
    assert read(feed) == BUSY
