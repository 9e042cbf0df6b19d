"""What may stand in a text: the one place where words from people are checked.

Words are brought to Unicode NFC and trimmed. Characters that cannot be seen and can do harm are
refused, not silently dropped: a server must not change what somebody wrote. The pages remove them
before sending.
"""

import re
import unicodedata
from datetime import date

from app.circle.state import Refused

LONGEST_TEXT = 500
LONGEST_NAME = 40

#: Control characters other than line feed, bidi embeddings, overrides and isolates, and code points
#: that no document may hold (lone surrogates, non-characters).
_HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb]"
    "|[\ufffe\uffff\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U000e0000-\U000e001f\U0010fffe\U0010ffff]"
)

#: Categories of which nothing can be seen: spaces and separators, joiners, hyphenation and direction marks.
_UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Zs")
#: Characters of other categories that show nothing when they stand alone: fillers of scripts, variation
#: selectors, the empty Braille pattern.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def clean(value: object, longest: int = LONGEST_TEXT, empty: str = "Write something first.") -> str | Refused:
    """The text ready to be kept, or why it cannot be. An `empty` of "" lets an empty text through. A text
    of which nothing can be seen is empty."""
    if not isinstance(value, str):
        return Refused("invalid", "That was not a text.")
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\t", " ")).strip()
    if _HARMFUL.search(text):
        return Refused(
            "invalid",
            "There is a hidden character in your words that cannot be kept. Type the part that you pasted again.",
        )
    if not any(_seen(character) for character in text):
        return Refused("invalid", empty) if empty else ""
    if len(text) > longest:
        over = len(text) - longest
        return Refused(
            "too_long",
            f"This is {over} {'character' if over == 1 else 'characters'} too long: {longest} fit. Make it shorter.",
        )
    return text


def _seen(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN and not _BLANK.match(character)


def clean_name(value: object) -> str | Refused:
    """A first name or initials, on one line."""
    name = clean(value, LONGEST_NAME, "Type your first name or initials.")
    if isinstance(name, str) and "\n" in name:
        return Refused("invalid", "Type the name on one line.")
    return name


def clean_date(value: object) -> str | Refused:
    """A day as YYYY-MM-DD."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            pass  # 30 February and the like: the sentence below answers it
    return Refused("invalid", "That is not a date. Give day, month and year.")
