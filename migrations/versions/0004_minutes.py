"""Minutes that the facilitator sets, the finish time, and a screen without a counting clock"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("circles", sa.Column("planned", sa.JSON()))
    op.add_column("circles", sa.Column("finish_at", sa.BigInteger()))
    op.add_column(
        "circles", sa.Column("clock_hidden", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    for column in ("clock_hidden", "finish_at", "planned"):
        op.drop_column("circles", column)
