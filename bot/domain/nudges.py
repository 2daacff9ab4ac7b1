"""Nudges: what the bot says to somebody else, or later. Which a chat wants, when, and while it is in which state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.chats import Chat, Status
from bot.domain.people import Person


class Kind(StrEnum):
    # a request and its answer
    ASK = "ask"
    PROMPT = "prompt"
    LAST_CALL = "last_call"
    LAPSED = "lapsed"
    QUESTION = "question"
    ANSWER = "answer"
    OFFER = "offer"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    # a booked chat
    BOOKED = "booked"
    MOVE = "move"
    MOVED = "moved"
    KEPT = "kept"
    CANCELLED = "cancelled"
    DAY_BEFORE = "day_before"
    SOON = "soon"
    # afterwards
    HAPPENED = "happened"
    UNMET = "unmet"
    THANK = "thank"
    THANK_AGAIN = "thank_again"
    THANK_LAST = "thank_last"
    THANKS = "thanks"
    INTRODUCE = "introduce"
    INTRO_ASK = "intro_ask"
    INTRO_OFFER = "intro_offer"
    INTRO_MADE = "intro_made"
    OUTCOME_ASK = "outcome_ask"
    OUTCOME = "outcome"
    # housekeeping
    TIDY = "tidy"  # bring the cards that somebody already has up to date; says nothing new
    UNREACHED = "unreached"
    REPORT = "report"
    EXPORT = "export"
    BACK = "back"  # a mentor's pause ended


@dataclass(frozen=True)
class Nudge:
    """`key` is unique: asking twice for the same nudge makes one. `subject` is the id of the chat, introduction or
    report it is about; after `stale_at` it is missed, not sent."""

    key: str
    kind: Kind
    to: Person
    subject: str
    due_at: datetime
    stale_at: datetime | None = None
