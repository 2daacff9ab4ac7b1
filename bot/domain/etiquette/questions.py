"""The question bank: what a shy first-timer could ask. Which questions fit is decided here, by ids; bank.toml holds
what is known of each, and their words are in bot/speech/questions.

They are drawn by a hash of the draft and the question: a card that is drawn again shows the same, on any machine."""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

from bot.domain.etiquette import prose
from bot.domain.etiquette.frames import Frames, Phrases, Words


class Topic(StrEnum):
    HOW_IN = "how_in"
    EMPLOYERS = "employers"
    OPPORTUNITIES = "opportunities"
    CHALLENGES = "challenges"
    TRAINING = "training"
    LIKE = "like"
    WEEK = "week"
    DECISION = "decision"
    BELONGING = "belonging"
    WORK_LIFE = "work_life"
    CHANGE = "change"
    CLOSING = "closing"  # only after rapport: for the end of a talk, never suggested before it


class Stage(StrEnum):
    STUDENT = "student"
    FIRST_JOB = "first_job"
    CHANGER = "changer"
    RETURNER = "returner"
    NEWCOMER = "newcomer"
    VETERAN = "veteran"
    MID = "mid"
    SENIOR = "senior"


@dataclass(frozen=True)
class Question:
    id: str
    topic: Topic
    path: bool = False
    """Whether it is about how the mentor came to where they are."""
    stages: frozenset[Stage] = frozenset()
    """Whom it suits; empty for everybody."""
    asked_by: tuple[str, ...] = ()
    """Frames of the same matter in an asker's words."""
    answered_by: tuple[str, ...] = ()
    """Frames of what answers it in a mentor's profile."""


@cache
def bank() -> Mapping[str, Question]:
    """Every question by its id."""
    topics: Mapping[str, Mapping[str, Mapping[str, Any]]] = _page()["questions"]
    return {id: _question(id, Topic(topic), entry) for topic, page in topics.items() for id, entry in page.items()}


def ids() -> Collection[str]:
    return bank().keys()


def suggest(
    *,
    goal: str,
    profile: str,
    asked: str = "",
    stage: Stage | None = None,
    banned: Collection[str] = (),
    seed: int,
) -> tuple[Question, ...]:
    """One about the path, one from the goal's topic, one wild card, no two of one topic. What is banned, asked already
    or answered by the profile never comes: where that leaves no choice, others take the place, or they are fewer.

    `goal` is the topic as typed, on further lines what else was written; `asked` the questions, `seed` the draft."""
    wanted = topic_of(goal.split("\n", 1)[0]) or topic_of(goal) or _usual(stage)
    asked_about = _topics_in(asked).keys()
    left = [question for question in _open(profile, asked, stage, banned) if question.topic is not Topic.CLOSING]
    left.sort(key=lambda question: (question.topic in asked_about, _place(question, stage, seed)))
    on_topic = next((question for question in left if question.topic is wanted), None)
    paths = [question for question in _beside(left, on_topic) if question.path]
    path = min(paths, key=lambda q: (q.topic in asked_about, q.topic is not Topic.HOW_IN), default=None)
    found = [question for question in (path, on_topic) if question]
    while len(found) < 3 and (wild := next(_beside(left, *found), None)):
        found.append(wild)
    return tuple(found)


def closing(*, asked: str = "", stage: Stage | None = None, banned: Collection[str] = (), seed: int) -> Question | None:
    """One for the end of a talk that goes well."""
    left = [question for question in _open("", asked, stage, banned) if question.topic is Topic.CLOSING]
    return min(left, key=lambda question: _place(question, stage, seed), default=None)


def topic_of(words: str) -> Topic | None:
    """The topic that is most spoken of."""
    found = _topics_in(words)
    return max(found, key=lambda topic: found[topic], default=None)


def stage_of(words: str) -> Stage | None:
    """Where people say they stand. Few say it, and a guess would be rude: only plain words count."""
    sentences = _sentences(words)
    return next((stage for stage, says in _says().items() if any(_told(says, one) for one in sentences)), None)


# -- choosing ----------------------------------------------------------------------------------------------------------

_OWN_STAGE = 3
"""How much sooner a question is drawn that is meant for the asker's stage."""


def _open(profile: str, asked: str, stage: Stage | None, banned: Collection[str]) -> Iterator[Question]:
    """Every question that may be suggested."""
    about, already = _sentences(profile), _sentences(asked)
    for question in bank().values():
        suits = not question.stages or stage in question.stages
        if suits and question.id not in banned:
            by_asker, by_profile = _frames()[question.id]
            if not _occurs(by_asker, already) and not _occurs(by_profile, about):
                yield question


def _usual(stage: Stage | None) -> Topic:
    return Topic(_page()["stages"][stage]["topic"]) if stage else Topic.CHALLENGES


def _place(question: Question, stage: Stage | None, seed: int) -> int:
    """Where it stands in this draft's order."""
    drawn = int.from_bytes(blake2b(f"{seed}:{question.id}".encode(), digest_size=8).digest())
    return drawn // _OWN_STAGE if stage in question.stages else drawn


def _beside(left: Iterable[Question], *found: Question | None) -> Iterator[Question]:
    """Those of other topics."""
    taken = {question.topic for question in found if question}
    return (question for question in left if question.topic not in taken)


# -- reading -----------------------------------------------------------------------------------------------------------


def _sentences(words: str) -> list[Words]:
    return [Words(sentence) for sentence in prose.read(words).sentences]


def _occurs(frames: Frames, sentences: Sequence[Words]) -> bool:
    return any(True for words in sentences for _ in frames.find(words))


def _told(says: Frames, words: Words) -> bool:
    """Whether it is said, and not denied: "no soy estudiante"."""
    denied = _page()["denied"].split()
    return any(not start or words.norms[start - 1] not in denied for start, _ in says.find(words))


def _topics_in(words: str) -> dict[Topic, int]:
    sentences = _sentences(words)
    counts = {topic: sum(1 for s in sentences for _ in frames.find(s)) for topic, frames in _topics().items()}
    return {topic: count for topic, count in counts.items() if count}


# -- the bank ----------------------------------------------------------------------------------------------------------


@cache
def _page() -> Mapping[str, Any]:
    return tomllib.loads((files("bot.domain.etiquette") / "bank.toml").read_text("utf-8"))


def _question(id: str, topic: Topic, entry: Mapping[str, Any]) -> Question:
    return Question(
        id,
        topic,
        entry.get("path", False),
        frozenset(map(Stage, entry.get("stages", ()))),
        tuple(entry.get("asked", ())),
        tuple(entry.get("answered", ())),
    )


@cache
def _phrases() -> Phrases:
    return Phrases({name: _lines(words) for name, words in _page()["phrases"].items()})


@cache
def _frames() -> Mapping[str, tuple[Frames, Frames]]:
    """Question -> what asks it, and what answers it."""
    return {id: (Frames(q.asked_by, _phrases()), Frames(q.answered_by, _phrases())) for id, q in bank().items()}


@cache
def _topics() -> Mapping[Topic, Frames]:
    return {Topic(topic): Frames(_lines(words), _phrases()) for topic, words in _page()["topics"].items()}


@cache
def _says() -> Mapping[Stage, Frames]:
    """In the order in which they count."""
    return {Stage(stage): Frames(_lines(page["says"]), _phrases()) for stage, page in _page()["stages"].items()}


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line for line in words.splitlines() if line)
