"""`python -m bot hours CASES.json`: neutral cases about time, through the very code that people meet.

A case is `{"id", "kind", "tzdata", "input"}`; each answer is one line, `{"id", "got"}`, with `got` in the shape of the
case's `expect`. A kind that we lack is `{"id", "skip"}`, and one that breaks is `{"id", "error"}`: neither passes."""

import asyncio
import json
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

from tqdm import tqdm

from bot.cases.bookings import booking_log
from bot.cases.invitations import invite_steps
from bot.domain import zones
from bot.domain.feeds import addresses, reading
from bot.domain.hours import Away, Booked, Limits, Override, Schedule, Span, Trip, Window, slots, walls
from bot.domain.promises import drift_cases
from bot.terminal import say

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TAKES_TIME = frozenset({"accepted", "completed"})

Input = Mapping[str, Any]


class UnknownRelease(Exception):
    """Zone rules that are asked for and are nowhere here."""


CHECKOUT = Path(__file__).resolve().parents[2] / "tests" / "availability"
"""A checkout carries the older rules that its own cases need."""


@dataclass(frozen=True)
class Shelf:
    """Where releases of the zone rules are looked for: folders that hold a folder, or a zip file, for each."""

    folders: Sequence[Path]

    def release(self, version: str | None) -> zones.Release:
        """Raises UnknownRelease."""
        if version in (None, zones.pinned().version):
            return zones.pinned()
        for folder in self.folders:
            if (folder / str(version) / "tzdata.zi").is_file():
                return zones.folder(folder / str(version))
            if (packed := folder / f"tzdata-{version}.zip").is_file():
                return _unpacked(packed, str(version))
        raise UnknownRelease(say("hours_cases.no_release", version=version, folders=", ".join(map(str, self.folders))))


@lru_cache(maxsize=8)
def _unpacked(packed: Path, version: str) -> zones.Release:
    """The same object each time, by which it is known."""
    return zones.Release(version, zipfile.Path(packed))


def run(cases: Path, target: TextIO, complaints: TextIO, *, rules: Path | None = None) -> int:
    """0 when every case was answered, 1 when some could not be, 2 for a file that holds no cases. `rules` is a folder
    of releases; others are looked for beside the cases."""
    try:
        told = json.loads(cases.read_text("utf-8"))
        asked = [case for case in told["cases"] if isinstance(case["id"], str) and isinstance(case["kind"], str)]
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        print(say("hours_cases.no_cases", file=cases, why=trouble), file=complaints)
        return 2
    shelf = Shelf([*([rules] if rules else []), cases.resolve().parent / "tz", *_on_the_path(), CHECKOUT])
    unanswered = 0
    for case in tqdm(
        asked, desc=say("hours_cases.progress"), unit=say("hours_cases.unit"), file=complaints, disable=None
    ):
        answer = _answered(case, shelf)
        unanswered += "got" not in answer
        print(json.dumps({"id": case["id"], **answer}, ensure_ascii=False), file=target, flush=True)
    return 1 if unanswered else 0


def _on_the_path() -> Iterator[Path]:
    """PYTHONTZPATH may name a release, or the folder of them."""
    for folder in filter(None, os.environ.get("PYTHONTZPATH", "").split(os.pathsep)):
        yield from (Path(folder), Path(folder).parent)


def _answered(case: Input, shelf: Shelf) -> dict[str, object]:
    kind = KINDS.get(case["kind"])
    if kind is None:
        return {"skip": say("hours_cases.no_kind", kind=case["kind"])}
    try:
        with zones.under(shelf.release(case["tzdata"])) if case.get("tzdata") else nullcontext():
            return {"got": kind(case["input"], shelf)}
    except Exception as trouble:  # noqa: BLE001 - one case that breaks must not keep the others from being answered
        return {"error": f"{type(trouble).__name__}: {trouble}"}


# -- kinds -------------------------------------------------------------------------------------------------------------


def _slots(asked: Input, shelf: Shelf) -> dict[str, object]:
    now = _moment(asked["now"])
    found = slots.offered(
        _schedule(asked["mentor"]),
        since=_moment(asked["from"]),
        until=_moment(asked["to"]),
        now=now,
        busy=_spans(asked["mentor"].get("busy")),
        booked=_booked(asked["mentor"], now),
    )
    got: dict[str, object] = {"slots": [_told(slot) for slot in found]}
    if viewer := asked.get("viewer_zone"):
        got["rendered"] = [slot.astimezone(zones.rules(viewer)).isoformat() for slot in found]
    return got


def _overlap(asked: Input, shelf: Shelf) -> dict[str, object]:
    now = _moment(asked["now"])
    mentor, mentee = asked["mentor"], asked["mentee"]
    found = slots.shared(
        _schedule(mentor),
        _schedule(mentee),
        since=_moment(asked["from"]),
        until=_moment(asked["to"]),
        now=now,
        busy=_spans(mentor.get("busy")),
        booked=_booked(mentor, now),
        mentee_busy=_spans(mentee.get("busy")),
        mentee_booked=_booked(mentee, now),
    )
    return {"slots": [_told(slot) for slot in found]}


def _resolve_local(asked: Input, shelf: Shelf) -> dict[str, object]:
    found = walls.resolve(asked["zone"], datetime.fromisoformat(asked["local"]))
    return {
        "status": found.status,
        "instants": [_told(moment) for moment in found.instants],
        "gap_ends": _told(found.gap_ends) if found.gap_ends else None,
    }


