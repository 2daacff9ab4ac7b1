"""The whole journey in a real browser, against the process that `make run` starts."""

import asyncio
import json
import re
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from icalendar import Calendar
from playwright.async_api import Browser, expect

from tests.adapters.playground.driver import Pane, Stage, needs_chromium
from tests.journeys.process import Bot

pytestmark = needs_chromium

NOTE = "I read your talk about being the only product person. I have done two user studies. Thank you!"
QUESTIONS = "What did you have to unlearn? What would you do in my place?"
TOPIC = "Moving into product management"
Blanks = dict[str, str | bool | list[str]]


async def ask(jo: Pane, mentor: str = "maya", changes: Blanks | None = None) -> list[str]:
    """A good request for the first three free times, sent. Returns those times as Jo reads them."""
    await jo.type(f"/request-chat @{mentor}")
    times = (await jo.options("Times that suit you"))[:3]
    blanks: Blanks = {
        "Topic": TOPIC,
        "Why them": NOTE,
        "Your questions": QUESTIONS,
        "Times that suit you": times,
        "One promise": True,
    }
    await jo.fill({**blanks, **(changes or {})})
    await jo.send()
    return times


async def booked(stage: Stage) -> None:
    await ask(stage.left)
    await stage.right.sees("Jo asks for 30 minutes of your time")
    await stage.right.press((await stage.right.buttons())[0])
    await stage.left.sees("Maya said yes")
    await stage.right.sees("Booked: 30 minutes with Jo")


async def met(stage: Stage) -> None:
    """On to a quarter of an hour after the chat."""
    await booked(stage)
    await turn_until(stage, "Did your chat with Maya happen?")


async def turn_until(stage: Stage, words: str, *, pane: Pane | None = None) -> None:
    """To the next nudge, and the next, until these words arrive. Every nudge that is announced is said: nothing on the
    agenda turns out moot."""
    reader = pane or stage.left
    for _ in range(8):
        if await reader.card(words).count():
            return
        before = len(await told(stage))
        await stage.turn("nudge")
        async with asyncio.timeout(20):
            while len(await told(stage)) == before:
                await asyncio.sleep(0.1)
    await reader.sees(words)


async def told(stage: Stage) -> list[str]:
    """What stands on both screens, once nothing is due any more and the page has drawn all of it."""
    async with asyncio.timeout(20):
        while True:
            feed = await stage.page.evaluate("fetch('/playground/feed').then((answer) => answer.json())")
            now = datetime.fromisoformat(feed["now"])
            due = [each for each in feed["agenda"] if datetime.fromisoformat(each["at"]) <= now]
            seated = {await pane.root.get_attribute("data-user") for pane in (stage.left, stage.right)}
            wanted = sum(item["how"] != "line" and item["user"] in seated for item in feed["items"])
            shown = [*await stage.left.cards(), *await stage.right.cards()]
            if not due and len(shown) == wanted:
                return shown
            await asyncio.sleep(0.1)


async def downloaded(pane: Pane, name: str, *, on: str = "") -> bytes:
    links = (pane.card(on) if on else pane.root).get_by_role("link", name=name)
    async with pane.page.expect_download() as waiting:
        await links.last.click()
    file = await (await waiting.value).path()
    return Path(file).read_bytes()


async def invited(pane: Pane, *, on: str) -> tuple[str, Any]:
    """METHOD and the event of the invitation on a card."""
    calendar = Calendar.from_ical(await downloaded(pane, "half-hour.ics", on=on))
    [event] = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


# -- request to thanks -------------------------------------------------------------------------------------------------


