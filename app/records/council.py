"""A council's own Word template in place of our document, and its own boxes in place of our headings.

    template = read_template(path.read_bytes(), SOLUTION_FORM)   # raises TemplateFault
    fill(template, document)                                     # the finished .docx

    found = templates(instance / "record-templates")             # what the council has put there
    in_boxes(document, found.boxes)                              # blocks to paste, box by box

How they are made stands in docs/council-templates.md. A template is only ever read as text with named places:
it can run nothing, fetch nothing and carry nobody's name into a record.
"""

from app.records.council_boxes import BoxMap, in_boxes, read_boxes
from app.records.council_folder import Templates, check, templates
from app.records.council_names import TemplateFault
from app.records.council_template import Template, fill, read_template

__all__ = [
    "BoxMap",
    "Template",
    "TemplateFault",
    "Templates",
    "check",
    "fill",
    "in_boxes",
    "read_boxes",
    "read_template",
    "templates",
]
