"""E-mail addresses: which ones the bot writes to, and the one form in which it keeps them."""

import re

import idna

MAX_ADDRESS = 254
"""Octets of a whole address in SMTP (RFC 5321, 4.5.3.1.3, less the angle brackets)."""
MAX_LOCAL = 64
MAX_DOMAIN = 253

# Dots between words of letters, digits and the signs that are met in practice. The others that RFC 5322 allows
# (% ! ? # and brackets) are routing tricks to many servers, and would have to be written otherwise in a mailto:
# address, where calendars compare letter by letter.
_LOCAL = re.compile(r"[\w$&'*+/=~-]+(?:\.[\w$&'*+/=~-]+)*", re.ASCII)
_MAILBOX = re.compile(r'\s*"?([^"<>@\x00-\x1f\x7f-\x9f]*?)"?\s*<([^<>]*)>\s*')


def address(words: str) -> str | None:
    """What somebody typed as the address that is kept: the domain in lower case and in the letters of DNS (`xn--...`),
    so that every mail server takes it, and what stands before the @ as it was typed. None for anything that is not one
    plain address, such as a name with an address in brackets, two addresses, or a machine without a domain."""
    local, at, domain = words.strip().rpartition("@")
    if not at or len(local) > MAX_LOCAL or not _LOCAL.fullmatch(local):
        return None
    try:
        domain = idna.encode(domain, uts46=True, std3_rules=True).decode("ascii").lower()
    except idna.IDNAError:
        return None
    except (UnicodeError, ValueError):  # half characters
        return None
    labels = domain.split(".")
    if len(labels) < 2 or not labels[-1] or labels[-1].isdecimal() or len(domain) > MAX_DOMAIN:
        return None
    made = f"{local}@{domain}"
    return made if len(made) <= MAX_ADDRESS else None


def mailbox(words: str) -> tuple[str, str] | None:
    """`Half Hour <bot@example.org>` or `bot@example.org` as name and address; None for anything else."""
    if found := _MAILBOX.fullmatch(words):
        inside = address(found[2])
        return (" ".join(found[1].split()), inside) if inside else None
    plain = address(words)
    return ("", plain) if plain else None
