"""The signs by which a sentence is judged as a whole: its words, the beginnings of long ones, pairs and triples of
words, and how it begins and ends."""

from itertools import pairwise

from bot.domain.etiquette.prose import Sentence
from bot.domain.etiquette.shapes import LONG, MARK, PLAIN, SHORT, shape

STEM = 5
"""Letters by which forms of one word are known as such."""
LIMIT = 30


def signs(sentence: Sentence) -> set[str]:
    words = kinds(sentence)
    bare = [word for word in words if word[0].isalpha() or word[0] == "<"]
    framed = ["^", *words, "$"]
    found = set(bare)
    found.update([f"{word[:STEM]}*" for word in bare if len(word) > STEM])
    found.update(map(" ".join, pairwise(framed)))
    found.update(map(" ".join, zip(framed, framed[1:], framed[2:], strict=False)))
    if sentence.asks:
        found.add("?")
        found.update([f"? {word}" for word in bare[:2]])
    return found


def kinds(sentence: Sentence) -> list[str]:
    """The plain words; what has a shape but no meaning of its own by its shape."""
    times = {
        at: f"<{LONG}>" if stretch.minutes > LIMIT else f"<{SHORT}>"
        for stretch in sentence.stretches
        for at in range(stretch.start, stretch.end)
    }
    words: list[str] = []
    at = 1
    for token in sentence.tokens:
        word = times.get(at) or _shaped(token.norm)
        at += len(token.norm) + 1
        if not words or word != words[-1] or word[0] != "<":
            words.append(word)
    return words


def _shaped(word: str) -> str:
    kind = shape(word)
    return word if kind in (PLAIN, MARK) else f"<{kind}>"
