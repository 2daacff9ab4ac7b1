"""Direct messages to new people are opened slowly."""

from datetime import UTC, datetime, timedelta

from adapters.discord.pace import Pace

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def opened(pace: Pace, *, seconds: int, start: datetime = NOW) -> int:
    return sum(pace.take(start + timedelta(seconds=second)) is None for second in range(seconds))


def test_ten_at_once_then_one_every_ten_seconds() -> None:
    pace = Pace()
    assert [pace.take(NOW) for _ in range(10)] == [None] * 10
    assert pace.take(NOW) == timedelta(seconds=10)
    assert pace.take(NOW + timedelta(seconds=4)) == timedelta(seconds=6)
    assert pace.take(NOW + timedelta(seconds=10)) is None
    assert pace.take(NOW + timedelta(seconds=11)) is not None


def test_no_more_than_a_days_worth_in_a_day() -> None:
    pace = Pace(a_day=25)
    assert opened(pace, seconds=3600) == 25
    assert pace.take(NOW + timedelta(hours=23)) == timedelta(hours=1)
    assert pace.take(NOW + timedelta(hours=24)) is None


def test_a_quiet_week_saves_up_no_more_than_a_burst() -> None:
    pace = Pace()
    opened(pace, seconds=1)
    later = NOW + timedelta(days=7)
    assert [pace.take(later) is None for _ in range(12)] == [True] * 10 + [False] * 2


def test_it_starts_from_nothing_when_discord_says_too_fast() -> None:
    pace = Pace()
    pace.drain(NOW)
    assert pace.take(NOW) == timedelta(seconds=10)
