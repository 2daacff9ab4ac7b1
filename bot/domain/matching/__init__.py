"""Who could answer this, and why. `rank` for a handful of mentors, `Index` for a community; both read a request by its
words, by what these mean in a vocabulary (`Vocabulary`), and by initials, and say which of it counted (`reason`)."""

from bot.domain.matching.explaining import Kind, Part, Reason, parts, reason
from bot.domain.matching.index import Found, Index, Profile
from bot.domain.matching.scorer import FITS, Match, profile, rank, typed
from bot.domain.matching.shipped import concepts, vocabulary
from bot.domain.matching.turns import Candidate, Place, turns
from bot.domain.matching.vocabulary import Concept, Vocabulary

__all__ = [
    "FITS", "Candidate", "Concept", "Found", "Index", "Kind", "Match", "Part", "Place", "Profile", "Reason",
    "Vocabulary", "concepts", "parts", "profile", "rank", "reason", "turns", "typed", "vocabulary",
]  # fmt: skip
