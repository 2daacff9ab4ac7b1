"""A text as sentences of plain words, each of which knows where it stands in what was typed.

Rules are written once, in plain lower-case words: here "plsss fwd my résumé" becomes "please forward my cv", accents
and hidden characters go, and every word keeps its place, so that a finding can quote exactly what the writer sees."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from bot.domain.etiquette import languages
from bot.domain.etiquette.durations import Stretch, stretches

MOST = 4000
"""Characters that are read; no field takes as many."""


@dataclass(frozen=True)
class Token:
    """`norm` is one plain word or one mark; `start` and `end` are offsets in the text as typed, end exclusive."""

    norm: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    tokens: tuple[Token, ...]

    @cached_property
    def plain(self) -> str:
        """The words with one space around each: what patterns are matched against."""
        return " " + " ".join(token.norm for token in self.tokens) + " "

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(token.norm for token in self.tokens)

    @property
    def asks(self) -> bool:
        return any("?" in token.norm for token in self.tokens)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The stretches of time that it names."""
        return tuple(stretches(self.plain)) if _MAY_HOLD_TIME.search(self.plain) else ()

    @cached_property
    def _starts(self) -> list[int]:
        """Where in `plain` each token begins."""
        return list(accumulate((len(token.norm) + 1 for token in self.tokens), initial=1))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of `plain` stands in the text as typed."""
        words = self.plain[start:end]
        first = bisect_right(self._starts, start + len(words) - len(words.lstrip())) - 1
        last = bisect_right(self._starts, start + len(words.rstrip()) - 1) - 1
        return self.tokens[first].start, self.tokens[last].end


@dataclass(frozen=True)
class Prose:
    typed: str
    sentences: tuple[Sentence, ...]
    language: str

    @cached_property
    def words(self) -> int:
        """How many words, as a person would count them."""
        return sum(1 for s in self.sentences for t in _once(s.tokens) if t.norm[0].isalnum())

    @cached_property
    def plain(self) -> str:
        return "".join(sentence.plain for sentence in self.sentences)


def _once(tokens: tuple[Token, ...]) -> list[Token]:
    """One typed word may stand for two plain ones ("I'm"): count it once."""
    return [token for token, before in zip(tokens, (None, *tokens), strict=False) if not _same(token, before)]


def _same(token: Token, before: Token | None) -> bool:
    return before is not None and before.start == token.start


def read(typed: str, language: str = "") -> Prose:
    """`language` is what is known beforehand; otherwise the words tell."""
    plain, places = _fold(_hide_quotations(typed[:MOST]))
    raw = [(found[0], found.start(), found.end()) for found in _TOKEN.finditer(plain)]
    spoken = language or languages.guess([word for word, _, _ in raw])
    tokens: list[Token] = []
    for word, start, end in raw:
        where = places[start], places[end - 1] + 1
        tokens += [Token(norm, *where) for norm in _norms(word, spoken)]
    return Prose(typed, tuple(_sentences(tokens)), spoken)


# -- characters --------------------------------------------------------------------------------------------------------

_MARKS = {"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-",
          "…": "...", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d"}  # fmt: skip


def _fold(typed: str) -> tuple[str, list[int]]:
    """Lower case, no accents, no hidden characters, plain quotation marks; and where each character came from."""
    if typed.isascii():
        return typed.lower(), list(range(len(typed)))
    out: list[str] = []
    places: list[int] = []
    for at, char in enumerate(typed):
        for folded in _folded(char):
            out.append(folded)
            places.append(at)
    return "".join(out), places


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    if char.isascii():
        return char.lower()
    if char in _MARKS:
        return _MARKS[char]
    pieces = unicodedata.normalize("NFKD", char)
    kept = "".join(piece for piece in pieces if unicodedata.category(piece) not in ("Mn", "Cf", "Cc", "Me"))
    return "".join(_MARKS.get(piece, piece.lower()) for piece in kept)


_QUOTATION = re.compile(r"```.{0,4000}?```|^[ \t]*>[^\n]*$", re.DOTALL | re.MULTILINE)


def _hide_quotations(typed: str) -> str:
    """Code blocks and quoted lines are somebody else's words: blanks of the same length stand for them."""
    return _QUOTATION.sub(lambda found: " " * len(found[0]), typed)


