"""Where two people meet: the mentor's own link, else one made after the organisers' pattern."""

import secrets
from dataclasses import replace

from bot.boundary.cards import Form, Reply
from bot.boundary.commands import Meetings, Organise, SaveMeetings
from bot.domain.mentors import Mentor
from bot.domain.people import House
from bot.domain.refusals import FormTrouble
from bot.service import organising
from bot.service.call import Call, organisers_only
from bot.service.words import https

ROOM = "[room]"
LONGEST = 200
HOLDS = (1, 72)
"""The fewest and most hours for which proposed times are kept free."""


def meeting_place(house: House, mentor: Mentor | None) -> str:
    """A room of its own for each chat, with a name of 128 bits that nobody guesses; nothing where neither has said."""
    if mentor and mentor.link:
        return mentor.link
    return house.meeting_link.replace(ROOM, secrets.token_hex(16))


async def meetings(call: Call, command: Meetings) -> Reply:
    organisers_only(call)
    house = call.books.house
    return Reply(_form(call, SaveMeetings(house.meeting_link, str(house.hold_hours))))


async def save_meetings(call: Call, command: SaveMeetings) -> Reply:
    organisers_only(call)
    link, hours = command.link.strip(), command.hold_hours.strip()
    trouble: dict[str, str | tuple[str, dict[str, object]]] = {}
    if link and (len(link) > LONGEST or not https(link.replace(ROOM, "a"))):
        trouble["link"] = "trouble.link"
    if not hours.isdecimal() or len(hours) > 2 or not HOLDS[0] <= int(hours) <= HOLDS[1]:
        trouble["hold_hours"] = ("trouble.number", {"least": HOLDS[0], "most": HOLDS[1]})
    if trouble:
        return await call.form(_form(call, command), typed=command, trouble=FormTrouble(**trouble))
    await call.books.keep_house(replace(call.books.house, meeting_link=link, hold_hours=int(hours)))
    return await organising.organise(call, Organise())


def _form(call: Call, typed: SaveMeetings) -> Form:
    voice = call.voice
    fields = (
        voice.field("meeting_link", "link", "line", required=False, most=LONGEST, value=typed.link),
        voice.field("hold_hours", "hold_hours", "line", most=2, value=typed.hold_hours),
    )
    return Form(voice("meetings_form.title"), fields, SaveMeetings(), voice("meetings_form.submit"))
