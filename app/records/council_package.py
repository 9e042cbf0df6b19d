"""The parts of a council's template: which of them are kept, which are left behind, and which are refused.

Only what the text leads to is kept, and only kinds of parts that are known to do nothing. What Word adds for
its own use (lists of people, stored data, properties with names) stays behind. Everything else is refused.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from app.records.council_archive import is_xml, read_archive
from app.records.council_names import TemplateFault

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CORE = "docProps/core.xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml."

#: Kinds of parts that are kept, with the type of content that each must have.
_KEPT = {
    "styles": f"{_WORDPROCESSING}styles+xml",
    "settings": f"{_WORDPROCESSING}settings+xml",
    "numbering": f"{_WORDPROCESSING}numbering+xml",
    "header": f"{_WORDPROCESSING}header+xml",
    "footer": f"{_WORDPROCESSING}footer+xml",
    "footnotes": f"{_WORDPROCESSING}footnotes+xml",
    "endnotes": f"{_WORDPROCESSING}endnotes+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
}
_PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}
#: Kinds of parts that stay behind: a filled record needs none of them, and some hold names of people.
_LEFT_BEHIND = frozenset((
    "thumbnail", "customXml", "glossaryDocument", "custom-properties", "extended-properties", "core-properties",
    "people", "commentsExtended", "commentsIds", "commentsExtensible", "documenttasks", "webSettings", "fontTable",
    "stylesWithEffects", "stylesWithtEffects", "classificationlabels", "origin", "printerSettings",
))  # fmt: skip
_MACROS = "It holds macros. A template cannot run anything: save it in Word as “Word Document (*.docx)”."
_EMBEDDED = "It holds an embedded object (OLE), such as a spreadsheet. Take the object out, or put a picture in its place."
_SMART_ART = "It holds SmartArt. Put a picture of it in its place."
_ACTIVE_X = "It holds an ActiveX control. Take it out and use a content control instead."
_ADD_IN = "It holds an Office add-in. Take it out."
_KEYS = "It changes Word's keys, toolbars or ribbon. Copy its text into a new document and save that."
OTHER_TEMPLATE = "It is attached to another template. In Word, choose Developer, Document Template, type “Normal” and save."
_ELSEWHERE = "It fetches something from elsewhere (“{}”) when it is opened. Put it into the document itself or take it out."
#: Kinds of parts that are refused, with what to do about each.
_REFUSED = {
    "vbaProject": _MACROS,
    "wordVbaData": _MACROS,
    **dict.fromkeys(("attachedToolbars", "keyMapCustomizations", "extensibility"), _KEYS),
    **dict.fromkeys(("control", "activeXControlBinary"), _ACTIVE_X),
    "oleObject": _EMBEDDED,
    "package": _EMBEDDED,
    "aFChunk": "It holds a whole other file (altChunk). Open it in Word and save it again, which takes the file in.",
    "subDocument": "It is a master document that draws in other documents. Put their text into this one.",
    "attachedTemplate": OTHER_TEMPLATE,
    "chart": "It holds a chart. Put a picture of it in its place.",
    **dict.fromkeys(("diagramData", "diagramColors", "diagramLayout", "diagramQuickStyle"), _SMART_ART),
    **dict.fromkeys(("webextension", "webextensiontaskpanes"), _ADD_IN),
}
_MISSING = "The file is damaged: its part “{}” is missing. Open it in Word and save it again."


@dataclass(frozen=True, slots=True)
class Link:
    """From one part to another, or, where `outside`, to an address."""

    id: str
    type: str
    target: str
    outside: bool

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Package:
    """What is kept of a template. `xml` has been parsed and written again, so that what was checked and what is
    handed out are the same."""

    main: str
    xml: Mapping[str, bytes]
    pictures: Mapping[str, bytes]
    types: Mapping[str, str]
    links: Mapping[str, tuple[Link, ...]]

    def of_kind(self, *kinds: str) -> list[str]:
        return [link.target for link in self.links[self.main] if link.kind in kinds]


def read_package(raw: bytes) -> Package:
    """Raises TemplateFault where the file is no Word document, or holds what can act or reach out."""
    return _Reading(read_archive(raw)).package()


def parsed(content: bytes) -> etree._Element:
    """The root of a part of XML. Nothing outside the part is read."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise TemplateFault("The file is damaged. Open it in Word and save it again.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise TemplateFault(
            "The file holds definitions (a DTD) that no Word document has. Make the template anew in Word."
        )
    return root


def written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


