"""Words that both readers know: the names of days and months, groups of days, and clock times.

The names of days and months are CLDR's; here are the few words that it does not have, folded (see `zones.fold`)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from babel.dates import get_day_names, get_month_names

from bot.domain import zones
from bot.domain.hours.schedule import DAY
from bot.domain.refusals import Refusal

LONGEST = 500
"""Characters read of anything typed here."""


class NotUnderstood(Refusal):
    """`fragment` is exactly what could not be read, as it was typed."""

    wording = "refusal.hours"

    def __init__(self, fragment: str, wording: str | None = None) -> None:
        super().__init__(wording, fragment=fragment)
        self.fragment = fragment


def composed(words: str, wording: str) -> str:
    """The words, composed and short enough; the tail that is too much is the fragment."""
    text = unicodedata.normalize("NFC", words)
    if len(text) > LONGEST:
        raise NotUnderstood(text[LONGEST : LONGEST + 40], wording)
    if not text.strip():
        raise NotUnderstood("", wording)
    return text


# -- names of days and months ------------------------------------------------------------------------------------------

_WEEKDAYS = (
    "weekdays", "weekday", "workdays", "wochentags", "werktags", "entre semana", "dias laborables", "en semaine",
    "jours ouvres", "dias uteis", "durante a semana", "unter der woche",
)  # fmt: skip
_WEEKENDS = (
    "weekends", "weekend", "wochenende", "wochenenden", "fin de semana", "fines de semana", "week-end", "week-ends",
    "fim de semana", "fins de semana",
)  # fmt: skip
_EVERY_DAY = ("every day", "daily", "taglich", "jeden tag", "todos los dias", "tous les jours", "todos os dias")
GROUPS = {
    **dict.fromkeys(_WEEKDAYS, (0, 1, 2, 3, 4)),
    **dict.fromkeys(_WEEKENDS, (5, 6)),
    **dict.fromkeys(_EVERY_DAY, (0, 1, 2, 3, 4, 5, 6)),
}
TO = frozenset({"to", "till", "til", "until", "through", "thru", "bis", "a", "al", "hasta", "au", "as", "ate"})
AND = frozenset({"and", "y", "e", "et", "und"})
FILL = frozenset({
    "on", "at", "from", "every", "each", "de", "das", "da", "del", "den", "dem", "der", "du", "am", "um", "von",
    "jeden", "los", "las", "le", "les", "el", "la", "desde",
})  # fmt: skip


@lru_cache(maxsize=64)
def _names(language: str, *, months: bool) -> dict[str, int]:
    """CLDR's names of days (0 is Monday) or months (1 is January), folded; long ones may be cut to four letters."""
    read = get_month_names if months else get_day_names
    names: dict[str, int] = {}
    for width in ("abbreviated", "wide") if months else ("short", "abbreviated", "wide"):
        for context in ("format", "stand-alone"):
            for number, name in read(width, context=context, locale=zones.locale(language)).items():
                names[_key(name)] = number
                for length in range(4, len(_key(name))):
                    names.setdefault(_key(name)[:length], number)
    return names


def _key(word: str) -> str:
    return re.sub("-feiras?$", "", zones.fold(word).strip(". "))


def named(word: str, language: str, *, months: bool = False) -> int | None:
    """The day or month that a word names: in the reader's language, else in the others if those agree."""
    variants = (_key(word), _key(word).removesuffix("s"))
    for languages in ((language,), zones.LANGUAGES):
        for variant in variants:
            tables = [_names(other, months=months) for other in languages]
            meant = {table[variant] for table in tables if variant in table}
            if meant:
                return meant.pop() if len(meant) == 1 else None
    return None


# -- clock times -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A time as written. `half` is "a", "p" or ""; `unsure` when an afternoon hour could be meant ("3:00", "7")."""

    hour: int
    minute: int
    half: str
    unsure: bool

    @property
    def minutes(self) -> int:
        return self.at(self.half)

    def at(self, half: str) -> int:
        return (self.hour % 12 + (12 if half == "p" else 0) if half else self.hour) * 60 + self.minute

    def readings(self) -> list[int]:
        both = not self.half and 1 <= self.hour <= 12
        return [self.at("a"), self.at("p")] if both else [self.minutes]


CLOCK = (
    r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})(?![0-9]))?"
    r"(?:\s?(?:(?P<half>[ap])\.?\s?m\b\.?|(?P<mark>h(?:rs?|oras?|eures?)?|uhr)\b))?(?![0-9:])"
)


def read_clock(match: re.Match[str]) -> Shown | None:
    """None for 25:00, 9:75 and 13 pm."""
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"] or ""
    if minute > 59 or hour * 60 + minute > DAY or (half and not 1 <= hour <= 12):
        return None
    morning_until = 5 if match["minute"] or match["mark"] else 7
    unsure = not half and not match["hour"].startswith("0") and 1 <= hour <= morning_until
    return Shown(hour, minute, half, unsure)