async def test_from_the_request_to_what_came_of_it(any_bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, any_bot.url)
    jo, maya = stage.left, stage.right

    times = await ask(jo)
    assert all(" CET" in time for time in times), "Jo reads Berlin's clock"
    await jo.sees("Your request is on its way")
    await maya.sees("Jo asks for 30 minutes of your time")
    asked = await maya.latest.inner_text()
    assert TOPIC in asked and NOTE in asked and QUESTIONS in asked
    first = (await maya.buttons())[0]
    assert first.endswith("EST"), "Maya reads New York's clock"

    await maya.press(first)
    await maya.sees("Booked: 30 minutes with Jo")
    await jo.sees("Maya said yes")
    assert "https://meet.example.org/maya" in await jo.latest.inner_text()
    await expect(maya.card("They promised: advice")).to_have_count(0)
    method, event = await invited(jo, on="Maya said yes")
    assert method == "PUBLISH" and event["SEQUENCE"] == 0
    assert event.decoded("DTSTART").astimezone(UTC).strftime("%H:%M") == "14:00", "nine in New York"

    await turn_until(stage, "In ten minutes: Maya")
    ten_minutes = await jo.card("In ten minutes: Maya").inner_text()
    assert QUESTIONS in ten_minutes and "Who else could I learn from?" in ten_minutes
    await maya.sees("In ten minutes: Jo")
    await turn_until(stage, "Did your chat with Maya happen?")
    await jo.press("Yes, we met")
    await asyncio.sleep(1)  # while the earlier cards are tidied up
    await jo.press("The one thing I will use")
    await jo.fill({"What is the one thing": "Talk to three people in the team before I apply"})
    await jo.send()
    await jo.press("Edit and send")
    draft = await jo.sheet.get_by_label("Your note").input_value()
    assert "Talk to three people in the team before I apply" in draft
    await jo.fill({"Your note": draft + " It was a joy."})
    await jo.send()
    await maya.sees("A note from Jo")
    assert "It was a joy." in await maya.latest.inner_text()

    await maya.press("Introduce them to someone")
    await maya.fill({"Whom should": "Kofi", "Why the two": "Both of you came to data from somewhere else"})
    await maya.send()
    await stage.page.get_by_role("button", name="New for Kofi").click()
    kofi = stage.right
    await kofi.sees("Maya thinks of you for an introduction")
    assert "Jo" not in (await kofi.latest.inner_text())
    await kofi.press("Yes, introduce us")
    await jo.sees("Maya would like to introduce you")
    assert "Kofi" not in await jo.latest.inner_text()
    await jo.press("Yes, introduce us")
    await jo.sees("@Jo, meet @Kofi")
    await kofi.sees("@Jo, meet @Kofi")
    await stage.right.sit("maya")

    await turn_until(stage, "What came of Maya’s advice?")
    await jo.press("Tell what came of it")
    await jo.fill({"Your news": "I talked to the three of them, and one of them hired me."})
    await jo.send()
    await maya.sees("Jo tells you what came of it")
    assert "one of them hired me." in await maya.latest.inner_text()
    async with asyncio.timeout(15):  # what tidies up earlier cards is on its way
        while len(later := await stage.agenda()) > 1:
            await asyncio.sleep(0.2)
    assert ["half a year on" in line for line in later] == [True]


