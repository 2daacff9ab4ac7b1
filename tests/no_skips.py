"""With HALFHOUR_NO_SKIPS=1, or in CI, a skipped test fails the run: what CI has not run, nobody has."""

import os

import pytest


def forbidden() -> bool:
    """CI=true counts as the wish too, unless HALFHOUR_NO_SKIPS=0 takes it back."""
    wish = os.environ.get("HALFHOUR_NO_SKIPS")
    return os.environ.get("CI") == "true" if wish is None else wish not in ("", "0")


class NoSkips:
    """Remembers what was skipped, a test or a whole file, and turns a green run red."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.skipped.append(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.skipped:
            terminalreporter.section("skipped where nothing may be skipped", red=True)
            for name in self.skipped:
                terminalreporter.line(name)


def pytest_configure(config: pytest.Config) -> None:
    if forbidden():
        config.pluginmanager.register(NoSkips(), "no-skips")
