"""A record as a Word document.

The content is put in as text and never read as markup; line ends become line breaks, and words in a
script that runs from right to left get a paragraph that does.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

from docx.oxml import OxmlElement
from docx.shared import Pt, Twips

from app.records import word_style
from app.records.document import Box, Document, Fact, Item, Table, described
from app.records.letters import for_xml, runs_from_right
from app.records.plain import in_brackets
from app.records.word_style import PADDING, SOFT_INK, TEXT_WIDTH, TINT

#: A row or table of about as many lines as fit on half a page stays together; a longer one may break.
_MOST_LINES_TOGETHER = 24
_LETTERS_A_LINE = 40
_MOST_LISTED = 10
_LABEL_AND_ANSWER = (TEXT_WIDTH // 3, TEXT_WIDTH - TEXT_WIDTH // 3)


def to_docx(document: Document) -> bytes:
    """The document as a .docx file: what the records are kept as (West Sussex, section 9: electronic
    supervision files on SharePoint; Dudley, "Group Supervision")."""
    file = word_style.new_file()
    made_at = document.made_at.astimezone(UTC).replace(tzinfo=None)
    word_style.describe(file, described(document), made_at)
    _edges(file, document)
    _paragraph(file, document.title, "Heading 1")
    if document.draft:
        _paragraph(file, document.standing, "Form Draft")
    _facts(file, document.facts, document.title)
    for section in document.sections:
        _box(file, section) if isinstance(section, Box) else _table(file, section)
    return word_style.saved(file)


def _edges(file: Any, document: Document) -> None:
    """On every page: as of when, that it is a draft, what this is, whose, which page."""
    section = file.sections[0]
    header = _write(section.header.paragraphs[0], document.standing)
    if document.draft:
        header.add_run("\tDraft").font.bold = True
    footer = section.footer.paragraphs[0]
    _write(footer, document.whose)
    footer.add_run("\tPage ")
    footer._p.append(word_style.number_field("PAGE"))
    footer.add_run(" of ")
    footer._p.append(word_style.number_field("NUMPAGES"))


def _box(file: Any, box: Box) -> None:
    _paragraph(file, box.heading, "Heading 2")
    if box.hint:
        _paragraph(file, box.hint, "Form Note").paragraph_format.keep_with_next = True
    if box.empty:
        _paragraph(file, box.blank, "Form Blank").paragraph_format.left_indent = Twips(PADDING)
    for text in box.paragraphs:
        _paragraph(file, text, "Form Text")
    for number, item in enumerate(box.items, 1):
        if box.each:
            _numbered(file, item, f"{box.each} {number}")
        else:
            _listed(file, item)


def _numbered(file: Any, item: Item, name: str) -> None:
    _paragraph(file, name, "Heading 3")
    text = _noted(_paragraph(file, item.text, "Form Text"), item.notes)
    for paragraph in (text, *_doubles(file, item)):
        paragraph.paragraph_format.keep_with_next = bool(item.details)
    if item.details:
        _facts(file, item.details, f"{name}: what becomes of it")


def _listed(file: Any, item: Item) -> None:
    _noted(_paragraph(file, item.text, "List Bullet"), item.notes)
    _doubles(file, item)


def _doubles(file: Any, item: Item) -> list[Any]:
    return [
        _noted(_paragraph(file, double.text, "List Bullet 2"), ("merged with this", *double.notes))
        for double in item.under
    ]


def _facts(file: Any, facts: Sequence[Fact], caption: str) -> None:
    """Label and answer, row by row."""
    description = "Two columns: on the left what is asked, on the right the answer."
    table = _grid(file, _LABEL_AND_ANSWER, word_style.frame_of_table(caption, description, columns=False))
    for fact in facts:
        label, value = _row(table, [fact.label, *fact.shown])
        _cell(label, [fact.label], "Form Label")
        word_style.shade(label._tc.tcPr, TINT)
        # A long list of people flows; a form does not fill a page with who was there.
        shown = ["; ".join(fact.shown)] if len(fact.shown) > _MOST_LISTED else fact.shown
        _cell(value, shown, "Form Cell" if fact.values else "Form Blank")
    _keep_together(table, [text for fact in facts for text in fact.shown])


def _table(file: Any, content: Table) -> None:
    if content.heading:
        _paragraph(file, content.heading, "Heading 2")
    else:
        file.paragraphs[-1].paragraph_format.space_after = Pt(12)
    count = len(content.columns)
    caption = content.heading or ", ".join(content.columns)
    frame = word_style.frame_of_table(caption, content.description, columns=True)
    table = _grid(file, (TEXT_WIDTH // count,) * count, frame)
    for cell, column in zip(_row(table, content.columns, header=True), content.columns, strict=True):
        _cell(cell, [column], "Form Label")
        word_style.shade(cell._tc.tcPr, TINT)
    for row in content.shown:
        for cell, text in zip(_row(table, row), row, strict=True):
            _cell(cell, [text], "Form Blank" if content.empty else "Form Cell")
    _keep_together(table, [max(row, key=len) for row in content.shown])


def _grid(file: Any, widths: Sequence[int], frame: Any) -> Any:
    table = file.add_table(rows=0, cols=len(widths))
    table._tbl.replace(table._tbl.tblPr, frame)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(width)
    return table


def _row(table: Any, texts: Iterable[str], header: bool = False) -> Any:
    """A new row's cells. The row stays on one page unless it is long, and a header is repeated on each."""
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    if max(map(_lines, texts), default=0) <= _MOST_LINES_TOGETHER:
        properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))
    return row.cells


def _keep_together(table: Any, texts: Iterable[str]) -> None:
    """A table that is not long stays on one page, and so with the heading above it."""
    if sum(map(_lines, texts)) > _MOST_LINES_TOGETHER:
        return
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _lines(text: str) -> int:
    """About how many lines a text takes in a cell."""
    return 1 + text.count("\n") + len(text) // _LETTERS_A_LINE


def _cell(cell: Any, texts: Sequence[str], style: str) -> None:
    for index, text in enumerate(texts):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        _write(_styled(paragraph, style), text)


def _paragraph(file: Any, text: str, style: str) -> Any:
    return _write(_styled(file.add_paragraph(), style), text)


def _styled(paragraph: Any, style: str) -> Any:
    """Names the style by its id; a look-up by name costs more than all the rest of a paragraph."""
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def _noted(paragraph: Any, notes: tuple[str, ...]) -> Any:
    if notes:
        run = paragraph.add_run(in_brackets(notes))
        run.font.italic = True
        run.font.color.rgb = SOFT_INK
    return paragraph


def _write(paragraph: Any, text: str) -> Any:
    run = paragraph.add_run(for_xml(text))
    if runs_from_right(text):
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
        run.font.rtl = True
    return paragraph


_AFTER_BIDI = (
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:rPr",
)
