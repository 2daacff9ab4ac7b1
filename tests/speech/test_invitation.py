"""Invitations: what calendars accept, and what people typed stays text."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.domain import zones
from bot.domain.chats import Chat, Status
from bot.domain.people import Person
from bot.speech.invitation import calendar, description, invitation, links, summary
from bot.speech.voice import Voice

NOW = datetime(2026, 11, 20, 8, 30, 15, 999, tzinfo=UTC)
START = datetime(2026, 12, 1, 15, tzinfo=UTC)
CHAT = Chat(
    id="c1a2b3",
    mentor=Person("slack", "T1", "UMAYA"),
    mentee=Person("slack", "T1", "UJO"),
    topic="Moving into data engineering",
    note="",
    questions="",
    slots=(START,),
    minutes=30,
    asked_at=NOW,
    answer_by=NOW + timedelta(hours=72),
    status=Status.BOOKED,
    starts_at=START,
    booked_at=NOW,
    link="https://meet.example.org/maya?room=1,2;3",
)
HOSTILE = (
    "BEGIN:VEVENT\r\nSUMMARY:not this\r\nEND:VEVENT",
    'a "quoted", semi;colon \\ back\\nslash C:\\New: <b>',
    "line\nline\r\nline\rline\u2028line\x85line",
    "\r\nATTENDEE:mailto:eve@example.org",
    "bell\x07 null\x00 delete\x7f half\ud83d tab\t.",
    "🧑🏽‍🚀" * 40,
    "ö" * 200 + "漢字" * 100,
    "",
)


def write(chat: Chat = CHAT, *, summary: str = "Chat: Jo and Maya", **facts: object) -> bytes:
    known = {"description": "Agenda:\n1. Hello", "organiser_name": "Half Hour", "now": NOW, "attendee": None}
    return invitation(chat=chat, summary=summary, **(known | facts))  # type: ignore[arg-type]


def read(written: bytes) -> dict[str, list[tuple[str, str]]]:
    """A reader of our own, straight from RFC 5545: the event's properties as name -> [(parameters, raw value)].
    It refuses what some calendar refuses: line ends, long lines, control characters, loose nesting."""
    assert written.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", written)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert all(line.decode() is not None for line in written.split(b"\r\n")), "a fold splits no character"
    text = written.decode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    event: dict[str, list[tuple[str, str]]] = {}
    inside: list[str] = []
    for line in re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]:
        found = re.fullmatch(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^":;,]*))*):(.*)', line)
        assert found, line
        name, parameters, value = found.groups()
        if name == "BEGIN":
            inside.append(value)
        elif name == "END":
            assert inside.pop() == value
        elif inside == ["VCALENDAR", "VEVENT"] or name == "METHOD":
            event.setdefault(name, []).append((parameters, value))
    assert not inside
    return event


def only(event: dict[str, list[tuple[str, str]]], name: str) -> str:
    assert len(event[name]) == 1, name
    return event[name][0][1]


def test_a_booked_chat_is_published_with_everything_that_calendars_ask_for() -> None:
    event = read(write())
    assert {
        name: only(event, name) for name in ("METHOD", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "STATUS")
    } == {
        "METHOD": "PUBLISH",
        "UID": "c1a2b3@halfhour",
        "SEQUENCE": "0",
        "DTSTAMP": "20261120T083015Z",
        "DTSTART": "20261201T150000Z",
        "DTEND": "20261201T153000Z",
        "STATUS": "CONFIRMED",
    }
    assert only(event, "SUMMARY") == "Chat: Jo and Maya"
    assert only(event, "DESCRIPTION") == r"Agenda:\n1. Hello"
    assert only(event, "URL") == CHAT.link
    assert event["ORGANIZER"] == [(';CN="Half Hour"', "mailto:noreply@halfhour.invalid")]
    assert "ATTENDEE" not in event


def test_the_alarm_rings_ten_minutes_before() -> None:
    (alarm,) = Calendar.from_ical(write()).walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(minutes=-10)
    assert alarm["ACTION"] == "DISPLAY"


def test_a_move_and_a_cancel_keep_the_uid_and_raise_the_sequence() -> None:
    moved = replace(CHAT, starts_at=START + timedelta(days=1), sequence=1)
    cancelled = replace(moved, status=Status.CANCELLED, sequence=2)
    steps = [read(write(chat)) for chat in (CHAT, moved, cancelled)]
    assert [only(step, "SEQUENCE") for step in steps] == ["0", "1", "2"]
    assert [only(step, "METHOD") for step in steps] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [only(step, "STATUS") for step in steps] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert len({only(step, "UID") for step in steps}) == 1
    assert only(steps[1], "DTSTART") == "20261202T150000Z"
    assert only(steps[2], "ATTENDEE") == "mailto:guest@halfhour.invalid", (
        "CANCEL names somebody, and here nobody is known"
    )
    assert not Calendar.from_ical(write(cancelled)).walk("VALARM")


def test_by_e_mail_it_is_a_request_to_the_reader() -> None:
    event = read(write(attendee=('Jo "J" Doe', "jo@example.org"), organiser="halfhour@example.org"))
    assert only(event, "METHOD") == "REQUEST"
    assert only(event, "ORGANIZER") == "mailto:halfhour@example.org"
    ((parameters, address),) = event["ATTENDEE"]
    assert address == "mailto:jo@example.org"
    assert "RSVP=TRUE" in parameters
    assert "PARTSTAT=NEEDS-ACTION" in parameters
    assert "ROLE=REQ-PARTICIPANT" in parameters
    assert "Jo 'J' Doe" in parameters


def test_a_cancel_by_e_mail_keeps_both_addresses_and_asks_for_nothing() -> None:
    cancelled = replace(CHAT, status=Status.CANCELLED, sequence=1, ended_at=NOW)
    event = read(write(cancelled, attendee=("Jo", "jo@example.org"), organiser="halfhour@example.org"))
    assert (only(event, "METHOD"), only(event, "STATUS"), only(event, "TRANSP")) == (
        "CANCEL", "CANCELLED", "TRANSPARENT",
    )  # fmt: skip
    assert only(event, "ORGANIZER") == "mailto:halfhour@example.org"
    ((parameters, address),) = event["ATTENDEE"]
    assert (address, "RSVP=FALSE" in parameters) == ("mailto:jo@example.org", True)


def test_an_invitation_by_e_mail_names_the_mailbox_that_it_comes_from() -> None:
    with pytest.raises(ValueError, match="comes from"):
        write(attendee=("Jo", "jo@example.org"))


def test_what_a_shared_calendar_shows_of_it_is_that_somebody_is_busy() -> None:
    assert only(read(write()), "CLASS") == "PRIVATE"


def test_times_are_the_same_instants_whatever_the_clocks_do() -> None:
    berlin = zones.rules("Europe/Berlin")
    second_pass = datetime(2026, 10, 25, 2, 45, tzinfo=berlin, fold=1)
    event = read(write(replace(CHAT, starts_at=second_pass)))
    assert (only(event, "DTSTART"), only(event, "DTEND")) == ("20261025T014500Z", "20261025T021500Z")
    over_the_gap = datetime(2027, 3, 28, 1, 45, tzinfo=berlin).astimezone(UTC)
    event = read(write(replace(CHAT, starts_at=over_the_gap)))
    assert (only(event, "DTSTART"), only(event, "DTEND")) == ("20270328T004500Z", "20270328T011500Z")


def test_a_chat_without_a_time_has_no_invitation() -> None:
    with pytest.raises(ValueError, match="no time"):
        write(replace(CHAT, starts_at=None))


def flat(text: str) -> str:
    """What may be left of people's words: line ends as one, no control characters, no half characters."""
    lines = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    return re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", lines)


