"""Changes of the installed base that people ask for, and what happened to each."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """What was asked for, and its history."""
    op.create_table(
        "change_requests",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("receipt_no", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("customer_no", sa.String(100), nullable=False),
        sa.Column("company_no", sa.String(100), nullable=False),
        sa.Column("serial_no", sa.String(100)),
        sa.Column("on_date", sa.Date),
        sa.Column("to_site", sa.String(100)),
        sa.Column("new_serial", sa.String(100)),
        sa.Column("model", sa.String(200)),
        sa.Column("contact_name", sa.String(200)),
        sa.Column("contact_email", sa.String(254)),
        sa.Column("contact_phone", sa.String(60)),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("asked_by", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("decision", sa.String(12)),
        sa.Column("decided_by", sa.Integer, sa.ForeignKey("people.id")),
        sa.Column("decided_at", _MOMENT),
        sa.Column("decision_note", sa.Text),
    )
    op.create_index("changes_of_customer", "change_requests", ["customer_no"])
    op.create_table(
        "change_events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("request_id", sa.Integer, sa.ForeignKey("change_requests.id"), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("event", sa.String(12), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_index("events_of_change", "change_events", ["request_id"])
