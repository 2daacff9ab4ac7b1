"""The engine gives what the contract says, minute by minute, wherever clocks do something odd (see `oracle`)."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.hours import Booked, Clock, Schedule, caps, masks, resolve, slots
from bot.domain.hours.schedule import Limits, Window
from tests.domain.hours import oracle, places

steady = settings(
    derandomize=True,
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
CHANGES = st.sampled_from(places.CHANGES)


@given(st.data())
@steady
def test_what_is_offered_is_what_the_contract_offers(data: st.DataObject) -> None:
    zone, day = data.draw(CHANGES)
    since = data.draw(places.instants(day, 2, 1))
    query: dict[str, Any] = {
        "since": since,
        "until": since + timedelta(minutes=data.draw(st.just(2880) | st.integers(0, 4000))),
        "now": since + timedelta(minutes=data.draw(st.sampled_from([0, -60, -1000, 0.001]) | st.integers(-1500, 1000))),
    }
    busy = data.draw(st.lists(places.spans(day), max_size=4))
    booked = data.draw(st.lists(places.bookings(day), max_size=4))
    mentor = data.draw(places.people(zone, day))
    expected = oracle.offered(mentor, **query, busy=busy, booked=booked)
    assert slots.offered(mentor, **query, busy=busy, booked=booked) == expected


@given(st.data())
@steady
def test_what_two_people_share_is_what_the_contract_shares(data: st.DataObject) -> None:
    (zone, day), (elsewhere, _) = data.draw(CHANGES), data.draw(CHANGES)
    since = data.draw(places.instants(day, 2, 1))
    query: dict[str, Any] = {"since": since, "until": since + timedelta(days=2), "now": since}
    mentor = data.draw(places.people(zone, day))
    mentee = data.draw(places.people(elsewhere, day, mentee=True))
    taken: dict[str, Any] = {
        "busy": data.draw(st.lists(places.spans(day), max_size=1)),
        "booked": data.draw(st.lists(places.bookings(day), max_size=1)),
        "mentee_busy": data.draw(st.lists(places.spans(day), max_size=3)),
        "mentee_booked": data.draw(st.lists(places.bookings(day), max_size=2)),
    }
    assert slots.shared(mentor, mentee, **query, **taken) == oracle.shared(mentor, mentee, **query, **taken)


@given(st.data())
@steady
def test_a_wall_time_is_there_as_often_as_the_clock_shows_it(data: st.DataObject) -> None:
    zone, day = data.draw(CHANGES)
    wall = data.draw(places.instants(day, 1, 2)).replace(tzinfo=None)
    instants, gap_ends = oracle.resolved(zone, wall)
    found = resolve(zone, wall)
    assert (list(found.instants), found.gap_ends) == (instants, gap_ends)
    assert found.status == ("gap", "ok", "fold")[len(instants)]


@given(st.data())
@steady
def test_a_clock_on_trips_shows_the_time_where_its_owner_is(data: st.DataObject) -> None:
    zone, day = data.draw(CHANGES)
    mentor = Schedule(zone, trips=data.draw(places.trips(day)))
    clock = Clock(zone, mentor.trips)
    for instant in data.draw(st.lists(places.instants(day, 6, 9), min_size=20, max_size=20)):
        shows = oracle.wall(mentor, instant)
        assert (clock.wall(instant), clock.date(instant)) == (shows, shows.date())


@given(st.data())
@steady
def test_the_limit_that_a_chat_would_exceed_is_the_one_the_contract_names(data: st.DataObject) -> None:
    zone, day = data.draw(CHANGES)
    mentor = Schedule(zone, trips=data.draw(places.trips(day)), limits=data.draw(places.LIMITS))
    at = data.draw(places.instants(day, 2, 2))
    booked = data.draw(st.lists(places.bookings(day), max_size=8))
    assert caps.full(mentor, at=at, booked=booked) == oracle.full(mentor, at, booked)
    others = [one for one in booked if one.about != "one chat"]
    assert caps.full(mentor, at=at, booked=booked, besides="one chat") == oracle.full(mentor, at, others)


@given(st.data())
@steady
def test_cells_count_the_times_that_two_people_share(data: st.DataObject) -> None:
    (zone, day), (elsewhere, _) = data.draw(CHANGES), data.draw(CHANGES)
    whole = data.draw(st.booleans())
    mentor = data.draw(places.people(zone, day))
    mentee = data.draw(places.people(elsewhere, day, mentee=True))
    busy = data.draw(st.lists(places.spans(day), max_size=2))
    booked = data.draw(st.lists(places.bookings(day), max_size=2))
    since = data.draw(places.instants(day, 2, 1))
    if whole:
        mentor, mentee = _on_cells(mentor), _on_cells(mentee)
        since -= timedelta(minutes=since.minute % masks.CELL)
        busy, booked = [], []
    query: dict[str, Any] = {"since": since, "until": since + timedelta(days=2)}
    starts = masks.starts(mentor, **query, now=since)
    opens = masks.opens(mentee, **query, busy=busy, booked=booked)
    shared = slots.shared(mentor, mentee, **query, now=since, mentee_busy=busy, mentee_booked=booked)
    found = masks.meetings(starts, opens)
    assert found == len(shared) if whole else found <= len(shared)


def _on_cells(person: Schedule) -> Schedule:
    """The same hours, in whole cells of five minutes."""
    windows = person.windows and tuple(
        Window(window.day, window.start // 5 * 5, window.end // 5 * 5) for window in person.windows
    )
    limits = person.limits
    return Schedule(
        person.zone, windows, person.trips, away=person.away,
        limits=Limits(limits.minutes, 30, limits.before, limits.after, a_day=limits.a_day),
    )  # fmt: skip


@given(st.data())
@steady
def test_what_takes_time_away_never_adds_or_shifts_a_slot(data: st.DataObject) -> None:
    zone, day = data.draw(CHANGES)
    mentor = data.draw(places.people(zone, day))
    since = data.draw(places.instants(day, 2, 1))
    query: dict[str, Any] = {"since": since, "until": since + timedelta(days=3), "now": since}
    all_of_them = set(slots.offered(mentor, **query))
    booked = [Booked(since, since + timedelta(minutes=30)), *data.draw(st.lists(places.bookings(day), max_size=3))]
    assert set(slots.offered(mentor, **query, booked=booked)) <= all_of_them
