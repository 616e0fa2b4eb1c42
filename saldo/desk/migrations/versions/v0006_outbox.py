"""Mail that waits, each with its right recipient, and the domains an account may send to."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """The outbox; people can be referred to together with their address."""
    op.create_index("people_addresses", "people", ["id", "email"], unique=True)
    op.create_table(
        "mail_domains",
        sa.Column("customer_no", sa.String(100), primary_key=True),
        sa.Column("domain", sa.String(190), primary_key=True),
        sa.Column("added_by", sa.Integer, sa.ForeignKey("people.id")),
        sa.Column("added_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("event", sa.String(200), nullable=False),
        sa.Column("person_id", sa.Integer),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("customer_no", sa.String(100)),
        sa.Column("domain", sa.String(190)),
        sa.Column("params", sa.Text, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("queued_at", _MOMENT, nullable=False),
        sa.Column("not_before", _MOMENT, nullable=False),
        sa.Column("worker", sa.String(40)),
        sa.Column("claimed_until", _MOMENT),
        sa.Column("ended_at", _MOMENT),
        sa.Column("said", sa.Text, nullable=False),
        *_held(),
    )
    op.create_index("outbox_waiting", "outbox", ["status", "not_before"])


def _held() -> list[sa.Constraint]:
    """What the database itself holds of every mail: once, and to a right recipient."""
    return [
        sa.UniqueConstraint("event", "address", name="mail_once"),
        sa.ForeignKeyConstraint(
            ["person_id", "address"],
            ["people.id", "people.email"],
            name="mail_to_a_person",
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["customer_no", "domain"],
            ["mail_domains.customer_no", "mail_domains.domain"],
            name="mail_to_a_domain",
        ),
        sa.CheckConstraint(
            "(person_id is not null and customer_no is null and domain is null)"
            " or (person_id is null and customer_no is not null and domain is not null"
            " and address like '%@' || domain)",
            name="mail_has_a_right_recipient",
        ),
        sa.CheckConstraint(
            "status in ('waiting', 'sending', 'sent', 'unconfirmed', 'dead', 'dropped')",
            name="mail_status",
        ),
    ]
