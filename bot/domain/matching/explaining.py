"""Why somebody was found: the words that met, as they were written, and the score as a sum of parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.matching.index import Found, Index
from bot.domain.matching.initials import runs
from bot.domain.matching.reading import telling
from bot.domain.matching.words import Word, words

MOST = 6
"""Words of a request that are quoted."""
CLEAR = 0.3
"""How much a word must look like another to be quoted as the same."""


class Kind(StrEnum):
    WORDS = "words"
    INITIALS = "initials"
    MEANING = "meaning"
    OTHERS = "others"


@dataclass(frozen=True)
class Reason:
    """`asked`: words of the request, and `quote`: an item of the profile, both exactly as written there. `means`: what
    both are called in the vocabulary, where meaning brought them together. `stands_for`: what an abbreviation of the
    request was read as."""

    kind: Kind
    asked: tuple[str, ...]
    quote: str
    means: str = ""
    stands_for: str = ""


@dataclass(frozen=True)
class Part:
    kind: Kind
    points: float


def parts(found: Found) -> tuple[Part, ...]:
    """They add up to the score: what words, initials and meaning of the best item bring, and all the other items."""
    scored = found.scored
    share = (found.score - found.others) / scored.sum if scored.sum else 0.0
    return (
        Part(Kind.WORDS, scored.words * share),
        Part(Kind.INITIALS, scored.initials * share),
        Part(Kind.MEANING, scored.meaning * share),
        Part(Kind.OTHERS, found.others),
    )


def reason(found: Found, request: str, index: Index) -> Reason:
    """The part that counted most, in words."""
    scored = found.scored
    told = telling(words(request))
    own = index.norms_of(found.number)
    same = [word for word in told if any(norm in own for norm in _alike(word.norm, index, found))]
    if scored.initials >= max(scored.words, scored.meaning):
        letters = runs(own, [1.0] * len(own))
        short = [word for word in told if word.norm in letters] or told
        return Reason(Kind.INITIALS, _quoted(request, short), found.item, stands_for=_read_as(found, told))
    means = _means(found, index) if scored.meaning >= scored.words else ""
    if same and (scored.words >= scored.meaning or not means):
        return Reason(Kind.WORDS, _quoted(request, same), found.item, stands_for=_read_as(found, told))
    return Reason(Kind.MEANING, _quoted(request, told), found.item, means, _read_as(found, told))


def _quoted(request: str, told: list[Word]) -> tuple[str, ...]:
    return tuple(request[word.start : word.end] for word in told[:MOST])


def _alike(norm: str, index: Index, found: Found) -> Iterator[str]:
    yield norm
    for term in found.reading.terms:
        if term.norm == norm:
            spelled = index.vocabulary.spelling.words
            yield from (
                spelled[at] for at, near in zip(term.ids.tolist(), term.alike.tolist(), strict=True) if near >= CLEAR
            )


def _read_as(found: Found, told: list[Word]) -> str:
    """What the request was read as, where abbreviations were written out."""
    plain = {word.norm for word in told}
    read = [term.norm for term in found.reading.terms]
    return "" if set(read) <= plain else " ".join(read)


def _means(found: Found, index: Index) -> str:
    """The concept that weighs most in both."""
    item = dict(index.meaning_of(found.number))
    asked = zip(found.reading.meaning.concepts, found.reading.meaning.weights, strict=True)
    best = max(((weight * item.get(concept, 0.0), -concept) for concept, weight in asked), default=(0.0, 0))
    return index.vocabulary.name(-best[1]) if best[0] > 0 else ""
