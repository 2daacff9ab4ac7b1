"""What the page's server lets in: its own page, in small pieces, in one piece."""

import json
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MAX_BODY = 256 * 1024

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Refused(Exception):
    """`sorry` names the sentence of page.toml that explains it."""

    def __init__(self, status: int, sorry: str) -> None:
        super().__init__(sorry)
        self.status = status
        self.sorry = sorry


def same_house(request: Request, hosts: Collection[str]) -> None:
    """Raises Refused for a host name that is not ours (a rebound DNS name) and for a page on another site."""
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if urlsplit(f"//{host}").hostname not in hosts:
        raise Refused(403, "elsewhere")
    if origin is not None and (urlsplit(origin).scheme not in ("http", "https") or urlsplit(origin).netloc != host):
        raise Refused(403, "elsewhere")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refused(403, "elsewhere")


async def told(request: Request) -> Mapping[str, Any]:
    """The body, a JSON object. Only this content type is read: a form on another site cannot send it unasked."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refused(400, "malformed")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY:
            raise Refused(413, "too_large")
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as trouble:
        raise Refused(400, "malformed") from trouble
    if not isinstance(said, dict):
        raise Refused(400, "malformed")
    return said
