"""The place in a typed line, such as "in Tokyo from 4 to 10 May", and its zone."""

from collections.abc import Sequence

from bot.domain import zones
from bot.domain.hours.pieces import Piece
from bot.domain.hours.words import NotUnderstood

LONGEST_NAME = 12
"""Words, and signs between them."""
MOST_PLACES = 4
"""Places that are named when a name is that of several."""

_AROUND = frozenset({
    "in", "to", "at", "trip", "travel", "traveling", "travelling", "visiting", "be", "i", "am", "i'm", "i'll", "will",
    "nach", "reise", "ich", "bin", "en", "viaje", "estoy", "estare", "a", "al", "voyage", "je", "suis", "serai", "em",
    "no", "na", "viagem", "para", "estou", "estarei", "au", "aux", "from", "von", "vom", "bis", "del", "du", "de", "le",
    "la", "of", "the", "on", "for", "fur", "pour", "por", "desde", "e", "y", "and", "ab", "zu", "zum", "d'",
})  # fmt: skip
"""Words that may stand around a place, and are not part of its name unless a place is called so."""
_FEASTS = frozenset({"christmas", "easter", "natal", "pascua", "navidad"})
"""Places are called so, too: an island, a city in Brazil."""


def place(text: str, said: Sequence[Piece], first: int, last: int, language: str) -> tuple[str, str]:
    """The name of the place as typed, and its zone: the longest words that are the whole name of one place. Before and
    after it may be words such as "in" or "from", which may be part of the name: "La Paz"."""
    while first > 0 and said[first - 1].kind in ("fill", "to", "and"):
        first -= 1
    begins = [at for at in range(first, last + 1) if all(_around(one) for one in said[first:at])]
    ends = [at for at in range(last, first - 1, -1) if all(_around(one) for one in said[at + 1 : last + 1])]
    for begin in begins:
        for end in ends:
            words = text[said[begin].start : said[end].end].strip(" ,.:") if 0 <= end - begin < LONGEST_NAME else ""
            found = [one for one in zones.search(words, language, 12) if one.exact] if words else []
            if found and zones.fold(words) not in _FEASTS:
                return words, _one_zone(words, found)
    words = text[said[begins[-1]].start : said[max(ends[-1], begins[-1])].end]
    raise NotUnderstood(words.strip(" ,.:"), "refusal.exceptions_place")


def _around(one: Piece) -> bool:
    return one.kind in ("fill", "to", "and") or one.plain in _AROUND


def _one_zone(words: str, found: Sequence[zones.Found]) -> str:
    """Of several places of a name the one that gave its zone the name is meant: London is not that of Ontario."""
    clocks = list(dict.fromkeys(one.zone for one in found))
    if len(clocks) > 1:
        named = {zones.fold(words)}
        clocks = [
            clock for clock in clocks if named & {zones.fold(zones.city(clock, other)) for other in zones.LANGUAGES}
        ]
    if len(clocks) != 1:
        places = [one.label for one in found[:MOST_PLACES]]
        raise NotUnderstood(words, "refusal.exceptions_places", places=" / ".join(places))
    return clocks[0]
