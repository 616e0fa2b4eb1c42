"""Disputes that are withdrawn and stand once, questions, saved views."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """What a person asks of a document, and the views they keep."""
    _disputes()
    _questions()
    _views()


def _disputes() -> None:
    op.add_column("disputes", sa.Column("closed_at", _MOMENT))
    op.add_column("disputes", sa.Column("closed_by", sa.Integer))
    op.create_index(
        "disputes_standing_once",
        "disputes",
        ["raised_by", "company_no", "class", "invoice_no", sa.text("coalesce(line_no, '')")],
        unique=True,
        sqlite_where=sa.text("closed_on is null"),
        postgresql_where=sa.text("closed_on is null"),
    )


def _questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("company_no", sa.String(100), nullable=False),
        sa.Column("class", sa.String(20), nullable=False),
        sa.Column("invoice_no", sa.String(100), nullable=False),
        sa.Column("line_no", sa.String(100)),
        sa.Column("customer_no", sa.String(100), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("asked_by", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
    )
    op.create_index("questions_of_customer", "questions", ["customer_no"])


def _views() -> None:
    op.create_table(
        "views",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("page", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("person_id", "page", "name", name="view_name"),
    )
    op.create_table(
        "view_accounts",
        sa.Column(
            "view_id",
            sa.Integer,
            sa.ForeignKey("views.id", ondelete="cascade"),
            primary_key=True,
        ),
        sa.Column("customer_no", sa.String(100), primary_key=True),
    )
