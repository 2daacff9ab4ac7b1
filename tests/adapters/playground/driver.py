"""Drives the playground's page as a person would, for tests of whole journeys.

async with chromium() as browser:
    stage = await Stage.open(browser, url)
    await stage.left.sit("jo")
    await stage.left.type("/request-chat @maya")
    await stage.left.fill({"Note": "...", "Pledge": True})
    await stage.left.send()
    await stage.right.sees("Jo")
    await stage.right.press("Tue 24 Nov, 10:00")
"""

import os
import re
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

CHROMIUM = os.environ.get("CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt install chromium)")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as tools:
        browser = await tools.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Pane:
    """One of the two windows, and whoever sits there."""

    page: Page
    side: str

    @property
    def root(self) -> Locator:
        return self.page.locator(f"#{self.side}")

    @property
    def sheet(self) -> Locator:
        """The form that is open."""
        return self.root.locator("dialog[open]")

    @property
    def line(self) -> Locator:
        return self.root.get_by_role("combobox").and_(self.root.locator("input"))

    @property
    def latest(self) -> Locator:
        """The last card or board, with its frame."""
        return self.root.locator("article.reply, article.direct").last

    def card(self, words: str) -> Locator:
        """The last message that contains these words."""
        return self.root.locator("article.reply, article.direct").filter(has_text=words).last

    async def sit(self, user: str) -> None:
        await self.root.locator("select.person").select_option(user)

    async def type(self, line: str) -> None:
        """Types a command and sends it."""
        await self.line.fill(line)
        await self.line.press("Enter")
        await self.settled()

    async def fill(self, blanks: Mapping[str, str | bool | list[str]]) -> None:
        """Fills the open form by the labels of its fields: words; an option's label for a choice; labels for a set of
        boxes; True or False for a box to tick."""
        for label, value in blanks.items():
            # a label may be followed by "optional" or "up to 3"
            named = re.compile(rf"^\s*{re.escape(label)}")
            match value:
                case bool():
                    await self.sheet.get_by_role("group", name=named).get_by_role("checkbox").set_checked(value)
                case list():
                    group = self.sheet.get_by_role("group", name=named)
                    for box in await group.get_by_role("checkbox", checked=True).all():
                        await box.uncheck()
                    for option in value:
                        await group.get_by_role("checkbox", name=option).check()
                case str():
                    field = self.sheet.get_by_label(named).and_(self.sheet.locator("input, textarea, select"))
                    if await field.evaluate("field => field.tagName") == "SELECT":
                        await field.select_option(label=value)
                    else:
                        await field.fill(value)

    async def options(self, label: str) -> list[str]:
        """What can be chosen or ticked under this label."""
        group = self.sheet.locator("fieldset").filter(has=self.page.locator("legend", has_text=label))
        field = await group.locator("label").all_inner_texts()
        if field:
            return field
        chosen = self.sheet.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).locator("option:not([value=''])")
        return await chosen.all_inner_texts()

    async def send(self) -> None:
        """Presses the form's own button."""
        await self.sheet.locator("footer button.main").click()
        await self.settled()

    async def errors(self) -> list[str]:
        return await self.sheet.locator(".error").all_inner_texts()

    async def press(self, label: str, *, on: str = "") -> None:
        """Presses a button by what is written on it, on the last message that has it (and contains `on`)."""
        messages = self.root.locator("article.reply, article.direct").filter(has_text=on) if on else self.root
        button = messages.locator("button[data-press]").filter(has_text=label).last
        await button.click()
        await self.settled()

    async def settled(self) -> None:
        await expect(self.root).not_to_have_attribute("aria-busy", "true")

    async def sees(self, words: str, *, within: float = 10) -> None:
        """Waits until these words stand in a message."""
        await expect(self.card(words)).to_be_visible(timeout=within * 1000)

    async def cards(self) -> list[str]:
        """What every message says, oldest first."""
        return await self.root.locator("article.reply, article.direct").all_inner_texts()

    async def buttons(self) -> list[str]:
        """The labels of the last message's buttons."""
        return await self.latest.locator("button[data-press]").all_inner_texts()


@dataclass
class Stage:
    """The whole page: two panes, the clock and the nudges to come."""

    page: Page
    left: Pane
    right: Pane

    @classmethod
    async def open(
        cls, browser: Browser, url: str, *, left: str = "jo", right: str = "maya", **context: object
    ) -> "Stage":
        """`context` goes to Playwright's new_context: viewport, color_scheme, ..."""
        page = await browser.new_page(**{"locale": "en-GB", "viewport": {"width": 1440, "height": 900}, **context})  # type: ignore[arg-type]
        await page.goto(f"{url}/?left={left}&right={right}")
        await page.locator("body.open").wait_for()
        return cls(page, Pane(page, "left"), Pane(page, "right"))

    async def turn(self, by: str) -> None:
        """`hour`, `day` or `nudge`."""
        button = self.page.locator(f"[data-turn={by}]")
        await button.click()
        await expect(button).not_to_have_attribute("aria-disabled", "true")

    async def start_over(self) -> None:
        await self.page.locator("#again").click()
        await self.page.locator("#sure button.danger").click()
        await expect(self.page.locator("#again")).to_have_attribute("aria-disabled", "false")

    async def agenda(self) -> list[str]:
        """Who, in how long, what and when: one line each."""
        texts = await self.page.locator("#coming li > div").all_inner_texts()
        return ["\n".join(line for line in text.splitlines() if line) for text in texts]
