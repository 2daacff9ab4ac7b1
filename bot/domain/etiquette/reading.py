"""Reading a request the way a kind coach would: what would put the mentor off, and the exact words.

Precision before everything: a false alarm teaches people to ignore the bot, so a rule speaks only when the words leave
little doubt, and stays silent in languages it was not written for. Rules as the coach gives them: advice not a job,
under thirty minutes, real questions."""

import re
from dataclasses import dataclass

HOLD, WARN, TIP = "hold", "warn", "tip"


@dataclass(frozen=True)
class Finding:
    """`rule` names the sentences that explain it; `words` is what was found, empty for the note as a whole."""

    rule: str
    severity: str
    words: str = ""


_NOT_A_JOB = re.compile(
    r"\bnot?\b[^.!?\n]{0,40}\b(job|referr?al|position|work|role)\b|\bno\b[^.!?\n]{0,40}\b(empleo|trabajo|puesto)\b",
    re.IGNORECASE,
)
_JOB_ASK = re.compile(
    r"\b(?:could|can|would|will) you (?:please )?(?:refer me|recommend me|hire me|forward my (?:cv|resume|résumé)"
    r"|put in a (?:good )?word|get me (?:a|an) (?:job|interview|internship))"
    r"|\b(?:give|offer|get|find) me (?:a|an) (?:job|internship|interview|referral)\b"
    r"|\b(?:are|is) (?:you|your (?:team|company)) hiring\b"
    r"|\bkeep me in mind\b"
    r"|\b(?:please )?hire me\b"
    r"|\bany (?:job|work|position)s? (?:will|would) do\b"
    r"|\b(?:open|free|vacant) (?:role|position|job)s? for me\b"
    r"|\bdo you have (?:any|an?) (?:(?:open|free) )?(?:jobs?|openings?|vacanc(?:y|ies))\b"
    r"|\b(?:i(?:'m| am) attaching|i(?:'ll| will) send you) my (?:cv|resume|résumé)\b"
    r"|\b(?:hay|ten[eé]is|tienen|tienes) (?:alguna )?vacantes?\b"
    r"|\bte (?:mando|env[ií]o|adjunto) mi (?:cv|curr[ií]culum)\b"
    r"|\bme (?:puedes|podr[ií]as) (?:recomendar|contratar)\b"
    r"|\b(?:puedes|podr[ií]as?) (?:recomendarme|contratarme|conseguirme (?:un )?(?:trabajo|empleo|puesto))\b"
    r"|\bdame (?:un )?(?:trabajo|empleo)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?:(?P<n>\d{1,3})(?:\s?[-–]\s?(?P<top>\d{1,3}))?\s?-?(?P<unit>minutes?|mins?|minutos?|hours?|hrs?|horas?)"
    r"|(?P<word>an|one|two|una|dos) (?P<wordunit>hours?|horas?))\b",
    re.IGNORECASE,
)
_ASKS_TIME = re.compile(
    r"\b(?:chat|talk|call|meet(?:ing)?|coffee|time|charla|llamada|hablar|reuni[oó]n)\b", re.IGNORECASE
)
_VAGUE = re.compile(r"\bpick your brain\b(?!\s+(?:about|on|regarding))", re.IGNORECASE)


def read(note: str, questions: str = "") -> list[Finding]:
    """At most three findings, worst first."""
    found = [*_job_ask(f"{note}\n{questions}"), *_over_30(note), *_vague(note), *_no_question(questions)]
    order = {HOLD: 0, WARN: 1, TIP: 2}
    return sorted(found, key=lambda finding: order[finding.severity])[:3]


def _job_ask(words: str) -> list[Finding]:
    for sentence in re.split(r"[.!?\n]", words):
        if (found := _JOB_ASK.search(sentence)) and not _NOT_A_JOB.search(sentence):
            return [Finding("job_ask", HOLD, found[0])]
    return []


def _over_30(note: str) -> list[Finding]:
    for sentence in re.split(r"[.!?\n]", note):
        if not _ASKS_TIME.search(sentence):
            continue
        for found in _DURATION.finditer(sentence):
            if _minutes(found) > 30:
                return [Finding("over_30", WARN, found[0])]
    return []


def _minutes(found: "re.Match[str]") -> int:
    if found["word"]:
        return 60
    number = int(found["top"] or found["n"])
    return number * 60 if found["unit"].lower().startswith("h") else min(number, 60 * 8)


def _vague(note: str) -> list[Finding]:
    found = _VAGUE.search(note)
    return [Finding("vague_ask", WARN, found[0])] if found else []


def _no_question(questions: str) -> list[Finding]:
    return [] if len(questions.split()) >= 3 else [Finding("no_question", WARN)]
