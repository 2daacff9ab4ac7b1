"""Frames: how a rule's patterns are written, and how they are found among the words of a sentence.

A frame is a line of plain words, as `prose` makes them (lower case, no accents, "I'm" as "i am"):

    could you [please] {pass on} my cv         [ ] may be left out; { } is a list of phrases of that name
    (refer|recommend) me ... your (boss|team)  ( ) one of these; `...` up to five words, `..` up to two
    hir* {long} ^ $                            * any ending; a stretch over 30 minutes; where a clause begins or ends

`{long}`, `{short}`, `{number}`, `{phone}`, `{mail}`, `{link}`, `{messenger link}`, `{handle}` and `{word}` are known everywhere. Gaps never cross a mark.
A frame is walked as a set of places, all alternatives at once: its cost is bounded by its length times the sentence's,
whatever is typed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.domain.etiquette.durations import stretches
from bot.domain.etiquette.prose import Sentence

Places = set[int]
Walk = Callable[["Words", int], Places]
"""From a place among the words to the places where this piece may end."""


class BadFrame(ValueError):
    """A frame that cannot be read; says which and why."""


@dataclass
class Words:
    """A sentence's words, and what has been found out about them so far."""

    sentence: Sentence
    limit: int = 30
    """Minutes from which on a stretch of time is `{long}`."""
    known: dict[tuple[int, int], Places] = field(default_factory=dict)

    @cached_property
    def norms(self) -> list[str]:
        return [token.norm for token in self.sentence.tokens]

    @cached_property
    def at(self) -> dict[str, list[int]]:
        """Where each word stands."""
        at: dict[str, list[int]] = {}
        for place, norm in enumerate(self.norms):
            at.setdefault(norm, []).append(place)
        return at

    @cached_property
    def times(self) -> dict[int, tuple[int, float]]:
        """Stretches of time: first word -> (end, minutes)."""
        plain, found = self.sentence.plain, {}
        for stretch in stretches(plain):
            begin = plain.count(" ", 0, stretch.start) - 1
            found[begin] = (begin + plain[stretch.start : stretch.end].strip().count(" ") + 1, stretch.minutes)
        return found


@dataclass(frozen=True)
class Frame:
    source: str
    walk: Walk
    first: frozenset[str]
    """What it may begin with; empty when anything may."""
    needs: frozenset[str]
    """One of these words occurs wherever the frame does; empty when nothing can be said."""
    demands: tuple[frozenset[str], ...] = ()
    """One word of each of these sets as well: without them no place is walked."""

    def find(self, words: Words) -> Iterator[tuple[int, int]]:
        """First and last-but-one places of words, the shortest from each beginning."""
        if any(demand.isdisjoint(words.sentence.words) for demand in self.demands):
            return
        starts: Iterable[int] = range(len(words.norms))
        if self.first:
            starts = sorted(place for word in self.first & words.at.keys() for place in words.at[word])
        for start in starts:
            ends = self.walk(words, start)
            if ends and (end := min(ends)) > start:
                yield start, end


class Frames:
    """Many frames, found by the words they cannot do without."""

    def __init__(self, sources: Iterable[str], phrases: Mapping[str, Sequence[str]]) -> None:
        self._by_word: dict[str, list[Frame]] = {}
        self._always: list[Frame] = []
        for source in sources:
            frame = _compile(source, phrases)
            for word in frame.needs:
                self._by_word.setdefault(word, []).append(frame)
            if not frame.needs:
                self._always.append(frame)

    def find(self, words: Words) -> Iterator[tuple[int, int]]:
        tried: set[int] = set()
        for word in self._by_word.keys() & words.at.keys():
            for frame in self._by_word[word]:
                if id(frame) not in tried:
                    tried.add(id(frame))
                    yield from frame.find(words)
        for frame in self._always:
            yield from frame.find(words)


# -- what a frame is made of -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Piece:
    walk: Walk
    first: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    empty: bool = False
    """Whether it may stand for nothing."""
    demands: tuple[frozenset[str], ...] = ()
    edge: bool = False
    """Whether it is a place and no word: nothing begins with it."""


