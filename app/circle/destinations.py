"""Where the record of a circle goes, and so which documents have to be filed."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app.circle.state import CIRCLE, Circle

#: The document of a circle that names nobody whose file it belongs to, and the team's Record of Learning.
FORM, LEARNING = "form", "learning"


@dataclass(frozen=True, slots=True)
class Destination:
    """Somebody on whose file a form is kept: a child, young_person or carer by initials and system number, or
    a worker whose development supervision it is, without identifiers (Dudley, "Group Supervision"; West
    Sussex, Appendices 5 and 8)."""

    id: str
    kind: str
    initials: str = ""
    number: str = ""
    worker: str = ""

    @property
    def is_worker(self) -> bool:
        return self.kind == "worker" or (bool(self.worker) and not self.initials and not self.number)


def destinations(circle: Circle) -> tuple[Destination, ...]:
    """Those that staff entered, in their order."""
    listed = circle.text(CIRCLE, "destinations")
    return tuple(Destination(**row) for row in json.loads(listed)) if listed else ()


def numbered(
    rows: list[Mapping[str, str]], known: tuple[Destination, ...], op: str
) -> tuple[Destination, ...]:
    """The rows, each under an id that it keeps for good: its form is filed under it. An id that is not known, or
    comes twice, is none."""
    free = {each.id for each in known}
    kept: list[Destination] = []
    for index, row in enumerate(rows):
        given = row.get("id", "")
        id_ = given if given in free else f"{op[:8]}{index:02x}"
        free.discard(given)
        kept.append(Destination(**{**row, "id": id_}))
    return tuple(kept)


def as_text(listed: tuple[Destination, ...]) -> str:
    """As they are kept among the circle's words: initials and numbers are forgotten with these."""
    return json.dumps([asdict(each) for each in listed], ensure_ascii=False) if listed else ""


def documents(circle: Circle) -> tuple[str, ...]:
    """Under what each document of the circle is filed: a form for each destination, or one where none is named,
    and the Record of Learning."""
    forms = tuple(each.id for each in destinations(circle)) or (FORM,)
    return (*forms, LEARNING)
