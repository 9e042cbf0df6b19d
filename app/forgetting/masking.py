"""Taking out of an action's words what may say whom it is about (pure).

Hints to people guess little, since who is warned of everything reads no warning. Here nobody looks any more and what
is left stands for weeks, so more is taken out: initials and numbers however they are written, a name that stands in
the case wherever it comes back, e-mail and street addresses.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.circle.destinations import Destination, destinations
from app.circle.state import CIRCLE, Circle
from app.records.hint_words import words
from app.records.hints import hints

#: What stands in the place of a phrase that might say whom an action is about.
REMOVED = "[removed]"
#: Texts of the circle as a whole that speak of the case.
_CASE = ("focus", "title", "prepare:", "box:")
_GIVEN = words("names")
_ORDINARY = words("ordinary") | words("either") | words("places") | words("titles")
#: Words that are also initials. In small letters they are left alone, or nothing could be read any more.
_SMALL_WORDS = (
    "ad ah al am an as at be by do go ha he hi id if in is it me my no of oh ok on or pa so to up us we act add age ago aid all"
    " and any are ask bad bed big boy but buy can car cry cut dad day did eat end far few for get got had has her him his how"
    " its job kid law let lot low man may men met mum new not now off old one our out own pay put ran red run sad saw say see"
    " set she sit six son ten the too try two use van via was way who why win yes yet you"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_ADDRESSES = (
    re.compile(r"[^\s@]+@[^\s@]+\.\w+"),
    re.compile(
        r"\b(?:[Ff]lat +\d+\w?,? +)?\d+\w?,? +(?:[A-Z][\w’'-]+ +){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Way"
        r"|Court|Crescent|Terrace|Gardens|Grove|Place|Walk)\b\.?"
    ),
)
_APART = r"[\s.\-/_]*"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Identifiers:
    """How those on whose file a circle's form is kept are known: their initials and numbers, and names in the case."""

    patterns: tuple[re.Pattern[str], ...] = ()
    names: frozenset[str] = frozenset()


def identifiers(circle: Circle, today: date, present: Collection[str]) -> Identifiers:
    """`present` are those who took part, who may be named."""
    return replace(marks(circle), names=frozenset(_named(circle, today, present)))


def marks(circle: Circle) -> Identifiers:
    """The initials and numbers alone: for lists of many circles, in which there is no time to read each case."""
    return Identifiers(
        tuple(mark for each in destinations(circle) for mark in (*_initials(each), *_numbers(each)))
    )


def masked(text: str, known: Identifiers, today: date, may_name: bool = False) -> str:
    """The text without any phrase that looks like an identifier. The name of a worker stays where it `may`."""
    for pattern in (*known.patterns, *_ADDRESSES):
        text = pattern.sub(REMOVED, text)
    for hint in reversed(hints(text, today=today)):
        if not (may_name and hint.kind == "name"):
            text = text[: hint.start] + REMOVED + text[hint.end :]
    return text if may_name else _WORD.sub(lambda word: _unnamed(word[0], known), text)


def _unnamed(word: str, known: Identifiers) -> str:
    """A name in small letters or in capitals, or where it begins a sentence."""
    bare = re.sub("['’]s$", "", word, flags=re.IGNORECASE)
    low = bare.lower()
    capital = bare[0] != bare[0].lower()
    named = low in _GIVEN or (low in known.names and (capital or low not in _ORDINARY))
    return REMOVED + word[len(bare) :] if named else word


def _named(circle: Circle, today: date, present: Collection[str]) -> Iterator[str]:
    for (subject, name), wording in circle.words.items():
        if subject == CIRCLE and name.startswith(_CASE):
            for hint in hints(wording.text, today=today, present=present):
                if hint.kind == "name":
                    found = _WORD.findall(wording.text[hint.start : hint.end])
                    yield from (
                        low for word in found if len(low := word.lower()) > 2 and low not in words("titles")
                    )


def _initials(each: Destination) -> Iterator[re.Pattern[str]]:
    """“KQ”, “K.Q.”, “k q”, “K-Q” and “KQs”."""
    letters = [sign for sign in each.initials if sign.isalnum()]
    if len(letters) < 2:
        return
    dotted = r"\s?".join(rf"{re.escape(letter)}\." for letter in letters)
    plain = _APART.join(map(re.escape, letters))
    flags = re.NOFLAG if "".join(letters).lower() in _SMALL else re.IGNORECASE
    yield re.compile(rf"(?<![^\W_])(?:{dotted}|{plain}s?(?![^\W_]))", flags)


def _numbers(each: Destination) -> Iterator[re.Pattern[str]]:
    """In whatever groups it is written; its digits alone where there are enough of them to be no other number."""
    signs = [sign for sign in each.number if sign.isalnum()]
    digits = [sign for sign in signs if sign.isdigit()]
    for kept, least in ((signs, 2), (digits, 5)):
        if len(kept) >= least:
            yield re.compile(rf"(?<!\d){_APART.join(map(re.escape, kept))}(?!\d)", re.IGNORECASE)
