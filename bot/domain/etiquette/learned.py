"""The second voice: how strongly a sentence as a whole reads like the examples of each rule.

A logistic regression over `signs`, learnt from the examples beside the rules and the texts the judge tunes on
(`make learn`), and written to learned.tsv: one line a sign, with its weight for each rule. No library is needed to read
it, and a sentence costs one look-up a sign."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import exp, sqrt

from bot.domain.etiquette.prose import Sentence
from bot.domain.etiquette.signs import signs

HEARD = {
    "job-ask": 0.72, "over-30": 0.8, "vague-ask": 0.8, "pushy-tone": 0.87, "confidential": 0.65, "searchable": 0.75,
    "early-intro": 0.7, "contact-info": 0.65, "promo-spam": 0.93, "unsafe": 0.65,
}  # fmt: skip
"""From which chance on this voice speaks by itself. Chosen in five folds over the texts to tune on: of 735 clean ones
it then flags about a dozen that it has not learnt from, and finds half of what there is to find."""
GOES_ON = 0.2
"""From which chance on a sentence belongs to what was found in another one."""
DOUBTED = {"promo-spam": 0.05}
"""What sells is held back from the mentor: below this chance a frame alone is not believed."""

SCALE = 10
"""Weights are kept as whole tenths."""


Pairs = tuple[tuple[int, int], ...]
"""(Place of a rule, weight in tenths)."""


@dataclass(frozen=True)
class Weights:
    rules: tuple[str, ...]
    bias: tuple[float, ...]
    told: Mapping[str, str]
    """Sign -> its line's rest: few signs are ever looked at."""
    read: dict[str, Pairs] = field(default_factory=dict)

    def of(self, sign: str) -> Pairs:
        """Of a sign that is told of."""
        pairs = self.read.get(sign)
        if pairs is None:
            each = (pair.split(":") for pair in self.told[sign].split())
            pairs = self.read[sign] = tuple((int(place), int(weight)) for place, weight in each)
        return pairs


def chances(sentence: Sentence) -> dict[str, float]:
    """For each learnt rule, how likely it is that this sentence breaks it, from 0 to 1."""
    weights = _weights()
    found = signs(sentence) & weights.told.keys()
    sums = [0] * len(weights.rules)
    for sign in found:
        for place, weight in weights.read.get(sign) or weights.of(sign):
            sums[place] += weight
    size = SCALE * sqrt(max(1, len(found)))
    return {
        rule: 1 / (1 + exp(-min(50.0, max(-50.0, bias + total / size))))
        for rule, bias, total in zip(weights.rules, weights.bias, sums, strict=True)
    }


@cache
def _weights() -> Weights:
    _, rules, biases, *signs_ = (files("bot.domain.etiquette") / "learned.tsv").read_text("utf-8").splitlines()
    told = {sign: rest for sign, _, rest in (line.partition("\t") for line in signs_)}
    return Weights(tuple(rules.split("\t")), tuple(map(float, biases.split("\t"))), told)
