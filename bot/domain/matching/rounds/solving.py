"""The best choice of pairs, by whichever solver is there; and a flatter load, for no more than it may cost."""

from dataclasses import dataclass, replace

import numpy as np

from bot.domain.matching.rounds import assignment, flow
from bot.domain.matching.rounds.edges import Edges, Ints, in_order, ranks
from bot.domain.matching.rounds.task import Task, task

PRICE = 0.075
"""What each further mentee of one mentor costs more than the one before, as a share of an average pair's score. On
development rounds it took .5 to .8 % of the total, and a quarter to a third of the inequality of loads."""
TRIES = 4
SLACK = 0.3
"""A price that took less than this share of what may be given is tried once more, higher."""


@dataclass(frozen=True)
class Choice:
    """`pairs` are positions in the edges given, `total` is the sum of their scores."""

    pairs: Ints
    total: int
    price: int = 0


@dataclass(frozen=True)
class Drawn:
    """A round whose people stand in the order that was drawn for it; `whence` is where each edge stood before."""

    asked: Task
    whence: Ints

    def best(self, price: int = 0) -> Choice:
        asked = replace(self.asked, price=price)
        chosen = flow.solve(asked) if flow.installed() else assignment.solve(asked)
        return Choice(np.sort(self.whence[chosen]), int(asked.edges.score[chosen].sum()), price)

    def flatter(self, exact: Choice, give: float) -> Choice:
        """The dearest price found that costs no more than the share `give` of the best total; with as many served and
        as many pairs. The cost grows about with the square of the price."""
        kept, most = exact, give * exact.total
        if most < 1 or self._flat(exact):
            return exact
        price = PRICE * exact.total / len(exact.pairs)
        for _ in range(TRIES):
            flat = self.best(max(1, round(price)))
            loss = exact.total - flat.total
            if loss <= most:
                again, kept = kept is exact and 0 < loss < SLACK * most, flat
                if not again:
                    break
            price *= 0.9 * (most / loss) ** 0.5
            if price < 1:
                break
        return kept

    def _flat(self, exact: Choice) -> bool:
        """Nobody has two mentees, or everybody who has any has as many as they can."""
        hosts = self.asked.edges.host[np.isin(self.whence, exact.pairs)]
        loads = np.bincount(hosts, minlength=len(self.asked.rooms))
        return bool(loads.max(initial=0) < 2 or (loads == self.asked.rooms).all())


def draw(found: Edges, *, wants: Ints, rooms: Ints, orders: tuple[Ints, Ints]) -> Drawn:
    """`orders` are the people of both sides as drawn: position by rank."""
    usable = np.flatnonzero((wants[found.mentee] > 0) & (rooms[found.host] > 0))
    mentees, hosts = (ranks(order) for order in orders)
    moved = Edges(mentees[found.mentee[usable]], hosts[found.host[usable]], found.score[usable])
    order = in_order(moved, hosts=len(rooms))
    return Drawn(task(moved.only(order), wants=wants[orders[0]], rooms=rooms[orders[1]]), usable[order])


def choose(found: Edges, *, wants: Ints, rooms: Ints, orders: tuple[Ints, Ints], give: float = 0.0) -> Choice:
    """As many served as possible, then as many pairs, then the best total; less at most the share `give` of it, for a
    flatter load."""
    drawn = draw(found, wants=wants, rooms=rooms, orders=orders)
    return drawn.flatter(drawn.best(), give)
