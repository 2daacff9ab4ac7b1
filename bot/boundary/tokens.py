"""A command as a short string that a button can carry, and back: `encode(command) <-> decode(token)`.

A token is readable and replayable by whoever sees it. That is safe: what may be done is decided in the domain, from who
presses, never from the token."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import quote, unquote

from bot.boundary.commands import COMMANDS, Command
from bot.domain.people import Person

MAX_TOKEN = 78
"""Discord's 100, less what an adapter needs to note the server beside it: a direct message does not tell."""
VERSION = "hh1"

VERBS = {re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.__name__).lower(): kind for kind in COMMANDS}
NAMES = {kind: verb for verb, kind in VERBS.items()}


class BadToken(ValueError):
    """Not one of ours, or tampered with."""


def encode(command: Command) -> str:
    """`hh1.pick-slot.c4f9.2a7x`: a version, the verb, then the fields in their order. What a command
    has by default is left blank, and trailing blanks are left out.

    Raises BadToken when it would be longer than MAX_TOKEN; such a command belongs in a draft."""
    token = ".".join([VERSION, *flatten(command)])
    if len(token) > MAX_TOKEN:
        raise BadToken(f"{type(command).__name__} needs {len(token)} characters")
    return token


def decode(token: str) -> Command:
    """Raises BadToken for whatever `encode` would not have made."""
    version, *parts = token.split(".") if token else [""]
    if version != VERSION or not parts or len(token) > MAX_TOKEN:
        raise BadToken(token[:20])
    return unflatten(parts)


def flatten(command: Command) -> list[str]:
    """The verb and each field as text, of any length; a draft is stored so."""
    given = [(getattr(command, f.name), f.default) for f in fields(command)]
    words = ["" if value == default else _write(value) for value, default in given]
    while words and not words[-1]:
        words.pop()
    return [NAMES[type(command)], *words]


def unflatten(parts: Sequence[str]) -> Command:
    """Raises BadToken unless `flatten` could have made `parts`."""
    verb, *words = parts
    if verb not in VERBS:
        raise BadToken(verb[:20])
    kind = VERBS[verb]
    names = [f.name for f in fields(kind)]
    if len(words) > len(names):
        raise BadToken(verb)
    hints = _hints(verb)
    try:
        return kind(**{name: _read(hints[name], word) for name, word in zip(names, words, strict=False) if word})  # type: ignore[no-any-return]
    except (ValueError, TypeError, OverflowError) as trouble:
        raise BadToken(verb) from trouble


def fill(command: Command, blanks: Mapping[str, str | bool | Sequence[str]]) -> Command:
    """The command with a form's blanks filled in. Words are normalised and freed of invisible control characters;
    a value that does not parse becomes the field's empty value, so that the desk can ask for it again. Raises
    BadToken for a blank that the command does not have."""
    hints = _hints(NAMES[type(command)])
    filled: dict[str, Any] = {}
    for name, value in blanks.items():
        if name not in hints:
            raise BadToken(name[:20])
        filled[name] = _fill(hints[name], value)
    return replace(command, **filled)


def _fill(hint: Any, value: str | bool | Sequence[str]) -> Any:
    if hint is bool:
        return bool(value)
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        words = [value] if isinstance(value, str) else list(value) if not isinstance(value, bool) else []
        return tuple(made for word in words if word and (made := _try(item, word)) is not None)
    word = value if isinstance(value, str) else "" if isinstance(value, bool) else next(iter(value), "")
    if hint is str:
        return clean(word)
    if hint is int:
        return _try(int, word, written=False) or 0
    return _try(_bare(hint), word)


def _try(kind: Any, word: str, *, written: bool = True) -> Any:
    try:
        return _read(kind, word) if written else kind(word)
    except (ValueError, TypeError, OverflowError):
        return None


_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def clean(words: str) -> str:
    """NFC, plain line ends, no control, direction-override or half characters, no blank edges. Real right-to-left text
    stays as it is."""
    return _CONTROL.sub("", unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def _write(value: object) -> str:
    match value:
        case None | False | "":
            return ""
        case True:
            return "1"
        case int():
            return str(value)
        case str() | Person():
            return quote(str(value), safe=":/").replace(".", "%2E")
        case datetime():
            return _base36(int(value.timestamp()) // 60)
        case tuple():
            return "~".join(_write(item).replace("~", "%7E") for item in value)
        case _:
            raise TypeError(f"cannot write {value!r}")


def _read(hint: Any, word: str) -> Any:
    hint = _bare(hint)
    if hint is str:
        return unquote(word, errors="strict")
    if hint is bool:
        if word != "1":
            raise ValueError(word)
        return True
    if hint is int:
        return int(word)
    if hint is Person:
        return Person.parse(unquote(word, errors="strict"))
    if hint is datetime:
        return datetime.fromtimestamp(int(word, 36) * 60, UTC)
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], part) for part in word.split("~"))
    raise TypeError(hint)


def write_time(moment: datetime) -> str:
    """How a time stands in an option's value; `fill` reads it back. Minutes are the finest it knows."""
    return _write(moment)


def _bare(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return next(kind for kind in get_args(hint) if kind is not NoneType)
    return hint


@cache
def _hints(verb: str) -> dict[str, Any]:
    return get_type_hints(VERBS[verb])


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits or "0"
