"""Two processes on one SQLite file, each with a door of its own and each delivering: what people see is as from one."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from tests.adapters.slack.fake import FakeSlack
from tests.journeys import process
from tests.town import GOOD


def where_it_is_noon() -> str:
    """A zone in which no message waits for the morning, whenever this runs."""
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"


async def test_two_processes_on_one_file_send_each_message_once(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'half-hour.db'}"
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    async with FakeSlack() as slack:
        settings = {
            "HOST": "127.0.0.1",
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_BASE_URL": slack.api_base_url,
        }
        running = [process.running(tmp_path / name, database, "slack,nudges", **settings) for name in ("a", "b")]
        async with running[0] as one, running[1] as other:
            maya, jo = (slack.person(f"U0{name.upper()}", name, tz=where_it_is_noon()) for name in ("Maya", "Jo"))
            slack.calls_on(one.url)
            await maya.command("/mentor")
            await maya.submit({"headline": "Product manager", "topics": "product"})
            await maya.press("Add your hours")
            await maya.submit({"hours": "Mon-Sun 8:00-20:00"})
            await maya.dismiss()
            slack.calls_on(other.url)
            await jo.command("/request-chat", "<@U0MAYA|Maya>")
            await jo.submit({**GOOD, "slots": jo.options("slots")[:1], "pledge": True})
            await jo.dismiss()
            await slack.until(lambda: maya.sees(GOOD["topic"]))
            slack.calls_on(one.url)
            await maya.press(maya.inbox[-1].buttons[0])
            await slack.until(lambda: jo.files)
            await asyncio.sleep(1)  # several beats of both
            assert [message.text.partition(":")[0] for message in jo.inbox] == ["Maya said yes"]
            posted = [(body["channel"], body["text"]) for body in slack.called("chat.postMessage")]
            assert len(posted) == len(set(posted)) == len(jo.inbox) + len(maya.inbox)
            assert [len(jo.files), len(maya.files)] == [1, 1]
            assert "Traceback" not in one.log + other.log
            assert slack.bot_token not in one.log + other.log
