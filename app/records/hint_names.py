"""Where one line seems to name a person.

What counts: a word after a title ("Mrs Khan"); a given name out of a list; within a sentence, any other
word with a capital that is not a usual one there, such as a language, a town or a term of this work. What is
both a name and a word ("Will", "Rose") counts only within a sentence, where a word has no capital.

False alarms do harm: who is warned of everything reads no warning. So nothing is guessed in other scripts, in
capitals throughout, in headings, of places ("St Mary's Church") and of what stands in a term ("Art Therapy").
static/js/lib/hints.js takes the same steps.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import takewhile

from app.records.hint_words import WORDS, fill, words

_NAMES, _EITHER, _TITLES, _PLACES = (words(name) for name in ("names", "either", "titles", "places"))
_ORDINARY = words("ordinary") | _PLACES | _TITLES
_ARTICLES = words("articles")
_FAMILY = re.compile(WORDS["family"])
_WORD = re.compile(fill(WORDS["word"]))
_BEYOND_STEM = re.compile(WORDS["ends"])
_OWNED = re.compile("['’]s$", re.IGNORECASE)
_SCOTS_OR_IRISH = re.compile("Ma?c[A-Z]|[DO]['’]")
_INNER_CAPITAL = re.compile("['’]|[a-z][A-Z]")
_SPACE = re.compile("[ \u00a0]")
_MIDDLE = re.compile("[ \u00a0&+0-9]+")


@dataclass
class _Token:
    """A word of a line. `base` is what stands before a hyphen; `shout`: capitals throughout; `loud`: so is
    the line; `middle`: it stands within a sentence, in a line whose capitals tell something; `row`: the place at
    which the row of capitals begins that it ends, with the word before that row."""

    text: str
    start: int
    gap: str
    loud: bool = False
    middle: bool = False
    row: int = 0

    def __post_init__(self) -> None:
        self.end = self.start + len(self.text)
        self.base = self.text.split("-")[0]
        self.low = self.base.lower()
        self.capital = _capital(self.base)
        self.shout = len(self.base) > 1 and self.base == self.base.upper()


def _capital(word: str) -> bool:
    return word[0] != word[0].lower()


def names(line: str, present: Collection[str]) -> list[tuple[int, int]]:
    """Where the names stand; `present`, in lower case, are not meant. Names in a row are one phrase."""
    tokens = _tokens(line)
    spans: list[tuple[int, int]] = []
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        titled = before is not None and _SPACE.fullmatch(token.gap.replace(".", "", 1)) and _is_title(before)
        follows = before is not None and _SPACE.fullmatch(token.gap) and spans and spans[-1][1] == before.end
        initial = token.capital and len(token.base) == 1 and token.low != "i"
        named = token.low not in present and _is_name(tokens, place, bool(titled))
        if follows and (initial or named):
            spans[-1] = (spans[-1][0], token.end)
        elif named:
            spans.append((before.start if titled and before else token.start, token.end))
    return spans


def _tokens(line: str) -> list[_Token]:
    tokens = list(_cut(line))
    long = [token for token in tokens[1:] if len(token.text) > 3]
    everywhere = len(long) > 3 and sum(token.capital for token in long) > len(long) * 0.9
    loud = len(tokens) > 1 and sum(token.shout for token in tokens) > len(tokens) * 0.7
    for place, token in enumerate(tokens):
        token.loud = loud
        token.middle = bool(_MIDDLE.fullmatch(token.gap)) and not everywhere and not loud
        goes_on = place > 0 and token.capital and _SPACE.fullmatch(token.gap)
        token.row = tokens[place - 1].row if goes_on else place
    return tokens


def _cut(line: str) -> Iterator[_Token]:
    end = None
    for match in _WORD.finditer(line):
        gap = "" if end is None else re.sub("^['’]s", "", line[end : match.start()], flags=re.IGNORECASE)
        token = _Token(_OWNED.sub("", match[0]), match.start(), gap)
        end = token.end
        yield token


def _is_title(token: _Token) -> bool:
    return token.capital and token.shout == token.loud and token.low in _TITLES


def _is_name(tokens: list[_Token], place: int, titled: bool) -> bool:
    token = tokens[place]
    # In an ordinary line, capitals throughout are an abbreviation, or initials.
    if not token.capital or len(token.base) < 2 or token.shout != token.loud:
        return False
    if titled:
        return not _ordinary(token)
    if _belongs_to_place(tokens, place):
        return False
    if token.low in _NAMES:
        return True
    if not token.middle or _is_word(token):
        return False
    return not _beside_term(tokens, place) and not _is_thing(tokens, place)


def _is_word(token: _Token) -> bool:
    return token.low not in _EITHER and _ordinary(token)


def _ordinary(token: _Token) -> bool:
    """Whether people write this word with a capital though it names nobody."""
    low = token.low
    if low in _ORDINARY:
        return True
    if low in _NAMES or low in _EITHER:
        return False
    # "WhatsApp", "I'll", but not "McCarthy" and "O'Brien".
    if _INNER_CAPITAL.search(token.text):
        return not _SCOTS_OR_IRISH.match(token.text)
    if len(low) > 5 and _BEYOND_STEM.search(low):
        return True
    return any(
        low.endswith(end) and len(low) > len(end) + 2 and low[: -len(end)] + instead in _ORDINARY
        for end, instead in WORDS["stems"]
    )


def _belongs_to_place(tokens: list[_Token], place: int) -> bool:
    """ "Russells Hall Hospital", "St Mary's"."""
    if place and re.fullmatch("(?:st|saint)s?", tokens[place - 1].low):
        return True
    row = takewhile(lambda token: token.capital and not token.gap.strip(), tokens[place + 1 : place + 4])
    return any(token.low in _PLACES or token.low.removesuffix("s") in _PLACES for token in row)


def _is_thing(tokens: list[_Token], place: int) -> bool:
    """ "The Network", "a Blue Badge", but not "the Kowalski family"."""
    if tokens[tokens[place].row].text.lower() not in _ARTICLES:
        return False
    return place + 1 == len(tokens) or not _FAMILY.match(tokens[place + 1].low)


def _beside_term(tokens: list[_Token], place: int) -> bool:
    """ "Art Therapy", "Health Visitor"."""
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    before = tokens[place - 1] if place and tokens[place - 1].middle else None
    return any(
        token.capital and len(token.base) > 1 and token.low not in _TITLES and _ordinary(token)
        for token in (before, after)
        if token is not None
    )
