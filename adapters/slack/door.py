"""The HTTP door: one route, `POST /slack/events`, that lets in what Slack has signed and nothing else."""

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.request.async_internals import build_async_context
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

MOST = 1_000_000
"""Bytes. Slack's largest, a view with its state, is a quarter of that."""

log = logging.getLogger(__name__)


class TooMuch(Exception):
    """A body over the limit."""


def route(app: AsyncApp, *, signing_secret: str) -> Route:
    verifier = SignatureVerifier(signing_secret)

    async def events(request: Request) -> Response:
        try:
            body = (await _read(request)).decode()
            _check(body)
        except TooMuch:
            return PlainTextResponse("too large", 413)
        except (ValueError, RecursionError):
            return PlainTextResponse("not understood", 400)
        headers = request.headers
        signature, at = headers.get("x-slack-signature", ""), headers.get("x-slack-request-timestamp", "")
        # Bolt checks this too, but only after it has read the body's fields
        if not at.isdecimal() or not verifier.is_valid(body, at, signature):
            return PlainTextResponse("not signed by Slack", 401)
        try:
            bolt = _bolt_request(body, request)
        except (AttributeError, KeyError, TypeError, ValueError):
            log.warning("a signed body of an unknown shape")
            return PlainTextResponse("not understood", 400)
        return to_starlette_response(await app.async_dispatch(bolt))

    return Route("/slack/events", events, methods=["POST"])


async def _read(request: Request) -> bytes:
    read = b""
    async for chunk in request.stream():
        read += chunk
        if len(read) > MOST:
            raise TooMuch
    return read


def _check(body: str) -> None:
    """Raises ValueError unless the body is a JSON object, a form with one as its `payload`, or a command's form."""
    if not body.lstrip().startswith(("{", "[")):
        fields = dict(parse_qsl(body, keep_blank_values=True))
        if not fields:
            raise ValueError("neither JSON nor a form")
        if "payload" not in fields:
            return
        body = fields["payload"]
    if not isinstance(json.loads(body), dict):
        raise ValueError("not an object")


def _bolt_request(body: str, request: Request) -> AsyncBoltRequest:
    bolt = AsyncBoltRequest(body=body, headers=dict(request.headers))
    if not bolt.body and "command=" in body:
        # Bolt 1.30 takes a command whose text has the word "payload" in it for an interaction without one
        bolt.body = dict(parse_qsl(body, keep_blank_values=True))
        bolt.context = build_async_context(bolt.context, bolt.body)
    if not _handy(bolt.body):
        raise ValueError("an interaction without what it is about")
    return bolt


def _handy(body: Mapping[str, Any]) -> bool:
    """Bolt takes the first action, or the view's id, without looking whether it is there."""
    match body.get("type"):
        case "block_actions":
            actions = body.get("actions")
            return isinstance(actions, list) and bool(actions) and all(isinstance(one, dict) for one in actions)
        case "view_submission" | "view_closed":
            return isinstance(body.get("view"), dict)
    return True
