"""Being a mentor."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class BeMentor:
    pass


@dataclass(frozen=True)
class EditProfile:
    pass


@dataclass(frozen=True)
class SaveProfile:
    headline: str = ""
    topics: str = ""
    about: str = ""
    languages: str = ""
    link: str = ""


@dataclass(frozen=True)
class EditHours:
    pass


@dataclass(frozen=True)
class SaveHours:
    hours: str = ""
    minutes: int = 30
    chats_a_month: int = 2
    reply_hours: int = 72


@dataclass(frozen=True)
class OwnHours:
    """All that says when a mentor is open, on one page."""


@dataclass(frozen=True)
class EditExceptions:
    pass


@dataclass(frozen=True)
class SaveExceptions:
    """Days off, other hours for a date, and trips, one a line."""

    exceptions: str = ""


@dataclass(frozen=True)
class EditLimits:
    pass


@dataclass(frozen=True)
class SaveLimits:
    """`rest` is minutes before and after a chat: "10-5". None: as the house has it, or no limit."""

    rest: str = ""
    notice_hours: int | None = None
    horizon_days: int | None = None
    a_day: int | None = None
    a_week: int | None = None


@dataclass(frozen=True)
class OwnQuestions:
    """Which requests suit a mentor, and what they like to be asked."""


@dataclass(frozen=True)
class EditQuestions:
    pass


@dataclass(frozen=True)
class SaveQuestions:
    """`pinned` are the mentor's own questions, one a line."""

    referrals: str = ""
    pinned: str = ""


@dataclass(frozen=True)
class ChooseBanned:
    """Of this topic of the question bank: what is never suggested."""

    topic: str


@dataclass(frozen=True)
class SaveBanned:
    topic: str
    banned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pause:
    pass


@dataclass(frozen=True)
class SavePause:
    until: str = ""


@dataclass(frozen=True)
class Resume:
    pass


@dataclass(frozen=True)
class StopMentoring:
    sure: bool = False


@dataclass(frozen=True)
class BusyTimes:
    """One's own calendar: whether it is read, and how it stands."""


@dataclass(frozen=True)
class LinkCalendar:
    pass


@dataclass(frozen=True)
class SaveCalendar:
    """`link` is a secret; `owner` the e-mail address to which invitations to that calendar go, may be empty."""

    link: str = field(default="", repr=False)
    owner: str = ""


@dataclass(frozen=True)
class DropCalendar:
    sure: bool = False


MentoringCommand = (
    BeMentor | EditProfile | SaveProfile | EditHours | SaveHours | OwnHours
    | EditExceptions | SaveExceptions | EditLimits | SaveLimits | OwnQuestions | EditQuestions
    | SaveQuestions | ChooseBanned | SaveBanned | Pause | SavePause | Resume | StopMentoring
    | BusyTimes | LinkCalendar | SaveCalendar | DropCalendar
)  # fmt: skip
