"""What a screen reader finds in a PDF, read with another library than made it.

The text is read as ISO 32000-1 says (14.8 and 14.9): the structure tree gives the order of the parts; the
marked content of each part gives its text; `ActualText` stands in place of what is drawn, and what is
marked `ReversedChars` was drawn backwards. pypdf's own `extract_text` knows neither and guesses spaces from distances.
"""

import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

from app.records.document import Box, Document, Fact, Table


class Pdf:
    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(content), strict=True)
        self.root = self.reader.trailer["/Root"]

    @cached_property
    def elements(self) -> list[DictionaryObject]:
        """The structure elements in their order, parents before children."""
        return list(_below(self.root["/StructTreeRoot"]["/K"]))

    def tagged(self, *names: str) -> list[DictionaryObject]:
        return [element for element in self.elements if element["/S"] in names]

    def below(self, element: DictionaryObject, *names: str) -> list[DictionaryObject]:
        return [each for each in _below(element["/K"]) if each["/S"] in names]

    def scope(self, cell: DictionaryObject) -> str:
        """Of what a header cell is the header."""
        of_tables = [each for each in _kids(cell["/A"]) if each["/O"] == "/Table"]
        return str(of_tables[0].get("/Scope"))

    def height(self, table: DictionaryObject) -> float:
        """How high a table is, in points."""
        boxes = [each["/BBox"] for each in _kids(table["/A"]) if "/BBox" in each]
        return float(boxes[0][3]) - float(boxes[0][1])

    def text(self, element: DictionaryObject) -> str:
        """The text of an element and all below it."""
        return "".join(self._pieces(element, element.get("/Pg")))

    def whole(self) -> str:
        return "".join(self.text(kid) for kid in _kids(self.root["/StructTreeRoot"]["/K"]))

    def on_page(self, number: int) -> str:
        """All that stands on a page, also what is no part of the content, such as header and footer."""
        return self.reader.pages[number].extract_text()

    def starts_at(self, element: DictionaryObject) -> float:
        """How far from the left edge of its page an element's first glyph in reading order is drawn."""
        (page,) = (each for each in self.reader.pages if _number(each) == _number(element["/Pg"]))
        content = page.get_contents().get_data()
        found = re.search(rb"/MCID %d>>BDC\nq \S+ \S+ \S+ \S+ (\S+)" % min(_kids(element["/K"])), content)
        assert found
        return float(found[1])

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


def blocks(pdf: Pdf) -> list[str]:
    """The text of each heading and paragraph in the order in which it is read aloud."""
    texts = (pdf.text(element) for element in pdf.tagged("/H1", "/H2", "/H3", "/P"))
    return [text for text in texts if text]


def texts_of(document: Document) -> Iterator[str]:
    """Every text of a document in its order, as the content model has them."""
    yield document.title
    if document.draft:
        yield document.standing
    yield from _of_facts(document.facts)
    for section in document.sections:
        yield from _of_table(section) if isinstance(section, Table) else _of_box(section)


def _of_facts(facts: Sequence[Fact]) -> Iterator[str]:
    for fact in facts:
        yield fact.label
        yield from ["; ".join(fact.shown)] if len(fact.shown) > 10 else fact.shown


def _of_table(table: Table) -> Iterator[str]:
    if table.heading:
        yield table.heading
    yield from table.columns
    yield from (cell for row in table.shown for cell in row if cell)


def _of_box(box: Box) -> Iterator[str]:
    yield box.heading
    if box.hint:
        yield box.hint
    yield from (box.blank,) if box.empty else box.paragraphs
    for number, item in enumerate(box.items, 1):
        if box.each:
            yield f"{box.each} {number}"
        yield _noted(item.text, item.notes)
        yield from (_noted(double.text, ("merged with this", *double.notes)) for double in item.under)
        yield from _of_facts(item.details if box.each else ())


def _noted(text: str, notes: tuple[str, ...]) -> str:
    return f"{text} ({'; '.join(notes)})" if notes else text


def same(written: str, found: str) -> bool:
    """Whether a text was found as it was written: character by character, spaces included, but for

    - a line end, which moves to the next line and is no character in a PDF;
    - characters of which nothing is seen (direction marks, variation selectors, fillers): a PDF keeps them only
      where a glyph carries them, and a text of nothing else is not drawn at all;
    - the order in a text with letters that run from the right: it is drawn in the order of the page, so there each
      character is counted instead. A text in one such script alone is compared in order elsewhere.
    """
    written, found = written.replace("\n", ""), found.replace("\n", "")
    if any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in written):
        return sorted(visible(written)) == sorted(visible(found))
    return written == found or visible(written) == visible(found)


def visible(text: str) -> str:
    """The text without the characters of which nothing is seen."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf" and not _UNSEEN.match(c))


#: Unicode's Default_Ignorable_Code_Point, but for those of category Cf.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