class _Reading:
    """A package in the making: begins at the text and follows the links from it."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._content_types = self._types()
        self._refuse_by_type()
        self.xml: dict[str, bytes] = {}
        self.pictures: dict[str, bytes] = {}
        self.kept_types: dict[str, str] = {}
        self.links: dict[str, tuple[Link, ...]] = {}

    def package(self) -> Package:
        main = ""
        for link in self._links(""):
            if "purl.oclc.org" in link.type:
                raise TemplateFault(
                    "The file was saved as “Strict Open XML”. Save it as “Word Document (*.docx)”."
                )
            if link.kind == "officeDocument" and not link.outside:
                main = link.target
            else:
                self._is_kept(link)  # for its refusals; of these, nothing is kept
        if not main:
            raise TemplateFault("The file is no Word document. Save it in Word as “Word Document (*.docx)”.")
        self._main(main)
        self._follow(main)
        return Package(main, self.xml, self.pictures, self.kept_types, self.links)

    def _types(self) -> dict[str, str]:
        """The type of content of each part, as the file gives it."""
        if "[Content_Types].xml" not in self._parts:
            raise TemplateFault("The file is no Word document. Save it in Word as “Word Document (*.docx)”.")
        root = parsed(self._parts["[Content_Types].xml"])
        endings = {each.get("Extension", "").lower(): each.get("ContentType", "")
                   for each in root.iter(f"{_TYPES}Default")}  # fmt: skip
        named = {each.get("PartName", "").lstrip("/").lower(): each.get("ContentType", "")
                 for each in root.iter(f"{_TYPES}Override")}  # fmt: skip
        return {name: named.get(name.lower(), endings.get(name.rpartition(".")[2].lower(), ""))
                for name in self._parts}  # fmt: skip

    def _refuse_by_type(self) -> None:
        """What must not be in the file at all, not even where nothing leads to it."""
        for name, type_ in self._content_types.items():
            known = f"{name} {type_}".lower()
            if "vba" in known or "macroenabled" in known:
                raise TemplateFault(_MACROS)
            if "activex" in known:
                raise TemplateFault(_ACTIVE_X)
            if "oleobject" in known or "/embeddings/" in known:
                raise TemplateFault(_EMBEDDED)

    def _main(self, name: str) -> None:
        type_ = self._content_types.get(name, "")
        if "template.main+xml" in type_:
            raise TemplateFault(
                "The file was saved as a Word template (.dotx). Save it as “Word Document (*.docx)”."
            )
        if type_ != MAIN:
            raise TemplateFault("The file is no Word document. Save it in Word as “Word Document (*.docx)”.")
        self._read(name, MAIN)

    def _follow(self, name: str) -> None:
        """Take in everything to which a part leads, each part once."""
        kept = tuple(link for link in self._links(name) if self._is_kept(link))
        self.links[name] = kept
        for link in kept:
            if link.outside or link.target in self.xml or link.target in self.pictures:
                continue
            if link.kind == "image":
                self._picture(link.target)
            else:
                self._read(link.target, _KEPT[link.kind])
                self._follow(link.target)

    def _is_kept(self, link: Link) -> bool:
        if link.kind == "hyperlink":
            refuse_address(link.target)
            return True
        if link.kind == "comments" and not link.outside:
            if len(parsed(self._parts.get(link.target, b"<none/>"))):
                raise TemplateFault(
                    "It holds comments. Delete all comments, accept or reject all changes, and save again."
                )
            return False
        if link.kind in _REFUSED:
            raise TemplateFault(_REFUSED[link.kind])
        if link.outside:
            raise TemplateFault(_ELSEWHERE.format(link.kind))
        if link.kind in _LEFT_BEHIND:
            return False
        if link.kind not in (*_KEPT, "image"):
            raise TemplateFault(
                f"It holds something that a template cannot have (“{link.kind}”). Take it out and save again."
            )
        return True

    def _links(self, name: str) -> Iterator[Link]:
        """The links of a part; of the file as a whole for an empty name."""
        folder, _, base = name.rpartition("/")
        file = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
        if file not in self._parts:
            return
        for each in parsed(self._parts[file]).iter(_RELATIONSHIPS):
            target, type_ = each.get("Target", ""), each.get("Type", "")
            outside = each.get("TargetMode", "Internal") != "Internal" or type_.endswith("/hyperlink")
            place = target if outside else _resolved(folder, target)
            yield Link(each.get("Id", ""), type_, place, outside)

    def _read(self, name: str, type_: str) -> etree._Element:
        if name not in self._parts:
            raise TemplateFault(_MISSING.format(name))
        if self._content_types[name] != type_ or not is_xml(name):
            raise TemplateFault(
                f"The file is damaged: its part “{name}” is of an unknown kind. Open it in Word and save it again."
            )
        root = parsed(self._parts[name])
        self.xml[name], self.kept_types[name] = written(root), type_
        return root

    def _picture(self, name: str) -> None:
        if name not in self._parts:
            raise TemplateFault(_MISSING.format(name))
        type_ = self._content_types[name].replace("image/jpg", "image/jpeg")
        if type_ not in _PICTURES or not self._parts[name].startswith(_PICTURES[type_]):
            raise TemplateFault(
                f"It holds a picture that is neither PNG, JPEG nor GIF (“{name.rpartition('/')[2]}”)."
                " Save the picture as PNG and put it in again."
            )
        self.pictures[name], self.kept_types[name] = self._parts[name], type_


def _resolved(folder: str, target: str) -> str:
    place = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/" + folder, place)).lstrip("/")


def refuse_address(address: str) -> None:
    """A link that somebody may press leads to a web page, to an address for mail, or to a place in the document."""
    if not re.match(r"https?://|mailto:|#", address, re.IGNORECASE):
        raise TemplateFault(
            f"It holds a link to “{address[:60]}”. Only links to web pages and mail addresses are allowed."
        )
