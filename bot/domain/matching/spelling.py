"""Words that are written alike: inflections, typos, compounds, by the three-letter runs that they share."""

import math
from collections.abc import Iterable

import numpy as np

from bot.domain.matching.postings import Floats, Ints, Postings
from bot.domain.matching.words import grams

KNOWN_FROM, KNOWN_POWER = 0.55, 3.0
"""A word that is known is itself; what is only like it counts for little."""
GUESS_FROM, GUESS_POWER = 0.4, 1.4
"""A word that nobody knows is a typo or a compound: what is like it may be what was meant."""
MOST = 24
REMEMBERED = 50_000
STRANGE = 0.6
"""How much runs of letters that occur in no word count against a likeness."""

Likes = tuple[Ints, Floats]


class Spelling:
    """Numbers words, and finds those that look like another. Growing."""

    def __init__(self, known: Iterable[str] = (), *, weights: "Spelling | None" = None) -> None:
        """`weights`: another spelling, whose rarities of letter runs are taken over."""
        self.number: dict[str, int] = {}
        self.words: list[str] = []
        self._grams: dict[str, int] = weights._grams if weights else {}
        self._rare: Floats = weights._rare if weights else np.empty(0)
        self._rarest: float = weights._rarest if weights else 1.0
        self._postings = Postings()
        self._remembered: dict[tuple[str, bool, int], Likes] = {}
        if weights is None:
            self._fill(list(known))

    def _fill(self, known: list[str]) -> None:
        rows: list[int] = []
        columns: list[int] = []
        for column, word in enumerate(known):
            runs = grams(word)
            rows.extend(self._grams.setdefault(run, len(self._grams)) for run in runs)
            columns.extend([column] * len(runs))
        self.words, self.number = known, {word: at for at, word in enumerate(known)}
        each, ends = np.array(rows, np.int64), np.array(columns, np.int64)
        count = np.bincount(each, minlength=len(self._grams))
        self._rare = np.log((1 + len(known)) / (1 + count)) + 1
        self._rarest = math.log(1 + len(known)) + 1
        norms = np.sqrt(np.bincount(ends, self._rare[each] ** 2, minlength=len(known)))
        self._postings = Postings(each, ends, self._rare[each] / norms[ends])

    def add(self, word: str) -> int:
        """Its number."""
        if word not in self.number:
            self.number[word] = len(self.words)
            self.words.append(word)
            runs = [(self._grams.setdefault(run, len(self._grams)), self._rarity(run)) for run in grams(word)]
            norm = math.sqrt(sum(rare * rare for _, rare in runs))
            self._postings.add(self.number[word], [(row, rare / norm) for row, rare in runs])
            self._postings.settle()
        return self.number[word]

    def _rarity(self, run: str) -> float:
        at = self._grams.get(run)
        return float(self._rare[at]) if at is not None and at < len(self._rare) else self._rarest

    def like(self, word: str, *, known: bool, most: int = MOST) -> Likes:
        """Numbers of the words that look like it, and how much, from 0 to 1. What one word is like does not depend on
        the words that were added."""
        key = (word, known, len(self.words))
        if key not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = self._like(word, known, most)
        return self._remembered[key]

    def _like(self, word: str, known: bool, most: int) -> Likes:
        runs = [(self._grams.get(run, -1), self._rarity(run)) for run in grams(word)]
        if not self.words:
            return np.empty(0, np.int64), np.empty(0)
        norm = math.sqrt(sum(rare * rare * (1 if 0 <= row < len(self._rare) else STRANGE) for row, rare in runs))
        rows = [(row, rare) for row, rare in runs if row >= 0]
        alike = self._postings.sums([row for row, _ in rows], [rare / norm for _, rare in rows], len(self.words))
        found = np.flatnonzero(alike >= (KNOWN_FROM if known else GUESS_FROM))
        if len(found) > most:
            found = found[np.lexsort((found, -alike[found]))[:most]]
        return found, np.minimum(1.0, alike[found]) ** (KNOWN_POWER if known else GUESS_POWER)
