"""The examples beside the rules hold, and the weights were learnt from them."""

import pytest

from bot.domain.etiquette import learned
from bot.domain.etiquette.reading import read_request
from tests.judge import examples, learn
from tests.judge.examples import Example

ONE_SENTENCE = {"no-thanks", "no-question", "self-long", "vague-ask"}
"""What a single sentence out of its note may seem to lack."""


def wrong(example: Example) -> bool:
    found = {finding.rule for finding in read_request(example.text, example.language)}
    if not example.rule:
        return bool(found - ONE_SENTENCE)
    return (example.rule in found) != example.offends


@pytest.mark.parametrize("page", examples.pages(), ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_the_examples_of_a_rule_are_found_and_its_counterexamples_are_not(page: examples.Path) -> None:
    assert [example.text for example in examples.read(page) if example.known and wrong(example)] == []


def test_what_the_reader_has_learnt_to_do_is_not_marked_as_a_gap_any_more() -> None:
    assert [example.text for example in examples.load() if not example.known and not wrong(example)] == []


def test_the_weights_were_learnt_from_the_examples_as_they_are_now() -> None:
    first, *_ = (learn.TARGET).read_text("utf-8").splitlines()
    assert learn.digest() in first, "the examples have changed: run `make learn`"


def test_the_rules_that_are_learnt_are_those_that_are_heard() -> None:
    assert learned._weights().rules == learn.RULES


def test_an_example_that_cannot_be_read_says_where(tmp_path: examples.Path) -> None:
    page = tmp_path / "job_ask.txt"
    page.write_text("# a comment\n+ nothing is marked here\n")
    with pytest.raises(examples.BadExample, match=r"job_ask\.txt:2"):
        list(examples.read(page))
