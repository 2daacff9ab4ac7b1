"""What a solver is asked: the pairs that may be, how many each side takes, and what counts how much.

As many mentees as possible meet somebody; then there are as many pairs as possible; then the total of the scores is the
best. The first two never stand against each other: to add a pair along an alternating path takes nobody's only pair
away. So both are one penalty that outweighs every total: an unfilled wish costs `gap`, and a mentee with nobody one
`gap` more. That is convex, as the price of each further mentee of one mentor is, and so a flow of least cost has whole
numbers and is exact."""

from dataclasses import dataclass

import numpy as np

from bot.domain.matching.rounds.edges import Edges, Ints


@dataclass(frozen=True)
class Task:
    """Each pair is there once; `wants` and `rooms` are 0 or more, and no more than there are edges. The second mentee
    of a mentor costs `price`, the third twice that, and so on, in units of the score."""

    edges: Edges
    wants: Ints
    rooms: Ints
    price: int = 0

    @property
    def gap(self) -> int:
        """More than any two answers differ in score and price."""
        if not len(self.edges):
            return 1
        pairs = min(int(self.wants.sum()), int(self.rooms.sum()))
        steepest = self.price * int((self.rooms * (self.rooms - 1) // 2).sum())
        return int(self.edges.score.max()) * pairs + steepest + 1


def task(found: Edges, *, wants: Ints, rooms: Ints, price: int = 0) -> Task:
    """Nobody wants or has room for more than they have edges: what is beyond that could not be used."""
    mentees = np.minimum(np.maximum(wants, 0), np.bincount(found.mentee, minlength=len(wants)))
    hosts = np.minimum(np.maximum(rooms, 0), np.bincount(found.host, minlength=len(rooms)))
    return Task(found, mentees, hosts, price)


def slots(task: Task) -> tuple[Ints, Ints]:
    """One entry for each mentee that a host has room for: the host, and the how-manieth it is, from 0."""
    host = np.repeat(np.arange(len(task.rooms)), task.rooms)
    return host, np.arange(len(host)) - np.repeat(np.cumsum(task.rooms) - task.rooms, task.rooms)
