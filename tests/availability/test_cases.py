"""Neutral cases about time, through the command line: what any other implementation of the same contract answers."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
KINDS = {
    "slots", "overlap", "resolve_local", "tz_from_clock", "drift", "ical_busy", "feed_url", "booking_log", "invite",
}  # fmt: skip


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((HERE / name).read_text("utf-8"))["cases"]
    return found


def answered(name: Path) -> tuple[int, dict[str, dict[str, Any]]]:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "hours", str(name)], capture_output=True, text=True, timeout=100, check=False
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, {line["id"]: line for line in lines}


def agrees(expect: dict[str, Any], got: object) -> bool:
    """As the contract compares: every part that is expected; and of zones, those that must be there and must not."""
    if not isinstance(got, dict):
        return False
    offered = set(got.get("zones", []))
    if not set(expect.get("must_include", [])) <= offered or set(expect.get("must_exclude", [])) & offered:
        return False
    return all(got.get(part) == value for part, value in expect.items() if not part.startswith("must_"))


@pytest.mark.parametrize("name", ["dev_cases.json", "own_cases.json"])
def test_every_case_is_answered_as_expected(name: str) -> None:
    status, answers = answered(HERE / name)
    wrong = [
        (case["id"], case["title"], answers.get(case["id"]))
        for case in cases(name)
        if not agrees(case["expect"], answers.get(case["id"], {}).get("got"))
    ]
    assert wrong == []
    assert status == 0


def test_both_files_have_cases_of_every_kind() -> None:
    for name in ("dev_cases.json", "own_cases.json"):
        assert {case["kind"] for case in cases(name)} == KINDS, name


def test_the_comparison_bites() -> None:
    case = cases("dev_cases.json")[0]
    assert agrees(case["expect"], case["expect"])
    assert not agrees(case["expect"], {**case["expect"], "slots": case["expect"]["slots"][1:]})
    assert not agrees(case["expect"], None)
    assert not agrees({"must_include": ["Asia/Kolkata"]}, {"zones": ["Asia/Kathmandu"]})
    assert not agrees({"must_exclude": ["Asia/Kathmandu"]}, {"zones": ["Asia/Kathmandu"]})


def test_a_case_that_breaks_and_a_kind_that_is_unknown_are_said_and_stop_nobody(tmp_path: Path) -> None:
    good = cases("dev_cases.json")[0]
    file = tmp_path / "cases.json"
    broken = {**good, "id": "broken", "input": {"now": "never"}}
    unknown = {**good, "id": "unknown", "kind": "weather"}
    older = {**good, "id": "older", "tzdata": "1999.1"}
    file.write_text(json.dumps({"format": 1, "cases": [broken, unknown, older, good]}), "utf-8")
    status, answers = answered(file)
    assert status == 1
    assert "error" in answers["broken"] and "weather" in answers["unknown"]["skip"]
    assert "1999.1" in answers["older"]["error"]
    assert agrees(good["expect"], answers[good["id"]]["got"])


@pytest.mark.parametrize("words", ["", "[]", "{}", '{"cases": [{}]}', "no JSON"])
def test_a_file_without_cases_is_said(tmp_path: Path, words: str) -> None:
    file = tmp_path / "cases.json"
    file.write_text(words, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "hours", str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2 and "holds no cases" in done.stderr and done.stdout == ""
