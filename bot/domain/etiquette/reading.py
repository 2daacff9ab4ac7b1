"""Reading a note the way a kind coach would: what would put its reader off, and the exact words.

Precision before everything: a false alarm teaches people to ignore the bot. A rule speaks only in the languages that it
was written and measured for."""

from collections.abc import Iterator, Sequence

from bot.domain.etiquette import languages, prose, rulebook, topics
from bot.domain.etiquette.findings import ORDER, REQUEST_RULES, Finding, Severity
from bot.domain.etiquette.frames import Words
from bot.domain.etiquette.prose import Prose
from bot.domain.etiquette.rulebook import Rule
from bot.domain.etiquette.spans import Span, spans

_ASKS = ("job-ask", "promo-spam", "confidential", "searchable", "early-intro", "unsafe")


def read_request(typed: str, language: str = "", *, limit: int = 30) -> list[Finding]:
    """Everything that is found in a request, worst first; a rule may have several spans. `limit` is in minutes."""
    note = prose.read(typed, language)
    sentences = [Words(sentence, limit) for sentence in note.sentences]
    by_rule = spans(_written(note.language), note, sentences)
    _leave_to(by_rule, "early-intro", "job-ask")
    topic = topics.named(note, sentences, by_rule.get("vague-ask", ()))
    if topic:
        by_rule.pop("vague-ask", None)
    findings = [
        _finding(rule, note, *span) for rule, found in by_rule.items() if rule in REQUEST_RULES for span in found
    ]
    findings += [_finding(rule, note) for rule in _whole(note, sentences, by_rule, topic)]
    return sorted(findings, key=lambda finding: (ORDER[finding.rule], finding.start or 0))


def _leave_to(found: dict[str, list[Span]], rule: str, other: str) -> None:
    """What is `other` is not `rule` as well: an introduction to a recruiter is a way to ask for a job."""
    apart = [
        at
        for at in found.get(rule, ())
        if not any(at[0] < end and start < at[1] for start, end in found.get(other, ()))
    ]
    found[rule] = apart


def _written(language: str) -> tuple[Rule, ...]:
    spoken = rulebook.rules(language) if language in languages.READ else ()
    return (*rulebook.rules("any"), *spoken)


def _whole(note: Prose, sentences: Sequence[Words], found: dict[str, list[Span]], topic: bool) -> Iterator[str]:
    """The rules that are about the note as a whole."""
    if note.language in languages.TESTED and not topic and not any(found.get(rule) for rule in (*_ASKS, "vague-ask")):
        yield "no-question"
    if topics.too_much_about_oneself(note):
        yield "self-long"
    if not topics.thanks(note, sentences):
        yield "no-thanks"


def _finding(rule: str, note: Prose, start: int | None = None, end: int | None = None) -> Finding:
    severity = REQUEST_RULES.get(rule, Severity.WARN)
    if start is None or end is None:
        return Finding(rule, severity)
    return Finding(rule, severity, start, end, note.typed[start:end])
