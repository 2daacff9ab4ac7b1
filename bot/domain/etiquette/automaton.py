"""How frames are walked: all frames of a language at once, from each word of a sentence, one step a word.

The rows that are alive together after some words are one state. States and the steps between them are made when a text
first needs them and kept, so that starting costs nothing but reading, and a word that no frame knows takes the same
step as any other such word. A walk ends when nothing is alive: with bounded gaps that is soon, whatever is typed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.etiquette.rows import First, Rows
from bot.domain.etiquette.shapes import MARK, shape

MOST_STEPS = 400_000
"""After which the steps made so far are let go: nobody's text can fill the memory."""

FEW = 4
"""So many first words are worth an index."""

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
        self.rows = Rows()
        self._frames: list[tuple[int, int]] = []
        """The list that a frame belongs to, and its row."""
        self._owners = 0
        self._by_word: dict[str, list[int]] = {}
        self._loose: list[int] = []
        self._clear()

    def _clear(self) -> None:
        self._made_steps = 0
        self._states: dict[tuple[frozenset[Alive], bool], State] = {}
        self._starts: dict[tuple[str, bool], State | None] = {}
        self.rows.forget_derivatives()

    @property
    def size(self) -> int:
        """How many frames there are."""
        return len(self._frames)

    # -- building --------------------------------------------------------------------------------------------------

    def add(self, rows: Iterable[int]) -> int:
        """A list of frames; its number."""
        self._owners += 1
        for row in rows:
            number = len(self._frames)
            self._frames.append((self._owners, row))
            first = self.rows.first(row)
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
        keys = [norm if self.rows.knows(norm) else f" {sort}" for norm, sort in zip(norms, kinds, strict=True)]
        last = len(norms)
        for start in range(last):
            state = self._start(keys[start], norms[start], kinds[start], start == 0 or kinds[start - 1] == MARK)
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
                key = keys[at]
                state = state.steps[key] if key in state.steps else self._step(state, key, norms[at], kinds[at])
                at += 1

    def _start(self, word: str, norm: str, sort: str, begin: bool) -> State | None:
        key = (word, begin)
        if key in self._starts:
            return self._starts[key]
        if self._made_steps > MOST_STEPS:
            self._clear()
        frames = {*self._by_word.get(norm, ()), *self._loose}
        rows = {
            (frame, row) for frame in frames for row in self.rows.derivative(self._frames[frame][1], norm, sort, begin)
        }
        made = self._starts[key] = self._state(rows, sort == MARK)
        return made

    def _step(self, state: State, key: str, norm: str, sort: str) -> State | None:
        """A step that was not made before. `key` is the word, or its kind where no frame knows the word."""
        self._made_steps += 1
        fitting = [*state.by_word.get(norm, ()), *(alive for alive, first in state.by_look if first.takes(norm))]
        if key == norm and not fitting and not self._known_to_open(state, norm):
            # to these rows it is like any other word of its kind
            made = state.steps[key] = self._step_of_kind(state, norm, sort)
            return made
        made = state.steps[key] = self._after(state, [*fitting, *state.open], norm, sort)
        return made

    def _known_to_open(self, state: State, norm: str) -> bool:
        """Whether it is a word of a row that goes on with any word besides."""
        return any(self.rows.first(row).takes(norm) for _, row in state.open)

    def _step_of_kind(self, state: State, norm: str, sort: str) -> State | None:
        key = f" {sort}"
        if key not in state.steps:
            state.steps[key] = self._after(state, state.open, norm, sort)
        return state.steps[key]

    def _after(self, state: State, rows: Iterable[Alive], norm: str, sort: str) -> State | None:
        alive = {(frame, row) for frame, old in rows for row in self.rows.derivative(old, norm, sort, state.begin)}
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
            first = self.rows.first(pair[1])
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
            made.done = tuple({frame for frame, row in empty if self.rows.empty(row, begin=begin, end=False)})
            made.done_at_end = tuple({frame for frame, row in empty if self.rows.empty(row, begin=begin, end=True)})
        return made
