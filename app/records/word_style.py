"""How a record looks in Word: page, type, colours and the file's own description of itself.

Everything is a named style, so that whoever edits the document keeps its structure, and a screen
reader finds headings, lists and tables as such.
"""

import io
import zipfile
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor, Twips

FONT = "Arial"
LANGUAGE = "en-GB"
INK, SOFT_INK = RGBColor(0x16, 0x21, 0x1D), RGBColor(0x4A, 0x57, 0x52)
TINT, LINE = "E8EEEB", "B4BFBA"
TEXT_WIDTH = 9638  # A4 less two margins of 2 cm, in twips
PADDING = 100  # twips between the edge of a band or cell and its text

#: Our own paragraph styles: name, size, bold, italic, colour, space after (points).
_STYLES = (
    ("Form Text", 11, False, False, INK, 4),
    ("Form Cell", 10.5, False, False, INK, 0),
    ("Form Label", 10.5, True, False, INK, 0),
    ("Form Blank", 10.5, False, True, SOFT_INK, 0),
    ("Form Note", 9.5, False, False, SOFT_INK, 6),
    ("Form Draft", 11, True, False, INK, 10),
)
#: Word's own: name, size, space before and after.
_HEADINGS = (("Heading 1", 20, 0, 10), ("Heading 2", 12, 11, 5), ("Heading 3", 11, 8, 3))
_LISTS = (("List Bullet", 360), ("List Bullet 2", 720))


def new_file() -> Any:
    """An empty A4 document in our styles."""
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    section.header_distance = section.footer_distance = Cm(1)
    _defaults(file)
    for name, size, bold, italic, colour, after in _STYLES:
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = file.styles["Normal"]
        _type(style, size, bold, italic, colour, 0, after)
    _headings(file)
    _lists(file)
    for name in ("Form Text", "Form Note"):
        file.styles[name].paragraph_format.left_indent = Twips(PADDING)
    _frame(file.styles["Form Draft"], "8A4B1F", "FBF1E6")
    _edges(file)
    return file


def describe(file: Any, title: str, made_at: Any) -> None:
    """The properties of the file: a title and nobody's name."""
    properties = file.core_properties
    properties.title = title
    properties.language = LANGUAGE
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = made_at
    properties.revision = 1


def saved(file: Any) -> bytes:
    """The file's bytes; the same document gives the same bytes, whenever it is asked for."""
    raw, steady = io.BytesIO(), io.BytesIO()
    file.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return steady.getvalue()


def frame_of_table(caption: str, description: str, columns: bool) -> Any:
    """A table's properties, in the order that the standard demands. `columns`: its first row, not its
    first column, says what the cells are."""
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 60), ("left", PADDING), ("bottom", 60), ("right", PADDING))
    )
    properties = parse_xml(
        f'<w:tblPr {nsdecls("w")}><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblLook w:val="{"0620" if columns else "0680"}" w:firstRow="{int(columns)}" w:lastRow="0"'
        f' w:firstColumn="{int(not columns)}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        "<w:tblCaption/><w:tblDescription/></w:tblPr>"
    )
    properties.find(qn("w:tblCaption")).set(qn("w:val"), caption)
    properties.find(qn("w:tblDescription")).set(qn("w:val"), description)
    return properties


def shade(element: Any, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    element.append(shading)


def number_field(instruction: str) -> Any:
    """PAGE or NUMPAGES; Word fills it in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    return field


def _defaults(file: Any) -> None:
    """Arial and British English wherever the template says otherwise; its hundred table styles go."""
    styles = file.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and not style.get(qn("w:default")):
            styles.remove(style)
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), FONT)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
        language.set(qn("w:eastAsia"), LANGUAGE)
    settings = file.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    # The template brings a picture of an empty page, which a file manager would show as this one's.
    links = file.part.package.rels
    for key in [key for key, link in links.items() if link.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del links[key]


def _type(
    style: Any, size: float, bold: bool, italic: bool, colour: RGBColor, before: float, after: float
) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = colour
    style.element.rPr.append(_sized("w:szCs", size))
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.12
    layout.widow_control = True


def _sized(tag: str, points: float) -> Any:
    size = OxmlElement(tag)
    size.set(qn("w:val"), str(round(points * 2)))
    return size


def _headings(file: Any) -> None:
    for name, size, before, after in _HEADINGS:
        style = file.styles[name]
        for old in style.element.rPr.findall(qn("w:szCs")):
            style.element.rPr.remove(old)
        _type(style, size, True, False, INK, before, after)
        style.paragraph_format.keep_with_next = True
    _frame(file.styles["Heading 2"], LINE, TINT)
    file.styles["Heading 3"].paragraph_format.left_indent = Twips(PADDING)


def _lists(file: Any) -> None:
    for name, indent in _LISTS:
        style = file.styles[name]
        _type(style, 11, False, False, INK, 0, 4)
        for crowded in style.element.pPr.findall(qn("w:contextualSpacing")):
            style.element.pPr.remove(crowded)
        style.paragraph_format.left_indent = Twips(indent)
        style.paragraph_format.first_line_indent = Twips(-260)


def _frame(style: Any, line: str, fill: str) -> None:
    """A band: a tinted paragraph with a fine edge, as wide as the tables."""
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Twips(PADDING)
    borders = OxmlElement("w:pBdr")
    for side, space in (("top", 3), ("left", 5), ("bottom", 3), ("right", 5)):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", str(space)), ("color", line)):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    properties = style.element.get_or_add_pPr()
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(qn(f"w:{name}"), value)
    properties.insert_element_before(borders, *_AFTER_BORDERS)
    properties.insert_element_before(shading, *_AFTER_BORDERS[1:])


def _edges(file: Any) -> None:
    """Header and footer: small, with one tab stop at the right margin."""
    for name in ("Header", "Footer"):
        style = file.styles[name]
        _type(style, 9, False, False, SOFT_INK, 0, 0)
        for tabs in style.element.pPr.findall(qn("w:tabs")):
            style.element.pPr.remove(tabs)
        style.paragraph_format.tab_stops.add_tab_stop(Twips(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)


#: What follows a paragraph's borders in the standard's order of properties.
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
                  "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid",
                  "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:textDirection",
                  "w:textAlignment", "w:outlineLvl", "w:rPr")  # fmt: skip
