"""People's words on Discord: shown as typed, pinging nobody."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.markup import GAP, Pen, escape, fit, quoted, share, size
from bot.boundary.cards import Link, Who
from bot.boundary.ports import Person, Place

HERE = Place("discord", "500")
MAYA = Who(Person("discord", "500", "42"), "Maya *Star*")
NASTY = "@everyone <@1> <@&2> <#3> <t:0:R> </x:1> <:a:1> [x](http://y) **b** __u__ ~~s~~ ||p|| `c` # h"


def shown(words: str) -> str:
    """What Discord draws of escaped words: escapes taken away."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", words).replace(GAP, "")


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("# heading", "\\# heading"),
        ("-# small", "\\-# small"),
        ("> quote", "\\> quote"),
        (">>> quote", "\\>>> quote"),
        ("- item", "\\- item"),
        ("* item", "\\* item"),
        ("  3. item", "  3\\. item"),
        ("a\n# b", "a\n\\# b"),
        ("a\u2028# b", "a\n\\# b"),
        ("a - b > c", "a - b > c"),
        ("[x](http://y)", "\\[x](http://y)"),
        ("<t:0:R>", f"<{GAP}t:0:R>"),
        ("@everyone", f"@{GAP}everyone"),
        ("x@here", f"x@{GAP}here"),
        ("jo@example.org", "jo@example.org"),
        ("snake_case", "snake\\_case"),
        ("https://x.org/a_b_c?d=*e*", "https://x.org/a_b_c?d=\\*e\\*"),
        ("https://x.org/@everyone", f"https://x.org/@{GAP}everyone"),
        ("```\ncode```", "\\`\\`\\`\ncode\\`\\`\\`"),
        ("مرحبا *بك*", "مرحبا \\*بك\\*"),
    ],
)
def test_markdown_is_shown_as_typed(typed: str, sent: str) -> None:
    assert escape(typed) == sent


PIECES = [*"*_~`|[]()<>@#-+\\.1 \n:/&ht", "@everyone", "http://a", "é", "ش"]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_whatever_is_typed_is_shown_and_is_no_markup(typed: str) -> None:
    sent = escape(typed)
    assert shown(sent) == typed
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "", re.sub(r"https?://[\w./:?=&%#,;+~!$-]+", "", sent))
    assert not re.search(r"[*_~`|\[\\]|<(?!\u200b)|@(everyone|here)", bare)
    assert not re.search(r"^[^\S\n]*([#>+-]|\d+\.)", sent, re.MULTILINE)


def test_no_line_of_a_quote_stands_outside_it() -> None:
    assert quoted("one\n> two\r\n# three\n\nfour") == "> one\n> \\> two\n> \\# three\n> \n> four"


@given(st.text(), st.integers(0, 60))
def test_words_that_do_not_fit_are_cut_before_they_are_escaped(typed: str, room: int) -> None:
    for draw in (escape, quoted):
        made = fit(typed, room, draw)
        assert size(made) <= room or made == ""
        assert not re.search(r"(?<!\\)(\\\\)*\\$", made), "an escape was cut in two"


def test_a_cut_is_marked() -> None:
    assert fit("*" * 3000, 101) == "\\*" * 50 + "…"
    assert fit("🦉" * 100, 11) == "🦉" * 5 + "…"


def test_people_times_and_links_are_drawn_by_discord() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    text = ("Meet ", MAYA, " at ", at, ": ", Link("add *it*", "https://x.org/a(b) c"))
    assert Pen(HERE).write(text, 500) == (
        "Meet <@42> at <t:1767225600:F> (<t:1767225600:R>): [add \\*it\\*](<https://x.org/a%28b%29%20c>)"
    )
    assert Pen(HERE, direct=True).write((MAYA,), 500) == "Maya \\*Star\\* (<@42>)"


def test_somebody_of_another_place_is_named() -> None:
    for person in (Person("slack", "T1", "U1"), Person("discord", "501", "42")):
        assert Pen(HERE).write((Who(person, "@everyone"),), 500) == f"@{GAP}everyone"


def test_a_link_that_is_named_by_its_address_is_that_address() -> None:
    """Discord draws no link whose words look like an address: `[https://x.org](<https://x.org>)` is shown as that."""
    assert Pen(HERE).write((Link("https://x.org/a", "https://x.org/a"),), 500) == "<https://x.org/a>"


def test_a_link_that_is_no_address_is_words() -> None:
    assert Pen(HERE).write((Link("go", "javascript:alert(1)"),), 500) == "go javascript:alert(1)"


def test_a_mention_that_does_not_fit_is_left_out_whole() -> None:
    assert Pen(HERE).write(("x" * 10, MAYA), 12) == "x" * 10


def test_room_is_shared_so_that_short_words_stay_whole() -> None:
    parts = [lambda room, words=words: fit(words, room) for words in ("short", "a" * 500, "b" * 500)]
    drawn = share(parts, 300)
    assert drawn[0] == "short"
    assert len(drawn[1]) == len(drawn[2])
    assert 280 < sum(map(len, drawn)) <= 300


def test_nasty_words_are_harmless_in_every_span() -> None:
    made = Pen(HERE).write((NASTY, Who(Person("slack", "T1", "U1"), NASTY), Link(NASTY, "https://x.org")), 4000)
    assert "@everyone" not in made
    assert not re.search(r"<[@#t/:]", made)
