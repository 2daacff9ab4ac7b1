"""How long: every stretch of time that a sentence names, in minutes, in the five languages that are read.

A range counts with its upper end: "30 to 45 minutes" is forty-five. Times of day ("at 14 h") and ages are no stretches."""

import re
from dataclasses import dataclass

_NUMBERS = {
    "en": "a=1 an=1 one=1 two=2 three=3 four=4 five=5 ten=10 fifteen=15 twenty=20 twenty-five=25 twenty_five=25 thirty=30"
    " thirty-five=35 thirty_five=35 forty=40 fourty=40 forty-five=45 forty_five=45 fourty-five=45 fifty=50 sixty=60 seventy-five=75 seventy_five=75 ninety=90",
    "es": "un=1 una=1 dos=2 tres=3 cuatro=4 diez=10 quince=15 veinte=20 veinticinco=25 treinta=30 cuarenta=40"
    " cincuenta=50 sesenta=60 noventa=90",
    "pt": "um=1 uma=1 dois=2 duas=2 quatro=4 dez=10 quinze=15 vinte=20 trinta=30 quarenta=40 cinquenta=50"
    " sessenta=60 noventa=90",
    "fr": "une=1 deux=2 trois=3 quatre=4 dix=10 vingt=20 vingt-cinq=25 trente=30 quarante=40 quarante-cinq=45"
    " cinquante=50 soixante=60 quatre-vingt-dix=90",
    "de": "ein=1 eine=1 einer=1 ne=1 zwei=2 drei=3 vier=4 zehn=10 funfzehn=15 zwanzig=20 dreissig=30 vierzig=40"
    " funfundvierzig=45 funfzig=50 sechzig=60 neunzig=90",
    "hi": "ek=1 do=2 teen=3 bees=20 tees=30",
}
NUMBERS = {word.replace("_", " "): int(value) for pairs in _NUMBERS.values() for word, value in (p.split("=") for p in pairs.split())}
_MINUTE = r"minutes?|minutos?|minuten?|minuto|minutinhos|minutitos|minuterl|mn"
_HOUR = r"hours?|horas?|horinhas?|horitas?|heures?|stunden?|stundchen|ghant[ae]|ghanton|hr|h"
_SET = {  # phrases that are one number by themselves
    "three (?:- )?quarters? of an hour|tres cuartos de hora|trois quarts d' heure|dreiviertelstunde"
    "|drei ?viertel(?: ?stunde)?|tres quartos de hora": 45,
    "quarter of an hour|quarter hour|quarter-hour|cuarto de hora|cuartito de hora|quart d' heure|viertelstunde"
    "|viertelstundchen|quarto de hora": 15,
    "half an hour|half a hour|half hour|half-hour|media hora|media horita|meia hora|meia horinha|demi-heure|demi heure"
    "|halbe stunde|halben stunde|halbes stundchen|aadha ghanta|aadhe ghante": 30,
    "(?:an |one |1 )?hour and a half|(?:una |1 )?hora y media|(?:uma |1 )?hora e meia|(?:une |1 )?heure et demie"
    "|anderthalb stunden?|eineinhalb stunden?|hour-and-a-half|dedh ghanta|dedh ghante": 90,
    "(?:an |one )?hour or two|couple of hours|few hours|several hours|un par de horas|algunas horas|algumas horas"
    "|quelques heures|ein paar stunden|paar stunden": 120,
    "(?:an |a |one |the )?(?:full |whole |solid |entire |good )hour|full-hour|hour-long|one-hour|hourlong"
    "|(?:an|the) hour's|hour or so": 60,
}
_NUMBER = rf"\d{{1,3}}(?:[.,]\d{{1,2}})?|{'|'.join(sorted(NUMBERS, key=len, reverse=True))}"
_STRETCH = re.compile(
    "|".join(f" (?P<set{n}>{pattern})(?= )" for n, pattern in enumerate(_SET))
    + rf"| (?P<low>{_NUMBER})(?: (?:(?:{_MINUTE}|{_HOUR}) )?(?:-|to|or|a|o|ou|bis|oder|y|till|until|/|maybe) (?:even |maybe |up to |max )?(?P<high>{_NUMBER}))?"
    rf" (?:- |y (?P<and>cinco) |e (?P<e>cinco) )?(?:(?:full|whole|solid|entire|good|long|more|extra|volle|ganze|buena|boa|bonne|petite|small|little|odd|ish) )?"
    rf"(?:(?P<minute>{_MINUTE})|(?P<hour>{_HOUR}))(?: (?P<more>\d{{2}})(?: (?:{_MINUTE}))?)?(?= )"
)
_CLOCK = re.compile(
    r" (?:a|vers|des|avant|apres|depuis 1[0-9]|jusqu' a|entre|de|as|at|um|gegen|ab|around|las) $"
)  # "à 14 h", "a las 5 horas": a time of day


@dataclass(frozen=True)
class Stretch:
    """`minutes` is the upper end; `start` and `end` are places in the plain sentence."""

    minutes: float
    start: int
    end: int


def stretches(plain: str) -> list[Stretch]:
    return [Stretch(minutes, at.start() + 1, at.end()) for at in _STRETCH.finditer(plain) if (minutes := _minutes(at, plain))]


def _minutes(found: "re.Match[str]", plain: str) -> float:
    for n, minutes in enumerate(_SET.values()):
        if found[f"set{n}"]:
            return minutes
    number = _value(found["high"] or found["low"]) + (5 if found["and"] or found["e"] else 0)
    if found["minute"]:
        return number
    if number >= 6 and _CLOCK.search(plain[: found.start() + 1]):
        return 0
    return number * 60 + int(found["more"] or 0)


def _value(word: str) -> float:
    return NUMBERS[word] if word in NUMBERS else float(word.replace(",", "."))
