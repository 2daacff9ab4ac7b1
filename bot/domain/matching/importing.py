"""Vocabularies as they are given out, read: ESCO's table of occupations or skills in any of its languages, O*NET's
titles, or lines of `label TAB concept`."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from bot.domain.matching.vocabulary import Concept
from bot.domain.matching.words import norms

ABOUT = 24
"""Words that are kept of a description."""


class UnknownForm(ValueError):
    """A file is none of those that can be read, or a line of it is not as the others."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def read(lines: Iterable[str], name: str) -> Iterator[Concept]:
    """A concept for each line; those of one id belong together. `name` is the file's, and tells O*NET's tables apart
    only where the columns do not. Raises UnknownForm."""
    several = iter(lines)
    first = next(several, "").lstrip("\ufeff")
    if "concepturi" in first.lower() and "preferredlabel" in first.lower():
        return _esco(first, several)
    if first.lower().startswith("o*net-soc code\t"):
        return _onet(first, several, PurePath(name).stem.lower())
    return _pairs(first, several)


def _esco(first: str, lines: Iterator[str]) -> Iterator[Concept]:
    """The official CSV: a row a concept, alternative labels on lines of their own within a cell."""
    separator = ";" if first.count(";") > first.count(",") else ","
    table = csv.reader(_chained(first, lines), delimiter=separator)
    header = [column.strip().lower() for column in next(table)]
    for row in table:
        if not row:
            continue
        if len(row) < len(header):
            raise UnknownForm(table.line_num)
        cells = dict(zip(header, row, strict=False))
        alternative = cells.get("altlabels", "").replace("|", "\n").split("\n")
        labels = _labels(cells["preferredlabel"], *alternative)
        kind = "esco-skill" if "/skill/" in cells["concepturi"] else "esco"
        if labels and kind:
            id = cells["concepturi"].rstrip("/").rpartition("/")[2]
            yield Concept(f"{kind}:{id}", labels, " ".join(norms(cells.get("description", ""))[:ABOUT]))


def _onet(first: str, lines: Iterator[str], stem: str) -> Iterator[Concept]:
    """Tables of the O*NET text download: `Occupation Data`, `Alternate Titles`, `Sample of Reported Titles`, `Task
    Statements`."""
    header = [column.strip().lower() for column in first.rstrip("\r\n").split("\t")]
    for number, line in enumerate(lines, start=2):
        cells = line.rstrip("\r\n").split("\t")
        if line.strip():
            if len(cells) < 2:
                raise UnknownForm(number)
            row = dict(zip(header, cells, strict=False))
            labels = _labels(
                *(row.get(column, "") for column in ("title", "alternate title", "short title", "reported job title"))
            )
            about = " ".join(norms(row.get("description", row.get("task", "")))[:ABOUT])
            yield Concept(f"onet:{cells[0].strip()}", tuple(label for label in labels if label.lower() != "n/a"), about)


def _pairs(first: str, lines: Iterator[str]) -> Iterator[Concept]:
    for number, line in enumerate(_chained(first, lines), start=1):
        label, tab, concept = line.rstrip("\r\n").rpartition("\t")
        if line.strip():
            if not tab or not concept.strip() or "\x00" in line:
                raise UnknownForm(number)
            if labels := _labels(label):
                yield Concept(concept.strip(), labels)


def _labels(*labels: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(told for label in labels if norms(told := label.strip(" /\t\r"))))


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
