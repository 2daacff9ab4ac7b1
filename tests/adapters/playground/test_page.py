"""The page in a real browser, with a desk that answers by script."""

import asyncio
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Browser, expect

from bot.boundary.cards import Board, Button, Card, Fact, Field, File, Form, Link, Option, Quote, Reply, Who
from bot.boundary.commands import (
    Actor,
    Command,
    ForgetMe,
    MyChats,
    PickSlot,
    RequestChat,
    SendRequest,
    SendSuggestion,
    Withdraw,
)
from bot.boundary.ports import Coming
from bot.boundary.tokens import write_time
from bot.domain.nudges import Kind
from tests.adapters.playground.driver import Stage, needs_chromium
from tests.adapters.playground.scripted import OPENING, House, person

pytestmark = needs_chromium

NASTY = (
    "<img src=x onerror=\"document.title='hacked'\"></script><script>document.title='hacked'</script> <!channel> **b**"
)
TOMORROW = OPENING + timedelta(days=1)


def request_form(**errors: str) -> Form:
    return Form(
        "Ask Maya for a chat",
        (
            Field("topic", "Topic", "line", example="First product job", required=False),
            Field("note", "Why Maya", "text", hint="Two or three sentences."),
            Field(
                "slots",
                "When could you?",
                "choices",
                most=1,
                options=(Option(write_time(TOMORROW), "Tue, 16:00"), Option(write_time(OPENING), "Mon, 16:00")),
            ),
            Field("pledge", "A promise", "tick", options=(Option("yes", "I ask for advice, not for a job"),)),
        ),
        SendRequest(person("maya")),
        "Send request",
        errors=errors,
    )


def asking(_actor: Actor, command: Command) -> Reply | None:
    match command:
        case RequestChat():
            return Reply(request_form())
        case SendRequest(pledge=False):
            return Reply(request_form(pledge="Please tick this."))
        case _:
            return None


async def deliver(house: House, to: str, card: Card | Board, key: str = "k1") -> None:
    await house.playground.messenger.deliver(person(to), card, key=key)


async def test_a_form_keeps_what_was_typed_and_shows_what_is_wrong(house: House, browser: Browser) -> None:
    house.desk.answer = asking
    stage = await Stage.open(browser, house.url)
    await stage.left.type("/request-chat @maya")
    await stage.left.fill({"Topic": "A first job", "Why Maya": "שלום & <b>", "When could you?": ["Tue, 16:00"]})
    await stage.left.send()
    assert await stage.left.errors() == ["Please tick this."]
    await expect(stage.left.sheet.get_by_role("checkbox", name="I ask for advice")).to_be_focused()
    await stage.left.fill({"A promise": True})
    await stage.left.send()
    await stage.left.sees("You said SendRequest")
    assert house.desk.heard[-1].command == SendRequest(
        person("maya"), "A first job", "שלום & <b>", slots=(TOMORROW,), pledge=True
    )


async def test_no_more_boxes_can_be_ticked_than_fit(house: House, browser: Browser) -> None:
    house.desk.answer = asking
    stage = await Stage.open(browser, house.url)
    await stage.left.type("/request-chat @maya")
    await stage.left.fill({"When could you?": ["Tue, 16:00"]})
    await expect(stage.left.sheet.get_by_role("checkbox", name="Mon, 16:00")).to_be_disabled()
    assert await stage.left.options("When could you?") == ["Tue, 16:00", "Mon, 16:00"]


