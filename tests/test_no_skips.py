"""A skipped test fails the run where nothing may be skipped, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ONE_SKIPPED = "import pytest\ndef test_runs(): pass\ndef test_skips(): pytest.skip('no browser')\n"
ALL_SKIPPED = "import pytest\npytest.skip('no database', allow_module_level=True)\n"
EXPECTED = "import pytest\n@pytest.mark.xfail\ndef test_fails(): assert False\n"


def run(folder: Path, code: str, **environment: str) -> tuple[int, str]:
    (folder / "test_it.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.no_skips", "-p", "no:cacheprovider", "-p", "no:simcord", "-q"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("code", [ONE_SKIPPED, ALL_SKIPPED])
@pytest.mark.parametrize("environment", [{"HALFHOUR_NO_SKIPS": "1"}, {"CI": "true"}])
def test_a_skip_fails_the_run_where_nothing_may_be_skipped(
    tmp_path: Path, code: str, environment: dict[str, str]
) -> None:
    code_of_exit, printed = run(tmp_path, code, **environment)
    assert code_of_exit == 1
    assert "skipped where nothing may be skipped" in printed


@pytest.mark.parametrize("environment", [{}, {"CI": "true", "HALFHOUR_NO_SKIPS": "0"}])
def test_elsewhere_a_skip_is_only_a_skip(tmp_path: Path, environment: dict[str, str]) -> None:
    assert run(tmp_path, ONE_SKIPPED, **environment)[0] == 0


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    assert run(tmp_path, EXPECTED, HALFHOUR_NO_SKIPS="1")[0] == 0
