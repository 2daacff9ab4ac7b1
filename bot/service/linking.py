"""Several workspaces and servers as one community: a code shown in one place and typed in the other."""

import secrets

from bot.boundary.cards import Form, Reply
from bot.boundary.commands import EnterCode, LinkPlaces, Organise, SendCode
from bot.domain.refusals import FormTrouble
from bot.service.call import Call, organisers_only

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not mistaken for one another."""
LENGTH = 10


def fresh_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def typed_code(words: str) -> str:
    """As it was shown, whatever dashes, spaces and capitals it was typed with."""
    return words.replace("-", "").replace(" ", "").lower()


async def link_places(call: Call, command: LinkPlaces) -> Reply:
    organisers_only(call)
    code = fresh_code()
    await call.books.keep_code(code, now=call.now)
    return call.card("link_places", quotes=[call.voice.quote("code", f"{code[:5]}-{code[5:]}")])


async def enter_code(call: Call, command: EnterCode) -> Reply:
    organisers_only(call)
    return Reply(_form(call, SendCode()))


async def send_code(call: Call, command: SendCode) -> Reply:
    organisers_only(call)
    if not await call.books.join(typed_code(command.code), now=call.now):
        return await call.form(_form(call, command), typed=command, trouble=FormTrouble(code="trouble.code"))
    return call.card("linked", buttons=[call.voice.button("organise", Organise())])


def _form(call: Call, typed: SendCode) -> Form:
    voice = call.voice
    fields = (voice.field("code", "code", "line", most=20, value=typed.code),)
    return Form(voice("code_form.title"), fields, SendCode(), voice("code_form.submit"), voice.text("code_form.intro"))
