"""Which sentences the code says, read from its syntax: literal keys, and keys put together at run time, whose possible
values are listed here. A key that is put together anew without being listed is refused, so the list stays whole."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.boundary.menu import ENTRIES
from bot.domain.calendars import Trouble
from bot.domain.chats import ABSENT, SHARES, Reason, Status
from bot.domain.etiquette.findings import RULES as RULES_OF_NOTES
from bot.domain.etiquette.findings import Severity
from bot.domain.etiquette.questions import Topic
from bot.domain.etiquette.run_sheet import PARTS
from bot.domain.nudges import GROUPS, Kind
from bot.domain.room import Door
from bot.service.answering import PAUSES, READY
from bot.service.hours_forms import A_MONTH, REPLY_HOURS
from bot.service.organising import RULES
from bot.service.own_questions import THEMES
from bot.service.reading_rules import GROUPS as READING
from bot.service.reading_rules import STRENGTHS
from bot.speech import catalogue

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot/boundary", "bot/domain", "bot/service", "bot/speech", "adapters")
GENERIC = {"bot/speech/voice.py", "bot/speech/catalogue.py"}
"""Here keys only pass through."""

PERIODS = ("day", "week", "month")
SIDES = ("mentor", "mentee")
STATES = {*map(str, Status), "lapsed", "moving_mine", "moving_theirs", "missed", "over", "thanked", "differ", "closed"}
TO_BOTH = {Kind.BOOKED, Kind.MOVED, Kind.DAY_BEFORE, Kind.SOON, Kind.HAPPENED, Kind.CANCELLED, Kind.DRIFT}
OTHERWISE = {
    Kind.TIDY, Kind.UNREACHED, Kind.REPORT, Kind.APPEAL, Kind.APPEALED, Kind.EXPORT, Kind.BACK, Kind.CALENDAR_LOST,
    Kind.INTRO_ASK, Kind.INTRO_OFFER, Kind.INTRO_MADE, Kind.LETTER, Kind.MAIL_CODE,
}  # fmt: skip
"""Nudges that are silent, or whose words stand under a key of their own."""

RULE_NAMES = {f"option.reading_rule.{rule}" for rule in RULES_OF_NOTES}

Place = tuple[str, str]
MADE: Mapping[Place, set[str]] = {
    ("bot/service/asking.py", "f'refusal.{wanted.room.door}'"): {
        f"refusal.{door}" for door in set(Door) - {Door.OPEN, Door.STOPPED, Door.UNREADY}
    },
    ("bot/domain/refusals.py", "f'refusal.limit.{period}'"): {f"refusal.limit.{period}" for period in PERIODS},
    ("bot/service/lookups.py", "f'refusal.limit_all.{refusal.period}'"): {
        f"refusal.limit_all.{period}" for period in PERIODS
    },
    ("bot/service/asking.py", "f'trouble.{key}'"): {"trouble.topic", "trouble.note", "trouble.questions"},
    ("bot/service/coaching.py", "f'coach.{rule}'"): {f"coach.{rule.replace('-', '_')}" for rule in RULES_OF_NOTES},
    ("bot/service/appealing.py", "f'option.reading_rule.{rule}'"): RULE_NAMES,
    ("bot/service/reading_rules.py", "f'option.reading_rule.{rule}'"): RULE_NAMES,
    ("bot/service/reading_rules.py", "f'option.strength.{meant}'"): {f"option.strength.{one}" for one in Severity},
    ("bot/service/browsing.py", "f'home.{group}'"): {"home.yours", "home.upcoming", "home.waiting", "home.past"},
    ("bot/service/desk.py", "f'phrase.{name}'"): set(),  # the adapters name them
    ("bot/service/answering.py", "f'option.decline.{reason}'"): {f"option.decline.{reason}" for reason in READY},
    ("bot/service/answering.py", "f'decline_line.{reason}'"): {f"decline_line.{reason}" for reason in READY},
    ("bot/service/thanking.py", "f'reflect.{told.listened}'"): {f"reflect.{share}" for share in SHARES},
    ("bot/speech/run_sheet.py", "f'run_sheet.{step.part}'"): {f"run_sheet.{part}" for part in PARTS},
    ("bot/service/mentoring.py", "f'profile.{door}'"): {f"profile.{door}" for door in Door},
    ("bot/service/mentoring.py", "f'trouble.{key}'"): {"trouble.headline", "trouble.topics"},
    ("bot/service/settling.py", "f'option.group.{name}'"): {f"option.group.{name}" for name in GROUPS},
    ("bot/service/settling.py", "f'option.group.{command.group}'"): {f"option.group.{name}" for name in GROUPS},
    ("bot/service/telling.py", "f'nudge.{nudge.kind}.{side}'"): {
        f"nudge.{kind}.{side}" for kind in TO_BOTH for side in SIDES
    },
    ("bot/service/telling.py", "f'nudge.{nudge.kind}'"): {f"nudge.{k}" for k in set(Kind) - TO_BOTH - OTHERWISE},
    ("bot/service/inviting.py", "f'nudge.{kind}.{side}'"): {
        f"nudge.{kind}.{side}" for kind in (Kind.BOOKED, Kind.MOVED, Kind.CANCELLED) for side in SIDES
    },
    ("bot/service/telling.py", "f'absent.{noted}'"): {f"absent.{who}" for who in ABSENT},
    ("bot/service/calendars.py", "f'calendar_why.{calendar.trouble}'"): {f"calendar_why.{why}" for why in Trouble},
    ("bot/speech/menu.py", "f'command.{key}.does'"): {f"command.{e.name.replace('-', '_')}.does" for e in ENTRIES},
    ("bot/speech/menu.py", "f'command.{key}.{entry.argument.name}'"): {
        f"command.{e.name.replace('-', '_')}.{e.argument.name}" for e in ENTRIES if e.argument
    },
    ("bot/speech/menu.py", "f'command.{key}.shortcut'"): {
        f"command.{e.name.replace('-', '_')}.shortcut" for e in ENTRIES if e.shortcut
    },
    ("bot/speech/standing.py", "f'chat.{role}.{current}'"): {
        f"chat.{side}.{state}" for side in SIDES for state in {*STATES, "ended"}
    },
    ("bot/speech/standing.py", "f'reason.{chat.reason}'"): {f"reason.{reason}" for reason in (*Reason, "left")},
}  # fmt: skip
"""(file, the f-string) -> the whole keys that it can make."""

PASSED: Mapping[tuple[str, str, str], set[str]] = {
    ("bot/service/browsing.py", "button", "label"): {"answer", "withdraw", "move", "yes_happened", "take_away"},
    ("bot/service/listing.py", "button", "f'choose_{key}'"): {"choose_unblock", "choose_readmit"},
    ("bot/service/listing.py", "button", "f'choose_{key}_else'"): {"choose_unblock_else", "choose_readmit_else"},
    ("bot/service/coaching.py", "button", "f\"mend_{finding.rule.replace('-', '_')}\""): {
        "mend_over_30", "mend_no_thanks",
    },
    ("bot/service/appealing.py", "card", "key"): {"appeal_was_passed", "appeal_was_kept"},
    ("bot/service/own_questions.py", "card", "f'own_{theme}'"): {f"own_{theme}" for theme in THEMES},
    ("bot/service/own_questions.py", "button", "f'topic_{topic}'"): {f"topic_{topic}" for topic in Topic},
    ("bot/service/reading_rules.py", "card", "f'reading_{group}'"): {f"reading_{group}" for group in READING},
    ("bot/service/listing.py", "button", "key"): {"unblock", "readmit"},
    ("bot/service/organising.py", "fact", "f'count.{key}'"): {
        f"count.{stage}" for stage in ("asked", "answered", "booked", "happened", "thanked")
    },
    ("bot/service/organising.py", "fact", "f'rule.{key}'"): {f"rule.{rule}" for rule in RULES},
    ("bot/service/introducing.py", "card", "key"): {"introduction_yes", "introduction_no"},
    ("bot/service/call.py", "card", "key"): set(),  # the same call, one level up, is read too
    ("bot/speech/standing.py", "card", "key"): set(),  # listed above
    ("bot/speech/standing.py", "button", "f'absent_{who}'"): {"absent_me", "absent_them", "absent_both"},
    ("bot/speech/standing.py", "button", "f'reflect_{share}'"): {f"reflect_{share}" for share in SHARES},
    ("bot/speech/standing.py", "times", "key"): {"times", "offered", "moving_to"},
}  # fmt: skip
"""(file, what is made, its key as written) -> the keys of cards, or within `button.` and so on, that it can have."""

CHOICES: Mapping[str, tuple[object, ...]] = {
    "a_month": (*A_MONTH, 5),  # and whatever else was kept before
    "decline": tuple(Reason),
    "group": tuple(GROUPS),
    "guests": ("yes", "no"),
    "hour": tuple(range(24)),
    "minutes": (15, 20, 25, 30),
    "pause": PAUSES[1:],
    "reading_rule": tuple(RULES_OF_NOTES),
    "reply": (*REPLY_HOURS, 30),
    "strength": STRENGTHS,
}

VOICES = {"voice", "call.voice", "self.voice"}
UNDER = {"card": "", "button": "button.", "fact": "fact.", "times": "fact.", "quote": "quote."}
NOT_NAMES = {"lead", "facts", "quotes", "picks", "buttons", "files", "small", "replacing", "main", "danger"}


@dataclass(frozen=True)
class Use:
    """`given` are the names filled in, None where they are not written out at this place."""

    key: str
    where: str
    given: frozenset[str] | None = None


@cache
def uses() -> tuple[Use, ...]:
    former = Use("phrase.former_member", "bot/speech/voice.py", frozenset())
    return (former, *(use for path, tree in sources() for use in _of_file(path, tree)))


@cache
def sources() -> tuple[tuple[str, ast.Module], ...]:
    found = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))
    named = ((path.relative_to(ROOT).as_posix(), path) for path in found)
    return tuple((name, ast.parse(path.read_text("utf-8"))) for name, path in named if name not in GENERIC)


def reached(key: str) -> set[str]:
    """The sentences behind a key: itself, counted, or a card's title, body and point. Empty for no sentence."""
    parts = (key, f"{key}.title", f"{key}.body", f"{key}.point")
    return {full for part in parts for full in (part, f"{part}.one", f"{part}.other") if full in catalogue.keys("en")}


