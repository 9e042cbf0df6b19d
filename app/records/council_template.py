"""Reading a council's Word template and filling it. A template that has been read is sound: filling it cannot
fail for any record of its kind."""

from dataclasses import dataclass

from app.records.council_controls import Place, check_learning_row, check_together, checked, controls
from app.records.council_fill import filled
from app.records.council_guard import W, refuse_what_acts
from app.records.council_names import NAMES, TemplateFault
from app.records.council_package import Package, parsed, read_package
from app.records.document import Document

_PLACES: dict[str, Place] = {"header": "edge", "footer": "edge", "footnotes": "note", "endnotes": "note"}


@dataclass(frozen=True, slots=True)
class Template:
    """A sound template. `names` are those of the controls on its page, in their order."""

    kind: str
    names: tuple[str, ...]
    package: Package

    @property
    def added(self) -> tuple[str, ...]:
        """What it has no control for. Where a record has words for it, they follow at its end."""
        return tuple(name for name in NAMES[self.kind] if name not in self.names)


def read_template(raw: bytes, kind: str) -> Template:
    """The template in a file's bytes. Raises TemplateFault, which names what is wrong and what to do."""
    package = read_package(raw)
    refuse_what_acts(package)
    styles = next((parsed(package.xml[name]) for name in package.of_kind("styles")), None)
    page = parsed(package.xml[package.main])
    if page.find(f"{W}body") is None or styles is None:
        raise TemplateFault("The file is damaged. Open it in Word and save it again.")
    on_page = checked(page, "page", kind, styles)
    for part, place in _PLACES.items():
        for name in package.of_kind(part):
            checked(parsed(package.xml[name]), place, kind, styles)
    check_together(on_page, kind)
    check_learning_row(controls(page), kind)
    return Template(kind, tuple(dict.fromkeys(on_page)), package)


def fill(template: Template, document: Document) -> bytes:
    """The council's form with the words of a record of its kind, as a .docx file."""
    return filled(template.package, document)
