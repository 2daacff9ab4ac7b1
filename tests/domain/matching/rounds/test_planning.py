"""Whole rounds: who may meet at all, who is served, and that nobody is ahead for their name or their row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.hours.masks import Open, Starts
from bot.domain.matching.rounds import WIDTH, Host, Mentee, Plan, Round, Scores, Why, lately, plan
from bot.domain.matching.rounds.assignment import solve
from bot.domain.matching.rounds.edges import Ints
from bot.domain.room import Door
from tests.domain.matching.rounds.solvers import ask, worth


def table(scores: Sequence[Sequence[float]] | np.ndarray) -> Scores:
    return lambda rows: np.asarray(scores, float)[rows]


def everybody(score: float, hosts: int) -> Scores:
    return lambda rows: np.full((len(rows), hosts), score)


def mentees(count: int, want: int = 1) -> list[Mentee]:
    return [Mentee(f"jo{at}", want) for at in range(count)]


def hosts(*rooms: int) -> list[Host]:
    return [Host(f"maya{at}", room) for at, room in enumerate(rooms)]


def pairs(made: Plan) -> set[tuple[str, str]]:
    return {(pair.mentee, pair.host) for pair in made.pairs}


def test_the_best_fit_meets() -> None:
    made = plan(Round(mentees(2), hosts(1, 1), "july"), table([[0.9, 0.8], [0.8, 0.1]]))
    assert pairs(made) == {("jo0", "maya1"), ("jo1", "maya0")}
    assert [pair.score for pair in made.pairs] == [0.8, 0.8]
    assert made.unserved == {} and made.loads == {"maya0": 1, "maya1": 1} and made.given == 0


# -- who may meet ------------------------------------------------------------------------------------------------------

people = st.integers(0, 4)
rounds = st.builds(
    lambda wants, rooms, doors, apart, scores, free: (
        [Mentee(f"p{at}", want, Open(free[at])) for at, want in enumerate(wants)],
        # the first mentors are the last mentees
        [Host(f"p{at + 3}", room, doors[at], Starts(free[at + 5], 2)) for at, room in enumerate(rooms)],
        [(f"p{one}", f"p{other + 3}") for one, other in apart],
        np.array(scores).reshape(5, 5) / 3,
    ),
    st.lists(people, min_size=5, max_size=5),
    st.lists(people, min_size=5, max_size=5),
    st.lists(st.sampled_from(Door), min_size=5, max_size=5),
    st.lists(st.tuples(people, people), max_size=6),
    st.lists(st.integers(-1, 3), min_size=25, max_size=25),
    st.lists(st.integers(0, 63), min_size=10, max_size=10),
)
Told = tuple[list[Mentee], list[Host], list[tuple[str, str]], np.ndarray]


@given(rounds)
@settings(max_examples=300, deadline=None)
def test_nothing_that_must_not_be_ever_is(told: Told) -> None:
    asking, hosting, apart, scores = told
    made = plan(Round(asking, hosting, "july", apart), table(scores))
    asked, hosted = Counter(pair.mentee for pair in made.pairs), Counter(pair.host for pair in made.pairs)
    place = {mentee.key: at for at, mentee in enumerate(asking)}, {host.key: at for at, host in enumerate(hosting)}
    assert len(pairs(made)) == len(made.pairs)
    assert all(asked[mentee.key] <= mentee.want for mentee in asking)
    for host in hosting:
        assert hosted[host.key] <= (host.room if host.door is Door.OPEN else 0)
    for pair in made.pairs:
        mentee, host = asking[place[0][pair.mentee]], hosting[place[1][pair.host]]
        assert mentee.key != host.key
        assert not {(mentee.key, host.key), (host.key, mentee.key)} & set(apart)
        assert mentee.opens and host.starts and host.starts.bits & mentee.opens.fits(2)
        assert scores[place[0][pair.mentee], place[1][pair.host]] > 0
    assert made.unserved.keys() == {mentee.key for mentee in asking if mentee.want and not asked[mentee.key]}


@given(rounds, st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_the_order_of_the_input_does_not_matter(told: Told, seed: int) -> None:
    asking, hosting, apart, scores = told
    rows, columns = (np.random.default_rng(seed + side).permutation(5) for side in range(2))
    mixed = Round([asking[at] for at in rows], [hosting[at] for at in columns], "july", apart[::-1])
    here = plan(Round(asking, hosting, "july", apart), table(scores))
    assert plan(mixed, table(scores[np.ix_(rows, columns)])) == here


def test_who_met_lately_does_not_meet_again_until_the_cool_down_is_over() -> None:
    met = [("jo0", "maya0", date(2026, 1, 10))]
    for today, apart in ((date(2026, 4, 9), {("jo0", "maya0")}), (date(2026, 4, 10), set())):
        assert lately(met, today=today, cool_down=timedelta(days=90)) == apart
        made = plan(Round(mentees(1), hosts(1), "july", apart), everybody(1, 1))
        assert (made.unserved == {"jo0": Why.APART}) == bool(apart) == (not made.pairs)


def test_a_chat_must_fit_into_the_time_that_is_common() -> None:
    asking = [Mentee("jo", opens=Open(0b0110)), Mentee("ana", opens=Open(0b1110)), Mentee("lee")]
    hosting = [Host("maya", 3, starts=Starts(0b0010, 3)), Host("kim", 1)]
    made = plan(Round(asking, hosting, "july"), table([[1, 0], [1, 0], [1, 0]]))
    assert pairs(made) == {("ana", "maya"), ("lee", "maya")}
    assert made.unserved == {"jo": Why.NO_HOURS}


def test_chats_of_every_length_and_mentors_whose_hours_nobody_knows() -> None:
    asking = [Mentee("jo", want=4, opens=Open(0b11 << 70))]
    hosting = [
        Host("short", 1, starts=Starts(1 << 71, 1)),
        Host("long", 1, starts=Starts(1 << 71, 2)),
        Host("fits", 1, starts=Starts(1 << 70, 2)),
        Host("never", 1, starts=Starts(0, 1)),
        Host("whenever", 1),
    ]
    made = plan(Round(asking, hosting, "july"), everybody(0.5, 5))
    assert pairs(made) == {("jo", "short"), ("jo", "fits"), ("jo", "whenever")}


# -- why not -----------------------------------------------------------------------------------------------------------


def test_each_who_is_not_served_is_told_why() -> None:
    asking = [
        Mentee("topic"),
        Mentee("hours", opens=Open(0b10)),
        Mentee("met"),
        Mentee("late"),
        Mentee("lucky"),
        Mentee("none", want=0),
    ]
    hosting = [
        Host("maya", 1, starts=Starts(0b01, 1)),
        Host("kim", 5, Door.PAUSED),
        Host("ola", 0),
        Host("su", 1, Door.STOPPED),
    ]
    scores = np.array([[0, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1], [0.5, 0, 0, 0], [0.9, 0, 0, 0], [1, 1, 1, 1]])
    made = plan(Round(asking, hosting, "july", [("maya", "met")]), table(scores))
    assert pairs(made) == {("lucky", "maya")}
    assert made.unserved == {
        "topic": Why.NO_TOPIC,
        "hours": Why.NO_HOURS,
        "met": Why.APART,
        "late": Why.NO_ROOM,
    }
    assert made.loads == {"maya": 1}


@pytest.mark.parametrize("hosting", [[], hosts(0, 0), [Host("maya", 2, Door.PAUSED)]])
def test_without_a_mentor_everybody_is_told_so(hosting: list[Host]) -> None:
    made = plan(Round(mentees(3), hosting, "july"), everybody(1, len(hosting)))
    assert made == Plan(unserved={f"jo{at}": Why.NO_MENTOR for at in range(3)})


def test_nobody_is_a_round_too() -> None:
    assert plan(Round([], [], "july"), everybody(1, 0)) == Plan()
    assert plan(Round([], hosts(2), "july"), everybody(1, 1)) == Plan(loads={"maya0": 0})


def test_somebody_who_is_there_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        Round([Mentee("jo"), Mentee("jo")], [], "july")


@pytest.mark.parametrize("odd", [float("nan"), float("-inf"), -0.5, 0.0])
def test_what_is_no_score_is_no_fit(odd: float) -> None:
    made = plan(Round(mentees(2), hosts(2), "july"), table([[odd], [0.00001]]))
    assert pairs(made) == {("jo1", "maya0")}


def test_scores_of_the_wrong_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="2 mentees and 3 hosts"):
        plan(Round(mentees(2), hosts(1, 1, 1), "july"), everybody(1, 2))


# -- candidates --------------------------------------------------------------------------------------------------------


def alike(count: int, topics: int, seed: int) -> np.ndarray:
    """Scores of people with topics, and of mentors with fame."""
    chance = np.random.default_rng(seed)
    asking, hosting = (chance.dirichlet(np.full(topics, 0.08), count) for _ in range(2))
    fame = (chance.pareto(3, count) * 0.2).clip(0, 0.5)
    near = (asking @ hosting.T) / np.outer(np.linalg.norm(asking, axis=1), np.linalg.norm(hosting, axis=1))
    scores: np.ndarray = ((near * 0.7 + fame + 0.08 * chance.random((count, count))) / 1.4).clip(0, 1)
    return scores


@pytest.mark.parametrize("rooms", [(1, 2, 3), (0, 0, 1), (0, 1)])
def test_the_best_from_both_sides_are_as_good_as_everybody(rooms: tuple[int, ...]) -> None:
    count = 400
    scores = alike(count, 30, seed=len(rooms))
    asked = Round(mentees(count), hosts(*(rooms[at % len(rooms)] for at in range(count))), "july", give=0, width=WIDTH)
    here = plan(asked, table(scores))
    dense = plan(replace(asked, width=count), table(scores))
    assert len(here.pairs) == len(dense.pairs)
    assert len(here.unserved) == len(dense.unserved)
    assert sum(p.score for p in here.pairs) >= 0.9999 * sum(p.score for p in dense.pairs)


def test_few_people_are_all_compared() -> None:
    """Fame that multiplies is hard on candidates: the best of all are the same for everybody."""
    count = 300
    chance = np.random.default_rng(0)
    scores = (0.3 * chance.random((count, 1)) * chance.pareto(3, count)).clip(0, 1)
    asked = Round(mentees(count), hosts(*[1] * count), "july", give=0)
    here, dense = plan(asked, table(scores)), plan(replace(asked, width=count), table(scores))
    assert sum(p.score for p in here.pairs) == pytest.approx(sum(p.score for p in dense.pairs))


@pytest.mark.parametrize("want", [1, 3])
def test_when_everybody_prefers_the_same_few_nobody_is_left_alone(want: int) -> None:
    """The best 25 of each are the same 25 on both sides, so that they alone would serve 50."""
    count = 120
    scores = np.linspace(0.1, 0.5, count)[:, None] + np.linspace(0.1, 0.5, count)[None]
    made = plan(Round(mentees(count, want=want), hosts(*[want] * count), "july", width=WIDTH), table(scores))
    assert made.unserved == {} and len(made.pairs) == count * want


def test_who_fits_one_mentor_only_gets_that_mentor_where_the_others_can_give_way() -> None:
    """They would give way to mentors who are among nobody's best."""
    count = 60
    scores = np.zeros((count, count))
    scores[:, 0] = 1
    scores[1:, 1:] = 0.2
    made = plan(Round(mentees(count), hosts(*[1] * count), "july", width=1), table(scores))
    assert made.unserved == {} and ("jo0", "maya0") in pairs(made)


