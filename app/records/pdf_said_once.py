"""Each character of a PDF made by Typst said once.

Where a mark stands higher than the letter it belongs to, Typst 0.15 draws it as a piece of its own and
gives both pieces the text of both: a Yoruba name, Hebrew with points or Thai would be copied and read aloud with
syllables twice. Here the second piece gets an `ActualText` of what it says for the first time, mostly nothing
(ISO 32000-1, 14.9.4); it is drawn and tagged as before. Most records have no such piece and stay as they are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.records.pdf_objects import Objects, Page, Text, end_of_string, raw, text_of, written

#: A run of text on one line, tagged with its number in the structure. Its matrix ends with its height on the page.
_PIECE = re.compile(
    rb"/Span<</MCID \d+(?P<room>)>>BDC\nq \S+ \S+ \S+ \S+ \S+ (?P<height>\S+) cm(?P<drawn>.*?)\nQ\nEMC",
    re.DOTALL,
)
_TOKEN = re.compile(
    rb"/(?P<font>f\d+) \S+ Tf|(?P<backwards>/ReversedChars)|(?P<actual>/ActualText)|(?P<end>\nEMC)|(?P<string>\(|(?<!<)<(?!<))"
)
#: The text of a glyph inside of a piece. One of a single character may stand in brackets.
_OWN = re.compile(rb"/Span<</ActualText(?:<[0-9A-F]*>|\((?:\\.|[^\\])*?\))>>BDC", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Cluster:
    """What is said as one, and the first glyph that shows it."""

    text: str
    glyph: tuple[bytes, bytes]


@dataclass(slots=True)
class _Piece:
    room: int
    drawn: tuple[int, int]
    height: bytes
    backwards: bool = False
    clusters: list[_Cluster] = field(default_factory=list)


def said_once(pdf: bytes) -> bytes:
    """The file without repeated text; the same bytes where nothing is repeated."""
    objects = Objects(pdf)
    for page in objects.pages():
        content = objects.stream(page.content)
        if not _may_repeat(content, page.fonts):
            continue
        repeated = list(_repeated(_pieces(content, page), page.families))
        if repeated:
            objects.replace(page.content, _with(content, repeated))
    return objects.whole()


def _may_repeat(content: bytes, fonts: Mapping[bytes, Text]) -> bool:
    """Whether two glyphs on this page say the same. An ordinary page is done with here, in no time."""
    said = [text for font in fonts.values() for text in {*font.values()} if len(text) > 1]
    alike = any(len({*font.values()}) < len(font) for font in fonts.values())
    return b"/ActualText" in content or alike or len({*said}) < len(said)


def _pieces(content: bytes, page: Page) -> Iterator[_Piece]:
    for found in _PIECE.finditer(content):
        piece = _Piece(found.start("room"), found.span("drawn"), found["height"])
        _read(piece, found["drawn"], page.fonts)
        yield piece


def _read(piece: _Piece, drawn: bytes, fonts: Mapping[bytes, Text]) -> None:
    """The clusters of a piece: each glyph is one, but for several that share an `ActualText`."""
    font, actual, awaited = b"", None, False
    for kind, found in _tokens(drawn):
        if kind == "font":
            font = found
        elif kind == "backwards":
            piece.backwards = True
        elif kind == "actual":
            awaited = True
        elif kind == "end":
            actual = None
        elif awaited:
            actual, awaited = text_of(found), False
        elif actual is None:
            piece.clusters += [_Cluster(fonts[font][code], (font, code)) for code in _codes(found)]
        elif actual:
            piece.clusters.append(_Cluster(actual, (font, _codes(found)[0])))
            actual = ""  # said; what else is drawn before the end belongs to it


def _tokens(drawn: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while token := _TOKEN.search(drawn, at):
        at = token.end()
        kind = str(token.lastgroup)
        if kind == "string":
            at = end_of_string(drawn, token.start())
        yield kind, drawn[token.start(kind) : at] if kind == "string" else token[kind]


def _repeated(pieces: Iterable[_Piece], families: Mapping[bytes, bytes]) -> Iterator[tuple[_Piece, str]]:
    """Pieces that begin with what the one before has said, and what they say instead."""
    said, height = None, b""
    for piece in pieces:
        if not piece.clusters:
            continue
        first, *rest = piece.clusters
        if said and first.text == said.text and _again(said, first, piece.height != height, families):
            yield piece, "".join(each.text for each in (reversed(rest) if piece.backwards else rest))
            said = rest[-1] if rest else said
        else:
            said = piece.clusters[-1]
        height = piece.height


def _again(said: _Cluster, now: _Cluster, moved: bool, families: Mapping[bytes, bytes]) -> bool:
    """Whether two glyphs of one text show one cluster: the second is lifted or lowered, or no font had all
    characters. A cluster that was written twice begins with the same glyph twice, or in italics with one of the
    same family."""
    if now.glyph[0] == said.glyph[0]:
        return moved and now.glyph != said.glyph
    return len(now.text) > 1 and families[now.glyph[0]] != families[said.glyph[0]]


def _with(content: bytes, repeated: Iterable[tuple[_Piece, str]]) -> bytes:
    """The content with these pieces saying these texts; what glyphs in them say of their own is taken away."""
    parts, at = [], 0
    for piece, text in repeated:
        start, end = piece.drawn
        parts += [content[at : piece.room], b"/ActualText", written(text), content[piece.room : start]]
        parts.append(_OWN.sub(b"/Span<<>>BDC", content[start:end]))
        at = end
    return b"".join([*parts, content[at:]])


def _codes(shown: bytes) -> list[bytes]:
    content = raw(shown)
    return [content[at : at + 2] for at in range(0, len(content), 2)]
