import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.playground.guard import MAX_BODY
from bot.boundary.cards import Card, Field, Form, Reply
from bot.boundary.commands import (
    Actor,
    Command,
    ForgetMe,
    MyChats,
    PauseBot,
    RequestChat,
    SaveHours,
    SaveProfile,
    SetZone,
    Withdraw,
)
from bot.boundary.ports import Coming
from bot.boundary.tokens import encode
from bot.domain.nudges import Kind
from tests.adapters.playground.scripted import OPENING, House, ScriptedDesk, person, playground

DELIVERY = "5f0c2c1e-0000-4000-8000-000000000001"


async def post(web: aiohttp.ClientSession, path: str, **said: object) -> dict[str, Any]:
    async with web.post(f"/playground/{path}", json=said) as answer:
        assert answer.status == 200, await answer.text()
        return dict(await answer.json())


async def feed(web: aiohttp.ClientSession, epoch: str = "", rev: int = 0) -> dict[str, Any]:
    async with web.get("/playground/feed", params={"epoch": epoch, "rev": rev}) as answer:
        return dict(await answer.json())


# -- moving in ---------------------------------------------------------------------------------------------------------


async def test_six_people_move_in_by_real_commands(house: House) -> None:
    actors = {heard.actor.name: heard.actor for heard in house.desk.heard}
    assert list(actors) == ["Maya", "Kofi", "Ananya", "Jo", "Sam", "Inés"]
    assert [actor.name for actor in actors.values() if actor.organiser] == ["Sam"]
    assert actors["Inés"].locale == "es-419"
    assert [command.zone for command in house.desk.commands(SetZone) if isinstance(command, SetZone)] == [
        actor.zone for actor in actors.values()
    ]
    assert len(house.desk.commands(SaveProfile)) == len(house.desk.commands(SaveHours)) == 3


