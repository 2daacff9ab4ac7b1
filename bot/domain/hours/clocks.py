"""Clock times as people write them, and what "from ... to ..." can mean: one reading, or none."""

import re
from dataclasses import dataclass, replace

from bot.domain.hours.schedule import DAY

Range = tuple[int, int]
"""Start and end in minutes since midnight; an end before the start is on the next day."""


@dataclass(frozen=True)
class Shown:
    """A time as written. `half` is "a", "p" or ""; `marked` as a time of day ("14h", "15 Uhr"); `padded` for "09:00".
    `word` for midnight in a word, which is 24:00."""

    hour: int
    minute: int = 0
    half: str = ""
    bare: bool = False
    """Nothing but an hour was written."""
    marked: bool = False
    padded: bool = False
    word: bool = False

    @property
    def unsure(self) -> bool:
        """An hour of the afternoon could be meant just as well: "3:00", "7"."""
        morning_until = 7 if self.bare and not self.marked else 5
        return not self.half and not self.padded and 1 <= self.hour <= morning_until

    @property
    def minutes(self) -> int:
        return self.at(self.half)

    def at(self, half: str) -> int:
        return (self.hour % 12 + (12 if half == "p" else 0) if half else self.hour) * 60 + self.minute

    def readings(self) -> list[int]:
        both = not self.half and 1 <= self.hour <= 12
        return [self.at("a"), self.at("p")] if both else [self.minutes]

    def in_the(self, half: str, *, strictly: bool = True) -> "Shown | None":
        """The same "in the morning" or "in the afternoon"; None for 15:00 in the morning, and for 12 in either: that is
        noon for some and midnight for others."""
        if self.half or self.hour > 12:
            return self if (self.half or "p") == half else None
        if self.hour in (0, 12):
            return None if strictly else self
        return replace(self, half=half)


NOON, MIDNIGHT = Shown(12, half="p"), Shown(24, word=True)

_MARK = r"h(?:rs?|s|oras?|eures?)?|uhr|o'?clock"


def pattern(dots: bool = True, packed: bool = True) -> str:
    """A clock time in folded text. `dots`: 5.30 is one; `packed`: so is 1730."""
    colon = "[:.]" if dots else ":"
    together = "|(?P<packed>[0-9]{2})" if packed else ""
    return (
        rf"(?P<hour>[0-9]{{1,2}})(?:(?:{colon}|[^\S\n]?(?:h|uhr)[^\S\n]?)(?P<minute>[0-9]{{2}})(?![0-9:]){together})?"
        # German says "9-11 am Montag"
        r"(?:[^\S\n]?(?:(?P<half>[ap])\.?[^\S\n]?m\b(?![^\S\n]+(?:[a-z]+tags?|mittwochs?)\b)\.?"
        rf"|(?P<mark>{_MARK})(?![a-z0-9])))?(?![0-9:])"
    )


CLOCK = pattern()


def read_clock(match: re.Match[str]) -> Shown | None:
    """None for 25:00, 9:75 and 13 pm."""
    groups = match.groupdict()
    minute_words = groups["minute"] or groups.get("packed")
    hour, minute, half = int(groups["hour"]), int(minute_words or 0), groups["half"] or ""
    if minute > 59 or hour * 60 + minute > DAY or (half and not 1 <= hour <= 12):
        return None
    return Shown(
        hour,
        minute,
        half,
        bare=not minute_words,
        marked=bool(groups["mark"]),
        padded=groups["hour"].startswith("0"),
    )


def between(first: Shown, last: Shown) -> Range | None:
    """From one to the other, if there is one sensible reading."""
    if last.half and not first.half:  # "12-2pm", "9-11am"; "11-2pm" starts in the morning
        same = [first.at(last.half)] if first.hour <= 12 else []
        starts = [start for start in (*same, *first.readings()) if start < last.minutes]
        return (starts[0], last.minutes) if starts else None
    if first.half and not last.half:  # "9am-5", "10am-14:00"
        ends = [end for end in last.readings() if end > first.minutes]
        return (first.minutes, ends[0]) if len(ends) == 1 else _over_midnight(first.minutes, last)
    first = replace(first, marked=first.marked or last.marked)  # "6-8 Uhr" is said of both
    if first.unsure or (last.word and first.hour <= 12 and not first.padded and not first.half):
        return None
    start, end = first.minutes % DAY, last.minutes or DAY
    return (start, end) if start < end else _over_midnight(start, last)


def _over_midnight(start: int, last: Shown) -> Range | None:
    """At most half a day, and an end such as "2" or "2:00" only for what begins in the evening."""
    end = last.minutes
    latest = 18 if last.unsure else 12
    return (start, end) if end < start >= latest * 60 and end + DAY - start <= DAY // 2 else None
