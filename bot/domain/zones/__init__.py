"""Time zones: by whose rules (`releases`), what they are called (`naming`), and how people find theirs (`places`)."""

from bot.domain.zones.naming import LANGUAGES, city, fold, label, locale
from bot.domain.zones.places import search
from bot.domain.zones.releases import (
    LONGEST,
    Release,
    UnknownZone,
    Untrusted,
    folder,
    inhabited,
    known,
    names,
    pinned,
    release,
    rules,
    trusted,
    under,
)

__all__ = [
    "LANGUAGES", "LONGEST", "Release", "UnknownZone", "Untrusted", "city", "fold", "folder", "inhabited", "known",
    "label", "locale", "names", "pinned", "release", "rules", "search", "trusted", "under",
]  # fmt: skip
