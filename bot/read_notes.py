"""`python -m bot read-notes`: an organiser's dry run of the etiquette rules over a file of notes.

One JSON object a line goes in, `{"id", "text", "lang"?}`, and one comes out, `{"id", "findings": [{"rule", "start",
"end", "severity"}]}`, with everything that is found (people are shown the three that matter most). Nothing leaves the
machine."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from tqdm import tqdm

from bot.domain.etiquette.findings import Finding
from bot.domain.etiquette.gratitude import read_thanks
from bot.domain.etiquette.reading import read_request
from bot.terminal import say

REQUEST, THANKS = "request", "thanks"
READERS: dict[str, Callable[[str, str], list[Finding]]] = {REQUEST: read_request, THANKS: read_thanks}


@dataclass(frozen=True)
class Note:
    id: object
    text: str
    lang: str


class NotANote(ValueError):
    """A line that is none; says which and why."""


def run(source: TextIO, target: TextIO, complaints: TextIO, *, kind: str = REQUEST) -> int:
    """Reads to the end, whatever a line holds; 1 when some lines could not be read."""
    lines = [(number, line) for number, line in enumerate(source, start=1) if line.strip()]
    wrong = 0
    for number, line in _with_progress(lines, complaints):
        try:
            note = _note(number, line)
        except NotANote as trouble:
            wrong += 1
            print(trouble, file=complaints)
            continue
        findings = [_told(finding) for finding in READERS[kind](note.text, note.lang)]
        print(json.dumps({"id": note.id, "findings": findings}, ensure_ascii=False), file=target)
    if wrong:
        print(say("read_notes.wrong", n=wrong, of=len(lines)), file=complaints)
    return 1 if wrong else 0


def _with_progress(lines: Sequence[tuple[int, str]], screen: TextIO) -> Iterator[tuple[int, str]]:
    """A bar where somebody watches; nothing in a pipe or a log."""
    bar = tqdm(lines, desc=say("read_notes.progress"), unit=say("read_notes.unit"), file=screen, disable=None)
    yield from bar


def _note(number: int, line: str) -> Note:
    try:
        told = json.loads(line)
    except json.JSONDecodeError as trouble:
        raise NotANote(say("read_notes.no_json", number=number, why=trouble.msg)) from None
    if not isinstance(told, dict) or not isinstance(told.get("text"), str):
        raise NotANote(say("read_notes.no_text", number=number))
    lang = told.get("lang")
    return Note(told.get("id", number), told["text"], lang if isinstance(lang, str) else "")


def _told(finding: Finding) -> dict[str, object]:
    return {"rule": finding.rule, "start": finding.start, "end": finding.end, "severity": finding.severity.value}
