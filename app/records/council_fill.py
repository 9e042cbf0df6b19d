"""A record in a council's own template: each control gives way to the words it stands for, and words without a
control follow at the end, so that none is lost."""

import io
import posixpath
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import UTC
from urllib.parse import quote

from lxml import etree

from app.records.council_controls import controls, learning_row
from app.records.council_guard import W
from app.records.council_names import COLUMNS, STANDING, TITLE
from app.records.council_package import CORE, CORE_TYPE, Package, parsed, written
from app.records.council_pieces import Line, Piece, Span, learning_rows, pieces
from app.records.council_writing import Writer
from app.records.document import RECORD_OF_LEARNING, Document, described

LANGUAGE = "en-GB"
#: In a control for something that this record does not have, such as the focus in a Success Circle.
NOT_PART = "Not part of this record"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_CORE_LINK = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CORE = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}


def filled(package: Package, document: Document) -> bytes:
    """The template with the record's words as a .docx file; the same record gives the same bytes."""
    roots = {name: parsed(content) for name, content in package.xml.items()}
    styles = next((roots[name] for name in package.of_kind("styles")), None)
    _Filling(document, styles).fill(
        roots[package.main], [roots[name] for name in package.of_kind("header", "footer")]
    )
    if styles is not None:
        _speak_english(styles)
    for name in package.of_kind("settings"):
        _open_up(roots[name])
    parts = {name: written(root) for name, root in roots.items()} | dict(package.pictures)
    return _archive(package, parts | {CORE: _core(document)})


class _Filling:
    def __init__(self, document: Document, styles: etree._Element | None) -> None:
        self._document = document
        self._pieces = pieces(document)
        self._styles = {} if styles is None else _style_ids(styles)
        unfilled = self._styles.get("placeholder text", "")
        self._writer = Writer(frozenset(("PlaceholderText", unfilled)))
        self._lines: Mapping[str, Sequence[Line]] = {
            TITLE: [(Span(document.title),)],
            STANDING: [(Span(document.standing),)],
            **{piece.name: piece.lines for piece in self._pieces},
        }

    def fill(self, page: etree._Element, edges: Iterable[etree._Element]) -> None:
        on_page = {control.name for control in controls(page)}
        self._repeat_row(page)
        for part in (page, *edges):
            for control in controls(part):
                self._writer.put(control, self._lines.get(control.name, [(Span(NOT_PART),)]))
            _drop_loose_marks(part)
        body = page.find(f"{W}body")
        self._add_what_has_no_place(body, on_page)
        if self._document.draft and STANDING not in on_page:
            # A draft that does not say so could be filed as the record itself.
            body.insert(0, self._writer.paragraph((Span(self._document.standing, "bold"),)))

    def _repeat_row(self, page: etree._Element) -> None:
        """Appendix 9's table grows by a row for each row of learning, below a header that is repeated."""
        row = learning_row(controls(page)) if self._document.kind == RECORD_OF_LEARNING else None
        if row is None:
            return
        _repeat_header_above(row)
        for texts in learning_rows(self._document):
            row.addprevious(another := _copy(row))
            by_name = dict(zip(COLUMNS, texts, strict=True))
            for control in controls(another):
                self._writer.put(control, [(Span(by_name[control.name]),)])
        row.getparent().remove(row)

    def _add_what_has_no_place(self, body: etree._Element, on_page: set[str]) -> None:
        end = body.find(f"{W}sectPr")
        for piece in self._pieces:
            if piece.name in on_page or (piece.empty and not piece.fact):
                continue
            for paragraph in self._headed(piece):
                body.append(paragraph) if end is None else end.addprevious(paragraph)

    def _headed(self, piece: Piece) -> list[etree._Element]:
        style = self._styles.get("heading 2", "")
        heading = self._writer.paragraph((Span(piece.heading, "" if style else "bold"),), style, heading=True)
        return [heading, *(self._writer.paragraph(line) for line in piece.lines)]


def _style_ids(styles: etree._Element) -> dict[str, str]:
    """Styles by the names that Word gives them in every language."""
    return {
        str(name.get(f"{W}val")).lower(): str(style.get(f"{W}styleId"))
        for style in styles.iter(f"{W}style")
        if (name := style.find(f"{W}name")) is not None
    }


