"""Spreadsheets as people save them, and as they can safely be opened again."""

import csv
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.terminal import say

LARGEST = 200_000_000
"""Bytes."""
BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins, of new and of old programs."""
DELIMITERS = ",;\t|"
FORMULA = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]")
"""A spreadsheet program reckons with a cell that begins so: =HYPERLINK(...) can send away what stands beside it."""
SHOWN = 10


class Unreadable(Exception):
    """Says what is wrong with a file, and what to do."""


@dataclass(frozen=True)
class Row:
    line: int
    cells: Mapping[str, str]
    """By the name of the column in columns.toml; without those that are not there."""


@dataclass(frozen=True)
class Sheet:
    path: Path
    rows: Sequence[Row]
    columns: frozenset[str]
    ignored: Sequence[str] = ()
    """Columns that nothing is read from."""
    delimiter: str = ","
    legacy: bool = False
    """Was not UTF-8, so read as Western European."""


def read(path: Path, known: Mapping[str, Sequence[str]]) -> Sheet:
    """`known` are the names of each column. Raises Unreadable."""
    text, legacy = _text(path)
    delimiter, text, before = _delimiter(text)
    records = _records(path, text, delimiter, before)
    head = next(records, None)
    if head is None:
        raise Unreadable(say("match.empty", file=path))
    columns, ignored = _columns(path, head[1], known)
    rows, wrong = [], []
    for line, cells in records:
        if any(cell for cell in cells[len(head[1]) :]):
            wrong.append(say("match.too_many_cells", line=line, n=len(cells), of=len(head[1])))
        rows.append(Row(line, {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}))
    refuse(path, wrong)
    return Sheet(path, rows, frozenset(columns), ignored, delimiter, legacy)


def refuse(path: Path, wrong: Sequence[str]) -> None:
    """Raises Unreadable where something is wrong; the first few of it are said."""
    if wrong:
        more = [say("match.more", n=len(wrong) - SHOWN)] if len(wrong) > SHOWN else []
        raise Unreadable("\n".join([say("match.wrong", file=path), *(f"- {line}" for line in wrong[:SHOWN]), *more]))


def plain(words: str) -> str:
    """Lower case, without accents and signs: "¿Qué quieres aprender?" is "que quieres aprender"."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", bare))


def _text(path: Path) -> tuple[str, bool]:
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(say("match.too_large", file=path, n=LARGEST // 1_000_000))
        raw = path.read_bytes()
    except OSError as trouble:
        raise Unreadable(say("match.no_file", file=path, why=trouble.strerror or trouble)) from None
    if raw.startswith(BOOKS):
        raise Unreadable(say("match.workbook", file=path))
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding == "cp1252"
    raise Unreadable(say("match.no_text", file=path))


def _delimiter(text: str) -> tuple[str, str, int]:
    """What stands between cells, the text after a line that says so, and how many lines that took."""
    if told := re.match(r"sep=(.)\r?\n", text, re.IGNORECASE):
        return told[1], text[told.end() :], 1
    head = re.sub(r'"[^"]*"', "", text.lstrip().partition("\n")[0])
    return max(DELIMITERS, key=head.count), text, 0


def _records(path: Path, text: str, delimiter: str, before: int) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds anything, and the line it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(say("match.quotes", file=path, line=begins + before)) from None
        cells = [_unguarded(cell.strip()) for cell in cells]
        if any(cells):
            yield begins + before, cells


def _columns(path: Path, head: Sequence[str], known: Mapping[str, Sequence[str]]) -> tuple[dict[str, int], list[str]]:
    found: dict[str, int] = {}
    ignored = []
    for at, words in enumerate(head):
        name = next((name for name, names in known.items() if plain(words) in names), None)
        if name in found and name is not None:
            raise Unreadable(say("match.column_twice", file=path, one=head[found[name]], other=words))
        if name is None:
            ignored.append(words)
        else:
            found[name] = at
    return found, [words for words in ignored if words]


# -- writing -----------------------------------------------------------------------------------------------------------


def guarded(cell: str) -> str:
    """As text, whatever it begins with."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell


def table(head: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str) -> str:
    """Every cell in quotes: one with a semicolon in it would be two where a program splits at semicolons, and the
    second might be a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return target.getvalue()


def keep(files: Mapping[Path, str]) -> None:
    """All of these files, or none of them changes. Spreadsheets begin with what tells Excel that they are UTF-8. Raises
    OSError."""
    made: list[tuple[Path, Path]] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.new")
            made.append((beside, path))
            with beside.open("w", encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="") as target:
                target.write(text)
        for beside, path in made:
            os.replace(beside, path)
    finally:
        for beside, _ in made:
            beside.unlink(missing_ok=True)
