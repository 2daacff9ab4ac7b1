"""What the settings mean, and that everything that is wrong with them is said at once."""

import re
from pathlib import Path

import pytest

from bot.preflight import LEAST_KEY, advice, read
from bot.settings import Settings, variable

BOT, APP, SECRET, KEY = "xoxb-1-2-abc", "xapp-1-A-abc", "8f742231b10e8888abcd99yyyzzz85a5", "k" * LEAST_KEY


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    monkeypatch.chdir(tmp_path)


def wrong(monkeypatch: pytest.MonkeyPatch, **values: str) -> list[str]:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return read()[1]


def test_with_an_empty_environment_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    settings, problems = read()
    assert (problems, advice(settings)) == ([], [])
    assert (settings.slack, settings.discord, settings.port) == (False, False, 8030)
    assert settings.sqlite_file == Path("halfhour.db")


def test_an_env_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=1\nBEAT_SECONDS=2\nSOMETHING_ELSE=3\n")
    monkeypatch.setenv("PORT", "9")
    settings, problems = read()
    assert (settings.port, settings.beat_seconds, problems) == (9, 2, [])


def test_an_empty_value_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong(monkeypatch, PORT="", SLACK_BOT_TOKEN="", DATABASE_URL="") == []


def test_spaces_around_a_token_are_forgiven(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong(monkeypatch, DISCORD_TOKEN="  abc.def.ghi \n") == []
    assert read()[0].discord_token == "abc.def.ghi"


def test_everything_is_said_at_once_and_names_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    said = wrong(
        monkeypatch,
        PORT="many",
        BEAT_SECONDS="0",
        LOG_LEVEL="loud",
        SLACK_BOT_TOKEN=BOT,
        DISCORD_TOKEN="Bot abc",
        SLACK_API_BASE_URL="http://slack.example.org/api/",
        DATABASE_URL="mysql://host/db",
        HALFHOUR_SECRET_KEY="short",
    )
    names = [
        "PORT", "BEAT_SECONDS", "LOG_LEVEL", "SLACK_APP_TOKEN", "DISCORD_TOKEN", "SLACK_API_BASE_URL", "DATABASE_URL",
        "HALFHOUR_SECRET_KEY",
    ]  # fmt: skip
    assert all(any(name in line for line in said) for name in names)
    assert len(said) == len(names)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"SLACK_BOT_TOKEN": BOT}, "SLACK_APP_TOKEN (Socket Mode"),
        ({"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": BOT}, "the wrong way round"),
        ({"SLACK_BOT_TOKEN": APP}, "the wrong way round"),
        ({"SLACK_BOT_TOKEN": "abc", "SLACK_SIGNING_SECRET": SECRET}, "begin with xoxb-"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": "abc"}, "begin with xapp-"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": APP}, "SLACK_SIGNING_SECRET holds a token"),
        ({"SLACK_SIGNING_SECRET": SECRET}, "SLACK_SIGNING_SECRET is set, but SLACK_BOT_TOKEN is not"),
        ({"SLACK_APP_TOKEN": APP}, "SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is not"),
        ({"DISCORD_TOKEN": "Bot abc"}, "the token alone"),
        ({"DISCORD_TOKEN": "'abc'"}, "the token alone"),
        ({"DISCORD_API_BASE_URL": "discord.com/api"}, "it should be an address"),
        ({"DISCORD_API_BASE_URL": "http://[::1"}, "it should be an address"),
        ({"DISCORD_GATEWAY_URL": "https://gateway.discord.gg"}, "such as wss://"),
        ({"DISCORD_GATEWAY_URL": "ws://gateway.discord.gg"}, "should begin with wss://"),
        ({"PUBLIC_URL": "http://halfhour.example.org"}, "should begin with https://"),
        ({"SMTP_URL": "mail.example.org"}, "smtps://user:password@host:465"),
        ({"SMTP_URL": "https://u:p@mail.example.org"}, "smtps://user:password@host:465"),
        ({"SMTP_URL": "smtp://u:p/w@mail.example.org"}, "smtps://user:password@host:465"),
        ({"SMTP_URL": "smtps://jo:1#x@mail.example.org"}, "smtps://user:password@host:465"),
        ({"SMTP_URL": "smtps://jo%40example.org@mail.example.org"}, "but not both"),
        ({"SMTP_URL": "smtp://jo%40example.org:pw@mail.example.org:465"}, "port 465, where mail servers expect smtps"),
        ({"SMTP_URL": "smtps://jo%40example.org:pw@mail.example.org:587"}, "port 587, where mail servers expect smtp:"),
        ({"SMTP_URL": "smtps://jo:pw@mail.example.org"}, "Set MAIL_FROM"),
        ({"SMTP_URL": "smtps://jo:pw@mail.example.org", "MAIL_FROM": "Half Hour"}, "one e-mail address"),
        ({"MAIL_FROM": "bot@example.org"}, "SMTP_URL is not"),
        ({"PORT": "70000"}, "between 0 and 65535"),
        ({"DATABASE_URL": "sqlite://"}, "in memory"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "in memory"),
        ({"DATABASE_URL": "sqlite:///no/such/folder/halfhour.db"}, "no/such/folder for the SQLite database"),
        ({"DATABASE_URL": "sqlite:///."}, "in memory"),
        ({"DATABASE_URL": "halfhour.db"}, "it should be sqlite:///halfhour.db or"),
        ({"DATABASE_URL": "postgresql://user:pass@host"}, "names no database"),
        ({"DATABASE_URL": "postgresql:///halfhour"}, "names no host"),
        ({"DATABASE_URL": "postgresql://user:p@ss/w:rd@host:54x2/db"}, "cannot be read"),
        ({"HALFHOUR_SECRET_KEY": f"{KEY},short"}, "5 characters"),
    ],
)  # fmt: skip
def test_one_mistake_makes_one_sentence(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], told: str) -> None:
    said = wrong(monkeypatch, **values)
    assert len(said) == 1
    assert told in said[0]


