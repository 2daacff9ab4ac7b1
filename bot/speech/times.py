"""Times in words, where a platform cannot draw them: in the reader's language and clock, the zone always named."""

import math
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from babel import Locale
from babel.dates import format_skeleton, format_time, format_timedelta

from bot.boundary.cards import MAX_LABEL
from bot.domain import zones


def locale_of(language: str) -> Locale:
    """Plain English counts hours to 24 and puts the day before the month; "en-US" does not."""
    return zones.locale("en_GB" if language == "en" else language)


def spoken(language: str, tag: str | None) -> str:
    """The tag if it is of that language ("en-US" for "en"), else the language."""
    return tag if tag and zones.locale(tag).language == language and "-" in tag.replace("_", "-") else language


def _local(moment: datetime, zone: str | None) -> datetime:
    return moment.astimezone(zones.rules(zone) if zone and zones.known(zone) else UTC)


def zone_name(zone: str | None, language: str) -> str:
    """ "Berlin time", "hora de Berlín"; a zone that nobody told is UTC."""
    if not zone or not zones.known(zone) or zone.rpartition("/")[2] == "UTC":
        return "UTC"
    city, pattern = zones.city(zone, language), str(locale_of(language).zone_formats["region"])
    if "(" in pattern:  # German says "Berlin (Ortszeit)", and brackets within brackets are hard to read
        return city
    return (pattern.lower() if language.startswith("en") else pattern) % city  # CLDR's title case: "Berlin Time"


def moment(dt: datetime, zone: str | None, language: str) -> str:
    """ "Tue 1 Dec, 15:00 (Berlin time)"."""
    local = _local(dt, zone)
    locale = locale_of(language)
    return f"{_day(local, locale)}, {at_clock(local.time(), locale)} ({zone_name(zone, language)})"


def clock(dt: datetime, zone: str | None, language: str) -> str:
    """ "15:00", for where the day and the zone are known."""
    return at_clock(_local(dt, zone).time(), locale_of(language))


def wall(shown: datetime, language: str, *, beside: datetime | None = None) -> str:
    """What a clock shows (naive): "Tue 1 Dec, 15:00", or "15:00" where the day is that of `beside`."""
    locale = locale_of(language)
    clock = at_clock(shown.time(), locale)
    return clock if beside and beside.date() == shown.date() else f"{_day(shown, locale)}, {clock}"


def button(dt: datetime, zone: str | None, language: str) -> str:
    """ "Tue 1 Dec 15:00 CET", or with the offset where a zone has no letters: at most 34 characters."""
    local = _local(dt, zone)
    locale = locale_of(language)
    letters = local.tzname() or ""
    offset = f"{local:%z}"  # Babel's own is an hour off for -09:30
    named = letters if letters.isalpha() else f"GMT{offset[:3]}:{offset[3:5]}"
    words = f"{_day(local, locale)} {at_clock(local.time(), locale)} {named}"
    return words if len(words) <= MAX_LABEL else f"{local:%Y-%m-%d %H:%M} {named}"


def day(date: date, language: str) -> str:
    """ "Thu, 24 Dec 2026"."""
    return tidy(format_skeleton("yMMMEd", datetime.combine(date, time()), locale=locale_of(language)))


def hours(count: int, language: str) -> str:
    """ "12 hours", and "3 days" for 72."""
    unit: Literal["day", "hour"] = "day" if count >= 48 and count % 24 == 0 else "hour"
    return tidy(format_timedelta(timedelta(hours=count), unit, threshold=math.inf, locale=locale_of(language)))


def ago(since: timedelta, language: str) -> str:
    """ "2 minutes ago", in the largest unit that is whole; a minute at the least."""
    told = format_timedelta(
        -max(since, timedelta(minutes=1)), "minute", threshold=1, add_direction=True, locale=locale_of(language)
    )
    return tidy(told)


def _day(local: datetime, locale: Locale) -> str:
    return tidy(format_skeleton("MMMEd", local.replace(tzinfo=None), locale=locale))


def at_clock(at: time, locale: Locale) -> str:
    """ "15:00", of a time of day."""
    return tidy(format_time(at, "short", locale=locale))


def tidy(words: str) -> str:
    """CLDR's narrow and unbreakable spaces as plain ones: some buttons and notifications draw them as boxes."""
    return " ".join(words.split())
