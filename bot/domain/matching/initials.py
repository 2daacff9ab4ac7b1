"""The initials of each run of a title's words: "AR clerk" finds "Accounts Receivable Clerk", with no list of them."""

import math
from collections.abc import Iterator, Sequence

LONGEST = 6
"""Words of a run, and letters of an abbreviation."""
_SKIPPED = frozenset(
    "a an and at by de del der des di do du e en et for from für in la le of on or pour the to und with y".split()
)


def runs(words: Sequence[str], weights: Sequence[float]) -> dict[str, float]:
    """initials -> how much of the title the words behind them are, from 0 to 1. Small words may be left out."""
    whole = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
    found: dict[str, float] = {}
    pairs = list(zip(words, weights, strict=True))
    for some in (pairs, [pair for pair in pairs if pair[0] not in _SKIPPED]):
        for initials, share in _runs(some):
            found[initials] = max(found.get(initials, 0.0), min(1.0, share / whole))
    return found


def _runs(pairs: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    for start in range(len(pairs)):
        for end in range(start + 2, min(len(pairs), start + LONGEST) + 1):
            part = pairs[start:end]
            yield "".join(word[0] for word, _ in part), math.sqrt(sum(weight * weight for _, weight in part))
