"""Whole feeds, beside what icalendar and recurring-ical-events read in them, where these keep to the policy."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.feeds.reading import busy, merged
from tests.domain.feeds.written import calendar, event

SINCE, UNTIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)


def theirs(feed: str) -> list[tuple[datetime, datetime]]:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(feed)).between(SINCE, UNTIL)
    spans = [
        (each.start.astimezone(UTC), each.end.astimezone(UTC)) for each in found if each.get("STATUS") != "CANCELLED"
    ]
    return merged(spans, since=SINCE, until=UNTIL)


def wall(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S")


@st.composite
def series(draw: st.DrawFn, uid: str) -> str:
    """A series by day, so that no clock changes within an event: rule, days taken out and put in, some moved."""
    zone = draw(st.sampled_from(("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")))
    start = datetime(2026, 1, 1, 8) + timedelta(minutes=draw(st.integers(0, 12 * 60)), days=draw(st.integers(0, 100)))  # noqa: DTZ001
    length, every = f"DURATION:PT{draw(st.integers(1, 200))}M", draw(st.integers(1, 4))
    rule = f"RRULE:FREQ=DAILY;INTERVAL={every}" + draw(st.sampled_from(("", ";COUNT=20", ";UNTIL=20260401T090000Z")))
    days = [start + timedelta(days=every * number) for number in draw(st.sets(st.integers(0, 30), max_size=6))]
    gone, moved = days[: len(days) // 3], days[len(days) // 3 :]
    lines = [f"EXDATE;TZID={zone}:{wall(day)}" for day in gone]
    # not whole hours later: the library takes 08:00 UTC, which is 09:00 in Berlin, for what is named 08:00 in Berlin
    added = [start + timedelta(days=number, minutes=37) for number in draw(st.sets(st.integers(0, 60), max_size=2))]
    lines += [f"RDATE;TZID={zone}:{wall(day)}" for day in added]
    parts = [event(f"DTSTART;TZID={zone}:{wall(start)}", length, rule, *lines, uid=uid)]
    for day in moved:
        to = day + timedelta(hours=draw(st.integers(-3, 3)), days=draw(st.integers(-40, 40)))
        status = draw(st.sampled_from(("CONFIRMED", "CANCELLED")))
        told = (f"RECURRENCE-ID;TZID={zone}:{wall(day)}", f"DTSTART;TZID={zone}:{wall(to)}", "DURATION:PT20M")
        parts.append(event(*told, f"STATUS:{status}", uid=uid))
    return "".join(parts)


@settings(max_examples=100, deadline=None)
@given(st.tuples(series("1@x"), series("2@x")).map("".join))
def test_series_are_read_as_the_libraries_read_them(parts: str) -> None:
    feed = calendar(parts)
    assert busy(feed, zone="UTC", owner=None, since=SINCE, until=UNTIL) == theirs(feed)


MOMENTS = st.datetimes(datetime(2026, 2, 1), datetime(2026, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.lists(
    st.tuples(MOMENTS, st.integers(-60, 60 * 48)).map(lambda span: (span[0].replace(microsecond=0), span[1]))
)


@settings(max_examples=100, deadline=None)
@given(SPANS, MOMENTS, st.integers(0, 60 * 24 * 20))
def test_events_in_utc_are_busy_minute_by_minute(
    spans: list[tuple[datetime, int]], since: datetime, length: int
) -> None:
    until = since + timedelta(minutes=length)
    feed = calendar(*(
        event(f"DTSTART:{wall(start)}Z", f"DTEND:{wall(start + timedelta(minutes=minutes))}Z", uid=str(number))
        for number, (start, minutes) in enumerate(spans)
    ))  # fmt: skip
    found = busy(feed, zone="UTC", owner=None, since=since, until=until)
    assert all(since <= start < end <= until for start, end in found)
    assert all(before[1] < after[0] for before, after in pairwise(found))
    edges = {since, *(edge for start, minutes in spans for edge in (start, start + timedelta(minutes=minutes)))}
    for moment in (edge for edge in edges if since <= edge < until):
        inside = any(start <= moment < start + timedelta(minutes=minutes) for start, minutes in spans)
        assert inside == any(start <= moment < end for start, end in found)
