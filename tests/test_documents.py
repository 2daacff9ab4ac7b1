"""What the documents say is so: links, commands, settings, scopes, and the shape of a decision."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import discord
import pytest

from adapters.discord import manifest as discord_manifest
from adapters.discord.app import Client
from adapters.slack import manifest as slack_manifest
from bot import read_notes
from bot.__main__ import main
from bot.boundary.menu import ENTRIES
from bot.domain.people import House
from bot.service.organising import RULES
from bot.settings import Settings, variable
from bot.speech import catalogue, menu

ROOT = Path(__file__).parents[1]
CODE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
MADE_HERE = re.compile(
    r"/(?:\.venv|node_modules|\.\w+_cache|\.hypothesis|__pycache__|[^/]+\.egg-info)/|/\.env$|\.db(?:-\w+)?$|/playground\.json$"
)
PLATFORM_PAGES = ("https://api.slack.com/apps", "https://discord.com/developers/applications")
CREDITS = ("https://www.geonames.org/", "https://creativecommons.org/licenses/by/4.0/")
"""Whose data is shipped, and under which licence."""


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the project: those that git knows or would be given; in a folder that came without git, all but
    what was made there."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if shutil.which("git") and (ROOT / ".git").exists():
        done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True)
        names = [name for name in done.stdout.split("\0") if name]
    else:
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if not MADE_HERE.search(str(path))]
    return tuple(path for name in names if (path := ROOT / name).is_file())


def documents() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def links(document: Path) -> Iterator[tuple[bool, str, str]]:
    """Is it an image, its words, where it leads."""
    for image, words, target in LINK.findall(CODE.sub("", document.read_text(encoding="utf-8"))):
        yield bool(image), " ".join(words.split()), target


def anchors(document: Path) -> set[str]:
    """Headings as GitHub makes anchors of them."""
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", document.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def section(document: str, heading: str) -> str:
    """What stands under a heading of the second level."""
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", read(document), re.MULTILINE | re.DOTALL)
    assert found, f"{document} has no part called {heading}"
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The rows of the tables in a text, without their heads."""
    table = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    rules = [index for index, row in enumerate(table) if set("".join(row)) == {"-"}]
    return [row for index, row in enumerate(table) if index not in rules and index + 1 not in rules]


# -- links -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_relative_link_and_picture_leads_somewhere(document: Path) -> None:
    lost = []
    for _, _, target in links(document):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (document.parent / name).resolve() if name else document
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_picture_is_told_in_words(document: Path) -> None:
    assert [target for image, words, target in links(document) if image and len(words.split()) < 5] == []


# -- README ------------------------------------------------------------------------------------------------------------


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    for document in documents():
        text = document.read_text(encoding="utf-8")
        named = set(re.findall(r"(?:`|^ *|=\d+ )make ([a-z]+)", text, re.MULTILINE))
        assert named <= targets, document.name
    assert {"run", "test"} <= set(re.findall(r"^make ([a-z]+)$", read("README.md"), re.MULTILINE))


def test_every_bot_command_that_a_document_names_is_understood(capsys: pytest.CaptureFixture[str]) -> None:
    asked = set()
    for document in documents():
        asked |= set(
            re.findall(r"python -m bot ([a-z-]+)((?: slack| discord| --[a-z]+)*)", document.read_text("utf-8"))
        )
    assert {command for command, _ in asked} == {
        "run", "migrate", "check", "manifest", "read-notes", "hours", "vocabulary", "explain-match", "match",
    }  # fmt: skip
    for command, rest in sorted(asked):
        with pytest.raises(SystemExit) as told:
            main([command, "--help"])
        assert told.value.code == 0, command
        help_text = capsys.readouterr().out
        assert [word for word in rest.split() if word not in help_text] == [], command


def test_the_parts_of_the_procfile_are_explained() -> None:
    for process in re.findall(r"^(\w+):", read("Procfile"), re.MULTILINE):
        assert f"`{process}`" in section("README.md", "Running it for real")


def test_every_command_of_the_menu_is_in_the_readme_once() -> None:
    shown = [row[0] for row in rows(section("README.md", "What people can do"))]
    assert [re.split(r"[ `]", command.strip("`"))[0] for command in shown] == [f"/{entry.name}" for entry in ENTRIES]


def test_no_document_names_a_command_that_is_not_in_the_menu() -> None:
    declared = {entry.name for entry in ENTRIES}
    named = set(re.findall(r"`/([a-z]+(?:-[a-z]+)*)(?: [^`]*)?`", read("README.md")))
    assert named - {"healthz"} == declared


def settings_table() -> list[list[str]]:
    """How the README has to show the settings: variable, default, what it is for."""
    return [
        [f"`{variable(name)}`", f"`{field.default}`" if str(field.default) else "", str(field.description)]
        for name, field in Settings.model_fields.items()
    ]


def test_the_readme_has_every_setting_once_in_its_own_words() -> None:
    assert rows(section("README.md", "Settings")) == settings_table()


def test_every_setting_says_in_a_sentence_what_it_is_for() -> None:
    assert [row[0] for row in settings_table() if not re.fullmatch(r".{10,}\.", row[2])] == []


def test_the_example_of_an_env_file_has_every_setting() -> None:
    assert set(re.findall(r"^# ([A-Z_]+)=", read(".env.example"), re.MULTILINE)) == {
        variable(name) for name in Settings.model_fields
    }


