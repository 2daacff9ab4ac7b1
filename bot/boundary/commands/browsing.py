"""Looking around: mentors, and one’s own chats."""

from dataclasses import dataclass


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


BrowsingCommand = (
    FindMentor | MyChats | ShowChat
)  # fmt: skip
