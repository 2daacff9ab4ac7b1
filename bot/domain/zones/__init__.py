"""Time zones: by whose rules (`releases`), what they are called (`naming`), and how people find theirs: by a city
(`places`, in the `atlas`) or by what their clock shows (`clocks`)."""

from bot.domain.zones.clocks import (
    Clock,
    Fitting,
    ahead,
    by_clock,
    by_offset,
    going,
    in_use,
    read_clock,
    read_offset,
    utc,
)
from bot.domain.zones.naming import LANGUAGES, city, fold, label, locale
from bot.domain.zones.places import Found, guesses, search
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
    "LANGUAGES", "LONGEST", "Clock", "Fitting", "Found", "Release", "UnknownZone", "Untrusted", "ahead", "by_clock",
    "by_offset", "city", "fold", "folder", "going", "guesses", "in_use", "inhabited", "known", "label", "locale",
    "names", "pinned", "read_clock", "read_offset", "release", "rules", "search", "trusted", "under", "utc",
]  # fmt: skip