def check(words: str) -> None:
    for chat in (CHAT, replace(CHAT, status=Status.CANCELLED, link=words)):
        written = write(
            chat, summary=words, description=words, organiser_name=words, attendee=(words, "jo@example.org"),
            organiser="halfhour@example.org",
        )  # fmt: skip
        event = read(written)
        names = {"METHOD", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "STATUS", "SUMMARY", "DESCRIPTION"}
        names |= {"TRANSP", "CLASS", "LAST-MODIFIED"}
        assert event.keys() <= names | {"ORGANIZER", "ATTENDEE", "LOCATION", "URL"}
        assert all(len(values) == 1 for values in event.values())
        assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", only(event, "DESCRIPTION"))
        calendar = Calendar.from_ical(written)
        (found,) = calendar.walk("VEVENT")
        assert str(found["DESCRIPTION"]).strip() == flat(words).strip()
        assert str(found["SUMMARY"]) == " ".join(flat(words).split())
        assert not found.errors


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_text(words: str) -> None:
    check(words)


@given(st.text(max_size=200) | st.text(alphabet='\r\n\\;,:"^é🙂 nN', max_size=100))
def test_any_words_stay_text(words: str) -> None:
    check(words)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://a.example/x\r\nATTENDEE:mailto:eve@example.org", "Room 4"]
)
def test_only_a_web_address_is_a_url(link: str) -> None:
    event = read(write(replace(CHAT, link=link)))
    assert "URL" not in event
    assert "ATTENDEE" not in event
    assert only(event, "LOCATION")


