"""The sample community moves in and out by the same commands that everybody gives."""

import logging
from collections.abc import Iterable

from adapters.playground.world import PLACE, Sample
from bot.boundary.cards import Form
from bot.boundary.commands import (
    Actor,
    Command,
    ForgetMe,
    PauseBot,
    Readmit,
    SaveHours,
    SaveProfile,
    SetZone,
)
from bot.boundary.ports import Desk

log = logging.getLogger(__name__)


def actor(sample: Sample) -> Actor:
    return Actor(sample.person, sample.name, locale=sample.locale, zone=sample.zone, organiser=sample.organiser)


def arrival(sample: Sample) -> list[Command]:
    """Everybody says where they live, which also makes them known; mentors say what they offer, and when."""
    said: list[Command] = [SetZone(sample.zone)]
    if sample.profile:
        said += [SaveProfile(**sample.profile), SaveHours(sample.hours)]
    return said


async def move_in(desk: Desk, people: Iterable[Sample]) -> None:
    for sample in people:
        for command in arrival(sample):
            reply = await desk.handle(actor(sample), command)
            if isinstance(reply.say, Form):
                log.warning("%s's %s was not taken: %s", sample.name, type(command).__name__, dict(reply.say.errors))


async def move_out(desk: Desk, people: Iterable[Sample]) -> None:
    """Everybody is forgotten, after the organiser has undone what would outlive that."""
    samples = list(people)
    for organiser in samples:
        if organiser.organiser:
            await desk.handle(actor(organiser), PauseBot(False))
            for sample in samples:
                await desk.handle(actor(organiser), Readmit(sample.person))
    for sample in samples:
        await desk.handle(actor(sample), ForgetMe(sure=True))
    log.info("everybody in %s was forgotten", PLACE)
