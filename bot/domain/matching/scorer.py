"""Who of these mentors could answer this, and why: the small door for callers that hold a handful of mentors. Whoever
holds thousands keeps an `Index`."""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.matching.explaining import Reason, reason
from bot.domain.matching.index import Index, Profile
from bot.domain.matching.shipped import vocabulary
from bot.domain.matching.vocabulary import Vocabulary
from bot.domain.mentors import Mentor

FITS = 0.12
"""A score under this is chance: a mentor who is proposed for it would wonder why."""

_TOPICS = re.compile(r"[,;\n•·|]+")
_SENTENCES = re.compile(r"[.!?;\n]+(?:\s+|$)|\n")


@dataclass(frozen=True)
class Match:
    """`score` is 0 to 1; `asked` and `found` are words of the topic and of the profile, as written, that met."""

    mentor: Mentor
    score: float
    asked: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    reason: Reason | None = None


def rank(topic: str, mentors: Sequence[Mentor], words: Vocabulary | None = None) -> list[Match]:
    """Best first. Mentors who do not fit come last, in the order given, with score 0."""
    index = Index(words or vocabulary())
    for at, mentor in enumerate(mentors):
        index.put(at, profile(mentor))
    matches: dict[Hashable, Match] = {}
    for found in index.search(topic, len(mentors)):
        if found.score >= FITS and isinstance(found.key, int):
            why = reason(found, topic, index)
            matches[found.key] = Match(mentors[found.key], found.score, why.asked, (why.quote,), why)
    return [*matches.values(), *_others(mentors, matches)]


def _others(mentors: Sequence[Mentor], matches: Mapping[Hashable, Match]) -> Iterator[Match]:
    return (Match(mentor, 0.0) for at, mentor in enumerate(mentors) if at not in matches)


def profile(mentor: Mentor) -> Profile:
    """What a mentor typed into our form, and nothing else that is known of them."""
    return typed(mentor.headline, mentor.topics, mentor.about, mentor.languages)


def typed(headline: str, topics: str, about: str = "", languages: str = "") -> Profile:
    """A profile of what was typed in the fields of a form: topics with commas, about in sentences."""
    more = (*_parts(_SENTENCES, about), *_parts(_TOPICS, languages))
    return Profile(headline.strip(), tuple(_parts(_TOPICS, topics)), more)


def _parts(cut: re.Pattern[str], text: str) -> Iterable[str]:
    return (part for piece in cut.split(text) if (part := piece.strip(" \t-–*")))
