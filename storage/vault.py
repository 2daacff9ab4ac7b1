"""People's private words at rest: sealed with Fernet when a secret key is set, kept as they are without one."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = "\x01"
"""No typed words begin with it: the boundary strips control characters. What does all the same is escaped."""
SEALED = f"{MARK}1:"
ESCAPED = f"{MARK}0:"


class WrongKey(Exception):
    """Words in the database were sealed with a key that is not among those given."""

    def __init__(self) -> None:
        super().__init__(
            "Some notes in the database were sealed with another HALFHOUR_SECRET_KEY. "
            "Set it to the key it had before; to change keys, put the new one first: NEW,OLD."
        )


class Vault:
    """`secret` is a comma-separated list of passphrases, the newest first: it seals, all of them open."""

    def __init__(self, secret: str = "") -> None:
        keys = [part.strip() for part in secret.split(",") if part.strip()]
        self._ring = MultiFernet([Fernet(_derive(key)) for key in keys]) if keys else None

    @property
    def seals(self) -> bool:
        return self._ring is not None

    def seal(self, words: str) -> str:
        """Nothing stays nothing, so that a query can tell whether there are words."""
        if not words:
            return words
        if self._ring is None:
            return f"{ESCAPED}{words}" if words.startswith(MARK) else words
        return SEALED + self._ring.encrypt(words.encode()).decode()

    def open(self, kept: str) -> str:
        """Words stored before a key was set are read as they are. Raises WrongKey."""
        if kept.startswith(ESCAPED):
            return kept.removeprefix(ESCAPED)
        if not kept.startswith(SEALED):
            return kept
        if self._ring is None:
            raise WrongKey()
        try:
            return self._ring.decrypt(kept.removeprefix(SEALED).encode()).decode()
        except InvalidToken as trouble:
            raise WrongKey() from trouble


def _derive(passphrase: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"half-hour: words at rest").derive(passphrase.encode())
    return urlsafe_b64encode(made)
