"""Everybody's profile, ready to be searched. A change of one is searchable at once.

A profile is a list of items: the headline, each topic, each sentence about. A request is compared with each item by
itself, and the best one counts most: a long profile is no disadvantage, and another topic never is."""

import math
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from bot.domain.matching.holders import LEAST, Holders
from bot.domain.matching.initials import runs
from bot.domain.matching.postings import Floats, Postings
from bot.domain.matching.reading import Reading, read
from bot.domain.matching.spelling import Spelling
from bot.domain.matching.vocabulary import Term, Vocabulary
from bot.domain.matching.words import norms, words

HEADLINE, TOPIC, ABOUT = 1.0, 0.9, 0.4
"""What an item counts for: what somebody does, what they like to be asked, what else they tell."""
MEANING = 2 / 3
"""The share of meaning in the score of an item; the rest is words. Initials are words, written short."""
OTHERS = 0.2
"""What the other items of a profile add, of what is missing to 1."""
OWN = 1.0
"""What a word weighs that is in a profile and not in the vocabulary."""
SHORT_TITLE = 10
"""Words of an item whose initials are taken."""


@dataclass(frozen=True)
class Profile:
    headline: str
    topics: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    def items(self) -> dict[str, float]:
        """text -> what it counts for."""
        found: dict[str, float] = {}
        for weight, texts in ((HEADLINE, (self.headline,)), (TOPIC, self.topics), (ABOUT, self.about)):
            for text in texts:
                if norms(text):
                    found[text] = max(found.get(text, 0.0), weight)
        return found


@dataclass(frozen=True)
class Scored:
    """How near one item is to one reading of the request, each part from 0 to 1 and weighted; their sum is the
    item's score."""

    words: float
    initials: float
    meaning: float

    @property
    def sum(self) -> float:
        return self.words + self.initials + self.meaning


@dataclass(frozen=True)
class Found:
    """`item` is the one that counts most, as written, `weight` what its place counts for; `others` what the other
    items add. `score` is the weighted parts and `others` together, from 0 to 1."""

    key: Hashable
    score: float
    item: str
    weight: float
    scored: Scored
    others: float
    reading: Reading
    number: int


