"""What is said about a note before it is sent: at most three things, worst first, in the measure of this house."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_lowercase

from bot.domain.etiquette import prose
from bot.domain.etiquette.findings import MOST_SHOWN, MOST_TIPS, ORDER, SAME_NOTE, WEIGHT, Finding, Severity
from bot.domain.etiquette.gratitude import read_thanks
from bot.domain.etiquette.house import Firings, severity
from bot.domain.etiquette.reading import read_request

CODES = dict(zip(ORDER, ascii_lowercase, strict=False))
"""One letter a rule: what a writer called fine travels in a button."""
MOST_FINE = 6
GRAMS = 4
SAME = 0.8
"""Share of a note's runs of four words that it has in common with another, from which on it is the same note."""


@dataclass(frozen=True)
class Measure:
    """How the rules weigh here: the organisers' choices, the counts so far, and what this mentor says."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, Firings] = field(default_factory=dict)
    referrals: bool = False
    limit: int = 30


def look_at_request(
    note: str, measure: Measure, *, language: str = "", fine: str = "", earlier: Iterable[str] = ()
) -> list[Finding]:
    """`fine` holds the codes of the rules that the writer has waved away; `earlier` what they wrote to others."""
    found = _apart(read_request(note, language, limit=measure.limit))
    if measure.referrals:
        found = [finding for finding in found if finding.rule != "job-ask"]
    if any(same_note(note, other) for other in earlier):
        found.append(Finding(SAME_NOTE, Severity.WARN))
    return shown(found, measure, fine)


def look_at_thanks(note: str, measure: Measure, *, language: str = "", fine: str = "") -> list[Finding]:
    return shown(read_thanks(note, language), measure, fine)


def look_at_news(note: str, measure: Measure, *, language: str = "", fine: str = "") -> list[Finding]:
    """Word of what came of the advice: however short, it is welcome; it only asks for nothing."""
    asks = [finding for finding in read_thanks(note, language) if finding.rule == "ty-contains-ask"]
    return shown(asks, measure, fine)


def shown(found: Iterable[Finding], measure: Measure, fine: str = "") -> list[Finding]:
    """One finding a rule, at most three, at most two of them tips. A note that may not go out is about that alone."""
    first: dict[str, Finding] = {}
    for finding in found:
        weighed = severity(finding.rule, finding.severity, measure.chosen, measure.counted)
        waved_away = CODES[finding.rule] in fine and weighed is not Severity.BLOCK
        if weighed is not Severity.OFF and not waved_away:
            first.setdefault(finding.rule, replace(finding, severity=weighed))
    ordered = sorted(first.values(), key=lambda finding: (WEIGHT[finding.severity], ORDER[finding.rule]))
    if blocked := [finding for finding in ordered if finding.severity is Severity.BLOCK]:
        return blocked[:MOST_SHOWN]
    tips = [finding for finding in ordered if finding.severity is Severity.TIP][:MOST_TIPS]
    return [finding for finding in ordered if finding.severity is not Severity.TIP or finding in tips][:MOST_SHOWN]


def _apart(found: Iterable[Finding]) -> list[Finding]:
    """About the same words only the worst is said, also when that is waved away."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda finding: ORDER[finding.rule]):
        if not any(_overlap(finding, worse) for worse in kept):
            kept.append(finding)
    return kept


def _overlap(one: Finding, other: Finding) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


def same_note(note: str, other: str) -> bool:
    """Whether most of the note was sent before; a paragraph about oneself that comes again is not most of it."""
    mine, theirs = _grams(note), _grams(other)
    return len(mine) > 2 * GRAMS and len(mine & theirs) >= SAME * len(mine)


def _grams(note: str) -> set[tuple[str, ...]]:
    words = [
        token.norm for sentence in prose.read(note).sentences for token in sentence.tokens if token.norm[0].isalnum()
    ]
    return {tuple(words[at : at + GRAMS]) for at in range(len(words) - GRAMS + 1)}


def shortened(note: str, findings: Sequence[Finding], *, limit: int, instead: str) -> str:
    """The note with each stretch of time that was found too long replaced."""
    spans = [(found.start, found.end) for found in findings if found.rule == "over-30"]
    for sentence in reversed(prose.read(note).sentences):
        for stretch in reversed(sentence.stretches):
            start, stop = sentence.span(stretch.start, stretch.end)
            asked = any(a is not None and b is not None and a < stop and start < b for a, b in spans)
            if stretch.minutes > limit and asked:
                note = note[:start] + instead + note[stop:]
    return note
