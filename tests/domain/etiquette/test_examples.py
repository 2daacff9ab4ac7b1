"""The examples beside the rules hold, and the weights were learnt from them."""

from pathlib import Path

import pytest

from bot.domain.etiquette import learned
from tests.judge import examples, learn

LOUD = 0.01
"""Share of sentences that are fine and may be flagged all the same."""
DEAF = 0.25
"""Share of offences that may be missed."""


@pytest.mark.parametrize("page", examples.pages(), ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_examples_are_read_as_they_are_marked(page: Path) -> None:
    """`make learn` marks them: a sentence that was read rightly before then shows in the change, with a `?`."""
    assert [example.text for example in examples.read(page) if examples.wrong(example) == example.known] == []


def test_hardly_any_sentence_that_is_fine_is_flagged() -> None:
    fine = [example for example in examples.load() if not example.offends]
    assert sum(not example.known for example in fine) < LOUD * len(fine)


def test_most_offences_are_found() -> None:
    offences = [example for example in examples.load() if example.offends]
    assert sum(not example.known for example in offences) < DEAF * len(offences)


def test_the_weights_were_learnt_from_the_examples_as_they_are_now() -> None:
    first, *_ = learn.TARGET.read_text("utf-8").splitlines()
    assert learn.digest() in first, "the examples have changed: run `make learn`"


def test_the_rules_that_are_learnt_are_those_that_are_heard() -> None:
    assert learned._weights().rules == learn.RULES


def test_an_example_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    page = tmp_path / "job_ask.txt"
    page.write_text("# a comment\n+ nothing is marked here\n")
    with pytest.raises(examples.BadExample, match=r"job_ask\.txt:2"):
        list(examples.read(page))


def test_marking_changes_only_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "en" / "job_ask.txt"
    page.parent.mkdir()
    page.write_text("# a comment\n?+ [[Could you refer me]] to your boss?\n+ [[Bananas are yellow]].\n")
    assert examples.mark(page) == 1
    assert page.read_text() == "# a comment\n+ [[Could you refer me]] to your boss?\n?+ [[Bananas are yellow]].\n"
