"""The patterns and words that a hint goes by. They stand once, in the file that the phones load."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parents[2] / "static" / "js" / "lib" / "hint-words.js"
_OBJECT = re.compile(r"^export const WORDS = (\{.*\});$", re.MULTILINE | re.DOTALL)


def _read() -> dict[str, Any]:
    found = _OBJECT.search(_FILE.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{_FILE.name} holds no WORDS")
    words: dict[str, Any] = json.loads(found[1])
    return words


WORDS = _read()


def fill(source: str) -> str:
    return source.replace("{month}", WORDS["month"]).replace("{letter}", WORDS["letter"])


def whole(source: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """A pattern that ends where a word or number ends; where it begins is looked at in `found`, since
    phones of a few years ago cannot look behind."""
    return re.compile(f"(?:{fill(source)})(?![0-9{WORDS['letter']}])", flags)


_JOINED = re.compile(f"[0-9£{WORDS['letter']}]")


def joined(text: str, at: int) -> bool:
    """Whether a word or number goes on at this place."""
    return 0 <= at < len(text) and _JOINED.match(text[at]) is not None


def found(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    at = 0
    while match := pattern.search(text, at):
        if joined(text, match.start() - 1):
            at = match.start() + 1
        else:
            yield match
            at = match.end()


def words(name: str) -> frozenset[str]:
    return frozenset(WORDS[name].split(" "))


def any_date() -> str:
    """Any of the ways to write a full date, as part of another pattern."""
    return "|".join(re.sub(r"\((?!\?)", "(?:", source) for _, source in WORDS["dates"])
