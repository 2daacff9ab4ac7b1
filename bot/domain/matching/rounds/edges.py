"""Who could meet whom, as arrays; and an order of people in which nobody is ahead for their name or their row.

A solver that may choose between equally good answers takes the one that its input's order leads it to. So people are
put in the order of a digest of the round's seed and their key: the order of the input cannot matter, nobody is
ahead for long, and the next round has another one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Edges:
    """Pairs that may meet: `mentee` and `host` are positions, `score` a whole number of 0 or more."""

    mentee: Ints
    host: Ints
    score: Ints

    def __len__(self) -> int:
        return len(self.mentee)

    def only(self, which: Bools | Ints) -> "Edges":
        return Edges(self.mentee[which], self.host[which], self.score[which])


def edges(told: Iterable[tuple[int, int, int]]) -> Edges:
    """From (mentee, host, score)."""
    rows = told if isinstance(told, list) else list(told)
    table = np.array(rows, np.int64).reshape(-1, 3)
    return Edges(*np.ascontiguousarray(table.T))


def in_order(found: Edges, *, hosts: int) -> Ints:
    """The positions by mentee, then by host, of each pair once: at its best score."""
    at = found.mentee * max(hosts, 1) + found.host
    order = np.argsort(at, kind="stable")
    ahead = at[order]
    if (ahead[1:] == ahead[:-1]).any():
        order = np.lexsort((-found.score, at))
        ahead = at[order]
        order = order[np.r_[True, ahead[1:] != ahead[:-1]]]
    return order


def without(found: Edges, forbidden: Iterable[tuple[int, int]], *, hosts: int) -> Edges:
    """Those that are not in `forbidden`."""
    never = np.array(list(forbidden), np.int64).reshape(-1, 2)
    if not len(never) or not len(found):
        return found
    return found.only(~np.isin(found.mentee * hosts + found.host, never[:, 0] * hosts + never[:, 1]))


def drawn(keys: Sequence[str], seed: str) -> Ints:
    """`drawn(keys, seed)[rank]` is the position of who comes `rank`th in this round."""
    secret = blake2b(seed.encode(), digest_size=32).digest()
    tickets = [blake2b(key.encode("utf-8", "surrogatepass"), key=secret, digest_size=16).digest() for key in keys]
    return np.array(sorted(range(len(keys)), key=lambda at: (tickets[at], keys[at])), np.int64)


def shuffled(count: int, seed: str) -> Ints:
    """The same for people who are known by their number only."""
    return np.random.default_rng(list(blake2b(seed.encode(), digest_size=16).digest())).permutation(count)


def ranks(order: Ints) -> Ints:
    """The other way round: each position's rank."""
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank
