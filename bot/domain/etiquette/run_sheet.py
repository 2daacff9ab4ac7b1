"""How to spend the minutes of a talk: short thanks, then questions, most of the time for the one who was asked, and an
end that is kept. The plan for 30 minutes is the whole one; shorter talks leave out what can be asked in a letter."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    part: str
    """What it is; its words stand under `run_sheet.<part>`."""
    start: int
    """Minutes from the beginning."""


_STARTS: dict[int, dict[str, int]] = {
    15: {"thanks": 0, "you": 1, "questions": 2, "unasked": 10, "others": 12, "close": 13},
    20: {"thanks": 0, "you": 1, "questions": 3, "unasked": 14, "others": 16, "close": 18},
    25: {"thanks": 0, "you": 2, "questions": 4, "place": 16, "unasked": 19, "others": 21, "close": 23},
    30: {"thanks": 0, "you": 2, "questions": 4, "place": 20, "unasked": 24, "others": 26, "close": 28},
}
PARTS = tuple(_STARTS[30])
THEIRS = frozenset({"questions", "place", "unasked", "others"})
"""The parts in which the mentor does the talking."""


def plan(minutes: int) -> tuple[Step, ...]:
    """For a talk of this length, or the longest plan that fits into it."""
    fitting = [length for length in _STARTS if length <= minutes]
    starts = _STARTS[max(fitting, default=min(_STARTS))]
    return tuple(Step(part, start) for part, start in starts.items())
