"""Which parts a process has, and the surfaces that they need. An adapter is imported only where it is used."""

from collections.abc import Sequence

from bot.boundary.ports import Clock, Desk, Ring, Surface
from bot.service.reach import Reach
from bot.settings import Settings
from bot.speech import menu
from bot.terminal import say

SLACK, DISCORD, PLAYGROUND, NUDGES = PARTS = ("slack", "discord", "playground", "nudges")
LOOPBACK = "127.0.0.1"


class CannotRun(Exception):
    """Its words are a sentence for the organiser."""


def parts_of(settings: Settings, only: Sequence[str] = ()) -> tuple[str, ...]:
    """The parts of this process. Raises CannotRun for parts that the settings do not allow."""
    served = [name for name, on in ((SLACK, settings.slack), (DISCORD, settings.discord)) if on]
    if not only:
        return (*(served or (PLAYGROUND,)), NUDGES)
    if PLAYGROUND in only:
        if set(only) - {PLAYGROUND, NUDGES}:
            raise CannotRun(say("run.mixed"))
        return (PLAYGROUND, NUDGES)
    for platform, token in ((SLACK, "SLACK_BOT_TOKEN"), (DISCORD, "DISCORD_TOKEN")):
        if platform in only and platform not in served:
            raise CannotRun(say("run.no_tokens", platform=platform.capitalize(), token=token))
    if not served:
        raise CannotRun(say("run.nothing_to_deliver"))
    return tuple(part for part in PARTS if part in only)


def clock_of(parts: Sequence[str], real: Clock) -> Clock:
    if PLAYGROUND not in parts:
        return real
    from adapters.playground.world import TurnableClock

    return TurnableClock(real)


def surfaces_of(settings: Settings, parts: Sequence[str], *, desk: Desk, clock: Clock, ring: Ring) -> list[Surface]:
    """Those that listen in this process and, where nudges are delivered, all that can carry one."""
    if PLAYGROUND in parts:
        return [_playground(settings, desk, clock, ring)]
    made: list[Surface] = []
    if SLACK in parts or (NUDGES in parts and settings.slack):
        made.append(_slack(settings, desk, clock))
    if DISCORD in parts or (NUDGES in parts and settings.discord):
        made.append(_discord(settings, desk, clock))
    if NUDGES in parts and settings.smtp_url:
        made.append(_email(settings, clock))
    return made


def serves_calendars(settings: Settings, parts: Sequence[str]) -> bool:
    """One process does: the first that hears people, where the organiser said at which address."""
    if PLAYGROUND in parts:
        return True
    hears = SLACK if settings.slack else DISCORD
    return bool(settings.public_url) and hears in parts


def reach_of(settings: Settings, parts: Sequence[str]) -> Reach:
    """What this installation can do beyond the platforms; the same in each of its processes."""
    address = f"http://{settings.host or LOOPBACK}:{settings.port}" if PLAYGROUND in parts else settings.public_url
    return Reach(mailbox=settings.mailbox[1] if settings.mailbox else "", address=address)


def _slack(settings: Settings, desk: Desk, clock: Clock) -> Surface:
    from adapters.slack.app import Slack

    return Slack(
        desk=desk,
        clock=clock,
        bot_token=settings.slack_bot_token,
        signing_secret=settings.slack_signing_secret,
        app_token=settings.slack_app_token,
        api_base_url=settings.slack_api_base_url,
    )


def _discord(settings: Settings, desk: Desk, clock: Clock) -> Surface:
    from adapters.discord.app import Discord

    return Discord(
        desk=desk,
        clock=clock,
        token=settings.discord_token,
        entries=menu.entries(),
        api_base_url=settings.discord_api_base_url,
        gateway_url=settings.discord_gateway_url,
    )


def _email(settings: Settings, clock: Clock) -> Surface:
    """It hears nobody, so it is no part of its own: it is there wherever nudges are delivered."""
    from adapters.email.app import Email, server

    assert settings.mailbox is not None, "preflight has looked"
    return Email(server=server(settings.smtp_url), sender=settings.mailbox, clock=clock)


def _playground(settings: Settings, desk: Desk, clock: Clock, ring: Ring) -> Surface:
    from adapters.playground.app import Playground
    from adapters.playground.guard import LOOPBACK as NEAR
    from adapters.playground.world import TurnableClock

    assert isinstance(clock, TurnableClock)
    return Playground(
        desk=desk,
        clock=clock,
        entries=menu.entries(),
        world_file=settings.playground_file,
        ring=ring,
        hosts=NEAR | {settings.host or LOOPBACK},
    )
