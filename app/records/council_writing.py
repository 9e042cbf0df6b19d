"""Puts lines of text where a content control stands, in the look that the control has.

The control itself goes: a filled record is a finished document, and without the control neither a lock, a
placeholder nor stored data can come between the reader and the words. People's words are put in as text only.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from app.records.council_controls import Control, cell_to_fill
from app.records.council_guard import W
from app.records.council_pieces import Line, Span
from app.records.letters import for_xml, runs_from_right

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

#: What comes before these properties in the order that the standard demands.
_BEFORE = {
    "b": ("rStyle", "rFonts"),
    "i": ("rStyle", "rFonts", "b", "bCs"),
    "rtl": ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow",
            "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern",
            "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign"),
    "keepNext": ("pStyle",),
    "bidi": ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
             "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
             "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN"),
}  # fmt: skip


class Writer:
    """Writes into one part. `placeholders` are the ids of the styles in which Word shows an unfilled control."""

    def __init__(self, placeholders: frozenset[str]) -> None:
        self._placeholders = placeholders

    def put(self, control: Control, lines: Sequence[Line]) -> None:
        """Each line becomes a paragraph where the control is alone in its own; within other words, they are
        parted by line breaks."""
        look = self._look(control)
        if control.level in ("cell", "row"):
            self._in_cell(control, lines, look)
        elif control.level == "block":
            model = control.content.find(f"{W}p")
            _replace(control.element, self._paragraphs(lines, model, look))
        elif _alone(control.element):
            paragraph = next(control.element.iterancestors(f"{W}p"))
            _replace(paragraph, self._paragraphs(lines, paragraph, look))
        else:
            _replace(control.element, list(_in_one(lines, look)))

    def paragraph(self, line: Line, style: str = "", heading: bool = False) -> etree._Element:
        """A paragraph of our own. A heading stays with what follows it."""
        model = etree.Element(f"{W}p")
        if style:
            etree.SubElement(etree.SubElement(model, f"{W}pPr"), f"{W}pStyle").set(f"{W}val", style)
        (made,) = self._paragraphs([line], model, None)
        if heading:
            _set(_properties(made, "pPr"), "keepNext")
        return made

    def _in_cell(self, control: Control, lines: Sequence[Line], look: etree._Element | None) -> None:
        cell = cell_to_fill(control)
        if cell is None:
            return
        made = self._paragraphs(lines, cell.find(f"{W}p"), look)
        for child in list(cell):
            if child.tag != f"{W}tcPr":
                cell.remove(child)
        cell.extend(made)
        _replace(control.element, list(control.content))

    def _paragraphs(
        self, lines: Sequence[Line], model: etree._Element | None, look: etree._Element | None
    ) -> list[etree._Element]:
        layout = None if model is None else model.find(f"{W}pPr")
        return [self._one(line, layout, look, first=not number) for number, line in enumerate(lines)]

    def _one(
        self, line: Line, layout: etree._Element | None, look: etree._Element | None, first: bool
    ) -> etree._Element:
        paragraph = etree.Element(f"{W}p")
        if layout is not None:
            paragraph.append(self._without_placeholder(deepcopy(layout)))
            for once in [] if first else list(paragraph[0].iterfind(f"{W}pageBreakBefore")):
                paragraph[0].remove(once)
        if runs_from_right("".join(span.text for span in line)):
            _set(_properties(paragraph, "pPr"), "bidi")
        paragraph.extend(run for span in line for run in _runs(span, look))
        return paragraph

    def _look(self, control: Control) -> etree._Element | None:
        """The formatting of the text: what stands in the control, or, while it shows its placeholder, what was
        set for text that is put in."""
        own = control.element.find(f"{W}sdtPr/{W}rPr")
        run = next(control.content.iter(f"{W}r"), None)
        unfilled = control.element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
        found = (
            own
            if own is not None and (unfilled or run is None)
            else run
            if run is None
            else run.find(f"{W}rPr")
        )
        return None if found is None else self._without_placeholder(deepcopy(found))

    def _without_placeholder(self, properties: etree._Element) -> etree._Element:
        for style in list(properties.iter(f"{W}rStyle")):
            if style.get(f"{W}val") in self._placeholders:
                style.getparent().remove(style)
        return properties


def _in_one(lines: Sequence[Line], look: etree._Element | None) -> Iterator[etree._Element]:
    """All lines in one paragraph that holds other words too."""
    for number, line in enumerate(lines):
        if number:
            etree.SubElement(broken := etree.Element(f"{W}r"), f"{W}br")
            yield broken
        for span in line:
            yield from _runs(span, look)


def _runs(span: Span, look: etree._Element | None) -> Iterator[etree._Element]:
    if not span.text:
        return
    run = etree.Element(f"{W}r")
    if look is not None:
        run.append(deepcopy(look))
    if span.look:
        _set(_properties(run, "rPr"), span.look[0])
    if runs_from_right(span.text):
        _set(_properties(run, "rPr"), "rtl")
    for number, text in enumerate(for_xml(span.text.replace("\r\n", "\n")).split("\n")):
        if number:
            etree.SubElement(run, f"{W}br")
        piece = etree.SubElement(run, f"{W}t")
        piece.text = text
        piece.set(_SPACE, "preserve")
    yield run


def _properties(element: etree._Element, name: str) -> etree._Element:
    found = element.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        element.insert(0, found)
    return found


def _set(properties: etree._Element, name: str) -> None:
    """Switch a property on, at the place which the standard's order gives it."""
    for old in list(properties.iterfind(f"{W}{name}")):
        properties.remove(old)
    before = {f"{W}{each}" for each in _BEFORE[name]}
    place = sum(1 for each in properties if each.tag in before)
    properties.insert(place, etree.Element(f"{W}{name}"))


def _replace(old: etree._Element, new: Sequence[etree._Element]) -> None:
    for each in new:
        old.addprevious(each)
    old.getparent().remove(old)


def _alone(element: etree._Element) -> bool:
    """Whether a control within a paragraph is all that the paragraph holds."""
    paragraph = element.getparent()
    if paragraph.tag != f"{W}p" or paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        return False
    silent = {
        f"{W}{tag}" for tag in ("pPr", "bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd")
    }
    return all(
        each is element
        or each.tag in silent
        or (each.tag == f"{W}r" and all(part.tag == f"{W}rPr" for part in each))
        for each in paragraph
    )
