"""The texts that the reader of notes is judged by: messages with the labels that a kind, experienced coach would give.

    ## a017 en slack career-changer varied
    Hi Marta, the message, as it was typed.
    ! job-ask: could you refer me
    ! no-thanks
    ~ over-30

A line with `!` is a label, with the exact words for the rules that quote some; `~` names rules whose words occur
although they do not apply. Rules are tuned on the texts in `tune/`; those in `locked/` are looked at once, to know how
well they do on texts nobody tuned on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.etiquette.findings import REQUEST_RULES, THANKS_RULES

HERE = Path(__file__).parent
REQUEST, THANKS = "request", "thanks"


@dataclass(frozen=True)
class Label:
    """`start` and `end` are offsets in the text; None for a rule about the message as a whole."""

    rule: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Text:
    id: str
    language: str
    persona: str
    slice: str
    text: str
    labels: tuple[Label, ...]
    traps: frozenset[str]

    @property
    def rules(self) -> frozenset[str]:
        return frozenset(label.rule for label in self.labels)


class BadText(ValueError):
    """A text that cannot be read; says which and why."""


def load(split: str, kind: str) -> list[Text]:
    """The texts of `tune` or `locked`, of one kind of note, in the order of their files."""
    starts = "thanks" if kind == THANKS else "requests"
    return [text for page in sorted((HERE / split).glob(f"{starts}*.txt")) for text in read(page.read_text("utf-8"))]


def read(page: str) -> Iterator[Text]:
    for block in re.split(r"(?m)^## ", page)[1:]:
        head, *lines = block.rstrip().split("\n")
        id, language, _, persona, slice = head.split()
        text = "\n".join(line for line in lines if not line.startswith(("! ", "~ "))).strip()
        labels = tuple(_label(id, line[2:], text) for line in lines if line.startswith("! "))
        traps = frozenset(rule for line in lines if line.startswith("~ ") for rule in line[2:].split())
        yield Text(id, language, persona, slice, text, labels, traps)


def _label(id: str, line: str, text: str) -> Label:
    rule, _, words = line.partition(": ")
    if rule not in REQUEST_RULES and rule not in THANKS_RULES:
        raise BadText(f"{id}: there is no rule {rule!r}")
    if not words:
        return Label(rule)
    start = text.find(words)
    if start < 0:
        raise BadText(f"{id}: {words!r} does not occur in the text")
    return Label(rule, start, start + len(words))
