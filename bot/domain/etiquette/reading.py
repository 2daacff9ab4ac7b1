"""Reading a note the way a kind coach would: what would put its reader off, and the exact words.

Precision before everything: a false alarm teaches people to ignore the bot. A rule speaks only in the languages that it
was written and measured for."""

from collections.abc import Iterator

from bot.domain.etiquette import languages, prose, rulebook, topics
from bot.domain.etiquette.findings import ORDER, REQUEST_RULES, Finding, Severity
from bot.domain.etiquette.frames import Frames, Words
from bot.domain.etiquette.prose import Prose
from bot.domain.etiquette.rulebook import Rule

Span = tuple[int, int]

_ASKS = ("job-ask", "promo-spam", "confidential", "searchable", "early-intro", "unsafe")
_CLAUSE_ENDS = frozenset(", ; : . ... .. ! ? ?? !! ?! - ( ) \" but because pero porque mas mais car parce aber weil denn".split())


def read_request(typed: str, language: str = "") -> list[Finding]:
    """Everything that is found in a request, worst first; a rule may have several spans."""
    note = prose.read(typed, language)
    sentences = [Words(sentence) for sentence in note.sentences]
    spans = {rule: list(found) for rule in _written(note.language) if (found := spans_of(rule, note, sentences))}
    by_rule = {rule.rule: found for rule, found in spans.items()}
    topic = topics.named(note, sentences, by_rule.get("vague-ask", ()))
    if topic:
        by_rule.pop("vague-ask", None)
    findings = [_finding(rule, note, *span) for rule, found in by_rule.items() if rule in REQUEST_RULES for span in found]
    findings += [_finding(rule, note) for rule in _whole(note, by_rule, topic)]
    return sorted(findings, key=lambda finding: (ORDER[finding.rule], finding.start or 0))


def _written(language: str) -> tuple[Rule, ...]:
    return rulebook.rules(language) if language in languages.TESTED or language == "hi" else ()


def _whole(note: Prose, found: dict[str, list[Span]], topic: bool) -> Iterator[str]:
    """The rules that are about the note as a whole."""
    if note.language in languages.TESTED and not topic and not any(found.get(rule) for rule in (*_ASKS, "vague-ask")):
        yield "no-question"
    if topics.too_much_about_oneself(note):
        yield "self-long"
    if not topics.thanks(note):
        yield "no-thanks"


def _finding(rule: str, note: Prose, start: int | None = None, end: int | None = None) -> Finding:
    severity = REQUEST_RULES.get(rule, Severity.WARN)
    if start is None or end is None:
        return Finding(rule, severity)
    return Finding(rule, severity, start, end, note.typed[start:end])


# -- where a rule's frames stand ---------------------------------------------------------------------------------------


def spans_of(rule: Rule, note: Prose, sentences: list[Words]) -> list[Span]:
    found: list[Span] = []
    for words in sentences:
        places = [place for place in rule.frames.find(words) if not _taken_back(rule, words, place)]
        for start, end in _merged([_quoted(rule, words, place) for place in places]):
            tokens = words.sentence.tokens
            found.append((tokens[start].start, tokens[end - 1].end))
    if found and any(_occurs(rule.quiet, words) for words in sentences):
        return []
    return found


def _occurs(frames: Frames, words: Words) -> bool:
    return next(frames.find(words), None) is not None


def _taken_back(rule: Rule, words: Words, place: Span) -> bool:
    if _occurs(rule.never, words):
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
