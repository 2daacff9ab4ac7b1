"""How well mentors fit members, for a round on files: a port, and today's scorer behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain import matching
from bot.domain.matching.rounds import Scores
from bot.domain.matching.rounds.edges import Ints
from bot.dry_run.people import Member, Offer

HALF = 3.0
"""A sum of the scorer that is worth half of the best."""


@dataclass(frozen=True)
class Reason:
    """The words of the request and those of the profile that met; both are quoted."""

    asked: Sequence[str]
    found: Sequence[str]


@dataclass(frozen=True)
class Judged:
    """`scores` as a round wants them, and why a member (position) and a mentor (position) fit."""

    scores: Scores
    reason: Callable[[int, int], Reason]


Judge = Callable[[Sequence[Member], Sequence[Offer]], Judged]


def by_words(members: Sequence[Member], offers: Sequence[Offer]) -> Judged:
    """The scorer that `/find-mentor` uses. Its sums have no bound, so they are bent below 1."""
    mentors = [offer.mentor for offer in offers]
    column = {mentor.person: at for at, mentor in enumerate(mentors)}

    def scores(rows: Ints) -> np.ndarray:
        topics = [members[row].topic for row in rows.tolist()]
        alike = {topic: at for at, topic in enumerate(dict.fromkeys(topics))}
        table = np.zeros((len(alike), len(mentors)), np.float32)
        for topic, at in alike.items():
            for match in matching.rank(topic, mentors):
                if match.score <= 0:
                    break
                table[at, column[match.mentor.person]] = match.score / (match.score + HALF)
        return table[[alike[topic] for topic in topics]]

    def reason(member: int, offer: int) -> Reason:
        match = matching.rank(members[member].topic, [mentors[offer]])[0]
        return Reason(match.asked, match.found)

    return Judged(scores, reason)


def by_pairs(score: Callable[[Member, Offer], float]) -> Judge:
    """A scorer that looks at one member and one mentor, and gives no reasons."""

    def judge(members: Sequence[Member], offers: Sequence[Offer]) -> Judged:
        def scores(rows: Ints) -> np.ndarray:
            told = [[score(members[row], offer) for offer in offers] for row in rows.tolist()]
            return np.array(told, np.float32).reshape(len(rows), len(offers))

        return Judged(scores, lambda *_: Reason((), ()))

    return judge
