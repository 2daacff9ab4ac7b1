"""Reading a note of thanks: whether it says what only this talk can have given, and whether it asks for more.

A concrete note is hard to recognise by what it says, which may be anything, and easy by what it is not: courtesy, time,
help and "great conversation" are the same few hundred words everywhere. So what is left without them is counted, and
what was merely the subject ("our talk about nursing") is counted apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from bot.domain.etiquette import languages, prose, rulebook
from bot.domain.etiquette.findings import THANKS_RULES, Finding
from bot.domain.etiquette.frames import Frames, Words
from bot.domain.etiquette.prose import Prose
from bot.domain.etiquette.rulebook import Rule
from bot.domain.etiquette.spans import spans_of

ASKS = ("ty_contains_ask", "ty_asks_for_people")
"""Files of frames for favours; those for introductions fall silent when the mentor offered one."""
ASKS_OF_REQUESTS = ("job_ask", "early_intro")
"""What a request may not ask for, a note of thanks may not either."""

ENOUGH = 3
"""So many words that are no courtesy make a note concrete by themselves."""
FEW, ENOUGH_IN_FEW = 14, 2
"""... or so many in a note of so few words: who is brief has no room for rare courtesies."""
WITH_POINT = 1
"""... or where a sentence says that they come from the talk, or tells of a step that was taken."""
MOST_IN_SUBJECT = 9
"""Words that a subject may have: what goes on for longer says something."""

Span = tuple[int, int]


def read_thanks(typed: str, language: str = "") -> list[Finding]:
    """Everything that is found in a note of thanks, worst first."""
    note = prose.read(typed, language)
    if note.language not in languages.READ or (not note.words and "🙏" not in typed):
        return []
    sentences = [Words(sentence) for sentence in note.sentences]
    asks = _asks(note, sentences)
    findings = [
        Finding("ty-contains-ask", THANKS_RULES["ty-contains-ask"], *at, note.typed[at[0] : at[1]]) for at in asks
    ]
    lacking = _lacking(note, sentences, asks)
    return [*findings, Finding(lacking, THANKS_RULES[lacking])] if lacking else findings


# -- what is asked for -------------------------------------------------------------------------------------------------


def _asks(note: Prose, sentences: list[Words]) -> list[Span]:
    """Every favour that is asked for; what stands between quotation marks is somebody else's or the mentor's own."""
    own = [rule for name in ASKS if (rule := rulebook.rule(note.language, name))]
    lent = [rule for name in ASKS_OF_REQUESTS if (rule := rulebook.rule(note.language, name))]
    found = {at for rule in own for at in spans_of(rule, note, sentences)}
    found |= {at for rule in lent for at in spans_of(rule, note, sentences) if not _offered(own, sentences, at)}
    quoted = list(_quotations(note))
    return list(_apart([at for at in found if not any(begin < at[0] < end for begin, end in quoted)]))


def _offered(own: list[Rule], sentences: list[Words], at: Span) -> bool:
    """Whether the sentence is about what the mentor or the writer offered, which the rules for requests do not know."""
    return any(rule.never.occur(words) for words in sentences if _within(words, [at]) for rule in own)


def _apart(spans: Sequence[Span]) -> Iterator[Span]:
    """Of spans that overlap, the one that begins first and goes furthest."""
    end = -1
    for at in sorted(spans, key=lambda span: (span[0], -span[1])):
        if at[0] >= end:
            end = at[1]
            yield at


def _quotations(note: Prose) -> Iterator[Span]:
    """The stretches between quotation marks, a pair at a time."""
    marks = [token for sentence in note.sentences for token in sentence.tokens if token.norm == '"']
    for opening, closing in zip(marks[::2], marks[1::2], strict=False):
        yield opening.start, closing.end


# -- what is said ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vocabulary:
    """A language's lists: words of courtesy, words that name a line of work, and frames for the rest."""

    plain: frozenset[str]
    beginnings: tuple[str, ...]
    work: frozenset[str]
    topics: tuple[frozenset[str], tuple[str, ...]]
    """Words that any talk about work has, and the beginnings of such: content only where a point is made of them."""
    ends: frozenset[str]
    """Words with which a subject is over and a statement begins: what follows "about how you" is told, not named."""
    points: Rule
    """What shows a point, a story or a step taken from the talk: "your advice to ..."."""
    steps: Frames
    """What the writer did or will do: "I have signed up for ..."."""
    subjects: Frames
    """What a subject follows: "our talk about ..."."""
    idioms: Frames
    """Turns of phrase whose words say nothing: "time flies"."""

    def says_nothing(self, word: str) -> bool:
        return len(word) < 2 or not word[0].isalpha() or word in self.plain or word.startswith(self.beginnings)

    def point(self, words: Words) -> int | None:
        """The first word of what shows a point."""
        hollow = self.points.unless.find(words)
        starts = (at for at, _ in self.points.frames.find(words))
        return min((at for at in starts if not any(begin <= at < end for begin, end in hollow)), default=None)

    def is_work(self, word: str) -> bool:
        return word in self.work or self.is_topic(word)

    def is_topic(self, word: str) -> bool:
        return word in self.topics[0] or word.startswith(self.topics[1])


