"""People and days worth trying: zones whose clocks change oddly, around the days on which they do."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from bot.domain.hours.schedule import Away, Booked, Limits, Override, Schedule, Span, Trip, Window

CHANGES = (
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/Chicago", date(2026, 11, 1)),
    ("Australia/Adelaide", date(2026, 4, 5)),  # UTC+10:30 to UTC+9:30
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Africa/Casablanca", date(2026, 2, 15)),  # Ramadan begins
    ("Africa/Casablanca", date(2026, 3, 22)),  # and ends
    ("Asia/Kathmandu", date(1986, 1, 1)),  # a gap of a quarter of an hour, at midnight
    ("Asia/Kathmandu", date(2026, 6, 1)),
    ("Pacific/Chatham", date(2026, 4, 5)),  # UTC+13:45 to UTC+12:45
    ("Pacific/Chatham", date(2026, 9, 27)),
    ("Pacific/Apia", date(2011, 12, 30)),  # a day that never was
    ("Pacific/Kwajalein", date(1993, 8, 21)),  # likewise
    ("Pacific/Kiritimati", date(2026, 6, 1)),
    ("America/Santiago", date(2026, 4, 5)),  # from 24:00 back to 23:00
    ("America/Santiago", date(2026, 9, 6)),  # no midnight
    ("America/Havana", date(2026, 3, 8)),  # no midnight
    ("America/Sao_Paulo", date(2018, 2, 18)),
    ("Asia/Kolkata", date(2026, 6, 1)),
    ("Asia/Tehran", date(2022, 3, 22)),
    ("Asia/Tehran", date(2022, 9, 22)),
    ("Antarctica/Troll", date(2026, 3, 29)),  # two hours
)
FARAWAY = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Apia", "UTC")

_TIMES = st.sampled_from([0, 30, 60, 90, 105, 120, 135, 150, 180, 240, 540, 720, 780, 1320, 1380, 1410])
_START = _TIMES | st.integers(0, 1439)
_END = _TIMES | st.sampled_from([1440, 1439]) | st.integers(0, 1440)


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, ...]:
    """Some on one day, some on every day."""
    found: list[Window] = []
    for _ in range(draw(st.integers(1, 4))):
        start, end = draw(_START), draw(_END)
        days = draw(st.sampled_from([range(7), range(5), range(6, 7)]) | st.integers(0, 6).map(lambda day: [day]))
        found += [Window(day, start, end) for day in days]
    return tuple(found)


def near(day: date, before: int = 3, after: int = 4) -> st.SearchStrategy[date]:
    return st.integers(-before, after).map(lambda days: day + timedelta(days=days))


def instants(day: date, before: int = 3, after: int = 4) -> st.SearchStrategy[datetime]:
    """Whole minutes around a date."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return st.integers(-before * 1440, after * 1440).map(lambda minutes: midnight + timedelta(minutes=minutes))


@st.composite
def spans(draw: st.DrawFn, day: date, longest: int = 300) -> Span:
    """Some of no length, upside down, or with seconds and less."""
    start = draw(instants(day)) + timedelta(seconds=draw(st.sampled_from([0, 0, 0, 1, 30, 59.5])))
    length = draw(st.integers(-10, longest)) + draw(st.sampled_from([0, 0, 0, 0.01, 0.5]))
    return start, start + timedelta(minutes=length)


@st.composite
def bookings(draw: st.DrawFn, day: date) -> Booked:
    start = draw(instants(day, before=12, after=12) | instants(day))
    length = timedelta(minutes=draw(st.sampled_from([15, 20, 25, 30])))
    return Booked(start, start + length, draw(st.sampled_from(["", "", "one chat", "another"])))


@st.composite
def trips(draw: st.DrawFn, day: date) -> tuple[Trip, ...]:
    """One after another, perhaps with days at home between them."""
    found: list[Trip] = []
    first = draw(near(day))
    for _ in range(draw(st.integers(0, 2))):
        last = first + timedelta(days=draw(st.integers(0, 3)))
        found.append(Trip(first, last, draw(st.sampled_from(FARAWAY))))
        first = last + timedelta(days=draw(st.integers(1, 2)))
    return tuple(found)


@st.composite
def away(draw: st.DrawFn, day: date) -> Away:
    first = draw(near(day, after=6))
    return Away(first, draw(st.sampled_from([None, *(first + timedelta(days=days) for days in (-1, 0, 0, 1, 2))])))


def overrides(day: date) -> st.SearchStrategy[Override]:
    return st.builds(Override, near(day), st.lists(st.tuples(_START, _END), max_size=2).map(tuple))


_CAP = st.sampled_from([None, None, None, 1, 2, 3])
LIMITS = st.builds(
    Limits,
    minutes=st.sampled_from([15, 20, 25, 30, 30]),
    step=st.none() | st.sampled_from([5, 7, 10, 15, 20, 45, 60]),
    before=st.sampled_from([0, 0, 5, 10, 15]),
    after=st.sampled_from([0, 0, 5, 10, 15]),
    notice_minutes=st.sampled_from([0, 0, 0, 60, 90, 1440]),
    horizon_days=st.sampled_from([None, None, None, 1, 2, 3, 5]),
    a_day=_CAP,
    a_week=_CAP,
    a_month=_CAP,
    week_start=st.integers(0, 6),
)


@st.composite
def people(draw: st.DrawFn, zone: str, day: date, *, mentee: bool = False) -> Schedule:
    """A mentor, or a mentee: those may be open always, and have no limits."""
    return Schedule(
        zone,
        draw(st.none() | windows() if mentee else windows()),
        draw(st.just(()) | trips(day)),
        draw(st.just(()) | st.lists(overrides(day), max_size=3).map(tuple)),
        draw(st.just(()) | st.tuples(away(day))),
        draw(st.just(()) | st.tuples(spans(day))),
        Limits() if mentee else draw(LIMITS),
    )
