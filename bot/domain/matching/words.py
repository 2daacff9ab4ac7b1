"""Words as they are compared: case, accents and compatibility forms folded; what says nothing set aside."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MOST = 60
"""Different words of one text that are looked at: a letter of 3,000 characters is answered as fast as a sentence."""
LONGEST = 40
"""Letters of a word; what is longer is no word."""

_WORD = re.compile(r"\w[\w+#]*")
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Word:
    """`norm` is compared; `start` and `end` are where it stands in the text."""

    norm: str
    start: int
    end: int
    capital: bool
    """Written in capitals, as abbreviations are."""


def fold(text: str) -> str:
    """As it is compared. `Ingénieur`, `INGENIEUR` and `ingenieur` are one."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text: str) -> list[Word]:
    """The first `MOST` different words of a text, in order."""
    found: dict[str, Word] = {}
    for match in _WORD.finditer(text):
        written = match[0]
        if len(written) <= LONGEST and (norm := fold(written)):
            found.setdefault(norm, Word(norm, match.start(), match.end(), len(written) > 1 and written.isupper()))
            if len(found) == MOST:
                break
    return list(found.values())


def norms(text: str) -> tuple[str, ...]:
    """The first `MOST` different words alone, as they are compared."""
    if text.isascii() and len(text) <= LONGEST:
        return tuple(
            dict.fromkeys(_WORD.findall(text.lower()))
        )  # nearly every label, and thousands are read at the start
    found = dict.fromkeys(norm for word in _WORD.findall(text) if len(word) <= LONGEST and (norm := fold(word)))
    return tuple(found)[:MOST]


def grams(norm: str) -> list[str]:
    """Each three letters in a row, the word's ends being letters too: `" cn"`, `"cnc"`, `"nc "`."""
    framed = f" {norm} "
    return [framed[at : at + 3] for at in range(max(1, len(framed) - 2))]


@dataclass(frozen=True)
class Common:
    """What members write around the thing they want to know: the small words of each language, and the talk about
    careers as such ("advice", "interview")."""

    small: tuple[frozenset[str], ...]
    talk: tuple[frozenset[str], ...]

    def among(self, found: tuple[str, ...]) -> frozenset[str]:
        """Those of the words that say nothing here. A small word counts in English, in several languages, or beside
        another of its language: `die` is an article in German, and a tool where nothing else is German. Talk counts
        in a sentence only: "career coach" is what somebody wants to know."""
        hits = [
            sum(word in small or word in talk for word in found)
            for small, talk in zip(self.small, self.talk, strict=True)
        ]
        spoken = [at for at, n in enumerate(hits) if n >= _SPOKEN or at == 0]

        def says_nothing(word: str, lists: tuple[frozenset[str], ...]) -> bool:
            return sum(word in each for each in lists) > 1 or any(word in lists[at] for at in spoken)

        small = frozenset(word for word in found if says_nothing(word, self.small))
        if not small and len(found) < _SENTENCE:
            return small
        return small | {word for word in found if says_nothing(word, self.talk)}


_SPOKEN = 2
_SENTENCE = 7


@cache
def common() -> Common:
    lines = (_FOLDER / "common.tsv").read_text(encoding="utf-8").splitlines()
    columns = [line.split("\t") for line in lines if not line.startswith("#")]
    small, talk = (tuple(frozenset(map(fold, column[at].split())) for column in columns) for at in (1, 2))
    return Common(small, talk)
