"""The vocabulary bridge: a text -> the labels nearest to it -> what they mean, the same in every language.

A vocabulary is a list of concepts (an occupation, a skill), each with the labels that people know it by. Two texts mean
the same as far as their concepts do, whatever their words: "RN" and "Krankenpfleger" lead to one."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain.matching.postings import Floats, Ints, Postings
from bot.domain.matching.spelling import Spelling
from bot.domain.matching.words import common, norms

LABELS = 60
"""The nearest labels that are asked what they mean."""
NEAR = 0.2
"""Cosine from which a label is near at all."""
CONCEPTS = 20
"""A text means so many concepts at most."""
WHOLE = 0.4
"""How much all labels of a concept together count beside the nearest one."""
SUPPORT = 0.3
"""How much it counts that several labels of a concept are near."""
SHARP = 4.0
"""A concept that is half as near counts for a sixteenth."""
EVEN = 0.6
"""Rare words count for more, but less than their rarity: the trade at the end of a title is seldom rare."""
SMALL = 0.15
"""What a small word ("of", "für") counts for within a label."""
ABOUT = 0.35
"""What a word of a concept's description counts for beside one of its labels."""
UNKNOWN = 0.7
"""What a word weighs that is like nothing in the vocabulary."""


@dataclass(frozen=True)
class Concept:
    """`id` is `source:code`; the first label is what it is called. `about`: more words about it, as `norms` has
    them, with spaces between."""

    id: str
    labels: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True)
class Term:
    """A word of a text: what it weighs, and the numbers of the vocabulary's words that it may be, with how surely."""

    norm: str
    weight: float
    ids: Ints
    alike: Floats


@dataclass(frozen=True)
class Meaning:
    """Numbers of concepts and their weights, nearest first; a vector of length 1, or empty."""

    concepts: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()


