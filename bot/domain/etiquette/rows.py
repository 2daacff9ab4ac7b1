"""Rows: what frames are made of, each shared with every frame that goes on in the same way.

What a row may still become after a word is its derivative (Brzozowski, *Derivatives of regular expressions*, 1964;
Antimirov, 1996): the rows that are left, and none where the word does not fit."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.etiquette.shapes import FITTING, MARK

END = 0
"""The row with nothing left."""

Piece = tuple[object, ...]
"""("word", w), ("stem", s), ("kind", name), ("gap", n), ("any", rows), ("begin",) or ("end",)."""


@dataclass(frozen=True)
class First:
    """With what a row may go on: words, beginnings of words, or something that only a look can tell."""

    words: frozenset[str]
    stems: tuple[str, ...]
    other: bool
    empty: bool
    """Whether nothing more need come, in some places."""

    def takes(self, norm: str) -> bool:
        return norm in self.words or norm.startswith(self.stems)


class Rows:
    def __init__(self) -> None:
        self._rows: list[tuple[Piece, int]] = [((), END)]
        self._known: dict[tuple[Piece, int], int] = {}
        self._firsts: dict[int, First] = {}
        self._empties: dict[tuple[int, bool, bool], bool] = {}
        self._derived: dict[tuple[int, str, str, bool], tuple[int, ...]] = {}
        self._words: set[str] = set()
        self._stems: tuple[str, ...] = ()

    def knows(self, norm: str) -> bool:
        """Whether some row tells this word from others of its kind."""
        return norm in self._words or norm.startswith(self._stems)

    def forget_derivatives(self) -> None:
        self._derived.clear()

    # -- building --------------------------------------------------------------------------------------------------

    def row(self, piece: Piece, rest: int) -> int:
        key = (piece, rest)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = len(self._rows)
            self._rows.append(key)
            if piece[0] == "word":
                self._words.add(str(piece[1]))
            elif piece[0] == "stem":
                self._stems = (*self._stems, str(piece[1]))
        return known

    def joined(self, row: int, rest: int) -> int:
        """`row`, and then `rest`."""
        if row == END:
            return rest
        piece, after = self._rows[row]
        return self.row(piece, self.joined(after, rest))

    # -- what a row may still become -------------------------------------------------------------------------------

    def derivative(self, row: int, norm: str, sort: str, begin: bool) -> tuple[int, ...]:
        if row == END:
            return ()
        first = self.first(row)
        literal = first.takes(norm)
        if not literal and not first.other:
            return ()
        key = (row, norm if literal else "", sort, begin)
        made = self._derived.get(key)
        if made is None:
            made = self._derived[key] = tuple(set(self._derive(row, norm, sort, begin)))
        return made

    def _derive(self, row: int, norm: str, sort: str, begin: bool) -> Iterable[int]:
        piece, rest = self._rows[row]
        match piece:
            case ("word", word):
                return (rest,) if norm == word else ()
            case ("stem", str(stem)):
                return (rest,) if norm.startswith(stem) else ()
            case ("kind", str(name)):
                return (rest,) if sort in FITTING[name] else ()
            case ("gap", int(most)):
                longer = () if sort == MARK else (self.row(("gap", most - 1), rest) if most > 1 else rest,)
                return (*self.derivative(rest, norm, sort, begin), *longer)
            case ("begin",):
                return self.derivative(rest, norm, sort, begin) if begin else ()
            case ("end",):
                return self.derivative(rest, norm, sort, begin) if sort == MARK else ()
            case ("any", tuple(rows)) if rest == END:
                return {d for one in rows for d in self.derivative(one, norm, sort, begin)}
            case ("any", _):
                alone = self.row(piece, END)  # the same list stands before many rests
                inner = {self.joined(d, rest) for d in self.derivative(alone, norm, sort, begin)}
                if self.empty(alone, begin=begin, end=sort == MARK):
                    inner.update(self.derivative(rest, norm, sort, begin))
                return inner
        raise AssertionError(piece)

    def empty(self, row: int, *, begin: bool, end: bool) -> bool:
        """Whether nothing more need come."""
        if row == END:
            return True
        key = (row, begin, end)
        known = self._empties.get(key)
        if known is None:
            piece, rest = self._rows[row]
            known = self._empties[key] = self._skipped(piece, begin, end) and self.empty(rest, begin=begin, end=end)
        return known

    def _skipped(self, piece: Piece, begin: bool, end: bool) -> bool:
        match piece:
            case ("gap", _):
                return True
            case ("begin",):
                return begin
            case ("end",):
                return end
            case ("any", tuple(rows)):
                return any(self.empty(one, begin=begin, end=end) for one in rows)
        return False

    def first(self, row: int) -> First:
        known = self._firsts.get(row)
        if known is None:
            known = self._firsts[row] = self._find_first(row)
        return known

    def _find_first(self, whole: int) -> First:
        row = whole
        words: set[str] = set()
        stems: set[str] = set()
        other = False
        while row != END:
            piece, row = self._rows[row]
            match piece:
                case ("word", str(word)):
                    words.add(word)
                    break
                case ("stem", str(stem)):
                    stems.add(stem)
                    break
                case ("kind", _):
                    other = True
                    break
                case ("gap", _):
                    other = True
                case ("any", tuple(rows)):
                    inner = [self.first(one) for one in rows] if row == END else [self.first(self.row(piece, END))]
                    words.update(*(first.words for first in inner))
                    stems.update(*(first.stems for first in inner))
                    other = other or any(first.other for first in inner)
                    if not any(first.empty for first in inner):
                        break
                case _:
                    pass
        return First(frozenset(words), tuple(stems), other, self.empty(whole, begin=True, end=True))
