"""Word templates as a council makes them, sound ones and ones with a fault, built part by part."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from app.records.council import Template, fill, read_template
from app.records.council_names import NAMES
from app.records.document import RECORD_OF_LEARNING, SOLUTION_FORM, Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'{nsdecls("w", "r")} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
HINT = "Click or tap here to enter text."
FACTS = ("date", "format", "team", "present", "facilitator", "advisor", "concerns")

Change = bytes | Callable[[bytes], bytes] | None


def properties(name: str, more: str = "", title: bool = False) -> str:
    named = f'<w:alias w:val="{name}"/>' if title else f'<w:tag w:val="{name}"/>'
    return f'<w:sdtPr>{named}<w:id w:val="1"/><w:lock w:val="sdtContentLocked"/><w:showingPlcHdr/>{more}</w:sdtPr>'


def run(text: str, look: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inside: str, layout: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{layout}</w:pPr>' if layout else ''}{inside}</w:p>"


def control(
    name: str, more: str = "", title: bool = False, layout: str = "", inside: str | None = None
) -> str:
    """A control around a paragraph, as Word makes it on an empty line."""
    inside = paragraph(run(HINT, '<w:rStyle w:val="PlaceholderText"/>'), layout) if inside is None else inside
    return f"<w:sdt>{properties(name, more, title)}<w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def inline(name: str, more: str = "") -> str:
    """A control within a line."""
    hint = run(HINT, '<w:rStyle w:val="PlaceholderText"/>')
    return f"<w:sdt>{properties(name, more)}<w:sdtContent>{hint}</w:sdtContent></w:sdt>"


def cell(inside: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def around_cell(name: str) -> str:
    hint = cell(paragraph(run(HINT)))
    return f"<w:sdt>{properties(name)}<w:sdtContent>{hint}</w:sdtContent></w:sdt>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    grid = "".join('<w:gridCol w:w="3000"/>' for _ in range(max(r.count("<w:tc>") for r in rows)))
    edges = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="777777"/>'
                    for side in ("top", "left", "bottom", "right", "insideH", "insideV"))  # fmt: skip
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{edges}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def field(code: str, shown: str = "1") -> str:
    """A field as Word writes it: its code between marks, here in two runs."""
    half = len(code) // 2
    marks = [f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in ("begin", "separate", "end")]
    codes = "".join(f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>'
                    for part in (code[:half], code[half:]))  # fmt: skip
    return f"{marks[0]}{codes}{marks[1]}{run(shown)}{marks[2]}"


def facts_table(leave_out: Iterable[str] = ()) -> str:
    rows = [row(cell(paragraph(run(name.title()))), cell(paragraph(inline(name)))) for name in FACTS
            if name not in leave_out]  # fmt: skip
    return table(*rows)


def headed(*names: str) -> str:
    return "".join(
        paragraph(run(f"Our {name}"), '<w:pStyle w:val="Heading1"/>') + control(name) for name in names
    )


def learning_table() -> str:
    head = row(*(cell(paragraph(run(words))) for words in ("Went well", "Learned", "Will do")))
    return table(head, row(*(cell(control(name)) for name in ("worked_well", "key_learning", "next_step"))))


SECTIONS = tuple(name for name in NAMES[SOLUTION_FORM] if name not in (*FACTS, "circle_title", "told"))
#: A form with a control for everything, and one with no more than it must have.
FULL_FORM = (
    paragraph(inline("title"), '<w:pStyle w:val="Title"/>')
    + control("standing")
    + facts_table()
    + headed("circle_title", "told", *SECTIONS)
)
BARE_FORM = facts_table()
LEARNING = (
    "".join(paragraph(run(f"{name.title()}: ") + inline(name)) for name in ("date", "facilitator", "advisor"))
    + control("activity")
    + learning_table()
    + paragraph(run("Next: ") + inline("next_date"))
    + control("issues")
)


def word_file(body: str, header: str = "", footer: str = "") -> bytes:
    """A .docx with this body, and with these paragraphs in its header and footer."""
    file = docx.Document()
    for style in [each for each in file.styles.element if each.get(qn("w:type")) == "table"]:
        file.styles.element.remove(style)  # a hundred, which only cost time
    page = file.element.body
    for child in list(page)[:-1]:
        page.remove(child)
    for child in list(parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>")):
        page.insert(len(page) - 1, child)
    for edge, inside in ((file.sections[0].header, header), (file.sections[0].footer, footer)):
        if inside:
            edge.is_linked_to_previous = False
            for child in list(edge._element):
                edge._element.remove(child)
            for child in list(parse_xml(f"<w:hdr {NAMESPACES}>{inside}</w:hdr>")):
                edge._element.append(child)
    raw = io.BytesIO()
    file.save(raw)
    return raw.getvalue()


def form(body: str = BARE_FORM, **edges: str) -> Template:
    return read_template(word_file(body, **edges), SOLUTION_FORM)


def learning(body: str = LEARNING) -> Template:
    return read_template(word_file(body), RECORD_OF_LEARNING)


def parts_of(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return raw.getvalue()


def changed(raw: bytes, **changes: Change) -> bytes:
    """The file with parts changed, added or (None) taken out. In the keywords, “/” and “.” are written as
    “__” and “_”: see `PARTS`."""
    parts = parts_of(raw)
    for key, change in changes.items():
        name = PARTS[key]
        if change is None:
            del parts[name]
        else:
            parts[name] = change if isinstance(change, bytes) else change(parts.get(name, b""))
    return packed(parts)


PARTS = {
    "types": "[Content_Types].xml",
    "package_links": "_rels/.rels",
    "document": "word/document.xml",
    "links": "word/_rels/document.xml.rels",
    "settings": "word/settings.xml",
    "settings_links": "word/_rels/settings.xml.rels",
    "styles": "word/styles.xml",
    "thing": "word/thing.bin",
    "xml_thing": "word/thing.xml",
    "picture": "word/media/picture.png",
}


def linked(kind: str, target: str, outside: bool = False, type_: str = "", content: bytes = b"x") -> bytes:
    """A sound form with one more link from its text, to a part of its own or to an address outside."""
    mode = ' TargetMode="External"' if outside else ""
    base = kind if kind.startswith("http") else f"{RELATIONSHIPS}/{kind}"
    link = f'<Relationship Id="rIdX" Type="{base}" Target="{target}"{mode}/>'.encode()
    raw = changed(
        word_file(BARE_FORM), links=lambda old: old.replace(b"</Relationships>", link + b"</Relationships>")
    )
    if outside:
        return raw
    named = f'<Override PartName="/word/{target}" ContentType="{type_}"/></Types>'.encode()
    parts = parts_of(raw)
    parts[f"word/{target}"] = content
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", named)
    return packed(parts)


def body_text(raw: bytes) -> str:
    """The words of the file's body as a reader meets them: a line for each paragraph and line break."""
    return _text(parts_of(raw)["word/document.xml"])


def edge_text(raw: bytes) -> str:
    return "\n".join(_text(content) for name, content in parts_of(raw).items()
                     if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"))  # fmt: skip


def _text(content: bytes) -> str:
    lines = []
    for each in etree.fromstring(content).iter(f"{{{W}}}p"):
        marks = each.iter(f"{{{W}}}t", f"{{{W}}}br")
        lines.append("".join("\n" if mark.tag.endswith("}br") else mark.text or "" for mark in marks))
    return "\n".join(lines)


def made(body: str, document: Document, **edges: str) -> str:
    """The text of the form that comes of this template body."""
    return body_text(fill(read_template(word_file(body, **edges), document.kind), document))
