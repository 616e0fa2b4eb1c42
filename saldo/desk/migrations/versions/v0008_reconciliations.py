"""Reconciliations that were saved, and the accounts each is about."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """A match of a customer's ledger, kept as it was found."""
    op.create_table(
        "reconciliations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("accounts", sa.Integer, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("differences", sa.Integer, nullable=False),
        sa.Column("contents", sa.Text, nullable=False),
        sa.Column("saved_by", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
    )
    op.create_index("reconciliations_of_person", "reconciliations", ["saved_by"])
    op.create_table(
        "reconciliation_accounts",
        sa.Column(
            "reconciliation_id",
            sa.Integer,
            sa.ForeignKey("reconciliations.id", ondelete="cascade"),
            primary_key=True,
        ),
        sa.Column("customer_no", sa.String(100), primary_key=True),
    )
    op.create_index("reconciliations_of_customer", "reconciliation_accounts", ["customer_no"])
