"""Who could meet whom: the best few of each mentee and the best few of each mentor, from both sides.

From one side alone, everybody's few would be the same stars, and most mentors nobody's (measured: 55 % of the members
served). Among equals each mentee begins at another place of the drawn order, so that equals are spread evenly."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from bot.domain.matching.rounds.edges import Bools, Edges, Ints, in_order, ranks
from bot.domain.matching.rounds.meeting import Meeting
from bot.domain.matching.rounds.people import Scores

SCALE = 10_000
"""Scores in whole numbers: what differs by less than this part of the best is equal."""
CELLS = 4_000_000
"""Pairs that are looked at together; some 100 MB."""

Progress = Callable[[int], object]
"""Told how many more mentees were looked at."""


@dataclass(frozen=True)
class Field:
    """All who are in the round. `orders` are the mentees and the hosts as drawn; anybody's best are `width`."""

    scores: Scores
    meeting: Meeting
    orders: tuple[Ints, Ints]
    width: int

    @property
    def size(self) -> tuple[int, int]:
        return len(self.orders[0]), len(self.orders[1])

    def whole(self, rows: Ints) -> Ints:
        """How well each host fits these mentees, in whole numbers; 0 for those who may not meet."""
        return np.where(self.meeting.may(rows), self.fit(rows), 0)

    def fit(self, rows: Ints) -> Ints:
        """The same, whoever may meet; a host who fits at all has 1 at least."""
        told = np.nan_to_num(np.asarray(self.scores(rows)), nan=0.0, posinf=1.0, neginf=0.0)
        if told.shape != (len(rows), self.size[1]):
            raise ValueError(f"scores for {len(rows)} mentees and {self.size[1]} hosts came as {told.shape}")
        return np.where(told > 0, np.clip(np.rint(told * SCALE), 1, SCALE), 0).astype(np.int64)

    def blocks(self, rows: Ints) -> Iterator[tuple[Ints, Ints]]:
        """These mentees in handy portions, each with `whole`."""
        step = max(1, CELLS // max(1, self.size[1]))
        for start in range(0, len(rows), step):
            yield rows[start : start + step], self.whole(rows[start : start + step])


def candidates(field: Field, wanting: Bools, *, progress: Progress | None = None) -> Edges:
    """From both sides, each pair once. `wanting` are the mentees who want to meet anybody."""
    hosts = field.size[1]
    from_mentees, from_hosts = [_none()], _Best(field)
    for rows, fit in field.blocks(field.orders[0][wanting[field.orders[0]]]):
        from_mentees += _some_of(field, rows, fit, field.width)
        from_hosts.add(rows, fit)
        if progress:
            progress(len(rows))
    found = joined([*from_mentees, from_hosts.kept])
    return found.only(in_order(found, hosts=hosts))


def widened(field: Field, rows: Ints, besides: Bools, *, width: int) -> Edges:
    """Some for these mentees among the hosts that are not in `besides`."""
    found = [_none()]
    for part, fit in field.blocks(rows):
        fit[:, besides] = 0
        found += _some_of(field, part, fit, width)
    return joined(found)


def _some_of(field: Field, rows: Ints, fit: Ints, width: int) -> list[Edges]:
    """The best so many for these mentees; and as many that are anybody who fits, spread evenly: the best of all may be
    the same few, and who is in the middle on both sides may be nobody's best and still a good pair."""
    return [_best_of(field, rows, fit, width), _best_of(field, rows, fit, width, alike=True)]


def _best_of(field: Field, rows: Ints, fit: Ints, width: int, *, alike: bool = False) -> Edges:
    """With `alike`, all who fit at all are equals."""
    mentees, hosts = field.size
    begin = ranks(field.orders[0])[rows] * hosts // max(1, mentees)
    worth = (np.minimum(fit, 1) if alike else fit) * hosts + (ranks(field.orders[1])[None] - begin[:, None]) % max(
        1, hosts
    )
    if hosts > width:
        best = np.argpartition(worth, hosts - width, axis=1)[:, hosts - width :]
    else:
        best = np.broadcast_to(np.arange(hosts), fit.shape)
    score = np.take_along_axis(fit, best, axis=1)
    kept = score > 0
    return Edges(np.broadcast_to(rows[:, None], best.shape)[kept], best[kept], score[kept])


class _Best:
    """The best few of every host among the mentees that were added."""

    def __init__(self, field: Field) -> None:
        mentees, hosts = field.size
        self._width, self._mentees = field.width, mentees
        self._rank = ranks(field.orders[0])
        self._begin = ranks(field.orders[1]) * mentees // max(1, hosts)
        self._bar = np.zeros(hosts, np.int64)
        """What a mentee must be worth to be among the best."""
        self._worth = np.zeros(0, np.int64)
        self.kept = _none()

    def add(self, rows: Ints, fit: Ints) -> None:
        at, host = np.nonzero(fit >= np.maximum(1, self._bar // max(1, self._mentees)))
        found = joined([self.kept, Edges(rows[at], host.astype(np.int64), fit[at, host])])
        worth = fit[at, host] * self._mentees + (self._rank[rows[at]] - self._begin[host]) % max(1, self._mentees)
        value = np.r_[self._worth, worth]
        order = np.lexsort((-value, found.host))
        counts = np.bincount(found.host, minlength=len(self._bar))
        place = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
        best = order[place < self._width]
        last = order[place == self._width - 1]
        self._bar[found.host[last]] = value[last]
        self.kept, self._worth = found.only(best), value[best]


def joined(parts: list[Edges]) -> Edges:
    mentee, host, score = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("mentee", "host", "score")
    )
    return Edges(mentee, host, score)


def _none() -> Edges:
    return Edges(*(np.zeros(0, np.int64) for _ in range(3)))
