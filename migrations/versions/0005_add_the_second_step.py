"""Add the second step at sign-in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


# Not in a batch, which on SQLite makes the table anew: dropping the old one would take the rows
# that hang from it along.
def upgrade() -> None:
    op.add_column("user_account", sa.Column("totp_secret", sa.String(length=32), nullable=True))
    op.add_column("user_account", sa.Column("totp_step", sa.BigInteger(), nullable=True))
    op.add_column(
        "login_session",
        sa.Column("step_due", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_recovery_code_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_recovery_code_user_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_column("login_session", "step_due")
    op.drop_column("user_account", "totp_step")
    op.drop_column("user_account", "totp_secret")
