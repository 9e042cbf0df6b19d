"""The folder in which a council puts its templates, and what is found in it.

Reading a template takes some hundredths of a second, so what was read is kept until the file changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.records.council_archive import MOST_BYTES
from app.records.council_boxes import BoxMap, read_boxes
from app.records.council_names import TemplateFault
from app.records.council_template import Template, read_template
from app.records.document import RECORD_OF_LEARNING, SOLUTION_FORM

BOXES = f"{SOLUTION_FORM}.toml"
FILES = {f"{kind}.docx": kind for kind in (SOLUTION_FORM, RECORD_OF_LEARNING)}


@dataclass(frozen=True, slots=True)
class Templates:
    """What a council has put into its folder: for each kind of record a usable template, its boxes, and for each
    file that cannot be used why not."""

    word: Mapping[str, Template]
    boxes: BoxMap | None
    faults: Mapping[str, str]


def templates(folder: Path) -> Templates:
    """Look into the folder. It may be empty or missing; a changed file is taken up at once."""
    word: dict[str, Template] = {}
    faults: dict[str, str] = {}
    boxes = None
    for path in _files(folder):
        found = _found(path)
        if isinstance(found, Template):
            word[found.kind] = found
        elif isinstance(found, BoxMap):
            boxes = found
        else:
            # A name in an old encoding cannot be shown as it is, and must not spoil the page that names it.
            faults[path.name.encode("utf-8", "replace").decode("utf-8")] = found
    return Templates(word, boxes, faults)


def check(path: Path) -> str:
    """A sentence that says what a template fills, or what a file of boxes holds. Raises TemplateFault."""
    found = _found(path)
    if isinstance(found, Template):
        more = f" Where there is something to say of these, it follows at the end: {', '.join(found.added)}."
        return f"“{path.name}” is sound. It fills: {', '.join(found.names)}.{more if found.added else ''}"
    if isinstance(found, BoxMap):
        return f"“{path.name}” is sound. Its boxes are: {', '.join(heading for heading, _ in found.boxes)}."
    raise TemplateFault(found)


def _files(folder: Path) -> list[Path]:
    """Everything in the folder but hidden files, and those by which Word marks that it has one open."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    except OSError:
        return []


def _found(path: Path) -> Template | BoxMap | str:
    if path.name not in (*FILES, BOXES):
        return f"The file is not used. A template is named {' or '.join(FILES)}, a file of boxes {BOXES}."
    try:
        status = path.stat()
        if not path.is_file():
            return "This is not a file."
        return _read(path, status.st_mtime_ns, status.st_size)
    except OSError:
        return "The file cannot be read. See that the server may read it."


@lru_cache(maxsize=16)
def _read(path: Path, _changed_at: int, _size: int) -> Template | BoxMap | str:
    """What a file holds, kept under the moment of its last change and its size."""
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    try:
        if path.name == BOXES:
            return read_boxes(raw.decode("utf-8"))
        return read_template(raw, FILES[path.name])
    except TemplateFault as fault:
        return str(fault)
    except UnicodeDecodeError:
        return "The file is not UTF-8 text. Save it as UTF-8 and try again."