def test_as_many_are_served_as_a_flow_over_all_pairs_serves() -> None:
    for seed in range(20):
        chance = np.random.default_rng(seed)
        scores = (chance.random((40, 30)) < 0.12) * chance.random((40, 30)).round(1)
        wants, rooms = chance.integers(1, 3, 40), chance.integers(0, 3, 30)
        asking = [Mentee(f"jo{at}", int(want)) for at, want in enumerate(wants)]
        made = plan(Round(asking, hosts(*rooms.tolist()), "july", give=0, width=1), table(scores))
        rows = [(int(one), int(other), round(scores[one, other] * 10_000)) for one, other in np.argwhere(scores > 0)]
        asked = ask(rows, wants.tolist(), rooms.tolist())
        served, pairs_made, _ = worth(asked, solve(asked))
        assert (len({pair.mentee for pair in made.pairs}), len(made.pairs)) == (served, pairs_made)


def test_progress_is_told_and_scores_are_asked_for_in_portions() -> None:
    sizes: list[int] = []
    told: list[int] = []

    def scores(rows: Ints) -> np.ndarray:
        sizes.append(len(rows))
        return np.ones((len(rows), 1_000)) * 0.5

    plan(Round(mentees(5_000), hosts(*[5] * 1_000), "july"), scores, progress=told.append)
    assert sum(told) == 5_000 and max(sizes) <= 4_000


