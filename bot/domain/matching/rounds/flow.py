"""A round as a flow of least cost, with OR-tools: source -> mentees -> hosts -> sink."""

import numpy as np

from bot.domain.matching.rounds.edges import Ints
from bot.domain.matching.rounds.task import Task, slots


def installed() -> bool:
    try:
        import ortools.graph.python.min_cost_flow  # noqa: F401
    except ImportError:
        return False
    return True


def solve(task: Task) -> Ints:
    """The positions of the edges that are chosen. Raises ImportError without the extra `rounds`."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    mentees, hosts = len(task.wants), len(task.rooms)
    source, sink = mentees + hosts, mentees + hosts + 1
    network = SimpleMinCostFlow()

    def arcs(tails: Ints | int, heads: Ints | int, capacity: Ints | int, cost: Ints | int) -> Ints:
        """Whatever is one number is the same for all."""
        columns = np.broadcast_arrays(*(np.asarray(column, np.int64) for column in (tails, heads, capacity, cost)))
        tail, head, room, price = columns
        found: Ints = network.add_arcs_with_capacity_and_unit_cost(
            tail.astype(np.int32), head.astype(np.int32), np.ascontiguousarray(room), np.ascontiguousarray(price)
        )
        return found

    pairs = arcs(task.edges.mentee, mentees + task.edges.host, 1, -task.edges.score)
    everybody = np.flatnonzero(task.wants)
    wants = task.wants[everybody]
    arcs(source, everybody, wants, 0)
    host, place = slots(task)
    if task.price:
        arcs(mentees + host, sink, 1, task.price * place)
    else:
        open_hosts = np.flatnonzero(task.rooms)
        arcs(mentees + open_hosts, sink, task.rooms[open_hosts], 0)
    arcs(everybody, sink, 1, 2 * task.gap)
    several = everybody[wants > 1]
    arcs(several, sink, task.wants[several] - 1, task.gap)
    network.set_nodes_supplies(np.array([source, sink], np.int32), np.array([wants.sum(), -wants.sum()], np.int64))
    status = network.solve()
    if status != network.OPTIMAL:
        raise ArithmeticError(f"the flow ended as {status}")
    chosen: Ints = np.flatnonzero(network.flows(pairs)).astype(np.int64)
    return chosen
