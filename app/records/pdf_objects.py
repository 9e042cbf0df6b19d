"""The objects of a PDF as Typst writes it: one plain cross-reference table, one revision, nothing encrypted.

Only as much of ISO 32000-1 (7.3 to 7.5) as is needed to change the content of a page. A file of another
shape raises ValueError.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

Text = Mapping[bytes, str]

_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
_MEANING = re.compile(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>$", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """The number of a page's content, and its fonts by the names that it uses: their families, and what their
    codes mean."""

    content: int
    families: Mapping[bytes, bytes]
    fonts: Mapping[bytes, Text]


class Objects:
    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._table = int(_only(rb"startxref\n(\d+)\n%%EOF\s*\Z", pdf))
        self._count = int(_only(rb"\Axref\n0 (\d+)\n", pdf[self._table :]))
        rows = re.findall(rb"(\d{10}) \d{5} n", pdf[self._table :])
        if len(rows) != self._count - 1:
            raise ValueError("a cross-reference table with gaps")
        self._starts = [int(row) for row in rows]
        self._changed: dict[int, bytes] = {}

    def pages(self) -> Iterator[Page]:
        for page in self._all:
            if page.startswith(b"<</Type/Page/"):
                used = self[int(_only(rb"/Resources (\d+) 0 R", page))]
                fonts = {name: int(font) for name, font in re.findall(rb"/(f\d+) (\d+) 0 R", used)}
                yield Page(
                    content=int(_only(rb"/Contents (\d+) 0 R", page)),
                    families={name: _only(rb"\+(\w+)", self[font]) for name, font in fonts.items()},
                    fonts={name: self._meanings[font] for name, font in fonts.items()},
                )

    def stream(self, number: int) -> bytes:
        """The content of a compressed stream."""
        head, _, rest = self[number].partition(b"stream\n")
        return zlib.decompressobj().decompress(rest[: int(_only(rb"/Length (\d+)", head))])

    def replace(self, number: int, content: bytes) -> None:
        packed = zlib.compress(content)
        head = b"<</Length %d/Filter/FlateDecode>>" % len(packed)
        self._changed[number] = head + b"\nstream\n" + packed + b"\nendstream"

    def whole(self) -> bytes:
        """The file with all that was replaced; the same bytes where nothing was."""
        if not self._changed:
            return self._pdf
        body, table = self._pdf[: min(self._starts)], b"xref\n0 %d\n0000000000 65535 f\r\n" % self._count
        for number in range(1, self._count):
            table += b"%010d 00000 n\r\n" % len(body)
            body += b"%d 0 obj\n%s\nendobj\n" % (number, self._changed.get(number, self[number]))
        trailer = self._pdf[self._pdf.index(b"trailer", self._table) : self._pdf.rindex(b"startxref")]
        return body + table + trailer + b"startxref\n%d\n%%%%EOF" % len(body)

    def __getitem__(self, number: int) -> bytes:
        return self._all[number - 1]

    @cached_property
    def _all(self) -> list[bytes]:
        ends = dict(zip(sorted(self._starts), self._edges, strict=True))
        return [self._inside(number, start, ends[start]) for number, start in enumerate(self._starts, 1)]

    @property
    def _edges(self) -> list[int]:
        return [*sorted(self._starts)[1:], self._table]

    def _inside(self, number: int, start: int, end: int) -> bytes:
        head = b"%d 0 obj\n" % number
        whole = self._pdf[start:end]
        if not whole.startswith(head):
            raise ValueError("an object is not where the table says")
        return whole[len(head) : whole.rindex(b"\nendobj")]

    @cached_property
    def _meanings(self) -> dict[int, Text]:
        """For each font the text of each of its codes."""
        fonts = ((number, each) for number, each in enumerate(self._all, 1) if b"/ToUnicode " in each[:300])
        return {number: self._meaning(int(_only(rb"/ToUnicode (\d+) 0 R", font))) for number, font in fonts}

    def _meaning(self, table: int) -> Text:
        pairs = _MEANING.findall(self.stream(table))
        return {bytes.fromhex(code.decode()): _utf16(bytes.fromhex(text.decode())) for code, text in pairs}


def end_of_string(content: bytes, start: int) -> int:
    """Where the string that begins at `start` ends. Brackets in pairs may stand in it as they are."""
    if content[start : start + 1] == b"<":
        return content.index(b">", start) + 1
    depth = 0
    for found in _BRACKET.finditer(content, start):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    raise ValueError("a string without an end")


def raw(string: bytes) -> bytes:
    """The bytes of a string as it is written in a file, in brackets or as hexadecimal digits."""
    if string.startswith(b"<"):
        return bytes.fromhex(string[1:-1].decode())
    return _ESCAPED.sub(lambda found: _unescaped(found[1]), string[1:-1])


def text_of(string: bytes) -> str:
    """A text string (7.9.2.2): UTF-16 with a mark, else nearly Latin-1."""
    content = raw(string)
    return _utf16(content[2:]) if content.startswith(b"\xfe\xff") else content.decode("latin-1")


def written(text: str) -> bytes:
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def _unescaped(after: bytes) -> bytes:
    if after[:1].isdigit():
        return bytes([int(after, 8) & 0xFF])
    return _ESCAPES.get(after, after)


def _utf16(content: bytes) -> str:
    return content.decode("utf-16-be")


def _only(pattern: bytes, content: bytes) -> bytes:
    found = re.search(pattern, content)
    if not found:
        raise ValueError("not a file as Typst writes it")
    return found[1]
