"""What a screen reader finds in a PDF, read with another library than made it.

The text is read as ISO 32000-1 says (14.8 and 14.9): the structure tree gives the order of the parts; the
marked content of each part gives its text; `ActualText` stands in place of what is drawn, and what is
marked `ReversedChars` was drawn backwards. pypdf's own `extract_text` knows neither and guesses spaces from distances.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject


class Pdf:
    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(content))
        self.root = self.reader.trailer["/Root"]

    @cached_property
    def elements(self) -> list[DictionaryObject]:
        """The structure elements in their order, parents before children."""
        return list(_below(self.root["/StructTreeRoot"]["/K"]))

    def tagged(self, *names: str) -> list[DictionaryObject]:
        return [element for element in self.elements if element["/S"] in names]

    def text(self, element: DictionaryObject) -> str:
        """The text of an element and all below it."""
        return "".join(self._pieces(element, element.get("/Pg")))

    def whole(self) -> str:
        return "".join(self.text(kid) for kid in _kids(self.root["/StructTreeRoot"]["/K"]))

    def on_page(self, number: int) -> str:
        """All that stands on a page, also what is no part of the content, such as header and footer."""
        return self.reader.pages[number].extract_text()

    def _pieces(self, element: DictionaryObject, page: Any) -> Iterator[str]:
        page = element.get("/Pg", page)
        for kid in _kids(element.get("/K", [])):
            if isinstance(kid, int):
                yield self._marked[_number(page)][kid]
            elif kid.get("/Type") == "/MCR":
                yield self._marked[_number(kid.get("/Pg", page))][kid["/MCID"]]
            else:
                yield from self._pieces(kid, page)

    @cached_property
    def _marked(self) -> dict[int, dict[int, str]]:
        return {_number(page): _marked_text(page, self.reader) for page in self.reader.pages}


def _marked_text(page: Any, reader: PdfReader) -> dict[int, str]:
    """The text of each piece of marked content of a page, by its number."""
    fonts = {name: _unicode(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
    texts: dict[int, str] = defaultdict(str)
    font: dict[bytes, str] = {}
    open_: list[_Mark] = []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            properties = operands[1] if operator == b"BDC" else {}
            open_.append(_Mark(operands[0], properties))
        elif operator == b"EMC":
            closed = open_.pop()
            if closed.number is not None:
                texts[closed.number] += closed.text
            elif open_:
                open_[-1].drawn += [closed.text]
        elif operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ") and open_:
            shown = operands[0] if operator == b"TJ" else [operands[0]]
            open_[-1].drawn += [
                font[code] for each in shown if not isinstance(each, int | float) for code in _codes(each)
            ]
    return texts


class _Mark:
    def __init__(self, tag: str, properties: Any) -> None:
        self.number = properties.get("/MCID")
        self.drawn: list[str] = []
        self._actual = properties.get("/ActualText")
        self._backwards = tag == "/ReversedChars"

    @property
    def text(self) -> str:
        if self._actual is not None:
            return str(self._actual)
        return "".join(reversed(self.drawn) if self._backwards else self.drawn)


def _codes(shown: Any) -> Iterator[bytes]:
    raw = shown.original_bytes
    return (raw[at : at + 2] for at in range(0, len(raw), 2))


def _unicode(font: DictionaryObject) -> dict[bytes, str]:
    """What each code of a font means."""
    table = font["/ToUnicode"].get_object().get_data().decode("ascii")
    pairs = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", table, re.MULTILINE)
    assert pairs, "the font says of no code what it means"
    assert "bfrange" not in table, "this reader does not know ranges"
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def _below(kids: Any) -> Iterator[DictionaryObject]:
    for kid in _kids(kids):
        if isinstance(kid, DictionaryObject) and "/S" in kid:
            yield kid
            yield from _below(kid.get("/K", []))


def _kids(kids: Any) -> list[Any]:
    found = kids.get_object() if hasattr(kids, "get_object") else kids
    listed = found if isinstance(found, list) else [found]
    return [kid.get_object() if hasattr(kid, "get_object") else kid for kid in listed]


def _number(page: Any) -> int:
    return int(page.get_object().indirect_reference.idnum)
