"""The dependency rule, and the few things that may happen in one place only."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "adapters", "storage")
NO_IO = (
    "aiohttp", "alembic", "apscheduler", "asyncpg", "discord", "pydantic_settings", "slack_bolt", "slack_sdk",
    "sqlalchemy", "starlette", "uvicorn",
)  # fmt: skip


def python(code: str) -> str:
    """What a fresh interpreter prints that knows nothing of this one's environment."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (ROOT / package).rglob("*.py")


def calls(tree: ast.AST) -> Iterator[str]:
    """The dotted names of everything that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_the_import_contracts_hold() -> None:
    lint = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"]
    done = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_importing_the_core_with_an_empty_environment_makes_nothing(tmp_path: Path) -> None:
    core = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for part in ("boundary", "domain", "service", "speech")
        for path in sorted((ROOT / "bot" / part).rglob("*.py"))
    ]
    code = f"""
import importlib, os, sys, threading
os.chdir({str(tmp_path)!r})
sys.path.insert(0, {str(ROOT)!r})
for name in ["bot", *{core!r}]:
    importlib.import_module(name)
print([name for name in {NO_IO!r} if name in sys.modules], os.listdir(), threading.active_count())
"""
    assert python(code).strip() == "[] [] 1"


def test_the_wiring_can_be_imported_with_an_empty_environment(tmp_path: Path) -> None:
    code = f"""
import os, sys
os.chdir({str(tmp_path)!r})
sys.path.insert(0, {str(ROOT)!r})
import bot.main, bot.__main__
print([name for name in ("discord", "slack_bolt") if name in sys.modules], os.listdir())
"""
    assert python(code).strip() == "[] []"


@pytest.mark.parametrize("adapter", ["slack", "discord", "playground"])
def test_every_adapter_has_the_same_four_files(adapter: str) -> None:
    files = {path.name for path in (ROOT / "adapters" / adapter).glob("*.py")}
    assert {"app.py", "parse.py", "render.py", "messenger.py"} <= files


def test_the_clock_is_read_in_main_and_nowhere_else() -> None:
    clocks = re.compile(r"(^|\.)(datetime|date|func)\.(now|utcnow|today)$|^time\.(time|time_ns|localtime|gmtime)$")
    readers = {
        str(path.relative_to(ROOT))
        for path in sources()
        for call in calls(ast.parse(path.read_text(encoding="utf-8")))
        if clocks.search(call)
    }
    assert readers == {"bot/main.py"}


def test_no_module_does_its_work_on_import() -> None:
    """A call at the top of a module may build a value, and nothing that opens, connects or starts."""
    makers = re.compile(
        r"(^|\.)(open|connect|create_\w*engine|start|run|Client|AsyncApp|AsyncWebClient|Settings|read_text)$"
    )
    made = []
    for path in sources():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr):
                made += [f"{path.relative_to(ROOT)}: {call}" for call in calls(node) if makers.search(call)]
    assert made == []


def test_every_line_of_the_terminal_is_said_somewhere_and_every_line_said_is_there() -> None:
    tables = tomllib.loads((ROOT / "bot/speech/terminal.toml").read_text(encoding="utf-8"))
    there = {f"{table}.{line}" for table, lines in tables.items() for line in lines}
    code = "".join(
        (ROOT / "bot" / name).read_text()
        for name in (
            "dry_run/command.py",
            "dry_run/people.py",
            "dry_run/sheets.py",
            "__main__.py",
            "main.py",
            "platforms.py",
            "preflight.py",
            "read_notes.py",
            "vocabularies.py",
            "cases/__init__.py",
        )
    )
    said = set(re.findall(rf'"((?:{"|".join(tables)})\.\w+)"', code))
    said |= {line for line in there if line.startswith("slack_app.")} | {"help.migrate", "help.check"}
    assert said == there


def test_locks_name_no_index_and_no_folder() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if "://" in line or line.startswith("-") or " @ " in line]
        pins = [index for index, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
        assert len(pins) > 30
        assert all("--hash=sha256:" in lines[index + 1] for index in pins), lock


def test_both_locks_agree() -> None:
    pins = [
        set(re.findall(r"^[a-z0-9][^ ]*==[^ ]+", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in ("requirements.lock", "requirements-dev.lock")
    ]
    assert pins[0] < pins[1]


def test_every_dependency_is_locked_and_says_why_it_is_there() -> None:
    told = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(told)["project"]
    extras = project["optional-dependencies"]
    for needed in [*project["dependencies"], *extras["test"], *extras["dev"]]:
        name = re.split(r"[\[<>=]", needed)[0].lower().replace("_", "-").replace(".", "-")
        assert re.search(rf"^{name}==", (ROOT / "requirements-dev.lock").read_text(encoding="utf-8"), re.MULTILINE), (
            name
        )
        assert re.search(rf'"{re.escape(needed)}",\s+# \w', told), f"{name}: why?"


def test_ci_runs_make_check_with_nothing_skipped() -> None:
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "HALFHOUR_NO_SKIPS=1 make check" in (ROOT / ".ci/run").read_text(encoding="utf-8")
