"""What a round costs, beside the bare solver on the same numbers, in one run: the last part of `make bench`.

The bare solver is OR-tools' flow with the arcs handed over as they are. Ours reads the pairs, leaves out what is
forbidden, draws the order, solves, and solves again for a flatter load."""

from collections.abc import Callable
from functools import partial
from time import process_time

import numpy as np

from bot.domain.matching.rounds import assignment, flow
from bot.domain.matching.rounds.edges import Edges, edges, shuffled, without
from bot.domain.matching.rounds.solving import choose
from bot.domain.matching.rounds.task import task

SIZES = ((300, 25), (2_000, 25), (20_000, 50))
ALLOWED_RATIO, ALLOWED_SECONDS = 3, 20

Rows = list[tuple[int, int, int]]


def a_round(people: int, each: int) -> tuple[Rows, list[int], list[int]]:
    """Half of everybody's pairs are with mentors of fame: pairs with scores to 1000, wants and rooms."""
    chance = np.random.default_rng(people)
    fame = chance.pareto(3, people).clip(0, 2.5)
    mentee = np.repeat(np.arange(people), each)
    famous = chance.choice(people, len(mentee), p=fame / fame.sum())
    host = np.where(chance.random(len(mentee)) < 0.5, famous, chance.integers(0, people, len(mentee)))
    score = (700 * chance.random(len(mentee)) ** 2 + 120 * fame[host]).clip(1, 1000).astype(int)
    rows = list(zip(mentee.tolist(), host.tolist(), score.tolist(), strict=True))
    return rows, [1] * people, chance.choice([0, 1, 2, 3], people, p=[0.1, 0.4, 0.3, 0.2]).tolist()


def main() -> None:
    if not flow.installed():
        print("\nRounds: install the extra `rounds` to compare with the bare solver.")
        return
    print(
        f"\n{'rounds: seconds of CPU':<28} {'bare':>7} {'exact':>7} {'flatter':>8} {'ratio':>6} {'scipy':>7}   allowed"
    )
    for people, each in SIZES:
        rows, wants, rooms = a_round(people, each)
        found, wanted, room = edges(rows), np.array(wants, np.int64), np.array(rooms, np.int64)
        asked = task(found, wants=wanted, rooms=room)
        bare = _seconds(partial(flow.solve, asked))
        exact = _seconds(partial(_ours, rows, wants, rooms, 0.0))
        flatter = _seconds(partial(_ours, rows, wants, rooms, 0.01))
        scipy = _seconds(partial(assignment.solve, asked))
        allowed = f"{ALLOWED_RATIO} x" if people <= 2_000 else f"{ALLOWED_SECONDS} s"
        print(
            f"{f'{people:,} x {people:,}, {each} each':<28} {bare:>7.2f} {exact:>7.2f} {flatter:>8.2f} "
            f"{flatter / bare:>6.1f} {scipy:>7.2f}   {allowed}"
        )


def _ours(rows: Rows, wants: list[int], rooms: list[int], give: float) -> Edges:
    found = without(edges(rows), [(0, 0)], hosts=len(rooms))
    orders = (shuffled(len(wants), "mentees"), shuffled(len(rooms), "hosts"))
    choice = choose(found, wants=np.array(wants), rooms=np.array(rooms), orders=orders, give=give)
    return found.only(choice.pairs)


def _seconds(doing: Callable[[], object]) -> float:
    begun = process_time()
    doing()
    return process_time() - begun


if __name__ == "__main__":
    main()
