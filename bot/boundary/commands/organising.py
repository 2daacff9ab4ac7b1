"""What everybody may read about the bot, and what organisers decide."""

from dataclasses import dataclass

from bot.domain.people import Person


@dataclass(frozen=True)
class HalfHour:
    """Help; for organisers also the way to the house rules."""


@dataclass(frozen=True)
class About:
    pass


@dataclass(frozen=True)
class Privacy:
    pass


@dataclass(frozen=True)
class Organise:
    pass


@dataclass(frozen=True)
class HouseRules:
    """`part` 1: requests; `part` 2: times."""

    part: int = 1


@dataclass(frozen=True)
class SaveRules:
    """Numbers as typed; an empty one stays as it is."""

    open_requests: str = ""
    chats_a_month: str = ""
    minutes: str = ""
    reply_hours: str = ""
    guests: str = ""


@dataclass(frozen=True)
class SaveTimes:
    notice_hours: str = ""
    horizon_days: str = ""
    quiet_from: str = ""
    quiet_to: str = ""
    keep_days: str = ""


@dataclass(frozen=True)
class Meetings:
    """Where people meet, and how long proposed times are kept free."""


@dataclass(frozen=True)
class SaveMeetings:
    link: str = ""
    hold_hours: str = ""


@dataclass(frozen=True)
class ReadingRules:
    """How notes are read: every rule, how strongly it speaks here, and how that went."""


@dataclass(frozen=True)
class ChooseRule:
    pass


@dataclass(frozen=True)
class SaveRule:
    """`strength` "usual" goes back to how the rule comes."""

    rule: str = ""
    strength: str = ""


@dataclass(frozen=True)
class PauseBot:
    paused: bool = False


@dataclass(frozen=True)
class Exclude:
    pass


@dataclass(frozen=True)
class SaveExclude:
    who: Person | None = None


@dataclass(frozen=True)
class ChooseReadmit:
    """As in ChooseUnblock."""

    anybody: bool = False


@dataclass(frozen=True)
class Readmit:
    who: Person | None = None


@dataclass(frozen=True)
class LinkPlaces:
    """Several workspaces and servers, on either platform, as one community."""


@dataclass(frozen=True)
class EnterCode:
    pass


@dataclass(frozen=True)
class SendCode:
    code: str = ""


OrganisingCommand = (
    Meetings | SaveMeetings | HalfHour | About | Privacy | Organise | HouseRules | SaveRules | SaveTimes
    | ReadingRules | ChooseRule
    | SaveRule | PauseBot | Exclude | SaveExclude | ChooseReadmit | Readmit | LinkPlaces | EnterCode
    | SendCode
)  # fmt: skip
