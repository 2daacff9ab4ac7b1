"""What a note as a whole has or lacks: a question or an aspect to talk about, measure, and thanks."""

from collections.abc import Sequence

from bot.domain.etiquette import rulebook
from bot.domain.etiquette.frames import Words
from bot.domain.etiquette.prose import Prose, Sentence

LONG, MEDIUM = 200, 120
ABOUT_ONESELF = 0.75


def named(note: Prose, sentences: Sequence[Words], vague: Sequence[tuple[int, int]]) -> bool:
    """Whether a question is asked or an aspect of the mentor's work named, besides a `vague` wish to talk."""
    aspects = rulebook.rule(note.language, "aspects")
    return any(
        (aspects and next(aspects.frames.find(words), None)) or _asks_something(note, words, vague) for words in sentences
    )


def _asks_something(note: Prose, words: Words, vague: Sequence[tuple[int, int]]) -> bool:
    sentence = words.sentence
    if not sentence.asks or len(words.norms) < 5:
        return False
    begin, end = sentence.tokens[0].start, sentence.tokens[-1].end
    if any(start < end and stop > begin for start, stop in vague):
        return False
    logistics = rulebook.rule(note.language, "logistics")
    return not (logistics and next(logistics.frames.find(words), None))


def too_much_about_oneself(note: Prose) -> bool:
    """More than 200 words; or 120 to 200, three quarters of them about the writer."""
    if note.words > LONG:
        return True
    if note.words < MEDIUM:
        return False
    return sum(len(s.tokens) for s in note.sentences if _about_writer(s)) > ABOUT_ONESELF * sum(
        len(s.tokens) for s in note.sentences
    )


_ME = frozenset("i my me mine myself yo mi mis soy estoy tengo eu meu minha sou tenho je j' mon ma mes ich mein meine".split())
_YOU = frozenset("you your yours tu tus su usted voce seu sua vous votre vos sie ihr ihre ihnen du dein deine".split())


def _about_writer(sentence: Sentence) -> bool:
    norms = [token.norm for token in sentence.tokens]
    return not sentence.asks and sum(norm in _ME for norm in norms) > sum(norm in _YOU for norm in norms)


def thanks(note: Prose) -> bool:
    """Whether there is any word of thanks or appreciation, in any language."""
    gratitude = rulebook.rule("any", "thanks")
    return bool(gratitude) and any(
        next(gratitude.frames.find(Words(sentence)), None) is not None
        and next(gratitude.never.find(Words(sentence)), None) is None
        for sentence in note.sentences
    )
