"""The command line as an organiser meets it: the real process, in an empty folder, with an environment of its own."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.databases import Postgres

ROOT = Path(__file__).parents[1]
LOOPBACK = "127.0.0.1"
NOBODY = "http://127.0.0.1:9"
"""Nothing listens on the discard port."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def environment(**settings: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **settings}


def bot(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=60,
    )


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What a failed run says: no traceback, a code that is not zero."""
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    return [line for line in done.stderr.splitlines() if not re.match(r"\d{4}-", line)][-1]


@contextmanager
def running(folder: Path, *arguments: str, **settings: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The process, and the first line that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", *arguments],
        cwd=folder,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=(folder / "log").open("w"),
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline()
    finally:
        process.kill()
        process.communicate()


def ended(process: "subprocess.Popen[str]", by: signal.Signals) -> tuple[int, str]:
    process.send_signal(by)
    printed, _ = process.communicate(timeout=20)
    return process.returncode, printed


def address_in(line: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found, line
    return found[0]


# -- check, manifest, migrate ------------------------------------------------------------------------------------------


def test_check_on_a_fresh_machine_is_content_and_makes_nothing(folder: Path) -> None:
    done = bot(folder, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "playground" in done.stdout
    assert list(folder.iterdir()) == []


def test_check_says_everything_that_is_wrong_and_fails(folder: Path) -> None:
    done = bot(folder, "check", PORT="many", SLACK_BOT_TOKEN="xoxb-1", DATABASE_URL="mysql://host/db")
    assert done.returncode == 1
    assert [name for name in ("PORT", "SLACK_APP_TOKEN", "DATABASE_URL") if name not in done.stderr] == []
    assert "Traceback" not in done.stderr


def test_run_and_migrate_refuse_settings_that_check_refuses(folder: Path) -> None:
    for command in ("run", "migrate"):
        assert "SLACK_APP_TOKEN" in one_sentence(bot(folder, command, SLACK_BOT_TOKEN="xoxb-1"))
    assert list(folder.iterdir()) == []


def test_an_unknown_part_is_explained(folder: Path) -> None:
    done = bot(folder, "run", "--only", "slack,teams")
    assert done.returncode == 2
    assert "no part called teams" in done.stderr


@pytest.mark.parametrize(
    ("only", "told"),
    [
        ("slack", "no token for Slack"),
        ("discord", "no token for Discord"),
        ("nudges", "nobody to deliver nudges to"),
        ("playground,slack", "runs alone"),
    ],
)
def test_a_part_that_the_settings_do_not_allow_is_explained(folder: Path, only: str, told: str) -> None:
    assert told in one_sentence(bot(folder, "run", "--only", only))


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_a_manifest_has_the_five_commands_and_needs_no_settings(folder: Path, platform: str) -> None:
    done = bot(folder, "manifest", platform, PORT="many")
    assert (done.returncode, done.stderr) == (0, "")
    assert isinstance(json.loads(done.stdout), dict)
    for command in ("request-chat", "find-mentor", "mentor", "my-chats", "half-hour"):
        assert re.search(rf'"/?{command}"', done.stdout), command


def test_a_slack_manifest_with_an_address_is_for_http(folder: Path) -> None:
    by_option = bot(folder, "manifest", "slack", "--url", "https://bot.example.org").stdout
    by_setting = bot(folder, "manifest", "slack", PUBLIC_URL="https://bot.example.org").stdout
    settings: dict[str, Any] = json.loads(by_option)["settings"]
    assert by_option == by_setting
    assert settings["socket_mode_enabled"] is False
    assert settings["interactivity"]["request_url"] == "https://bot.example.org/slack/events"
    assert json.loads(bot(folder, "manifest", "slack").stdout)["settings"]["socket_mode_enabled"] is True


def test_a_manifest_for_a_plain_address_is_refused(folder: Path) -> None:
    done = bot(folder, "manifest", "slack", "--url", "http://bot.example.org")
    assert done.returncode == 2
    assert "https" in done.stderr


def test_migrate_makes_the_database_and_can_be_repeated(folder: Path) -> None:
    for _ in range(2):
        done = bot(folder, "migrate")
        assert (done.returncode, done.stdout) == (0, "The database is up to date.\n")
    with sqlite3.connect(folder / "halfhour.db") as database:
        assert database.execute("select count(*) from alembic_version").fetchone() == (1,)


def test_a_newer_database_is_refused_with_a_sentence(folder: Path) -> None:
    bot(folder, "migrate")
    with sqlite3.connect(folder / "halfhour.db") as database:
        database.execute("update alembic_version set version_num = 'from_the_future'")
    for command in ("migrate", "run"):
        assert "newer Half Hour" in one_sentence(bot(folder, command, PORT="0"))


def test_a_file_that_is_no_database_is_refused_with_a_sentence(folder: Path) -> None:
    (folder / "halfhour.db").write_text("a shopping list\n" * 100)
    assert "DATABASE_URL" in one_sentence(bot(folder, "run", PORT="0"))


def test_an_unreachable_postgresql_is_a_sentence_without_the_password(folder: Path) -> None:
    address = f"postgresql://user:hush@{LOOPBACK}:9/halfhour"
    for command in ("migrate", "run"):
        said = one_sentence(bot(folder, command, DATABASE_URL=address))
        assert "cannot be reached" in said
        assert "hush" not in said


def test_postgresql_is_migrated_by_the_release_and_not_by_whoever_starts(folder: Path, postgres: Postgres) -> None:
    with postgres.database(empty=True) as address:
        assert "python -m bot migrate" in one_sentence(bot(folder, "run", PORT="0", DATABASE_URL=address))
        assert bot(folder, "migrate", DATABASE_URL=address).returncode == 0
        with running(folder, PORT="0", DATABASE_URL=address) as (process, line):
            assert httpx.get(f"{address_in(line)}/healthz").text == "ok"
            assert ended(process, signal.SIGTERM)[0] == 0


def test_a_postgresql_that_refuses_us_is_a_sentence(folder: Path, postgres: Postgres) -> None:
    with postgres.database(empty=True) as address:
        stranger = re.sub(r"//[^@/]*@", "//nobody:hush@", address)
        said = one_sentence(bot(folder, "run", PORT="0", DATABASE_URL=stranger))
    assert "cannot be reached" in said
    assert "hush" not in said


# -- run ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_without_tokens_the_playground_is_open_when_its_address_is_printed(folder: Path, by: signal.Signals) -> None:
    with running(folder, PORT="0") as (process, line):
        home = address_in(line)
        assert httpx.get(f"{home}/healthz").text == "ok"
        page = httpx.get(home)
        assert (page.status_code, "text/html" in page.headers["content-type"]) == (200, True)
        assert ended(process, by) == (0, "Half Hour has stopped.\n")
    assert "Traceback" not in (folder / "log").read_text()


def test_a_stopped_playground_opens_again_as_it_was(folder: Path) -> None:
    with running(folder, "--only", "playground", PORT="0") as (process, line):
        home = address_in(line)
        who = httpx.get(f"{home}/playground/house").json()["people"][0]["user"]
        httpx.post(f"{home}/playground/act", json={"who": who, "typed": "/my-chats"}).raise_for_status()
        before = httpx.get(f"{home}/playground/feed").json()["items"]
        assert ended(process, signal.SIGTERM)[0] == 0
    with running(folder, "--only", "playground", PORT="0") as (process, line):
        after = httpx.get(f"{address_in(line)}/playground/feed").json()["items"]
    assert len(before) >= 2
    assert after == before


def test_a_playground_whose_database_is_gone_begins_anew(folder: Path) -> None:
    (folder / "playground.json").write_text("what an earlier database showed")
    with running(folder, PORT="0") as (_, line):
        assert httpx.get(f"{address_in(line)}/playground/feed").status_code == 200


@pytest.fixture
def slack() -> Iterator[dict[str, str]]:
    """Settings for Slack over HTTP, with a Slack on this machine that knows one bot token."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            known = self.path == "/api/auth.test" and self.headers["Authorization"] == "Bearer xoxb-good"
            told = {"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "B1"} if known else {"ok": False}
            body = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((LOOPBACK, 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield {
        "SLACK_BOT_TOKEN": "xoxb-good",
        "SLACK_SIGNING_SECRET": "hush",
        "SLACK_API_BASE_URL": f"http://{LOOPBACK}:{server.server_port}/api/",
        "HOST": LOOPBACK,
    }
    server.shutdown()
    thread.join()
    server.server_close()


def test_with_tokens_the_same_command_serves_slack_behind_its_signature(folder: Path, slack: dict[str, str]) -> None:
    with running(folder, PORT="0", **slack) as (process, line):
        home = address_in(line)
        assert "slack, nudges" in line
        assert httpx.get(f"{home}/healthz").text == "ok"
        assert httpx.get(home).status_code == 404
        assert httpx.post(f"{home}/slack/events", data={"command": "/my-chats"}).status_code == 401
        assert ended(process, signal.SIGTERM) == (0, "Half Hour has stopped.\n")
    log = (folder / "log").read_text()
    assert "HALFHOUR_SECRET_KEY is not set" in log
    assert [word for word in ("Traceback", "xoxb-good", "hush") if word in log] == []


def test_a_process_for_nudges_logs_in_and_listens_nowhere(folder: Path, slack: dict[str, str]) -> None:
    with running(folder, "--only", "nudges", **slack) as (process, line):
        assert line == "Half Hour is up: nudges.\n"
        assert ended(process, signal.SIGTERM)[0] == 0
    assert "connected: slack" in (folder / "log").read_text()


def test_a_process_for_nudges_that_is_given_a_port_says_that_it_is_well(folder: Path, slack: dict[str, str]) -> None:
    with running(folder, "--only", "nudges", PORT="0", **slack) as (_, line):
        home = address_in(line)
        assert httpx.get(f"{home}/healthz").text == "ok"
        assert httpx.post(f"{home}/slack/events").status_code == 404


def test_a_wrong_token_is_a_sentence(folder: Path, slack: dict[str, str]) -> None:
    said = one_sentence(bot(folder, "run", PORT="0", **{**slack, "SLACK_BOT_TOKEN": "xoxb-bad"}))
    assert "SLACK_BOT_TOKEN" in said
    assert "xoxb-bad" not in said


def test_a_busy_port_is_a_sentence_that_names_another(folder: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as busy:
        port = busy.getsockname()[1]
        said = one_sentence(bot(folder, "run", PORT=str(port)))
    assert f"Port {port} on {LOOPBACK} is in use" in said
    assert f"PORT={port + 1}" in said


def test_an_address_of_another_machine_is_a_sentence(folder: Path) -> None:
    assert "choose" in one_sentence(bot(folder, "run", HOST="192.0.2.1", PORT="0")).lower()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (
            {"SLACK_BOT_TOKEN": "xoxb-hush", "SLACK_SIGNING_SECRET": "hush", "SLACK_API_BASE_URL": f"{NOBODY}/api/"},
            "SLACK_BOT_TOKEN",
        ),
        ({"DISCORD_TOKEN": "hush.hush.hush", "DISCORD_API_BASE_URL": f"{NOBODY}/api/v10"}, "Discord cannot be reached"),
    ],
)
def test_a_platform_out_of_reach_is_a_sentence_without_the_token(
    folder: Path, settings: dict[str, str], told: str
) -> None:
    done = bot(folder, "run", PORT="0", **settings)
    assert told in one_sentence(done)
    assert "hush" not in done.stdout + done.stderr
