"""Documents kept as issued, and the accounts they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """What was taken as a document, on which figures."""
    op.create_table(
        "issued_documents",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("format", sa.String(8), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("period_start", sa.Date),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("currency", sa.String(3)),
        sa.Column("known_at", _MOMENT),
        sa.Column("accounts", sa.Integer, nullable=False),
        sa.Column("build", sa.String(60), nullable=False),
        sa.Column("loaded_at", _MOMENT, nullable=False),
        sa.Column("question_hash", sa.String(64), nullable=False),
        sa.Column("figures_hash", sa.String(64), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("code_hash", sa.String(64), unique=True),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("taken_by", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("taken_at", _MOMENT, nullable=False),
    )
    op.create_index("issued_of_question", "issued_documents", ["question_hash"])
    op.create_table(
        "issued_accounts",
        sa.Column(
            "document_id",
            sa.Integer,
            sa.ForeignKey("issued_documents.id", ondelete="cascade"),
            primary_key=True,
        ),
        sa.Column("customer_no", sa.String(100), primary_key=True),
    )
    op.create_index("issued_of_customer", "issued_accounts", ["customer_no"])
