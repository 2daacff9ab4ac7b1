"""Neutral cases, as people worked them out on paper."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.feeds.addresses import allowed
from bot.domain.feeds.reading import NotACalendar, busy

CASES = json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]


def shown(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def got(kind: str, asked: dict[str, Any]) -> dict[str, Any]:
    if kind == "feed_url":
        dns, redirects = asked["dns"], asked["redirects"]
        return {"allow": allowed(asked["url"], resolve=lambda host: dns.get(host, []), redirect=redirects.get)}
    since, until = (datetime.fromisoformat(asked[name]) for name in ("from", "to"))
    try:
        spans = busy(asked["feed"], zone=asked["zone"], owner=asked["owner_email"], since=since, until=until)
    except NotACalendar:
        return {"status": "error"}
    return {"status": "ok", "busy": [[shown(start), shown(end)] for start, end in spans]}


@pytest.mark.parametrize("case", CASES, ids=[f"{case['id']} {case['title']}" for case in CASES])
def test_the_answer_is_the_one_on_paper(case: dict[str, Any]) -> None:
    assert got(case["kind"], case["input"]) == case["expect"]
