"""The app settings that an organiser pastes into Slack."""

import json
from dataclasses import replace

import pytest

from adapters.slack.manifest import manifest
from bot.boundary.menu import ENTRIES

WORDS = {"name": "Half Hour", "description": "Ask a mentor for half an hour", "long_description": "Half Hour. " * 20}
SPOKEN = tuple(
    replace(
        entry,
        described={"en": f"About {entry.name}", "es": f"Sobre {entry.name}"},
        shortcut={"en": "Request a chat"} if entry.shortcut else {},
    )
    for entry in ENTRIES
)


def test_every_command_is_declared_with_its_address() -> None:
    made = manifest(SPOKEN, url="https://bot.example.org/", words=WORDS)
    commands = made["features"]["slash_commands"]
    assert [command["command"] for command in commands] == [f"/{entry.name}" for entry in ENTRIES]
    assert {command["url"] for command in commands} == {"https://bot.example.org/slack/events"}
    assert all(command["should_escape"] for command in commands)
    assert commands[0]["usage_hint"] == "[@mentor]"
    assert made["features"]["shortcuts"] == [
        {"name": "Request a chat", "type": "global", "callback_id": "request-chat", "description": "About request-chat"}
    ]
    assert made["settings"]["event_subscriptions"]["request_url"] == "https://bot.example.org/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False


def test_without_an_address_it_is_socket_mode() -> None:
    made = manifest(SPOKEN, url=None, words=WORDS)
    assert made["settings"]["socket_mode_enabled"] is True
    assert "url" not in json.dumps(made)


def test_nothing_is_asked_for_that_is_not_needed() -> None:
    made = manifest(SPOKEN, url=None, words=WORDS)
    assert made["oauth_config"]["scopes"] == {
        "bot": ["chat:write", "commands", "users:read", "im:write", "files:write"]
    }
    assert made["features"]["app_home"]["messages_tab_read_only_enabled"] is True
    assert made["features"]["app_home"]["messages_tab_enabled"] is True


def test_another_language_has_its_own_words() -> None:
    made = manifest(SPOKEN, url=None, words=WORDS, language="es")
    assert made["features"]["slash_commands"][0]["description"] == "Sobre request-chat"
    assert made["features"]["shortcuts"][0]["name"] == "Request a chat"


@pytest.mark.parametrize("wrong", [{"long_description": "too short"}, {"name": "x" * 36}, {"description": ""}])
def test_words_that_slack_refuses_are_refused_here(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="characters fit"):
        manifest(SPOKEN, url=None, words=WORDS | wrong)
