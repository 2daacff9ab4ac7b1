"""Who may meet whom at all, for many pairs at once: doors, common hours, and who is kept apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.hours.masks import Open, Starts
from bot.domain.matching.rounds.edges import Bools, Ints
from bot.domain.matching.rounds.people import Round

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Hours:
    """Hosts by how many cells their chats take: their positions, and a column for each with the starts they offer.
    `cells` are the only ones at which anybody offers one."""

    opens: Sequence[Open | None]
    known: Bools
    cells: Ints
    lengths: Sequence[tuple[int, Ints, Floats]]

    def common(self, rows: Ints) -> Bools:
        """For each of these mentees and every host, whether a chat suits both."""
        common = np.ones((len(rows), len(self.known)), np.bool_)
        told = np.array([self.opens[row] is not None for row in rows], np.bool_)
        mine = [opens for row in rows if (opens := self.opens[row]) is not None]
        for length, hosts, starts in self.lengths:
            bits = [opens.fits(length) for opens in mine]
            alike = {number: at for at, number in enumerate(dict.fromkeys(bits))}
            table = _table(list(alike), self.cells)
            suits = table @ starts > 0
            common[np.ix_(told, hosts)] = suits[[alike[number] for number in bits]]
        return common


@dataclass(frozen=True)
class Meeting:
    """`never` are pairs of positions, by mentee; `hours` is None where nobody's are known."""

    open: Bools
    never: tuple[Ints, Ints]
    hours: Hours | None

    def may(self, rows: Ints) -> Bools:
        """For each of these mentees and every host, whether they may meet in this round."""
        return self.open & self.common(rows) & ~self.apart(rows)

    def common(self, rows: Ints) -> Bools:
        if self.hours is None:
            return np.ones((len(rows), len(self.open)), np.bool_)
        return self.hours.common(rows)

    def apart(self, rows: Ints) -> Bools:
        apart = np.zeros((len(rows), len(self.open)), np.bool_)
        mentees, hosts = self.never
        first, last = np.searchsorted(mentees, rows), np.searchsorted(mentees, rows, side="right")
        for at in np.flatnonzero(last > first):
            apart[at, hosts[first[at] : last[at]]] = True
        return apart


def meeting(asked: Round) -> Meeting:
    door = np.array([host.open for host in asked.hosts], np.bool_)
    return Meeting(door, _never(asked), _hours(asked))


def _never(asked: Round) -> tuple[Ints, Ints]:
    mentees = {mentee.key: at for at, mentee in enumerate(asked.mentees)}
    hosts = {host.key: at for at, host in enumerate(asked.hosts)}
    pairs = {(mentees[key], hosts[key]) for key in mentees.keys() & hosts.keys()}
    for one, other in asked.apart:
        for mentee, host in ((one, other), (other, one)):
            if mentee in mentees and host in hosts:
                pairs.add((mentees[mentee], hosts[host]))
    table = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _hours(asked: Round) -> Hours | None:
    starts = [host.starts for host in asked.hosts]
    opens = [mentee.opens for mentee in asked.mentees]
    if not any(starts) or not any(opens):
        return None
    anybody = 0
    for offered in starts:
        anybody |= offered.bits if offered else 0
    cells = np.flatnonzero(_unpacked(anybody, anybody.bit_length())).astype(np.int64)
    known = np.array([offered is not None for offered in starts], np.bool_)
    return Hours(opens, known, cells, [*_by_length(starts, cells)])


def _by_length(starts: Sequence[Starts | None], cells: Ints) -> Iterable[tuple[int, Ints, Floats]]:
    for length in sorted({offered.cells for offered in starts if offered}):
        hosts = [at for at, offered in enumerate(starts) if offered and offered.cells == length]
        bits = [offered.bits for offered in starts if offered and offered.cells == length]
        yield length, np.array(hosts, np.int64), np.ascontiguousarray(_table(bits, cells).T)


def _table(numbers: Sequence[int], cells: Ints) -> Floats:
    """A row for each number, with 1 where its bit of that cell is set."""
    size = int(cells[-1]) + 1 if len(cells) else 0
    table = np.zeros((len(numbers), len(cells)), np.float32)
    for row, number in enumerate(numbers):
        table[row] = _unpacked(number & ((1 << size) - 1), size)[cells]
    return table


def _unpacked(number: int, size: int) -> NDArray[np.uint8]:
    packed = np.frombuffer(number.to_bytes(-(-size // 8), "little"), np.uint8)
    return np.unpackbits(packed, bitorder="little")[:size]
