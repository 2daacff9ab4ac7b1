"""How the load is spread, in a number and in pictures."""

import xml.etree.ElementTree as ET

import pytest

from bot.domain.matching.rounds.load import Bin, gini, letters, picture, spread

LOADS = {"maya": 0, "su": 2, "rui": 2, "ola": 3}
ROOMS = {"maya": 1, "su": 2, "rui": 4, "ola": 3}


def test_mentors_are_counted_by_how_many_they_meet() -> None:
    assert spread(LOADS, ROOMS) == [Bin(0, 0, 1), Bin(1, 0, 0), Bin(2, 1, 1), Bin(3, 1, 0)]
    assert spread({}, {}) == [Bin(0, 0, 0)]


@pytest.mark.parametrize(
    ("loads", "inequality"), [([], 0), ([0, 0], 0), ([2, 2, 2], 0), ([0, 1], 0.5), ([0, 0, 0, 8], 0.75), ([3, 1], 0.25)]
)
def test_inequality_is_nought_for_equals(loads: list[int], inequality: float) -> None:
    assert gini(loads) == pytest.approx(inequality)


def test_letters_are_as_long_as_there_are_mentors() -> None:
    lines = letters(spread(LOADS, ROOMS), "{members} each").splitlines()
    assert [line.count("█") + line.count("░") for line in lines] == [20, 0, 40, 20]
    assert lines[2].endswith("█" * 20 + "░" * 20 + " 2")
    assert letters(spread({}, {}), "{members}").endswith(" 0")


def test_the_picture_is_drawn_to_scale_and_escapes_words() -> None:
    bins = spread(LOADS, ROOMS)
    drawn = ET.fromstring(picture(bins, title="<Load>", label="{members} & each", full="full", free="free"))
    bars = [float(one.get("width", "0")) for one in drawn.iter("{http://www.w3.org/2000/svg}rect")][1:-2]
    assert bars == [0, 215, 0, 0, 215, 215, 215, 0]
    assert next(text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")) == "<Load>"
