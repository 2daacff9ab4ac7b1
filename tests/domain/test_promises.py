"""What was promised, and what the clocks show of it when the rules have changed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain import drifting, zones
from bot.domain.chats import Chat, Status
from bot.domain.hours import Trip, resolve
from bot.domain.people import Person
from bot.domain.promises import Promise, drift_cases, drifted, newer, promised, zone_at
from bot.domain.refusals import AlreadySettled, NotYours, Refusal, TooLate
from tests.releases import OLD

MAYA, JO, SAM = (Person("slack", "T1", user) for user in ("U1", "U2", "U3"))
TODAY = zones.release()
with zones.under(OLD):
    OLD_ZONES = zones.names()


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def wall(words: str) -> datetime:
    return datetime.fromisoformat(words)


def drift(start: str, mentor_zone: str, mentee_zone: str = "Europe/Berlin") -> Any:
    """As the contract tells it."""
    booking = {"id": "b", "start": f"{start}Z", "mentor_zone": mentor_zone, "mentee_zone": mentee_zone}
    found: Any = drift_cases({"bookings": [booking]}, OLD, zones.pinned())["drifted"]
    return found[0] if found else None


# -- the contract ------------------------------------------------------------------------------------------------------


def test_the_case_of_manitoba() -> None:
    bookings = [
        {"id": "k", "start": "2026-11-24T16:00:00Z", "mentor_zone": "America/Winnipeg", "mentee_zone": "Europe/Berlin"},
        {"id": "l", "start": "2026-10-20T16:00:00Z", "mentor_zone": "America/Winnipeg", "mentee_zone": "Europe/Berlin"},
    ]
    assert drift_cases({"bookings": bookings}, OLD, zones.pinned()) == {
        "drifted": [
            {
                "id": "k",
                "mentor_was": "2026-11-24T10:00",
                "mentor_now": "2026-11-24T11:00",
                "mentee_was": "2026-11-24T17:00",
                "mentee_now": "2026-11-24T17:00",
                "keep_mentor_wall": "2026-11-24T15:00:00Z",
            }
        ]
    }


@pytest.mark.parametrize(
    ("zone", "start", "was", "now", "keep"),
    [
        ("America/Vancouver", "2026-11-24T17:00:00", "09:00", "10:00", "2026-11-24T16:00:00Z"),
        ("America/Edmonton", "2026-11-01T16:00:00", "09:00", "10:00", "2026-11-01T15:00:00Z"),
        ("America/Winnipeg", "2026-12-01T15:30:00", "09:30", "10:30", "2026-12-01T14:30:00Z"),
        ("Africa/Casablanca", "2026-09-21T09:00:00", "10:00", "09:00", "2026-09-21T10:00:00Z"),
        ("America/Havana", "2026-11-24T15:00:00", "10:00", "11:00", "2026-11-24T14:00:00Z"),
    ],
)
def test_who_has_changed_the_clocks_of_2026(zone: str, start: str, was: str, now: str, keep: str) -> None:
    found = drift(start, zone)
    assert found is not None
    assert (found["mentor_was"][-5:], found["mentor_now"][-5:], found["keep_mentor_wall"]) == (was, now, keep)
    assert found["mentee_was"] == found["mentee_now"]


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("America/Winnipeg", "2026-11-01T06:59:00"),  # the last minute before the clocks would have gone back
        ("Africa/Casablanca", "2026-09-20T00:59:00"),
        ("America/New_York", "2026-11-24T15:00:00"),
        ("UTC", "2026-11-24T15:00:00"),
    ],
)
def test_what_has_not_changed_is_left_out(zone: str, start: str) -> None:
    assert drift(start, zone) is None


def test_when_the_mentees_clock_alone_has_changed_the_mentors_time_is_kept_by_not_moving() -> None:
    found = drift("2026-11-24T16:00:00", "Europe/Berlin", "America/Winnipeg")
    assert found is not None
    assert (found["mentor_was"], found["mentee_was"], found["mentee_now"], found["keep_mentor_wall"]) == (
        found["mentor_now"], "2026-11-24T10:00", "2026-11-24T11:00", "2026-11-24T16:00:00Z",
    )  # fmt: skip


def test_when_both_clocks_have_changed_alike_both_have() -> None:
    found = drift("2026-11-24T16:00:00", "America/Winnipeg", "America/Winnipeg")
    assert found is not None
    assert found["mentee_was"] != found["mentee_now"] and found["keep_mentor_wall"] == "2026-11-24T15:00:00Z"


def promise(zone: str, shown: str) -> Promise:
    return Promise("2000.1", zone, wall(shown), "UTC", wall("2026-01-01T00:00"))


def test_a_promised_time_that_the_clocks_skip_now_is_read_by_the_clocks_before_the_gap() -> None:
    # Berlin jumps from 2:00 to 3:00 on 29 March 2026; an older rule showed 2:30 at midnight UTC
    found = drifted(promise("Europe/Berlin", "2026-03-29T02:30"), at("2026-03-29T00:00"))
    assert found and found.keep_mentor_wall == at("2026-03-29T01:30")


@pytest.mark.parametrize(("agreed", "kept"), [("23:00", "00:30"), ("02:30", "01:30"), ("01:00", "00:30")])
def test_a_promised_time_that_the_clocks_show_twice_now_is_the_pass_nearer_to_what_was_agreed(
    agreed: str, kept: str
) -> None:
    day = "2026-10-24" if agreed == "23:00" else "2026-10-25"
    found = drifted(promise("Europe/Berlin", "2026-10-25T02:30"), at(f"{day}T{agreed}"))
    assert found and found.keep_mentor_wall == at(f"2026-10-25T{kept}")


def test_a_zone_that_is_not_known_any_more_has_not_changed() -> None:
    shown = wall("2026-11-24T10:00")
    kept = Promise("2000.1", "Mars/Olympus", shown, "UTC", wall("2026-11-24T15:00"))
    assert drifted(kept, at("2026-11-24T15:00")) is None


@pytest.mark.parametrize(
    ("one", "other"), [("2026.1", "2025.2"), ("2026.10", "2026.9"), ("2026.1.post1", "2026.1"), ("2025.2", "")]
)
def test_which_release_is_newer(one: str, other: str) -> None:
    assert newer(one, other) and not newer(other, one) and not newer(one, one)


# -- where somebody is -------------------------------------------------------------------------------------------------


def test_who_is_away_is_promised_the_time_of_where_they_are() -> None:
    trips = [Trip(date(2026, 5, 4), date(2026, 5, 10), "Asia/Tokyo")]
    assert zone_at(at("2026-05-03T14:59"), "America/New_York", trips) == "America/New_York"
    assert zone_at(at("2026-05-03T15:00"), "America/New_York", trips) == "Asia/Tokyo"
    assert zone_at(at("2026-05-10T14:59"), "America/New_York", trips) == "Asia/Tokyo"
    assert zone_at(at("2026-05-10T15:00"), "America/New_York", trips) == "America/New_York"


@pytest.mark.parametrize("home", [None, "", "Mars/Olympus"])
def test_who_has_no_zone_that_is_known_is_promised_utc(home: str | None) -> None:
    assert zone_at(at("2026-05-03T15:00"), home) == "UTC"


# -- the check and the answers -----------------------------------------------------------------------------------------

START = at("2026-11-24T16:00")
NOW = at("2026-11-20T12:00")
THURSDAY = at("2026-11-26T16:00")


def booked(start: datetime = START, mentor_zone: str = "America/Winnipeg", **changes: Any) -> Chat:
    """Agreed by the old rules."""
    with zones.under(OLD):
        kept = promised(start, mentor_zone=mentor_zone, mentee_zone="Europe/Berlin")
    facts: dict[str, Any] = {"status": Status.BOOKED, "starts_at": start, "booked_at": NOW, "promise": kept, **changes}
    return Chat("c1", MAYA, JO, "topic", "note", "questions", (start,), 30, NOW, START, **facts)


def checked(chat: Chat, mentor_zone: str = "America/Winnipeg", mentee_zone: str = "Europe/Berlin") -> Chat:
    assert chat.starts_at
    return drifting.rechecked(chat, promised(chat.starts_at, mentor_zone=mentor_zone, mentee_zone=mentee_zone))


def test_what_still_holds_is_promised_by_the_new_release() -> None:
    chat = booked(mentor_zone="America/New_York")
    fresh = checked(chat, "America/New_York")
    assert chat.promise and fresh.promise and chat.promise.release == "2025.2" and fresh.promise.release == TODAY
    assert fresh.promise.mentor_wall == chat.promise.mentor_wall
    assert checked(fresh, "America/New_York") is fresh


def test_what_does_not_hold_is_told_once_and_stays_promised_until_it_is_answered() -> None:
    chat = booked()
    told = checked(chat)
    assert chat.promise and told.promise
    assert (told.promise.release, told.promise.told, told.promise.mentor_wall) == (
        "2025.2", TODAY, chat.promise.mentor_wall,
    )  # fmt: skip
    assert told.starts_at == START and checked(told) is told


def test_a_chat_without_a_promise_is_promised_as_of_today() -> None:
    fresh = checked(booked(promise=None))
    assert fresh.promise and (fresh.promise.release, fresh.promise.told) == (TODAY, "")
    assert fresh.promise.mentor_wall == wall("2026-11-24T11:00")


def test_who_moves_house_keeps_the_moment_and_is_not_asked() -> None:
    fresh = checked(booked(), "Asia/Tokyo")
    assert fresh.promise == promised(START, mentor_zone="Asia/Tokyo", mentee_zone="Europe/Berlin")


def test_older_rules_say_nothing_about_a_newer_promise() -> None:
    chat = booked(promise=promised(START, mentor_zone="America/Winnipeg", mentee_zone="Europe/Berlin"))
    with zones.under(OLD):
        assert drifting.drift_of(chat, NOW) is None
        assert checked(chat) is chat


def test_rules_that_are_taken_back_end_the_question() -> None:
    told = checked(booked())
    with zones.under(zones.Release("2099.1", OLD.root)):
        again = checked(told)
    assert told.promise and again.promise
    assert (again.promise.release, again.promise.told) == ("2099.1", "")
    assert again.promise.mentor_wall == told.promise.mentor_wall


def test_only_the_mentor_is_asked_and_only_when_the_mentors_clock_has_changed() -> None:
    assert drifting.asks(booked(), MAYA, NOW) and not drifting.asks(booked(), JO, NOW)
    with zones.under(OLD):
        theirs = promised(START, mentor_zone="Europe/Berlin", mentee_zone="America/Winnipeg")
    chat = booked(promise=theirs)
    found = drifting.drift_of(chat, NOW)
    assert found and drifting.concerns(found, chat, JO) and not drifting.concerns(found, chat, MAYA)
    assert not drifting.asks(chat, MAYA, NOW) and not drifting.asks(chat, JO, NOW)


def test_keeping_the_wall_time_moves_the_moment() -> None:
    kept = drifting.keep_wall(booked(confirmed=(JO,)), TODAY, by=MAYA, now=NOW)
    assert (kept.starts_at, kept.sequence, kept.booked_at, kept.confirmed) == (at("2026-11-24T15:00"), 1, NOW, ())
    assert kept.promise and kept.promise.mentor_wall == wall("2026-11-24T10:00")
    assert kept.promise.mentee_wall == wall("2026-11-24T16:00")


def test_keeping_the_moment_is_a_new_promise() -> None:
    kept = drifting.keep_moment(booked(confirmed=(JO,)), TODAY, by=MAYA, now=NOW)
    assert (kept.starts_at, kept.sequence, kept.confirmed) == (START, 1, (JO,))
    assert kept.promise and kept.promise.mentor_wall == wall("2026-11-24T11:00")


@pytest.mark.parametrize(
    ("chat", "by", "now", "release", "refusal"),
    [
        (booked(), JO, NOW, TODAY, NotYours),
        (booked(), SAM, NOW, TODAY, NotYours),
        (booked(), MAYA, START, TODAY, TooLate),
        (booked(), MAYA, NOW, "2026.0", AlreadySettled),
        (booked(status=Status.CANCELLED), MAYA, NOW, TODAY, AlreadySettled),
        (booked(promise=None), MAYA, NOW, TODAY, AlreadySettled),
        (booked(mentor_zone="America/New_York"), MAYA, NOW, TODAY, AlreadySettled),
        (drifting.keep_wall(booked(), TODAY, by=MAYA, now=NOW), MAYA, NOW, TODAY, AlreadySettled),
        (drifting.keep_moment(booked(), TODAY, by=MAYA, now=NOW), MAYA, NOW, TODAY, AlreadySettled),
    ],
)
def test_who_cannot_answer_any_more_or_never_could_is_refused(
    chat: Chat, by: Person, now: datetime, release: str, refusal: type[Refusal]
) -> None:
    for answer in (drifting.keep_wall, drifting.keep_moment):
        with pytest.raises(refusal):
            answer(chat, release, by=by, now=now)


def test_a_wall_time_that_has_passed_meanwhile_cannot_be_kept() -> None:
    now = at("2026-11-24T15:00")
    with pytest.raises(TooLate):
        drifting.keep_wall(booked(), TODAY, by=MAYA, now=now)
    assert drifting.keep_moment(booked(), TODAY, by=MAYA, now=now).sequence == 1


def test_a_proposed_move_stays_proposed_unless_it_is_the_time_that_is_kept() -> None:
    moving = booked(moving_by=JO, moving_to=(THURSDAY,))
    for answer in (drifting.keep_wall, drifting.keep_moment):
        kept = answer(moving, TODAY, by=MAYA, now=NOW)
        assert (kept.moving_by, kept.moving_to) == (JO, (THURSDAY,))
    agreed = drifting.keep_wall(
        booked(moving_by=JO, moving_to=(at("2026-11-24T15:00"), THURSDAY)), TODAY, by=MAYA, now=NOW
    )
    assert (agreed.moving_by, agreed.moving_to) == (None, ())


CHANGED = ("America/Winnipeg", "America/Vancouver", "America/Edmonton", "Africa/Casablanca", "America/Havana")
ZONES = st.sampled_from(CHANGED) | st.sampled_from(sorted(zones.inhabited()))
MOMENTS = st.integers(0, 2 * 366 * 96).map(lambda quarter: at("2026-01-01T00:00") + timedelta(minutes=15 * quarter))
NEAR = st.integers(-9, 9).map(lambda quarter: at("2026-11-01T07:00") + timedelta(minutes=15 * quarter))
"""Where clocks would go back, or not."""
BACK = zones.Release("2099.1", OLD.root)


@given(ZONES, ZONES, MOMENTS | NEAR, st.sampled_from([(OLD, zones.pinned()), (zones.pinned(), BACK)]))
def test_after_either_answer_nothing_drifts_and_a_kept_wall_time_is_what_was_promised(
    mentor_zone: str, mentee_zone: str, start: datetime, releases: tuple[zones.Release, zones.Release]
) -> None:
    before, today = releases
    now = start - timedelta(days=3)
    assume(all(zone in CHANGED or zone in OLD_ZONES for zone in (mentor_zone, mentee_zone)))
    with zones.under(before):
        kept = promised(start, mentor_zone=mentor_zone, mentee_zone=mentee_zone)
    chat = booked(start, promise=kept)
    with zones.under(today):
        found = drifting.drift_of(chat, now)
        if found is None or not found.of_mentor:
            assert promised(start, mentor_zone=mentor_zone, mentee_zone=mentee_zone).mentor_wall == kept.mentor_wall
            assert found is None or found.keep_mentor_wall == start
            return
        for answer in (drifting.keep_wall, drifting.keep_moment):
            after = answer(chat, today.version, by=MAYA, now=now)
            assert drifting.drift_of(after, now) is None and after.sequence == 1
            assert after.starts_at and after.promise and drifted(after.promise, after.starts_at) is None
        shown = drifting.keep_wall(chat, today.version, by=MAYA, now=now).promise
        skipped = resolve(kept.mentor_zone, kept.mentor_wall).status == "gap"
        assert shown and (shown.mentor_wall == kept.mentor_wall or skipped)
