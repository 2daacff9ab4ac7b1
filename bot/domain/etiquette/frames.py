"""Frames: how a rule's patterns are written, and what they find among the words of a sentence.

A frame is a line of plain words, as `prose` makes them (lower case, no accents, "I'm" as "i am"):

    could you [please] {pass on} my cv         [ ] may be left out; { } is a list of phrases of that name
    (refer|recommend) me ... your (boss|team)  ( ) one of these; `...` up to five words, `..` up to two
    hir* {long} ^ $                            * any ending; a stretch over 30 minutes; where a clause begins or ends
    may we .. {clock}                          a stretch over 30 minutes that is told by the clock: "from 9 to 10"

What a word can be by its shape ({number}, {phone}, {mail}, {handle}, {link}, {messenger link}, {word}) is known
everywhere. Gaps never cross a mark. Nothing repeats without bound; automaton.py walks them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.domain.etiquette.automaton import Automaton
from bot.domain.etiquette.durations import by_the_clock
from bot.domain.etiquette.prose import Sentence
from bot.domain.etiquette.rows import END
from bot.domain.etiquette.shapes import FITTING

Place = tuple[int, int]
"""The first word and the one after the last."""


Found = dict[int, set[Place]]
"""List of frames -> where they stand."""


class BadFrame(ValueError):
    """A frame that cannot be read; says which and why."""


@dataclass
class Words:
    """A sentence's words, and what frames have found among them so far."""

    sentence: Sentence
    limit: int = 30
    """Minutes from which on a stretch of time is `{long}`."""
    _found: dict[int, tuple[int, Found]] = field(default_factory=dict)

    @cached_property
    def norms(self) -> list[str]:
        return [token.norm for token in self.sentence.tokens]

    @cached_property
    def times(self) -> dict[int, tuple[int, str]]:
        """Stretches of time: first word -> (end, the word that stands for it). Beside "20 minutes", "2 to 4 pm" only
        says when they could be."""
        told = [
            (stretch, "<long>" if stretch.minutes > self.limit else "<short>") for stretch in self.sentence.stretches
        ]
        if not told:
            plain = self.sentence.plain
            told = [(stretch, "<clock>") for stretch in by_the_clock(plain) if stretch.minutes > self.limit]
        return {self._word_at(stretch.start): (self._word_at(stretch.end) + 1, word) for stretch, word in told}

    def _word_at(self, start: int) -> int:
        return self.sentence.plain.count(" ", 0, start) - 1

    def found(self, automaton: Automaton) -> Found:
        """A sentence with stretches of time is walked twice: with their words, and with one word for each."""
        known = self._found.get(id(automaton))
        if known is None or known[0] != automaton.size:
            found: Found = {}
            automaton.walk(self.norms, lambda owner, *place: found.setdefault(owner, set()).add(place))
            if self.times:
                norms, at = self._with_times()
                automaton.walk(norms, lambda owner, i, j: found.setdefault(owner, set()).add((at[i], at[j])))
            known = self._found[id(automaton)] = automaton.size, found
        return known[1]

    def _with_times(self) -> tuple[list[str], list[int]]:
        norms: list[str] = []
        at: list[int] = []
        place = 0
        while place < len(self.norms):
            end, word = self.times.get(place, (place + 1, self.norms[place]))
            norms.append(word)
            at.append(place)
            place = end
        return norms, [*at, place]


class Phrases:
    """Lists of phrases by name. Those of a `parent` are known here too, and share its automaton."""

    def __init__(self, lists: Mapping[str, Sequence[str]], parent: "Phrases | None" = None) -> None:
        self.lists, self.parent = lists, parent
        self.automaton: Automaton = parent.automaton if parent else Automaton()
        self._read: dict[str, tuple[int, ...]] = {}

    def rows(self, name: str) -> tuple[int, ...] | None:
        """Each phrase of a list as a row; None for a name that nobody knows."""
        if name not in self.lists:
            return self.parent.rows(name) if self.parent else None
        if name not in self._read:
            self._read[name] = tuple(dict.fromkeys(_Reader(line, self).whole() for line in self.lists[name]))
        return self._read[name]


