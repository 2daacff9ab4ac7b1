"""Office hours as tokens: days, clock times, and the words between them, each with its place in the text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from bot.domain import zones
from bot.domain.hours.clocks import CLOCK, MIDNIGHT, NOON, Shown, read_clock
from bot.domain.hours.words import AND, EXCEPT, FILL, GROUPS, TO, days_named, names_some

Kind = Literal["days", "clock", "all_day", "part", "to", "dash", "and", "between", "except", "stop", "number", "other"]

NOONS = ("noon", "midday", "mittag", "mediodia", "medio dia", "midi", "meio-dia", "meio dia")
MIDNIGHTS = ("midnight", "mitternacht", "medianoche", "media noche", "minuit", "meia-noite", "meia noite")
ALL_DAY = (
    "all day", "all day long", "the whole day", "24h", "24 h", "24 hours", "24hrs", "ganztags", "ganztagig",
    "den ganzen tag", "24 stunden", "todo el dia", "24 horas", "toute la journee", "24 heures", "o dia todo",
    "o dia inteiro", "dia inteiro",
)  # fmt: skip
BETWEEN = ("between", "zwischen", "entre")
MORNINGS = (
    "in the morning", "in the mornings", "morning", "mornings", "morgens", "vormittag", "vormittags", "por la manana",
    "por las mananas", "de la manana", "de la madrugada", "le matin", "du matin", "matin", "de manha", "da manha",
    "pela manha", "da madrugada",
)  # fmt: skip
AFTERNOONS = (
    "in the afternoon", "in the afternoons", "afternoon", "afternoons", "in the evening", "in the evenings", "evening",
    "evenings", "nachmittag", "nachmittags", "abend", "abends", "por la tarde", "por las tardes", "de la tarde",
    "por la noche", "por las noches", "de la noche", "l'apres-midi", "de l'apres-midi", "apres-midi", "le soir",
    "du soir", "soir", "a tarde", "de tarde", "da tarde", "a noite", "de noite", "da noite",
)  # fmt: skip


@dataclass(frozen=True)
class Token:
    """`half` of a part of the day: "a" or "p"; `plain` is the folded word of an unknown one."""

    kind: Kind
    start: int
    end: int
    days: tuple[int, ...] = ()
    clock: Shown | None = None
    half: str = ""
    plain: str = ""
    named: bool = False
    """An unknown word that is a day in two languages, and not the same one."""


@cache
def _phrases() -> dict[str, Token]:
    """What is several words, or a word with one meaning everywhere, by the folded words."""
    found = {words: Token("days", 0, 0, days=days) for words, days in GROUPS.items()}
    lists: tuple[tuple[Iterable[str], Token], ...] = (
        (NOONS, Token("clock", 0, 0, clock=NOON)),
        (MIDNIGHTS, Token("clock", 0, 0, clock=MIDNIGHT)),
        (ALL_DAY, Token("all_day", 0, 0)),
        (BETWEEN, Token("between", 0, 0)),
        (EXCEPT, Token("except", 0, 0)),
        (MORNINGS, Token("part", 0, 0, half="a")),
        (AFTERNOONS, Token("part", 0, 0, half="p")),
    )
    return {**found, **{words: token for phrases, token in lists for words in phrases}}


@cache
def _pattern() -> re.Pattern[str]:
    phrases = "|".join(
        re.escape(words).replace(r"\ ", r"[^\S\n]+") for words in sorted(_phrases(), key=lambda words: -len(words))
    )
    ordinals = (
        r"(?P<ordinal>[2-6])(?P<sign>a)s?(?:[^\S\n]?-?[^\S\n]?feiras?)?(?![a-z0-9])"  # 2ª is Monday in Portuguese
    )
    return re.compile(
        rf"(?<!\w)(?P<phrase>{phrases})(?!\w)|(?<!\w){ordinals}|(?<![0-9]){CLOCK}|(?P<dash>-+>|[-‐‑‒–—―−~→]+)"
        r"|(?P<and>[,&+/|•·])|(?P<stop>[;\n])|(?P<fill>[:.()\s])"
        r"|(?P<word>[^\W\d_]+(?:-feiras?)?\.?)|(?P<number>[0-9][0-9.:]*)|(?P<other>\S)"
    )


def tokens(text: str, language: str) -> list[Token]:
    """`text` is composed; words that connect nothing are left out."""
    folded = zones.fold(text)
    matches = list(_pattern().finditer(folded))
    words = [text[slice(*match.span("word"))] for match in matches if match["word"]]
    days = days_named(words, language, beside=re.findall(r"[^\W\d_]+", folded))
    found = [token for match in matches if (token := _token(match, text, language, days))]
    return _parted([token for at, token in enumerate(found) if not _article(found, at)])


def _article(found: Sequence[Token], at: int) -> bool:
    """Portuguese says "entre as 10h e as 12h"."""
    around = [token.kind for token in found[max(at - 1, 0) : at + 2]]
    return found[at].kind == "to" and around in (["between", "to", "clock"], ["and", "to", "clock"])


def _token(match: re.Match[str], text: str, language: str, days: dict[str, int | None]) -> Token | None:
    start, end = match.span()
    if match["phrase"]:
        return replace(_phrases()[" ".join(match["phrase"].split())], start=start, end=end)
    if match["ordinal"]:
        if text[match.start("sign")] != "ª" and not language.startswith("pt"):  # "9a-5p" means something else
            return Token("other", start, end)
        return Token("days", start, end, days=(int(match["ordinal"]) - 2,))
    if match["hour"]:
        return Token("clock", start, end, clock=read_clock(match))
    if match["fill"]:
        return None
    if not match["word"]:
        return Token(match.lastgroup or "other", start, end)  # type: ignore[arg-type]
    plain = match["word"].strip(".")
    day = days.get(text[start:end])
    if day is not None:
        return Token("days", start, end, days=(day,))
    if plain in TO | AND:
        return Token("to" if plain in TO else "and", start, end)
    if plain in FILL:
        return None
    return Token("other", start, end, plain=plain, named=names_some(plain))


def _parted(tokens: list[Token]) -> list[Token]:
    """The parts of the day joined with their clock times: "2 in the afternoon", "mornings 9-11"."""
    return list(_after(list(_before(tokens))))


def _before(tokens: list[Token]) -> Iterator[Token]:
    """ "mornings 9-11": a part of the day just before a range is said of its start, and of its end."""
    part: Token | None = None
    for at, token in enumerate(tokens):
        ahead = tokens[at + 1 : at + 4]
        kinds = [one.kind for one in ahead]
        behind = at > 0 and tokens[at - 1].kind == "clock"
        if token.kind == "part" and not behind and kinds[:1] == ["clock"] and kinds[1:] in (["to", "clock"], _DASHED):
            part = token
        elif token.kind == "clock" and part is not None:
            first = tokens[at - 1] is part
            clock = token.clock and token.clock.in_the(part.half, strictly=first)
            yield replace(token, clock=clock, start=part.start if first else token.start)
            part = part if first else None
        else:
            yield token


_DASHED = ["dash", "clock"]


def _after(tokens: list[Token]) -> Iterator[Token]:
    """ "2 in the afternoon"."""
    for at, token in enumerate(tokens):
        ahead = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.kind == "clock" and ahead is not None and ahead.kind == "part":
            yield replace(token, clock=token.clock and token.clock.in_the(ahead.half), end=ahead.end)
        elif token.kind != "part" or at == 0 or tokens[at - 1].kind != "clock":
            yield token
