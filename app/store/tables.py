"""The tables: here those of the circles, in team_tables.py those of teams and staff. Times are milliseconds since the
Unix epoch.

Everything that anybody wrote about a case stands in `wordings`, with its earlier wordings, and
nowhere else: a purge empties one table. `moves` is the append-only log and holds ids and numbers.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from app.store.team_tables import PLACES, Moment, invitations, memberships, metadata, staff, teams

#: All tables by one name: whoever imports this module knows every one of them.
__all__ = [
    "PLACES",
    "circles",
    "contributions",
    "filings",
    "format_sources",
    "invitations",
    "memberships",
    "metadata",
    "moves",
    "register",
    "responses",
    "seats",
    "staff",
    "teams",
    "tokens",
    "visits",
    "warnings",
    "wordings",
]

format_sources = Table(
    "format_sources",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("source", Text, nullable=False),
)

circles = Table(
    "circles",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("facilitator_id", ForeignKey("staff.id")),
    Column("advisor_id", ForeignKey("staff.id")),
    Column("format_key", String(30), nullable=False),
    Column("format_digest", ForeignKey("format_sources.digest"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Column("stage_index", Integer, nullable=False),
    Column("visit", Integer, nullable=False),
    Column("ends_at", Moment),
    Column("remaining_ms", Moment),
    Column("phones_open", Boolean, nullable=False),
    Column("silence", Boolean, nullable=False),
    Column("speaker", String(32)),
    Column("presenter", String(32)),
    Column("names", String(6), nullable=False),
    Column("door", Boolean),
    Column("code_generation", Integer, nullable=False),
    Column("blank", Boolean, nullable=False),
    Column("stopped", Boolean, nullable=False),
    Column("undoable", JSON),
    Column("check_in_on", String(10)),
    Column("next_date", String(10)),
    Column("started_at", Moment),
    Column("closed_at", Moment),
    Column("phones_allowed", Boolean, nullable=False),
    Column("words_on_screen", Boolean, nullable=False),
    Column("join_code_hash", String(64), nullable=False, unique=True),
    Column("join_key_hash", String(64), nullable=False, unique=True),
    Column("screen_code_hash", String(64), nullable=False, unique=True),
    Column("earlier", Boolean, nullable=False, default=False, server_default=false()),
    # The lines of the Record of Learning as composed: ids only, never text.
    Column("learning", JSON),
    Column("window_from", Moment),
    Column("held", Boolean, nullable=False, default=False, server_default=false()),
    Column("forgotten_at", Moment),
    # With made-up people: nothing of it is kept.
    Column("rehearsal", Boolean, nullable=False, default=False, server_default=false()),
    # The times (ms) that the facilitator gave to stages, by their keys.
    Column("planned", JSON),
    Column("finish_at", Moment),
    Column("clock_hidden", Boolean, nullable=False, default=False, server_default=false()),
    Index("ix_circles_team_id_closed_at", "team_id", "closed_at"),
)


def _circle_id() -> Column[str]:
    return Column("circle_id", ForeignKey("circles.id", ondelete="CASCADE"), primary_key=True)


visits = Table(
    "visits",
    metadata,
    _circle_id(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stage", Integer, nullable=False),
    Column("entered_at", Moment, nullable=False),
    Column("left_at", Moment),
    Column("paused_ms", Moment, nullable=False),
    Column("paused_at", Moment),
    Column("counts", Boolean, nullable=False),
)

seats = Table(
    "seats",
    metadata,
    _circle_id(),
    Column("id", String(32), primary_key=True),
    Column("joined_at", Moment, nullable=False),
    Column("phone", Boolean, nullable=False),
    Column("scribe", Boolean, nullable=False),
    Column("spoken", Boolean, nullable=False),
    Column("removed", Boolean, nullable=False),
)

contributions = Table(
    "contributions",
    metadata,
    _circle_id(),
    Column("id", String(32), primary_key=True),
    # The order in which they were committed; `at` may be the same for two.
    Column("position", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("stage", String(30), nullable=False),
    Column("visit", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("source", String(12), nullable=False),
    Column("author", String(32)),
    Column("typist", String(32)),
    Column("mark", String(64)),
    Column("state", String(12), nullable=False),
    Column("late", Boolean, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("tried", Boolean, nullable=False),
    Column("chosen", Boolean, nullable=False),
    Column("merged_into", String(32)),
    Column("outcome", String(10)),
    Column("checked_at", Moment),
    Column("check_on", String(10)),
)

filings = Table(
    "filings",
    metadata,
    _circle_id(),
    Column("document", String(32), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("place", String(40), nullable=False),
    Column("on", String(10)),
    Column("at", Moment),
    Column("by", ForeignKey("staff.id", ondelete="SET NULL")),
    Column("exported_at", Moment),
)

responses = Table(
    "responses",
    metadata,
    _circle_id(),
    Column("id", String(32), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("agrees", Boolean, nullable=False),
    Column("source", String(12), nullable=False),
    Column("settled_at", Moment),
)

# The days on which the team's staff were shown that a circle's words will be forgotten unfiled.
warnings = Table(
    "warnings",
    metadata,
    _circle_id(),
    Column("on", String(10), primary_key=True),
)

# A line for each circle that was closed or forgotten: numbers and places, never words. It stays for good, and so
# it hangs on no circle.
register = Table(
    "register",
    metadata,
    Column("circle_id", String(32), primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("format_title", String(80), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("closed_at", Moment),
    Column("planned_ms", Moment, nullable=False),
    Column("actual_ms", Moment, nullable=False),
    Column("people", Integer, nullable=False),
    # How many contributions there were of each kind.
    Column("counts", JSON, nullable=False),
    # What became of each document: which kind it is, its state, where and on which day.
    Column("documents", JSON, nullable=False),
    Column("open_documents", Integer, nullable=False),
    Column("settled_at", Moment),
    Column("window_from", Moment),
    Column("open_disagreements", Integer, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("open_actions", Integer, nullable=False),
    # The first day on which an open action is checked; NULL where no day was agreed.
    Column("check_on", String(10)),
    Column("forgotten_at", Moment),
    Index("ix_register_team_id_closed_at", "team_id", "closed_at"),
    Index("ix_register_team_id_open_documents", "team_id", "open_documents"),
    Index("ix_register_team_id_open_actions", "team_id", "open_actions"),
)

wordings = Table(
    "wordings",
    metadata,
    _circle_id(),
    Column("subject", String(32), primary_key=True),
    Column("field", String(30), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

moves = Table(
    "moves",
    metadata,
    _circle_id(),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("op", String(32), nullable=False),
    # A keyed hash of what was asked, to tell a resend from another act under the same number.
    Column("digest", String(64), nullable=False),
    Column("actor", String(40), nullable=False),
    Column("type", String(20), nullable=False),
    Column("visit", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("subject", String(32)),
    Column("number", Integer),
    UniqueConstraint("circle_id", "op"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("circle_id", ForeignKey("circles.id", ondelete="CASCADE"), nullable=False),
    # facilitator, advisor, seat, screen, reader or preparer
    Column("kind", String(12), nullable=False),
    Column("seat", String(32)),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE")),
    Column("session_generation", Integer),
    # The random number of the session from which it was given: signing out there ends it.
    Column("session", String(32)),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    ForeignKeyConstraint(["circle_id", "seat"], ["seats.circle_id", "seats.id"]),
    Index("ix_tokens_circle_id_seat", "circle_id", "seat"),
)

# Which devices each of several workers has. It hangs on no circle: a move locks its circle, and whoever writes this
# must hold up no move.
presence = Table(
    "presence",
    metadata,
    Column("circle_id", String(32), primary_key=True),
    Column("worker", String(32), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    # Seats, whether they are connected and when they were last seen; how many screens.
    Column("told", JSON, nullable=False),
)
