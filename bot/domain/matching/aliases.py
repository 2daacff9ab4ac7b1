"""Abbreviations that are not the initials of what they stand for (k8s, SWE, UX), or are too well known to guess."""

from collections.abc import Sequence
from functools import cache
from itertools import product
from pathlib import Path

from bot.domain.matching.words import Word, norms

READINGS = 5
"""Ways to read one text that are tried: PM is a product manager and a project manager."""


@cache
def table() -> dict[str, tuple[tuple[str, ...], ...]]:
    """What is written -> the words of each thing that it stands for. Written in capitals there, it counts in capitals
    only ("IT", "US")."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in (Path(__file__).parent / "aliases.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            alias, _, meanings = line.partition("\t")
            found[alias] = tuple(norms(meaning) for meaning in meanings.split("|"))
    return found


def stands_for(word: Word) -> tuple[tuple[str, ...], ...]:
    """The words of each thing that it stands for, of one or of several ("PMs"); empty when it is no abbreviation."""
    known = table()
    one = word.norm.removesuffix("s")
    found = known.get(word.norm) or (known.get(word.norm.upper()) if word.capital else None)
    return found or (known.get(one) if len(one) > 1 else None) or ()


def readings(written: Sequence[Word]) -> list[tuple[str, ...]]:
    """The text as it stands, then with its abbreviations written out."""
    plain = tuple(word.norm for word in written)
    choices = []
    for word in written:
        choices.append(stands_for(word) or ((word.norm,),))
    found = [plain]
    for choice in product(*choices):
        reading = tuple(dict.fromkeys(norm for part in choice for norm in part))
        if reading not in found:
            found.append(reading)
        if len(found) == READINGS:
            break
    return found
