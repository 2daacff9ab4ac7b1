"""Whose turn it is: rotation within a band of scores, and one place for who was shown least."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.matching.turns import BAND, Candidate, rotated, turns

SCORES = st.lists(st.tuples(st.floats(0.1, 1.0), st.integers(0, 20), st.integers(1, 5)), max_size=15)


def ranked(rows: list[tuple[float, int, int]]) -> list[Candidate[int]]:
    best_first = sorted(rows, key=lambda row: -row[0])
    return [Candidate(at, score, shown, room) for at, (score, shown, room) in enumerate(best_first)]


def test_who_fits_as_well_and_was_shown_less_for_their_room_goes_first() -> None:
    star, quiet, far = Candidate("star", 0.80, 30, 4), Candidate("quiet", 0.78, 2, 2), Candidate("far", 0.5, 0, 2)
    assert [c.key for c in rotated([star, quiet, far])] == ["quiet", "star", "far"]
    busy = Candidate("busy", 0.78, 16, 2)
    assert [c.key for c in rotated([star, busy])] == ["star", "busy"], "two chats a month fill up sooner than four"


@given(SCORES)
def test_nobody_passes_somebody_who_fits_better_by_more_than_a_band(rows: list[tuple[float, int, int]]) -> None:
    order = rotated(ranked(rows))
    for at, one in enumerate(order):
        assert all(one.score >= later.score * (1 - BAND) - 1e-12 for later in order[at + 1 :])


@given(SCORES, st.integers(1, 6), st.floats(0, 1, exclude_max=True))
def test_everybody_has_one_place_and_as_many_as_there_is_room_for(
    rows: list[tuple[float, int, int]], most: int, lot: float
) -> None:
    places = turns(ranked(rows), most=most, lot=lot)
    assert len({place.key for place in places}) == len(places) == min(most, len(rows))
    assert all(place.chance == 1 for place in places[: most - 1]) and all(0 < place.chance <= 1 for place in places)


def test_the_last_place_is_drawn_among_those_shown_least_with_the_chance_that_is_kept() -> None:
    found = [Candidate(f"known{at}", 0.9 - at / 10, shown=9) for at in range(4)]
    new = [Candidate(name, 0.4 - at / 100) for at, name in enumerate(("ana", "ben", "cem", "dia"))]
    drawn = Counter(turns([*found, *new], most=5, lot=n / 100)[-1] for n in range(100))
    assert {place.key: n for place, n in drawn.items()} == {"ana": 25, "ben": 25, "cem": 25, "dia": 25}
    assert {place.chance for place in drawn} == {0.25}


def test_nobody_is_drawn_who_hardly_fits() -> None:
    found = [Candidate("best", 0.9, 9), Candidate("good", 0.8, 9), Candidate("fair", 0.7, 9), Candidate("chance", 0.2)]
    assert [place.key for place in turns(found, most=3, lot=0.99)] == ["best", "good", "fair"]
