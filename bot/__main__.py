"""The command line: `python -m bot run`, `migrate`, `check`, `manifest`, `read-notes`, `hours`, `vocabulary`,
`explain-match` and `match`."""

import argparse
import asyncio
import json
import logging
import sys
import zoneinfo
from collections.abc import Sequence
from pathlib import Path

from bot import preflight
from bot.boundary.ports import CannotConnect
from bot.platforms import DISCORD, PARTS, SLACK, CannotRun, parts_of
from bot.settings import Settings
from bot.terminal import say

LIBRARIES = (
    "aiohttp",
    "alembic",
    "apscheduler",
    "asyncio",
    "discord",
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "uvicorn",
)

log = logging.getLogger("bot")


def main(argv: Sequence[str] | None = None) -> int:
    zoneinfo.reset_tzpath(())  # the zone rules of the locked tzdata, whatever this machine has
    asked = _parser().parse_args(argv)
    if asked.command == "read-notes":
        from bot import read_notes

        return read_notes.run(sys.stdin, sys.stdout, sys.stderr, kind=asked.kind)
    if asked.command == "hours":
        from bot import cases

        return cases.run(asked.cases, sys.stdout, sys.stderr, rules=asked.rules)
    if asked.command in ("vocabulary", "explain-match"):
        return _match_words(asked)
    if asked.command == "match":
        from bot.dry_run import command

        files = command.Files(asked.members, asked.mentors, asked.past, asked.out, asked.seed)
        return command.run(files, sys.stdout, sys.stderr)
    settings, wrong = preflight.read()
    if asked.command == "manifest":
        print(json.dumps(_manifest(settings, asked), indent=2, ensure_ascii=False))
        return 0
    if wrong:
        _complain(wrong)
        return 1
    _log_to_stderr(settings.log_level)
    try:
        _do(settings, asked)
    except KeyboardInterrupt:
        return 130
    except Exception as trouble:  # noqa: BLE001 - the edge of the process
        return _explain(trouble)
    return 0


def _do(settings: Settings, asked: argparse.Namespace) -> None:
    if asked.command == "check":
        print(say("check.good", parts=", ".join(parts_of(settings))))
        for line in preflight.advice(settings):
            print(say("check.advice", line=line))
        return
    from bot import main as wiring  # everything with it

    if asked.command == "migrate":
        asyncio.run(wiring.migrate(settings))
        print(say("database.migrated"))
        return
    parts = parts_of(settings, asked.only)
    for line in preflight.advice(settings):
        log.warning("%s", line)
    asyncio.run(wiring.run(settings, parts, tell=lambda told: print(told, flush=True)))
    print(say("run.stopped"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=say("help.program"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    run = commands.add_parser("run", help=say("help.run"), description=say("help.run"))
    run.add_argument("--only", type=_parts, default=(), metavar="PARTS", help=say("help.only"))
    for name in ("migrate", "check"):
        commands.add_parser(name, help=say(f"help.{name}"), description=say(f"help.{name}"))
    manifest = commands.add_parser("manifest", help=say("help.manifest"), description=say("help.manifest"))
    manifest.add_argument("platform", choices=(SLACK, DISCORD))
    manifest.add_argument("--url", type=_address, help=say("help.url"))
    manifest.add_argument("--application", default="", metavar="ID", help=say("help.application"))
    notes = commands.add_parser("read-notes", help=say("help.read_notes"), description=say("help.read_notes_more"))
    notes.add_argument("--kind", choices=("request", "thanks"), default="request", help=say("help.kind"))
    hours = commands.add_parser("hours", help=say("help.hours"), description=say("help.hours_more"))
    hours.add_argument("cases", type=Path, metavar="CASES.json", help=say("help.cases"))
    hours.add_argument("--rules", type=Path, metavar="FOLDER", help=say("help.rules"))
    _add_match_words(commands)
    match = commands.add_parser("match", help=say("help.match"), description=say("help.match_more"))
    match.add_argument("--members", type=Path, required=True, metavar="FILE.csv", help=say("help.members"))
    match.add_argument("--mentors", type=Path, required=True, metavar="FILE.csv", help=say("help.mentors"))
    match.add_argument("--past", type=Path, action="append", default=[], metavar="FILE.csv", help=say("help.past"))
    match.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help=say("help.out"))
    match.add_argument("--seed", default="", metavar="NAME", help=say("help.seed"))
    return parser


def _add_match_words(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    vocabulary = commands.add_parser("vocabulary", help=say("help.vocabulary"), description=say("help.vocabulary"))
    what = vocabulary.add_subparsers(dest="what", metavar="COMMAND", required=True)
    more = what.add_parser("import", help=say("help.vocabulary_import"), description=say("help.vocabulary_import_more"))
    more.add_argument("files", type=Path, nargs="+", metavar="FILE", help=say("help.vocabulary_files"))
    more.add_argument("--to", type=Path, default=None, metavar="FILE", help=say("help.vocabulary_to"))
    explain = commands.add_parser(
        "explain-match", help=say("help.explain_match"), description=say("help.explain_match")
    )
    explain.add_argument("request", help=say("help.request"))
    explain.add_argument("--headline", default="", metavar="TEXT", help=say("help.headline"))
    explain.add_argument("--topics", default="", metavar="TEXT", help=say("help.topics"))
    explain.add_argument("--about", default="", metavar="TEXT", help=say("help.about"))
    explain.add_argument("--vocabulary", type=Path, default=None, metavar="FILE", help=say("help.vocabulary_file"))


def _match_words(asked: argparse.Namespace) -> int:
    from bot import vocabularies

    if asked.command == "vocabulary":
        return vocabularies.run(asked.files, sys.stdout, sys.stderr, to=asked.to or vocabularies.DEFAULT)
    from bot.domain.matching import typed

    told = typed(asked.headline, asked.topics, asked.about)
    return vocabularies.explain(asked.request, told, sys.stdout, imported=asked.vocabulary or vocabularies.DEFAULT)


def _parts(given: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in given.split(",") if part.strip())
    for part in parts:
        if part not in PARTS:
            raise argparse.ArgumentTypeError(say("help.unknown_part", part=part))
    return parts


def _address(given: str) -> str:
    if not given.startswith("https://"):
        raise argparse.ArgumentTypeError(say("help.plain_url", url=given))
    return given


def _manifest(settings: Settings, asked: argparse.Namespace) -> dict[str, object]:
    from bot.speech import menu

    if asked.platform == DISCORD:
        from adapters.discord.manifest import manifest as for_discord

        return for_discord(menu.entries(), application_id=asked.application)
    from adapters.slack.manifest import manifest as for_slack

    words = {key: say(f"slack_app.{key}") for key in ("name", "description", "long_description")}
    return for_slack(menu.entries(), url=asked.url or settings.public_url or None, words=words)


def _log_to_stderr(level: str) -> None:
    """One line an event. The libraries only say what is wrong: their details hold what people wrote."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s", stream=sys.stderr)
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)


def _complain(wrong: Sequence[str]) -> None:
    print(say("check.count_one") if len(wrong) == 1 else say("check.count_other", n=len(wrong)), file=sys.stderr)
    for line in wrong:
        print(f"- {line}", file=sys.stderr)


def _explain(trouble: Exception) -> int:
    """Trouble that explains itself is said; any other is logged with its traceback."""
    if not isinstance(trouble, (CannotRun, CannotConnect)):
        log.error("stopped by an error", exc_info=trouble)
        trouble = CannotRun(say("run.unexpected", why=type(trouble).__name__))
    print(trouble, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
