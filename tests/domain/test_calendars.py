"""What a calendar comes to when it is read, when it is not, and when there is too much in it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.boundary.commands import SaveCalendar
from bot.domain.calendars import MOST, PATIENCE, REACH, SELDOM, SOON, Calendar, Trouble, taken
from bot.domain.people import Person

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
MAYA = Person("slack", "T1", "U1")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEW = Calendar(MAYA, "https://calendar.example.org/secret.ics", NOW)
READ = NEW.read([(NOW, NOW + HOUR)], clock="UTC 1", etag="e", modified="m", now=NOW, chance=0.5)
chances = st.floats(0, 1)


@given(chance=chances)
def test_it_is_read_again_after_a_quarter_to_half_an_hour(chance: float) -> None:
    read = NEW.read([], clock="UTC 1", etag="", modified="", now=NOW, chance=chance)
    assert 15 * MINUTE <= read.next_at - NOW <= 30 * MINUTE


@given(chance=chances)
def test_what_fails_is_tried_soon_and_then_ever_more_seldom(chance: float) -> None:
    at, calendar, waits = NOW, READ, []
    for _ in range(30):
        calendar = calendar.failed(Trouble.GONE, now=at, chance=chance)
        waits.append(calendar.next_at - at)
        at = calendar.next_at
    assert SOON <= waits[0] <= 2 * SOON
    assert waits == sorted(waits)
    assert SELDOM <= waits[-1] <= SELDOM * 1.25
    assert calendar.failing_since == NOW


def test_a_failure_takes_nothing_away() -> None:
    failing = READ.failed(Trouble.AWAY, now=NOW + HOUR, chance=0)
    assert (failing.busy, failing.until, failing.read_at, failing.etag) == (READ.busy, READ.until, NOW, "e")


def test_the_owner_hears_of_it_after_some_hours_and_once() -> None:
    failing = READ.failed(Trouble.GONE, now=NOW, chance=0)
    assert not failing.to_tell(NOW + PATIENCE - MINUTE)
    assert failing.to_tell(NOW + PATIENCE)
    assert not Calendar(**{**vars(failing), "told": True}).to_tell(NOW + PATIENCE)
    again = Calendar(**{**vars(failing), "told": True}).unchanged(now=NOW + 8 * HOUR, chance=0)
    assert again.failed(Trouble.GONE, now=NOW + DAY, chance=0).to_tell(NOW + DAY + PATIENCE)


@pytest.mark.parametrize(("why", "after"), [(Trouble.PAGE, 0 * MINUTE), (Trouble.AWAY, 30 * MINUTE)])
def test_a_link_that_never_worked_is_told_of_soon(why: Trouble, after: timedelta) -> None:
    failing = NEW.failed(why, now=NOW, chance=0)
    assert failing.to_tell(NOW + after)
    assert not failing.to_tell(NOW + after - MINUTE) or not after


def test_another_link_starts_anew_but_the_old_times_hold() -> None:
    other = READ.failed(Trouble.GONE, now=NOW, chance=0).linked("https://b.example.org/", "a@b.example", now=NOW + DAY)
    assert (other.busy, other.until) == (READ.busy, READ.until)
    assert (other.etag, other.modified, other.read_at, other.failing_since, other.trouble) == ("", "", None, None, "")
    assert other.next_at == NOW + DAY


def test_an_unchanged_feed_is_read_anew_before_its_copy_ends_or_when_the_clock_is_another() -> None:
    assert not READ.outgrown(NOW, "UTC 1")
    assert READ.outgrown(NOW, "Asia/Tokyo 1")
    assert READ.outgrown(NOW, "UTC 2")
    assert READ.outgrown(NOW + REACH / 4 + MINUTE, "UTC 1")
    assert NEW.outgrown(NOW, "")


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 90)), max_size=60),
    st.none() | st.integers(0, 5000), st.integers(0, 4000), st.integers(1, 3000),
)  # fmt: skip
def test_no_minute_is_free_that_is_busy_or_unknown(
    made: list[tuple[int, int]], reach: int | None, since: int, length: int
) -> None:
    def at(minute: int) -> datetime:
        return NOW + minute * MINUTE

    busy = sorted((at(start), at(start + size)) for start, size in made)
    limit = None if reach is None else at(reach)
    spans = taken(busy, limit, since=at(since), until=at(since + length))
    for minute in range(since, since + length, 7):
        known = limit is not None and at(minute) < limit
        wanted = not known or any(start <= at(minute) < end for start, end in busy)
        assert wanted == any(start <= at(minute) < end for start, end in spans)
    assert all(at(since) <= start < end <= at(since + length) for start, end in spans)


def test_more_busy_times_than_anybody_has_become_whole_hours() -> None:
    every = [(NOW + n * 10 * MINUTE + MINUTE, NOW + n * 10 * MINUTE + 4 * MINUTE) for n in range(MOST + 1)]
    few = NEW.read(every, clock="", etag="", modified="", now=NOW, chance=0).busy
    assert few == ((NOW, (every[-1][1] + HOUR).replace(minute=0)),)
    apart = [
        (start, end) for n in range(MOST + 1) for start, end in [(NOW + n * HOUR * 3, NOW + n * HOUR * 3 + MINUTE)]
    ]
    assert NEW.read(apart, clock="", etag="", modified="", now=NOW, chance=0).busy[:2] == (
        (NOW, NOW + HOUR), (NOW + 3 * HOUR, NOW + 4 * HOUR),
    )  # fmt: skip


def test_all_that_is_shown_of_a_link_is_its_host() -> None:
    assert NEW.host == "calendar.example.org"
    assert "secret" not in repr(NEW)
    assert "secret" not in repr(SaveCalendar(NEW.link))
