"""What is an error, and what is broken and read all the same."""

import pytest

from bot.domain.feeds.reading import NotACalendar
from bot.domain.zones import UnknownZone
from tests.domain.feeds.written import calendar, event, of, read

TEN = ("DTSTART:20260601T100000Z", "DTEND:20260601T110000Z")
BUSY = ["06-01 10:00 - 11:00"]


@pytest.mark.parametrize(
    "feed",
    [
        "", "\r\n", "404 page not found\n", "<!DOCTYPE html><html>BEGIN:VCALENDAR</html>",
        "BEGIN:VCARD\r\nEND:VCARD\r\n", "BEGIN:VEVENT\r\nEND:VEVENT\r\n", "END:VCALENDAR\r\n",
        '{"error": "BEGIN:VCALENDAR"}', b"\x1f\x8b\x08\x00\x00",
        b"\xff\xfeB\x00E\x00",
    ],
)  # fmt: skip
def test_what_is_no_calendar_is_an_error(feed: str | bytes) -> None:
    with pytest.raises(NotACalendar):
        read(feed)


def test_a_calendar_that_is_cut_off_anywhere_is_an_error() -> None:
    feed = calendar(event(*TEN)).rstrip()
    for length in range(len(feed)):
        with pytest.raises(NotACalendar):
            read(feed[:length])
    assert read(feed) == BUSY


def test_a_second_calendar_that_is_cut_off_is_an_error() -> None:
    with pytest.raises(NotACalendar):
        read(calendar(event(*TEN)) + calendar(event(*TEN))[:-5])


def test_an_empty_calendar_is_free() -> None:
    assert read(calendar()) == read("BEGIN:VCALENDAR\nEND:VCALENDAR") == []


@pytest.mark.parametrize(
    "broken",
    [
        event("DTEND:20260601T150000Z"), event("DTSTART:tomorrow", "DTEND:20260601T150000Z"),
        event("DTSTART:20260231T100000Z", "DURATION:PT1H"), event("DTSTART:20260601T250000Z", "DURATION:PT1H"), event(),
        event("DTSTART", "DTEND"), event("DTSTART:"),
        "no line at all\r\n:\r\n;;;\r\n= =\r\n", "BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        "END:VEVENT\r\n", "BEGIN:VEVENT\r\nDTSTART;TZID=\"Europe:20260601T120000\r\nEND:VEVENT\r\n",
    ],
)  # fmt: skip
def test_a_broken_event_does_not_spoil_the_others(broken: str) -> None:
    assert read(calendar(broken, event(*TEN, uid="2"), broken)) == BUSY


@pytest.mark.parametrize(
    "line",
    ["RRULE:every day", "EXDATE:never", "RDATE:x/y", "SEQUENCE:one", "RECURRENCE-ID:first", "DTSTAMP:?", "ATTENDEE"],
)
def test_an_event_counts_while_its_times_can_be_told(line: str) -> None:
    assert of(*TEN, line) == BUSY


def test_letters_and_line_ends_of_all_kinds_are_read() -> None:
    feed = calendar(event(*TEN, "SUMMARY:Café\u2028\x85 – 東京 🎉"))
    for text in (
        feed,
        feed.replace("\r\n", "\n"),
        feed.replace("\r\n", "\r\r\n"),
        feed.replace("\r\n", "\r"),
        "\ufeff" + feed,
    ):
        assert read(text) == read(text.encode()) == BUSY
    assert read(feed.encode("latin-1", "replace")) == read("\r\n\r\n" + feed + "\r\n \r\n") == BUSY


def test_a_fold_may_cut_anywhere_even_a_letter() -> None:
    data = calendar(event("DTSTART;TZID=Europe/Paris;X-É=東京:20260601T120000", "DURATION:PT1H")).encode()
    folded = b"\r\n".join(b"\r\n ".join(line[at : at + 1] for at in range(len(line))) for line in data.split(b"\r\n"))
    assert read(folded) == read(folded.replace(b"\r\n ", b"\n\t")) == BUSY


def test_names_may_be_in_small_letters() -> None:
    feed = calendar(event("DTSTART;TZID=Europe/Paris:20260601T120000", "DURATION:PT1H"))
    assert read(feed.lower()) == BUSY


def test_the_owners_zone_has_to_exist() -> None:
    with pytest.raises(UnknownZone):
        read(calendar(), zone="Europe/Atlantis")
