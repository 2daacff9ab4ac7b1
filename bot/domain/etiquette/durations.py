"""How long: every stretch of time that a sentence names, in minutes, in the five languages that are read.

A range counts with its upper end: "30 to 45 minutes" is forty-five. Times of day ("at 14 h") and ages are no stretches;
what lies between two of them is one that is told by the clock: "Saturday from 9 to 10"."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Said:
    """How people say it, from durations.toml: `set` are phrases that are one length by themselves."""

    numbers: Mapping[str, int]
    set: tuple[int, ...]
    stretch: "re.Pattern[str]"


@cache
def _said() -> Said:
    page = tomllib.loads((files("bot.domain.etiquette") / "durations.toml").read_text("utf-8"))
    pairs = (pair.split("=") for words in page["numbers"].values() for pair in words.split())
    numbers = {word.replace("_", " "): int(value) for word, value in pairs}
    number = r"\d{1,3}(?:[.,]\d{1,2})?|" + "|".join(sorted(numbers, key=len, reverse=True))
    minute, hour = (_lines(page["units"][unit]) for unit in ("minute", "hour"))
    sets = [f" (?P<set{n}>{_lines(one['said'])})(?= )" for n, one in enumerate(page["set"])]
    between = (
        rf" between (?:{number}) (?:(?:{minute}|{hour}) )?and (?P<upper>{number}) (?:{minute}|(?P<hours>{hour}))(?= )"
    )
    upper = (
        rf"(?: (?:(?:{minute}|{hour}) )?(?:-|to|or|a|o|ou|bis|oder|y|till|until|/|maybe)"
        rf" (?:even |maybe |up to |max )?(?P<high>{number}))?"
    )
    sized = "full|whole|solid|entire|good|long|more|extra|volle|ganze|buena|boa|bonne|petite|small|little|odd|ish"
    kind = rf"(?:(?:{sized}) )?"
    counted = (
        rf" (?P<low>{number}){upper} (?:- |\+ |\) |or so |y (?P<and>cinco) |e (?P<e>cinco) )?{kind}"
        rf"(?:(?P<minute>{minute})|(?P<hour>{hour}))(?: (?P<more>\d{{2}})(?: (?:{minute}))?)?(?= )"
    )
    minutes = tuple(int(one["minutes"]) for one in page["set"])
    return Said(numbers, minutes, re.compile("|".join([*sets, between, counted])))


def _lines(text: str) -> str:
    return "|".join(line for line in text.strip("\n").splitlines() if line)


_CLOCK = re.compile(
    r" (?:a|vers|des|avant|apres|depuis 1[0-9]|jusqu' a|entre|de|as|at|um|gegen|ab|around|about|las) $"
)  # "à 14 h", "a las 5 horas": a time of day
_SURELY_CLOCK = re.compile(r" (?:das|dos|desde|ate|entre|las|\d{1,2} ?h (?:e|et|a|as|y|-)) $")  # "das 4h", "12h e 14h"
_BEYOND = re.compile(
    r"(?<! no)(?<! not)(?<! never)(?<! nothing) (?:more than|longer than|over|beyond|upwards of|exceeding) $"
)


@dataclass(frozen=True)
class Stretch:
    """`minutes` is the upper end; `start` and `end` are places in the plain sentence."""

    minutes: float
    start: int
    end: int


def stretches(plain: str) -> list[Stretch]:
    found = ((at, _minutes(at, plain)) for at in _said().stretch.finditer(plain))
    return [
        Stretch(minutes + bool(_BEYOND.search(plain, 0, at.start() + 1)), at.start() + 1, at.end())
        for at, minutes in found
        if minutes
    ]


def _minutes(found: "re.Match[str]", plain: str) -> float:
    for n, minutes in enumerate(_said().set):
        if found[f"set{n}"]:
            return minutes
    if found["upper"]:
        return _value(found["upper"]) * (60 if found["hours"] else 1)
    number = _value(found["high"] or found["low"]) + (5 if found["and"] or found["e"] else 0)
    if found["minute"]:
        return number
    before = plain[: found.start() + 1]
    if _SURELY_CLOCK.search(before) or (number >= 6 and _CLOCK.search(before)):
        return 0
    return number * 60 + int(found["more"] or 0)


def _value(word: str) -> float:
    numbers = _said().numbers
    return numbers[word] if word in numbers else float(word.replace(",", "."))


# -- from nine to ten, in English --------------------------------------------------------------------------------------

_HALF = r"(?: ?(?P<{0}>am|pm|a\.m\.|p\.m\.)(?: \.)?| o'?clock)?"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tue|tues|wed|thu|thurs|fri|sat|sun|tomorrow|today|tonight"
_RANGE = re.compile(
    rf" (?P<before>(?:from|at|{_DAY}) (?:from |at |, )?)?"
    r"(?P<h1>\d{1,2}|noon)(?:[:.]?(?P<m1>\d\d))?" + _HALF.format("half1") + r" ?(?:-|to|till|til|until|up to) ?"
    r"(?P<h2>\d{1,2}|noon)(?:[:.]?(?P<m2>\d\d))?" + _HALF.format("half2") + r"(?= (?P<after>\S*))"
)
_NOT_AFTER = re.compile(
    r"|\.|,|\?|!|\)|;|or|and|on|at|in|this|next|for|with|to|so|if|work|works|would|suit|suits|please|your|my|over|via"
    rf"|est|cet|gmt|bst|utc|ist|pst|cst|et|pt|maybe|here|somewhere|about|but|be|{_DAY}"
)
"""What may follow the hours: any other word says that something else is counted, "from 2 to 4 people"."""
_DIGIT = re.compile(r"\d")
_LONGEST_MEETING = 180
"""Minutes; beyond are opening hours."""


def by_the_clock(plain: str) -> list[Stretch]:
    """Stretches between two times of day that are short enough to be a meeting."""
    found: list[Stretch] = []
    for at in _RANGE.finditer(plain) if _DIGIT.search(plain) else ():
        sure = at["before"] or at["half1"] or at["half2"] or at["m1"] or at["m2"]
        minutes = _between(at) if sure and (at["half2"] or _NOT_AFTER.fullmatch(at["after"])) else 0
        if 0 < minutes <= _LONGEST_MEETING:
            found.append(Stretch(minutes, at.start("h1"), at.end()))
    return found


def _between(at: "re.Match[str]") -> int:
    begin, end = ((12 if at[f"h{n}"] == "noon" else int(at[f"h{n}"])) * 60 + int(at[f"m{n}"] or 0) for n in (1, 2))
    years = all(at[f"h{n}"] in ("19", "20") and f" {at[f'h{n}']}{at[f'm{n}']}" in at[0] for n in (1, 2))
    return (end - begin) % (12 * 60) if max(begin, end) < 24 * 60 and not years else 0
