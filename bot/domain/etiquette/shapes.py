"""What a word is by its shape: a number, a way to reach somebody, a link, a mark, or a plain word."""

import re

PLAIN, NUMBER, PHONE, MAIL, HANDLE, LINK, MESSENGER, LONG, SHORT, CLOCK, MARK = (
    "plain", "number", "phone", "mail", "handle", "link", "messenger link", "long", "short", "clock", "mark",
)  # fmt: skip
TIMES = {f"<{LONG}>": LONG, f"<{SHORT}>": SHORT, f"<{CLOCK}>": CLOCK}
"""Words that stand for a stretch of time; `<clock>` for a long one that is told by the clock, "from 9 to 10"."""

FITTING: dict[str, frozenset[str]] = {
    NUMBER: frozenset((NUMBER,)),
    PHONE: frozenset((PHONE,)),
    MAIL: frozenset((MAIL,)),
    HANDLE: frozenset((HANDLE,)),
    LINK: frozenset((LINK, MESSENGER)),
    MESSENGER: frozenset((MESSENGER,)),
    LONG: frozenset((LONG,)),
    SHORT: frozenset((SHORT,)),
    CLOCK: frozenset((CLOCK,)),
    "word": frozenset((PLAIN, NUMBER, PHONE, MAIL, HANDLE, LINK, MESSENGER, LONG, SHORT, CLOCK)),
}
"""What `{name}` takes in a frame."""

_PHONE = re.compile(r"\+?(?=(?:\D{0,3}\d){7,15}$)\d[\d() ./-]{6,18}\d")
_NO_PHONE = re.compile(
    r"(?:19|20)\d\d ?[- /.] ?(?:(?:19|20)?\d\d)(?:[-/.]\d\d)?"  # years and dates
    r"|\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)?\d\d"
    r"|\d{1,3}(?:[ .]\d{3})*[ .]000"
    r"|(?:[01]\d|2[0-4])[0-5]\d ?- ?(?:[01]\d|2[0-4])[0-5]\d"  # 1500-1700, hours of the day
    r"|\d{1,2} ?- ?\d{1,2} \d{1,2} ?- ?\d{1,2}"
)
_MESSENGER = re.compile(
    r"(?:https?://)?(?:www\.)?(?:wa\.me|t\.me|telegram\.me|m\.me|signal\.me|line\.me|api\.whatsapp\.com|chat\.whatsapp\.com"
    r"|snapchat\.com/add|vk\.me|viber\.me|u\.wechat\.com)/\S+"
)


def shape(word: str) -> str:
    if word.isalpha():
        return PLAIN
    if word in TIMES:
        return TIMES[word]
    if word[0] == "@":
        return HANDLE
    if "/" in word and _MESSENGER.match(word):
        return MESSENGER
    if "@" in word:
        return MAIL
    if "/" in word and len(word) > 4 and not _PHONE.fullmatch(word):
        return LINK
    if word[0].isdigit() or word[0] == "+":
        return PHONE if _PHONE.fullmatch(word) and not _NO_PHONE.fullmatch(word) else NUMBER
    return PLAIN if word[0].isalnum() or word[0] in "'#" else MARK
