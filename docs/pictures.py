"""Takes the pictures of the README from the running page: `make pictures`."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Browser

from tests.adapters.playground.driver import Pane, Stage, chromium
from tests.journeys.process import running

HERE = Path(__file__).parent / "pictures"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}

TOPIC = "Moving from engineering into product"
HASTY = "I saw that you made this move. Could you refer me, or could I pick your brain?"
NOTE = "I saw that you moved from engineering into product. I have run two user studies since. Thank you!"
QUESTIONS = "What did you have to unlearn? Which first step would you take today?"
ANSWER = "Sit in on three customer calls before I write a line of a plan"


async def request(jo: Pane, note: str) -> None:
    await jo.type("/request-chat @maya")
    times = await jo.options("Times that suit you")
    await jo.fill({"Topic": TOPIC, "Why them": note, "Your questions": QUESTIONS})
    await jo.fill({"Times that suit you": [times[0], times[4], times[8]], "One promise": True})
    await jo.send()


async def take(stage: Stage, name: str) -> None:
    await stage.page.mouse.move(0, 0)
    await stage.page.evaluate("document.activeElement.blur()")
    await asyncio.sleep(2)  # what has just arrived glows for a moment
    await stage.page.screenshot(path=HERE / f"{name}.png")


async def story(browser: Browser, url: str) -> None:
    light = await Stage.open(browser, url)
    dark = await Stage.open(browser, url, color_scheme="dark")
    phone = await Stage.open(browser, url, **PHONE)
    jo, maya = light.left, light.right
    await request(jo, HASTY)
    await jo.sees("One more look before Maya sees it?")
    await take(light, "coaching")
    await jo.press("Suggest questions")
    await jo.sees("Questions that Maya might enjoy")
    await take(light, "questions")
    await jo.press("Put it in")
    await jo.fill({"Your questions": QUESTIONS})
    await jo.fill({"Why them": NOTE})
    await jo.send()
    await maya.sees("Jo asks for 30 minutes of your time")
    await phone.page.locator("[data-tab=right]").click()
    for stage, name in ((light, "playground"), (dark, "playground-dark"), (phone, "phone")):
        await take(stage, name)

    await maya.press((await maya.buttons())[0])
    await jo.sees("Maya said yes")
    while not await jo.card("Did your chat with Maya happen?").count():
        await light.turn("nudge")
        await asyncio.sleep(1)
    await jo.press("Yes, we met")
    await jo.press("The one thing I will use")
    await jo.fill({"What is the one thing": ANSWER})
    await jo.send()
    await jo.press("Edit and send")
    await jo.send()
    await maya.sees("A note from Jo")
    await take(light, "thanks")


async def times(browser: Browser, url: str) -> None:
    """A mentor enters hours, a member picks, a move and a cancel."""
    stage = await Stage.open(browser, url)
    jo, maya = stage.left, stage.right
    await maya.type("/mentor")
    await maya.press("Hours and limits")
    await maya.press("Edit hours")
    await maya.fill({"When you are open": "Tuesdays after lunch\nweekdays 9-11:30am"})
    await maya.send()
    await take(stage, "hours")
    await maya.fill({"When you are open": "Tuesdays 13:00-17:00\nweekdays 9-11:30am"})
    await maya.send()
    await maya.press("Days off and trips")
    await maya.fill({"Days off": "27 Nov\nTokyo 7-11 Dec\n24 Dec to 2 Jan"})
    await maya.send()
    await maya.sees("What I understood")
    await request(jo, NOTE)
    await maya.sees("Jo asks for 30 minutes of your time")
    await maya.press((await maya.buttons())[0])
    await jo.sees("Maya said yes")
    await take(stage, "booked")
    await jo.press("Move")
    for number in (2, 5):
        await jo.sheet.locator(".boxes label").nth(number).click()
    await jo.send()
    await maya.sees("Jo would like to move your chat")
    await take(stage, "move")
    await maya.press((await maya.buttons())[0])
    await jo.sees("Moved: your chat with Maya")
    await maya.press("Cancel")
    await maya.fill({"A word of why": "I have to fly to Tokyo earlier than planned. I am sorry!"})
    await maya.send()
    await jo.sees("Maya had to cancel")
    await take(stage, "cancelled")


async def main() -> None:
    HERE.mkdir(exist_ok=True)
    for told in (story, times):
        with tempfile.TemporaryDirectory() as folder:
            async with running(Path(folder), f"sqlite:///{folder}/new.db") as bot, chromium() as browser:
                await told(browser, bot.url)


if __name__ == "__main__":
    asyncio.run(main())
