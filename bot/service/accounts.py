"""Somebody who is here twice, on two platforms, links the two accounts, or parts them."""

from bot.boundary.cards import Form, Reply
from bot.boundary.commands import (
    EnterAccountCode,
    LinkAccount,
    PartAccount,
    SendAccountCode,
    Settings,
)
from bot.domain.refusals import FormTrouble, NotFound
from bot.service.call import Call
from bot.service.linking import fresh_code, typed_code


async def link_account(call: Call, command: LinkAccount) -> Reply:
    """The two ways at once: the code to type elsewhere, and the field for one from elsewhere. Who is linked already
    also sees how to part again."""
    code = fresh_code()
    await call.books.keep_account_code(code, call.person, now=call.now)
    voice = call.voice
    linked = await call.books.accounts_of(call.person)
    buttons = [voice.button("enter_account_code", EnterAccountCode(), main=True)]
    buttons += [
        voice.button("part_account", PartAccount(str(account)), platform=account.platform.capitalize())
        for account in linked[:3]
    ]
    return call.card(
        "link_account",
        home=call.person.platform.capitalize(),
        quotes=[voice.quote("code", f"{code[:5]}-{code[5:]}")],
        facts=[voice.fact("accounts", ", ".join(account.platform.capitalize() for account in linked))]
        if linked
        else [],
        buttons=[*buttons, voice.button("settings", Settings())],
    )


async def enter_account_code(call: Call, command: EnterAccountCode) -> Reply:
    return Reply(_form(call, SendAccountCode()))


async def send_account_code(call: Call, command: SendAccountCode) -> Reply:
    """Before anything is linked, whoever typed a code sees whose it is: a stranger may have sent it to them."""
    code = typed_code(command.code)
    person = await call.books.account_code(code, now=call.now)
    if person is None or person == call.person:
        wrong = FormTrouble(code="trouble.account_code" if person is None else "trouble.own_code")
        return await call.form(_form(call, command), typed=command, trouble=wrong)
    platform = person.platform.capitalize()
    if not command.sure:
        await call.meet(person)
        sure = call.voice.button("link_account_sure", SendAccountCode(code, sure=True))
        return call.card("account_sure", name=call.voice.name(person), platform=platform, buttons=[sure])
    await call.books.join_account(call.person, person, now=call.now)
    return call.card("account_linked", platform=platform, replacing=True)


async def part_account(call: Call, command: PartAccount) -> Reply:
    account = next((one for one in await call.books.accounts_of(call.person) if str(one) == command.account), None)
    if account is None:
        raise NotFound()
    platform = account.platform.capitalize()
    if not command.sure:
        sure = PartAccount(command.account, sure=True)
        buttons = [call.voice.button("part_account_sure", sure, danger=True)]
        home = call.person.platform.capitalize()  # they may be asking on the other one
        return call.card("part_account", platform=platform, home=home, buttons=buttons)
    await call.books.part_account(account)
    return call.card("account_parted", platform=platform, replacing=True)


def _form(call: Call, typed: SendAccountCode) -> Form:
    voice = call.voice
    fields = (voice.field("code", "code", "line", most=20, value=typed.code),)
    title, submit = voice("account_form.title"), voice("account_form.submit")
    return Form(title, fields, SendAccountCode(), submit, voice.text("account_form.intro"))