def test_links_carry_the_chat_to_google_and_outlook() -> None:
    google, outlook = links(CHAT, "Chat: Jo & Maya", "Bring #1 + 50%", google="Add to Google", outlook="Add to Outlook")
    assert (google.label, outlook.label) == ("Add to Google", "Add to Outlook")
    asked = parse_qs(urlsplit(google.url).query)
    assert asked == {
        "action": ["TEMPLATE"],
        "dates": ["20261201T150000Z/20261201T153000Z"],
        "text": ["Chat: Jo & Maya"],
        "location": [CHAT.link],
        "details": ["Bring #1 + 50%"],
    }
    asked = parse_qs(urlsplit(outlook.url).query)
    assert (asked["startdt"], asked["enddt"]) == (["2026-12-01T15:00:00Z"], ["2026-12-01T15:30:00Z"])
    assert (asked["subject"], asked["body"]) == (["Chat: Jo & Maya"], ["Bring #1 + 50%"])


@pytest.mark.parametrize("words", [*HOSTILE, "&dates=19700101T000000Z#" * 30])
@pytest.mark.parametrize("place", ["", "https://meet.example.org/maya", "https://meet.example.org/" + "x" * 500])
def test_links_fit_a_button_whatever_is_in_them(words: str, place: str) -> None:
    for link in links(replace(CHAT, link=place), words, words, google="Google", outlook="Outlook"):
        address = urlsplit(link.url)
        assert len(link.url) <= 512
        assert link.url.isascii()
        assert not re.search(r"[\s#]", link.url)
        assert address.hostname in {"calendar.google.com", "outlook.live.com"}
        asked = parse_qs(address.query, strict_parsing=True)
        assert all(len(values) == 1 for values in asked.values())
        assert asked.get("location", [place]) == [place]
        assert "\ufffd" not in "".join(value for values in asked.values() for value in values)


# -- what it says ------------------------------------------------------------------------------------------------------

MAYA, JO = CHAT.mentor, CHAT.mentee
NAMES = {MAYA: "Maya", JO: "Jo"}
PREPARED = replace(CHAT, questions="1. How did you start?\n2. What would you skip?")