def _word(word: str) -> _Piece:
    def walk(words: Words, place: int) -> Places:
        return {place + 1} if place < len(words.norms) and words.norms[place] == word else set()

    return _Piece(walk, frozenset((word,)), frozenset((word,)))


def _shape(fits: Callable[[str], bool]) -> _Piece:
    def walk(words: Words, place: int) -> Places:
        return {place + 1} if place < len(words.norms) and fits(words.norms[place]) else set()

    return _Piece(walk)


def _gap(most: int) -> _Piece:
    def walk(words: Words, place: int) -> Places:
        places = {place}
        for next_place in range(place, min(place + most, len(words.norms))):
            if not _is_word(words.norms[next_place]):
                break
            places.add(next_place + 1)
        return places

    return _Piece(walk, empty=True)


def _time(*, long: bool) -> _Piece:
    def walk(words: Words, place: int) -> Places:
        end, minutes = words.times.get(place, (0, 0))
        return {end} if end and (minutes > words.limit) == long else set()

    return _Piece(walk)


def _is_word(norm: str) -> bool:
    return norm[0].isalnum() or norm[0] in "'@#"


def _begins(words: Words, place: int) -> Places:
    return {place} if place == 0 or not _is_word(words.norms[place - 1]) else set()


def _finishes(words: Words, place: int) -> Places:
    return {place} if place == len(words.norms) or not _is_word(words.norms[place]) else set()


_PHONE = re.compile(r"\+?(?=(?:\D{0,3}\d){7,15}$)\d[\d() ./-]{6,18}\d")
_NO_PHONE = re.compile(
    r"(?:19|20)\d\d ?[- /.] ?(?:(?:19|20)?\d\d)(?:[-/.]\d\d)?"  # years and dates
    r"|\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)?\d\d"
    r"|\d{1,3}(?:[ .]\d{3})*[ .]000"
    r"|\d{1,2} ?- ?\d{1,2} \d{1,2} ?- ?\d{1,2}"
)
_MESSENGER = re.compile(
    r"(?:https?://)?(?:www\.)?(?:wa\.me|t\.me|telegram\.me|m\.me|signal\.me|line\.me|api\.whatsapp\.com|chat\.whatsapp\.com"
    r"|snapchat\.com/add|vk\.me|viber\.me|u\.wechat\.com)/\S+"
)
_KNOWN: dict[str, _Piece] = {
    "long": _time(long=True),
    "short": _time(long=False),
    "number": _shape(lambda norm: norm[0].isdigit()),
    "phone": _shape(lambda norm: bool(_PHONE.fullmatch(norm)) and not _NO_PHONE.fullmatch(norm)),
    "mail": _shape(lambda norm: "@" in norm[1:]),
    "handle": _shape(lambda norm: norm[0] == "@"),
    "messenger link": _shape(lambda norm: bool(_MESSENGER.match(norm))),
    "link": _shape(lambda norm: "/" in norm and len(norm) > 4),
    "word": _shape(_is_word),
}


def _optional(piece: _Piece) -> _Piece:
    return _Piece(lambda words, place: piece.walk(words, place) | {place}, piece.first, empty=True)


def _either(pieces: list[_Piece]) -> _Piece:
    if len(pieces) == 1:
        return pieces[0]

    anywhere = [piece for piece in pieces if piece.empty or not piece.first]
    by_word: dict[str, list[_Piece]] = {}
    for piece in pieces:
        for word in frozenset() if piece.empty else piece.first:
            by_word.setdefault(word, []).append(piece)

    def walk(words: Words, place: int) -> Places:
        fitting = by_word.get(words.norms[place], ()) if place < len(words.norms) else ()
        return set().union(*(piece.walk(words, place) for piece in (*anywhere, *fitting)))

    return _Piece(
        walk,
        _all(piece.first for piece in pieces),
        _all(piece.needs for piece in pieces),
        any(piece.empty for piece in pieces),
    )


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """Together, when each says something."""
    sets = list(sets)
    return frozenset().union(*sets) if all(sets) else frozenset()


