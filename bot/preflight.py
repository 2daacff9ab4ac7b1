"""Before anything starts: read the settings, and say everything that is wrong with them at once."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from pydantic import ValidationError

from bot.settings import SQLITE, Settings, variable
from bot.terminal import say

LEAST_KEY = 24
"""Characters of a secret key."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MAIL = {"smtps": 465, "smtp": 587}
POSTGRESQL = ("postgresql", "postgres", "postgresql+asyncpg")


def read(env_file: Path | str | None = ".env") -> tuple[Settings, list[str]]:
    """The settings, and everything that is wrong with them as whole sentences. A value that cannot be used at all is
    replaced by its default, so that the others can be judged too."""
    wishes: dict[str, Any] = {"_env_file": env_file}
    try:
        settings = Settings(**wishes)
    except ValidationError as trouble:
        fields = {_field(str(error["loc"][0])): error for error in trouble.errors()}
        sentences = [_unusable(name, str(error["input"]), error["msg"]) for name, error in fields.items()]
        settings = Settings(**wishes, **{name: Settings.model_fields[name].default for name in fields})
        return settings, [*sentences, *problems(settings)]
    return settings, problems(settings)


def problems(settings: Settings) -> list[str]:
    """Everything that keeps the bot from running as these settings ask."""
    return [
        *_slack(settings), *_discord(settings), *_addresses(settings), *_mail(settings), *_database(settings),
        *_keys(settings),
    ]  # fmt: skip


def advice(settings: Settings) -> list[str]:
    """What is worth doing, and keeps nothing from running."""
    tokens = settings.slack or settings.discord
    return [say("settings.secret_missing")] if tokens and not settings.secret_key else []


# -- one subject each --------------------------------------------------------------------------------------------------


def _slack(settings: Settings) -> Iterator[str]:
    bot, app, secret = settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret
    if bot.startswith("xapp-") and (not app or app.startswith("xoxb-")):
        yield say("settings.swapped")
    else:
        if bot and not bot.startswith("xoxb-"):
            yield say("settings.slack_bot_prefix")
        if app and not app.startswith("xapp-"):
            yield say("settings.slack_app_prefix")
    if secret.startswith(("xoxb-", "xapp-", "xoxp-")):
        yield say("settings.slack_secret")
    if bot and not bot.startswith("xapp-") and not (app or secret):
        yield say("settings.slack_half")
    if (app or secret) and not bot:
        named = [name for name, value in (("SLACK_APP_TOKEN", app), ("SLACK_SIGNING_SECRET", secret)) if value]
        yield say("settings.slack_no_bot", names=" and ".join(named))


def _discord(settings: Settings) -> Iterator[str]:
    token = settings.discord_token
    if token.lower().startswith("bot ") or any(letter.isspace() or letter in "\"'" for letter in token):
        yield say("settings.discord_token")


def _addresses(settings: Settings) -> Iterator[str]:
    for field, schemes, example in (
        ("slack_api_base_url", ("https", "http"), "https://slack.com/api/"),
        ("discord_api_base_url", ("https", "http"), "https://discord.com/api/v10"),
        ("discord_gateway_url", ("wss", "ws"), "wss://gateway.discord.gg/"),
        ("public_url", ("https", "http"), "https://halfhour.example.org"),
    ):
        address = str(getattr(settings, field))
        parts = _split(address)
        if not address:
            continue
        if parts is None or parts.scheme not in schemes or not parts.hostname:
            yield say("settings.address", name=variable(field), value=address, example=example)
        elif parts.scheme != schemes[0] and parts.hostname not in LOOPBACK:
            yield say("settings.plain", name=variable(field), value=address, scheme=schemes[0])


def _mail(settings: Settings) -> Iterator[str]:
    """Never with the address of the server in it, for that holds the password."""
    if not settings.smtp_url:
        if settings.mail_from:
            yield say("settings.mail_serverless")
        return
    parts = _split(settings.smtp_url)
    beyond = parts and (parts.path.strip("/"), parts.query, parts.fragment)
    if parts is None or parts.scheme not in MAIL or not parts.hostname or beyond != ("", "", ""):
        yield say("settings.mail_server")
        return
    if bool(parts.username) != bool(parts.password):
        yield say("settings.mail_half")
    if parts.port in MAIL.values() and MAIL[parts.scheme] != parts.port:
        other = next(scheme for scheme, port in MAIL.items() if port == parts.port)
        yield say("settings.mail_port", port=parts.port, scheme=other)
    if settings.mailbox is None:
        yield say("settings.mail_from", value=settings.mail_from) if settings.mail_from else say("settings.mail_nobody")


def _database(settings: Settings) -> Iterator[str]:
    scheme = settings.database_url.partition("://")[0]
    if scheme in SQLITE:
        yield from _sqlite(settings.sqlite_file)
    elif scheme in POSTGRESQL:
        yield from _postgresql(settings.database_url)
    else:
        yield say("settings.database", scheme=scheme[:20])


def _sqlite(file: Path | None) -> Iterator[str]:
    if file is None or file.name in ("", ":memory:") or "mode=memory" in str(file):
        yield say("settings.database_memory")
    elif not file.parent.is_dir():
        yield say("settings.folder_missing", folder=file.parent.absolute())
    elif file.is_dir() or not os.access(file if file.exists() else file.parent, os.W_OK):
        yield say("settings.folder_unwritable", file=file.absolute())


def _postgresql(address: str) -> Iterator[str]:
    parts = _split(address)
    if parts is None or "@" in parts.path:
        yield say("settings.database_broken", why="its parts cannot be told apart")
    elif parts.path in ("", "/"):
        yield say("settings.database_nameless")
    elif not parts.hostname and "host=" not in parts.query:
        yield say("settings.database_broken", why="it names no host")


def _keys(settings: Settings) -> Iterator[str]:
    for key in filter(None, (part.strip() for part in settings.secret_key.split(","))):
        if len(key) < LEAST_KEY:
            yield say("settings.secret_short", n=len(key), least=LEAST_KEY)


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  # raises for a port that is none
    except ValueError:
        return None
    return parts


def _field(place: str) -> str:
    """A ValidationError may name the field or its variable."""
    return next((name for name in Settings.model_fields if place.upper() in (name.upper(), variable(name))), place)


def _unusable(field: str, value: str, why: str) -> str:
    facts = {"name": variable(field), "value": value}
    match field:
        case "port":
            return say("settings.out_of_range", low=0, high=65535, **facts)
        case "beat_seconds":
            return say("settings.out_of_range", low=0.1, high=60, **facts)
        case "log_level":
            return say("settings.log_level", value=value)
        case _:
            return say("settings.unusable", name=facts["name"], why=why)
