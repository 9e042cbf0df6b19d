"""The form of a circle's details: from what is saved to fields, and from fields to moves."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.circle.shapes import MOST_DESTINATIONS, MOST_PEOPLE_LISTED
from app.circle.state import CIRCLE, Circle
from app.pages.forms import Form, date_fields

#: Empty rows that always stand ready, so that adding people works without scripts.
SPARE_PEOPLE, SPARE_CHILDREN = 3, 1
KINDS = {"child": "Child", "young_person": "Young person", "carer": "Carer"}
NAMES = {"hidden": "Hidden from the room", "shown": "Shown", "never": "Never stored"}
TEXTS = {"facilitator": ("Facilitator", 80), "advisor": ("Group advisor", 80), "activity": ("Activity", 200)}


class DetailsForm(Form):
    """Rows are numbered fields, such as `name-1` and `role-1`; `people` and `children` say how many there are."""

    @classmethod
    def of(cls, circle: Circle) -> "DetailsForm":
        """What is saved, as fields."""
        given = {
            "title": circle.text(CIRCLE, "title"),
            "names": circle.names,
            **date_fields("next_date", circle.next_date),
        }
        given |= {name: circle.text(CIRCLE, name) for name in TEXTS}
        given["activity"] = given["activity"] or circle.format.title
        people, going = _rows(circle, "attendance"), _rows(circle, "destinations")
        children = [row for row in going if row["kind"] != "worker"]
        workers = [row for row in going if row["kind"] == "worker"]
        given |= {f"{name}-{i}": row[name] for i, row in enumerate(people, 1) for name in ("name", "role")}
        given |= {
            f"{name}-{i}": row[name]
            for i, row in enumerate(children, 1)
            for name in ("id", "kind", "initials", "number")
        }

        given |= {
            "about": "children" if children else "worker" if workers else "later",
            "worker": ", ".join(row["worker"] for row in workers),
            "worker-id": workers[0]["id"] if workers else "",
        }
        given["seen"] = seen(circle)
        form = cls(given)
        form.given |= {
            "people": str(len(people) + SPARE_PEOPLE),
            "children": str(len(children) + SPARE_CHILDREN),
        }
        return form

    @property
    def people(self) -> range:
        return range(1, min(max(self.whole("people"), SPARE_PEOPLE), MOST_PEOPLE_LISTED) + 1)

    @property
    def children(self) -> range:
        return range(1, min(max(self.whole("children"), SPARE_CHILDREN), MOST_DESTINATIONS) + 1)

    def add_rows(self, more: str, joined: list[str]) -> None:
        """More empty rows for `people` or `children`; for `joined` the names of those who joined go into the
        empty rows first."""
        if more == "children":
            self.given["children"] = str(len(self.children) + SPARE_CHILDREN)
            return
        if more == "joined":
            self._put_names(joined)
        filled = max((i for i in self.people if self._row(i)), default=0)
        self.given["people"] = str(max(filled, len(self.people) if more == "people" else 0) + SPARE_PEOPLE)

    def _put_names(self, joined: list[str]) -> None:
        listed = {self.value(f"name-{i}").strip().casefold() for i in self.people}
        missing = [name for name in joined if name.casefold() not in listed]
        free = [i for i in range(1, MOST_PEOPLE_LISTED + 1) if not self._row(i)]
        for i, name in zip(free, missing, strict=False):
            self.given[f"name-{i}"] = name
            self.given["people"] = str(max(i, len(self.people)))

    def _row(self, i: int) -> str:
        return (self.value(f"name-{i}") + self.value(f"role-{i}")).strip()

    def moves(self, circle: Circle) -> list[dict[str, Any]]:
        """What to play."""
        # In the order of the page, which is the order in which faults are told.
        title = self.text("title", 120, what="Title")
        move: dict[str, Any] = {
            name: self.text(name, longest, what=what) for name, (what, longest) in TEXTS.items()
        }
        move["next_date"] = self.date("next_date", "The date of the next group supervision")
        move |= {"attendance": self._attendance(), "destinations": self._destinations()}
        if not circle.names_fixed:
            move["names"] = self.choice("names", tuple(NAMES), "Choose how names are kept.")
        if self.value("seen") != seen(circle) and not self.errors:
            self._changed_meanwhile(circle)
        moves: list[dict[str, Any]] = [{"type": "details", **move}]
        if title != circle.text(CIRCLE, "title"):
            moves.append({"type": "title", "text": title})
        return moves

    def _attendance(self) -> list[dict[str, str]]:
        rows = [
            {
                "name": self.text(f"name-{i}", 80, what=f"Name of person {i}"),
                "role": self.text(f"role-{i}", 80, what=f"Role of person {i}"),
            }
            for i in self.people
        ]
        for i, row in enumerate(rows, 1):
            if row["role"] and not row["name"]:
                self.wrong(f"name-{i}", f"Enter the name of the person whose role is “{row['role']}”.")
        return [row for row in rows if row["name"]]

    def _destinations(self) -> list[dict[str, str]]:
        """For a child's file initials and system number (West Sussex, Appendix 8); for a worker's development
        supervision the name and no identifier (Dudley, "Group Supervision")."""
        about = self.value("about")
        if about == "worker":
            worker = self.text("worker", 80, "Enter the name of the worker.")
            return [{"id": self.value("worker-id"), "kind": "worker", "worker": worker}]
        rows = [self._child(i) for i in self.children] if about == "children" else []
        rows = [row for row in rows if row["initials"] or row["number"]]
        if about == "children" and not rows and not self.errors:
            self.wrong("initials-1", "Enter the initials or the system number of at least one person.")
        return rows

    def _child(self, i: int) -> dict[str, str]:
        kind = self.value(f"kind-{i}")
        if len(self.value(f"initials-{i}").strip()) > 8:
            self.wrong(f"initials-{i}", "Enter initials only, up to 8 characters, and never a name.")
        return {
            "id": self.value(f"id-{i}"),
            "kind": kind if kind in KINDS else "child",
            "initials": self.text(f"initials-{i}", 8),
            "number": self.text(f"number-{i}", 40, what="System number"),
        }

    def _changed_meanwhile(self, circle: Circle) -> None:
        """Somebody else has saved since this page was opened: say what, and let the next press overwrite it."""
        theirs = DetailsForm.of(circle)
        self.given["seen"] = theirs.value("seen")
        told = [
            f"{what} is now “{theirs.spoken(name)}”"
            for name, what in _SPOKEN.items()
            if theirs.spoken(name) != self.spoken(name)
        ]
        self.wrong("", "Somebody else has saved changes since you opened this page. Save again to keep yours."
                   + (f" Saved just now: {'; '.join(told)}." if told else ""))  # fmt: skip

    def spoken(self, name: str) -> str:
        """A part of the form on one line."""
        if name == "attendance":
            return ", ".join(self.value(f"name-{i}") for i in self.people if self.value(f"name-{i}"))
        if name == "next_date":
            parts = (self.value(f"next_date-{part}") for part in ("day", "month", "year"))
            return " ".join(filter(None, parts))
        if name == "destinations":
            return self.value("worker") if self.value("about") == "worker" else ", ".join(
                self.value(f"initials-{i}") for i in self.children if self.value(f"initials-{i}")
            )  # fmt: skip
        return NAMES.get(self.value(name), "") if name == "names" else self.value(name)


_SPOKEN = {"title": "the title", "facilitator": "the facilitator", "advisor": "the group advisor", "activity": "the activity",
           "next_date": "the next date", "attendance": "who took part", "destinations": "where the record goes"}  # fmt: skip


def seen(circle: Circle) -> str:
    """A mark of what the form showed, by which a change that somebody else saved meanwhile is noticed."""
    words = [circle.text(CIRCLE, name) for name in ("title", *TEXTS, "attendance", "destinations")]
    return hashlib.sha256(json.dumps([*words, circle.next_date, circle.names]).encode()).hexdigest()[:16]


def _rows(circle: Circle, name: str) -> list[Mapping[str, str]]:
    saved = circle.text(CIRCLE, name)
    return json.loads(saved) if saved else []
