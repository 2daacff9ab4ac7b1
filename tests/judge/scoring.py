"""How well findings agree with labels: precision and recall for each rule, spans, and false alarms on clean texts.

A rule counts once a message. Some pairs are neither right nor wrong: where something else is asked for, nobody minds
whether the lack of a question is noted too."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.etiquette.findings import Finding, Severity
from tests.judge.texts import Label, Text

ASKS = {"job-ask", "promo-spam", "confidential", "searchable", "early-intro", "unsafe", "over-30"}
NOTHING = {"no-question", "vague-ask"}
SLIGHT = {"no-thanks", "self-long", "contact-info", "pushy-tone"}
BLOCKED = {"promo-spam", "unsafe"}

Reader = Callable[[str, str], list[Finding]]


@dataclass
class Tally:
    """Messages on which a rule was right, wrong, or missed."""

    hit: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.wrong) if self.hit + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.hit / (2 * self.hit + self.wrong + self.missed) if self.hit + self.wrong + self.missed else 1.0


@dataclass
class Score:
    rules: dict[str, Tally] = field(default_factory=dict)
    clean: int = 0
    alarms: int = 0
    loud_alarms: int = 0
    """Alarms on clean texts that are more than a tip."""
    spans: int = 0
    spans_touched: int = 0
    overlap: float = 0.0
    """Sum over the labelled spans of the best intersection over union."""
    traps: Counter[str] = field(default_factory=Counter)
    sprung: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, Text, str]] = field(default_factory=list)

    def together(self, *, besides: Iterable[str] = ()) -> Tally:
        counted = [tally for rule, tally in self.rules.items() if rule not in set(besides)]
        return Tally(sum(t.hit for t in counted), sum(t.wrong for t in counted), sum(t.missed for t in counted))

    @property
    def macro(self) -> float:
        scores = [tally.f1 for tally in self.rules.values() if tally.hit + tally.missed]
        return sum(scores) / len(scores) if scores else 1.0


def score(texts: Sequence[Text], reader: Reader, *, told_language: bool = False) -> Score:
    made = Score()
    for text in texts:
        findings = reader(text.text, text.language if told_language else "")
        found = {finding.rule for finding in findings}
        counted = {rule for rule in found if not neutral(rule, text.rules)}
        for rule in sorted(text.rules | counted):
            _count(made, text, rule, found)
        if not text.rules:
            made.clean += 1
            made.alarms += bool(found)
            made.loud_alarms += any(finding.severity is not Severity.TIP for finding in findings)
        made.traps.update(text.traps)
        made.sprung.update(text.traps & counted)
        _compare_spans(made, text, findings)
    return made


def neutral(rule: str, gold: frozenset[str]) -> bool:
    """Whether finding `rule` on a message with these labels is neither right nor wrong."""
    if rule in gold:
        return False
    if rule in NOTHING:
        return bool(gold & (NOTHING | ASKS))
    if rule == "early-intro":
        return "job-ask" in gold
    return rule in SLIGHT and bool(gold & BLOCKED)


def _count(made: Score, text: Text, rule: str, found: set[str]) -> None:
    tally = made.rules.setdefault(rule, Tally())
    if rule in text.rules and rule in found:
        tally.hit += 1
    elif rule in found:
        tally.wrong += 1
        made.errors.append(("false alarm", text, rule))
    else:
        tally.missed += 1
        made.errors.append(("missed", text, rule))


def _compare_spans(made: Score, text: Text, findings: Sequence[Finding]) -> None:
    found = {finding.rule for finding in findings}
    for label in text.labels:
        if label.start is None or label.rule not in found:
            continue
        best = max((_overlap(label, finding) for finding in findings if finding.rule == label.rule), default=0.0)
        made.spans += 1
        made.spans_touched += best > 0
        made.overlap += best


def _overlap(label: Label, finding: Finding) -> float:
    if label.start is None or label.end is None or finding.start is None or finding.end is None:
        return 0.0
    both = min(label.end, finding.end) - max(label.start, finding.start)
    either = max(label.end, finding.end) - min(label.start, finding.start)
    return max(0, both) / either