# -- words -------------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"https?://\S+|www\.\S+"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}"  # an address
    r"|[\w-]{1,64}(?:\.[\w-]{2,30}){1,3}/[\w./-]{1,100}"  # a link without a scheme
    r"|@\w[\w.]{1,40}"
    r"|\+?\d(?:[\d() -]|[./](?=\d)){6,18}\d"  # a telephone number
    r"|\d{1,4}(?:[.,:]\d{1,4})*"
    r"|(?:[^\W\d_]\.){2,5}"
    r"|\w/\w?"  # b/c, w/, w/o
    r"|[^\W\d_]+(?:['-][^\W\d_]+){0,3}'?|\w+"
    r"|\.{2,3}|[?!]{1,10}|\n+"
    r"|[^\w\s]"
)
_MAY_HOLD_TIME = re.compile(
    r"\d| (?:min|h|std|stu|demi|medi|meia|quart|cuart|vier|drei|trois|tres|mn|full|one|few|half)"
)
"""What a sentence with a stretch of time has at least; asking costs less than looking."""
_LONG_RUN = re.compile(r"([^\W\d])\1{2,}")
_ENDINGS = (("n't", "not"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'m", "am"), ("'d", "would"))


@lru_cache(maxsize=20_000)
def _norms(word: str, language: str) -> tuple[str, ...]:
    """The plain words that one typed word stands for."""
    short = languages.short(language)
    return tuple(norm for part in languages.parts(word, language) for norm in _plain(part, short))


def _plain(word: str, short: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if word in short:
        return short[word]
    if not word[0].isalpha():
        return ("\n",) if word[0] == "\n" else (word,)
    if "'" in word:
        return _apart(word, short)
    calm = _LONG_RUN.sub(r"\1", word)
    return short.get(calm, (calm,))


def _apart(word: str, short: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    word = word.rstrip("'")
    if word in short:
        return short[word]
    for ending, norm in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            stem = word[: -len(ending)]
            return {"ca": "can", "wo": "will", "sha": "shall"}.get(stem, stem), norm
    if word.endswith("'s"):
        stem = word[:-2]
        return (stem, "is") if stem in _CONTRACTED else (stem, "'s")
    if "'" in word[:6] and (before := word.split("'", 1))[0] in _ELIDED:
        return before[0] + "'", before[1]
    return (word.replace("'", ""),)


_CONTRACTED = frozenset("it that what how where who when why there here he she let".split())
_ELIDED = frozenset("l d j m t s n c qu jusqu lorsqu puisqu".split())  # French: l'emploi, d'un, j'ai

# -- sentences ---------------------------------------------------------------------------------------------------------

_ABBREVIATIONS = frozenset("mr mrs ms dr prof st jr sr approx etc vs no min sra dra mme bzw ca usw zb hr fr".split())


def _sentences(tokens: list[Token]) -> list[Sentence]:
    sentences: list[Sentence] = []
    held: list[Token] = []
    for at, token in enumerate(tokens):
        if token.norm != "\n":
            held.append(token)
        if held and _ends(tokens, at):
            sentences.append(Sentence(tuple(held)))
            held = []
    return [*sentences, *([Sentence(tuple(held))] if held else [])]


def _ends(tokens: list[Token], at: int) -> bool:
    mark = tokens[at].norm
    after = tokens[at + 1].norm if at + 1 < len(tokens) else "\n"
    if mark == "\n":
        return True
    if mark[0] in "?!":
        return after[0] not in "?!\"')"
    if mark in (".", "...", "..", "。", "।"):
        return not (at and tokens[at - 1].norm in _ABBREVIATIONS) and after not in (")", '"')
    return mark in ('"', ")") and bool(at) and tokens[at - 1].norm[0] in "?!." and after[0] not in ",;"