@pytest.mark.parametrize(
    "values",
    [
        {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP},
        {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET},
        {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SECRET},
        {"DISCORD_TOKEN": "abc.def.ghi", "DISCORD_API_BASE_URL": "http://127.0.0.1:9000/api/v10"},
        {"DISCORD_GATEWAY_URL": "ws://localhost:9000/gw/", "SLACK_API_BASE_URL": "http://[::1]:9000/api/"},
        {"SMTP_URL": "smtps://jo%40example.org:p%40ss@mail.example.org"},
        {"SMTP_URL": "smtp://mail.example.org:2525/", "MAIL_FROM": '"Half Hour, Berlin" <bot@straße.example>'},
        {"DATABASE_URL": "postgresql://user:p%40ss@host:5432/halfhour"},
        {"DATABASE_URL": "postgres://user@host/halfhour?sslmode=require"},
        {"DATABASE_URL": "postgresql://postgres:@/postgres?host=/tmp/pg"},
        {"HALFHOUR_SECRET_KEY": f"{KEY}, {KEY}"},
    ],
)
def test_what_is_right_is_left_in_peace(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    assert wrong(monkeypatch, **values) == []


def test_a_sqlite_file_with_an_absolute_path_keeps_its_slash(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert wrong(monkeypatch, DATABASE_URL=f"sqlite:///{tmp_path}/a.db") == []
    assert read()[0].sqlite_file == tmp_path / "a.db"


def test_tokens_without_a_secret_key_earn_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong(monkeypatch, DISCORD_TOKEN="abc.def.ghi") == []
    assert "HALFHOUR_SECRET_KEY" in advice(read()[0])[0]
    monkeypatch.setenv("HALFHOUR_SECRET_KEY", KEY)
    assert advice(read()[0]) == []


def test_what_is_said_never_holds_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    said = wrong(
        monkeypatch,
        SLACK_BOT_TOKEN="oops-hush-1",
        SLACK_APP_TOKEN="oops-hush-2",
        SLACK_SIGNING_SECRET="xoxb-hush-3",
        DISCORD_TOKEN="Bot hush-4",
        HALFHOUR_SECRET_KEY="hush-5",
        DATABASE_URL="postgresql://user:hush-6@host:x/db",
        SMTP_URL="smtps://user:hush-7@mail.example.org:587",
        MAIL_FROM="bot@example.org",
    )
    assert len(said) == 7
    assert "hush" not in "".join([*said, repr(read()[0])])


def test_slack_comes_over_http_only_without_an_app_token() -> None:
    assert Settings(slack_bot_token=BOT, slack_signing_secret=SECRET).slack_over_http
    assert not Settings(slack_bot_token=BOT, slack_signing_secret=SECRET, slack_app_token=APP).slack_over_http
    assert not Settings().slack_over_http


def test_mails_are_from_the_user_of_the_server_unless_somebody_else_is_named() -> None:
    server = "smtps://jo%40example.org:pw@mail.example.org"
    assert Settings(smtp_url=server).mailbox == ("", "jo@example.org")
    assert Settings(smtp_url=server, mail_from="Half Hour <bot@example.org>").mailbox == (
        "Half Hour",
        "bot@example.org",
    )
    assert Settings(mail_from="bot@example.org").mailbox is None


def test_the_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1


def test_every_setting_is_described() -> None:
    for name, field in Settings.model_fields.items():
        assert re.search(r"\w.*\.$", field.description or "", re.DOTALL), name


def test_the_example_file_has_every_setting_and_no_other() -> None:
    example = (Path(__file__).parents[1] / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^# ([A-Z_]+)=", example, re.MULTILINE)) == {
        variable(name) for name in Settings.model_fields
    }


def test_the_example_file_with_its_values_has_only_its_own_gaps(tmp_path: Path) -> None:
    example = (Path(__file__).parents[1] / ".env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(re.sub(r"^# ([A-Z_]+=)", r"\1", example, flags=re.MULTILINE))
    assert read()[1] == []