async def test_reminders_come_one_by_one_in_each_readers_clock(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    late = (await times_for(stage.left))[-1:]
    await ask(stage.left, changes={"Times that suit you": late})
    await stage.right.sees("Jo asks for")
    await turn_until(stage, "Jo is still hoping for 30 minutes", pane=stage.right)
    await turn_until(stage, "Last call: Jo’s request", pane=stage.right)
    await stage.right.press((await stage.right.buttons())[0])
    await stage.left.sees("Maya said yes")
    agenda = await stage.agenda()
    assert sorted(line.splitlines()[2] for line in agenda) == sorted(
        2 * ["a reminder, the day before", "ten minutes to go: link and questions", "did it happen?"]
        + ["the chat begins: how to spend the time", "five minutes left"]
    )
    assert all(("New York" if line.startswith("Maya") else "Berlin") in line for line in agenda)
    await turn_until(stage, "Coming up: 30 minutes with Maya")
    await stage.left.press("Confirm")
    assert "Confirmed" in await stage.left.card("Confirmed").inner_text()
    await stage.right.sees("Coming up: 30 minutes with Jo")
    await stage.right.press("Stop these reminders", on="Coming up")
    await turn_until(stage, "In ten minutes: Maya")
    await turn_until(stage, "Did your chat with Maya happen?")


async def times_for(pane: Pane, mentor: str = "maya") -> list[str]:
    await pane.type(f"/request-chat @{mentor}")
    times = await pane.options("Times that suit you")
    await pane.sheet.get_by_role("button", name="Cancel").click()
    return times


# -- asking well -------------------------------------------------------------------------------------------------------

HASTY: Blanks = {"Why them": "Could you refer me? A chat of two hours would be great."}


async def test_improve_it_keeps_everything(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    jo = stage.left
    times = await ask(jo, changes=HASTY)
    await jo.sees("One more look before Maya sees it?")
    assert "Could you refer me" in await jo.latest.inner_text()
    assert "Jo" not in "".join(await stage.right.cards()), "nobody else sees it"
    await jo.press("Make it 20 minutes")
    assert "A chat of 20 minutes" in await jo.sheet.get_by_label("Why them").input_value()
    await jo.fill({"Why them": str(HASTY["Why them"])})
    await jo.send()
    await jo.sees("One more look before Maya sees it?")
    await jo.press("Improve it")
    assert await jo.sheet.get_by_label("Topic").input_value() == TOPIC
    assert await jo.sheet.get_by_label("Why them").input_value() == HASTY["Why them"]
    assert await jo.sheet.get_by_label("Your questions").input_value() == QUESTIONS
    ticked = await jo.sheet.locator(".boxes label:has(:checked)").all_inner_texts()
    assert ticked == times and await jo.sheet.get_by_role("checkbox", name="I am asking for advice").is_checked()
    await jo.fill({"Why them": NOTE})
    await jo.send()
    await stage.right.sees(NOTE)


async def test_send_as_it_is_sends_it_as_it_is(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    await ask(stage.left, changes=HASTY)
    await stage.left.press("Send as it is")
    await stage.right.sees(str(HASTY["Why them"]))


async def test_a_question_of_the_bank_goes_into_the_form(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    jo = stage.left
    await ask(jo, changes=HASTY)
    await jo.press("Suggest questions")
    await jo.sees("Questions that Maya might enjoy")
    await jo.press("Put it in")
    questions = await jo.sheet.get_by_label("Your questions").input_value()
    assert questions.startswith(QUESTIONS) and questions.endswith("?") and questions != QUESTIONS


async def test_what_sells_is_looked_at_by_an_organiser_before_the_mentor(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    jo, maya = stage.left, stage.right
    await ask(
        jo, changes={"Why them": "Our platform saves companies money. Can I show you a demo of our product? Thanks!"}
    )
    await jo.sees("I cannot bring this to Maya as it is")
    await jo.press("Ask the organisers to look")
    await jo.send()
    assert "Jo" not in "".join(await maya.cards())


# -- answering otherwise -----------------------------------------------------------------------------------------------


async def test_other_times_are_typed_and_shown_back_before_they_are_offered(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    jo, maya = stage.left, stage.right
    await ask(jo)
    await maya.sees("Jo asks for")
    await maya.press("Other times")
    await maya.fill({"Or other times": "whenever"})
    await maya.send()
    assert await maya.errors() == ["I could not read “whenever”. A date and a time work best, such as: 3 Dec 15:30"]
    await maya.fill({"Or other times": "Friday 16:30"})
    await maya.send()
    await maya.sees("Is that what you mean?")
    assert "Fri 27 Nov" in await maya.latest.inner_text() and "16:30" in await maya.latest.inner_text()
    assert "offers you other times" not in "".join(await jo.cards())
    await maya.press("Yes, send these")
    await jo.sees("Maya offers you other times")
    offer = (await jo.buttons())[0]
    assert "22:30" in offer, "the same moment in Berlin"
    await jo.press(offer)
    await maya.sees("Booked: 30 minutes with Jo")


async def test_one_question_first_and_one_answer(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    jo, maya = stage.left, stage.right
    await ask(jo)
    await maya.sees("Jo asks for")
    await maya.press("Ask one question first")
    await maya.fill({"Your question": "What have you built so far?"})
    await maya.send()
    await jo.sees("Maya asks you something first")
    assert "What have you built so far?" in await jo.latest.inner_text()
    await jo.press("Answer")
    await jo.fill({"Your answer": "A small app for a food bank."})
    await jo.send()
    await maya.sees("Jo answered your question")
    answered = await maya.latest.inner_text()
    assert "What have you built so far?" in answered and "A small app for a food bank." in answered
    assert "Ask one question first" not in await maya.buttons(), "one question, once"
    await maya.press((await maya.buttons())[0])
    await jo.sees("Maya said yes")


async def test_a_kind_no_and_the_same_request_to_another_mentor_in_one_click(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    jo, maya = stage.left, stage.right
    await ask(jo)
    await maya.sees("Jo asks for")
    await maya.press("Decline")
    await maya.press("In my own words")
    await maya.fill({"The reason": "It is not my field", "A word of your own": "Kofi walked this very way."})
    await maya.send()
    await maya.sees("You declined Jo’s request")
    assert await maya.buttons() == []
    await jo.sees("Maya cannot make it")
    assert "Kofi walked this very way." in await jo.latest.inner_text()
    await jo.press("Ask Kofi")
    await jo.sees("Your request is on its way")
    await stage.right.sit("kofi")
    await stage.right.sees("Jo asks for 30 minutes of your time")
    passed = await stage.right.latest.inner_text()
    assert NOTE in passed and QUESTIONS in passed


async def test_a_chat_moves_and_is_cancelled_and_the_invitation_follows(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    jo, maya = stage.left, stage.right
    await booked(stage)
    _, before = await invited(jo, on="Maya said yes")
    await jo.press("Move")
    later = (await jo.sheet.locator(".boxes label").all_inner_texts())[4]
    await jo.sheet.locator(".boxes label").nth(4).click()
    await jo.send()
    await maya.sees("Jo would like to move your chat")
    await maya.press((await maya.buttons())[0])
    await jo.sees("Moved: your chat with Maya")
    moved = await jo.latest.inner_text()
    assert later.removesuffix(" CET").replace(" Nov ", " Nov, ") in moved
    method, after = await invited(jo, on="Moved: your chat with Maya")
    assert method == "PUBLISH" and after["UID"] == before["UID"] and after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("DTSTART") > before.decoded("DTSTART")

    await maya.press("Cancel")
    await maya.fill({"A word of why": "My daughter is ill."})
    await maya.send()
    await jo.sees("Maya had to cancel")
    assert "My daughter is ill." in await jo.latest.inner_text()
    method, gone = await invited(jo, on="Maya had to cancel")
    assert method == "CANCEL" and gone["UID"] == before["UID"] and gone["SEQUENCE"] > after["SEQUENCE"]
    await expect(stage.page.locator("#coming li > div")).to_have_count(0)  # nobody is reminded of what is off


# -- being a mentor ----------------------------------------------------------------------------------------------------


async def test_sam_becomes_a_mentor_from_nothing(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url, right="sam")
    sam = stage.right
    await sam.type("/mentor")
    await sam.fill({"Your role and field": "Community lead", "What people can ask": "events, volunteering"})
    await sam.send()
    if not await sam.sheet.count():
        await sam.press("Add your hours")
    await sam.fill({"When you are open": "whenever"})
    await sam.send()
    assert await sam.errors() == [
        "I could not read “whenever”. Days and times work best, such as: Tue & Thu 12:00-14:00"
    ]
    await sam.fill({"When you are open": "Sundays 11:00-13:00"})
    await sam.send()
    await sam.sees("You are open for requests")
    await stage.left.type("/find-mentor volunteering")
    assert "Sam" in await stage.left.latest.inner_text()
    await stage.left.press("Request a chat", on="Sam")
    assert "18:00" in (await stage.left.options("Times that suit you"))[0], "11:00 in Chicago is 18:00 in Berlin"


async def test_hours_are_said_as_people_say_them_and_free_times_follow(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    jo, maya = stage.left, stage.right
    await maya.type("/mentor")
    await maya.press("Hours and limits")
    await maya.press("Edit hours")
    await maya.fill({"When you are open": "Tuesdays after lunch"})
    await maya.send()
    assert await maya.errors() == ["“after lunch” leaves open from when to when. Say it like this: 13:00-17:00"]
    await maya.fill({"When you are open": "Tue & Thu 12-2pm"})
    await maya.send()
    await maya.sees("Tuesday and Thursday 12:00 PM to 2:00 PM (New York time)")
    await maya.press("Days off and trips")
    await maya.fill({"Days off": "Tue 24 Nov\nTokyo 1-4 Dec"})
    await maya.send()
    await maya.sees("On Tokyo time Dec 1 to 4")
    await jo.type("/request-chat @maya")
    times = await jo.options("Times that suit you")
    assert times[0].startswith("Thu 26 Nov 18:00"), "the 24th is off"
    assert not any(time.startswith("Tue 1 Dec") for time in times), "noon in Tokyo is four in the morning in Berlin"


async def test_a_calendar_to_subscribe_to_is_served(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    await stage.left.type("/my-chats")
    await stage.left.press("Settings")
    await stage.left.press("Calendar and e-mail")
    await stage.left.press("Make me a link")
    await stage.left.sees("Your secret link")
    [path] = re.findall(r"/ical/[\w-]+\.ics", await stage.left.latest.inner_text())
    answer = await stage.page.request.get(f"{bot.url}{path}")
    assert answer.ok and (await answer.text()).startswith("BEGIN:VCALENDAR")
    assert (await stage.page.request.get(f"{bot.url}/ical/guessed.ics")).status == 404


# -- looking around ----------------------------------------------------------------------------------------------------


async def test_my_chats_has_every_group_and_what_needs_me_first(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    jo = stage.left
    await met(stage)
    await jo.press("Yes, we met")
    await jo.press("I thanked them myself")
    await ask(jo, "kofi")
    await jo.press("Send as it is")  # nearly the same went to somebody else before
    await stage.right.sit("kofi")
    await stage.right.sees("Jo asks for")
    await stage.right.press((await stage.right.buttons())[0])
    await jo.sees("Kofi said yes")
    await ask(jo, "ananya")
    await jo.press("Send as it is")  # nearly the same went to somebody else before
    await stage.right.sit("ananya")
    await stage.right.sees("Jo asks for")
    await jo.type("/my-chats")
    await jo.sees("Nothing needs you right now.")
    board = await jo.latest.inner_text()
    assert board.index("Coming up") < board.index("Waiting for an answer") < board.index("Past")
    await stage.right.press("Ask one question first")
    await stage.right.fill({"Your question": "What have you built so far?"})
    await stage.right.send()
    await jo.type("/my-chats")
    await jo.sees("One thing needs you.")
    board = await jo.latest.inner_text()
    assert board.index("Needs you") < board.index("Coming up") < board.index("Past")


# -- settings, and leaving ---------------------------------------------------------------------------------------------


async def test_a_person_sets_takes_away_and_deletes_what_is_theirs(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    jo = stage.left
    await booked(stage)
    await jo.type("/my-chats")
    await jo.press("Settings")
    await jo.press("My time zone")
    await jo.fill({"A city near you": "Lisbon"})
    await jo.send()
    await jo.sees("Your clock: Lisbon (Portugal)")
    await jo.type("/my-chats")
    await jo.press("Settings")
    await jo.press("Export my data")
    await jo.sees("Everything I keep about you")
    kept = json.loads(await downloaded(jo, "half-hour.json"))
    assert NOTE in json.dumps(kept)
    await jo.press("Forget me")
    await jo.press("Yes, forget me")
    await jo.sees("You are forgotten")
    await stage.right.sees("had to cancel")
    last = await stage.right.latest.inner_text()
    assert "a former member" in last.lower() and "Jo" not in last
    await jo.type("/my-chats")
    await jo.sees("Nothing here yet.")


# -- trouble -----------------------------------------------------------------------------------------------------------


async def test_a_process_that_is_killed_loses_nothing(any_bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, any_bot.url)
    jo, maya = stage.left, stage.right
    await ask(jo)
    await maya.sees("Jo asks for")
    await stage.turn("hour")
    clock = await stage.page.locator("#clock").get_attribute("datetime")
    seen = await maya.cards()
    await any_bot.stop(signal.SIGKILL)
    await expect(stage.page.locator("#offline")).to_be_visible()
    await any_bot.start()
    await expect(stage.page.locator("#offline")).to_be_hidden()
    assert await maya.cards() == seen
    await stage.page.reload()
    await maya.sees("Jo asks for")
    assert (await stage.page.locator("#clock").get_attribute("datetime") or "") >= (clock or "?")
    await maya.press((await maya.buttons())[0])
    await jo.sees("Maya said yes")
    assert any_bot.log.count("(booked)") == 2


async def test_a_double_click_is_one_yes(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url)
    await ask(stage.left)
    await stage.right.sees("Jo asks for")
    await stage.right.root.locator(".picks button").first.dblclick()
    await stage.left.sees("Maya said yes")
    await stage.turn("hour")
    assert sum("Maya said yes" in card for card in await stage.left.cards()) == 1


async def test_two_tabs_show_one_truth(bot: Bot, browser: Browser) -> None:
    one, two = await Stage.open(browser, bot.url), await Stage.open(browser, bot.url)
    await ask(one.left)
    await one.right.sees("Jo asks for")
    await two.right.sees("Jo asks for")
    times = await one.right.buttons()
    first, second = one.right.root.locator(".picks button").first, two.right.root.locator(".picks button").nth(1)
    await asyncio.gather(first.click(), second.click())
    await one.left.sees("Maya said yes")
    await two.left.sees("Maya said yes")
    assert sum("Maya said yes" in card for card in await two.left.cards()) == 1
    assert times[0] != times[1]
    async with asyncio.timeout(15):  # a line said after a press goes when the card is tidied
        while await one.right.cards() != await two.right.cards():
            await asyncio.sleep(0.2)


async def test_ines_is_spoken_to_in_spanish_and_jo_in_english(bot: Bot, browser: Browser) -> None:
    stage = await Stage.open(browser, bot.url, left="ines")
    ines = stage.left
    await ines.type("/request-chat @maya")
    assert "Solicitar" in await ines.sheet.inner_text() or "charla" in await ines.sheet.inner_text()
    labels = await ines.sheet.locator(".field > :is(label, legend, .label)").all_inner_texts()
    assert not any("Your" in label or "Topic" in label for label in labels), labels
    await ines.sheet.locator("input[type=text]").first.fill("De enfermera a datos")
    await ines.sheet.locator("textarea").nth(0).fill("Vi su charla y ya hice un primer curso de SQL. ¡Gracias!")
    await ines.sheet.locator("textarea").nth(1).fill("¿Qué fue lo más difícil? ¿Qué haría usted en mi lugar?")
    await ines.sheet.locator(".boxes label").first.click()
    await ines.sheet.locator("label.box").last.click()
    await ines.send()
    await stage.right.sees("Inés asks for 30 minutes of your time")
    await stage.right.press((await stage.right.buttons())[0])
    await ines.sees("Maya dijo que sí")
    said = await ines.latest.inner_text()
    assert "Cuándo" in said and "8:00" in said, "nine in New York is eight in Mexico City"
