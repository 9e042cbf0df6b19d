"""The content controls of a council's template: which there are, what each stands for, and whether it can be
filled. A fault names the control."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from app.records.council_guard import W
from app.records.council_names import (
    COLUMNS,
    NAMES,
    REPEATABLE,
    REQUIRED,
    STANDING,
    TITLE,
    TemplateFault,
    nearest,
    plain_name,
)
from app.records.document import RECORD_OF_LEARNING

Level = Literal["run", "block", "cell", "row"]
Place = Literal["page", "edge", "note"]

MOST_CONTROLS = 300
LONGEST_NAME = 60

#: Kinds of controls that hold no free text, by the element that makes them so.
_NO_TEXT = {
    "picture": "a picture control",
    "comboBox": "a combo box",
    "dropDownList": "a drop-down list",
    "date": "a date picker",
    "checkbox": "a check box",
    "checkBox": "a check box",
    "citation": "a citation",
    "bibliography": "a bibliography",
    "equation": "an equation",
    "repeatingSection": "a repeating section",
    "repeatingSectionItem": "a repeating section",
    "docPartList": "a building block gallery",
    "docPartObj": "a building block gallery",
    "group": "a group",
}
#: Word's own wrappings, such as that of a page number; they need no name.
_OF_WORD = ("docPartObj", "group")


@dataclass(frozen=True, slots=True)
class Control:
    """A named control. `element` is its w:sdt."""

    name: str
    element: etree._Element

    @property
    def content(self) -> etree._Element:
        found = self.element.find(f"{W}sdtContent")
        return found if found is not None else etree.SubElement(self.element, f"{W}sdtContent")

    @property
    def level(self) -> Level:
        """What the control is put around: words, paragraphs, a cell or a row."""
        tags = {etree.QName(child).localname for child in self.content if isinstance(child.tag, str)}
        for tag, level in (("tr", "row"), ("tc", "cell"), ("p", "block"), ("tbl", "block")):
            if tag in tags:
                return level  # type: ignore[return-value]
        return "run" if self.element.getparent().tag == f"{W}p" or tags else "block"

    @property
    def row(self) -> etree._Element | None:
        return next(self.element.iterancestors(f"{W}tr"), None)


def controls(root: etree._Element) -> list[Control]:
    """All named controls in their order."""
    return [Control(name, element) for element in root.iter(f"{W}sdt") if (name := _name(element))]


def checked(part: etree._Element, place: Place, kind: str, styles: etree._Element | None) -> list[str]:
    """The names of a part's controls. Raises TemplateFault for the first that cannot be filled."""
    found: list[str] = []
    hidden = hidden_styles(styles)
    for number, element in enumerate(part.iter(f"{W}sdt"), 1):
        if number > MOST_CONTROLS:
            raise TemplateFault(
                f"The file has more than {MOST_CONTROLS} controls. Take out those that are not needed."
            )
        written = _written(element)
        if not plain_name(written):
            _unnamed(element, number, place)
            continue
        name = plain_name(written)
        if name not in (*NAMES[kind], TITLE, STANDING):
            raise TemplateFault(f"The control “{written}” is not known. {nearest(name, kind)}")
        control = Control(name, element)
        _fillable(control, written, hidden)
        _placed(control, written, place)
        found.append(name)
    return found


def check_together(on_page: list[str], kind: str) -> None:
    """Each long text has one place, and what every record holds has one at all."""
    for name in on_page:
        if on_page.count(name) > 1 and name not in REPEATABLE:
            raise TemplateFault(
                f"The control “{name}” stands {on_page.count(name)} times. Its text can stand only once:"
                " keep one of them."
            )
    for name in REQUIRED[kind]:
        if name not in on_page:
            raise TemplateFault(
                f"The control “{name}” is missing. Every record of this kind says it: put a control with the tag"
                f" “{name}” on the page (one in a header or footer is not enough)."
            )


def learning_row(found: list[Control]) -> etree._Element | None:
    """The table row that holds all three columns of Appendix 9 and is repeated; None where they stand apart."""
    rows = {control.name: control.row for control in found if control.name in COLUMNS}
    row = rows.get(COLUMNS[0])
    together = row is not None and all(rows.get(name) is row for name in COLUMNS)
    return row if together else None


def check_learning_row(found: list[Control], kind: str) -> None:
    row = learning_row(found) if kind == RECORD_OF_LEARNING else None
    for control in found:
        if row is not None and control.name not in COLUMNS and control.row is row:
            raise TemplateFault(
                f"The control “{control.name}” stands in the row that is repeated for “{'”, “'.join(COLUMNS)}”."
                " Move it out of that row."
            )
        if row is not None and control.name in COLUMNS and control.level == "row":
            raise TemplateFault(
                f"The control “{control.name}” is put around a whole row. Put it into its cell."
            )


def hidden_styles(styles: etree._Element | None) -> set[str]:
    """The ids of styles whose text is hidden, by themselves or by the style they are based on."""
    if styles is None:
        return set()
    all_ = {str(style.get(f"{W}styleId")): style for style in styles.iter(f"{W}style")}
    hidden = {id_ for id_, style in all_.items() if _vanishes(style)}
    while more := {id_ for id_, style in all_.items() if _based_on(style) in hidden} - hidden:
        hidden |= more
    return hidden


