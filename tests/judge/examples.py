"""The examples beside the rules: sentences that a rule is about, and sentences that only look as if they were.

    + Would you be able to [[pass my CV to whoever decides]]?
    - I was told that a CV of one page is enough.
    ?+ Hands are needed at your mill, I hear, and mine would be free.

`+` must be found, with `[[ ]]` around the words; `-` must not. A `?` before it, which `make learn` writes, says that
the reader does not know better yet: such a line is learnt from all the same, and shows what is left to do. In
clean.txt nothing may be found but a lack of thanks or of a question, for a single sentence has neither."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.etiquette import rulebook
from bot.domain.etiquette.reading import read_request

RULES = Path(rulebook.__file__).parent / "rules"
CLEAN = "clean"


@dataclass(frozen=True)
class Example:
    page: Path
    language: str
    rule: str
    """Empty in clean.txt."""
    offends: bool
    known: bool
    """False for what the reader gets wrong so far."""
    text: str
    spans: tuple[tuple[int, int], ...]


SENTENCE = frozenset({"no-thanks", "no-question", "self-long", "vague-ask"})
"""What a single sentence out of its note may seem to lack or to be."""


def wrong(example: Example) -> bool:
    """Whether the reader gets it wrong."""
    found = {finding.rule for finding in read_request(example.text, example.language)}
    return (example.rule in found) != example.offends if example.rule else bool(found - SENTENCE)


def mark(page: Path) -> int:
    """Writes a `?` before each line that the reader gets wrong, and takes away the others; how many there are."""
    marked = [(example, wrong(example)) for example in read(page)]
    signs = iter(f"{'?' if missed else ''}{'+' if example.offends else '-'}" for example, missed in marked)
    lines = page.read_text("utf-8").splitlines()
    told = [line if not line.strip() or line[0] == "#" else f"{next(signs)} {line.split(' ', 1)[1]}" for line in lines]
    page.write_text("\n".join(told) + "\n", encoding="utf-8")
    return sum(missed for _, missed in marked)


class BadExample(ValueError):
    """A line that cannot be read; says which and why."""


def pages() -> list[Path]:
    return sorted(RULES.glob("*/*.txt"))


def load() -> list[Example]:
    return [example for page in pages() for example in read(page)]


def read(page: Path) -> Iterator[Example]:
    rule = "" if page.stem == CLEAN else page.stem.replace("_", "-")
    for number, line in enumerate(page.read_text("utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = re.fullmatch(r"(\??)([+-]) (.+)", line)
        if not found or (found[2] == "+") != ("[[" in line and "]]" in line):
            raise BadExample(f"{page.parent.name}/{page.name}:{number}: {line}")
        text, spans = _marked(found[3])
        yield Example(page, page.parent.name, rule, found[2] == "+", not found[1], text, spans)


def _marked(line: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    text, spans = "", []
    for place, part in enumerate(re.split(r"\[\[|\]\]", line)):
        if place % 2:
            spans.append((len(text), len(text) + len(part)))
        text += part
    return text, tuple(spans)
