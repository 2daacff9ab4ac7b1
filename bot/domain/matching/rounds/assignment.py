"""A round as an assignment of least cost, with scipy: slower than the flow, and as exact.

Each wish is a row, each place with a mentor a column; a row may also take a column of its own, which is what it costs
to stay unfilled. Somebody with two wishes might then meet a mentor with two places twice. Such a pair is given a row
and a column between the two, so that it can be used once: either both keep each other, or the wish takes the column and
the row takes a place. Few pairs need it, so only those get it that were used twice, and all is solved again."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from bot.domain.matching.rounds.edges import Bools, Ints
from bot.domain.matching.rounds.task import Task


def solve(task: Task) -> Ints:
    """The positions of the edges that are chosen."""
    if not len(task.edges):
        return np.zeros(0, np.int64)
    once = np.zeros(len(task.edges), np.bool_)
    while True:
        chosen, times = np.unique(_used(task, once), return_counts=True)
        if (times == 1).all():
            return chosen
        once[chosen[times > 1]] = True


def _used(task: Task, once: Bools) -> Ints:
    """The positions of the edges that are used, as often as they are; those of `once` once at most."""
    found, wants, rooms = task.edges, task.wants, task.rooms
    wish, place = np.cumsum(wants) - wants, np.cumsum(rooms) - rooms
    wishes, places = int(wants.sum()), int(rooms.sum())
    at = np.arange(len(found))
    between: Ints = np.cumsum(once) - once
    extra = int(once.sum())

    def spread(edges: Ints, counts: Ints) -> tuple[Ints, Ints]:
        """Each edge as often as counted, and the how-manieth time it is, from 0."""
        many = counts[edges]
        return np.repeat(edges, many), np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)

    plain = at[~once]
    by_wish, nth = spread(plain, wants[found.mentee])
    by_place, seat = spread(by_wish, rooms[found.host])
    again = np.repeat(nth, rooms[found.host[by_wish]])
    joined, copy = spread(at[once], wants[found.mentee])
    seated, chair = spread(at[once], rooms[found.host])
    first = np.zeros(wishes, bool)
    first[wish[wants > 0]] = True
    own = np.arange(wishes)

    # a row's costs may all be raised alike; none may be 0, which would count as no edge
    top = int(found.score.max()) + 1
    blocks = [
        (wish[found.mentee[by_place]] + again, place[found.host[by_place]] + seat,
         top - found.score[by_place] + task.price * seat, by_place),
        (wish[found.mentee[joined]] + copy, places + between[joined], top - found.score[joined], joined),
        (wishes + between[at[once]], places + between[at[once]], np.ones(extra, np.int64), np.full(extra, -1)),
        (wishes + between[seated], place[found.host[seated]] + chair, 1 + task.price * chair, np.full(len(seated), -1)),
        (own, places + extra + own, top + task.gap * (1 + first), np.full(wishes, -1)),
    ]  # fmt: skip
    rows, columns, costs, means = (np.concatenate(column) for column in zip(*blocks, strict=True))
    shape = (wishes + extra, places + extra + wishes)
    matched_rows, matched_columns = min_weight_full_bipartite_matching(
        csr_array((costs.astype(np.float64), (rows, columns)), shape=shape)
    )
    order = np.argsort(rows * shape[1] + columns)
    sought = matched_rows.astype(np.int64) * shape[1] + matched_columns
    used = means[order[np.searchsorted((rows * shape[1] + columns)[order], sought)]]
    chosen: Ints = used[used >= 0].astype(np.int64)
    return chosen
