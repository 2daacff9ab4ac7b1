"""Who acts (Actor), and every command that people can give. A form's blanks are fields of the command it completes."""

from typing import get_args

from bot.boundary.commands.actor import *
from bot.boundary.commands.afterwards import *
from bot.boundary.commands.answering import *
from bot.boundary.commands.asking import *
from bot.boundary.commands.browsing import *
from bot.boundary.commands.meeting import *
from bot.boundary.commands.mentoring import *
from bot.boundary.commands.organising import *
from bot.boundary.commands.settling import *

Command = (
    AskingCommand
    | AnsweringCommand
    | MeetingCommand
    | AfterwardsCommand
    | MentoringCommand
    | BrowsingCommand
    | SettlingCommand
    | OrganisingCommand
)

COMMANDS: tuple[type, ...] = get_args(Command)
