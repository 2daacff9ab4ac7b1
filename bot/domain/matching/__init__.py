"""Who could answer this, and why. `rank` for a handful of mentors, `Index` for a community; both read a request by its
words, by what these mean in a vocabulary (`Vocabulary`), and by initials, and say which of it counted (`reason`)."""

from bot.domain.matching.explaining import Kind, Part, Reason, parts, reason
from bot.domain.matching.index import Found, Index, Profile
from bot.domain.matching.scorer import FITS, Match, profile, rank, typed
from bot.domain.matching.shipped import concepts, vocabulary
from bot.domain.matching.vocabulary import Concept, Vocabulary

__all__ = [
    "FITS", "Concept", "Found", "Index", "Kind", "Match", "Part", "Profile", "Reason", "Vocabulary", "concepts",
    "parts", "profile", "rank", "reason", "typed", "vocabulary",
]  # fmt: skip
