"""Where in a note a rule speaks: the words that its frames found, or that read like its examples."""

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.etiquette import languages
from bot.domain.etiquette.frames import Words
from bot.domain.etiquette.learned import DOUBTED, GOES_ON, HEARD, chances
from bot.domain.etiquette.prose import Prose, Sentence, Token
from bot.domain.etiquette.rulebook import Rule

Span = tuple[int, int]

_BREAKS = ', ; : . ... .. ! ? ?? !! ?! - ( ) " but because pero porque mas mais car parce aber weil denn'
_CLAUSE_ENDS = frozenset(_BREAKS.split())
SHORTEST = 3
"""Words that are not a clause yet: "Hi Maya," """
_LINKS = frozenset("and so also then or y e et und o ou oder hi hello hey hola oi bonjour hallo".split())


def spans(rules: Iterable[Rule], note: Prose, sentences: Sequence[Words]) -> dict[str, list[Span]]:
    """Rule -> where it speaks in the text as typed. Two voices: the frames, exact and narrow; and what was learnt from
    examples, which knows more ways of saying a thing. Either is enough, but for what blocks a note."""
    written = list(rules)
    found: dict[str, list[Span]] = {}
    for rule in written:
        found.setdefault(rule.rule, []).extend(spans_of(rule, note, sentences))
    if note.language in languages.READ:
        likely = [chances(words.sentence) for words in sentences]
        spoken = [(name, place) for name, places in found.items() for place in places]
        for name in HEARD:
            places = found.setdefault(name, [])
            if max((one[name] for one in likely), default=0.0) < DOUBTED.get(name, 0.0):
                places.clear()
            guards = [rule for rule in written if rule.rule == name]
            places += list(_heard(name, guards, sentences, likely, HEARD[name], besides=spoken))
            if places:  # where a rule has spoken for sure, the same act often goes on in another sentence
                here = [*spoken, *((name, place) for place in places)]
                places += list(_heard(name, guards, sentences, likely, GOES_ON, besides=here))
    return {name: _merged(places) for name, places in found.items() if places}


# -- the first voice: frames -------------------------------------------------------------------------------------------


def spans_of(rule: Rule, note: Prose, sentences: Sequence[Words]) -> list[Span]:
    found: list[Span] = []
    for words in sentences:
        if not (standing := rule.frames.find(words)):
            continue
        places = [place for place in standing if not _taken_back(rule, words, place)]
        for start, end in _merged([_quoted(rule, words, place) for place in places]):
            tokens = words.sentence.tokens
            found.append((tokens[start].start, tokens[end - 1].end))
    if found and any(rule.quiet.occur(words) for words in sentences):
        return []
    return found


def _taken_back(rule: Rule, words: Words, place: Span) -> bool:
    if rule.never.occur(words):
        return True
    begin, end = _clause(words, place)
    return any(begin <= at < end for at, _ in rule.unless.find(words))


def _clause(words: Words, place: Span) -> Span:
    begin, end = place
    while begin > 0 and words.norms[begin - 1] not in _CLAUSE_ENDS:
        begin -= 1
    while end < len(words.norms) and words.norms[end] not in _CLAUSE_ENDS:
        end += 1
    return begin, end


def _quoted(rule: Rule, words: Words, place: Span) -> Span:
    if rule.whole == "sentence":
        last = len(words.norms)
        while last > place[1] and not words.norms[last - 1][0].isalnum():
            last -= 1
        return 0, last
    if rule.whole == "clause":
        return place[0], _clause(words, place)[1]
    return place


def _merged(places: list[Span]) -> list[Span]:
    """Overlapping places are one."""
    merged: list[Span] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


# -- the second voice: what was learnt ---------------------------------------------------------------------------------


def _heard(
    name: str, guards: Sequence[Rule], sentences: Sequence[Words], likely: Sequence[dict[str, float]], least: float,
    *, besides: Sequence[tuple[str, Span]],
) -> Iterator[Span]:  # fmt: skip
    """Sentences that read like the rule's examples, where no frame of the rule has found anything, in words that no
    frame of another rule has found. What takes a frame back takes this voice back too."""
    for words, chance in zip(sentences, likely, strict=True):
        if chance[name] < least:
            continue
        tokens = words.sentence.tokens
        here = [(rule, at) for rule, at in besides if tokens[0].start <= at[0] < tokens[-1].end]
        core = _core(words.sentence, name)
        if any(rule == name or (start < core[1] and core[0] < end) for rule, (start, end) in here):
            continue
        if not any(rule.never.occur(words) or _guarded(rule, words, core) for rule in guards):
            yield core


def _guarded(rule: Rule, words: Words, core: Span) -> bool:
    tokens = words.sentence.tokens
    return any(core[0] <= tokens[at].start < core[1] for at, _ in rule.unless.find(words))


def _core(sentence: Sentence, rule: str) -> Span:
    """The clause that carries it: what is quoted should be as short as it can be."""
    clauses = list(_clauses(sentence.tokens))
    if len(clauses) > 1:
        weighed = [(chances(Sentence(clause))[rule], clause) for clause in clauses]
        best = max(chance for chance, _ in weighed)
        likeliest = [clause for chance, clause in weighed if chance >= max(best * 0.8, 0.1)] or clauses
        tokens = [token for clause in likeliest for token in clause]
    else:
        tokens = list(sentence.tokens)
    while len(tokens) > 1 and tokens[0].norm in _LINKS:
        tokens.pop(0)
    while len(tokens) > 1 and not tokens[-1].norm[0].isalnum():
        tokens.pop()
    return tokens[0].start, tokens[-1].end


def _clauses(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    held: list[Token] = []
    for token in tokens:
        held.append(token)
        if token.norm in _CLAUSE_ENDS and len(held) > SHORTEST:
            yield tuple(held)
            held = []
    if held:
        yield tuple(held)
