"""After the close: filing, responses, check-ins, the register and what is forgotten when"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

PLACES = "LCS\nEHM\nMosaic\nPIMS\nTeam folder (SharePoint)"


def _new_columns() -> dict[str, list[sa.Column]]:
    """Added and dropped one by one: a table that others hang on must not be made anew under them."""
    return {
        "teams": [
            sa.Column("file_within", sa.Integer(), server_default="2", nullable=False),
            sa.Column("nation", sa.String(length=20), server_default="england", nullable=False),
            sa.Column("keep_days", sa.Integer(), server_default="7", nullable=False),
            sa.Column("places", sa.Text(), server_default=PLACES, nullable=False),
        ],
        "circles": [
            sa.Column("earlier", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("learning", sa.JSON(), nullable=True),
            sa.Column("window_from", sa.BigInteger(), nullable=True),
            sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("forgotten_at", sa.BigInteger(), nullable=True),
        ],
        "contributions": [
            sa.Column("outcome", sa.String(length=10), nullable=True),
            sa.Column("checked_at", sa.BigInteger(), nullable=True),
            sa.Column("check_on", sa.String(length=10), nullable=True),
        ],
    }


def upgrade() -> None:
    for table, columns in _new_columns().items():
        for column in columns:
            op.add_column(table, column)
    op.drop_column("circles", "filed_at")
    _filings_and_responses()
    _register()


def _filings_and_responses() -> None:
    op.create_table(
        "filings",
        sa.Column("circle_id", sa.String(length=32), nullable=False),
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("on", sa.String(length=10), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("exported_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name=op.f("fk_filings_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circles.id"], name=op.f("fk_filings_circle_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circle_id", "document", name=op.f("pk_filings")),
    )
    op.create_table(
        "responses",
        sa.Column("circle_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circles.id"], name=op.f("fk_responses_circle_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circle_id", "id", name=op.f("pk_responses")),
    )
    op.create_table(
        "warnings",
        sa.Column("circle_id", sa.String(length=32), nullable=False),
        sa.Column("on", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circles.id"], name=op.f("fk_warnings_circle_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circle_id", "on", name=op.f("pk_warnings")),
    )


def _register() -> None:
    op.create_table(
        "register",
        sa.Column("circle_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("format_title", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("planned_ms", sa.BigInteger(), nullable=False),
        sa.Column("actual_ms", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("open_documents", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("window_from", sa.BigInteger(), nullable=True),
        sa.Column("open_disagreements", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("open_actions", sa.Integer(), nullable=False),
        sa.Column("check_on", sa.String(length=10), nullable=True),
        sa.Column("forgotten_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_register_team_id")),
        sa.PrimaryKeyConstraint("circle_id", name=op.f("pk_register")),
    )
    for column in ("closed_at", "open_documents", "open_actions"):
        op.create_index(f"ix_register_team_id_{column}", "register", ["team_id", column])


def downgrade() -> None:
    for table in ("register", "warnings", "responses", "filings"):
        op.drop_table(table)
    op.add_column("circles", sa.Column("filed_at", sa.BigInteger(), nullable=True))
    for table, columns in _new_columns().items():
        for column in columns:
            op.drop_column(table, column.name)
