"""The second voice: how strongly a sentence as a whole reads like the examples of each rule.

A logistic regression over `signs`, learnt from the examples beside the rules and the texts the judge tunes on
(`make learn`), and written to learned.tsv: one line a sign, with its weight for each rule. No library is needed to read
it, and a sentence costs one look-up a sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, sqrt

from bot.domain.etiquette.prose import Sentence
from bot.domain.etiquette.signs import signs

HEARD = {
    "job-ask": 0.6, "over-30": 0.6, "vague-ask": 0.75, "pushy-tone": 0.6, "confidential": 0.6, "searchable": 0.65,
    "early-intro": 0.6, "contact-info": 0.6, "promo-spam": 0.8, "unsafe": 0.7,
}  # fmt: skip
"""From which chance on this voice speaks by itself: chosen on texts that the weights were not learnt from, so that it
brings hardly any false alarms."""
DOUBTED = {"promo-spam": 0.05, "unsafe": 0.03}
"""What blocks a note needs both voices: below this chance a frame alone is not believed."""

SCALE = 10
"""Weights are kept as whole tenths."""


@dataclass(frozen=True)
class Weights:
    rules: tuple[str, ...]
    bias: tuple[float, ...]
    of: Mapping[str, tuple[tuple[int, int], ...]]
    """Sign -> (place of the rule, weight in tenths)."""


def chances(sentence: Sentence) -> dict[str, float]:
    """For each learnt rule, how likely it is that this sentence breaks it, from 0 to 1."""
    weights = _weights()
    found = [weights.of[sign] for sign in signs(sentence) if sign in weights.of]
    sums = [0] * len(weights.rules)
    for pairs in found:
        for place, weight in pairs:
            sums[place] += weight
    size = SCALE * sqrt(max(1, len(found)))
    return {
        rule: 1 / (1 + exp(-min(50.0, max(-50.0, bias + total / size))))
        for rule, bias, total in zip(weights.rules, weights.bias, sums, strict=True)
    }


@cache
def _weights() -> Weights:
    lines = (files("bot.domain.etiquette") / "learned.tsv").read_text("utf-8").splitlines()
    told = [line.split("\t") for line in lines if not line.startswith("#")]
    (rules, biases), rest = told[:2], told[2:]
    known: dict[str, tuple[tuple[int, int], ...]] = {}
    for sign, *pairs in rest:
        known[sign] = tuple((int(place), int(weight)) for place, weight in (pair.split(":") for pair in pairs))
    return Weights(tuple(rules), tuple(map(float, biases)), known)
