"""Plan the erasure of people."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

COLUMNS = ("held_at", "erase_at", "erased_at")


# Not in a batch, which on SQLite makes the table anew: dropping the old one would take the rows
# that hang from it along.
def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("user_account", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("user_account", name)
