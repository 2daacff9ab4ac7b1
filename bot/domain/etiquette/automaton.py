"""How frames are walked: all frames of a language at once, from each word of a sentence, one step a word.

A frame becomes a row of pieces, shared with every frame that goes on in the same way. What a row may still become
after a word is its derivative (Brzozowski, *Derivatives of regular expressions*, 1964; Antimirov, 1996), and the rows
that are alive together after some words are one state. States and steps are made when a text first needs them and
kept, so that starting costs nothing but reading, and a word that no frame knows takes the same step as any other such
word. A walk ends when nothing is alive: with bounded gaps that is soon, whatever is typed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.etiquette.shapes import FITTING, MARK, shape

END = 0
"""The row with nothing left."""
MOST_STEPS = 400_000
"""After which the steps made so far are let go: nobody's text can fill the memory."""

FEW = 4
"""So many first words are worth an index."""

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


Alive = tuple[int, int]
"""A frame, and the row that is left of it."""


@dataclass(eq=False)
class State:
    """Rows that are alive together."""

    begin: bool
    """Whether the last word was a mark: a clause begins here."""
    by_word: dict[str, list[Alive]]
    """Those that go on with one of a few words, by those words."""
    by_look: list[tuple[Alive, First]]
    """Those that go on with one of many words, or a beginning of one."""
    open: list[Alive]
    """Those that may go on with any word of a kind."""
    done: tuple[int, ...]
    """Frames that are complete here."""
    done_at_end: tuple[int, ...]
    """Frames that are complete here if the clause is."""
    steps: dict[str, "State | None"] = field(default_factory=dict)


