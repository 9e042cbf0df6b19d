"""The tables of who works here: teams, their staff, who belongs where, and links that let somebody in. What all
tables share stands here too, since those of the circles (tables.py) point to these."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Moment = BigInteger
#: Where councils file: the case systems, the staff system and the team's folder.
PLACES = "LCS\nEHM\nMosaic\nPIMS\nTeam folder (SharePoint)"

teams = Table(
    "teams",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("phones_allowed", Boolean, nullable=False, default=True),
    Column("words_on_screen", Boolean, nullable=False, default=True),
    # Within how many working days a form is filed, and by whose bank holidays these are counted.
    Column("file_within", Integer, nullable=False, default=2, server_default="2"),
    Column("nation", String(20), nullable=False, default="england", server_default="england"),
    # For how many days after filing the words are kept.
    Column("keep_days", Integer, nullable=False, default=7, server_default="7"),
    # Where this team files, one place a line; these are what "Filed" offers.
    Column("places", Text, nullable=False, default=PLACES, server_default=PLACES),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("sign_in_name", String(80), nullable=False, unique=True),
    Column("password_hash", String(200), nullable=False),
    Column("administrator", Boolean, nullable=False, default=False),
    Column("active", Boolean, nullable=False, default=True),
    # Raised by "sign out everywhere" and by a new password: older sessions end.
    Column("session_generation", Integer, nullable=False, default=1),
    Column("created_at", Moment, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    # NULL for the one-time link with which the first facilitator sets up the server.
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE")),
    Column("administrator", Boolean, nullable=False, default=False),
    # Set where the link is for somebody who has an account and needs a new password.
    Column("for_staff_id", ForeignKey("staff.id", ondelete="CASCADE")),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)
