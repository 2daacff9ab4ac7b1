"""Which e-mail addresses the bot writes to."""

from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.addresses import address, mailbox
from bot.domain.people import Person


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("jo@example.org", "jo@example.org"),
        (" Jo.Doe+half-hour@Example.ORG\n", "Jo.Doe+half-hour@example.org"),
        ("o'brien_1@mail.example.co.uk", "o'brien_1@mail.example.co.uk"),
        ("jo@straße.example", "jo@xn--strae-oqa.example"),
        ("jo@例え.テスト", "jo@xn--r8jz45g.xn--zckzah"),
        ("jo@XN--STRAE-OQA.example", "jo@xn--strae-oqa.example"),
        (f"{'a' * 64}@example.org", f"{'a' * 64}@example.org"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert address(typed) == kept
    assert address(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", "@", "jo", "jo@", "@example.org", "jo@example", "jo@localhost", "jo@@example.org", "jo@a@example.org",
        "Jo <jo@example.org>", "jo@example.org, eve@example.org", "jo@example.org;eve@example.org", "j d@example.org",
        '"jo"@example.org', "jo(x)@example.org", "jo:x@example.org", "mailto:jo@example.org", "jo%eve@example.org",
        ".jo@example.org", "jo.@example.org", "j..o@example.org", "jo@.example.org", "jo@example..org",
        "jo@example.org.", "jo@-a.example.org", "jo@a_b.example.org", "jo@[127.0.0.1]", "jo@127.0.0.1", "jo@1.2",
        "jo@exa\x00mple.org", "jo\r\nBcc: eve@example.org", "jo@example.org\r\nBcc:eve@example.org", "jö@example.org",
        "jo@exam\ud83dple.org", "\ud83d@example.org", f"{'a' * 65}@example.org", f"jo@{'a' * 64}.org",
        "jo@" + ".".join(["a" * 60] * 5) + ".org", "a" * 60 + "@" + ".".join(["b" * 60] * 3) + ".example.org",
    ],
)  # fmt: skip
def test_what_is_not_one_plain_address_is_refused(typed: str) -> None:
    assert address(typed) is None


@given(st.text(max_size=40) | st.from_regex(r"[a-z.:<>@ \r\n,;\"()\\ßé0-9-]{1,12}@[a-z.éß:-]{1,20}"))
def test_whatever_is_kept_is_harmless_in_a_header_a_person_and_a_calendar(typed: str) -> None:
    if (kept := address(typed)) is None:
        return
    assert kept.isascii() and kept.isprintable() and len(kept) <= 254
    assert not set(kept) & set(' <>()[]\\,;:"%?#')
    assert address(kept) == kept
    assert Address(addr_spec=kept).addr_spec == kept
    assert Person.parse(str(Person("email", "", kept))) == Person("email", "", kept)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("bot@example.org", ("", "bot@example.org")),
        ("Half Hour <bot@Example.org>", ("Half Hour", "bot@example.org")),
        ('"Half  Hour, Berlin" <bot@example.org>', ("Half  Hour, Berlin".replace("  ", " "), "bot@example.org")),
        ("<bot@example.org>", ("", "bot@example.org")),
        ("Half Hour", None),
        ("Half Hour <bot>", None),
        ("Half Hour <bot@example.org> x", None),
        ("Half\r\nBcc: eve@example.org <bot@example.org>", None),
        ("", None),
    ],
)
def test_a_mailbox_is_a_name_and_an_address(typed: str, read: tuple[str, str] | None) -> None:
    assert mailbox(typed) == read
