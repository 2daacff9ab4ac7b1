"""Small rounds of numbers, the plainest way to solve one, and the two solvers to hold against it."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from bot.domain.matching.rounds import assignment, flow
from bot.domain.matching.rounds.edges import Edges, Ints, edges, in_order
from bot.domain.matching.rounds.task import Task, task

Solver = Callable[[Task], Ints]
Rows = list[tuple[int, int, int]]

SOLVERS = [
    pytest.param(
        flow.solve, id="flow", marks=pytest.mark.skipif(not flow.installed(), reason="OR-tools is not installed")
    ),
    pytest.param(assignment.solve, id="assignment"),
]


def ask(rows: Rows, wants: list[int], rooms: list[int], price: int = 0) -> Task:
    found = edges(rows)
    found = found.only(in_order(found, hosts=len(rooms)))
    return task(found, wants=np.array(wants, np.int64), rooms=np.array(rooms, np.int64), price=price)


def worth(asked: Task, chosen: Ints) -> tuple[int, int, int]:
    """Mentees served, pairs, and the total less what the load costs; checked against wants and rooms."""
    assert len(set(chosen.tolist())) == len(chosen)
    picked: Edges = asked.edges.only(chosen)
    got = np.bincount(picked.mentee, minlength=len(asked.wants))
    loads = np.bincount(picked.host, minlength=len(asked.rooms))
    assert (got <= asked.wants).all() and (loads <= asked.rooms).all()
    cost = asked.price * int((loads * (loads - 1) // 2).sum())
    return int((got > 0).sum()), len(chosen), int(picked.score.sum()) - cost


def by_hand(asked: Task) -> tuple[int, int, int]:
    """The best `worth` of every choice there is."""
    best = (0, 0, 0)
    for picks in product((False, True), repeat=len(asked.edges)):
        chosen = np.flatnonzero(picks)
        got = np.bincount(asked.edges.mentee[chosen], minlength=len(asked.wants))
        loads = np.bincount(asked.edges.host[chosen], minlength=len(asked.rooms))
        if (got <= asked.wants).all() and (loads <= asked.rooms).all():
            best = max(best, worth(asked, chosen))
    return best


def some(seed: int, *, mentees: int, hosts: int, each: int, wants: int = 1, rooms: int = 3, top: int = 1000) -> Task:
    """A round of chance: mentors of unequal fame, each mentee with some of them."""
    chance = np.random.default_rng(seed)
    fame = chance.pareto(3, hosts)
    rows = [
        (mentee, int(host), int(min(top, 1 + top * (0.1 * fame[host] + 0.7 * chance.random()))))
        for mentee in range(mentees)
        for host in chance.choice(hosts, min(each, hosts), replace=False)
    ]
    wanted = chance.integers(1, wants + 1, mentees).tolist()
    return ask(rows, wanted, chance.integers(0, rooms + 1, hosts).tolist())