async def test_a_message_arrives_without_a_reload_and_is_announced(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    await deliver(house, "maya", Card("Jo asks for half an hour", point="Jo asks you about first jobs"))
    await stage.right.sees("Jo asks for half an hour")
    live = stage.page.locator("#live")
    await expect(live).to_contain_text("New message for Maya from Half Hour: Jo asks you about first jobs")
    assert "Direct message" in await stage.right.latest.inner_text()


async def test_an_answer_is_marked_as_private(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    await stage.left.type("/my-chats")
    assert "Only you can see this" in await stage.left.latest.inner_text()
    assert await stage.right.cards() == []


async def test_a_time_is_in_each_readers_own_clock(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url, left="ananya", right="maya")
    card = Card("Your chat", body=(("It starts ", OPENING, "."),))
    await deliver(house, "ananya", card, "k1")
    await deliver(house, "maya", card, "k2")
    await stage.left.sees("It starts Mon 23 Nov, 20:30.")
    await stage.right.sees("It starts Mon 23 Nov, 10:00.")


async def test_words_that_look_like_markup_are_shown_as_they_are(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    card = Card(
        NASTY[:140],
        body=((NASTY, Who(person("maya"), NASTY), Link(NASTY, "https://example.org")),),
        facts=(Fact(NASTY, (NASTY,)),),
        quotes=(Quote("Note", NASTY),),
        buttons=(Button("<b>Yes</b>", MyChats()),),
        small=(NASTY,),
    )
    await deliver(house, "jo", card)
    await stage.left.sees(NASTY)
    await stage.left.type(f"/find-mentor {NASTY}")
    assert (await stage.left.latest.locator("..").inner_text()).count("<!channel>") >= 7
    form = Form("Hm", (Field("city", "<i>Where</i>", "line", hint=NASTY[:90], value=NASTY),), MyChats(), "Go")
    house.desk.answer = lambda _actor, _command: Reply(form)
    await stage.left.type("/my-chats")
    await expect(stage.left.sheet.get_by_label("<i>Where</i>")).to_have_value(NASTY)
    assert await stage.page.locator("main :is(img, script)").count() == 0
    assert await stage.page.title() == "Half Hour: the playground"


async def test_right_to_left_words_run_right_to_left(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    await deliver(house, "jo", Card("הערה", quotes=(Quote("Note", "שלום מאיה, איך התחלת?"),)))
    quote = stage.left.root.locator("blockquote")
    await expect(quote).to_have_text("שלום מאיה, איך התחלת?")
    assert await quote.evaluate("quote => getComputedStyle(quote).direction") == "rtl"


async def test_a_pressed_card_gives_way_to_its_answer(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    await deliver(house, "maya", Card("Jo asks", picks=(Button("Tue 24 Nov, 10:00", PickSlot("c1", TOMORROW)),)))
    house.desk.answer = lambda _actor, _command: Reply(Card("You are meeting Jo"), replace=True)
    await stage.right.sees("Jo asks")
    await stage.right.press("Tue 24 Nov, 10:00")
    await stage.right.sees("You are meeting Jo")
    assert len(await stage.right.cards()) == 1
    assert await stage.right.buttons() == []
    await expect(stage.right.latest).to_be_focused()


async def test_a_double_click_presses_once(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    await deliver(house, "jo", Card("Your request", buttons=(Button("Withdraw it", Withdraw("c1")),)))
    await stage.left.sees("Your request")
    house.desk.slow = timedelta(milliseconds=300)
    await stage.left.root.get_by_role("button", name="Withdraw it").dblclick()
    await stage.left.settled()
    assert house.desk.commands(Withdraw) == [Withdraw("c1")]


async def test_everything_works_from_the_keyboard(house: House, browser: Browser) -> None:
    house.desk.answer = asking
    stage = await Stage.open(browser, house.url)
    keys = stage.page.keyboard
    await stage.left.line.focus()
    await keys.type("/r")
    await expect(stage.left.line).to_have_attribute("aria-activedescendant", "left-suggestions-0")
    await keys.press("Enter")
    await expect(stage.left.line).to_have_value("/request-chat @")
    for _ in range(2):
        await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(stage.left.line).to_have_value("/request-chat @kofi")
    await keys.press("Enter")
    await expect(stage.left.sheet.get_by_label("Topic")).to_be_focused()
    assert house.desk.heard[-1].command == RequestChat(person("kofi"))
    await keys.press("Escape")
    await expect(stage.left.sheet).to_have_count(0)
    await expect(stage.left.line).to_be_focused()


async def test_suggestions_follow_what_is_typed(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    options = stage.left.root.locator(".suggestions li")
    await stage.left.line.press_sequentially("/")
    await expect(options).to_have_count(5)
    await stage.left.line.fill("/request-chat @in")
    await expect(options).to_have_count(1)
    await expect(options).to_contain_text("@ines")
    await stage.left.line.fill("/my-chats Lis")
    await expect(options).to_contain_text("Lisbon")
    await stage.left.line.fill("hello")
    await expect(options).to_have_count(0)


async def test_an_empty_window_teaches_its_first_command(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    await stage.left.root.get_by_role("button", name="/request-chat @maya").click()
    await expect(stage.left.line).to_have_value("/request-chat @maya")
    await expect(stage.left.line).to_be_focused()


async def test_the_tab_key_goes_from_person_to_talk_to_command_line(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    await stage.left.root.locator("select").focus()
    await deliver(house, "jo", Card("Hello", buttons=(Button("Yes", MyChats()),)))
    await stage.left.sees("Hello")
    seen = []
    for _ in range(4):
        await stage.page.keyboard.press("Tab")
        seen.append(await stage.page.evaluate("document.activeElement.className || document.activeElement.tagName"))
    assert seen == ["talk", "plain", "INPUT", "main send"]


async def test_a_file_can_be_downloaded(house: House, browser: Browser, tmp_path: Path) -> None:
    stage = await Stage.open(browser, house.url)
    await deliver(house, "jo", Card("Booked", files=(File("chat.ics", "text/calendar", b"BEGIN:VCALENDAR"),)))
    await stage.left.sees("Booked")
    async with stage.page.expect_download() as download:
        await stage.left.root.get_by_role("link", name="Download chat.ics").click()
    saved = await download.value
    await saved.save_as(tmp_path / "chat.ics")
    assert saved.suggested_filename == "chat.ics"
    assert (tmp_path / "chat.ics").read_bytes() == b"BEGIN:VCALENDAR"


async def test_the_clock_turns_and_the_nudges_to_come_are_listed(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    await expect(stage.page.locator("#coming-none")).to_be_visible()
    house.desk.coming = [Coming(Kind.PROMPT, person("maya"), OPENING + timedelta(hours=24))]
    await expect(stage.page.locator("#coming li")).to_have_count(1)
    (first,) = await stage.agenda()
    assert first.split("\n") == ["Maya", "in 24 hours", "a first reminder to answer", "Tue 24 Nov, 10:00 in New York"]
    await stage.turn("hour")
    await expect(stage.page.locator("#clock")).to_have_text("Mon 23 Nov, 16:00 UTC")
    await stage.turn("nudge")
    await expect(stage.page.locator("#clock")).to_have_text("Tue 24 Nov, 15:00 UTC")
    await expect(stage.left.root.locator(".here")).to_have_text("Tue 16:00 in Berlin")


async def test_start_over_asks_first_and_then_clears_both_windows(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    await stage.left.type("/my-chats")
    await stage.page.locator("#again").click()
    await stage.page.get_by_role("button", name="Not now").click()
    assert house.desk.commands(ForgetMe) == []
    await stage.start_over()
    await expect(stage.left.root.locator(".empty")).to_be_visible()
    assert len(house.desk.commands(ForgetMe)) == 6


async def test_nobody_sits_in_both_chairs(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    await stage.left.sit("maya")
    await expect(stage.right.root).to_have_attribute("data-user", "jo")
    await stage.page.reload()
    await expect(stage.left.root).to_have_attribute("data-user", "maya")


async def test_an_answer_to_somebody_who_has_left_the_chair_opens_no_form(house: House, browser: Browser) -> None:
    house.desk.answer = asking
    house.desk.slow = timedelta(milliseconds=400)
    stage = await Stage.open(browser, house.url)
    await stage.left.line.fill("/request-chat @maya")
    await stage.left.line.press("Enter")
    await stage.left.sit("kofi")
    await stage.left.settled()
    await expect(stage.left.sheet).to_have_count(0)


async def test_a_message_for_somebody_who_is_not_on_stage_is_offered(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    await deliver(house, "kofi", Card("Somebody would like to meet you"))
    await stage.page.get_by_role("button", name="New for Kofi").click()
    await stage.right.sees("Somebody would like to meet you")
    await expect(stage.page.locator("#elsewhere button")).to_have_count(0)


async def test_ines_window_speaks_spanish(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url, left="ines")
    assert await stage.left.root.get_attribute("lang") == "es"
    await stage.left.type("/my-chats")
    assert "Solo tú puedes ver esto" in await stage.left.latest.inner_text()


async def test_a_person_is_picked_from_a_list(house: House, browser: Browser) -> None:
    form = Form("Suggest someone", (Field("other", "Who", "person"),), SendSuggestion("c1"), "Suggest")
    house.desk.answer = lambda _actor, command: None if isinstance(command, SendSuggestion) else Reply(form)
    stage = await Stage.open(browser, house.url)
    await stage.left.type("/half-hour")
    assert len(await stage.left.options("Who")) == 6
    await stage.left.fill({"Who": "Kofi"})
    await stage.left.send()
    assert house.desk.heard[-1].command == SendSuggestion("c1", person("kofi"))


async def test_at_phone_width_one_thing_is_seen_at_a_time(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url, viewport={"width": 390, "height": 844})
    await expect(stage.right.root).to_be_hidden()
    long = Card(
        "Jo asks", body=(("w" * 300,),), buttons=tuple(Button("Something to press", MyChats(n)) for n in range(4))
    )
    await deliver(house, "maya", long)
    tab = stage.page.locator("[data-tab=right]")
    await expect(tab).to_contain_text("1")
    await tab.click()
    await stage.right.sees("Jo asks")
    await expect(stage.left.root).to_be_hidden()
    assert await stage.page.evaluate("document.documentElement.scrollWidth") == 390
    assert await stage.right.root.locator(".talk").evaluate("talk => talk.scrollWidth <= talk.clientWidth")


async def test_the_page_says_when_the_server_does_not_answer_and_recovers(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    await stage.page.route("**/playground/feed*", lambda route: route.abort())
    await expect(stage.page.locator("#offline")).to_contain_text("keeps trying")
    await stage.page.unroute("**/playground/feed*")
    await deliver(house, "jo", Card("Still here"))
    await stage.left.sees("Still here")
    await expect(stage.page.locator("#offline")).to_be_hidden()


async def test_nothing_goes_wrong_on_the_console(house: House, browser: Browser) -> None:
    stage = await Stage.open(browser, house.url)
    troubles: list[str] = []
    stage.page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    stage.page.on("pageerror", lambda error: troubles.append(str(error)))
    requests: list[str] = []
    stage.page.on("request", lambda request: requests.append(request.url))
    await stage.page.reload()
    await stage.page.locator("body.open").wait_for()
    board = Board("Your chats", cards=(Card("One", buttons=(Button("Open", MyChats(1)),)),))
    house.desk.answer = lambda _actor, _command: Reply(board)
    await stage.left.type("/my-chats")
    await stage.left.sees("Your chats")
    await asyncio.sleep(0.2)
    assert troubles == []
    assert all(url.startswith((house.url, "data:")) for url in requests)
