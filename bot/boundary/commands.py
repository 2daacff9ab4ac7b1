"""Who acts (Actor), and every command that people can give. A form's blanks are fields of the command it completes."""

from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from bot.domain.people import Person


@dataclass(frozen=True)
class Actor:
    """Who acts, and what the platform told us about them. `organiser`: a Slack admin or owner, or a Discord member
    who may manage the server."""

    person: Person
    name: str
    locale: str = "en"
    zone: str | None = None
    organiser: bool | None = False
    """None where the platform does not say (a Discord direct message): what was known before stands."""
    guest: bool | None = False
    """None where the platform does not say."""


@dataclass(frozen=True)
class Met:
    """Somebody who was mentioned or picked: what the platform told us about them."""

    person: Person
    name: str
    zone: str | None = None
    locale: str | None = None
    bot: bool = False
    guest: bool = False
    gone: bool = False


# -- asking ------------------------------------------------------------------------------------------------------------


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


# -- answering ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PickSlot:
    """The mentor takes one of the times asked for, or the mentee one of the times offered."""

    chat: str
    slot: datetime


@dataclass(frozen=True)
class AcceptAndPause:
    chat: str


@dataclass(frozen=True)
class SendAccept:
    chat: str
    slot: datetime | None = None
    until: str = ""


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


# -- meeting -----------------------------------------------------------------------------------------------------------


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
    chat: str
    slot: datetime


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


# -- afterwards --------------------------------------------------------------------------------------------------------


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


# -- mentoring ---------------------------------------------------------------------------------------------------------


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


# -- browsing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FindMentor:
    topic: str = ""
    page: int = 0


@dataclass(frozen=True)
class MyChats:
    """What needs me, upcoming, waiting, past, settings. `city` sets the time zone first."""

    page: int = 0
    city: str = ""


@dataclass(frozen=True)
class ShowChat:
    chat: str


# -- settings ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Settings:
    pass


@dataclass(frozen=True)
class ChooseZone:
    """`then` is the draft of a command to go on with."""

    then: str = ""


@dataclass(frozen=True)
class FindZone:
    city: str = ""
    then: str = ""


@dataclass(frozen=True)
class SetZone:
    zone: str
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


# -- organising --------------------------------------------------------------------------------------------------------


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


Command = (
    RequestChat | SendRequest | OpenDraft | SendDraft | ThisIsFine | Mend | SuggestQuestions | PutIn | AskOrganisers
    | SendAppeal | DecideAppeal | AskAnother | Withdraw | WithdrawOthers | PickSlot
    | AcceptAndPause | SendAccept | OfferTimes | SendTimes | AskFirst | SendQuestion | AnswerQuestion | SendAnswer
    | Decline | DeclineInWords | SendDecline | SuggestElse | SendSuggestion | Confirm | Move | SendMove | AgreeMove
    | KeepTime | Cancel | SendCancel | DidHappen | NoteAbsent | CloseChat | TakeAway | SendTakeAway | WriteThanks
    | SendThanks | Reflect
    | ThankedMyself | Introduce | SendIntroduction | AnswerIntroduction | TellOutcome | SendOutcome | BeMentor
    | EditProfile | SaveProfile | EditHours | SaveHours | OwnQuestions | EditQuestions | SaveQuestions
    | ChooseBanned | SaveBanned | Pause | SavePause | Resume | StopMentoring | FindMentor
    | MyChats | ShowChat | Settings | ChooseZone | FindZone | SetZone | ChooseLanguage | SaveLanguage | Reminders
    | SaveReminders | StopReminder | Block | SaveBlock | ChooseUnblock | Unblock | Report | SendReport | ExportData
    | ForgetMe | HalfHour | About | Privacy | Organise | HouseRules | SaveRules | SaveTimes | ReadingRules
    | ChooseRule | SaveRule | PauseBot | Exclude
    | SaveExclude | ChooseReadmit | Readmit | LinkPlaces | EnterCode | SendCode
)  # fmt: skip

COMMANDS: tuple[type, ...] = get_args(Command)
