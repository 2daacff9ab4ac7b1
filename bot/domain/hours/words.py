"""Words that the readers of typed time know: the names of days and months, groups of days, and what connects them.

The names of days and months are CLDR's; here are the few words that it does not have, folded (see `zones.fold`)."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from babel.dates import get_day_names, get_month_names

from bot.domain import zones
from bot.domain.refusals import Refusal

LONGEST = 500
"""Characters read of anything typed here."""


class NotUnderstood(Refusal):
    """`fragment` is exactly what could not be read, as it was typed; `more` fills other names of the sentence."""

    wording = "refusal.hours"

    def __init__(self, fragment: str, wording: str | None = None, **more: object) -> None:
        super().__init__(wording, fragment=fragment, **more)
        self.fragment = fragment


def composed(words: str, wording: str, longest: int = LONGEST) -> str:
    """The words, composed and short enough; the tail that is too much is the fragment."""
    text = unicodedata.normalize("NFC", words)
    if len(text) > longest:
        raise NotUnderstood(text[longest : longest + 40], wording)
    if not text.strip():
        raise NotUnderstood("", wording)
    return text


# -- names of days and months ------------------------------------------------------------------------------------------

_WEEKDAYS = (
    "weekdays", "weekday", "workdays", "business days", "wochentags", "wochentage", "unter der woche", "entre semana",
    "dias laborables", "en semaine", "jours ouvres", "dias uteis", "durante a semana", "m-f", "m–f", "l-v", "l–v",
    "l a v",
)  # fmt: skip
_WEEKENDS = (
    "weekends", "weekend", "wochenende", "wochenenden", "fin de semana", "fines de semana", "week-end", "week-ends",
    "fim de semana", "fins de semana",
)  # fmt: skip
_EVERY_DAY = (
    "every day", "everyday", "daily", "each day", "all week", "taglich", "jeden tag", "alle tage",
    "todos los dias", "cada dia", "tous les jours", "todos os dias", "diariamente",
)  # fmt: skip
GROUPS = {
    **dict.fromkeys(_WEEKDAYS, (0, 1, 2, 3, 4)),
    **dict.fromkeys(_WEEKENDS, (5, 6)),
    **dict.fromkeys(_EVERY_DAY, (0, 1, 2, 3, 4, 5, 6)),
}
TO = frozenset({"to", "till", "til", "until", "through", "thru", "bis", "a", "al", "hasta", "au", "as", "ate"})
AND = frozenset({"and", "y", "e", "et", "und", "u"})
FILL = frozenset({
    "on", "at", "from", "every", "each", "of", "the", "de", "das", "da", "del", "den", "dem", "der", "des", "du", "am",
    "um", "von", "vom", "jeden", "jede", "los", "las", "le", "les", "el", "la", "desde", "cada", "tous", "todos",
    "todas", "feira", "feiras", "que",
})  # fmt: skip
EXCEPT = (
    "except", "except for", "except on", "but not", "but not on", "not", "not on", "without", "excluding",
    "apart from", "excepto", "excepto los", "salvo", "menos", "pero no", "no", "no los", "ausser", "außer",
    "aber nicht", "nicht", "ohne", "sauf", "sauf le", "hors", "excepte", "mais pas", "mais pas le", "pas le", "exceto",
    "mas nao", "nao",
)  # fmt: skip
VAGUE = frozenset({
    "after", "before", "around", "about", "since", "lunch", "lunchtime", "breakfast", "work", "dinner", "early", "late",
    "later", "night", "nights", "flexible", "nach", "vor", "ab", "gegen", "mittags", "nachts", "fruh", "spat", "morgen",
    "abende", "nachmittage", "feierabend", "mittagspause", "despues", "antes", "sobre", "comer", "almuerzo", "comida",
    "cena", "partir", "manana", "mananas", "tarde", "tardes", "noche", "noches", "apres", "avant", "vers", "des",
    "dejeuner", "diner", "matins", "soirs", "depois", "almoco", "jantar", "manha", "manhas", "noite", "noites",
})  # fmt: skip
"""They say about when, and not from when to when."""
MARKS: Mapping[str, str] = {
    **dict.fromkeys(("uhr", "und", "bis", "von", "vom", "ausser", "außer", "ohne", "nicht", "jeden", "mittags"), "de"),
    **dict.fromkeys(("y", "hasta", "los", "las", "el", "excepto", "mediodia"), "es"),
    **dict.fromkeys(("et", "du", "au", "aux", "les", "sauf", "midi"), "fr"),
    **dict.fromkeys(("e", "ate", "das", "exceto", "nao"), "pt"),
}
"""Words by which a language is known; none of English, which people mix with every other."""

_SATURDAY = {"sonnabend": 5}
"""Where a language has two names for a day, CLDR has one."""


_OTHERWISE = frozenset({"same"})
"""Beginnings of a name that are words: "Tue same", and samedi."""


@lru_cache(maxsize=64)
def _names(language: str, *, months: bool) -> dict[str, int]:
    """CLDR's names of days (0 is Monday) or months (1 is January), folded; long ones may be cut to four letters."""
    read = get_month_names if months else get_day_names
    names: dict[str, int] = {}
    for width in ("abbreviated", "wide") if months else ("short", "abbreviated", "wide"):
        for context in ("format", "stand-alone"):
            for number, name in read(width, context=context, locale=zones.locale(language)).items():
                names[_key(name)] = number
                for length in range(4, len(_key(name))):
                    names.setdefault(_key(name)[:length], number)
    names = {name: number for name, number in names.items() if name not in _OTHERWISE}
    if not months and language.startswith("de"):
        names |= _SATURDAY
    return names


