"""Remember how a quiz was drawn."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # Not as a batch, which would build the table anew on SQLite and delete what depends on it.
    op.add_column("quiz", sa.Column("draw_plan", sa.String(length=40), nullable=True))
    op.add_column("quiz", sa.Column("draw_seed", sa.Integer(), nullable=True))
    keys = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("quiz", sa.Column("draw_keys", keys, nullable=True))
    op.add_column("quiz", sa.Column("draw_retake", sa.String(length=200), nullable=True))


def downgrade() -> None:
    for name in ("draw_retake", "draw_keys", "draw_seed", "draw_plan"):
        op.drop_column("quiz", name)
