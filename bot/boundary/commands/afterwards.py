"""After the chat: whether it happened, thanks, introductions, what came of it."""

from dataclasses import dataclass

from bot.domain.people import Person


@dataclass(frozen=True)
class DidHappen:
    chat: str
    yes: bool = False


@dataclass(frozen=True)
class NoteAbsent:
    chat: str
    who: str


@dataclass(frozen=True)
class CloseChat:
    chat: str


@dataclass(frozen=True)
class TakeAway:
    chat: str


@dataclass(frozen=True)
class SendTakeAway:
    chat: str
    takeaway: str = ""


@dataclass(frozen=True)
class Reflect:
    """How much of the time the mentor talked, for the mentee alone."""

    chat: str
    share: str


@dataclass(frozen=True)
class WriteThanks:
    chat: str


@dataclass(frozen=True)
class SendThanks:
    chat: str
    note: str = ""
    fine: str = ""


@dataclass(frozen=True)
class ThankedMyself:
    chat: str


@dataclass(frozen=True)
class Introduce:
    chat: str


@dataclass(frozen=True)
class SendIntroduction:
    chat: str
    third: Person | None = None
    why: str = ""


@dataclass(frozen=True)
class AnswerIntroduction:
    introduction: str
    yes: bool = False


@dataclass(frozen=True)
class TellOutcome:
    chat: str


@dataclass(frozen=True)
class SendOutcome:
    chat: str
    outcome: str = ""
    fine: str = ""


AfterwardsCommand = (
    DidHappen | NoteAbsent | CloseChat | TakeAway | SendTakeAway | Reflect | WriteThanks | SendThanks
    | ThankedMyself | Introduce | SendIntroduction | AnswerIntroduction | TellOutcome | SendOutcome
)  # fmt: skip
