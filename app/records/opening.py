"""What both records have in common: how a document begins, and what stands where nothing does."""

from app.circle.state import Circle
from app.records.document import Document
from app.records.wording import at, day, moment


def opening(circle: Circle, now: int, team: str, kind: str, title: str) -> Document:
    """A document without content that says what it is, of which day, as of when, and whether it is a
    draft (product.md, "Record": ready at the close, drafts before). Until the circle has started, its
    day is the day on which the document was asked for."""
    draft, made = circle.closed_at is None, moment(at(now))
    return Document(
        kind=kind,
        title=title,
        draft=draft,
        day=at(circle.started_at or now).date().isoformat(),
        made_at=at(now),
        standing=f"Draft as of {made}. The circle is not closed yet." if draft else f"Made on {made}.",
        team=team,
    )


def held_on(circle: Circle) -> str:
    """The day in London on which the circle started, or an empty string."""
    return day(at(circle.started_at)) if circle.started_at else ""


def blank_words(circle: Circle) -> str:
    """What stands in a box that nobody filled. In a closed circle words and not a dash: whoever files,
    audits or is read the form aloud must not take an empty box for “none” or “does not apply”, which
    nobody has said."""
    return "Not filled in yet" if circle.closed_at is None else "Not recorded"