def _vocabulary(language: str) -> Vocabulary | None:
    rules = [rulebook.rule(language, name) for name in ("ty_points", "ty_steps", "ty_subject", "ty_courtesy")]
    points, steps, subjects, courtesy = rules
    if not points or not steps or not subjects or not courtesy:
        return None
    work, _ = rulebook.words(language, "ty_subject")
    plain, beginnings = rulebook.words(language, "ty_courtesy")
    topics = rulebook.words(language, "ty_subject", "topics")
    ends, _ = rulebook.words(language, "ty_subject", "ends")
    return Vocabulary(
        plain | work, beginnings, work, topics, ends, points, steps.frames, subjects.frames, courtesy.frames
    )  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What one sentence says beyond courtesy: words, and whether a frame says that they come from the talk."""

    words: frozenset[str]
    subject: frozenset[str]
    named: bool
    point: bool


def _lacking(note: Prose, sentences: list[Words], asks: list[Span]) -> str:
    """The rule that a note without anything concrete breaks; "" when it has something, or cannot be judged."""
    vocabulary = _vocabulary(note.language)
    if vocabulary is None:
        return ""
    names = _names(note)
    apart = [words for words in sentences if not _within(words, asks)]
    said = [_said(words, vocabulary, names) for words in apart]
    quotes = [at for at in _quotations(note) if note.typed[slice(*at)].count(" ") > 1]
    known = _together(one.subject for one in said)
    heard = (one.words for one, words in zip(said, apart, strict=True) if not asks or _YOU & words.sentence.words)
    pointed = any(one.point for one in said) or any(_within(words, quotes) for words in apart)
    enough = ENOUGH_IN_FEW if note.words <= FEW else ENOUGH
    if pointed or len(_together(heard) - known) >= enough:
        return ""
    return "ty-missing-specifics" if any(one.named for one in said) else "ty-generic"


def _together(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)


_ADDRESSED = (
    "you your tu tus te ti usted su sus voce vc seu sua vous votre vos toi ton ta sie ihr ihre ihnen du dein dir dich"
    " aap aapne"
)
_YOU = frozenset(_ADDRESSED.split())
"""Who asks for something tells of what is wanted as well: only what speaks of the mentor tells of the talk."""


def _within(words: Words, asks: list[Span]) -> bool:
    tokens = words.sentence.tokens
    return any(start < tokens[-1].end and end > tokens[0].start for start, end in asks)


def _said(words: Words, vocabulary: Vocabulary, names: frozenset[int]) -> Said:
    idle = {place for start, end in vocabulary.idioms.find(words) for place in range(start, end)}
    left = {
        place
        for place, token in enumerate(words.sentence.tokens)
        if place not in idle and token.start not in names and not vocabulary.says_nothing(token.norm)
    }
    subject = {place for _, end in vocabulary.subjects.find(words) for place in _subject(words, end, vocabulary.ends)}
    point = vocabulary.point(words)
    before = subject if point is None else {place for place in subject if place < point}
    if point is not None and len(_norms(words, left - before)) >= WITH_POINT:
        return Said(_norms(words, left - before), _norms(words, before & left), named=True, point=True)
    named = bool(subject & left) or any(vocabulary.is_work(words.norms[place]) for place in subject)
    rest = frozenset(norm for norm in _norms(words, left - subject) if not vocabulary.is_topic(norm))
    step = min((start for start, _ in vocabulary.steps.find(words)), default=None)
    taken = step is not None and len({place for place in left if place >= step}) >= WITH_POINT
    return Said(rest, _norms(words, subject & left), named, point=taken)


def _norms(words: Words, places: set[int]) -> frozenset[str]:
    return frozenset(words.norms[place] for place in places)


def _subject(words: Words, begin: int, ends: frozenset[str]) -> Iterator[int]:
    """The words of a subject: up to a mark, or to where a new statement begins."""
    for place in range(begin, min(begin + MOST_IN_SUBJECT, len(words.norms))):
        norm = words.norms[place]
        if norm in ends or not (norm[0].isalnum() or norm in ("'s", "&", "/", "-", "'")):
            return
        yield place


# -- names -------------------------------------------------------------------------------------------------------------


def _names(note: Prose) -> frozenset[int]:
    """Where words stand with which somebody is addressed or signs: they are no content."""
    places: set[int] = set()
    tokens = [token for sentence in note.sentences for token in sentence.tokens]
    for sentence in (note.sentences[:1], note.sentences[-1:]):
        for one in sentence:
            if len(one.tokens) <= 4:
                places |= {token.start for token in one.tokens if _capital(note, token)}
    for at, token in enumerate(tokens):
        before = tokens[at - 1].norm if at else "\n"
        after = tokens[at + 1].norm if at + 1 < len(tokens) else "\n"
        greeted = before in _CALLS and (at == 1 or token.norm in _CALLS or _capital(note, token))
        if greeted or (before in _BREAKS and after in _STOPS and _capital(note, token)):
            called = takewhile(lambda one: one.norm not in _STOPS, tokens[at : at + 3])
            places |= {one.start for one in called if _capital(note, one) or one.norm in _CALLS or at == 1}
    return frozenset(places)


def _capital(note: Prose, token: prose.Token) -> bool:
    return note.typed[token.start].isupper()


_BEFORE_NAMES = (
    "hi hello hey dear morning afternoon evening hiya howdy yo thanks thank mr mrs ms dr prof professor madam sir hola"
    " estimado estimada querido querida don dona sr sra oi ola caro cara prezado prezada bonjour salut cher chere"
    " madame monsieur hallo liebe lieber herr frau moin gracias obrigado obrigada merci danke"
)
_CALLS = frozenset(_BEFORE_NAMES.split())
_BREAKS = frozenset((",", "\n", ".", "!", "-"))
_STOPS = frozenset((*_BREAKS, "?", ":", ";", "..."))
