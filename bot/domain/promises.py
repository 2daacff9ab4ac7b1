"""What a booking promised: the wall times of both people, and by which release of the zone rules they were reckoned.

Governments change their clocks between the booking and the meeting. Then the moment and the wall time that was promised
part, and somebody has to say which of the two was meant."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain import zones
from bot.domain.hours.schedule import Trip
from bot.domain.hours.walls import resolve


@dataclass(frozen=True)
class Promise:
    """Wall times are naive: what each clock was to show. `release` is the version of tzdata, such as "2026.6"; `told`
    is a later one, by whose rules a clock shows something else, as the two have been told."""

    release: str
    mentor_zone: str
    mentor_wall: datetime
    mentee_zone: str
    mentee_wall: datetime
    told: str = ""


@dataclass(frozen=True)
class Drift:
    """What the clocks were to show at a moment, and what they show by the rules in force: naive wall times.
    `keep_mentor_wall` is the moment (UTC) at which the mentor's clock shows what was promised."""

    mentor_was: datetime
    mentor_now: datetime
    mentee_was: datetime
    mentee_now: datetime
    keep_mentor_wall: datetime

    @property
    def of_mentor(self) -> bool:
        return self.mentor_was != self.mentor_now

    @property
    def of_mentee(self) -> bool:
        return self.mentee_was != self.mentee_now


def zone_at(at: datetime, home: str | None, trips: Iterable[Trip] = ()) -> str:
    """By whose clocks somebody lives at a moment: those of a trip while its dates last there (of two, the first named),
    else those at home; UTC for somebody whose home is not known."""
    away = (trip.zone for trip in trips if trip.first <= _wall(at, trip.zone).date() <= trip.last)
    return next(away, home if home and zones.known(home) else "UTC")


def promised(starts_at: datetime, *, mentor_zone: str, mentee_zone: str) -> Promise:
    """What two people are promised who agree on a moment now, by the rules in force."""
    mentor_wall, mentee_wall = _wall(starts_at, mentor_zone), _wall(starts_at, mentee_zone)
    return Promise(zones.release(), mentor_zone, mentor_wall, mentee_zone, mentee_wall)


def drifted(promise: Promise, starts_at: datetime) -> Drift | None:
    """None where both clocks show what was promised. A zone that the rules in force do not know any more cannot have
    changed by them."""
    mentor_now = _wall(starts_at, promise.mentor_zone, promise.mentor_wall)
    mentee_now = _wall(starts_at, promise.mentee_zone, promise.mentee_wall)
    if (mentor_now, mentee_now) == (promise.mentor_wall, promise.mentee_wall):
        return None
    keep = starts_at if mentor_now == promise.mentor_wall else _moment(promise, starts_at)
    return Drift(promise.mentor_wall, mentor_now, promise.mentee_wall, mentee_now, keep)


def newer(release: str, than: str) -> bool:
    """ "2026.10" is newer than "2026.9". A process that still runs by older rules has nothing to say about a promise
    made by newer ones."""
    return _edition(release) > _edition(than)


def drift_cases(case: Mapping[str, Any], old: zones.Release, new: zones.Release) -> dict[str, object]:
    """The contract's `drift`: bookings that were promised by the rules of `old`, seen by those of `new`."""
    found = []
    for booking in case["bookings"]:
        start = datetime.fromisoformat(booking["start"])
        with zones.under(old):
            promise = promised(start, mentor_zone=booking["mentor_zone"], mentee_zone=booking["mentee_zone"])
        with zones.under(new):
            drift = drifted(promise, start)
        if drift:
            found.append(
                {
                    "id": str(booking["id"]),
                    "mentor_was": drift.mentor_was.isoformat(timespec="minutes"),
                    "mentor_now": drift.mentor_now.isoformat(timespec="minutes"),
                    "mentee_was": drift.mentee_was.isoformat(timespec="minutes"),
                    "mentee_now": drift.mentee_now.isoformat(timespec="minutes"),
                    "keep_mentor_wall": f"{drift.keep_mentor_wall.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
                }
            )
    return {"drifted": found}


def _wall(at: datetime, zone: str, unknown: datetime | None = None) -> datetime:
    """What a clock shows, without a zone; `unknown` where nobody can tell."""
    if unknown is not None and not zones.known(zone):
        return unknown
    return at.astimezone(zones.rules(zone)).replace(tzinfo=None)


def _moment(promise: Promise, was_at: datetime) -> datetime:
    """When the mentor's clock shows what was promised. Shown twice, it is the pass nearer to the moment that was agreed
    (of two as near, the first): who keeps a wall time wants to move as little as can be. Never shown, it is where the
    clocks before the gap would have shown it, as RFC 5545 and the contract read such times."""
    shown = resolve(promise.mentor_zone, promise.mentor_wall)
    if shown.gap_ends is None:
        return min(shown.instants, key=lambda one: abs(one - was_at))
    before = (shown.gap_ends - timedelta(seconds=1)).astimezone(zones.rules(promise.mentor_zone)).utcoffset()
    return promise.mentor_wall.replace(tzinfo=UTC) - (before or timedelta())


def _edition(release: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", release))