def test_the_mentee_gets_the_run_sheet_by_their_own_clock_and_the_mentor_the_questions() -> None:
    to_jo = description(PREPARED, JO, Voice("en", "Europe/Berlin", NAMES))
    assert to_jo.startswith("Topic: Moving into data engineering\n\nYour questions:\n1. How did you start?\n2. What")
    assert "How to spend the time:\n16:00 · Thank them" in to_jo
    to_maya = description(PREPARED, MAYA, Voice("es", "America/New_York", NAMES))
    assert to_maya == (
        "Tema: Moving into data engineering\n\n"
        "Lo que Jo quiere preguntar:\n1. How did you start?\n2. What would you skip?"
    )
    assert description(CHAT, MAYA, Voice("en", None, NAMES)) == "Topic: Moving into data engineering"
    assert summary(CHAT, MAYA, Voice("en", None, NAMES)) == "Half Hour with Jo: Moving into data engineering"


def test_the_mentees_clock_follows_a_move() -> None:
    moved = replace(PREPARED, starts_at=START + timedelta(hours=3), sequence=1)
    assert "19:00 · Thank them" in description(moved, JO, Voice("en", "Europe/Berlin", NAMES))


# -- the personal calendar ---------------------------------------------------------------------------------------------


def subscribe(*chats: Chat, now: datetime = NOW, me: Person = JO) -> bytes:
    return calendar(chats, me=me, voice=Voice("en", "Europe/Berlin", NAMES), now=now)


def events(written: bytes) -> list[tuple[str, str, int]]:
    read = Calendar.from_ical(written).walk("VEVENT")
    return [(str(one["UID"]).partition("@")[0], str(one["STATUS"]), int(str(one["SEQUENCE"]))) for one in read]


def test_the_personal_calendar_has_what_is_booked_moved_been_and_lately_cancelled() -> None:
    moved = replace(CHAT, id="moved", starts_at=START + timedelta(days=1), sequence=1)
    off = replace(
        CHAT, id="off", status=Status.CANCELLED, sequence=2, ended_at=NOW, starts_at=START + timedelta(days=2)
    )
    been = replace(CHAT, id="been", status=Status.HAPPENED, starts_at=START - timedelta(days=40))
    waiting = replace(CHAT, id="waiting", status=Status.WAITING, starts_at=None)
    unmet = replace(CHAT, id="unmet", status=Status.UNMET, starts_at=START - timedelta(days=50))
    assert events(subscribe(off, waiting, moved, CHAT, unmet, been)) == [
        ("been", "CONFIRMED", 0), ("c1a2b3", "CONFIRMED", 0), ("moved", "CONFIRMED", 1), ("off", "CANCELLED", 2),
    ]  # fmt: skip


def test_a_cancelled_chat_leaves_the_calendar_once_every_reader_has_seen_it() -> None:
    off = replace(CHAT, status=Status.CANCELLED, sequence=1, ended_at=NOW)
    assert events(subscribe(off, now=START + timedelta(days=13))) == [("c1a2b3", "CANCELLED", 1)]
    assert events(subscribe(off, now=START + timedelta(days=15))) == []


def test_the_calendar_is_the_same_bytes_until_something_changes() -> None:
    off = replace(CHAT, id="off", status=Status.CANCELLED, sequence=2, ended_at=NOW)
    first = subscribe(CHAT, off)
    assert subscribe(off, CHAT, now=NOW + timedelta(days=3)) == first
    moved = replace(CHAT, starts_at=START + timedelta(hours=1), booked_at=NOW + timedelta(hours=1), sequence=1)
    assert subscribe(moved, off) != first
    assert b"LAST-MODIFIED:20261120T093015Z" in subscribe(moved)


def test_the_calendar_says_its_name_how_often_to_look_and_invites_nobody() -> None:
    for written in (subscribe(CHAT), subscribe()):
        assert b"METHOD:PUBLISH\r\n" in written
        assert b"NAME:Half Hour\r\nX-WR-CALNAME:Half Hour\r\n" in written
        assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in written
        assert b"ATTENDEE" not in written
