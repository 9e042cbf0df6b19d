"""The words of the records that are not anybody's contribution: headings, days and durations."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: The boxes of the Solution Circle form. Dudley names the form and has not published its boxes; these
#: follow the process (Dudley, Appendix 2) and what a practice record answers (Dudley, "Formal
#: Supervision": what has happened, who has been affected, what needs to happen next). A council
#: can hand in a mapping of its own.
HEADINGS: Mapping[str, str] = {
    "date": "Date",
    "format": "Type of circle",
    "team": "Team",
    "title": "Title",
    "present": "Who was present",
    "facilitator": "Facilitator",
    "advisor": "Group advisor",
    "concerns": "Who it is about",
    "told": "Stopped because someone may be at risk: who was told",
    "focus": "Focus",
    "work": "The work",
    "happened": "What has happened",
    "question": "Questions asked",
    "understood": "What was understood from clarification",
    "impact": "Who is affected, the impact on the child and what they say",
    "tried": "What had been tried",
    "chosen": "Solutions chosen",
    "measure": "How we will know it made a difference",
    "decision": "Manager’s decision",
    "check_in": "When the group checks in",
    "reflection": "Reflections on outcomes and impact",
    "outcome": "Outcomes achieved",
    "suggestion": "What else was offered",
    "learning_use": "How the group will use the learning",
    "worked_well": "What is working well",
    "key_learning": "Learning",
    "next_step": "Next steps",
    "issue": "Issues",
    "minutes": "Planned and actual minutes",
    "after_bell": "After the bell",
    # A disagreement is itself recorded (West Sussex, section 11; Central Bedfordshire).
    "responses": "What people say about this record",
    # An action: what, by whom, by when (West Sussex and Central Bedfordshire, one-to-one templates), and
    # why as well as what (Central Bedfordshire, tips for recording).
    "what": "What will be done",
    "by_whom": "Who will do it",
    "how": "How",
    "why": "Why this was chosen",
    "by_when": "By when",
    "action_measure": "How we will know",
    "decision_by": "Manager’s decision by",
    "checked": "At the check-in",
    "response_who": "Who said it",
    "response": "Agrees or disagrees",
    "settled": "How it was settled",
}


def at(ms: int) -> datetime:
    """A moment of the server's clock as the time on the wall in London, exact to the millisecond."""
    return (_EPOCH + timedelta(milliseconds=ms)).astimezone(LONDON)


def day(when: date) -> str:
    """“22 November 2026”, in English whatever the server's locale is."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def day_of(iso: str | None) -> str:
    """The day of a YYYY-MM-DD, or an empty string."""
    return day(date.fromisoformat(iso)) if iso else ""


def moment(when: datetime) -> str:
    """“22 November 2026 at 14:05”."""
    return f"{day(when)} at {when:%H:%M}"


def duration(ms: int) -> str:
    """“4 min 12 s”: words that are read aloud rightly, where “4:12” is taken for a time of day."""
    minutes, seconds = divmod((ms + 500) // 1000, 60)
    parts = [f"{minutes} min"] if minutes else []
    parts += [f"{seconds} s"] if seconds or not minutes else []
    return " ".join(parts)


def count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
