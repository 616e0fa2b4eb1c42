"""Decisions on findings of the billing check, and claims with their lines and events."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_MOMENT = sa.DateTime(timezone=True)
_EXACT = sa.Numeric(18, 4).with_variant(sa.String(24), "sqlite")


def upgrade() -> None:
    """What is said of a finding, and what is asked back for it."""
    _decisions()
    _claims()
    _lines()
    _events()


def _decisions() -> None:
    op.create_table(
        "billing_decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("finding", sa.Text, nullable=False),
        sa.Column("customer_no", sa.String(100), nullable=False),
        sa.Column("company_no", sa.String(100), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("serial_no", sa.String(100), nullable=False),
        sa.Column("contract_no", sa.String(100)),
        sa.Column("invoice_no", sa.String(100)),
        sa.Column("line_no", sa.String(100)),
        sa.Column("currency", sa.String(3)),
        sa.Column("amount", _EXACT, nullable=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("decided_by", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=False),
    )
    op.create_index("billing_decisions_of_customer", "billing_decisions", ["customer_no"])


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.String(20), nullable=False, unique=True),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("customer_no", sa.String(100), nullable=False),
        sa.Column("company_no", sa.String(100), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("seen_to", sa.Date, nullable=False),
        sa.Column("snapshot", sa.String(100), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.UniqueConstraint("year", "place", name="claim_place"),
    )
    op.create_index("claims_of_customer", "claims", ["customer_no"])


def _lines() -> None:
    op.create_table(
        "claim_lines",
        sa.Column("claim_id", sa.Integer, sa.ForeignKey("claims.id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("live", sa.Text, unique=True),
        sa.Column("finding", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("serial_no", sa.String(100), nullable=False),
        sa.Column("model", sa.String(200)),
        sa.Column("site_no", sa.String(100)),
        sa.Column("site_name", sa.String(200)),
        sa.Column("contract_no", sa.String(100)),
        sa.Column("class", sa.String(20), nullable=False),
        sa.Column("invoice_no", sa.String(100), nullable=False),
        sa.Column("line_no", sa.String(100), nullable=False),
        sa.Column("issue_date", sa.Date, nullable=False),
        sa.Column("service_start", sa.Date),
        sa.Column("service_end", sa.Date),
        sa.Column("billed_amount", _EXACT, nullable=False),
        sa.Column("correct_amount", _EXACT, nullable=False),
        sa.Column("claim_amount", _EXACT, nullable=False),
        sa.Column("vat_amount", _EXACT),
        sa.Column("says_en", sa.Text, nullable=False),
        sa.Column("says_sv", sa.Text, nullable=False),
    )


def _events() -> None:
    op.create_table(
        "claim_events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim_id", sa.Integer, sa.ForeignKey("claims.id"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("claim_events_of_claim", "claim_events", ["claim_id"])
