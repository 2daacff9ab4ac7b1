"""A whole round: candidates, the best choice, more candidates where they could serve more, and a flatter load.

That nobody more could be served, of all pairs and not of the candidates only, is proved by a cut: from whoever lacks
somebody, follow every pair that could be, and go back along those that are. All mentors that this leads to are full,
and with those it leads to. A pair that would lead on from there to another mentor is a new candidate; where there is
none, nobody can be helped."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from bot.domain.matching.rounds.candidates import SCALE, Field, Progress, candidates, joined, widened
from bot.domain.matching.rounds.edges import Bools, Edges, Ints, drawn, in_order
from bot.domain.matching.rounds.meeting import meeting
from bot.domain.matching.rounds.people import Pair, Plan, Round, Scores, Why
from bot.domain.matching.rounds.solving import Choice, Drawn, draw


def plan(asked: Round, scores: Scores, *, progress: Progress | None = None) -> Plan:
    """The same for the same people and the same seed, in whatever order they come."""
    orders = (
        drawn([mentee.key for mentee in asked.mentees], asked.seed),
        drawn([host.key for host in asked.hosts], asked.seed),
    )
    wants = np.array([max(0, mentee.want) for mentee in asked.mentees], np.int64)
    rooms = np.array([host.room if host.open else 0 for host in asked.hosts], np.int64)
    field = Field(scores, meeting(asked), orders, asked.best)
    found, drawn_round, exact = _widest(field, wants, rooms, candidates(field, wants > 0, progress=progress))
    choice = drawn_round.flatter(exact, asked.give)
    chosen = found.only(choice.pairs)
    pairs = [
        Pair(asked.mentees[mentee].key, asked.hosts[host].key, score / SCALE)
        for mentee, host, score in zip(chosen.mentee.tolist(), chosen.host.tolist(), chosen.score.tolist(), strict=True)
    ]
    loads = Counter(pair.host for pair in pairs)
    unserved = np.flatnonzero((wants > 0) & ~np.isin(np.arange(len(wants)), chosen.mentee))
    return Plan(
        tuple(sorted(pairs, key=lambda pair: (pair.mentee, pair.host))),
        {asked.mentees[at].key: why for at, why in zip(unserved.tolist(), _reasons(field, unserved), strict=True)},
        {host.key: loads[host.key] for host in sorted(asked.hosts, key=lambda host: host.key) if host.open},
        1 - choice.total / exact.total if exact.total else 0.0,
    )


def _widest(field: Field, wants: Ints, rooms: Ints, found: Edges) -> tuple[Edges, Drawn, Choice]:
    """Candidates that leave nobody without somebody whom all pairs together could have served."""
    while True:
        drawn_round = draw(found, wants=wants, rooms=rooms, orders=field.orders)
        exact = drawn_round.best()
        wider = joined([found, *_leading_out(field, wants, rooms, found, exact.pairs)])
        wider = wider.only(in_order(wider, hosts=len(rooms)))
        if len(wider) == len(found):
            return found, drawn_round, exact
        found = wider


def _leading_out(field: Field, wants: Ints, rooms: Ints, found: Edges, pairs: Ints) -> Iterator[Edges]:
    used = np.zeros(len(found), np.bool_)
    used[pairs] = True
    got = np.bincount(found.mentee[used], minlength=len(wants))
    for lacking in ((got == 0) & (wants > 0), got < wants):
        mentees, hosts = reached(found, used, lacking, hosts=len(rooms))
        besides = hosts | (rooms == 0)
        if mentees.any() and not besides.all():
            in_turn = field.orders[0][mentees[field.orders[0]]]
            # among the best may be those they meet already
            yield widened(field, in_turn, besides, width=field.width + int(wants.max()))


def reached(found: Edges, used: Bools, start: Bools, *, hosts: int) -> tuple[Bools, Bools]:
    """The mentees and hosts that are reached from `start`: to a host by an edge that is not used, and back by one that
    is."""
    mentees, led = start.copy(), np.zeros(hosts, np.bool_)
    free, taken = found.only(~used), found.only(used)
    while True:
        led[free.host[mentees[free.mentee]]] = True
        back = taken.mentee[led[taken.host]]
        if mentees[back].all():
            return mentees, led
        mentees[back] = True


def _reasons(field: Field, unserved: Ints) -> list[Why]:
    """The first of the conditions that leaves a mentee nobody."""
    if not field.meeting.open.any():
        return [Why.NO_MENTOR] * len(unserved)
    reasons: list[Why] = []
    for rows, may in field.blocks(unserved):
        fits = (field.fit(rows) > 0) & field.meeting.open
        suits = fits & field.meeting.common(rows)
        for somebody, sometimes, ever in zip(
            *(table.any(axis=1).tolist() for table in (fits, suits, may > 0)), strict=True
        ):
            reasons.append(
                Why.NO_TOPIC if not somebody else Why.NO_HOURS if not sometimes else Why.NO_ROOM if ever else Why.APART
            )
    return reasons
