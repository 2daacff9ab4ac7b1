"""How well mentors fit members, for a round on files: a port, and the index of `/find-mentor` behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bot.domain import matching
from bot.domain.matching.rounds import Scores
from bot.domain.matching.rounds.edges import Ints
from bot.dry_run.people import Member, Offer


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
    """The index that `/find-mentor` searches, with the vocabulary that is shipped."""
    index = matching.Index(matching.vocabulary())
    for at, offer in enumerate(offers):
        index.put(at, matching.profile(offer.mentor))

    @lru_cache(maxsize=256)
    def found(topic: str) -> dict[int, matching.Found]:
        """By the mentor's position; those who hardly fit are left out."""
        return {
            one.key: one
            for one in index.search(topic, len(offers))
            if one.score >= matching.FITS and isinstance(one.key, int)
        }

    def scores(rows: Ints) -> np.ndarray:
        topics = [members[row].topic for row in rows.tolist()]
        alike = {topic: at for at, topic in enumerate(dict.fromkeys(topics))}
        table = np.zeros((len(alike), len(offers)), np.float32)
        for topic, at in alike.items():
            for key, one in found(topic).items():
                table[at, key] = one.score
        return table[[alike[topic] for topic in topics]]

    def reason(member: int, offer: int) -> Reason:
        topic = members[member].topic
        one = found(topic)[offer]
        why = matching.reason(one, topic, index)
        return Reason(why.asked, (why.quote,))

    return Judged(scores, reason)


def by_pairs(score: Callable[[Member, Offer], float]) -> Judge:
    """A scorer that looks at one member and one mentor, and gives no reasons."""

    def judge(members: Sequence[Member], offers: Sequence[Offer]) -> Judged:
        def scores(rows: Ints) -> np.ndarray:
            told = [[score(members[row], offer) for offer in offers] for row in rows.tolist()]
            return np.array(told, np.float32).reshape(len(rows), len(offers))

        return Judged(scores, lambda *_: Reason((), ()))

    return judge
