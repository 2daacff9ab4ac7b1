"""What a note as a whole has or lacks: a question or an aspect to talk about, measure, and thanks.

Two pages of the rulebook decide about the topic. `aspects` names what makes one ("how you ...", "advice on ..."), and
where it makes none ("chat about tech"); `logistics` is the talk of when and where to meet, which is never a topic."""

from collections.abc import Sequence

from bot.domain.etiquette import rulebook
from bot.domain.etiquette.frames import Words
from bot.domain.etiquette.prose import Prose, Sentence

Span = tuple[int, int]

LONG, MEDIUM = 200, 120
ABOUT_ONESELF = 0.75
FEWEST = 2
"""Words that a question has at least."""


def named(note: Prose, sentences: Sequence[Words], vague: Sequence[Span]) -> bool:
    """Whether a question is asked or an aspect of the mentor's work named, besides a `vague` wish to talk."""
    return any(_names(note.language, words, vague) for words in sentences)


def _names(language: str, words: Words, vague: Sequence[Span]) -> bool:
    aspects, logistics = rulebook.rule(language, "aspects"), rulebook.rule(language, "logistics")
    tokens = words.sentence.tokens
    places = list(aspects.frames.find(words)) if aspects else []
    asks = words.sentence.asks and sum(token.norm[0].isalnum() for token in tokens) >= FEWEST
    if not places and not asks:
        return False
    small_talk = list(logistics.frames.find(words)) if logistics else []
    empty = [*small_talk, *aspects.unless.find(words)] if aspects and places else []
    if any(not _touches(place, empty) for place in places):
        return True
    return asks and not small_talk and not _touches((tokens[0].start, tokens[-1].end), vague)


def _touches(place: Span, others: Sequence[Span]) -> bool:
    return any(place[0] < end and place[1] > start for start, end in others)


def too_much_about_oneself(note: Prose) -> bool:
    """More than 200 words; or 120 to 200, three quarters of them about the writer."""
    if note.words > LONG:
        return True
    if note.words < MEDIUM:
        return False
    return sum(len(s.tokens) for s in note.sentences if _about_writer(s)) > ABOUT_ONESELF * sum(
        len(s.tokens) for s in note.sentences
    )


_ME = frozenset(
    "i my me mine myself yo mi mis soy estoy tengo eu meu minha sou tenho je j' mon ma mes ich mein meine".split()
)
_YOU = frozenset("you your yours tu tus su usted voce seu sua vous votre vos sie ihr ihre ihnen du dein deine".split())


def _about_writer(sentence: Sentence) -> bool:
    norms = [token.norm for token in sentence.tokens]
    return not sentence.asks and sum(norm in _ME for norm in norms) >= sum(norm in _YOU for norm in norms)


def thanks(note: Prose, sentences: Sequence[Words]) -> bool:
    """Whether there is any word of thanks or appreciation, in any language and script."""
    gratitude = rulebook.rule("any", "thanks")
    if gratitude is None:
        return False
    words, stems = rulebook.words("any", "thanks")
    typed = note.typed.lower()
    if any(word in typed for word in words if not word.isascii()):
        return True
    for words_of in sentences:
        found = {(at, at + 1) for at, norm in enumerate(words_of.norms) if norm in words or norm.startswith(stems)}
        found.update(gratitude.frames.find(words_of))
        taken_back = list(gratitude.never.find(words_of)) if found else []
        if any(not any(start <= at < end for start, end in taken_back) for at, _ in found):
            return True
    return False
