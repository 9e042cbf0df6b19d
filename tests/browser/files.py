"""Opens the files that people download, as their own software would."""

import io
import re

import docx


def text_of(document: bytes) -> str:
    """All words of a Word file: paragraphs, tables, headers and footers."""
    opened = docx.Document(io.BytesIO(document))
    parts = [opened.element.body]
    for section in opened.sections:
        parts += [section.header._element, section.footer._element]
    paragraphs = [paragraph for part in parts for paragraph in part.xpath(".//w:p")]
    return "\n".join("".join(paragraph.xpath(".//w:t/text()")) for paragraph in paragraphs)


def row_of(document: bytes, label: str) -> list[str]:
    """The cells of the table row that begins with `label`."""
    opened = docx.Document(io.BytesIO(document))
    rows = [[cell.text for cell in row.cells] for table in opened.tables for row in table.rows]
    return next(row for row in rows if re.sub(r"^\d+\W*", "", row[0]).startswith(label) and len(row) >= 3)
