"""Let staff mark written answers by hand."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "hand_mark",
        sa.Column("response_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("comment", sa.String(length=2000), nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("mark >= 0", name=op.f("ck_hand_mark_mark")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_hand_mark_revision")),
        sa.ForeignKeyConstraint(
            ["marked_by"], ["user_account.id"], name=op.f("fk_hand_mark_marked_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.attempt_question_id"],
            name=op.f("fk_hand_mark_response_id_response"),
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_hand_mark")),
    )


def downgrade() -> None:
    op.drop_table("hand_mark")
