"""What organisers have let through: this very request, by its words, to this very mentor."""

import json
from dataclasses import replace
from hashlib import blake2s

from bot.boundary.commands import SendRequest
from bot.boundary.ports import Person
from bot.boundary.tokens import BadToken, flatten, unflatten
from bot.domain.etiquette.house import Appeal
from bot.service.call import Call


def mark(person: Person, request: SendRequest) -> str:
    """The id of the appeal for it: whoever asks twice with the same words has asked once."""
    words = json.dumps([str(person), *flatten(_spoken(request))])
    return blake2s(words.encode(), digest_size=10).hexdigest()


def request_of(appeal: Appeal) -> SendRequest | None:
    try:
        kept = unflatten(json.loads(appeal.words))
    except BadToken:  # kept by another version
        return None
    return kept if isinstance(kept, SendRequest) else None


async def appeal_for(call: Call, request: SendRequest) -> Appeal | None:
    appeal = await call.books.appeal(mark(call.person, request))
    kept = request_of(appeal) if appeal else None
    mine = appeal and appeal.person == call.person
    return appeal if mine and kept and _spoken(kept) == _spoken(request) else None


async def let_through(call: Call, request: SendRequest) -> bool:
    appeal = await appeal_for(call, request)
    return bool(appeal and appeal.passed)


def _spoken(request: SendRequest) -> SendRequest:
    """Other times, or a tip that was waved away, do not make it another request."""
    return replace(request, slots=(), pledge=False, fine="")
