"""Office hours in words: the week, days off and trips, and limits, in the reader's language and clock. Where a sign
would do, a word stands: a screen reader says it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import groupby

from babel import Locale
from babel.dates import format_interval, format_skeleton, get_day_names
from babel.lists import format_list

from bot.domain.hours import Clock
from bot.domain.hours.schedule import DAY
from bot.domain.mentors import Mentor, Window
from bot.domain.people import House
from bot.speech import times
from bot.speech.voice import Voice


def week(voice: Voice, windows: Iterable[Window], zone: str | None) -> str:
    """ "Tuesday and Thursday 12:00 to 14:00 · Saturday 10:00 to 12:00 (New York time)"; empty for no hours."""
    locale = times.locale_of(voice.locale or voice.language)
    daily: dict[int, list[tuple[int, int]]] = {}
    for window in sorted(windows, key=lambda window: (window.day, window.start, window.end)):
        daily.setdefault(window.day, []).append((window.start, window.end))
    alike: dict[str, list[int]] = {}
    for weekday, open_then in daily.items():
        alike.setdefault(_times(voice, open_then, locale), []).append(weekday)
    said = " · ".join(f"{_days(voice, weekdays, locale)} {ranges}" for ranges, weekdays in alike.items())
    return f"{said} ({times.zone_name(zone, voice.language)})" if said else ""


def exceptions(voice: Voice, mentor: Mentor, *, zone: str, today: date) -> list[str]:
    """ "Closed 24 to 26 Dec", "Tuesday 5 May only 13:00 to 14:00", "On Tokyo time 4 to 10 May": what is not over."""
    locale = times.locale_of(voice.locale or voice.language)
    found: list[tuple[date, str]] = []
    for away in mentor.away:
        if away.last and away.last >= today:
            dates = _dates(voice, away.first, away.last, today, locale)
            found.append((away.first, voice("understood.away", dates=dates)))
    for override in mentor.overrides:
        if override.day >= today:
            dates, open_then = _date(override.day, today, locale), _times(voice, override.windows, locale)
            found.append((override.day, voice("understood.only", dates=dates, times=open_then)))
    clock = Clock(zone, mentor.trips)
    for start, end in ((clock.wall(start), clock.wall(end)) for start, end in mentor.closed):
        if end.date() >= today:
            minutes = [(_minute(start), _minute(end))]
            dates, shut = _date(start.date(), today, locale), _times(voice, minutes, locale)
            found.append((start.date(), voice("understood.closed", dates=dates, times=shut)))
    for trip in mentor.trips:
        if trip.last >= today:
            dates, there = (
                _dates(voice, trip.first, trip.last, today, locale),
                times.zone_name(trip.zone, voice.language),
            )
            found.append((trip.first, voice("understood.trip", clock=there, dates=dates)))
    return [words for _, words in sorted(found, key=lambda pair: pair[0])]


def limits(voice: Voice, mentor: Mentor, house: House) -> list[str]:
    """What differs from the usual: "10 minutes of rest before and after", "at most 2 a week"."""
    found: list[str] = []
    if mentor.buffer_before and mentor.buffer_before == mentor.buffer_after:
        found.append(voice("understood.rest", minutes=mentor.buffer_before))
    elif mentor.buffer_before or mentor.buffer_after:
        if mentor.buffer_before:
            found.append(voice("understood.rest_before", minutes=mentor.buffer_before))
        if mentor.buffer_after:
            found.append(voice("understood.rest_after", minutes=mentor.buffer_after))
    if mentor.notice_hours is not None and mentor.notice_hours != house.notice_hours:
        found.append(voice("understood.notice", span=times.hours(mentor.notice_hours, voice.language)))
    if mentor.horizon_days is not None and mentor.horizon_days != house.horizon_days:
        found.append(voice("understood.ahead", span=times.hours(24 * mentor.horizon_days, voice.language)))
    if mentor.a_day is not None:
        found.append(voice("understood.a_day", n=mentor.a_day))
    if mentor.a_week is not None:
        found.append(voice("understood.a_week", n=mentor.a_week))
    return found


def first_weekday(tag: str | None) -> int:
    """On which day weeks begin for a locale such as "en-US": 0 is Monday, which it is where nobody says."""
    return int(times.locale_of(tag).first_week_day) if tag else 0


# -- pieces ------------------------------------------------------------------------------------------------------------


def _minute(wall: datetime) -> int:
    return wall.hour * 60 + wall.minute


def _clock(minutes: int, locale: Locale) -> str:
    """An hour of the night has its zero: "1:00" could be an afternoon where it is typed again."""
    words = times.at_clock(time(minutes // 60 % 24, minutes % 60), locale)
    return f"0{words}" if re.fullmatch("[1-5]:[0-9]{2}", words) else words


def _times(voice: Voice, ranges: Iterable[tuple[int, int]], locale: Locale) -> str:
    said = [
        voice("understood.all_day")
        if (start, end) == (0, DAY)
        else voice("understood.times", first=_clock(start, locale), last=_clock(end, locale))
        for start, end in ranges
    ]
    return times.tidy(format_list(said, style="standard", locale=locale))


def _days(voice: Voice, weekdays: list[int], locale: Locale) -> str:
    """Three days in a row or more are a stretch: "Monday to Friday", "Monday, Wednesday and Friday"."""
    names = get_day_names("wide", locale=locale)
    parts: list[str] = []
    for _, run in groupby(enumerate(weekdays), key=lambda pair: pair[1] - pair[0]):
        row = [names[weekday] for _, weekday in run]
        parts += [voice("understood.days", first=row[0], last=row[-1])] if len(row) > 2 else row
    return times.tidy(format_list(parts, style="standard", locale=locale))


def _date(day: date, today: date, locale: Locale) -> str:
    skeleton = "MMMMEEEEd" if day.year == today.year else "yMMMMEEEEd"
    return times.tidy(format_skeleton(skeleton, datetime.combine(day, time()), locale=locale))


def _dates(voice: Voice, first: date, last: date, today: date, locale: Locale) -> str:
    """ "24 to 26 Dec": CLDR's interval, with a word for its dash."""
    if first == last:
        return voice("understood.day", day=_date(first, today, locale))
    skeleton = "MMMMd" if first.year == last.year == today.year else "yMMMMd"
    parts = list(_halves(times.tidy(format_interval(first, last, skeleton, locale=locale))))
    if len(parts) != 2:
        parts = [_date(first, today, locale), _date(last, today, locale)]
    return voice("understood.dates", first=parts[0], last=parts[1])


def _halves(interval: str) -> Iterator[str]:
    return (part for part in re.split(r"\s*[–—-]\s*", interval) if part)