class Vocabulary:
    """Immutable once made. About 40,000 labels are made ready in half a second."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = _merged(concepts)
        labels: list[tuple[str, ...]] = []
        owners: list[int] = []
        for at, concept in enumerate(self.concepts):
            for label in dict.fromkeys(norms(label) for label in concept.labels):
                if label:
                    labels.append(label)
                    owners.append(at)
        self._owners = np.array(owners, np.int64)
        self._found_in = _spread(labels, owners)
        self._scale = math.log(len(self.concepts) + 1) or 1.0
        self._small = frozenset(word for words in common().small for word in words)
        self.spelling = Spelling(self._found_in)
        self._learn(labels)

    def _learn(self, labels: Sequence[tuple[str, ...]]) -> None:
        number = self.spelling.number
        rare = np.array([self.rarity(word) for word in self.spelling.words])
        words = np.fromiter((number[word] for label in labels for word in label), np.int64)
        places = np.repeat(np.arange(len(labels)), [len(label) for label in labels])
        size = len(labels)
        norm = np.sqrt(np.bincount(places, rare[words] ** 2, minlength=size))
        self._labels = Postings(words, places, rare[words] / norm[places])
        # a concept as a whole: how many of its labels have a word
        owners = self._owners[places]
        pairs, count = np.unique(words * len(self.concepts) + owners, return_counts=True)
        words, owners = np.divmod(pairs, max(1, len(self.concepts)))
        share = np.sqrt(count / np.bincount(self._owners, minlength=len(self.concepts))[owners]) * rare[words]
        more = [
            (number[word], at)
            for at, concept in enumerate(self.concepts)
            for word in concept.about.split()
            if word in number
        ]
        if more:
            extra = np.array(more, np.int64)
            words, owners = np.concatenate((words, extra[:, 0])), np.concatenate((owners, extra[:, 1]))
            share = np.concatenate((share, ABOUT * rare[extra[:, 0]]))
        norm = np.sqrt(np.bincount(owners, share**2, minlength=len(self.concepts)))
        self._wholes = Postings(words, owners, share / norm[owners])

    def rarity(self, word: str) -> float:
        """What a known word weighs: about 1 where one concept has it, less the more do."""
        share = math.log((len(self.concepts) + 1) / (self._found_in.get(word, 0) + 0.5)) / self._scale
        return float(max(share, 0.05) ** EVEN) * (SMALL if word in self._small else 1)

    def knows(self, word: str) -> int:
        """In how many concepts it occurs."""
        return self._found_in.get(word, 0)

    def term(self, norm: str) -> Term:
        known = norm in self._found_in
        ids, alike = self.spelling.like(norm, known=known)
        if known:
            return Term(norm, self.rarity(norm), ids, alike)
        if not len(ids):
            return Term(norm, UNKNOWN, ids, alike)
        best = int(np.argmax(alike))
        return Term(norm, 0.9 * self.rarity(self.spelling.words[ids[best]]), ids, alike)

    def meaning(self, terms: Sequence[Term]) -> Meaning:
        weights: dict[int, float] = {}
        for term in terms:
            for at, alike in zip(term.ids.tolist(), term.alike.tolist(), strict=True):
                weights[at] = max(weights.get(at, 0.0), term.weight * alike)
        if not weights or not len(self._owners):
            return Meaning()
        norm = math.sqrt(sum(term.weight**2 for term in terms))
        asked = np.array(list(weights.values())) / norm
        near = self._labels.sums(list(weights), asked, len(self._owners))
        whole = np.minimum(1.0, self._wholes.sums(list(weights), asked, len(self.concepts)))
        return _meaning(near, whole, self._owners)

    def name(self, concept: int) -> str:
        return self.concepts[concept].labels[0]


def _meaning(near: Floats, whole: Floats, owners: Ints) -> Meaning:
    labels = np.flatnonzero(near > NEAR)
    if len(labels) > LABELS:
        labels = labels[np.argpartition(-near[labels], LABELS)[:LABELS]]
    score = WHOLE * whole
    if not len(labels):
        candidates = np.flatnonzero(score > WHOLE * NEAR)
    else:
        candidates = np.unique(owners[labels])
        at = np.searchsorted(candidates, owners[labels])
        best = np.zeros(len(candidates))
        np.maximum.at(best, at, np.minimum(1.0, near[labels]))
        support = np.log1p(np.bincount(at, np.minimum(1.0, near[labels]) ** 6, minlength=len(candidates)))
        score[candidates] += (1 - WHOLE) * best + SUPPORT * np.minimum(1.0, support)
        wide = np.argpartition(-whole, min(CONCEPTS, len(whole) - 1))[:CONCEPTS]
        candidates = np.union1d(candidates, wide[whole[wide] > NEAR])
    if not len(candidates):
        return Meaning()
    order = candidates[np.lexsort((candidates, -score[candidates]))[:CONCEPTS]]
    weights = score[order] ** SHARP
    weights = weights / math.sqrt(float((weights**2).sum()))
    return Meaning(tuple(order.tolist()), tuple(weights.tolist()))


def _merged(concepts: Iterable[Concept]) -> list[Concept]:
    """One of each id, with the labels of all."""
    merged: dict[str, Concept] = {}
    for concept in concepts:
        if (before := merged.get(concept.id)) is None:
            merged[concept.id] = concept
        else:
            labels = tuple(dict.fromkeys((*before.labels, *concept.labels)))
            merged[concept.id] = Concept(concept.id, labels, before.about or concept.about)
    return [concept for concept in merged.values() if concept.labels]


def _spread(labels: Sequence[tuple[str, ...]], owners: Sequence[int]) -> dict[str, int]:
    """word -> in how many concepts it occurs. The labels of a concept stand together."""
    found: dict[str, int] = {}
    last: dict[str, int] = {}
    for label, owner in zip(labels, owners, strict=True):
        for word in label:
            if last.get(word) != owner:
                last[word] = owner
                found[word] = found.get(word, 0) + 1
    return found
