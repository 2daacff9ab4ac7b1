"""A text, read: what of it is asked for, the words it may mean, what these mean together, and what may be initials."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.matching.aliases import readings, stands_for
from bot.domain.matching.initials import LONGEST
from bot.domain.matching.vocabulary import Meaning, Term, Vocabulary
from bot.domain.matching.words import Word, common, words

REMEMBERED = 10_000
"""Texts whose readings are kept: the profiles of the mentors whom people search most."""
WELL_KNOWN = 30
"""A short word that so many concepts have is a word, and no abbreviation, unless it stands out by its capitals."""


@dataclass(frozen=True)
class Reading:
    """One way to understand a text. `short`: the terms that may be initials."""

    terms: tuple[Term, ...]
    meaning: Meaning
    short: frozenset[str]

    @property
    def norm(self) -> float:
        return math.sqrt(sum(term.weight**2 for term in self.terms)) or 1.0


def telling(written: Sequence[Word]) -> list[Word]:
    """Without the words that say nothing. An abbreviation in capitals among small letters always says something: IT
    is not it."""
    shouting = all(word.capital or not word.norm.isalpha() for word in written) and len(written) > 2
    nothing = common().among(tuple(word.norm for word in written))
    return [
        word for word in written if word.norm not in nothing or (word.capital and not shouting and stands_for(word))
    ]


@lru_cache(maxsize=REMEMBERED)
def read(text: str, vocabulary: Vocabulary) -> tuple[Reading, ...]:
    """The ways to read a text; none when it says nothing."""
    written = words(text)
    told = telling(written)
    shouting = all(word.capital for word in written) and len(written) > 2
    short = frozenset(
        word.norm
        for word in told
        if 2 <= len(word.norm) <= LONGEST
        and (vocabulary.knows(word.norm) < WELL_KNOWN or (word.capital and not shouting))
    )
    found = []
    for reading in readings(told) if told else []:
        terms = tuple(vocabulary.term(norm) for norm in reading)
        found.append(Reading(terms, vocabulary.meaning(terms), short & set(reading)))
    return tuple(found)
