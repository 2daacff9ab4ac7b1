"""What is registered with Discord, and the link that installs the bot."""

import re

from adapters.discord.manifest import commands, manifest, same
from bot.boundary.menu import ENTRIES
from tests.adapters.discord.conftest import WORDED


def test_every_command_is_declared_within_discords_limits() -> None:
    made = commands(WORDED)
    assert [one["name"] for one in made] == [entry.name for entry in WORDED] + ["Request a chat"]
    for one in made:
        assert one["contexts"] == [0]
        assert one["integration_types"] == [0]
        if one["type"] == 1:
            assert re.fullmatch(r"[-_a-z0-9]{1,32}", one["name"])
            assert 1 <= len(one["description"]) <= 100
        assert len(str(one)) < 8000


def test_languages_go_by_discords_names() -> None:
    request = commands(WORDED)[0]
    assert request["description"] == "All about request-chat"
    assert request["description_localizations"] == {
        "es-ES": "Sobre request-chat",
        "es-419": "Sobre request-chat",
    }
    assert request["options"] == [
        {
            "type": 6,
            "name": "mentor",
            "description": "Who or what",
            "description_localizations": {"es-ES": "Quién o qué", "es-419": "Quién o qué"},
            "required": False,
        }
    ]
    assert commands(WORDED)[-1]["name_localizations"] == {"es-ES": "Pedir una charla", "es-419": "Pedir una charla"}


def test_a_city_is_completed_while_it_is_typed() -> None:
    city = next(one for one in commands(WORDED) if one["name"] == "my-chats")["options"][0]
    assert (city["type"], city["autocomplete"]) == (3, True)


def test_commands_without_words_are_still_valid() -> None:
    assert all(one.get("description") or one["type"] == 2 for one in commands(ENTRIES))


def test_what_discord_adds_changes_nothing() -> None:
    registered = [
        {
            **one,
            "id": str(number),
            "application_id": "1",
            "version": "9",
            "default_member_permissions": None,
            "nsfw": False,
            "name_localizations": one.get("name_localizations"),
            "options": [{k: v for k, v in option.items() if k != "required"} for option in one.get("options", [])],
        }
        for number, one in enumerate(commands(WORDED))
    ]
    assert same(registered[::-1], commands(WORDED))
    assert not same(registered[1:], commands(WORDED))
    registered[0]["description"] = "Something else"
    assert not same(registered, commands(WORDED))


def test_the_install_link_asks_for_nothing_that_is_not_used() -> None:
    made = manifest(WORDED, application_id="111")
    assert made["install"] == (
        "https://discord.com/oauth2/authorize?client_id=111&scope=bot%20applications.commands"
        "&permissions=0&integration_type=0"
    )
    assert made["privileged_intents"] == []
