"""Answering a request: what a mentor can do with it, and the mentee’s part of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.people import Person


@dataclass(frozen=True)
class PickSlot:
    """The mentor takes one of the times asked for, or the mentee one of the times offered. `anyway`: although the
    mentor's own calendar has something then."""

    chat: str
    slot: datetime
    anyway: bool = False


@dataclass(frozen=True)
class AcceptAndPause:
    chat: str


@dataclass(frozen=True)
class SendAccept:
    """`anyway` as in PickSlot."""

    chat: str
    slot: datetime | None = None
    until: str = ""
    anyway: bool = False


@dataclass(frozen=True)
class OfferTimes:
    chat: str


@dataclass(frozen=True)
class SendTimes:
    """`typed` are times in the mentor's own clock, one a line, which are shown back before they are offered."""

    chat: str
    slots: tuple[datetime, ...] = ()
    typed: str = ""
    sure: bool = False


@dataclass(frozen=True)
class NoneSuit:
    """None of the times offered suits the mentee."""

    chat: str


@dataclass(frozen=True)
class SendOthers:
    chat: str
    slots: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class AskFirst:
    chat: str


@dataclass(frozen=True)
class SendQuestion:
    chat: str
    question: str = ""


@dataclass(frozen=True)
class AnswerQuestion:
    chat: str


@dataclass(frozen=True)
class SendAnswer:
    chat: str
    answer: str = ""


@dataclass(frozen=True)
class Decline:
    chat: str


@dataclass(frozen=True)
class DeclineInWords:
    """The form, with the kind line for this reason in it where there is one."""

    chat: str
    reason: str = ""


@dataclass(frozen=True)
class SendDecline:
    chat: str
    reason: str = ""
    words: str = ""
    until: str = ""
    ready: bool = False
    """With the kind line for this reason, as it stands."""


@dataclass(frozen=True)
class SuggestElse:
    chat: str


@dataclass(frozen=True)
class SendSuggestion:
    chat: str
    other: Person | None = None
    words: str = ""


AnsweringCommand = (
    PickSlot | AcceptAndPause | SendAccept | OfferTimes | SendTimes | NoneSuit | SendOthers | AskFirst | SendQuestion
    | AnswerQuestion | SendAnswer | Decline | DeclineInWords | SendDecline | SuggestElse | SendSuggestion
)  # fmt: skip
