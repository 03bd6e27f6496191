"""Share the argument and the class's figures with students."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # Not as a batch, which would build the table anew on SQLite and delete what depends on it.
    for name in ("show_argument", "share_figures"):
        op.add_column(
            "assignment",
            sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False),
        )


def downgrade() -> None:
    for name in ("share_figures", "show_argument"):
        op.drop_column("assignment", name)