class Frames:
    """The frames of one list."""

    def __init__(self, sources: Iterable[str], phrases: Phrases) -> None:
        self._automaton = phrases.automaton
        rows = [_Reader(source, phrases).whole() for source in sources]
        self._owner = self._automaton.add(rows) if rows else None

    def find(self, words: Words) -> Iterable[Place]:
        """Where they stand, in no order: from each beginning the shortest place of each frame."""
        return () if self._owner is None else words.found(self._automaton).get(self._owner, ())

    def occur(self, words: Words) -> bool:
        return bool(self.find(words))


# -- reading a frame ---------------------------------------------------------------------------------------------------

_PIECE = re.compile(r"\.{2,3}|[\[\](){}|]|[^\s\[\](){}|]+")
_GAPS = {"...": 5, "..": 2}


class _Reader:
    def __init__(self, source: str, phrases: Phrases) -> None:
        self.source, self.phrases = source, phrases
        self.pieces, self.at = _PIECE.findall(source), 0

    def whole(self) -> int:
        return self._one_of(self._branches(closing=""))

    def _branches(self, *, closing: str) -> tuple[int, ...]:
        """The rows up to `closing`, one for each side of a `|`."""
        branches: list[int] = []
        marks: list[str | tuple[int, ...]] = []
        while self.at < len(self.pieces):
            mark = self.pieces[self.at]
            self.at += 1
            if mark == closing:
                return (*branches, self._side(marks, alone=not branches))
            if mark == "|":
                branches.append(self._side(marks))
                marks = []
            else:
                marks.append(self._inner(mark))
        if closing:
            raise BadFrame(f"{self.source!r}: {closing} is missing")
        return (*branches, self._row(marks))

    def _side(self, marks: Sequence[str | tuple[int, ...]], *, alone: bool = False) -> int:
        """One side of a `|`: a gap alone, or nothing, would let everything be left out."""
        if not marks or (not alone and len(marks) == 1 and marks[0] in _GAPS):
            raise BadFrame(f"{self.source!r}: one side of | says nothing")
        return self._row(marks)

    def _inner(self, mark: str) -> str | tuple[int, ...]:
        match mark:
            case "[":
                return (*self._branches(closing="]"), END)
            case "(":
                return self._branches(closing=")")
            case "{":
                return self._named()
            case "]" | ")" | "}":
                raise BadFrame(f"{self.source!r}: {mark} closes nothing")
        return mark

    def _named(self) -> str | tuple[int, ...]:
        if "}" not in self.pieces[self.at :]:
            raise BadFrame(f"{self.source!r}: }} is missing")
        end = self.pieces.index("}", self.at)
        name, self.at = " ".join(self.pieces[self.at : end]), end + 1
        if name in FITTING:
            return f"{{{name}}}"
        rows = self.phrases.rows(name)
        if rows is None:
            raise BadFrame(f"{self.source!r}: there is no list of phrases called {{{name}}}")
        return rows

    def _row(self, marks: Sequence[str | tuple[int, ...]]) -> int:
        row = END
        for mark in reversed(marks):
            row = self._before(mark, row)
        return row

    def _before(self, mark: str | tuple[int, ...], rest: int) -> int:
        make = self.phrases.automaton.rows.row
        match mark:
            case (only,):
                return self.phrases.automaton.rows.joined(only, rest)
            case tuple():
                return make(("any", mark), rest)
            case "..." | "..":
                return make(("gap", _GAPS[mark]), rest)
            case "^":
                return make(("begin",), rest)
            case "$":
                return make(("end",), rest)
        if mark[0] == "{":
            return make(("kind", mark[1:-1]), rest)
        if mark[-1] == "*":
            return make(("stem", mark[:-1]), rest)
        return make(("word", mark), rest)

    def _one_of(self, rows: tuple[int, ...]) -> int:
        return rows[0] if len(rows) == 1 else self.phrases.automaton.rows.row(("any", rows), END)
