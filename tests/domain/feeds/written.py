"""Feeds as calendars write them, and what is read from them, short enough to compare by eye."""

from datetime import UTC, datetime

from bot.domain.feeds.reading import busy


def event(*lines: str, uid: str = "1@x") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT", ""))


def calendar(*parts: str, own: str = "") -> str:
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n"
    return head + (f"{own}\r\n" if own else "") + "".join(parts) + "END:VCALENDAR\r\n"


def read(
    feed: bytes | str,
    *,
    since: str = "2026-06-01",
    until: str = "2026-07-01",
    zone: str = "UTC",
    owner: str | None = None,
) -> list[str]:
    """Busy times in UTC: "06-01 10:00 - 11:00", with the second date where it is another."""
    spans = busy(feed, zone=zone, owner=owner, since=moment(since), until=moment(until))
    return [
        f"{a:%m-%d %H:%M} - {b:%H:%M}" if a.date() == b.date() else f"{a:%m-%d %H:%M} - {b:%m-%d %H:%M}"
        for a, b in spans
    ]


def of(*lines: str, since: str = "2026-06-01", until: str = "2026-07-01", zone: str = "UTC") -> list[str]:
    """What is read from a calendar with one event of these lines."""
    return read(calendar(event(*lines)), since=since, until=until, zone=zone)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
