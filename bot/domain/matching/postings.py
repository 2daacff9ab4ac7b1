"""A sparse table that is read by rows and may grow: the inverted index under everything here."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_LOOSE = 20_000
"""So many entries, or an eighth of all, wait in lists until they are sorted in."""


class Postings:
    """row -> columns with a weight each. What is added is found at once; now and then it is sorted into the arrays."""

    def __init__(
        self,
        rows: Sequence[int] | Ints = (),
        columns: Sequence[int] | Ints = (),
        weights: Sequence[float] | Floats = (),
    ) -> None:
        self._loose: dict[int, tuple[list[int], list[float]]] = {}
        self._waiting = 0
        self._sort(np.asarray(rows, np.int64), np.asarray(columns, np.int32), np.asarray(weights, np.float32))

    def _sort(self, rows: NDArray[np.int64], columns: NDArray[np.int32], weights: NDArray[np.float32]) -> None:
        order = np.argsort(rows, kind="stable")
        self._columns, self._weights = columns[order], weights[order]
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(rows)))).astype(np.int64)

    def add(self, column: int, entries: Iterable[tuple[int, float]]) -> None:
        """One column with its (row, weight) entries."""
        for row, weight in entries:
            columns, weights = self._loose.setdefault(row, ([], []))
            columns.append(column)
            weights.append(weight)
            self._waiting += 1

    def settle(self, *, at_rest: bool = False) -> None:
        """Sorts what waits into the arrays, when it has become much; sooner `at_rest`, before a search."""
        few, part = (_LOOSE // 10, 100) if at_rest else (_LOOSE, 8)
        if self._waiting <= max(few, len(self._columns) // part):
            return
        rows = np.repeat(np.arange(len(self._starts) - 1), np.diff(self._starts))
        loose_rows = np.repeat(list(self._loose), [len(columns) for columns, _ in self._loose.values()])
        columns = np.fromiter((c for columns, _ in self._loose.values() for c in columns), np.int32)
        weights = np.fromiter((w for _, weights in self._loose.values() for w in weights), np.float32)
        self._loose, self._waiting = {}, 0
        self._sort(
            np.concatenate((rows, loose_rows)),
            np.concatenate((self._columns, columns)),
            np.concatenate((self._weights, weights)),
        )

    def entries(self, rows: Sequence[int], weights: Sequence[float] | Floats) -> tuple[Ints, Floats]:
        """The columns of these rows, repeated where rows meet, and the weights there times the rows' own."""
        columns: list[NDArray[np.int32]] = []
        values: list[NDArray[np.float32]] = []
        last = len(self._starts) - 1
        for row, weight in zip(rows, weights, strict=True):
            if row < last and (start := self._starts[row]) < (end := self._starts[row + 1]):
                columns.append(self._columns[start:end])
                values.append(self._weights[start:end] * np.float32(weight))
            if row in self._loose:
                found, loose = self._loose[row]
                columns.append(np.array(found, np.int32))
                values.append(np.array(loose, np.float32) * np.float32(weight))
        if not columns:
            return np.empty(0, np.int64), np.empty(0)
        return np.concatenate(columns).astype(np.int64), np.concatenate(values).astype(np.float64)

    def sums(self, rows: Sequence[int], weights: Sequence[float] | Floats, size: int) -> Floats:
        """For each of `size` columns, the sum over these rows."""
        columns, values = self.entries(rows, weights)
        return np.bincount(columns, values, minlength=size).astype(np.float64, copy=False)