def _copy(row: etree._Element) -> etree._Element:
    """Another row like this one, without what there may be only one of in a document."""
    another = deepcopy(row)
    for each in another.iter(etree.Element):
        for name in ("paraId", "textId"):
            each.attrib.pop(f"{W14}{name}", None)
    for mark in list(another.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark.getparent().remove(mark)
    return another


def _repeat_header_above(row: etree._Element) -> None:
    above = row.getprevious()
    if (
        above is None
        or above.tag != f"{W}tr"
        or any(each.tag == f"{W}tr" for each in above.itersiblings(preceding=True))
    ):
        return
    properties = above.find(f"{W}trPr")
    if properties is None:
        properties = etree.Element(f"{W}trPr")
        above.insert(sum(each.tag == f"{W}tblPrEx" for each in above), properties)
    if properties.find(f"{W}tblHeader") is None:
        etree.SubElement(properties, f"{W}tblHeader")


def _drop_loose_marks(part: etree._Element) -> None:
    """A bookmark or permission of which one end went with the text of a control goes whole."""
    for mark in ("bookmark", "perm"):
        starts, ends = list(part.iter(f"{W}{mark}Start")), list(part.iter(f"{W}{mark}End"))
        whole = {each.get(f"{W}id") for each in starts} & {each.get(f"{W}id") for each in ends}
        for each in (*starts, *ends):
            if each.get(f"{W}id") not in whole:
                each.getparent().remove(each)


def _speak_english(styles: etree._Element) -> None:
    """The language of the document, where the template names none, for whoever has it read aloud."""
    place = styles
    for tag in ("docDefaults", "rPrDefault", "rPr", "lang"):
        found = place.find(f"{W}{tag}")
        if found is None:
            found = etree.Element(f"{W}{tag}")
            place.insert(0 if tag in ("docDefaults", "rPrDefault") else len(place), found)
        place = found
    if not place.get(f"{W}val"):
        place.set(f"{W}val", LANGUAGE)


def _open_up(settings: etree._Element) -> None:
    """A template that lets nobody type but in its controls would make a record that nobody can correct or copy.
    Variables may hold what an earlier use of the template left there."""
    for tag in ("documentProtection", "writeProtection", "docVars"):
        for found in list(settings.iter(f"{W}{tag}")):
            found.getparent().remove(found)


def _core(document: Document) -> bytes:
    """The properties of the file: a title and nobody's name."""
    root = etree.Element(f"{{{_CORE['cp']}}}coreProperties", nsmap=_CORE)
    made = document.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    said = {"dc:title": described(document), "dc:creator": "", "dc:language": LANGUAGE,
            "cp:lastModifiedBy": "", "cp:revision": "1", "dcterms:created": made, "dcterms:modified": made}  # fmt: skip
    for name, text in said.items():
        space, _, tag = name.partition(":")
        element = etree.SubElement(root, f"{{{_CORE[space]}}}{tag}")
        element.text = text
        if space == "dcterms":
            element.set(f"{{{_CORE['xsi']}}}type", "dcterms:W3CDTF")
    return written(root)


def _archive(package: Package, parts: Mapping[str, bytes]) -> bytes:
    start = [("rId1", _OFFICE, package.main, False), ("rId2", _CORE_LINK, CORE, False)]
    links = {"": start} | {
        name: [(link.id, link.type, link.target, link.outside) for link in found]
        for name, found in package.links.items() if found
    }  # fmt: skip
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {"[Content_Types].xml": _content_types({**package.types, CORE: CORE_TYPE})}
        files |= {_links_name(name): _links(name, found) for name, found in links.items()}
        for name, content in {**files, **parts}.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return raw.getvalue()


def _content_types(types: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})
    etree.SubElement(root, f"{{{_TYPES}}}Default", Extension="rels",
                     ContentType="application/vnd.openxmlformats-package.relationships+xml")  # fmt: skip
    etree.SubElement(root, f"{{{_TYPES}}}Default", Extension="xml", ContentType="application/xml")
    for name, type_ in types.items():
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{quote(name)}", ContentType=type_)
    return written(root)


def _links_name(name: str) -> str:
    folder, _, base = name.rpartition("/")
    return f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"


def _links(name: str, links: Iterable[tuple[str, str, str, bool]]) -> bytes:
    folder = posixpath.dirname(name) or "."
    root = etree.Element(f"{{{_LINKS}}}Relationships", nsmap={None: _LINKS})
    for id_, type_, target, outside in links:
        place = target if outside else quote(posixpath.relpath(target, folder))
        link = etree.SubElement(root, f"{{{_LINKS}}}Relationship", Id=id_, Type=type_, Target=place)
        if outside:
            link.set("TargetMode", "External")
    return written(root)
