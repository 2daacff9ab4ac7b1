"""Five readers that have nothing to do with each other look at an invitation and say what they do not like: our own
rules, icalendar, libical (Evolution, KOrganizer), ical.js (Thunderbird) and node-ical."""

import ctypes
import ctypes.util
import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.invitations import rules

HERE = Path(__file__).parent
NODE = shutil.which("node")
INSTALLED = all((HERE / "node_modules" / name).is_dir() for name in ("ical.js", "node-ical"))
LIBICAL = ctypes.util.find_library("ical")

needs_libical = pytest.mark.skipif(LIBICAL is None, reason="no libical on this machine (apt install libical3)")
needs_node = pytest.mark.skipif(
    NODE is None or not INSTALLED,
    reason="no Node.js with ical.js on this machine (apt install nodejs npm; npm ci --prefix tests/invitations)",
)
READERS = (
    "rules",
    "icalendar",
    pytest.param("libical", marks=needs_libical),
    pytest.param("ical.js", marks=needs_node),
    pytest.param("node-ical", marks=needs_node),
)
"""For parametrize: a reader that is not on this machine is left out, with the reason; in CI nothing may be."""


def complaints(reader: str, files: Sequence[bytes], *, feed: bool = False) -> list[list[str]]:
    """What this reader has against each of the files."""
    match reader:
        case "rules":
            return [rules.complaints(file, feed=feed) for file in files]
        case "icalendar":
            return [_icalendar(file) for file in files]
        case "libical":
            return [_libical(file) for file in files]
        case _:
            return [each[reader] for each in _node(tuple(files), feed)]


def _icalendar(file: bytes) -> list[str]:
    try:
        calendar = Calendar.from_ical(file)
        found = [
            f"{property}: {trouble}" for part in calendar.walk() for property, trouble in getattr(part, "errors", ())
        ]
        for part in calendar.walk():
            found += [f"{part.name} lacks {name}" for name in getattr(part, "required", ()) if name not in part]
            alone = (name for name in getattr(part, "singletons", ()) if isinstance(part.get(name), list))
            found += [f"{part.name} has {name} twice" for name in alone]
        for event in calendar.events:
            found += [] if event.start < event.end else ["ends before it has begun"]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as trouble:
        return [f"refuses it: {type(trouble).__name__}: {trouble}"[:120]]
    return found


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(LIBICAL)
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    for name in ("icalcomponent_count_errors", "icalrestriction_check"):
        getattr(library, name).restype = ctypes.c_int
        getattr(library, name).argtypes = [ctypes.c_void_p]
    library.icalcomponent_as_ical_string_r.restype = ctypes.c_void_p
    library.icalcomponent_as_ical_string_r.argtypes = [ctypes.c_void_p]
    library.icalcomponent_free.restype = None
    library.icalcomponent_free.argtypes = [ctypes.c_void_p]
    library.icalerror_set_errors_are_fatal.restype = None
    library.icalerror_set_errors_are_fatal.argtypes = [ctypes.c_int]
    library.icalerror_set_errors_are_fatal(0)
    return library


def _libical(file: bytes) -> list[str]:
    """It notes errors of syntax as properties of their own, and then knows what each METHOD must and must not hold."""
    library = _library()
    calendar = library.icalparser_parse_string(file)
    if not calendar:
        return ["sees no calendar"]
    errors, allowed = library.icalcomponent_count_errors(calendar), library.icalrestriction_check(calendar)
    written = ctypes.string_at(library.icalcomponent_as_ical_string_r(calendar))  # leaks a few bytes, in a test
    library.icalcomponent_free(calendar)
    noted = re.findall(rb"X-LIC-ERROR[^\n]*", re.sub(rb"\r?\n ", b"", written))
    found = [note.partition(b":")[2].decode("utf-8", "replace").strip()[:120] for note in noted]
    return found + ([f"{errors} errors"] if errors else []) + ([] if allowed else ["is not allowed with this METHOD"])


@cache
def _node(files: tuple[bytes, ...], feed: bool) -> list[dict[str, list[str]]]:
    """Both readers at once, in one process for all the files: starting it costs more than reading."""
    assert NODE is not None
    shown = json.dumps([{"text": file.decode("utf-8", "replace"), "feed": feed} for file in files])
    done = subprocess.run(
        [NODE, "readers.mjs"], cwd=HERE, input=shown, capture_output=True, text=True, encoding="utf-8", timeout=90
    )
    assert done.returncode == 0, done.stderr
    read: list[dict[str, list[str]]] = json.loads(done.stdout.splitlines()[-1])
    return read