def _based_on(style: etree._Element) -> str | None:
    base = style.find(f"{W}basedOn")
    return None if base is None else base.get(f"{W}val")


def _written(element: etree._Element) -> str:
    """The tag of a control as it was typed, or its title where it has no tag."""
    for tag in ("tag", "alias"):
        found = element.find(f"{W}sdtPr/{W}{tag}")
        if found is not None and (found.get(f"{W}val") or "").strip():
            return str(found.get(f"{W}val")).strip()[:LONGEST_NAME]
    return ""


def _name(element: etree._Element) -> str:
    return plain_name(_written(element))


def _kinds(element: etree._Element) -> set[str]:
    properties = element.find(f"{W}sdtPr")
    return (
        set()
        if properties is None
        else {etree.QName(each).localname for each in properties.iterchildren(etree.Element)}
    )


def _unnamed(element: etree._Element, number: int, place: Place) -> None:
    if _kinds(element) & set(_OF_WORD):
        return
    where = {"page": "on the page", "edge": "in a header or footer", "note": "in a note"}[place]
    raise TemplateFault(
        f"Control number {number} {where} has no name. Give it a tag in its properties, or delete it."
    )


def _fillable(control: Control, written: str, hidden: set[str]) -> None:
    """The control can take text, and nothing in it would be lost or would swallow the text."""
    for kind in sorted(_kinds(control.element) & set(_NO_TEXT)):
        raise TemplateFault(
            f"The control “{written}” is {_NO_TEXT[kind]} and cannot take text. Use a plain or rich text control."
        )
    inside = {etree.QName(each).localname for each in control.content.iter(etree.Element)}
    for tag, what in (("sdt", "another control"), ("tbl", "a table"), ("sectPr", "a section break"), ("fldChar", "a field"),
                      ("fldSimple", "a field"), ("drawing", "a picture"), ("pict", "a picture")):  # fmt: skip
        if tag in inside:
            raise TemplateFault(
                f"The control “{written}” holds {what}, which its text would replace. Take it out of the control."
            )
    _one_place_for_text(control, written)
    if _is_hidden(control, hidden):
        raise TemplateFault(
            f"The text of the control “{written}” is formatted as hidden. Nobody would see its words."
        )


def _one_place_for_text(control: Control, written: str) -> None:
    cells = list(control.content.iter(f"{W}tc"))
    if control.level in ("run", "block") and control.element.getparent().tag in (f"{W}tr", f"{W}tbl"):
        raise TemplateFault(
            f"The control “{written}” is empty and stands between cells. Put it into one cell."
        )
    if control.level == "row" and cell_to_fill(control) is None:
        raise TemplateFault(
            f"The control “{written}” is put around a whole row, so it is not clear which cell is to be filled."
            " Put it into one cell."
        )
    if control.level == "cell" and len(cells) > 1:
        raise TemplateFault(f"The control “{written}” is put around several cells. Put it into one cell.")


def cell_to_fill(control: Control) -> etree._Element | None:
    """The cell of a control around a cell or row: the only one, or the only one that is empty."""
    cells = list(control.content.iter(f"{W}tc"))
    if len(cells) > 1:
        cells = [
            cell for cell in cells if not "".join(text.text or "" for text in cell.iter(f"{W}t")).strip()
        ]
    return cells[0] if len(cells) == 1 else None


def _is_hidden(control: Control, hidden: set[str]) -> bool:
    around = control.element.getparent()
    own = around.find(f"{W}pPr") if around.tag == f"{W}p" else None
    for part in (control.element, *([own] if own is not None else [])):
        if _vanishes(part):
            return True
        styles = (*part.iter(f"{W}pStyle"), *part.iter(f"{W}rStyle"))
        if any(style.get(f"{W}val") in hidden for style in styles):
            return True
    return False


def _vanishes(element: etree._Element) -> bool:
    return any(each.get(f"{W}val", "1") not in ("0", "false", "off") for each in element.iter(f"{W}vanish"))


def _placed(control: Control, written: str, place: Place) -> None:
    """The control stands where its text is seen, once, and can grow."""
    around = {etree.QName(each).localname for each in control.element.iterancestors(etree.Element)}
    if around & {"txbxContent", "AlternateContent"}:
        raise TemplateFault(
            f"The control “{written}” stands in a text box, which does not grow. Put it into the text or into a table."
        )
    if "fldSimple" in around or _in_field(control.element):
        raise TemplateFault(
            f"The control “{written}” stands inside a field, which would replace it. Move it out."
        )
    if place == "note":
        raise TemplateFault(f"The control “{written}” stands in a footnote or endnote. Put it on the page.")
    if place == "edge" and control.name not in REPEATABLE:
        raise TemplateFault(
            f"The control “{written}” stands in a header or footer, where its text would be repeated on each page."
            " Put it on the page."
        )


def _in_field(element: etree._Element) -> bool:
    """Whether a field has begun before the control and ends after it."""
    depth = 0
    for each in _before(element):
        depth += {"begin": 1, "end": -1}.get(each.get(f"{W}fldCharType") or "", 0)
    return depth > 0


def _before(element: etree._Element) -> Iterator[etree._Element]:
    for each in element.getroottree().getroot().iter(f"{W}fldChar", f"{W}sdt"):
        if each is element:
            return
        if each.tag == f"{W}fldChar":
            yield each