def test_every_scope_is_listed_with_its_reason() -> None:
    listed = {row[0]: row[1] for row in rows(section("README.md", "Privacy"))}
    asked = {f"`{scope}`" for scope in (*slack_manifest.SCOPES, *discord_manifest.SCOPES)}
    rest = {"`connections:write`", "the intent `guilds`", f"permissions: none (`{discord_manifest.PERMISSIONS}`)"}
    assert set(listed) == asked | rest
    assert all(listed.values())


def test_the_one_intent_that_is_listed_is_the_one_that_is_asked_for() -> None:
    surface: Any = None  # asked only when somebody acts
    assert Client(surface).intents == discord.Intents(guilds=True)


def test_the_one_event_that_is_named_is_the_one_that_is_subscribed_to() -> None:
    made = slack_manifest.manifest(
        menu.entries(), url=None, words={"name": "x", "description": "x", "long_description": "x" * 175}
    )
    (event,) = made["settings"]["event_subscriptions"]["bot_events"]
    assert f"The one event that it hears is `{event}`" in read("README.md")


def test_the_licence_of_every_shipped_font_is_linked() -> None:
    fonts = {path.stem for path in (ROOT / "adapters/playground/fonts").glob("*.woff2")}
    linked = {target for _, _, target in links(ROOT / "README.md")}
    assert {f"adapters/playground/fonts/{font}-OFL.txt" for font in fonts} <= linked


def test_web_addresses_in_the_readme_are_those_of_the_platforms_or_examples() -> None:
    addresses = set(re.findall(r"https?://[^\s<>`)]+", read("README.md")))
    allowed = {*PLATFORM_PAGES, *CREDITS, "https://halfhour.example.org", "http://127.0.0.1:8030"}
    shown_as_defaults = {str(field.default) for field in Settings.model_fields.values()}
    assert addresses <= allowed | shown_as_defaults


# -- docs/organisers.md ------------------------------------------------------------------------------------------------


def test_organisers_read_every_house_rule_with_its_numbers() -> None:
    house = House()
    wanted = [
        [catalogue.sentence(f"fact.rule.{name}", "en"), str(getattr(house, name)), f"{least} to {most}"]
        for name, (least, most) in RULES.items()
    ]
    guests = [catalogue.sentence("fact.rule.guests", "en"), "Yes" if house.guests else "No", "Yes or No"]
    assert [row[:3] for row in rows(section("docs/organisers.md", "The house rules"))] == [*wanted, guests]


@pytest.mark.parametrize("document", ["README.md", "docs/organisers.md"])
def test_a_button_that_a_page_names_is_there(document: str) -> None:
    """What stands in bold and is one of the bot's buttons is spelt as the button is."""
    bold = {" ".join(words.split()) for words in re.findall(r"\*\*([^*]+)\*\*", read(document))}
    ours = {words for key, words in catalogue.keys("en").items() if key.startswith("button.")}
    named = {"Export my data", "Forget me", "Settings", "House rules", "Link another place"}
    if document != "README.md":
        named = {"House rules", "Exclude someone", "Pause Half Hour", "Link another place", "Enter a code"}
    assert named <= bold
    assert named <= ours


# -- CONTRIBUTING and CHANGELOG ----------------------------------------------------------------------------------------


def test_the_note_that_organisers_are_shown_is_read_as_they_are_told() -> None:
    example = re.search(r"\$ echo '(.*)' \| python -m bot read-notes\n(.*)\n", read("docs/organisers.md"))
    assert example
    found = io.StringIO()
    assert read_notes.run(io.StringIO(example[1]), found, io.StringIO()) == 0
    assert found.getvalue() == f"{example[2]}\n"


def test_every_path_that_contributing_names_exists() -> None:
    """A path in backticks with a slash in it, and each name of the tree."""
    text = read("CONTRIBUTING.md")
    paths = set(re.findall(r"`((?:bot|adapters|storage|tests|docs|\.ci)/[\w./]*)`", text))
    assert len(paths) > 20
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


def test_the_tree_in_contributing_is_the_tree() -> None:
    tree = re.search(r"```text\n(.*?)```", section("CONTRIBUTING.md", "How the house is laid out"), re.DOTALL)
    assert tree
    folder, lost = "", []
    for line in tree[1].splitlines():
        name = line.split()[0]
        if not line.startswith(" "):
            folder, path = name, name
        else:
            path = folder + name
        if not (ROOT / path).exists():
            lost.append(path)
    assert lost == []


def test_every_decision_says_what_instead_why_and_when_to_reconsider() -> None:
    decisions = re.split(r"^### ", section("CONTRIBUTING.md", "Decisions"), flags=re.MULTILINE)[1:]
    assert len(decisions) >= 15
    lacking = [
        decision.splitlines()[0]
        for decision in decisions
        if re.findall(r"^- \*\*(\w+)", decision, re.MULTILINE) != ["What", "Instead", "Why", "Reconsider"]
    ]
    assert lacking == []


def test_the_changelog_is_kept_as_keep_a_changelog_says() -> None:
    text = read("CHANGELOG.md")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading) for heading in headings[1:])
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert re.findall(r"^- \S", text, re.MULTILINE)


# -- every file --------------------------------------------------------------------------------------------------------

# put together from halves, so that this file does not name them either
INDEX = re.compile(
    r"\bpython" + r"hosted\.org|\bpy" + r"pi\.(?:org|python)|/sim" + r"ple/(?:\s|$|\")|index-url[= ]\S*:"
)
MACHINE = re.compile(r"(?<![\w.])/(?:wor" + r"k|ro" + r"ot|ho" + r"me|Use" + r"rs)/\w")


def test_no_file_names_a_package_index_or_a_path_of_somebodys_machine() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        for number, line in enumerate(text.splitlines(), 1):
            if INDEX.search(line) or MACHINE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == []
