"""What a calendar feed says about when its owner is busy. The policy, line by line, is in `busy`."""

from collections import ChainMap
from collections.abc import Iterable
from datetime import UTC, datetime

from bot.domain import zones
from bot.domain.chats import OUR_UID
from bot.domain.feeds.clocks import Named, by_tzid, clocks, named
from bot.domain.feeds.events import Event, Reader
from bot.domain.feeds.recurrence import AN_EVENT, AN_INSTANCE, Budget
from bot.domain.feeds.series import Span, Window, busy_spans
from bot.domain.feeds.stream import Calendar, Component, NotACalendar, TooMuch, calendars

__all__ = ["NotACalendar", "TooMuch", "busy", "merged"]


def busy(text: bytes | str, *, zone: str, owner: str | None, since: datetime, until: datetime) -> list[Span]:
    """The owner's busy times in [since, until): UTC, ascending, apart from each other. `zone` is the owner's IANA name,
    `owner` her e-mail address; since and until are aware.

    - Free are TRANSP:TRANSPARENT, STATUS:CANCELLED, X-MICROSOFT-CDO-BUSYSTATUS:FREE, and what the owner has declined.
      All else is busy, tentative included.
    - Whole days are the owner's local days. Times without a zone are in X-WR-TIMEZONE if that is known, else in `zone`.
    - A TZID is an IANA name, else a Windows name, else what the feed's VTIMEZONE says, else as if there were none.
    - Local times in a gap have the offset before it; in a fold they are the first pass.
    - What repeats more often than daily, or by a rule that cannot be read, counts once.
    - An event is left out only if its times cannot be told.

    Raises NotACalendar for what is no calendar or is cut off, its kind TooMuch for what would take too long: that is no
    answer, not an empty one. UnknownZone for a `zone` that does not exist."""
    window = Window(since=since.astimezone(UTC), until=until.astimezone(UTC), budget=Budget())
    series: dict[str, list[Event]] = {}
    spans: list[Span] = []
    stream = calendars(text)
    everywhere = by_tzid(part for calendar in stream for part in calendar.zones)
    for calendar in stream:
        reader = _reader(calendar, everywhere, window=window, zone=zone, owner=owner)
        for component in (*calendar.events, *calendar.free_busy):
            window.budget.spend(AN_EVENT + AN_INSTANCE * component.listed)
        for component in calendar.events:
            event = reader.event(component, nameless=f"\n{len(series)}")  # no UID has a line break
            if event and not event.uid.endswith(OUR_UID):  # our own bookings know better when they are
                series.setdefault(event.uid, []).append(event)
        for component in calendar.free_busy:
            spans += reader.busy_periods(component)
    for events in series.values():
        spans += (span for span in busy_spans(events, window) if span[1] > window.since and span[0] < window.until)
    return merged(spans, since=window.since, until=window.until)


def _reader(
    calendar: Calendar, everywhere: dict[str, Component], *, window: Window, zone: str, owner: str | None
) -> Reader:
    local = Named(zones.rules(zone))
    told = calendar.own.first("X-WR-TIMEZONE")
    floating = (named(told.value) if told else None) or local
    described = ChainMap(by_tzid(calendar.zones), everywhere)
    find = clocks(described, floating=floating, since=window.since, until=window.until, budget=window.budget)
    plain = owner.strip().lower().removeprefix("mailto:") if owner else None
    return Reader(local=local, floating=floating, utc=Named(zones.rules("UTC")), find=find, owner=plain)


def merged(spans: Iterable[Span], *, since: datetime, until: datetime) -> list[Span]:
    """Clipped to [since, until) and sorted; what overlaps or touches is one. What has no length is nothing."""
    clipped = sorted(span for start, end in spans if (span := (max(start, since), min(end, until)))[0] < span[1])
    found: list[Span] = []
    for start, end in clipped:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
