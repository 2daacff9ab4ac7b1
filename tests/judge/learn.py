"""`make learn`: the weights of the second voice, learnt from the examples beside the rules and the texts to tune on.

A logistic regression for each rule (liblinear through scikit-learn), over the signs of one sentence at a time. Signs
that occur in less than three sentences and weights that hardly count are left out. The same examples make the same
file."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from math import sqrt
from pathlib import Path

from bot.domain.etiquette import learned, prose
from bot.domain.etiquette.signs import signs
from tests.judge import examples, texts

TARGET = Path(learned.__file__).with_name("learned.tsv")
RULES = tuple(learned.HEARD)
LEAST_SEEN = 3
LEAST_WEIGHT = 0.5
WHOLE = 3
"""A sentence out of a whole message counts for as many examples: messages are what is read."""
STRENGTH = 50.0
"""Inverse of the regularisation, as scikit-learn counts it."""


@dataclass(frozen=True)
class Lesson:
    """One sentence, and the rules it breaks."""

    signs: frozenset[str]
    rules: frozenset[str]


def lessons(split: str = "tune") -> Iterator[Lesson]:
    for example in examples.load():
        yield from _of(example.text, example.language, [(example.rule, *span) for span in example.spans])
    for text in texts.load(split, texts.REQUEST):
        spans = [(label.rule, label.start or 0, label.end) for label in text.labels if label.end is not None]
        yield from list(_of(text.text, "", spans)) * WHOLE


def _of(text: str, language: str, spans: "list[tuple[str, int, int]]") -> Iterator[Lesson]:
    for sentence in prose.read(text, language).sentences:
        begin, stop = sentence.tokens[0].start, sentence.tokens[-1].end
        broken = frozenset(rule for rule, start, end in spans if start < stop and begin < end)
        yield Lesson(frozenset(signs(sentence)), broken)


def digest() -> str:
    """By which it is seen that the weights were learnt from the texts as they are now, however they are marked."""
    read = sha256()
    for page in (*examples.pages(), *sorted((texts.HERE / "tune").glob("requests*.txt"))):
        read.update("\n".join(line.lstrip("?") for line in page.read_text("utf-8").splitlines()).encode())
    return read.hexdigest()[:16]


def learn(taught: list[Lesson]) -> tuple[list[str], dict[str, list[tuple[int, int]]], list[float]]:
    """Signs, the weights of each in tenths, and each rule's bias."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen: dict[str, int] = {}
    for lesson in set(taught):
        for sign in lesson.signs:
            seen[sign] = seen.get(sign, 0) + 1
    names = sorted(sign for sign, times in seen.items() if times >= LEAST_SEEN)
    places = {sign: place for place, sign in enumerate(names)}
    rows, columns, values = [], [], []
    for row, lesson in enumerate(taught):
        known = sorted(places[sign] for sign in lesson.signs if sign in places)
        rows += [row] * len(known)
        columns += known
        values += [1 / sqrt(max(1, len(known)))] * len(known)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(taught), len(names)))
    weights: dict[str, list[tuple[int, int]]] = {name: [] for name in names}
    biases: list[float] = []
    for at, rule in enumerate(RULES):
        breaks = np.array([rule in lesson.rules for lesson in taught])
        model = LogisticRegression(C=STRENGTH, max_iter=1000, solver="liblinear", random_state=0).fit(matrix, breaks)
        biases.append(float(model.intercept_[0]))
        for name, weight in zip(names, model.coef_[0], strict=True):
            if abs(weight) >= LEAST_WEIGHT:
                weights[name].append((at, round(weight * learned.SCALE)))
    return names, weights, biases


def main() -> None:
    taught = list(lessons())
    names, weights, biases = learn(taught)
    lines = [f"# learnt from {digest()} by `make learn`: not to be written by hand"]
    lines += ["\t".join(RULES), "\t".join(f"{bias:.3f}" for bias in biases)]
    lines += ["\t".join((name, *(f"{at}:{weight}" for at, weight in weights[name]))) for name in names]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(taught)} sentences, {len(names)} signs, {sum(map(len, weights.values()))} weights")
    learned._weights.cache_clear()
    gaps = sum(map(examples.mark, examples.pages()))
    print(f"{gaps} of {len(examples.load())} examples are read wrongly: they have a `?` now")


if __name__ == "__main__":
    main()