async def test_a_restart_does_not_move_in_again(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    first, _ = playground(ScriptedDesk(), file=file)
    await first.connect()
    desk = ScriptedDesk()
    second, _ = playground(desk, file=file)
    await second.connect()
    assert desk.heard == []


async def test_listening_lasts_until_it_is_cancelled(house: House) -> None:
    listening = asyncio.create_task(house.playground.listen())
    await asyncio.sleep(0.01)
    assert not listening.done()
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening


# -- acting ------------------------------------------------------------------------------------------------------------


async def test_a_typed_command_reaches_the_desk_with_who_where_and_once(
    house: House, web: aiohttp.ClientSession
) -> None:
    await post(web, "act", who="jo", typed="/request-chat @maya", delivery=DELIVERY)
    heard = house.desk.heard[-1]
    assert heard.command == RequestChat(person("maya"))
    assert (heard.actor.person, heard.actor.zone, heard.delivery) == (person("jo"), "Europe/Berlin", DELIVERY)
    assert [met.name for met in heard.met] == ["Maya"]
    items = (await feed(web))["items"]
    assert [(item["user"], item["how"]) for item in items] == [("jo", "line"), ("jo", "reply")]


async def test_a_form_is_handed_to_the_page_and_not_kept(house: House, web: aiohttp.ClientSession) -> None:
    field = Field("city", "Where", "line", value="Berlin")
    form = Form("Where do you live?", (field,), MyChats(), "Go", errors={"city": "Which Berlin?"})
    house.desk.answer = lambda _actor, _command: Reply(form)
    answer = await post(web, "act", who="jo", completes=["my-chats"], values={"city": "Berlin"})
    assert answer["form"]["errors"] == {"city": "Which Berlin?"}
    assert answer["form"]["fields"][0]["value"] == "Berlin"
    assert (await feed(web))["items"] == []


async def test_an_answer_takes_the_place_of_the_pressed_card(house: House, web: aiohttp.ClientSession) -> None:
    await house.playground.messenger.deliver(person("maya"), Card("Jo asks"), key="k1")
    (item,) = (await feed(web))["items"]
    house.desk.answer = lambda _actor, _command: Reply(Card("Done"), replace=True)
    answer = await post(web, "act", who="maya", press=encode(Withdraw("c1")), item=item["number"])
    (now,) = (await feed(web))["items"]
    assert answer["item"] == now["number"] == item["number"]
    assert (now["how"], now["say"]["title"]) == ("direct", "Done")


async def test_nobody_replaces_somebody_elses_card(house: House, web: aiohttp.ClientSession) -> None:
    await house.playground.messenger.deliver(person("maya"), Card("Jo asks"), key="k1")
    house.desk.answer = lambda _actor, _command: Reply(Card("Done"), replace=True)
    await post(web, "act", who="kofi", press=encode(Withdraw("c1")), item=1)
    titles = [(item["user"], item["say"]["title"]) for item in (await feed(web))["items"]]
    assert titles == [("maya", "Jo asks"), ("kofi", "Done")]


async def test_a_reply_of_nothing_says_nothing(house: House, web: aiohttp.ClientSession) -> None:
    house.desk.answer = lambda _actor, _command: Reply(None)
    assert await post(web, "act", who="jo", press=encode(MyChats())) == {}


@pytest.mark.parametrize("press", ["", "hh1.nope", "hh1.withdraw.a.b.c", "hh9.my-chats", "x" * 500])
async def test_a_tampered_button_is_answered_kindly(house: House, web: aiohttp.ClientSession, press: str) -> None:
    before = len(house.desk.heard)
    await post(web, "act", who="jo", press=press)
    (item,) = (await feed(web))["items"]
    assert item["say"]["title"] == "That button is not one of mine"
    assert len(house.desk.heard) == before


@pytest.mark.parametrize(
    ("line", "title"), [("hello", "I only understand commands"), ("/x", "I do not know that command")]
)
async def test_words_that_are_no_command_are_answered_with_an_example(
    web: aiohttp.ClientSession, line: str, title: str
) -> None:
    await post(web, "act", who="jo", typed=line)
    card = (await feed(web))["items"][-1]["say"]
    assert card["title"] == title
    assert "/request-chat @maya" in card["body"][0][0]


async def test_ines_is_answered_in_spanish(web: aiohttp.ClientSession) -> None:
    await post(web, "act", who="ines", typed="hola")
    assert (await feed(web))["items"][-1]["say"]["title"] == "Solo entiendo comandos"


async def test_the_feed_tells_only_what_changed(house: House, web: aiohttp.ClientSession) -> None:
    await post(web, "act", who="jo", typed="/my-chats")
    first = await feed(web)
    assert (await feed(web, first["epoch"], first["rev"]))["items"] == []
    await house.playground.messenger.deliver(person("maya"), Card("Jo asks"), key="k1")
    (item,) = (await feed(web, first["epoch"], first["rev"]))["items"]
    assert item["say"]["title"] == "Jo asks"
    assert len((await feed(web, "another", first["rev"]))["items"]) == 3


async def test_cities_are_suggested(web: aiohttp.ClientSession) -> None:
    async with web.get("/playground/cities", params={"words": "lis", "locale": "en"}) as answer:
        assert await answer.json() == {"cities": ["Lisbon"]}


# -- time --------------------------------------------------------------------------------------------------------------


async def test_turning_the_clock_rings_for_delivery_and_survives_a_restart(
    house: House, web: aiohttp.ClientSession, tmp_path: Path
) -> None:
    house.rung.clear()
    await post(web, "clock", turn="hour")
    await post(web, "clock", turn="day")
    assert house.rung == [OPENING + timedelta(hours=1), OPENING + timedelta(hours=25)]
    _, again = playground(ScriptedDesk(), file=tmp_path / "world.json")
    assert again.clock() == OPENING + timedelta(hours=25)


async def test_to_the_next_nudge_skips_what_is_due_and_what_says_nothing(
    house: House, web: aiohttp.ClientSession
) -> None:
    house.desk.coming = [
        Coming(Kind.ASK, person("maya"), OPENING),
        Coming(Kind.TIDY, person("maya"), OPENING + timedelta(hours=1)),
        Coming(Kind.PROMPT, person("maya"), OPENING + timedelta(hours=24)),
        Coming(Kind.LAPSED, person("jo"), OPENING + timedelta(hours=72)),
    ]
    assert (await post(web, "clock", turn="nudge"))["turned"] is True
    assert house.clock() == OPENING + timedelta(hours=24)
    agenda = (await feed(web))["agenda"]
    assert [coming["kind"] for coming in agenda] == ["ask", "prompt", "lapsed"]


async def test_with_no_nudge_to_come_the_clock_stays(house: House, web: aiohttp.ClientSession) -> None:
    assert (await post(web, "clock", turn="nudge"))["turned"] is False
    assert house.clock() == OPENING


async def test_start_over_forgets_everybody_and_moves_in_again(house: House, web: aiohttp.ClientSession) -> None:
    await post(web, "act", who="jo", typed="/my-chats")
    await post(web, "clock", turn="day")
    before = await feed(web)
    house.desk.heard.clear()
    await post(web, "again")
    kinds = [type(heard.command) for heard in house.desk.heard]
    assert kinds[0] is PauseBot
    assert kinds.count(ForgetMe) == 6
    assert kinds.index(SetZone) > max(place for place, kind in enumerate(kinds) if kind is ForgetMe)
    after = await feed(web)
    assert after["epoch"] != before["epoch"]
    assert (after["items"], house.clock()) == ([], OPENING)


# -- what is not let in ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["act", "clock", "again"])
async def test_a_page_on_another_site_presses_nothing(
    house: House, web: aiohttp.ClientSession, path: str, headers: dict[str, str]
) -> None:
    before = len(house.desk.heard)
    body = {"who": "jo", "typed": "/my-chats", "turn": "day"}
    async with web.post(f"/playground/{path}", json=body, headers=headers) as answer:
        assert answer.status == 403
        assert "another page" in (await answer.json())["sorry"]
    assert (len(house.desk.heard), house.clock()) == (before, OPENING)


async def test_the_page_itself_may_press(house: House, web: aiohttp.ClientSession) -> None:
    headers = {"Origin": house.url, "Sec-Fetch-Site": "same-origin"}
    async with web.post("/playground/clock", json={"turn": "hour"}, headers=headers) as answer:
        assert answer.status == 200


async def test_a_rebound_name_reads_nothing(web: aiohttp.ClientSession) -> None:
    async with web.get("/playground/feed", headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"who": "jo"}',
    b'{"who": "jo", "typed": ""}', b'{"who": "jo", "typed": 1}', b'{"who": "jo", "press": null}'])  # fmt: skip
