"""How hard a text is to read, counted. Libraries that count more fetch a dictionary of sounds from the network when
they are first used; for sentences as short as these, counting vowels does."""

import re
from collections.abc import Iterable

#: GOV.UK asks for sentences of at most 25 words.
MOST_WORDS = 25


def sentences(text: str) -> list[str]:
    """A text in its sentences. A colon does not end one; quotes and brackets close with theirs."""
    parts = re.split(r"(?<=[.?!…])[”’\"')]*\s+(?=[“‘\"'(]?[A-Z\[“])", text)
    return [each.strip() for each in parts if each.strip()]


def words(sentence: str) -> list[str]:
    """The words of a sentence; a value that is put in later is one."""
    return re.findall(r"\[…\]|[A-Za-z0-9][\w’'-]*", sentence)


def too_long(texts: Iterable[str]) -> list[str]:
    return [each for text in texts for each in sentences(text) if len(words(each)) > MOST_WORDS]


def reading_grade(paragraphs: Iterable[str]) -> float:
    """The school grade of Flesch and Kincaid: 4 to 5 is an age of about 9 to 11."""
    text = " ".join(paragraphs)
    ends = len(re.findall(r"[.?:](?:\s|$)", text))
    found = re.findall(r"[a-z’]+", text.lower())
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word)))) for word in found)
    return 0.39 * len(found) / ends + 11.8 * syllables / len(found) - 15.59
