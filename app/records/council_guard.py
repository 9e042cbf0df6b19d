"""What must not stand in the text of a council's template: whatever acts, fetches, or tells who did what.

Parts of a file that do so are refused by `council_package`; these are the elements and fields within the text.
"""

import re
from collections.abc import Iterable

from lxml import etree

from app.records.council_names import TemplateFault
from app.records.council_package import OTHER_TEMPLATE, Package, parsed, refuse_address

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_TRACKED = "It holds tracked changes. Accept or reject all of them, switch tracking off and save again."
_COMMENTS = "It holds comments. Delete all comments and save again."
_EMBEDDED = (
    "It holds an embedded object (OLE or ActiveX). Take the object out, or put a picture in its place."
)
_MERGE = "It is set up for mail merge. In Word, choose Mailings, Start Mail Merge, Normal Word Document."
_FILES = "It draws in other files. Open it in Word, put their text into it and save again."
_SCHEMA = "It is tied to an XML schema. In Word, take the schema off and save again."
_INK = "It holds ink or handwriting. Take it out, or put a picture of it in its place."
_FORM_FIELD = "It holds an old form field (Legacy Forms). Use a content control with a name instead."
_ELSEWHERE = (
    "It fetches something from elsewhere when it is opened. Put it into the document itself or take it out."
)

_REFUSED = {
    **dict.fromkeys(("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"), _TRACKED),
    **dict.fromkeys(("commentRangeStart", "commentRangeEnd", "commentReference"), _COMMENTS),
    **dict.fromkeys(("object", "control", "OLEObject", "ocx", "movie", "webExtensionRef"), _EMBEDDED),
    **dict.fromkeys(("altChunk", "subDoc", "frameset"), _FILES),
    **dict.fromkeys(("saveThroughXslt", "schemaLibrary"), _SCHEMA),
    "mailMerge": _MERGE,
    "attachedTemplate": OTHER_TEMPLATE,
    "contentPart": _INK,
    "ffData": _FORM_FIELD,
}  # fmt: skip
#: Attributes that hold words or names, where something that looks like an address is only looked at.
_WORDS = frozenset(("uri", "descr", "title", "alt", "name", "val", "href"))
_ADDRESS = re.compile(
    r"\s*(?:(?:[a-z][a-z0-9+.-]*:)?//|\\\\|(?:file|data|javascript|vbscript|mhtml|ms-[\w-]+):)", re.IGNORECASE
)

#: Fields that only count, look into the document itself or at the calendar.
FIELDS = ("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "STYLEREF", "REF", "SEQ", "TOC", "TITLE", "DATE",
          "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "HYPERLINK")  # fmt: skip
LONGEST_CODE = 1000
_BROKEN_FIELD = (
    "It holds a field that is not whole or stands inside another one. Delete the field and insert it again."
)


def refuse_what_acts(package: Package) -> None:
    """Raises TemplateFault."""
    for name, content in package.xml.items():
        root = parsed(content)
        known = {link.id for link in package.links.get(name, ())}
        for element in root.iter(etree.Element):
            _element(element, known)
        _Fields(root)


def _element(element: etree._Element, known: set[str]) -> None:
    tag = etree.QName(element).localname
    if tag in _REFUSED:
        raise TemplateFault(_REFUSED[tag])
    if tag.endswith("PrChange") or tag == "tblGridChange":
        raise TemplateFault(_TRACKED)
    for attribute, value in element.attrib.items():
        short = etree.QName(attribute).localname
        if str(attribute).startswith(_R) and value and value not in known:
            raise TemplateFault(
                "The file is damaged: a link in it leads nowhere. Open it in Word and save it again."
            )
        if short == "href" and tag != "hyperlink":
            refuse_address(str(value))
        elif short not in _WORDS and _ADDRESS.match(str(value)):
            raise TemplateFault(_ELSEWHERE)


class _Fields:
    """Reads the fields of a part as Word does: the code of a field may be spread over many runs."""

    def __init__(self, root: etree._Element) -> None:
        #: For each open field its code so far; None once its result has begun.
        self._open: list[str | None] = []
        for element in root.iter(
            f"{W}fldChar", f"{W}fldSimple", f"{W}instrText", f"{W}delInstrText", f"{W}t", f"{W}sdt"
        ):
            self._read(element)
        if self._open:
            raise TemplateFault(_BROKEN_FIELD)

    def _read(self, element: etree._Element) -> None:
        in_code = bool(self._open) and self._open[-1] is not None
        tag = etree.QName(element).localname
        if tag == "fldChar":
            self._mark(element.get(f"{W}fldCharType"), in_code)
        elif tag in ("fldSimple", "sdt"):
            if in_code:
                raise TemplateFault(_BROKEN_FIELD)
            if tag == "fldSimple":
                _code(element.get(f"{W}instr", ""))
        elif in_code:
            self._open[-1] = f"{self._open[-1]}{element.text or ''}"
            if len(self._open[-1] or "") > LONGEST_CODE:
                raise TemplateFault(_BROKEN_FIELD)
        elif tag != "t":
            raise TemplateFault(_BROKEN_FIELD)

    def _mark(self, mark: str | None, in_code: bool) -> None:
        if mark == "begin" and not in_code:
            self._open.append("")
        elif mark == "separate" and in_code:
            _code(self._open[-1] or "")
            self._open[-1] = None
        elif mark == "end" and self._open:
            code = self._open.pop()
            if code is not None:
                _code(code)
        else:
            raise TemplateFault(_BROKEN_FIELD)


def _code(code: str) -> None:
    found = re.match(r"\s*([A-Za-z]+)(?=\s|$)", code)
    name = found[1].upper() if found else code.strip()[:20]
    if name not in FIELDS:
        raise TemplateFault(
            f"It holds the field “{name}”, which a template cannot have."
            f" Those that it can have are: {', '.join(FIELDS)}."
        )
    if name == "HYPERLINK":
        _addresses(re.findall(r'"([^"]*)"|(\S+)', code)[1:])


def _addresses(arguments: Iterable[tuple[str, str]]) -> None:
    """What a HYPERLINK field leads to: the argument that follows no switch."""
    after_switch = False
    for quoted, bare in arguments:
        if not quoted and bare.startswith("\\") and not bare.startswith("\\\\"):
            after_switch = True
            continue
        if not after_switch:
            refuse_address(quoted or bare)
        after_switch = False
