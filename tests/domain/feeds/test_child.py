"""The reading in a process of its own, as whoever fetches starts it."""

import json
import subprocess
import sys

import pytest

from tests.domain.feeds.written import calendar, event

ASKED = {
    "zone": "Europe/Berlin",
    "owner": "maya@example.org",
    "since": "2026-06-01T00:00:00Z",
    "until": "2026-06-03T00:00:00+00:00",
}
MEETING = event("DTSTART;TZID=Europe/Berlin:20260601T120000", "DURATION:PT1H", "SUMMARY:Café")


def run(given: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-I", "-c", "import sys; sys.path.insert(0, '.'); import runpy; "
         "runpy.run_module('bot.domain.feeds.child', run_name='__main__')"],
        input=given, capture_output=True, timeout=60, env={}, check=False,
    )  # fmt: skip


def asked(feed: str, **changed: object) -> bytes:
    return json.dumps(ASKED | changed).encode() + b"\n" + feed.encode()


def test_it_answers_in_one_line() -> None:
    done = run(asked(calendar(MEETING)))
    assert json.loads(done.stdout) == {
        "status": "ok", "busy": [["2026-06-01T10:00:00+00:00", "2026-06-01T11:00:00+00:00"]],
    }  # fmt: skip
    assert done.returncode == 0 and done.stdout.endswith(b"}\n") and not done.stderr


def test_what_is_no_calendar_is_an_error_without_its_words() -> None:
    done = run(asked("<html>the secret</html>"))
    told = json.loads(done.stdout)
    assert told["status"] == "error" and "secret" not in told["why"] and done.returncode == 0


@pytest.mark.parametrize("given", [b"", b"{}\n", b"what\n", asked(calendar(), zone="Mars/Olympus")])
def test_a_question_that_makes_no_sense_ends_it_without_an_answer(given: bytes) -> None:
    done = run(given)
    assert done.returncode != 0 and not done.stdout


def test_it_cannot_take_all_memory() -> None:
    code = "from bot.domain.feeds.child import confine; confine(); print(len(bytearray(4_000_000_000)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert done.returncode != 0 and b"MemoryError" in done.stderr