async def test_malformed_json_is_a_400_with_a_kind_sentence(web: aiohttp.ClientSession, body: bytes) -> None:
    headers = {"Content-Type": "application/json", "Accept-Language": "es"}
    async with web.post("/playground/act", data=body, headers=headers) as answer:
        assert answer.status == 400
        assert "Recarga la página" in (await answer.json())["sorry"]


async def test_a_form_of_another_content_type_is_not_read(house: House, web: aiohttp.ClientSession) -> None:
    async with web.post("/playground/clock", data=b'{"turn": "day"}', headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 400
    assert house.clock() == OPENING


async def test_a_body_that_is_too_large_is_not_read_to_its_end(web: aiohttp.ClientSession) -> None:
    body = b'{"who": "jo", "typed": "' + b"x" * MAX_BODY + b'"}'
    async with web.post("/playground/act", data=body, headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 413


@pytest.mark.parametrize("who", ["ghost", None, 1, ["jo"], "playground:sample:jo"])
async def test_nobody_acts_for_somebody_who_does_not_live_here(web: aiohttp.ClientSession, who: object) -> None:
    async with web.post("/playground/act", json={"who": who, "typed": "/my-chats"}) as answer:
        assert answer.status == 400


async def test_nothing_from_elsewhere_may_run_on_the_page(web: aiohttp.ClientSession) -> None:
    async with web.get("/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = await answer.text()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page


async def test_an_actor_is_never_taken_from_the_body(house: House, web: aiohttp.ClientSession) -> None:
    def refuse(actor: Actor, command: Command) -> Reply | None:
        return Reply(Card("yes" if actor.organiser else "no"))

    house.desk.answer = refuse
    await post(web, "act", who="jo", typed="/half-hour", organiser=True, zone="Asia/Tokyo")
    assert (await feed(web))["items"][-1]["say"]["title"] == "no"
