"""Words that a topic and a mentor's profile share, by their stems; a word that few mentors use counts for more."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.mentors import Mentor

_STEM = 5
_COMMON = frozenset(
    [
        "a",
        "about",
        "am",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "get",
        "how",
        "i",
        "in",
        "is",
        "it",
        "like",
        "me",
        "my",
        "of",
        "on",
        "or",
        "so",
        "some",
        "that",
        "the",
        "their",
        "them",
        "there",
        "they",
        "this",
        "to",
        "up",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "work",
        "would",
        "you",
        "your",
        "de",
        "del",
        "el",
        "la",
        "los",
        "las",
        "en",
        "un",
        "una",
        "y",
        "o",
        "que",
        "como",
        "para",
        "por",
        "con",
        "mi",
        "su",
        "es",
        "al",
        "lo",
        "se",
        "qué",
        "cómo",
        "trabajo",
    ]
)


@dataclass(frozen=True)
class Match:
    """`score` is 0 or more; `asked` and `found` are the words in the topic and in the profile that met."""

    mentor: Mentor
    score: float
    asked: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


def rank(topic: str, mentors: Sequence[Mentor]) -> list[Match]:
    """Best first; ties in the order given. Mentors who share no word with the topic come last with score 0."""
    profiles = [_stems(_profile(mentor)) for mentor in mentors]
    used = Counter(stem for profile in profiles for stem in profile)
    asked = _stems(topic)
    matches = []
    for mentor, profile in zip(mentors, profiles, strict=True):
        shared = [stem for stem in asked if stem in profile]
        score = sum(1 + math.log(len(mentors) / used[stem]) for stem in shared)
        matches.append(
            Match(mentor, score, tuple(asked[stem] for stem in shared), tuple(profile[stem] for stem in shared))
        )
    return sorted(matches, key=lambda match: -match.score)


def _profile(mentor: Mentor) -> str:
    return " ".join((mentor.headline, mentor.topics, mentor.about, mentor.languages))


def _stems(words: str) -> dict[str, str]:
    """stem -> the word as written, first one wins."""
    stems: dict[str, str] = {}
    for word in _words(words):
        bare = _bare(word)
        if bare not in _COMMON and len(bare) > 1:
            stems.setdefault(bare[:_STEM], word)
    return stems


def _words(words: str) -> Iterable[str]:
    return re.findall(r"[\w+#]+", words)


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))
