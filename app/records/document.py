"""A record as plain values, before it is Word, text or anything else.

The builders in `content` decide what stands in a record and in which words; a renderer decides how
it looks and nothing more. Every part has a `key` that does not change with its heading, so that a
page can link to it and a council can map it to a box of its own form.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.records.wording import day_of

SOLUTION_FORM = "solution-form"
DEVELOPMENT_SUPERVISION = "development-supervision"
RECORD_OF_LEARNING = "record-of-learning"


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value of one or more lines. `blank` is what a renderer shows where there is none; `lines`: on
    a blank form, room for this many lines of handwriting."""

    key: str
    label: str
    values: tuple[str, ...]
    blank: str
    lines: int = 0

    @property
    def shown(self) -> tuple[str, ...]:
        return self.values or (self.blank,)


@dataclass(frozen=True, slots=True)
class Item:
    """One contribution: its words, marks such as “after the bell”, what belongs to it, and the
    doubles that were merged into it."""

    text: str
    notes: tuple[str, ...] = ()
    details: tuple[Fact, ...] = ()
    under: tuple["Item", ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A heading with paragraphs, a list, or both. `each` names the items where they are numbered
    (“Solution” gives “Solution 1”, “Solution 2”); without it they are a plain list. `lines` as in `Fact`."""

    key: str
    heading: str
    paragraphs: tuple[str, ...]
    blank: str
    items: tuple[Item, ...] = ()
    each: str = ""
    hint: str = ""
    lines: int = 0

    @property
    def empty(self) -> bool:
        return not self.paragraphs and not self.items


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns. `description` says in a sentence what the table holds, for whoever
    cannot see it. `heading` may be empty where the form has none. `across`: a row belongs together; without
    it each column is a list of its own, as in Appendix 9."""

    key: str
    heading: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    blank: str
    across: bool = False

    @property
    def empty(self) -> bool:
        return not self.rows

    @property
    def shown(self) -> tuple[tuple[str, ...], ...]:
        return self.rows or ((self.blank,) * len(self.columns),)


@dataclass(frozen=True, slots=True)
class Document:
    """A record, whole. `day` is the day of the circle as YYYY-MM-DD, `made_at` the moment as of
    which the record speaks; `standing` says so in words. `number` tells the forms of one circle apart."""

    kind: str
    title: str
    draft: bool
    day: str
    made_at: datetime
    standing: str
    team: str
    facts: tuple[Fact, ...] = ()
    sections: tuple[Box | Table, ...] = ()
    full: bool = False
    number: int = 0

    @property
    def whose(self) -> str:
        """What stands at the foot of every page."""
        return " · ".join(filter(None, (self.title, self.team)))

    @property
    def missing(self) -> list[str]:
        """The keys of all that is still empty, in the order of the document, each once."""
        return list(dict.fromkeys(self._empty_keys()))

    def _empty_keys(self) -> Iterator[str]:
        yield from _empty(self.facts)
        for section in self.sections:
            if section.empty:
                yield section.key
            for item in section.items if isinstance(section, Box) else ():
                yield from _empty(item.details)


def described(document: Document) -> str:
    """What the document is called in lists of windows and files: “Draft: Solution Circle form, 22 November 2026”."""
    draft = "Draft: " if document.draft else ""
    when = f", {day_of(document.day)}" if document.day else ""
    return f"{draft}{document.title}{when}"


def file_name(document: Document, team: str, extension: str) -> str:
    """Day, kind and team, such as `2026-11-22-solution-form-north-team.docx`. Never a title, initials
    or a system number: file names travel further than files (West Sussex, Appendix 8 and section 11: who a
    case record is about is written in the record). Two forms of one circle differ by their place in its list."""
    kind = [document.kind]
    kind += [str(document.number)] if document.number else []
    kind += ["full"] if document.full else []
    kind += ["draft"] if document.draft else []
    return named(document.day, "-".join(kind), team, extension)


def named(day: str, kind: str, team: str, extension: str) -> str:
    """The name of any file that leaves here: a day, a kind and a team."""
    return f"{day}-{kind}-{_slug(team)}.{extension}"


def _empty(facts: Sequence[Fact]) -> list[str]:
    return [fact.key for fact in facts if not fact.values]


def _slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-") or "team"
