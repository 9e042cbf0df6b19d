"""A day for people's calendars, such as the next group supervision or a check-in, as an .ics file.

Calendars are shared with colleagues, read on private phones and kept for years, so nothing of a case may
stand in one: the title says which team meets for what ("Group supervision: North team"). Nobody is
invited by it and nobody's day is blocked.
"""

from datetime import UTC, date, datetime, timedelta


def event(uid: str, day: date, title: str, made_at: datetime, note: str = "") -> bytes:
    """One all-day event (RFC 5545). The same `uid` later on moves the event instead of adding a second."""
    # Here, since the library takes a while to load and most pages do not need it.
    from icalendar import Calendar, Event

    if made_at.tzinfo is None:
        raise ValueError("The moment needs its time zone.")
    entry = Event()
    entry.add("uid", uid)
    entry.add("dtstamp", made_at.astimezone(UTC))
    entry.add("dtstart", day)
    entry.add("dtend", day + timedelta(days=1))  # the first day on which it is over
    entry.add("summary", _line(title))
    if note:
        entry.add("description", "\n".join(_line(each) for each in note.splitlines()))
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("prodid", "-//Circlekeeper//Group supervision//EN")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content


def _line(words: str) -> str:
    """On one line, whatever a program takes for the end of a line."""
    return " ".join(words.split())
