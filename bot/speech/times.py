"""Times in words, where a platform cannot draw them: in the reader's language and clock, the zone always named."""

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Literal

from babel import Locale
from babel.dates import format_skeleton, format_time, format_timedelta, get_day_names
from babel.lists import format_list

from bot.boundary.cards import MAX_LABEL
from bot.domain import zones
from bot.domain.mentors import Window


def _locale(language: str) -> Locale:
    """Plain English counts hours to 24 and puts the day before the month; "en-US" does not."""
    return zones.locale("en_GB" if language == "en" else language)


def _local(moment: datetime, zone: str | None) -> datetime:
    return moment.astimezone(zones.rules(zone) if zone and zones.known(zone) else UTC)


def zone_name(zone: str | None, language: str) -> str:
    """ "Berlin time", "hora de Berlín"; a zone that nobody told is UTC."""
    if not zone or not zones.known(zone) or zone.rpartition("/")[2] == "UTC":
        return "UTC"
    city, pattern = zones.city(zone, language), str(_locale(language).zone_formats["region"])
    if "(" in pattern:  # German says "Berlin (Ortszeit)", and brackets within brackets are hard to read
        return city
    return (pattern.lower() if language.startswith("en") else pattern) % city  # CLDR's title case: "Berlin Time"


def moment(dt: datetime, zone: str | None, language: str) -> str:
    """ "Tue 1 Dec, 15:00 (Berlin time)"."""
    local = _local(dt, zone)
    locale = _locale(language)
    return f"{_day(local, locale)}, {_clock(local.time(), locale)} ({zone_name(zone, language)})"


def clock(dt: datetime, zone: str | None, language: str) -> str:
    """ "15:00", for where the day and the zone are known."""
    return _clock(_local(dt, zone).time(), _locale(language))


def wall(shown: datetime, language: str, *, beside: datetime | None = None) -> str:
    """What a clock shows (naive): "Tue 1 Dec, 15:00", or "15:00" where the day is that of `beside`."""
    locale = _locale(language)
    clock = _clock(shown.time(), locale)
    return clock if beside and beside.date() == shown.date() else f"{_day(shown, locale)}, {clock}"


def button(dt: datetime, zone: str | None, language: str) -> str:
    """ "Tue 1 Dec 15:00 CET", or with the offset where a zone has no letters: at most 34 characters."""
    local = _local(dt, zone)
    locale = _locale(language)
    letters = local.tzname() or ""
    offset = f"{local:%z}"  # Babel's own is an hour off for -09:30
    named = letters if letters.isalpha() else f"GMT{offset[:3]}:{offset[3:5]}"
    words = f"{_day(local, locale)} {_clock(local.time(), locale)} {named}"
    return words if len(words) <= MAX_LABEL else f"{local:%Y-%m-%d %H:%M} {named}"


def day(date: date, language: str) -> str:
    """ "Thu, 24 Dec 2026"."""
    return _tidy(format_skeleton("yMMMEd", datetime.combine(date, time()), locale=_locale(language)))


def windows(windows: Iterable[Window], language: str, zone: str | None) -> str:
    """ "Tue and Thu 12:00-14:00; Sat 10:00-12:00 (New York time)"; empty for no hours."""
    locale = _locale(language)
    daily: dict[int, list[Window]] = {}
    for window in sorted(windows, key=lambda window: (window.day, window.start, window.end)):
        daily.setdefault(window.day, []).append(window)
    alike: dict[str, list[int]] = {}
    for weekday, open_then in daily.items():
        ranges = ", ".join(f"{_minutes(window.start, locale)}-{_minutes(window.end, locale)}" for window in open_then)
        alike.setdefault(ranges, []).append(weekday)
    said = "; ".join(f"{_days(weekdays, locale)} {ranges}" for ranges, weekdays in alike.items())
    return f"{said} ({zone_name(zone, language)})" if said else ""


def hours(count: int, language: str) -> str:
    """ "12 hours", and "3 days" for 72."""
    unit: Literal["day", "hour"] = "day" if count >= 48 and count % 24 == 0 else "hour"
    return _tidy(format_timedelta(timedelta(hours=count), unit, threshold=math.inf, locale=_locale(language)))


def ago(since: timedelta, language: str) -> str:
    """ "2 minutes ago", in the largest unit that is whole; a minute at the least."""
    told = format_timedelta(
        -max(since, timedelta(minutes=1)), "minute", threshold=1, add_direction=True, locale=_locale(language)
    )
    return _tidy(told)


def _day(local: datetime, locale: Locale) -> str:
    return _tidy(format_skeleton("MMMEd", local.replace(tzinfo=None), locale=locale))


def _clock(at: time, locale: Locale) -> str:
    return _tidy(format_time(at, "short", locale=locale))


def _minutes(since_midnight: int, locale: Locale) -> str:
    hour, minute = divmod(since_midnight % (24 * 60), 60)
    return _clock(time(hour, minute), locale)


def _days(weekdays: list[int], locale: Locale) -> str:
    """Three days in a row or more are a stretch: "Mon-Fri", "Mon, Wed and Fri"."""
    names = get_day_names("abbreviated", locale=locale)
    parts: list[str] = []
    for _, run in groupby(enumerate(weekdays), key=lambda pair: pair[1] - pair[0]):
        row = [names[weekday] for _, weekday in run]
        parts += [f"{row[0]}-{row[-1]}"] if len(row) > 2 else row
    return _tidy(format_list(parts, style="standard", locale=locale))


def _tidy(words: str) -> str:
    """CLDR's narrow and unbreakable spaces as plain ones: some buttons and notifications draw them as boxes."""
    return " ".join(words.split())
