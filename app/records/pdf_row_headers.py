"""Row headers in a PDF made by Typst.

Typst 0.15 tags the cells of a table's first row as headers and has no way yet to tag those of its first
column (`pdf.header-cell` is behind a switch that its Python package does not turn). So the template tints
these cells, and here the tag of each tinted cell is changed from “data” to “header of its row”. Every
replacement is as long as what it replaces: nothing in the file moves.
"""

import re

_NO_HEADERS = rb"<</O/Table/Headers[]>>"
_OF_A_ROW = b"<</O/Table/Scope/Row>>"

#: A cell for which Typst found no header, at the start of its object, where no words of anybody can stand.
_CELL = re.compile(
    rb"(?<= obj\n<</Type/StructElem/S/T)D(/P \d+ 0 R/A\[)"
    + re.escape(_NO_HEADERS)
    + rb"(?P<tint><</O/Layout/BackgroundColor)?"
)


def with_row_headers(pdf: bytes, expected: int) -> bytes:
    """The file with its `expected` row headers. Raises ValueError where it has another number of tinted
    cells: then it was not made as this module believes."""
    found = sum(cell["tint"] is not None for cell in _CELL.finditer(pdf))
    if found != expected:
        raise ValueError(f"{expected} row headers expected, {found} found")
    return _CELL.sub(_marked, pdf)


def _marked(cell: re.Match[bytes]) -> bytes:
    """A list of no headers is taken away from an ordinary cell, so that a reader looks for its row's."""
    if cell["tint"]:
        return b"H" + cell[1] + _OF_A_ROW + cell["tint"]
    return b"D" + cell[1] + b" " * len(_NO_HEADERS)