class Automaton:
    def __init__(self) -> None:
        self._rows: list[tuple[Piece, int]] = [((), END)]
        self._known: dict[tuple[Piece, int], int] = {}
        self._frames: list[tuple[int, int]] = []
        """The list that a frame belongs to, and its row."""
        self._owners = 0
        self._firsts: dict[int, First] = {}
        self._empties: dict[tuple[int, bool, bool], bool] = {}
        self._derived: dict[tuple[int, str, str, bool], tuple[int, ...]] = {}
        self._by_word: dict[str, list[int]] = {}
        self._loose: list[int] = []
        self._words: set[str] = set()
        """Every word that some frame knows."""
        self._stems: tuple[str, ...] = ()
        self._clear()

    def _clear(self) -> None:
        self._made_steps = 0
        self._states: dict[tuple[frozenset[Alive], bool], State] = {}
        self._starts: dict[tuple[str, bool], State | None] = {}
        self._derived.clear()

    @property
    def size(self) -> int:
        """How many frames there are."""
        return len(self._frames)

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

    def add(self, rows: Iterable[int]) -> int:
        """A list of frames; its number."""
        self._owners += 1
        for row in rows:
            number = len(self._frames)
            self._frames.append((self._owners, row))
            first = self._first(row)
            for word in first.words:
                self._by_word.setdefault(word, []).append(number)
            if first.other or first.stems:
                self._loose.append(number)
        self._clear()
        return self._owners

    # -- walking ---------------------------------------------------------------------------------------------------

    def walk(self, norms: Sequence[str], found: Callable[[int, int, int], None]) -> None:
        """Calls `found(list, start, end)` with the shortest place of each frame from each word."""
        kinds = [shape(norm) for norm in norms]
        last = len(norms)
        for start in range(last):
            state = self._start(norms[start], kinds[start], start == 0 or kinds[start - 1] == MARK)
            told: set[int] = set()
            at = start + 1
            while state is not None:
                at_end = at == last or kinds[at] == MARK
                for frame in state.done_at_end if at_end else state.done:
                    if frame not in told:
                        told.add(frame)
                        found(self._frames[frame][0], start, at)
                if at == last:
                    break
                state = self._step(state, norms[at], kinds[at])
                at += 1

    def _start(self, norm: str, sort: str, begin: bool) -> State | None:
        key = (norm if self._knows(norm) else f" {sort}", begin)
        if key in self._starts:
            return self._starts[key]
        if self._made_steps > MOST_STEPS:
            self._clear()
        frames = {*self._by_word.get(norm, ()), *self._loose}
        rows = {(frame, row) for frame in frames for row in self._derivative(self._frames[frame][1], norm, sort, begin)}
        made = self._starts[key] = self._state(rows, sort == MARK)
        return made

    def _knows(self, norm: str) -> bool:
        return norm in self._words or norm.startswith(self._stems)

    def _step(self, state: State, norm: str, sort: str) -> State | None:
        key = norm if self._knows(norm) else f" {sort}"
        if key in state.steps:
            return state.steps[key]
        self._made_steps += 1
        fitting = [*state.by_word.get(norm, ()), *(alive for alive, first in state.by_look if first.takes(norm))]
        if key is norm and not fitting and not self._known_to_open(state, norm):
            # to these rows it is like any other word of its kind
            made = state.steps[key] = self._step_of_kind(state, norm, sort)
            return made
        made = state.steps[key] = self._after(state, [*fitting, *state.open], norm, sort)
        return made

    def _known_to_open(self, state: State, norm: str) -> bool:
        """Whether it is a word of a row that goes on with any word besides."""
        firsts = self._firsts
        return any(norm in firsts[row].words or norm.startswith(firsts[row].stems) for _, row in state.open)

    def _step_of_kind(self, state: State, norm: str, sort: str) -> State | None:
        key = f" {sort}"
        if key not in state.steps:
            state.steps[key] = self._after(state, state.open, norm, sort)
        return state.steps[key]

    def _after(self, state: State, rows: Iterable[Alive], norm: str, sort: str) -> State | None:
        alive = {(frame, row) for frame, old in rows for row in self._derivative(old, norm, sort, state.begin)}
        return self._state(alive, sort == MARK)

    def _state(self, rows: Iterable[Alive], begin: bool) -> State | None:
        alive = frozenset(rows)
        if not alive:
            return None
        state = self._states.get((alive, begin))
        if state is None:
            state = self._states[alive, begin] = self._made(alive, begin)
        return state

    def _made(self, alive: frozenset[Alive], begin: bool) -> State:
        made = State(begin, {}, [], [], (), ())
        empty: list[Alive] = []
        for pair in alive:
            first = self._first(pair[1])
            if first.empty:
                empty.append(pair)
            if first.other:
                made.open.append(pair)
            elif first.stems or len(first.words) > FEW:
                made.by_look.append((pair, first))
            else:
                for word in first.words:
                    made.by_word.setdefault(word, []).append(pair)
        if empty:
            made.done = tuple({frame for frame, row in empty if self._empty(row, begin=begin, end=False)})
            made.done_at_end = tuple({frame for frame, row in empty if self._empty(row, begin=begin, end=True)})
        return made

    # -- what a row may still become -------------------------------------------------------------------------------

    def _derivative(self, row: int, norm: str, sort: str, begin: bool) -> tuple[int, ...]:
        if row == END:
            return ()
        first = self._first(row)
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
                return (*self._derivative(rest, norm, sort, begin), *longer)
            case ("begin",):
                return self._derivative(rest, norm, sort, begin) if begin else ()
            case ("end",):
                return self._derivative(rest, norm, sort, begin) if sort == MARK else ()
            case ("any", tuple(rows)) if rest == END:
                return {d for one in rows for d in self._derivative(one, norm, sort, begin)}
            case ("any", _):
                alone = self.row(piece, END)  # the same list stands before many rests
                inner = {self.joined(d, rest) for d in self._derivative(alone, norm, sort, begin)}
                if self._empty(alone, begin=begin, end=sort == MARK):
                    inner.update(self._derivative(rest, norm, sort, begin))
                return inner
        raise AssertionError(piece)

    def _empty(self, row: int, *, begin: bool, end: bool) -> bool:
        """Whether nothing more need come."""
        if row == END:
            return True
        key = (row, begin, end)
        known = self._empties.get(key)
        if known is None:
            piece, rest = self._rows[row]
            known = self._empties[key] = self._skipped(piece, begin, end) and self._empty(rest, begin=begin, end=end)
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
                return any(self._empty(one, begin=begin, end=end) for one in rows)
        return False

    def _first(self, row: int) -> First:
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
                    inner = [self._first(one) for one in rows] if row == END else [self._first(self.row(piece, END))]
                    words.update(*(first.words for first in inner))
                    stems.update(*(first.stems for first in inner))
                    other = other or any(first.other for first in inner)
                    if not any(first.empty for first in inner):
                        break
                case _:
                    pass
        return First(frozenset(words), tuple(stems), other, self._empty(whole, begin=True, end=True))
