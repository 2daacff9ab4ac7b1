"""Settings, blocks, reports, and one’s own data."""

from dataclasses import dataclass

from bot.domain.people import Person


@dataclass(frozen=True)
class Settings:
    pass


@dataclass(frozen=True)
class ChooseZone:
    """`then` is the draft of a command to go on with."""

    then: str = ""


@dataclass(frozen=True)
class FindZone:
    """By a city, or by what one's clock shows."""

    city: str = ""
    then: str = ""
    clock: str = ""


@dataclass(frozen=True)
class SetZone:
    zone: str
    then: str = ""


@dataclass(frozen=True)
class ChooseOffset:
    """The clocks that are so many minutes ahead of UTC now: which of them?"""

    offset: int
    then: str = ""


@dataclass(frozen=True)
class ChooseLanguage:
    pass


@dataclass(frozen=True)
class SaveLanguage:
    language: str = ""


@dataclass(frozen=True)
class Reminders:
    pass


@dataclass(frozen=True)
class SaveReminders:
    groups: tuple[str, ...] = ()
    """The kinds of reminder to keep."""
    quiet_from: str = ""
    quiet_to: str = ""


@dataclass(frozen=True)
class StopReminder:
    group: str


@dataclass(frozen=True)
class Block:
    pass


@dataclass(frozen=True)
class SaveBlock:
    who: Person | None = None


@dataclass(frozen=True)
class ChooseUnblock:
    """From a list of those who were here last, or (`anybody`) among all members of the place."""

    anybody: bool = False


@dataclass(frozen=True)
class Unblock:
    who: Person | None = None


@dataclass(frozen=True)
class Report:
    chat: str


@dataclass(frozen=True)
class SendReport:
    chat: str
    words: str = ""


@dataclass(frozen=True)
class ExportData:
    pass


@dataclass(frozen=True)
class ForgetMe:
    sure: bool = False


@dataclass(frozen=True)
class LinkAccount:
    """Somebody who is here twice, on two platforms, becomes one person."""


@dataclass(frozen=True)
class EnterAccountCode:
    pass


@dataclass(frozen=True)
class SendAccountCode:
    code: str = ""
    sure: bool = False


@dataclass(frozen=True)
class PartAccount:
    account: str
    """Written out: as a person it would be taken for the one it belongs to."""
    sure: bool = False


@dataclass(frozen=True)
class Invitations:
    """By e-mail, and the calendar of one's own chats."""


@dataclass(frozen=True)
class GiveAddress:
    pass


@dataclass(frozen=True)
class SaveAddress:
    address: str = ""


@dataclass(frozen=True)
class EnterMailCode:
    pass


@dataclass(frozen=True)
class SendMailCode:
    code: str = ""


@dataclass(frozen=True)
class DropAddress:
    pass


@dataclass(frozen=True)
class Subscribe:
    again: bool = False
    """Another secret address in the place of the one there is."""


@dataclass(frozen=True)
class EndSubscription:
    pass


SettlingCommand = (
    Invitations | GiveAddress | SaveAddress | EnterMailCode | SendMailCode | DropAddress | Subscribe | EndSubscription
    | LinkAccount | EnterAccountCode | SendAccountCode | PartAccount
    | Settings | ChooseZone | FindZone | SetZone | ChooseOffset | ChooseLanguage | SaveLanguage
    | Reminders | SaveReminders | StopReminder | Block | SaveBlock | ChooseUnblock | Unblock | Report | SendReport
    | ExportData | ForgetMe
)  # fmt: skip
