"""The calendars that people subscribe to: `/ical/<token>.ics`, for calendar programs that ask every hour or so."""

import hashlib
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.boundary.ports import Subscriptions

LONGEST = 64
"""Characters of a token."""


def routes(desk: Subscriptions) -> Sequence[BaseRoute]:
    async def calendar(request: Request) -> Response:
        token = request.path_params["token"]
        written = await desk.calendar(token) if len(token) <= LONGEST else None
        if written is None:
            return PlainTextResponse("There is no calendar at this address.\n", 404, headers=PRIVATE)
        etag = f'"{hashlib.sha256(written).hexdigest()[:32]}"'
        headers = {**PRIVATE, "ETag": etag, "Content-Disposition": 'inline; filename="half-hour.ics"'}
        if etag in request.headers.get("If-None-Match", ""):
            return Response(status_code=304, headers=headers)
        return Response(written, media_type="text/calendar; charset=utf-8", headers=headers)

    return [Route("/ical/{token}.ics", calendar, methods=["GET"])]


PRIVATE = {
    "Cache-Control": "private, no-cache",  # ask each time; an unchanged calendar is a 304
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
