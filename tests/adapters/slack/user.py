"""A person in front of Slack: what they see, and what they do."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.adapters.slack.fake import FakeSlack, Message

Json = dict[str, Any]
Filled = Mapping[str, str | bool | list[str] | tuple[str, ...]]


class NotPossible(AssertionError):
    """Slack's own screen would not let them."""


class SlackUser:
    """Types commands, presses buttons by their label, fills in forms by the field's key and the option's label."""

    def __init__(self, slack: "FakeSlack", id: str, name: str) -> None:
        self._slack = slack
        self.id = id
        self.name = name
        self.view: Json | None = None
        """The open modal."""
        self.errors: dict[str, str] = {}
        """Shown at the fields of the open modal."""

    # -- what they see ---------------------------------------------------------------------------------------------

    @property
    def inbox(self) -> list["Message"]:
        """The bot's direct messages, oldest first."""
        return [message for message in self._slack.messages.values() if message.to == self.id and not message.ephemeral]

    @property
    def ephemerals(self) -> list["Message"]:
        """What only they see, oldest first."""
        return [message for message in self._slack.messages.values() if message.to == self.id and message.ephemeral]

    @property
    def home(self) -> Json | None:
        return self._slack.homes.get(self.id)

    @property
    def files(self) -> list[Json]:
        """{name, content} of the files in their conversation with the bot."""
        channel = self._slack.channel(self.id)
        return [file for file in self._slack.files.values() if file.get("channel") == channel]

    def options(self, key: str) -> list[str]:
        """The labels of what may be chosen in a field of the open form."""
        return [option["text"]["text"] for option in self._element(key).get("options", [])]

    def standing(self, key: str) -> str:
        """What stands in a text field of the open form already."""
        return str(self._element(key).get("initial_value", ""))

    def _element(self, key: str) -> Json:
        for block in (self.view or {"blocks": []})["blocks"]:
            if block.get("block_id") == key:
                return dict(block["element"])
        raise NotPossible(f"no field {key!r} is open")

    def sees(self, words: str) -> bool:
        """In the modal if one is open, else in the messages or in Home."""
        if self.view:
            return words in reads(self.view)
        screens = [*({"blocks": message.blocks} for message in (*self.inbox, *self.ephemerals)), self.home or {}]
        return any(words in reads(screen) for screen in screens)

    def shown(self, view: Json) -> None:
        self.view, self.errors = view, {}

    # -- what they do ----------------------------------------------------------------------------------------------

    async def command(self, name: str, text: str = "", *, wait: bool = True) -> int:
        """`text` as Slack escapes it: `<@U0MAYA|maya> words &amp; words`. Gives the status of the acknowledgement."""
        trigger = self._slack.trigger(self.id)
        where = {"team_id": self._slack.team, "is_enterprise_install": "true" if self._slack.org else "false"}
        where |= {"enterprise_id": self._slack.org} if self._slack.org else {}
        body = {
            "command": name, "text": text, "user_id": self.id, "user_name": self.name, "channel_id": "C0TOWN",
            "trigger_id": trigger, "response_url": self._slack.hook(self.id), "api_app_id": "A1", **where,
        }  # fmt: skip
        return await self._act("slash_commands", body, wait=wait)

    async def shortcut(self, name: str, *, wait: bool = True) -> int:
        body = {"type": "shortcut", "callback_id": name, **self._me()}
        return await self._act("interactive", body, wait=wait)

    async def press(
        self, label: str, *, on: "Message | str | None" = None, wait: bool = True, value: str | None = None
    ) -> int:
        """The newest button of that label: in the modal, then in messages, then in Home. `on` is a message, or "home".
        `value` puts another token into it, as somebody who tampers would."""
        where, button = self._find(label, on)
        body = {"type": "block_actions", **self._me(), **where}
        body["actions"] = [{
            "type": "button", "action_id": button["action_id"], "block_id": "b1", "text": button["text"],
            "value": button["value"] if value is None else value, "action_ts": f"{time.time():.6f}",
        }]  # fmt: skip
        return await self._act("interactive", body, wait=wait)

    async def submit(self, typed: Filled | None = None, *, wait: bool = True) -> int:
        """Sends the open form. Words, an option's label or value, several of them, True for a tick, a user's id."""
        view = self.view
        if view is None or "submit" not in view:
            raise NotPossible("no form is open")
        typed = dict(typed or {})
        values: Json = {}
        for block in view["blocks"]:
            if block["type"] == "input":
                element = block["element"]
                values[block["block_id"]] = {element["action_id"]: _state(block, typed.pop(block["block_id"], None))}
        if typed:
            raise NotPossible(f"no such fields: {sorted(typed)}")
        sent = {**{name: value for name, value in view.items() if name != "user"}, "state": {"values": values}}
        sent["app_installed_team_id"] = self._slack.org or self._slack.team
        before = self._slack.changes[self.id]
        status, answer = await self._slack.send("interactive", {"type": "view_submission", **self._me(), "view": sent})
        self._answered(view, answer)
        if wait and answer.get("response_action") == "update" and answer["view"]["callback_id"] == "moment":
            await self._slack.until(lambda: self._slack.changes[self.id] > before + 1)
        await self._slack.quiet()
        return status

    async def dismiss(self) -> int:
        """Closes the modal."""
        view, self.view = self.view, None
        body = {"type": "view_closed", **self._me(), "view": view, "is_cleared": False}
        return (await self._slack.send("interactive", body))[0]

    async def open_home(self, *, tab: str = "home", event_id: str = "", wait: bool = True) -> int:
        event = {"type": "app_home_opened", "user": self.id, "channel": self._slack.channel(self.id), "tab": tab}
        return await self.event(event, event_id=event_id, wait=wait)

    async def event(self, event: Json, *, event_id: str = "", wait: bool = False) -> int:
        body = {
            "type": "event_callback", "team_id": self._slack.team, "api_app_id": "A1", "event": event,
            "event_id": event_id or self._slack.number("Ev"), "authorizations": self._slack.authorizations(),
        }  # fmt: skip
        return await self._act("events_api", body, wait=wait)

    # -- how -------------------------------------------------------------------------------------------------------

    async def _act(self, kind: str, body: Json, *, wait: bool) -> int:
        before = self._slack.changes[self.id]
        status, _ = await self._slack.send(kind, body)
        if wait and status == 200:
            await self._slack.until(lambda: self._slack.changes[self.id] > before)
            await self._slack.quiet()
        return status

    def _me(self) -> Json:
        user = {"id": self.id, "username": self.name, "name": self.name, "team_id": self._slack.team}
        return {"user": user, "trigger_id": self._slack.trigger(self.id), "api_app_id": "A1", **self._slack.where()}

    def _find(self, label: str, on: "Message | str | None") -> tuple[Json, Json]:
        if on is None and self.view and (button := _button(self.view["blocks"], label)):
            view = {name: value for name, value in self.view.items() if name != "user"}
            return {"view": view, "container": {"type": "view", "view_id": view["id"]}}, button
        messages = [*self.inbox, *self.ephemerals] if on is None else [] if isinstance(on, str) else [on]
        for message in sorted(messages, key=lambda message: message.ts, reverse=True):
            if button := _button(message.blocks, label):
                where = {"type": "message", "message_ts": message.ts, "channel_id": message.channel or "C0TOWN"}
                container = {**where, "is_ephemeral": message.ephemeral}
                hook = self._slack.hook(self.id, message.ts if message.ephemeral else "")
                return {"container": container, "response_url": hook}, button
        if on in (None, "home") and self.home and (button := _button(self.home["blocks"], label)):
            return {"view": self.home, "container": {"type": "view", "view_id": self.home["id"]}}, button
        raise NotPossible(f"no button {label!r}; there are {self.buttons()}")

    def buttons(self) -> list[str]:
        """Every label in sight."""
        screens = [self.view or {}, *({"blocks": message.blocks} for message in (*self.inbox, *self.ephemerals))]
        return [label for screen in (*screens, self.home or {}) for label in labels(screen.get("blocks", []))]

    def _answered(self, view: Json, answer: Json) -> None:
        match answer.get("response_action"):
            case "errors":
                keys = {block.get("block_id") for block in view["blocks"]}
                if not set(answer["errors"]) <= keys or not answer["errors"]:
                    raise NotPossible(f"errors at fields that are not there: {answer}")
                self.errors = answer["errors"]
            case "update":
                self._slack.show(self.id, self._slack.drawn(answer["view"]), id=view["id"])
            case _:
                self.view = None


