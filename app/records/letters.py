"""What every kind of file has to know of letters: which way they run, and which it cannot hold."""

import re
import unicodedata


def runs_from_right(text: str) -> bool:
    """The direction of the first letter that has one, as browsers decide it (dir="auto")."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((found for found in strong if found in ("L", "R", "AL")), "L") != "L"


def for_xml(text: str) -> str:
    """The text with a mark in place of each character that XML cannot hold. The domain refuses them; one that
    slipped in spoils no record."""
    return _NOT_IN_XML.sub("\ufffd", text)


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
