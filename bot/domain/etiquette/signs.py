"""The signs by which a sentence is judged: its words, pairs and triples of words, and how it begins and ends."""

import re
from collections.abc import Sequence

from bot.domain.etiquette.durations import stretches
from bot.domain.etiquette.prose import Sentence
from bot.domain.etiquette.shapes import MARK, PLAIN, shape

_SKIPS = (2, 3)


def signs(sentence: Sentence) -> set[str]:
    words = kinds(sentence)
    bare = [word for word in words if word[0].isalpha() or word[0] == "<"]
    found = set(bare)
    found.update(f"{word[:5]}*" for word in bare if len(word) > 5)
    framed = ["^", *words, "$"]
    found.update(f"{a} {b}" for a, b in zip(framed, framed[1:], strict=False))
    found.update(f"{a} {b} {c}" for a, b, c in zip(framed, framed[1:], framed[2:], strict=False))
    for gap in _SKIPS:
        found.update(f"{a} {'_' * (gap - 1)} {b}" for a, b in zip(bare, bare[gap:], strict=False))
    stems = [word[:5] for word in bare]
    found.update(f"{a}~{b}" for a, b in zip(stems, stems[1:], strict=False))
    if sentence.asks:
        found.add("?")
        found.update(f"? {word}" for word in bare[:2])
    return found


def kinds(sentence: Sentence) -> list[str]:
    """The plain words; what has a shape but no meaning of its own by its shape."""
    words: list[str] = []
    long = {
        at: "<long>" if s.minutes > 30 else "<short>" for s in stretches(sentence.plain) for at in range(s.start, s.end)
    }
    at = 1
    for token in sentence.tokens:
        kind = long.get(at) or _shape(token.norm)
        at += len(token.norm) + 1
        if not words or kind != words[-1] or not kind.startswith("<"):
            words.append(kind)
    return words


def _shape(word: str) -> str:
    kind = shape(word)
    return word if kind in (PLAIN, MARK) else f"<{kind}>"