def _tz_from_clock(asked: Input, shelf: Shelf) -> dict[str, object]:
    found = zones.by_clock(
        _moment(asked["now"]),
        time.fromisoformat(asked["clock"]),
        weekday=None if asked.get("weekday") is None else DAYS.index(str(asked["weekday"])[:3].lower()),
        tolerance_minutes=asked["tolerance_minutes"],
    )
    return {"offsets": list(found.offsets), "zones": list(found.zones)}


def _drift(asked: Input, shelf: Shelf) -> Mapping[str, object]:
    return drift_cases(asked, shelf.release(asked["tz_old"]), shelf.release(asked["tz_new"]))


def _ical_busy(asked: Input, shelf: Shelf) -> dict[str, object]:
    feed = asked.get("feed")
    if feed is None:
        made = asked["feed_gen"]
        body = "".join(made["unit"].replace("@@N@@", str(number)) for number in range(made["count"]))
        feed = made["base"].replace("@@BODY@@", body)
    try:
        busy = reading.busy(
            feed,
            zone=asked["zone"],
            owner=asked.get("owner_email"),
            since=_moment(asked["from"]),
            until=_moment(asked["to"]),
        )
    except reading.NotACalendar:
        return {"status": "error"}
    return {"status": "ok", "busy": [[_told(start), _told(end)] for start, end in busy]}


def _feed_url(asked: Input, shelf: Shelf) -> dict[str, object]:
    dns = {_host(host): found for host, found in asked.get("dns", {}).items()}
    redirects = {**{_url(url): to for url, to in asked.get("redirects", {}).items()}, **asked.get("redirects", {})}
    return {"allow": addresses.allowed(asked["url"], resolve=lambda host: dns.get(host, []), redirect=redirects.get)}


def _host(written: str) -> str:
    """As the policy writes it: a name server does not care about capitals, dots at the end, or scripts."""
    try:
        return addresses.check_url(f"https://{written}/").host
    except addresses.NotAllowed:
        return written


def _url(written: str) -> str:
    try:
        return addresses.check_url(written).url
    except addresses.NotAllowed:
        return written


def _booking_log(asked: Input, shelf: Shelf) -> dict[str, object]:
    return asyncio.run(booking_log(asked))


def _invite(asked: Input, shelf: Shelf) -> dict[str, object]:
    return invite_steps(asked["ops"])


KINDS: dict[str, Callable[[Input, Shelf], Mapping[str, object]]] = {
    "slots": _slots,
    "overlap": _overlap,
    "resolve_local": _resolve_local,
    "tz_from_clock": _tz_from_clock,
    "drift": _drift,
    "ical_busy": _ical_busy,
    "feed_url": _feed_url,
    "booking_log": _booking_log,
    "invite": _invite,
}

# -- from the file -----------------------------------------------------------------------------------------------------


def _schedule(person: Input) -> Schedule:
    weekly = person.get("weekly", [])
    away, closed = [], []
    for blackout in person.get("blackouts") or []:
        if "from_date" in blackout:
            away.append(_away(blackout))
        else:
            closed.append((_moment(blackout["start"]), _moment(blackout["end"])))
    if pause := person.get("pause"):
        away.append(_away(pause))
    return Schedule(
        person["zone"],
        None if weekly is None else tuple(_window(DAYS.index(one["day"]), one) for one in weekly),
        trips=tuple(
            Trip(date.fromisoformat(trip["from_date"]), date.fromisoformat(trip["to_date"]), trip["zone"])
            for trip in person.get("travel") or []
        ),
        overrides=tuple(
            Override(date.fromisoformat(one["date"]), tuple(_minutes(window) for window in one["windows"]))
            for one in person.get("overrides") or []
        ),
        away=tuple(away),
        closed=tuple(closed),
        limits=_limits(person.get("rules") or {}),
    )


def _limits(rules: Input) -> Limits:
    return Limits(
        minutes=rules.get("slot_minutes", 30),
        step=rules.get("step_minutes"),
        before=rules.get("buffer_before", 0),
        after=rules.get("buffer_after", 0),
        notice_minutes=rules.get("min_notice_minutes", 0),
        horizon_days=rules.get("horizon_days"),
        a_day=rules.get("max_per_day"),
        a_week=rules.get("max_per_week"),
        week_start=DAYS.index(rules.get("week_start", "mon")),
    )


def _away(dates: Input) -> Away:
    last = dates.get("to_date")
    return Away(date.fromisoformat(dates["from_date"]), date.fromisoformat(last) if last else None)


def _window(day: int, window: Input) -> Window:
    return Window(day, *_minutes(window))


def _minutes(window: Input) -> tuple[int, int]:
    start, end = (
        (int(hours) * 60 + int(minutes)) for hours, minutes in (window[key].split(":") for key in ("start", "end"))
    )
    return start, end


def _spans(spans: Sequence[Input] | None) -> list[Span]:
    """Empty and inverted ones are no time at all."""
    return [(_moment(span["start"]), _moment(span["end"])) for span in spans or []]


def _booked(person: Input, now: datetime) -> list[Booked]:
    """What takes time: what is agreed, and what is held still."""
    return [
        Booked(_moment(one["start"]), _moment(one["end"]))
        for one in person.get("bookings") or []
        if one["status"] in TAKES_TIME
        or (one["status"] == "held" and one.get("hold_until") and _moment(one["hold_until"]) > now)
    ]


def _moment(words: str) -> datetime:
    return datetime.fromisoformat(words).astimezone(UTC)


def _told(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