def _key(word: str) -> str:
    return re.sub("-feiras?$", "", zones.fold(word).strip(". "))


def _look_up(word: str, language: str, *, months: bool) -> int | None:
    table, key = _names(language, months=months), _key(word)
    return table.get(key, table.get(key.removesuffix("s")))


def named(word: str, language: str, *, months: bool = False) -> int | None:
    """The day or month that a word names: in the reader's language, else in the others if those agree."""
    for languages in ((language,), zones.LANGUAGES):
        meant = {_look_up(word, other, months=months) for other in languages} - {None}
        if meant:
            return meant.pop() if len(meant) == 1 else None
    return None


def names_some(word: str, *, months: bool = False) -> bool:
    """Whether it is a day (or month) in any of the languages."""
    return any(_look_up(word, language, months=months) is not None for language in zones.LANGUAGES)


def days_named(words: Collection[str], language: str, beside: Collection[str] = ()) -> dict[str, int | None]:
    """Those words that name days, and which; None where two languages disagree. `beside` are all words of the text.

    All are read in one language where that can be: the reader's, or the one of words such as "Uhr", or the only one
    that has all days. "Di" is a Tuesday in German and a Sunday in French, but beside "Do" it is German."""
    readers = (language, *(other for other in zones.LANGUAGES if other != language))
    lexicon = {word: {one: _look_up(word, one, months=False) for one in readers} for word in words}
    lexicon = {word: means for word, means in lexicon.items() if set(means.values()) != {None}}
    whole = [one for one in readers if all(means[one] is not None for means in lexicon.values())]
    marked = {MARKS[plain] for plain in beside if plain in MARKS}
    own = language.replace("_", "-").partition("-")[0]
    foreign = len(marked) == 1 and own not in marked
    if foreign and marked & set(whole):
        whole = [one for one in whole if one in marked]
    elif language in whole:
        whole = [language]
    return {word: _agreed(means, whole or (language,), readers) for word, means in lexicon.items()}


def _agreed(means: Mapping[str, int | None], first: Iterable[str], then: Iterable[str]) -> int | None:
    for languages in (first, then):
        meant = {means[one] for one in languages} - {None}
        if meant:
            return meant.pop() if len(meant) == 1 else None
    return None
