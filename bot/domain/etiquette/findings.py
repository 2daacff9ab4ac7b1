"""What a reading finds, and how much each rule weighs."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    BLOCK = "block"  # goes to the organisers, not to the mentor
    HOLD = "hold"  # edit, or say "send as it is"
    WARN = "warn"
    TIP = "tip"
    OFF = "off"


WEIGHT = {Severity.BLOCK: 0, Severity.HOLD: 1, Severity.WARN: 2, Severity.TIP: 3}

REQUEST_RULES: dict[str, Severity] = {
    "promo-spam": Severity.BLOCK,
    "unsafe": Severity.BLOCK,
    "job-ask": Severity.HOLD,
    "over-30": Severity.WARN,
    "pushy-tone": Severity.WARN,
    "confidential": Severity.WARN,
    "contact-info": Severity.WARN,
    "vague-ask": Severity.WARN,
    "no-question": Severity.WARN,
    "searchable": Severity.TIP,
    "early-intro": Severity.TIP,
    "self-long": Severity.TIP,
    "no-thanks": Severity.TIP,
}
"""The rules for a request, worst first, and what they weigh where no house rule says otherwise."""

THANKS_RULES: dict[str, Severity] = {
    "ty-contains-ask": Severity.HOLD,
    "ty-generic": Severity.WARN,
    "ty-missing-specifics": Severity.TIP,
}

SAME_NOTE = "same-note"
"""Most of the note went to another mentor before. Found by comparing, so that a single text never shows it."""

RULES = {**REQUEST_RULES, SAME_NOTE: Severity.WARN, **THANKS_RULES}
ORDER = {rule: place for place, rule in enumerate(RULES)}
MOST_SHOWN = 3
MOST_TIPS = 2


@dataclass(frozen=True)
class Finding:
    """`start` and `end` are offsets in the text as typed, end exclusive; None where the note as a whole is meant."""

    rule: str
    severity: Severity
    start: int | None = None
    end: int | None = None
    words: str = ""
