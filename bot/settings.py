"""The settings: one frozen object, read once from the environment and from .env."""

from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.addresses import mailbox

SQLITE = ("sqlite", "sqlite+aiosqlite")


class Settings(BaseSettings):
    """Each is set by its name in capitals. An empty value counts as not set."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        str_strip_whitespace=True,
    )

    database_url: str = Field(
        default="sqlite:///halfhour.db",
        repr=False,
        description="Where everything is kept: a SQLite file, or `postgresql://user:password@host/database` when "
        "several processes share the work.",
    )
    secret_key: str = Field(
        default="",
        validation_alias="HALFHOUR_SECRET_KEY",
        repr=False,
        description="Encrypts notes, links and tokens in the database. To change it, put the new key before the old "
        "one with a comma between; to drop the old one, wait until the notes it sealed are forgotten.",
    )
    slack_bot_token: str = Field(
        default="",
        repr=False,
        description="`xoxb-...`, from your Slack app's page under OAuth & Permissions. Turns Slack on.",
    )
    slack_app_token: str = Field(
        default="",
        repr=False,
        description="`xapp-...`, from Basic Information, App-Level Tokens. Its presence means Socket Mode: no public "
        "address is needed.",
    )
    slack_signing_secret: str = Field(
        default="",
        repr=False,
        description="From Basic Information, App Credentials: proves that a request comes from Slack. Needed for "
        "Slack over HTTP, without Socket Mode.",
    )
    slack_api_base_url: str = Field(
        default="https://slack.com/api/", description="Where Slack's Web API is. For tests against a local stand-in."
    )
    discord_token: str = Field(
        default="", repr=False, description="From the Bot page of your Discord application. Turns Discord on."
    )
    discord_api_base_url: str = Field(
        default="https://discord.com/api/v10", description="Where Discord's API is. For tests against a local stand-in."
    )
    discord_gateway_url: str = Field(
        default="",
        description="Where Discord's gateway is, if not where Discord says. For tests against a local stand-in.",
    )
    smtp_url: str = Field(
        default="",
        repr=False,
        description="A mail server, for invitations by e-mail to people who ask for them: "
        "`smtps://user:password@host:465`, or `smtp://user:password@host:587`, which is encrypted too.",
    )
    mail_from: str = Field(
        default="",
        description="Whom those mails are from, such as `Half Hour <halfhour@example.org>`; without it, the user of "
        "SMTP_URL. Answers to invitations arrive there.",
    )
    public_url: str = Field(
        default="",
        description="The public https address of this bot: for the Slack manifest when Slack comes over HTTP, and for "
        "the calendars that members can subscribe to.",
    )
    host: str = Field(
        default="",
        description="The address to listen on: 127.0.0.1 for the playground and beside Socket Mode, 0.0.0.0 for Slack "
        "over HTTP or with PUBLIC_URL, unless set.",
    )
    port: int = Field(default=8030, ge=0, le=65535, description="The port to listen on.")
    playground_file: Path = Field(
        default=Path("playground.json"), description="Where the playground keeps what is on its people's screens."
    )
    beat_seconds: float = Field(
        default=5,
        ge=0.1,
        le=60,
        description="How often to look for nudges that are due. A press is answered at once anyway.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much to log: DEBUG, INFO, WARNING or ERROR. Notes are never logged."
    )

    @property
    def slack(self) -> bool:
        return bool(self.slack_bot_token)

    @property
    def discord(self) -> bool:
        return bool(self.discord_token)

    @property
    def slack_over_http(self) -> bool:
        return self.slack and not self.slack_app_token

    @property
    def mailbox(self) -> tuple[str, str] | None:
        """The name (may be empty) and the address that mails come from; None where no mail is sent."""
        if not self.smtp_url:
            return None
        return mailbox(self.mail_from or unquote(urlsplit(self.smtp_url).username or ""))

    @property
    def sqlite_file(self) -> Path | None:
        """None for PostgreSQL."""
        scheme, _, rest = self.database_url.partition("://")
        return Path(unquote(rest.removeprefix("/").partition("?")[0])) if scheme in SQLITE else None


def variable(field: str) -> str:
    """The environment variable of a field."""
    return str(Settings.model_fields[field].validation_alias or field.upper())
