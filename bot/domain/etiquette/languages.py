"""Which language a text is in, and what its writers shorten. Few words suffice, and a guess that is not sure is
English: the rules of another language are not tried on it. The words stand in languages.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TESTED = ("en", "es", "pt", "fr", "de")
"""The languages whose rules were measured. Elsewhere the reader is silent, but for what needs no words."""
READ = (*TESTED, "hi")
"""Those, and one that has some of the rules."""
USUAL = "en"


@dataclass(frozen=True)
class Spoken:
    """What is known of a language."""

    common: frozenset[str]
    sure: frozenset[str]
    """Common words that no other of these languages has: they count twice."""
    tails: frozenset[str]
    """Pronouns that hang on a verb with a hyphen."""
    short: Mapping[str, tuple[str, ...]]
    """How people shorten words, and what they mean."""


def guess(words: Sequence[str]) -> str:
    """The language most of whose commonest words occur, English when nothing tells; "" for other scripts."""
    letters = [word for word in words if word[0].isalpha()]
    if letters and sum(not word.isascii() for word in letters) > len(letters) / 2:
        return ""
    scores = {
        language: sum((word in known.common) + (word in known.sure) for word in letters)
        for language, known in _spoken().items()
    }
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > scores[USUAL] else USUAL


def short(language: str) -> Mapping[str, tuple[str, ...]]:
    """How writers of this language shorten words; "" is a text whose language nobody knows."""
    known = _spoken().get(language or USUAL)
    return known.short if known else {}


_WHOLE = frozenset({"rendez-vous"})


def parts(word: str, language: str) -> list[str]:
    """Pronouns that hang on a verb are words of their own: "pourriez-vous", "indicar-me"."""
    known = _spoken().get(language)
    if not known or not known.tails or "-" not in word or word in _WHOLE:
        return [word]
    first, *rest = word.split("-")
    return [first, *(part for part in rest if part != "t")] if first and known.tails.issuperset(rest) else [word]


@cache
def _spoken() -> Mapping[str, Spoken]:
    page = tomllib.loads((files("bot.domain.etiquette") / "languages.toml").read_text("utf-8"))
    return {
        language: Spoken(
            frozenset(told["common"].split()),
            frozenset(told.get("sure", "").split()),
            frozenset(told.get("tails", "").split()),
            _pairs(told["short"]),
        )
        for language, told in page.items()
    }


def _pairs(text: str) -> dict[str, tuple[str, ...]]:
    lines = (line.split("#")[0] for line in text.splitlines() if line.strip())
    return {short.strip(): tuple(full.split()) for short, _, full in (line.partition("=") for line in lines)}
