"""What knocks at the HTTP door, and what gets in."""

import json
import os
import time
from urllib.parse import urlencode

import pytest

from adapters.slack.app import Slack
from bot.boundary.commands import FindMentor, RequestChat
from bot.boundary.ports import CannotConnect, Person
from tests.adapters.slack.conftest import NOW, Starts
from tests.adapters.slack.desk import ScriptedDesk
from tests.adapters.slack.fake import FakeSlack

JSON = "application/json"
EVENT = json.dumps({"type": "event_callback", "team_id": "T1", "event": {"type": "team_join"}})


async def test_slack_proves_that_the_address_is_ours(slack: FakeSlack) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"})
    assert await slack.post(body, content_type=JSON) == (200, {"challenge": "abc"})


@pytest.mark.parametrize(("secret", "signature"), [("another", ""), (None, "v0=00"), (None, "x")])
async def test_a_forged_signature_is_refused(
    slack: FakeSlack, desk: ScriptedDesk, secret: str | None, signature: str
) -> None:
    assert (await slack.post(EVENT, content_type=JSON, secret=secret, signature=signature))[0] == 401
    assert desk.heard == []


async def test_a_forged_body_of_an_odd_shape_is_refused_like_any_other(slack: FakeSlack) -> None:
    body = json.dumps({"type": "event_callback", "authorizations": 3})
    assert (await slack.post(body, content_type=JSON, secret="another"))[0] == 401


@pytest.mark.parametrize("late", [-301, 301])
async def test_a_stale_signature_is_refused(slack: FakeSlack, late: int) -> None:
    assert (await slack.post(EVENT, content_type=JSON, at=time.time() + late))[0] == 401


async def test_an_unsigned_request_is_refused(slack: FakeSlack) -> None:
    assert (await slack.door.post("/slack/events", content=EVENT)).status_code == 401


async def test_a_body_over_a_megabyte_is_too_large(slack: FakeSlack) -> None:
    assert (await slack.post("x" * 1_000_001))[0] == 413
    assert (await slack.post(json.dumps({"type": "event_callback", "x": "y" * 1_000_000}), content_type=JSON))[0] == 413


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("{bad", JSON),
        ("[]", JSON),
        ("[" * 100_000, JSON),
        ("", JSON),
        ("payload=%7Bbad", "application/x-www-form-urlencoded"),
        ("payload=3", "application/x-www-form-urlencoded"),
        ("payload=", "application/x-www-form-urlencoded"),
        ("&&&", "text/plain"),
        (json.dumps({"type": "event_callback", "authorizations": 3}), JSON),
        (json.dumps({"enterprise": 3}), JSON),
    ],
)
async def test_a_malformed_body_is_a_bad_request(slack: FakeSlack, body: str, content_type: str) -> None:
    assert (await slack.post(body, content_type=content_type))[0] == 400


async def test_bytes_that_are_not_text_are_a_bad_request(slack: FakeSlack) -> None:
    assert (await slack.door.post("/slack/events", content=b"\xff\xfe{")).status_code == 400


@pytest.mark.parametrize(
    "body",
    [{"type": "x"}, {"command": "/mentor"}, {"type": "block_actions", "team": "T1"},
     {"type": "block_actions", "actions": []}, {"type": "block_actions", "actions": [None]},
     {"type": "view_submission", "view": None}, {"type": "view_closed"}],
)  # fmt: skip
async def test_a_signed_body_of_an_unknown_shape_is_not_an_error(
    slack: FakeSlack, desk: ScriptedDesk, body: dict[str, object]
) -> None:
    assert (await slack.post(json.dumps(body), content_type=JSON))[0] in (200, 400, 404)
    assert (await slack.post(urlencode({"payload": json.dumps(body)})))[0] in (200, 400, 404)
    assert desk.heard == []


@pytest.mark.parametrize("command", ["/request-chat", "/find-mentor"])
async def test_a_command_may_speak_of_a_payload(slack: FakeSlack, desk: ScriptedDesk, command: str) -> None:
    jo = slack.users["U0JO"]
    text = "how big may my JSON payload be?"
    assert await jo.command(command, text) == 200
    assert desk.command in (RequestChat(topic=text), FindMentor(text))


async def test_a_command_may_have_a_field_called_payload(slack: FakeSlack, desk: ScriptedDesk) -> None:
    fields = {"command": "/find-mentor", "text": "payload=1", "team_id": "T1", "user_id": "U0JO", "trigger_id": "1"}
    assert (await slack.post(urlencode(fields)))[0] == 200
    await slack.until(lambda: desk.heard)
    assert desk.command == FindMentor("payload=1")


async def test_platform_variables_in_the_environment_change_nothing(
    world: FakeSlack, desk: ScriptedDesk, start: Starts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CLIENT_ID", "CLIENT_SECRET", "BOT_TOKEN", "APP_TOKEN"):
        monkeypatch.setenv(f"SLACK_{name}", "of-another-app")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "of-another-app")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    async with start(world, desk):
        assert (await world.post(EVENT, content_type=JSON, secret=os.environ["SLACK_SIGNING_SECRET"]))[0] == 401
        await world.users["U0JO"].command("/mentor")
    assert desk.last.actor.person == Person("slack", "T1", "U0JO")
    assert len(world.called("auth.test")) == 1


async def test_without_a_way_to_hear_slack_there_is_no_door(world: FakeSlack, desk: ScriptedDesk) -> None:
    surface = Slack(desk=desk, clock=lambda: NOW, bot_token="xoxb", api_base_url=world.api_base_url)
    assert surface.routes == ()
    with pytest.raises(CannotConnect, match="SLACK_SIGNING_SECRET"):
        await surface.connect()
    await surface.close()


async def test_a_wrong_bot_token_says_what_to_do_and_not_the_token(world: FakeSlack, desk: ScriptedDesk) -> None:
    world.next("auth.test", error="invalid_auth")
    surface = Slack(
        desk=desk, clock=lambda: NOW, bot_token="xoxb-1", signing_secret="s", api_base_url=world.api_base_url
    )
    with pytest.raises(CannotConnect, match="SLACK_BOT_TOKEN") as refused:
        await surface.connect()
    assert "xoxb-1" not in str(refused.value)


async def test_a_wrong_app_token_is_told_and_not_tried_for_ever(
    world: FakeSlack, desk: ScriptedDesk, start: Starts
) -> None:
    world.next("apps.connections.open", error="invalid_auth")
    surface = Slack(
        desk=desk, clock=lambda: NOW, bot_token="xoxb-1", app_token="xapp-1", api_base_url=world.api_base_url
    )
    await surface.connect()
    with pytest.raises(CannotConnect, match="SLACK_APP_TOKEN"):
        await surface.listen()
    await surface.close()
