"""As many served as possible, then as many pairs, then the best total: exactly, by either solver."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.matching.rounds import assignment, flow
from bot.domain.matching.rounds.edges import Edges, edges, shuffled, without
from bot.domain.matching.rounds.solving import Choice, choose
from bot.domain.matching.rounds.task import Task
from tests.domain.matching.rounds.solvers import SOLVERS, Rows, Solver, ask, by_hand, some, worth

few = st.integers(0, 3)
small = st.fixed_dictionaries(
    {
        "rows": st.lists(st.tuples(few, few, st.integers(0, 12)), max_size=8),
        "wants": st.lists(few, min_size=4, max_size=4),
        "rooms": st.lists(few, min_size=4, max_size=4),
        "price": st.sampled_from([0, 0, 1, 5]),
    }
)


def solved(asked: Task, seed: str = "july", give: float = 0.0) -> Choice:
    orders = (shuffled(len(asked.wants), seed), shuffled(len(asked.rooms), seed + "!"))
    return choose(asked.edges, wants=asked.wants, rooms=asked.rooms, orders=orders, give=give)


def loads(asked: Task, choice: Choice) -> np.ndarray:
    return np.bincount(asked.edges.host[choice.pairs], minlength=len(asked.rooms))


@pytest.mark.parametrize("solve", SOLVERS)
@given(small)
@settings(max_examples=150, deadline=None)
def test_no_choice_by_hand_is_better(solve: Solver, told: dict) -> None:
    asked = ask(**told)
    assert worth(asked, solve(asked)) == by_hand(asked)


@pytest.mark.parametrize("solve", SOLVERS)
@pytest.mark.parametrize("price", [0, 30])
@pytest.mark.parametrize("wants", [1, 2, 4])
@pytest.mark.parametrize("hosts", [60, 300])
def test_both_solvers_find_the_same_worth(solve: Solver, price: int, wants: int, hosts: int) -> None:
    asked = replace(some(7, mentees=200, hosts=hosts, each=12, wants=wants), price=price)
    assert worth(asked, solve(asked)) == worth(asked, assignment.solve(asked))


@pytest.mark.parametrize("solve", SOLVERS)
def test_one_more_pair_is_worth_any_total(solve: Solver) -> None:
    """Everybody has a favourite and a mentor they hardly fit; to serve the last one, all leave their favourites."""
    rows: Rows = [(0, 0, 1)]
    for at in range(1, 400):
        rows += [(at, at - 1, 1000), (at, at, 1)]
    asked = ask(rows, [1] * 400, [1] * 400)
    assert worth(asked, solve(asked)) == (400, 400, 400)


@pytest.mark.parametrize("solve", SOLVERS)
def test_nobody_meets_the_same_mentor_twice(solve: Solver) -> None:
    asked = ask([(0, 0, 9), (0, 1, 1)], [2], [5, 5])
    assert solve(asked).tolist() == [0, 1]


@pytest.mark.parametrize("solve", SOLVERS)
def test_everybody_has_somebody_before_anybody_has_two(solve: Solver) -> None:
    asked = ask([(0, 0, 900), (0, 1, 900), (1, 0, 1)], [2, 1], [1, 1])
    assert solve(asked).tolist() == [1, 2]


@pytest.mark.parametrize("solve", SOLVERS)
@pytest.mark.parametrize(
    ("rows", "wants", "rooms"),
    [
        ([], [], []),
        ([], [1, 1], []),
        ([], [], [2]),
        ([(0, 0, 5)], [0], [1]),
        ([(0, 0, 5)], [1], [0]),
        ([(0, 0, 5), (1, 0, 5)], [3, -1], [-2]),
    ],
)
def test_where_nobody_can_meet_nobody_does(solve: Solver, rows: Rows, wants: list[int], rooms: list[int]) -> None:
    assert len(solve(ask(rows, wants, rooms))) == 0
    assert len(solved(ask(rows, wants, rooms), give=0.01).pairs) == 0


@pytest.mark.parametrize("solve", SOLVERS)
def test_one_pair_alone_is_a_round(solve: Solver) -> None:
    assert solve(ask([(0, 0, 0)], [1], [1])).tolist() == [0]


def test_a_pair_told_twice_is_one_at_its_best_score() -> None:
    choice = choose(
        edges([(0, 0, 3), (0, 0, 8), (0, 0, 5)]),
        wants=np.array([2]),
        rooms=np.array([2]),
        orders=(np.array([0]), np.array([0])),
    )
    assert (choice.pairs.tolist(), choice.total) == ([1], 8)


def test_what_is_forbidden_is_left_out() -> None:
    found = edges([(0, 0, 1), (0, 1, 2), (1, 0, 3)])
    assert without(found, [(0, 1), (7, 7)], hosts=2).score.tolist() == [1, 3]
    assert without(found, [], hosts=2) is found


@pytest.mark.parametrize("hosts", [100, 400])
def test_the_order_of_the_input_does_not_matter(hosts: int) -> None:
    asked = some(3, mentees=300, hosts=hosts, each=15, wants=2, top=4)
    turned = np.random.default_rng(0).permutation(len(asked.edges))
    mixed = replace(asked, edges=asked.edges.only(turned))
    for give in (0.0, 0.01):
        here = asked.edges.only(solved(asked, give=give).pairs)
        there = mixed.edges.only(solved(mixed, give=give).pairs)
        assert _told(here) == _told(there)


def test_a_flatter_load_costs_at_most_what_may_be_given_and_nobody_their_pair() -> None:
    asked = some(5, mentees=400, hosts=400, each=20)
    exact = solved(asked)
    flat = exact
    for give in (0.0, 0.0005, 0.01, 0.05):
        flat = solved(asked, give=give)
        assert flat.total >= (1 - give) * exact.total
        assert worth(asked, flat.pairs)[:2] == worth(asked, exact.pairs)[:2]
        assert (loads(asked, flat) ** 2).sum() <= (loads(asked, exact) ** 2).sum()
    assert (loads(asked, flat) ** 2).sum() < 0.9 * (loads(asked, exact) ** 2).sum()


def test_where_everybody_is_full_the_best_total_stays() -> None:
    asked = some(5, mentees=400, hosts=60, each=20)
    assert solved(asked, give=0.01).total == solved(asked).total


def test_twenty_thousand_times_twenty_thousand() -> None:
    people = 20_000
    chance = np.random.default_rng(1)
    mentee = np.repeat(np.arange(people), 5)
    found = Edges(mentee, chance.integers(0, people, len(mentee)), chance.integers(1, 1000, len(mentee)))
    asked = Task(found, np.ones(people, np.int64), chance.integers(0, 3, people))
    choice = solved(asked, give=0.01)
    picked = found.only(choice.pairs)
    assert len(choice.pairs) > 0.95 * people
    assert len(np.unique(picked.mentee)) == len(picked)
    assert (np.bincount(picked.host, minlength=people) <= asked.rooms).all()


def test_without_the_extra_the_answer_is_as_good(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = some(11, mentees=300, hosts=200, each=10, wants=2)
    usual = solved(asked)
    monkeypatch.setitem(sys.modules, "ortools", None)
    for name in [name for name in sys.modules if name.startswith("ortools.")]:
        monkeypatch.delitem(sys.modules, name)
    assert not flow.installed()
    assert worth(asked, solved(asked).pairs) == worth(asked, usual.pairs)


def _told(found: Edges) -> list[tuple[int, int]]:
    return sorted(zip(found.mentee.tolist(), found.host.tolist(), strict=True))
