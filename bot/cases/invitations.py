"""Cases of the kind `invite`: what happens to one booking, as the calendar of somebody who is invited by e-mail sees
it. Through the same code as the product: the chat decides, the invitation is written, and the file is read back."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar

from bot.domain.chats import Chat
from bot.domain.people import Person
from bot.domain.refusals import Refusal
from bot.speech.invitation import invitation

MENTOR, MENTEE = Person("case", "1", "mentor"), Person("case", "1", "mentee")
BEFORE = timedelta(days=1)
BETWEEN = timedelta(minutes=1)

Op = Mapping[str, Any]


def invite_steps(ops: Iterable[Op]) -> dict[str, object]:
    """`{"steps": [{"method", "sequence", "status", "start"}, ...], "one_uid"}`: one step for each invitation that goes
    out. An op that the chat refuses, such as a move after the cancel, sends nothing."""
    chat: Chat | None = None
    files: list[bytes] = []
    asked = list(ops)
    now = (
        min((_moment(op["start"]) for op in asked if "start" in op), default=datetime(2026, 1, 1, tzinfo=UTC)) - BEFORE
    )
    for op in asked:
        now += BETWEEN
        try:
            chat = _next(chat, op, now)
        except Refusal:
            continue
        if chat is not None:
            files.append(_written(chat, now))
    events = [_read(file) for file in files]
    return {"steps": [step for step, _ in events], "one_uid": len({uid for _, uid in events}) == 1}


def _next(chat: Chat | None, op: Op, now: datetime) -> Chat | None:
    match op["op"]:
        case "book":
            start = _moment(op["start"])
            return (chat or _asked(start, int(op.get("minutes", 30)), now)).book(start, by=MENTOR, now=now)
        case "move" if chat:
            proposed = chat.propose_move([start := _moment(op["start"])], by=MENTEE, now=now)
            return proposed.agree_move(start, by=MENTOR, now=now)
        case "cancel" if chat:
            return chat.cancel("", by=MENTEE, now=now)
        case _:  # resend; or something that comes before the booking
            return chat


def _asked(start: datetime, minutes: int, now: datetime) -> Chat:
    return Chat(
        id="case", mentor=MENTOR, mentee=MENTEE, topic="A case", note="", questions="", slots=(start,), minutes=minutes,
        asked_at=now, answer_by=now + BEFORE,
    )  # fmt: skip


def _written(chat: Chat, now: datetime) -> bytes:
    return invitation(
        chat=chat, summary=chat.topic, description=chat.topic, organiser_name="Half Hour", now=now,
        organiser="halfhour@example.org", attendee=("Jo", "jo@example.org"),
    )  # fmt: skip


def _read(file: bytes) -> tuple[dict[str, object], str]:
    calendar = Calendar.from_ical(file)
    [event] = calendar.walk("VEVENT")
    step = {
        "method": str(calendar["METHOD"]),
        "sequence": int(str(event["SEQUENCE"])),
        "status": str(event["STATUS"]),
        "start": f"{event.decoded('DTSTART').astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }
    return step, str(event["UID"])


def _moment(words: str) -> datetime:
    return datetime.fromisoformat(words).astimezone(UTC)
