"""What a community makes of the rules: how strongly each speaks here, and what becomes of a note that is held back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.etiquette.findings import Severity
from bot.domain.people import Person

LEAST_SHOWN = 20
"""Firings before a rule's dismissals say anything."""
MOST_DISMISSED = 0.2
"""A rule that more than a fifth of its readers wave away speaks too loudly here."""


CHOICES = (Severity.HOLD, Severity.WARN, Severity.TIP, Severity.OFF)
"""How strongly organisers can let a rule speak, besides as it comes."""
NEVER_LOWER: Mapping[str, Severity] = {"unsafe": Severity.HOLD}
"""Words about a mentor as a person: their writer looks at them once more in any community, and however often that was
waved away."""


@dataclass(frozen=True)
class Firings:
    shown: int = 0
    dismissed: int = 0

    @property
    def too_loud(self) -> bool:
        return self.shown >= LEAST_SHOWN and self.dismissed > MOST_DISMISSED * self.shown


@dataclass(frozen=True)
class Appeal:
    """A request that the reader held back, on its way to the organisers because its writer asked them to look.
    `words` is the request as drafts are kept; `passed` is None until an organiser has decided."""

    id: str
    person: Person
    mentor: Person
    rule: str
    words: str
    why: str
    made_at: datetime
    passed: bool | None = None


def severity(rule: str, usual: Severity, chosen: Mapping[str, str], counted: Mapping[str, Firings]) -> Severity:
    """The organisers' choice; a rule that is waved away too often falls back to a tip by itself. What may not go out
    stays so: nobody can wave it away."""
    decided = wanted(rule, usual, chosen)
    loud = decided in (Severity.HOLD, Severity.WARN) and counted.get(rule, Firings()).too_loud
    return Severity.TIP if loud and rule not in NEVER_LOWER else decided


def wanted(rule: str, usual: Severity, chosen: Mapping[str, str]) -> Severity:
    """How strongly a rule speaks before its readers had a say."""
    return Severity(chosen[rule]) if rule in chosen else usual


def may_be(rule: str, strength: Severity) -> bool:
    return strength in CHOICES[: CHOICES.index(NEVER_LOWER[rule]) + 1] if rule in NEVER_LOWER else strength in CHOICES
