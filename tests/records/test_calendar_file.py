"""The calendar file: one private day that blocks nobody's time, as calendars expect it."""

import re
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from app.records.calendar_file import event

MADE_AT = datetime(2026, 7, 1, 14, 5, 30, tzinfo=ZoneInfo("Europe/London"))
TITLE = "Group supervision: North team"


def made(**changed: Any) -> bytes:
    return event(**({"uid": "a1b2@circlekeeper", "day": date(2026, 12, 31), "title": TITLE, "made_at": MADE_AT} | changed))  # fmt: skip


def read(content: bytes) -> Any:
    [entry] = Calendar.from_ical(content).walk("VEVENT")
    return entry


def lines(content: bytes) -> list[str]:
    """The lines with their folds undone (RFC 5545, section 3.1)."""
    return re.sub(r"\r\n[ \t]", "", content.decode("utf-8")).split("\r\n")


def test_the_whole_file_holds_this_and_nothing_else():
    assert sorted(lines(made())) == sorted(
        [
            "BEGIN:VCALENDAR",
            "PRODID:-//Circlekeeper//Group supervision//EN",
            "VERSION:2.0",
            "BEGIN:VEVENT",
            "UID:a1b2@circlekeeper",
            "DTSTAMP:20260701T130530Z",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "SUMMARY:Group supervision: North team",
            "CLASS:PRIVATE",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


def test_a_calendar_reads_the_day_the_words_and_the_moment():
    entry = read(made(note="Bring: paper, pens; and time.\nRoom 2 \\ first floor"))
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (date(2026, 12, 31), date(2027, 1, 1))
    assert not isinstance(entry.decoded("dtstart"), datetime)
    assert entry.decoded("dtstamp") == datetime(2026, 7, 1, 13, 5, 30, tzinfo=UTC)
    assert entry["summary"] == TITLE
    assert entry["description"] == "Bring: paper, pens; and time.\nRoom 2 \\ first floor"


def test_it_is_the_same_file_whenever_it_is_fetched():
    assert made() == made()


@pytest.mark.parametrize(
    "title", ["W" * 300, "Ä, ö; ü: " * 40 + "end", "👩🏽‍👧🏽 " * 30 + "end", "נסה שוב " * 20 + "end"]
)
def test_long_lines_are_folded_within_75_bytes_and_whole_again_when_read(title):
    content = made(title=title)
    assert read(content)["summary"] == title
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")


@pytest.mark.parametrize(
    "end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"], ids=ascii
)
@pytest.mark.parametrize("place", ["title", "note", "uid"])
def test_no_words_can_add_a_line_of_their_own(place, end):
    hostile = f"North{end}ATTENDEE:mailto:someone@elsewhere.example{end}BEGIN:VALARM"
    content = made(**{place: hostile})
    assert [name for name in read(content) if name in ("ATTENDEE", "ORGANIZER")] == []
    assert not re.search(rb"[\r\n](ATTENDEE|BEGIN:VALARM)", content)
    if place == "title":
        assert not any(line.startswith("ATTENDEE") for line in content.decode("utf-8").splitlines())
        assert read(content)["summary"] == " ".join(hostile.split())


def test_control_a_line_of_its_own_would_be_found():
    content = made().replace(b"CLASS:", b"ATTENDEE:mailto:someone@elsewhere.example\r\nCLASS:")
    assert "ATTENDEE" in read(content)


def test_nobody_is_invited_and_no_time_is_blocked():
    entry = read(made(note="A note"))
    assert not {"ATTENDEE", "ORGANIZER", "LOCATION", "URL", "METHOD"} & set(entry)
    assert (entry["class"], entry["transp"]) == ("PRIVATE", "TRANSPARENT")
    assert entry.subcomponents == []


def test_a_moment_without_its_time_zone_is_an_error_and_never_an_hour_wrong():
    with pytest.raises(ValueError, match="time zone"):
        made(made_at=datetime(2026, 7, 1, 14, 5))