def _row(pieces: list[_Piece]) -> _Piece:
    def walk(words: Words, place: int) -> Places:
        places = {place}
        for piece in pieces:
            places = set().union(*(piece.walk(words, at) for at in places))
            if not places:
                break
        return places

    first: frozenset[str] = frozenset()
    for piece in pieces:
        if piece.edge:
            continue
        if not piece.first:
            first = frozenset()
            break
        first |= piece.first
        if not piece.empty:
            break
    needs = min((piece.needs for piece in pieces if piece.needs), key=_commonness, default=frozenset())
    demands = tuple(dict.fromkeys(demand for piece in pieces for demand in (piece.demands or (piece.needs,)) if demand))
    return _Piece(walk, first, needs, all(piece.empty for piece in pieces), demands)


_EVERYWHERE = frozenset(
    "you your i me my a an the to in on for of at is are do would could can please if and it any be with have am".split()
)


def _commonness(words: frozenset[str]) -> tuple[int, int]:
    return len(words & _EVERYWHERE), len(words)


def _once(piece: _Piece) -> _Piece:
    """A list of phrases is walked once from each place."""
    key = id(piece)

    def walk(words: Words, place: int) -> Places:
        if piece.first and not piece.empty and (place >= len(words.norms) or words.norms[place] not in piece.first):
            return set()
        known = words.known.get((key, place))
        if known is None:
            known = words.known[key, place] = piece.walk(words, place)
        return known

    return _Piece(walk, piece.first, piece.needs, piece.empty, piece.demands)


# -- reading a frame ---------------------------------------------------------------------------------------------------

_PIECE = re.compile(r"\.{2,3}|[\[\](){}|]|[^\s\[\](){}|]+")


def _compile(source: str, phrases: Mapping[str, Sequence[str]]) -> Frame:
    piece = _Reader(source, phrases).sequence(closing="")
    return Frame(source, piece.walk, frozenset() if piece.empty else piece.first, piece.needs, piece.demands)


class Phrases(dict[str, Sequence[str]]):
    """Lists of phrases by name, each compiled once."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        super().__init__(lists)
        self.compiled: dict[str, _Piece] = {}


class _Reader:
    def __init__(self, source: str, phrases: Mapping[str, Sequence[str]]) -> None:
        self.source, self.phrases = source, phrases
        self.pieces, self.at = _PIECE.findall(source), 0

    def sequence(self, *, closing: str) -> _Piece:
        branches: list[_Piece] = []
        row: list[_Piece] = []
        while self.at < len(self.pieces):
            mark = self.pieces[self.at]
            self.at += 1
            if mark == closing:
                return _either([*branches, _row(row)])
            if mark == "|":
                branches.append(_row(row))
                row = []
            else:
                row.append(self._piece(mark))
        if closing:
            raise BadFrame(f"{self.source!r}: {closing} is missing")
        return _either([*branches, _row(row)])

    def _piece(self, mark: str) -> _Piece:
        match mark:
            case "..." | "..":
                return _gap(5 if mark == "..." else 2)
            case "[":
                return _optional(self.sequence(closing="]"))
            case "(":
                return self.sequence(closing=")")
            case "{":
                return self._named()
            case "^":
                return _Piece(_begins, empty=True, edge=True)
            case "$":
                return _Piece(_finishes, empty=True, edge=True)
            case "]" | ")" | "}":
                raise BadFrame(f"{self.source!r}: {mark} closes nothing")
        if mark.endswith("*"):
            return _shape(lambda norm, stem=mark[:-1]: norm.startswith(stem))  # type: ignore[misc]
        return _word(mark)

    def _named(self) -> _Piece:
        if "}" not in self.pieces[self.at :]:
            raise BadFrame(f"{self.source!r}: }} is missing")
        end = self.pieces.index("}", self.at)
        name, self.at = " ".join(self.pieces[self.at : end]), end + 1
        if name in _KNOWN:
            return _KNOWN[name]
        if name not in self.phrases:
            raise BadFrame(f"{self.source!r}: there is no list of phrases called {{{name}}}")
        compiled = self.phrases.compiled if isinstance(self.phrases, Phrases) else {}
        if name not in compiled:
            lines = [_Reader(line, self.phrases).sequence(closing="") for line in self.phrases[name]]
            compiled[name] = _once(_either(lines))
        return compiled[name]