def _of_file(path: str, tree: ast.Module) -> Iterator[Use]:
    for node in ast.walk(tree):
        where = f"{path}:{getattr(node, 'lineno', 0)}"
        match node:
            case ast.Constant(value=str(words)) if _is_key(words):
                yield Use(words, where)
            case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]) if _is_key(f"{start}x"):
                written = (path, ast.unparse(node))
                if written not in MADE:
                    raise AssertionError(f"{where} makes a key that tests/speech/uses.py does not list: {written[1]}")
                yield from (Use(key, where) for key in sorted(MADE[written]))
            case ast.Call():
                yield from _said(path, where, node)


def _is_key(words: str) -> bool:
    section, dot, rest = words.partition(".")
    return bool(dot and rest) and section in _sections() and all(part.isidentifier() for part in rest.split("."))


@cache
def _sections() -> frozenset[str]:
    return frozenset(key.partition(".")[0] for key in catalogue.keys("en"))


def _said(path: str, where: str, call: ast.Call) -> Iterator[Use]:
    """What a call of the voice says."""
    if not call.args:
        return
    given = None if any(k.arg is None for k in call.keywords) else frozenset(str(k.arg) for k in call.keywords)
    given = given and given - NOT_NAMES
    owner = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    made = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if ast.unparse(call.func) in VOICES or (made == "text" and owner in VOICES):
        yield from (Use(key, where, given) for key in _literals(call.args[0]))
    elif made in UNDER and (owner in VOICES or owner == "call"):
        written = (path, made, ast.unparse(call.args[0]))
        keys = PASSED[written] if written in PASSED else _literals(call.args[0])
        listed = written in PASSED or written[::2] in MADE
        if not keys and not listed:
            raise AssertionError(f"{where} makes a {made} that tests/speech/uses.py does not list")
        yield from (Use(f"{UNDER[made]}{key}", where, given) for key in sorted(keys))
    elif made == "field" and owner in VOICES:
        for key in _literals(call.args[0]):
            yield Use(f"field.{key}.label", where, frozenset())
            parts = (f"field.{key}.{part}" for part in ("hint", "example"))
            yield from (Use(part, where, frozenset()) for part in parts if catalogue.has(part))
    elif made == "options" and owner in VOICES:
        for key in _literals(call.args[0]):
            for value in CHOICES[key]:
                named = f"option.{key}.{value}"
                yield (
                    Use(named, where, frozenset())
                    if catalogue.has(named)
                    else Use(f"option.{key}", where, frozenset("n"))
                )
    elif made.endswith("phrase"):
        yield from (Use(f"phrase.{key}", where, frozenset()) for key in _literals(call.args[0]))


def _literals(written: ast.expr) -> set[str]:
    match written:
        case ast.Constant(value=str(key)):
            return {key}
        case ast.IfExp(body=body, orelse=orelse):
            return _literals(body) | _literals(orelse)
        case _:
            return set()
