"""Texts that people could send and that a careless program would spoil, the same ones in every run."""

import random
import unicodedata

from app.circle.state import Refused
from app.circle.text import clean

HOSTILE = (
    "<script>alert(1)</script> &amp; &lt;b&gt; <w:p/> ]]> {{ 7*7 }} {% raw %} ${x} \\n",
    "=SUM(A1:A9)+cmd|' /C calc'!A0",
    "@here -1 +1 #REF! %TEMP%",
    "👩🏽‍👩🏽‍👧🏽 family ❤️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 é ﬁ",
    "נסה שוב (מחר): 9",
    "نقترح زيارة المدرسة غدًا",
    "first line\n\nsecond  line\n  third",
    "W" * 490,
)
#: Where random characters come from: markup and formulas, scripts in both directions, marks that join on to
#: the letter before, emoji, and everything there is.
_RANGES = ((0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x590, 0x6FF), (0x900, 0xDFF), (0x1F300, 0x1FAFF),
           (0x4E00, 0x9FFF), (0xA, 0xA), (0xA0, 0xFFFD), (0x10000, 0x10FFFF))  # fmt: skip


def numbered(count: int, start: int = 0) -> list[str]:
    """Hostile texts, each different from all others."""
    return [f"{n:04} {HOSTILE[n % len(HOSTILE)]}" for n in range(start, start + count)]


def random_texts(count: int, seed: int) -> list[str]:
    """Texts of random characters that the rules let in, none of them twice."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        drawn = (chr(chance.randint(*chance.choice(_RANGES))) for _ in range(chance.randint(1, 24)))
        text = clean("".join(filter(_let_in, drawn)), empty="")
        if isinstance(text, str) and text:
            found[text] = None
    return list(found)


def _let_in(character: str) -> bool:
    return unicodedata.category(character) != "Cs" and not isinstance(clean(f"a{character}a"), Refused)
