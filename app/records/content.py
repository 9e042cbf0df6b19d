"""What goes into which record (pure): a circle in, a document of plain values out. The door to the
modules that know it; renderers such as `word` and `plain` take the document from here.

    form = solution_form(circle, now, team="North team", detail="short", document=destination.id)
    to_docx(form)
"""

from app.records.document import Box, Document, Fact, Item, Table, file_name
from app.records.form import Detail, missing, solution_form
from app.records.learning import missing_learning, record_of_learning
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
    "missing_learning",
    "record_of_learning",
    "solution_form",
]
