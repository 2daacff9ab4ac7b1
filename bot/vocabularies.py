"""`python -m bot vocabulary import` and `explain-match`: more words to find mentors by, and why somebody is found."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from tqdm import tqdm

from bot.domain import matching
from bot.domain.matching import importing, shipped
from bot.terminal import say

DEFAULT = Path("vocabulary.tsv")
"""Where what was imported is kept, and looked for: beside the database that needs no set-up."""
NAMES = {
    matching.Kind.WORDS: "explain.words",
    matching.Kind.INITIALS: "explain.initials",
    matching.Kind.MEANING: "explain.meaning",
    matching.Kind.OTHERS: "explain.others",
}
WIDTH = 36


def load(imported: Path = DEFAULT) -> matching.Vocabulary:
    """What ships, and what was imported, if anything was."""
    return matching.Vocabulary([*matching.concepts(), *_kept(imported)])


def run(files: Sequence[Path], target: TextIO, complaints: TextIO, *, to: Path = DEFAULT) -> int:
    """Adds the files to what was imported before. 0 when all of them are in; 1 when one cannot be read, and then
    nothing has changed."""
    found: dict[str, dict[str, None]] = {}
    about: dict[str, str] = {}
    try:
        for concept in (*_kept(to), *_all(files, complaints)):
            found.setdefault(concept.id, {}).update(dict.fromkeys(concept.labels))
            about[concept.id] = about.get(concept.id) or concept.about
    except _Unreadable as trouble:
        complaints.write(f"{trouble}\n")
        return 1
    concepts = [matching.Concept(id, tuple(labels), about[id]) for id, labels in found.items() if labels]
    aside = to.with_name(to.name + ".new")
    aside.write_text("".join(f"{line}\n" for line in shipped.written(concepts)), encoding="utf-8")
    os.replace(aside, to)
    labels = sum(len(concept.labels) for concept in concepts)
    target.write(say("imported.kept", file=to, concepts=len(concepts), labels=labels) + "\n")
    return 0


def explain(request: str, profile: matching.Profile, target: TextIO, *, imported: Path = DEFAULT) -> int:
    """Each part of the score with its points, and the words that it comes from."""
    index = matching.Index(load(imported))
    index.put("profile", profile)
    found = index.search(request, 1)
    if not found:
        target.write(say("explain.nothing") + "\n")
        return 0
    best = found[0]
    target.writelines(f"{say(NAMES[part.kind]):{WIDTH}}{part.points:8.3f}\n" for part in matching.parts(best))
    fits = "explain.fits" if best.score >= matching.FITS else "explain.chance"
    whole = say("explain.score")
    target.write(f"{whole:{WIDTH}}{best.score:8.3f}  {say(fits, least=matching.FITS)}\n")
    why = matching.reason(best, request, index)
    target.write(say("explain.asked", words=", ".join(why.asked), quote=why.quote) + "\n")
    if why.stands_for:
        target.write(say("explain.stands_for", words=why.stands_for) + "\n")
    if why.means:
        target.write(say("explain.means", concept=why.means) + "\n")
    return 0


class _Unreadable(Exception):
    """Says which file cannot be read, and why."""


def _kept(file: Path) -> list[matching.Concept]:
    return list(shipped.parse(file.read_text(encoding="utf-8").split("\n"))) if file.is_file() else []


def _all(files: Sequence[Path], complaints: TextIO) -> Iterator[matching.Concept]:
    for file in files:
        try:
            size = file.stat().st_size
            with (
                file.open(encoding="utf-8-sig", newline="") as lines,
                tqdm(
                    total=size,
                    desc=file.name,
                    unit="B",
                    unit_scale=True,
                    file=complaints,
                    disable=not complaints.isatty(),
                ) as bar,
            ):
                yield from importing.read(_counted(lines, bar), file.name)
        except importing.UnknownForm as trouble:
            raise _Unreadable(say("imported.unknown_form", file=file, line=trouble.line)) from trouble
        except UnicodeDecodeError as trouble:
            raise _Unreadable(say("imported.no_text", file=file)) from trouble
        except OSError as trouble:
            raise _Unreadable(say("imported.no_file", file=file, why=trouble.strerror)) from trouble


def _bar(name: str, size: int, complaints: TextIO) -> "tqdm[Any]":
    return tqdm(total=size, desc=name, unit="B", unit_scale=True, file=complaints, disable=not complaints.isatty())


def _counted(lines: Iterable[str], bar: "tqdm[Any]") -> Iterator[str]:
    for line in lines:
        bar.update(len(line.encode()))
        yield line
