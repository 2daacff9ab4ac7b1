"""Who has which item of a profile."""

from collections.abc import Sequence

import numpy as np

from bot.domain.matching.postings import Floats, Ints

LEAST = 0.02
"""An item under this adds nothing."""


class Holders:
    """Who has which item, and what it counts for: three arrays that grow by doubling."""

    def __init__(self) -> None:
        self._size = 0
        self._slots, self._items, self._weights = np.zeros(16, np.int64), np.zeros(16, np.int64), np.zeros(16)

    def add(self, slot: int, held: Sequence[tuple[int, float]]) -> None:
        end = self._size + len(held)
        while end > len(self._slots):
            self._slots = np.concatenate((self._slots, np.zeros_like(self._slots)))
            self._items = np.concatenate((self._items, np.zeros_like(self._items)))
            self._weights = np.concatenate((self._weights, np.zeros_like(self._weights)))
        for at, (item, weight) in enumerate(held, start=self._size):
            self._slots[at], self._items[at], self._weights[at] = slot, item, weight
        self._size = end

    def entries(self, scores: Floats) -> tuple[Ints, Floats]:
        """Slots, repeated, and what each item that scores enough is worth to them."""
        some = np.flatnonzero((scores > LEAST)[self._items[: self._size]])
        return self._slots[some], np.minimum(scores[self._items[some]], 0.999) * self._weights[some]
