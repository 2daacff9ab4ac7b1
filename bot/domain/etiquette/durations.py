"""How long: every stretch of time that a sentence names, in minutes, in the five languages that are read.

A range counts with its upper end: "30 to 45 minutes" is forty-five. Times of day ("at 14 h") and ages are no stretches;
what lies between two of them is one that is told by the clock: "Saturday from 9 to 10"."""

import re
from dataclasses import dataclass

_NUMBERS = {
    "en": "a=1 an=1 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 ten=10 twelve=12 fifteen=15 twenty=20"
    " twenty-five=25 twenty_five=25 thirty=30 thirty-five=35 thirty_five=35 forty=40 fourty=40 forty-five=45"
    " forty_five=45 fourty-five=45 fourty_five=45 fifty=50 fifty-five=55 fifty_five=55 sixty=60 seventy=70"
    " seventy-five=75 seventy_five=75 eighty=80 ninety=90 hundred=100",
    "es": "un=1 una=1 dos=2 tres=3 cuatro=4 diez=10 quince=15 veinte=20 veinticinco=25 treinta=30 cuarenta=40"
    " cincuenta=50 sesenta=60 noventa=90",
    "pt": "um=1 uma=1 dois=2 duas=2 quatro=4 dez=10 quinze=15 vinte=20 trinta=30 quarenta=40 cinquenta=50"
    " sessenta=60 noventa=90",
    "fr": "une=1 deux=2 trois=3 quatre=4 dix=10 vingt=20 vingt-cinq=25 trente=30 quarante=40 quarante-cinq=45"
    " cinquante=50 soixante=60 quatre-vingt-dix=90",
    "de": "ein=1 eine=1 einer=1 ne=1 zwei=2 drei=3 vier=4 zehn=10 funfzehn=15 zwanzig=20 dreissig=30 vierzig=40"
    " funfundvierzig=45 funfzig=50 sechzig=60 neunzig=90",
    "hi": "ek=1 teen=3 bees=20 tees=30",
}
NUMBERS = {
    word.replace("_", " "): int(value)
    for pairs in _NUMBERS.values()
    for word, value in (p.split("=") for p in pairs.split())
}
_MINUTE = r"minutes?|minits?|minuets?|minutess|mts|mnts|minutos?|minuten?|minuto|minutinhos|minutitos|minuterl|mn"
_HOUR = r"hours?|hourse|horas?|horinhas?|horitas?|heures?|stunden?|stundchen|ghant[ae]|ghanton|hr|h"
_SET = {  # phrases that are one number by themselves
    "three (?:- )?quarters? of an hour|three(?:- | )quarters? (?:of )?(?:an |of )?hour|three-quarters? (?:of )?(?:an )?hour"
    "|3 / 4 (?:of )?(?:an |of )?(?:hour|hr|h)|three-quarter-hour|tres cuartos de hora|trois quarts d' heure|dreiviertelstunde"
    "|drei ?viertel(?: ?stunde)?|tres quartos de hora": 45,
    "1 (?:/|⁄) 4 (?:of )?(?:an )?(?:hour|hr|h)|quarter of (?:an hour|1 hour)|quarter an hour|quarter hour|quarter-hour|cuarto de hora|cuartito de hora|quart d' heure|viertelstunde"
    "|viertelstundchen|quarto de hora": 15,
    "1 (?:/|⁄) 2 (?:of )?(?:an )?(?:hour|hr|h)|half (?:of )?an? (?:hour|hr|h)|half (?:hr|h)|half-an-hour|half of one hour|half one hour|half hour|half-hour|media hora|media horita|meia hora|meia horinha|demi-heure|demi heure"
    "|halbe stunde|halben stunde|halbes stundchen|aadha ghanta|aadhe ghante": 30,
    "(?:an |one |1 )?hour and a half|(?:una |1 )?hora y media|(?:uma |1 )?hora e meia|(?:une |1 )?heure et demie"
    "|anderthalb stunden?|eineinhalb stunden?|hour-and-a-half|hour-and-half|hour and half|an hr and a half|hour and a quarter|one and a half hours?|1 and a half hours?|hour and (?:15|20|30|45) minutes|dedh ghanta|dedh ghante": 90,
    "(?:forty|fourty)-minutes?": 40,
    "(?:forty|fourty)-five-minutes?|forty five-minutes?": 45,
    "fifty-minutes?": 50,
    "(?:45|60|90) m": 60,
    "(?:ninety|seventy-five|eighty)-minutes?": 90,
    "(?:thirty|twenty|fifteen|ten|five|twenty-five)-minutes?": 30,
    "(?:an |one )?hour or (?:two|more|so more)|hour or 2|(?:a )?couple (?:of )?(?:hours|hrs)|(?:a )?few hours|several hours|some hours|many hours|two-hours?|two-hour-long|three-hour|un par de horas|algunas horas|algumas horas"
    "|do ghant[ae]|do ghanton|quelques heures|ein paar stunden|paar stunden": 120,
    "(?:an |a |one |the |your |ur |1 )?(?:full |whole |solid |entire |good |spare |free |single |clear |straight |proper |decent |nice |lovely"
    " |cheeky |quick |short |mere |little |uninterrupted |long |complete |leisurely |focused |friendly |relaxed |extra |precious |quiet |brief )+(?:hour|hr)"
    "|full-hour|hour-ish|hourish|hour-plus|hour-long|one-hour|1-hour|one-hour-long|hourlong|hour long|sixty-minutes?"
    "|(?:an|the) hour's|hour or so": 60,
}
_NUMBER = rf"\d{{1,3}}(?:[.,]\d{{1,2}})?|{'|'.join(sorted(NUMBERS, key=len, reverse=True))}"
_STRETCH = re.compile(
    "|".join(f" (?P<set{n}>{pattern})(?= )" for n, pattern in enumerate(_SET))
    + rf"| between (?:{_NUMBER}) (?:(?:{_MINUTE}|{_HOUR}) )?and (?P<upper>{_NUMBER}) (?:{_MINUTE}|(?P<hours>{_HOUR}))(?= )"
    + rf"| (?P<low>{_NUMBER})(?: (?:(?:{_MINUTE}|{_HOUR}) )?(?:-|to|or|a|o|ou|bis|oder|y|till|until|/|maybe) (?:even |maybe |up to |max )?(?P<high>{_NUMBER}))?"
    rf" (?:- |\+ |\) |or so |y (?P<and>cinco) |e (?P<e>cinco) )?(?:(?:full|whole|solid|entire|good|long|more|extra|volle|ganze|buena|boa|bonne|petite|small|little|odd|ish) )?"
    rf"(?:(?P<minute>{_MINUTE})|(?P<hour>{_HOUR}))(?: (?P<more>\d{{2}})(?: (?:{_MINUTE}))?)?(?= )"
)
_CLOCK = re.compile(
    r" (?:a|vers|des|avant|apres|depuis 1[0-9]|jusqu' a|entre|de|as|at|um|gegen|ab|around|las) $"
)  # "à 14 h", "a las 5 horas": a time of day
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
    found = ((at, _minutes(at, plain)) for at in _STRETCH.finditer(plain))
    return [
        Stretch(minutes + bool(_BEYOND.search(plain, 0, at.start() + 1)), at.start() + 1, at.end())
        for at, minutes in found
        if minutes
    ]


def _minutes(found: "re.Match[str]", plain: str) -> float:
    for n, minutes in enumerate(_SET.values()):
        if found[f"set{n}"]:
            return minutes
    if found["upper"]:
        return _value(found["upper"]) * (60 if found["hours"] else 1)
    number = _value(found["high"] or found["low"]) + (5 if found["and"] or found["e"] else 0)
    if found["minute"]:
        return number
    if number >= 6 and _CLOCK.search(plain[: found.start() + 1]):
        return 0
    return number * 60 + int(found["more"] or 0)


def _value(word: str) -> float:
    return NUMBERS[word] if word in NUMBERS else float(word.replace(",", "."))


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
