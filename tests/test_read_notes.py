"""`python -m bot read-notes`: a file of notes in, what is found out."""

import io
import json
import subprocess
import sys

import pytest

from bot import read_notes
from bot.__main__ import main

GOOD = {"id": "a1", "text": "How did you move from nursing into data? Thank you!"}
ASKS = {"id": "a2", "text": "Could you refer me? Thank you!", "lang": "en"}


def run(*lines: object, kind: str = "request") -> tuple[int, list[dict[str, object]], str]:
    source = io.StringIO("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    target, complaints = io.StringIO(), io.StringIO()
    code = read_notes.run(source, target, complaints, kind=kind)
    return code, [json.loads(line) for line in target.getvalue().splitlines()], complaints.getvalue()


def test_each_note_is_answered_with_what_is_found() -> None:
    code, told, complaints = run(GOOD, ASKS)
    assert code == 0 and complaints == ""
    assert told == [
        {"id": "a1", "findings": []},
        {"id": "a2", "findings": [{"rule": "job-ask", "start": 0, "end": 18, "severity": "hold"}]},
    ]


def test_notes_of_thanks_are_read_as_such() -> None:
    _, told, _ = run({"id": 1, "text": "Thank you for your time, it was great!"}, kind="thanks")
    assert told == [{"id": 1, "findings": [{"rule": "ty-generic", "start": None, "end": None, "severity": "warn"}]}]


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": 1}', '{"id": 1, "text": 7}'])
def test_a_line_that_is_no_note_is_named_and_the_others_are_read(line: str) -> None:
    code, told, complaints = run(GOOD, line, ASKS)
    assert code == 1 and [one["id"] for one in told] == ["a1", "a2"]
    assert complaints.startswith("Line 2") and "1 of 3 lines" in complaints


def test_a_note_without_an_id_is_known_by_its_line() -> None:
    _, told, _ = run("", {"text": "Hello, how did you start? Thanks!"})
    assert told[0]["id"] == 2


def test_nothing_to_read_is_nothing_wrong() -> None:
    assert run("") == (0, [], "")


def test_progress_is_shown_to_somebody_who_watches_and_to_no_file() -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    read_notes.run(io.StringIO(json.dumps(GOOD)), io.StringIO(), screen)
    assert "Reading" in screen.getvalue() and "100%" in screen.getvalue()


def test_it_runs_without_any_settings(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PORT", "not a number")
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(GOOD)))
    assert main(["read-notes"]) == 0
    assert json.loads(capsys.readouterr().out) == {"id": "a1", "findings": []}


def test_from_the_command_line_it_reads_what_is_piped_in() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "read-notes", "--kind", "request"],
        input=json.dumps(ASKS), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and json.loads(done.stdout)["findings"][0]["rule"] == "job-ask"
    assert done.stderr == ""
