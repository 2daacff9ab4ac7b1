"""How good a ranking is, beside two that everybody could have: SQLite's full-text search, and runs of three letters.

A task is a community, requests, and for each request who should be found. The measures are those of search: hit@5
(somebody right among the first five), P@5 (how many of the five), MRR and MAP over fifty."""

import math
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from bot.domain.matching.postings import Postings
from bot.domain.matching.words import fold, grams

DEEP = 50
_WORD = re.compile(r"\w+")

Mentor = Mapping[str, Any]
"""`title`, and a list of `skills`."""


class Ranking(Protocol):
    def rank(self, request: str, k: int) -> Sequence[Sequence[Any]]: ...


@dataclass(frozen=True)
class Measured:
    hit: float
    precision: float
    mrr: float
    map: float
    cpu_ms: float
    reasons: float
    """The share of the first five that have a reason."""


def whole(mentor: Mentor) -> str:
    return "; ".join(filter(None, (mentor["title"], ", ".join(mentor["skills"]))))


class FullText:
    """SQLite's FTS5 with word stems, any of the words."""

    def __init__(self, mentors: Sequence[Mentor]) -> None:
        self._table = sqlite3.connect(":memory:")
        self._table.execute("create virtual table t using fts5(x, tokenize='porter unicode61')")
        self._table.executemany("insert into t(rowid, x) values (?, ?)", enumerate(map(whole, mentors)))

    def rank(self, request: str, k: int) -> list[tuple[int, float]]:
        asked = " OR ".join(f'"{word}"' for word in sorted(set(_WORD.findall(request.lower()))))
        query = "select rowid, -bm25(t) from t where t match ? order by bm25(t) limit ?"
        return list(self._table.execute(query, (asked, k))) if asked else []


class ThreeLetters:
    """Cosine of the runs of three letters, rare ones counting for more."""

    def __init__(self, mentors: Sequence[Mentor]) -> None:
        self._number: dict[str, int] = {}
        told = [self._runs(whole(mentor)) for mentor in mentors]
        spread = Counter(run for runs in told for run in runs)
        self._rare = {run: math.log((1 + len(told)) / (1 + n)) + 1 for run, n in spread.items()}
        self._postings = Postings()
        self._size = len(told)
        for at, runs in enumerate(told):
            weighed = {run: (1 + math.log(n)) * self._rare[run] for run, n in runs.items()}
            norm = math.sqrt(sum(weight**2 for weight in weighed.values())) or 1.0
            self._postings.add(
                at, [(self._number.setdefault(run, len(self._number)), w / norm) for run, w in weighed.items()]
            )
        self._postings.settle(at_rest=True)

    @staticmethod
    def _runs(text: str) -> Counter[str]:
        return Counter(run for word in _WORD.findall(fold(text)) for run in grams(word))

    def rank(self, request: str, k: int) -> list[tuple[int, float]]:
        weighed = {
            self._number[run]: (1 + math.log(n)) * self._rare[run]
            for run, n in self._runs(request).items()
            if run in self._number
        }
        norm = math.sqrt(sum(weight**2 for weight in weighed.values())) or 1.0
        scores = self._postings.sums(list(weighed), np.array(list(weighed.values())) / norm, self._size)
        best = np.argsort(-scores, kind="stable")[:k]
        return [(int(at), float(scores[at])) for at in best if scores[at] > 0]


def measure(build: Callable[[Sequence[Mentor]], Ranking], task: Mapping[str, Any]) -> Measured:
    ranking = build(task["mentors"])
    masks = task.get("mask") or [()] * len(task["requests"])
    begun = time.process_time()
    answers = [ranking.rank(request, DEEP + 20) for request in task["requests"]]
    cpu = time.process_time() - begun
    rows = [
        _row([found[0] for found in answer if found[0] not in mask][:DEEP], set(relevant))
        for answer, relevant, mask in zip(answers, task["relevant"], masks, strict=True)
    ]
    shown = [found for answer in answers for found in answer[:5]]
    hit, precision, mrr, average = (float(each) for each in np.mean(rows, axis=0))
    reasons = sum(len(found) > 2 and bool(found[2]) for found in shown) / max(1, len(shown))
    return Measured(hit, precision, mrr, average, 1000 * cpu / len(answers), reasons)


def _row(found: Sequence[int], relevant: set[int]) -> tuple[float, float, float, float]:
    hits = [place for place, at in enumerate(found, start=1) if at in relevant]
    average = sum(n / place for n, place in enumerate(hits, start=1)) / min(len(relevant), DEEP)
    first = hits[0] if hits else math.inf
    return float(first <= 5), sum(place <= 5 for place in hits) / 5, 1 / first, average
