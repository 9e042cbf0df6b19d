"""What goes into which record (pure): a circle in, a document of plain values out. The door to the
modules that know it; renderers such as `word` and `plain` take the document from here.

    document = solution_form(circle, now, team="North team", detail="short")
    to_docx(document)
"""

from app.records.document import Box, Document, Fact, Item, Table, file_name
from app.records.form import Detail, missing, solution_form
from app.records.learning import record_of_learning
from app.records.wording import HEADINGS

__all__ = [
    "HEADINGS",
    "Box",
    "Detail",
    "Document",
    "Fact",
    "Item",
    "Table",
    "file_name",
    "missing",
    "record_of_learning",
    "solution_form",
]
