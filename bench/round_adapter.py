"""A round of neutral data through Half Hour's own solver, for `eval_rounds.py`."""

import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.domain.matching.rounds.edges import edges, shuffled, without
from bot.domain.matching.rounds.solving import choose

GIVE = 0.01


def match_round(problem: dict[str, Any]) -> list[tuple[int, int]]:
    """(mentee, mentor) pairs. With `problem["fair"]`, up to 1 % of the total goes for a flatter load."""
    mentees, hosts = problem["n_mentees"], problem["n_mentors"]
    found = without(edges(problem["edges"]), problem.get("forbidden", ()), hosts=hosts)
    choice = choose(
        found,
        wants=np.array(problem["want"], np.int64),
        rooms=np.array(problem["capacity"], np.int64),
        give=GIVE if problem.get("fair") else 0.0,
        orders=(shuffled(mentees, "round mentees"), shuffled(hosts, "round hosts")),
    )
    chosen = found.only(choice.pairs)
    return list(zip(chosen.mentee.tolist(), chosen.host.tolist(), strict=True))
