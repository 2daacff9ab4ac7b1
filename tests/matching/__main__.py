"""The second half of `make judge`: how well mentors are found, beside two baselines in the same run.

python -m tests.matching                     our own small community, with the words that ship
python -m tests.matching --tasks FOLDER      the tasks in FOLDER/tasks/*.json, with the shipped words alone, and with
                                             FOLDER/lexicon*.tsv imported; HALFHOUR_MATCHING names a folder, too"""

import argparse
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.domain import matching
from bot.domain.matching import importing
from tests.matching.match_adapter import Ranked
from tests.matching.measuring import FullText, Mentor, ThreeLetters, measure

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.matching")
    parser.add_argument("--tasks", type=Path, default=os.environ.get("HALFHOUR_MATCHING"), metavar="FOLDER")
    asked = parser.parse_args()
    print("\nOur own community, with the shipped words")
    report(own_tasks(), matching.vocabulary())
    if asked.tasks:
        folder = Path(asked.tasks)
        tasks = [json.loads(file.read_text("utf-8")) for file in sorted((folder / "tasks").glob("*.json"))]
        print(f"\n{folder.name}, with the shipped words alone")
        report(tasks, matching.vocabulary())
        print(f"\n{folder.name}, with its vocabularies imported")
        report(tasks, matching.Vocabulary([*matching.concepts(), *lexicons(folder)]))


def lexicons(folder: Path) -> Iterator[matching.Concept]:
    for file in sorted(folder.glob("lexicon*.tsv")):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield from importing.read(lines, file.name)


def report(tasks: Sequence[Mapping[str, Any]], words: matching.Vocabulary) -> None:
    print(
        f"{'task':28}{'n':>5}{'hit@5':>8}{'P@5':>7}{'MRR':>7}{'MAP':>7}{'ms':>7}  x full text x three letters  reasons"
    )
    for task in tasks:
        full, letters = measure(FullText, task), measure(ThreeLetters, task)

        def ours(mentors: Sequence[Mentor]) -> Ranked:
            return Ranked(mentors, words)

        got = measure(ours, task)
        print(
            f"{task['name']:28}{len(task['requests']):5}{got.hit:8.3f}{got.precision:7.3f}{got.mrr:7.3f}{got.map:7.3f}"
            f"{got.cpu_ms:7.2f}   {ratios(got.hit, full.hit)} {ratios(got.precision, full.precision)}"
            f"  {ratios(got.hit, letters.hit)} {ratios(got.precision, letters.precision)}{got.reasons:12.2f}"
        )


def ratios(ours: float, theirs: float) -> str:
    return f"{ours / theirs:5.2f}" if theirs else "    -"


def own_tasks() -> list[dict[str, Any]]:
    """One task for each kind of request."""
    mentors = [{"title": headline, "skills": topics.split(", ")} for headline, topics in rows(HERE / "community.tsv")]
    tasks: dict[str, dict[str, Any]] = {}
    for kind, request, headline in rows(HERE / "requests.tsv"):
        task = tasks.setdefault(kind, {"name": kind, "mentors": mentors, "requests": [], "relevant": []})
        task["requests"].append(request)
        task["relevant"].append([at for at, mentor in enumerate(mentors) if str(mentor["title"]).startswith(headline)])
    return list(tasks.values())


def rows(file: Path) -> Iterator[list[str]]:
    """The columns of each line that is no comment."""
    for line in file.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


if __name__ == "__main__":
    main()
