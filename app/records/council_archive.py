"""The outermost layer of a council's template: the zip archive, read within limits so that no file, however it
was made, can fill the memory or hide a part behind another of the same name."""

import io
import re
import struct
import zipfile
import zlib

from app.records.council_names import TemplateFault

MOST_BYTES = 8 * 1024 * 1024
MOST_PARTS = 400
#: Uncompressed: one part of XML, one picture, everything together.
MOST_XML, MOST_BINARY, MOST_IN_ALL = 3 * 1024 * 1024, 8 * 1024 * 1024, 24 * 1024 * 1024
#: Word's own parts shrink to a tenth, now and then to a fiftieth.
MOST_SHRUNK, SHRUNK_COUNTS_FROM = 200, 256 * 1024

_OLD_WORD = b"\xd0\xcf\x11\xe0"
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError,
           RuntimeError, OverflowError)  # fmt: skip
_DAMAGED = "The file is damaged or is no Word document. Open it in Word and save it again as “Word Document (*.docx)”."
_TOO_LARGE = "The file is too large: {}. Take out large pictures and anything that is not needed."


def read_archive(raw: bytes) -> dict[str, bytes]:
    """All parts by their names. Raises TemplateFault."""
    if len(raw) > MOST_BYTES:
        raise TemplateFault(_TOO_LARGE.format(f"{MOST_BYTES // 1024 // 1024} MB are allowed"))
    if raw.startswith(_OLD_WORD):
        raise TemplateFault(
            "The file is protected by a password or was made by a very old Word. Take the password off and save it"
            " as “Word Document (*.docx)”."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _parts(archive)
    except _BROKEN:
        raise TemplateFault(_DAMAGED) from None


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_PARTS:
        raise TemplateFault(_TOO_LARGE.format(f"it has {len(entries)} parts and {MOST_PARTS} are allowed"))
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise TemplateFault(_DAMAGED)
    parts: dict[str, bytes] = {}
    left = MOST_IN_ALL
    for entry in entries:
        parts[_name(entry.filename)] = content = _content(archive, entry, left)
        left -= len(content)
    return parts


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """What a part really holds; what the archive says of its size may be a lie."""
    xml = is_xml(entry.filename)
    most = min(MOST_XML if xml else MOST_BINARY, left)
    with archive.open(entry) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise TemplateFault(_TOO_LARGE.format("unpacked, it is far beyond what a form needs"))
    if len(content) > SHRUNK_COUNTS_FROM and len(content) > MOST_SHRUNK * entry.compress_size:
        raise TemplateFault(_TOO_LARGE.format("unpacked, it is far beyond what a form needs"))
    if xml:
        _no_entities(content)
    return content


def is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _no_entities(content: bytes) -> None:
    """No part of a Word document has a DTD. One could hold entities that grow without end or read files."""
    bare = content.replace(b"\0", b"")  # as it looks in UTF-16
    declared = re.match(
        rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", bare
    )
    if declared and declared[1].lower() not in (b"utf-8", b"utf-16", b"us-ascii"):
        raise TemplateFault(_DAMAGED)
    if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", bare, re.IGNORECASE):
        raise TemplateFault(
            "The file holds definitions (a DTD with entities) that no Word document has and that could be used to do"
            " harm. Make the template anew in Word."
        )


def _name(written: str) -> str:
    if written.startswith("/") or "\\" in written or ".." in written.split("/"):
        raise TemplateFault(_DAMAGED)
    return written
