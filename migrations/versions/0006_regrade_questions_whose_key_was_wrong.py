"""Regrade questions whose key was wrong."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "regrade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=10), nullable=False),
        sa.Column("corrected", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "policy IN ('replace', 'both', 'raise', 'full', 'drop')", name=op.f("ck_regrade_policy")
        ),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_regrade_undone")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_regrade_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name=op.f("fk_regrade_made_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["user_account.id"], name=op.f("fk_regrade_undone_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["question_version.id"],
            name=op.f("fk_regrade_version_id_question_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade")),
    )
    with op.batch_alter_table("regrade", schema=None) as batch_op:
        batch_op.create_index(
            "ix_regrade_assignment_id_version_id", ["assignment_id", "version_id"], unique=False
        )

    op.create_table(
        "regraded",
        sa.Column("regrade_id", sa.Integer(), nullable=False),
        sa.Column("attempt_question_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("affects", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_question_id"],
            ["attempt_question.id"],
            name=op.f("fk_regraded_attempt_question_id_attempt_question"),
        ),
        sa.ForeignKeyConstraint(
            ["regrade_id"], ["regrade.id"], name=op.f("fk_regraded_regrade_id_regrade")
        ),
        sa.PrimaryKeyConstraint("regrade_id", "attempt_question_id", name=op.f("pk_regraded")),
    )
    with op.batch_alter_table("regraded", schema=None) as batch_op:
        batch_op.create_index(
            "ix_regraded_attempt_question_id", ["attempt_question_id"], unique=False
        )

    op.add_column(
        "attempt_question",
        sa.Column("dropped", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )


COUNTED_AGAIN = """
    UPDATE attempt SET
        score = (
            SELECT coalesce(sum(response.mark), 0) FROM response
            JOIN attempt_question ON attempt_question.id = response.attempt_question_id
            WHERE attempt_question.attempt_id = attempt.id
        ),
        out_of = 27720 * (
            SELECT sum(attempt_question.points) FROM attempt_question
            WHERE attempt_question.attempt_id = attempt.id
        )
    WHERE submitted_at IS NOT NULL
    AND id IN (SELECT attempt_id FROM attempt_question WHERE dropped)
"""
# Points are hundredths, scores are parts, of which a hundredth has 27720 (core.marks).


def downgrade() -> None:
    # Without the column nobody knows what was dropped, so it counts again, as its answers kept
    # their marks. The marks that other policies gave stay: they are what the students were told.
    op.execute(COUNTED_AGAIN)
    op.drop_column("attempt_question", "dropped")
    with op.batch_alter_table("regraded", schema=None) as batch_op:
        batch_op.drop_index("ix_regraded_attempt_question_id")

    op.drop_table("regraded")
    with op.batch_alter_table("regrade", schema=None) as batch_op:
        batch_op.drop_index("ix_regrade_assignment_id_version_id")

    op.drop_table("regrade")