# -- nobody is ahead ---------------------------------------------------------------------------------------------------


def test_equals_get_the_only_place_equally_often() -> None:
    rounds = 400
    won = Counter(
        pair.mentee
        for at in range(rounds)
        for pair in plan(Round([Mentee("aaron"), Mentee("zoe")], hosts(1), f"round {at}"), everybody(1, 1)).pairs
    )
    assert abs(won["aaron"] - rounds / 2) < 4 * (rounds / 4) ** 0.5


def test_equal_mentors_are_chosen_equally_often() -> None:
    count, rounds = 6, 300
    won = Counter(
        pair.host
        for at in range(rounds)
        for pair in plan(Round(mentees(2), hosts(*[1] * count), f"round {at}"), everybody(1, count)).pairs
    )
    expected = 2 * rounds / count
    assert all(abs(won[f"maya{at}"] - expected) < 4 * expected**0.5 for at in range(count))


def test_names_and_ids_decide_nothing_where_there_are_no_equals() -> None:
    scores = np.random.default_rng(3).permutation(60 * 40).reshape(60, 40) / 2400
    asking, hosting = mentees(60, want=2), hosts(*[3] * 40)
    here = plan(Round(asking, hosting, "july"), table(scores))
    renamed = plan(
        Round([Mentee(f"z{60 - at}", 2) for at in range(60)], [Host(f"a{at * 7}", 3) for at in range(40)], "august"),
        table(scores),
    )
    back = {f"z{60 - at}": f"jo{at}" for at in range(60)} | {f"a{at * 7}": f"maya{at}" for at in range(40)}
    assert {(back[one], back[other]) for one, other in pairs(renamed)} == pairs(here)


def test_equals_share_the_load() -> None:
    made = plan(Round(mentees(200), hosts(*[9] * 200), "july"), everybody(1, 200))
    assert set(made.loads.values()) == {1}