class Index:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._spelling = Spelling(weights=vocabulary.spelling)
        self._items: dict[tuple[str, int], int] = {}
        self._texts: list[str] = []
        self._norms: list[tuple[str, ...]] = []
        self._meant: list[tuple[tuple[int, float], ...]] = []
        self._words, self._meanings, self._initials, self._short = Postings(), Postings(), Postings(), Postings()
        self._runs: dict[str, int] = {}
        self._holders = Holders()
        self._slots: dict[Hashable, int] = {}
        self._keys: list[Hashable] = []
        self._alive = np.zeros(16, bool)
        self._profiles: dict[Hashable, Profile] = {}
        self._held: list[list[tuple[int, float]]] = []
        self._lots: list[bytes] = []

    def __len__(self) -> int:
        return len(self._slots)

    def put(self, key: Hashable, profile: Profile) -> None:
        """Somebody new, or a changed profile."""
        if self._profiles.get(key) == profile:
            return
        self.drop(key)
        slot = len(self._keys)
        self._keys.append(key)
        if slot >= len(self._alive):
            self._alive = np.concatenate((self._alive, np.zeros(len(self._alive), bool)))
        self._alive[slot] = True
        self._slots[key], self._profiles[key] = slot, profile
        held = [(item, weight) for text, weight in profile.items().items() for item in self._numbers(text)]
        self._held.append(held)
        self._lots.append(_digest(repr(profile).encode(errors="replace")))
        self._holders.add(slot, held)

    def drop(self, key: Hashable) -> None:
        """Nobody of that key is nothing to do."""
        if (slot := self._slots.pop(key, None)) is not None:
            self._alive[slot] = False
            self._keys[slot] = None
            self._held[slot] = []
            del self._profiles[key]

    @property
    def worn(self) -> bool:
        """Most of it is about profiles that have changed since: a fresh index would be smaller."""
        return len(self._keys) > 1000 + 2 * len(self._slots)

    def norms_of(self, item: int) -> tuple[str, ...]:
        """The words of an item that was found, as they are compared."""
        return self._norms[item]

    def meaning_of(self, item: int) -> tuple[tuple[int, float], ...]:
        """Numbers of concepts with their weights."""
        return self._meant[item]

    # -- taking in ----------------------------------------------------------------------------------------------------

    def _numbers(self, text: str) -> list[int]:
        """The item's numbers, one for each way to read it."""
        found = []
        for at, reading in enumerate(read(text, self.vocabulary)):
            if (text, at) not in self._items:
                self._items[text, at] = self._take_in(text, reading, first=at == 0)
            found.append(self._items[text, at])
        return found

    def _take_in(self, text: str, reading: Reading, *, first: bool) -> int:
        item = len(self._texts)
        own = norms(text) if first else tuple(term.norm for term in reading.terms)
        weights = [self._weight(norm) for norm in own]
        whole = float(np.sqrt(sum(weight * weight for weight in weights))) or 1.0
        self._texts.append(text)
        self._norms.append(own)
        self._words.add(item, [(self._word(norm), weight / whole) for norm, weight in zip(own, weights, strict=True)])
        self._meant.append(tuple(zip(reading.meaning.concepts, reading.meaning.weights, strict=True)))
        self._meanings.add(item, self._meant[item])
        if len(own) <= SHORT_TITLE:
            rows = [(self._run(letters), share) for letters, share in runs(own, weights).items()]
            self._initials.add(item, rows)
        if first:
            capitals = {word.norm for word in words(text) if word.capital and word.norm in reading.short}
            shown = [
                (self._run(norm), weight / whole) for norm, weight in zip(own, weights, strict=True) if norm in capitals
            ]
            self._short.add(item, shown)
        for postings in (self._words, self._meanings, self._initials, self._short):
            postings.settle()
        return item

    def _weight(self, norm: str) -> float:
        return self.vocabulary.rarity(norm) if self.vocabulary.knows(norm) else OWN

    def _word(self, norm: str) -> int:
        """The vocabulary's words have its numbers, those of profiles alone come after them."""
        known = self.vocabulary.spelling
        return known.number[norm] if norm in known.number else len(known.words) + self._spelling.add(norm)

    def _run(self, letters: str) -> int:
        return self._runs.setdefault(letters, len(self._runs))

    # -- searching ----------------------------------------------------------------------------------------------------

    def search(self, request: str, most: int, *, among: Callable[[Hashable], bool] | None = None) -> list[Found]:
        """The best `most`, best first, without those who share nothing with the request. Ties are broken by what the
        request and the profile say, never by who it is or came first."""
        read_as = read(request, self.vocabulary)
        for postings in (self._words, self._meanings, self._initials, self._short):
            postings.settle(at_rest=True)
        if not read_as or not self._texts:
            return []
        parts = [self._compare(reading) for reading in read_as]
        wholes = np.array([words + initials + meaning for words, initials, meaning in parts])
        chosen, whole = wholes.argmax(axis=0), wholes.max(axis=0)
        score, best = self._gather(whole)
        found: list[Found] = []
        order = self._order(request, score, most, among)
        for slot in order:
            item, weight = max(self._held[slot], key=lambda held: whole[held[0]] * held[1])
            at = int(chosen[item])
            w, i, m = (float(part[item]) for part in parts[at])
            found.append(
                Found(
                    self._keys[slot], float(score[slot]), self._texts[item], weight, Scored(w, i, m),
                    float(score[slot] - best[slot]), read_as[at], item,
                )
            )  # fmt: skip
        return found

    def _compare(self, reading: Reading) -> tuple[Floats, Floats, Floats]:
        """Words, initials and meaning of each item, weighted."""
        size = len(self._texts)
        short, shortness, norm = self._abbreviated(reading)
        alike = self._alike(reading.terms)
        word = np.minimum(1.0, self._words.sums(list(alike), np.array(list(alike.values())) / norm, size))
        share = MEANING * (1 - shortness) if reading.meaning.concepts else 0.0
        meaning = np.minimum(1.0, self._meanings.sums(reading.meaning.concepts, reading.meaning.weights, size))
        return (1 - share) * word, (1 - share) * np.minimum(short, 1.0 - word), share * meaning

    def _alike(self, terms: Iterable[Term]) -> dict[int, float]:
        """Number of a word -> how much it is asked for."""
        found: dict[int, float] = {}
        after = len(self.vocabulary.spelling.words)
        for term in terms:
            known = self.vocabulary.knows(term.norm) > 0
            ids, alike = self._spelling.like(term.norm, known=known, most=len(self._spelling.words))
            for at, near in (
                *zip(term.ids.tolist(), term.alike.tolist(), strict=True),
                *zip((ids + after).tolist(), alike.tolist(), strict=True),
            ):
                found[at] = max(found.get(at, 0.0), term.weight * near)
        return found

    def _abbreviated(self, reading: Reading) -> tuple[Floats, float, float]:
        """What initials add to each item, how much of the request they are, and the length of the request with
        them."""
        size = len(self._texts)
        total = np.zeros(size)
        hits = [
            (term, self._initials.sums([self._runs[term.norm]], [1.0], size))
            for term in reading.terms
            if term.norm in reading.short and term.norm in self._runs
        ]
        hits = [(term, shares) for term, shares in hits if shares.any()]
        extra = sum(max(term.weight, OWN) ** 2 - term.weight**2 for term, _ in hits)
        norm = math.sqrt(reading.norm**2 + extra)
        shortness = 0.0
        for term, shares in hits:
            weight = max(term.weight, OWN) / norm
            total += weight * shares
            shortness += weight**2
        asked = [term.norm for term in reading.terms]
        if len(asked) <= SHORT_TITLE:
            for letters, share in runs(asked, [term.weight for term in reading.terms]).items():
                if letters in self._runs:
                    total += self._short.sums([self._runs[letters]], [share], size)
        return np.minimum(1.0, total), min(1.0, shortness), norm

    def _gather(self, items: Floats) -> tuple[Floats, Floats]:
        """For each slot its score, and what its best item alone makes of it."""
        slots, values = self._holders.entries(items)
        size = len(self._keys)
        best = np.zeros(size)
        np.maximum.at(best, slots, values)
        none = np.bincount(slots, np.log1p(-values), minlength=size) - np.log1p(-best)
        others = 1 - np.exp(np.minimum(0.0, none))
        score = best + (1 - best) * OTHERS * others
        return np.where(self._alive[:size], score, 0.0), best

    def _order(self, request: str, score: Floats, most: int, among: Callable[[Hashable], bool] | None) -> list[int]:
        some = np.flatnonzero(score > LEAST * ABOUT)
        if among is not None:
            some = np.array([slot for slot in some.tolist() if among(self._keys[slot])], np.int64)
        if len(some) > most:
            least = np.partition(score[some], len(some) - most)[len(some) - most]
            some = some[score[some] >= least - 1e-9]
        asked = _digest(request.encode(errors="replace"))
        ranked = sorted(
            (-round(value, 9), _digest(asked + self._lots[slot]), slot)
            for slot, value in zip(some.tolist(), score[some].tolist(), strict=True)
        )
        return [slot for _, _, slot in ranked[:most]]


def _digest(told: bytes) -> bytes:
    return blake2b(told, digest_size=8).digest()
