"""Asking for a chat, from the first word to the request, and taking it back."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.people import Person


@dataclass(frozen=True)
class RequestChat:
    """`named` is a name that was typed and that the platform could not resolve; `draft` a request that was written for
    somebody else."""

    mentor: Person | None = None
    topic: str = ""
    named: str = ""
    draft: str = ""


@dataclass(frozen=True)
class SendRequest:
    mentor: Person
    topic: str = ""
    note: str = ""
    questions: str = ""
    slots: tuple[datetime, ...] = ()
    pledge: bool = False
    fine: str = ""
    """What the second look found and the writer called fine: one letter a rule."""


@dataclass(frozen=True)
class OpenDraft:
    """Go on with what was kept as this draft: its form with everything typed, or the command itself."""

    draft: str


@dataclass(frozen=True)
class SendDraft:
    """Send it as it is."""

    draft: str


@dataclass(frozen=True)
class ThisIsFine:
    """One finding of the second look is waved away."""

    draft: str
    rule: str


@dataclass(frozen=True)
class Mend:
    """One click: the form again, with what was found put right."""

    draft: str
    rule: str


@dataclass(frozen=True)
class SuggestQuestions:
    """Three questions from the bank that would suit this draft."""

    draft: str


@dataclass(frozen=True)
class PutIn:
    """The form again, with this question of the bank in it."""

    draft: str
    question: str


@dataclass(frozen=True)
class AskOrganisers:
    """A request that was held back: let the organisers look at it."""

    draft: str


@dataclass(frozen=True)
class SendAppeal:
    draft: str
    why: str = ""


@dataclass(frozen=True)
class DecideAppeal:
    """An organiser's word on a request that was held back."""

    appeal: str
    passed: bool = False


@dataclass(frozen=True)
class AskAnother:
    """The same request, to another mentor: opens the form with everything filled in."""

    chat: str
    mentor: Person


@dataclass(frozen=True)
class Withdraw:
    chat: str


@dataclass(frozen=True)
class WithdrawOthers:
    """My other open requests on the topic of this booked chat."""

    chat: str


AskingCommand = (
    RequestChat | SendRequest | OpenDraft | SendDraft | ThisIsFine | Mend | SuggestQuestions | PutIn
    | AskOrganisers | SendAppeal | DecideAppeal | AskAnother | Withdraw | WithdrawOthers
)  # fmt: skip
