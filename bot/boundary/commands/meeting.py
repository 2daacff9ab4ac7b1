"""Between the booking and the meeting."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Confirm:
    chat: str


@dataclass(frozen=True)
class Move:
    chat: str


@dataclass(frozen=True)
class SendMove:
    chat: str
    slots: tuple[datetime, ...] = ()
    typed: str = ""
    sure: bool = False


@dataclass(frozen=True)
class AgreeMove:
    """`anyway`: although the mentor's own calendar has something then."""

    chat: str
    slot: datetime
    anyway: bool = False


@dataclass(frozen=True)
class KeepTime:
    chat: str


@dataclass(frozen=True)
class Cancel:
    chat: str


@dataclass(frozen=True)
class SendCancel:
    chat: str
    words: str = ""


@dataclass(frozen=True)
class KeepWall:
    """The clocks have changed: the mentor keeps the wall time, and the moment moves. `release` is the one of the rules
    that the question was about; `anyway` although the mentor's own calendar has something then."""

    chat: str
    release: str
    anyway: bool = False


@dataclass(frozen=True)
class KeepMoment:
    """The clocks have changed: the mentor keeps the moment, whatever they show then."""

    chat: str
    release: str


MeetingCommand = (
    Confirm | Move | SendMove | AgreeMove | KeepTime | Cancel | SendCancel | KeepWall | KeepMoment
)  # fmt: skip