def reads(screen: Json) -> str:
    """Everything readable on a message, a view or Home."""
    words: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            words.extend(str(part[name]) for name in ("text", "fallback", "user_id") if isinstance(part.get(name), str))
            for name, value in part.items():
                if name not in ("private_metadata", "value"):
                    walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(screen)
    return "\n".join(words)


def labels(blocks: list[Json]) -> list[str]:
    return [e["text"]["text"] for block in blocks if block["type"] == "actions" for e in block["elements"]]


def _button(blocks: list[Json], label: str) -> Json | None:
    for block in blocks:
        for element in block["elements"] if block["type"] == "actions" else ():
            if element["text"]["text"] == label:
                return dict(element)
    return None


def _state(block: Json, given: Any) -> Json:
    """What Slack sends of a field, which it only does when the field may be sent as it is."""
    element, state = block["element"], {"type": block["element"]["type"]}
    match element["type"]:
        case "plain_text_input":
            value = element.get("initial_value") if given is None else given or None
            if value is not None and len(value) > element.get("max_length", 3000):
                raise NotPossible(f"{block['block_id']} takes {element['max_length']} characters")
            state["value"] = value
        case "users_select":
            value = state["selected_user"] = given or element.get("initial_user")
        case "static_select":
            initial = element.get("initial_option")
            value = state["selected_option"] = _options(element, [given])[0] if given else initial
        case _:
            chosen = element["options"] if given is True else _options(element, given) if given else []
            value = state["selected_options"] = element.get("initial_options", []) if given is None else chosen
            if len(chosen) > element.get("max_selected_items", 100):
                raise NotPossible(f"{block['block_id']} takes {element['max_selected_items']}")
    if not value and not block.get("optional"):
        raise NotPossible(f"{block['block_id']} must be filled in")
    return state


def _options(element: Json, given: Any) -> list[Json]:
    wanted = [given] if isinstance(given, str) else list(given)
    found = [o for want in wanted for o in element["options"] if want in (o["value"], o["text"]["text"])]
    if len(found) != len(wanted):
        raise NotPossible(f"{wanted} is not among {[option['text']['text'] for option in element['options']]}")
    return found
