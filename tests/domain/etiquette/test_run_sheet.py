"""The run sheet of a talk, and how long an answer may take."""

from datetime import timedelta

import pytest

from bot.domain.etiquette.patience import LEAST, usual_hours
from bot.domain.etiquette.run_sheet import PARTS, THEIRS, plan


@pytest.mark.parametrize("minutes", [15, 20, 25, 30])
def test_a_run_sheet_fits_its_talk_and_leaves_two_thirds_of_it_to_the_mentor(minutes: int) -> None:
    steps = plan(minutes)
    starts = [step.start for step in steps]
    assert starts == sorted(set(starts)) and starts[0] == 0
    assert [step.part for step in steps] == [part for part in PARTS if part in {step.part for step in steps}]
    assert steps[-1].part == "close" and steps[-1].start == minutes - 2, "two minutes to end on time"
    lengths = [end - start for start, end in zip(starts, [*starts[1:], minutes], strict=True)]
    theirs = sum(length for step, length in zip(steps, lengths, strict=True) if step.part in THEIRS)
    assert theirs >= minutes * 2 / 3


def test_a_short_talk_leaves_out_what_can_wait() -> None:
    assert {step.part for step in plan(30)} - {step.part for step in plan(20)} == {"place"}
    assert plan(28) == plan(25) and plan(60) == plan(30) and plan(10) == plan(15)


@pytest.mark.parametrize(
    ("took", "said"), [(0.2, 1), (8.3, 9), (20, 20), (22, 24), (29, 24), (31, 48), (50, 48), (60, 72)]
)
def test_what_is_usual_is_rounded_so_that_nobody_worries_early(took: float, said: int) -> None:
    assert usual_hours([timedelta(hours=took)] * LEAST) == said


def test_it_is_the_middle_answer_that_counts_and_a_few_say_nothing() -> None:
    answers = [timedelta(hours=2)] * 15 + [timedelta(days=10)] * 5
    assert usual_hours(answers) == 2
    assert usual_hours(answers[1:]) is None and usual_hours([]) is None
