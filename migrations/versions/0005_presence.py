"""Which devices are connected to which worker, where several serve"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "presence",
        sa.Column("worker", sa.String(length=32), nullable=False),
        sa.Column("circle_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("circle_id", "worker", name=op.f("pk_presence")),
    )


def downgrade() -> None:
    op.drop_table("presence")
