"""Codes, keys and tokens: how they are made, and the keyed hashes under which they are kept.

Nothing here is ever stored as it stands. The join code and the QR's key are derived from the
server's key, so that the screen can always show them (protocol, "Who holds what").
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

#: Crockford's 32 symbols: no I, L, O or U. Eight of them are 40 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


def new_token() -> str:
    """192 random bits, safe in a URL's fragment."""
    return secrets.token_urlsafe(24)


def new_id() -> str:
    """64 random bits as hex: names a circle or a seat; gives no right by itself."""
    return secrets.token_hex(8)


@dataclass(frozen=True)
class Keyring:
    """The server's key. Different purposes never share a hash."""

    key: bytes

    def digest(self, purpose: str, value: str) -> str:
        """The keyed hash under which a secret is looked up, or content compared, without being kept."""
        return hmac.new(
            self.key, f"{purpose}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256
        ).hexdigest()

    def code(self, purpose: str, circle: str, generation: int) -> str:
        """A code of eight characters, such as K7QM2XPD, for typing from a screen."""
        number = int(self.digest(f"derive {purpose}", f"{circle} {generation}"), 16)
        return "".join(ALPHABET[(number >> (5 * i)) & 31] for i in range(CODE_LENGTH))

    def long_key(self, purpose: str, circle: str, generation: int) -> str:
        """The QR's key: 128 bits as hex."""
        return self.digest(f"derive {purpose}", f"{circle} {generation}")[:32]


def spoken(code: str) -> str:
    """A code as people read it: K7QM-2XPD."""
    return f"{code[:4]}-{code[4:]}"


def typed(value: str) -> str:
    """A code as somebody typed it, brought to its stored form: case, spaces, hyphens, O for 0, I or L for 1."""
    plain = re.sub(r"[\s-]", "", value).upper()
    return plain.translate(str.maketrans("OIL", "011"))
