"""Every invitation that leaves the house, shown to five readers that have nothing to do with each other."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from bot.domain.chats import Chat
from bot.domain.people import Person
from bot.speech.invitation import calendar, description, invitation, summary
from bot.speech.voice import Voice
from tests.invitations.readers import READERS, complaints

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
START = datetime(2026, 12, 1, 15, tzinfo=UTC)
MAYA, JO = Person("slack", "T1", "UMAYA"), Person("discord", "9", "77")
MAILBOX = "halfhour@example.org"

ODD = {
    "plain": "Moving into data engineering",
    "emoji": "🧑🏽‍🚀👩‍👧 data 🇦🇶",
    "right to left": "مسار مهني / קריירה \u202eabc\u202c",
    "quotes": "\"Jo\" 'Doe' “what” «why» `x`",
    "signs": "a;b,c:d=e|f&g<h>i@j%k#l^m^^n^'o",
    "backslash N": "C:\\New\\next\\\\ \\n \\N \\; \\,",
    "line ends": "one\ntwo\r\nthree\rfour\u2028five\u2029six\x85seven\x0beight",
    "injected": "x\r\nATTENDEE:mailto:eve@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR",
    "control": "bell\x07 null\x00 escape\x1b delete\x7f half\ud83d tab\t. \ufeff",
    "one letter of four octets a time": "𝔘" * 300,
    "long": "Quite a lot of words, and more; " * 157,
    "long without a space": "ö" * 5000,
    "nothing": "",
    "a space": " ",
}
PLACES = ("", "https://meet.example.org/maya?a=1,2;3#x", "Room 4; by the stairs, left")


def asked(words: str, place: str) -> Chat:
    return Chat(
        id="c1a2b3", mentor=MAYA, mentee=JO, topic=words, note="", questions=words, slots=(START,), minutes=30,
        asked_at=NOW, answer_by=NOW + timedelta(hours=72),
    ).book(START, by=MAYA, now=NOW, link=place)  # fmt: skip


def life(words: str, place: str = "") -> list[Chat]:
    """Booked, moved, moved again to an earlier time, and cancelled."""
    states = [asked(words, place)]
    for days in (3, -1):
        slot = START + timedelta(days=days)
        proposed = states[-1].propose_move([slot], by=JO, now=NOW + timedelta(hours=len(states)))
        states.append(proposed.agree_move(slot, by=MAYA, now=NOW + timedelta(hours=len(states))))
    return [*states, states[-1].cancel(words, by=JO, now=NOW + timedelta(days=1))]


def voice(words: str, language: str = "en", zone: str | None = "Asia/Kathmandu") -> Voice:
    return Voice(language, zone, {MAYA: words, JO: words})


def by_mail(chat: Chat, me: Person, words: str, *, language: str = "en") -> bytes:
    said = voice(words, language)
    return invitation(
        chat=chat, summary=summary(chat, me, said), description=description(chat, me, said), now=NOW,
        organiser_name=words, organiser=MAILBOX, attendee=(words, "jo+half-hour@xn--strae-oqa.example"),
    )  # fmt: skip


def in_chat(chat: Chat, me: Person, words: str) -> bytes:
    said = voice(words)
    return invitation(
        chat=chat, summary=summary(chat, me, said), description=description(chat, me, said), now=NOW,
        organiser_name=words,
    )  # fmt: skip


def named(file: bytes, name: str) -> str:
    found = re.search(rf"^{name}[:;](.*)$", file.decode().replace("\r\n ", ""), re.MULTILINE)
    assert found, name
    return found[1].strip()


@cache
def everything() -> tuple[tuple[str, bytes], ...]:
    return tuple(_everything())


def _everything() -> Iterator[tuple[str, bytes]]:
    for (name, words), place, me in product(ODD.items(), PLACES, (MAYA, JO)):
        for step, chat in enumerate(life(words, place)):
            yield f"{name} {step} by mail", by_mail(chat, me, words, language="es" if step % 2 else "en")
            yield f"{name} {step} in the chat", in_chat(chat, me, words)


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_complains_about_any_step_whatever_people_write(reader: str) -> None:
    names, files = zip(*everything(), strict=True)
    found = zip(names, complaints(reader, files), strict=True)
    assert [(name, said) for name, said in found if said] == []


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_complains_about_a_calendar_to_subscribe_to(reader: str) -> None:
    feeds = [calendar([], me=JO, voice=voice("Jo"), now=NOW)]
    for words, place in product(ODD.values(), PLACES):
        chats = [replace(chat, id=f"c{number}") for number, chat in enumerate(life(words, place))]
        feeds.append(calendar(chats, me=JO, voice=voice(words), now=NOW))
    assert [said for said in complaints(reader, feeds, feed=True) if said] == []


def test_a_life_of_a_chat_is_told_with_one_uid_and_rising_numbers() -> None:
    states = life("Data")
    sent = [by_mail(chat, JO, "Data") for chat in (states[0], states[0], *states[1:], states[-1])]
    assert [(named(file, "METHOD"), named(file, "SEQUENCE"), named(file, "STATUS")) for file in sent] == [
        ("REQUEST", "0", "CONFIRMED"),
        ("REQUEST", "0", "CONFIRMED"),  # sent again
        ("REQUEST", "1", "CONFIRMED"),
        ("REQUEST", "2", "CONFIRMED"),
        ("CANCEL", "3", "CANCELLED"),
        ("CANCEL", "3", "CANCELLED"),  # sent again
    ]
    assert [named(file, "DTSTART")[6:8] for file in sent] == ["01", "01", "04", "30", "30", "30"]
    assert {named(file, "UID") for file in (*sent, in_chat(states[0], MAYA, "x"))} == {"c1a2b3@halfhour"}
    assert sent[0] == sent[1] and sent[-1] == sent[-2]
    assert [named(in_chat(chat, JO, "x"), "METHOD") for chat in states] == ["PUBLISH", "PUBLISH", "PUBLISH", "CANCEL"]


# -- the readers bite --------------------------------------------------------------------------------------------------

Break = tuple[str, str, str]
BROKEN: list[Break] = [
    # what is broken, a pattern, what stands there instead
    ("line ends are bare", r"\r\n", "\n"),
    ("a byte order mark", r"\A", "\ufeff"),
    ("the last line has no end", r"\r\n\Z", ""),
    ("the calendar is never closed", r"END:VCALENDAR\r\n", ""),
    ("the event is never closed", r"END:VEVENT\r\n", ""),
    ("no event at all", r"BEGIN:VEVENT(?s:.*)END:VEVENT\r\n", ""),
    ("two events", r"(BEGIN:VEVENT(?s:.*)END:VEVENT\r\n)", r"\1\1"),
    ("a line of 300 characters", r"SUMMARY:", "SUMMARY:" + "x" * 300),
    ("a control character", r"SUMMARY:", "SUMMARY:\x07"),
    ("an injected line", r"SUMMARY:", "SUMMARY:\r\nnot a property\r\n"),
    ("no version", r"VERSION:2.0\r\n", ""),
    ("no product", r"PRODID:[^\r]*\r\n", ""),
    ("no method", r"METHOD:REQUEST\r\n", ""),
    ("a method that nobody knows", "METHOD:REQUEST", "METHOD:INVITE"),
    ("published with a guest", "METHOD:REQUEST", "METHOD:PUBLISH"),
    ("cancelled by method alone", "METHOD:REQUEST", "METHOD:CANCEL"),
    ("cancelled by status alone", "STATUS:CONFIRMED", "STATUS:CANCELLED"),
    ("a status of tasks", "STATUS:CONFIRMED", "STATUS:COMPLETED"),
    ("no UID", r"UID:[^\r]*\r\n", ""),
    ("two UIDs", r"(UID:[^\r]*\r\n)", r"\1UID:other\r\n"),
    ("no DTSTAMP", r"DTSTAMP:[^\r]*\r\n", ""),
    ("a DTSTAMP by the wall clock", r"(DTSTAMP:\d+T\d+)Z", r"\1"),
    ("no start", r"DTSTART:[^\r]*\r\n", ""),
    ("two starts", r"(DTSTART:[^\r]*\r\n)", r"\1\1"),
    ("a start by the wall clock", r"(DTSTART:\d+T\d+)Z", r"\1"),
    ("a zone that is not told", r"DTSTART:(\d+T\d+)Z", r"DTSTART;TZID=Europe/Berlin:\1"),
    ("a zone besides UTC", r"DTSTART:(\d+T\d+Z)", r"DTSTART;TZID=Europe/Berlin:\1"),
    ("the 32nd of December", r"DTSTART:20261201", "DTSTART:20261232"),
    ("half past 25", r"DTSTART:(\d+)T\d\d", r"DTSTART:\1T25"),
    ("no end", r"DTEND:[^\r]*\r\n", ""),
    ("an end before the start", r"DTEND:2026", "DTEND:2025"),
    ("no sequence", r"SEQUENCE:[^\r]*\r\n", ""),
    ("a sequence in words", r"SEQUENCE:0", "SEQUENCE:first"),
    ("no summary", r"SUMMARY:[^\r]*\r\n", ""),
    ("a comma that is not escaped", "SUMMARY:", "SUMMARY:one, two; "),
    ("an escape that is none", "SUMMARY:", r"SUMMARY:\\q"),
    ("no organiser", r"ORGANIZER[^\r]*\r\n", ""),
    ("two organisers", r"(ORGANIZER[^\r]*\r\n)", r"\1\1"),
    ("an organiser without an address", r"mailto:halfhour@example.org", "Half Hour"),
    ("a name with a bare quote", r"CN=Data", 'CN=Da"ta'),
    ("no guest", r"ATTENDEE[^\r]*\r\n", ""),
    ("a guest twice", r"(ATTENDEE[^\r]*\r\n)", r"\1\1"),
    ("a guest whose answer is no word", "NEEDS-ACTION", "MAYBE"),
    ("an alarm without words", r"(BEGIN:VALARM(?s:.*?))DESCRIPTION:[^\r]*\r\n", r"\1"),
    ("an alarm that does nothing", r"ACTION:DISPLAY\r\n", ""),
    ("an alarm without a time", r"TRIGGER:[^\r]*\r\n", ""),
    ("a property from nowhere", r"(UID:)", r"MEETING:yes\r\n\1"),
]  # fmt: skip
BITES = {"rules": 47, "icalendar": 18, "libical": 16, "ical.js": 17, "node-ical": 12}
"""How many of the broken files each reader must complain about, by itself."""


def whole() -> str:
    file = by_mail(asked("Data", PLACES[1]), JO, "Data").decode()
    return re.sub("\r\n ", "", file)


def broken() -> list[bytes]:
    made = []
    for name, pattern, instead in BROKEN:
        file, times = re.subn(pattern, instead, whole())
        assert times, name
        made.append(file.encode())
    return made


def test_every_broken_invitation_is_complained_about() -> None:
    found = zip(BROKEN, complaints("rules", broken()), strict=True)
    assert [name for (name, _, _), said in found if not said] == []


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_bites_by_itself(reader: str) -> None:
    assert len([said for said in complaints(reader, broken()) if said]) >= BITES[reader]


def test_what_is_not_utf_8_is_complained_about() -> None:
    assert complaints("rules", [whole().encode("utf-16")]) == [["is not UTF-8"]]


# -- where the two JavaScript readers come from ------------------------------------------------------------------------


def test_the_lock_holds_a_hash_for_every_package_and_names_no_registry() -> None:
    words = (HERE / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in words and '"resolved"' not in words
    lock = json.loads(words)
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert {"node_modules/ical.js", "node_modules/node-ical"} <= packages.keys()
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert lock["packages"][""]["dependencies"] == wanted
    assert all(packages[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())
