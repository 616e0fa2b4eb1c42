"""The desk's tables of mail: what waits to be sent, and which domains an account may send to."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from saldo.desk.kinds import Moment
from saldo.desk.tables import metadata

# One row per domain that people of an account may forward documents to.
mail_domains = Table(
    "mail_domains",
    metadata,
    Column("customer_no", String(100), primary_key=True),
    Column("domain", String(190), primary_key=True),
    Column("added_by", Integer, ForeignKey("people.id")),
    Column("added_at", Moment, nullable=False),
)

# One row per mail: of one event to one address, once. It is written to a person at that person's
# address, or to an address in a domain of the account it is about: the database holds both.
# `params` (JSON) name what it is about; its words are made when it is sent, under the rights of
# then.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("event", String(200), nullable=False),
    Column("person_id", Integer),
    Column("address", String(254), nullable=False),
    Column("customer_no", String(100)),
    Column("domain", String(190)),
    Column("params", Text, nullable=False),
    Column("status", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("queued_at", Moment, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("worker", String(40)),
    Column("claimed_until", Moment),
    Column("ended_at", Moment),
    Column("said", Text, nullable=False),
    UniqueConstraint("event", "address", name="mail_once"),
    ForeignKeyConstraint(
        ["person_id", "address"],
        ["people.id", "people.email"],
        name="mail_to_a_person",
        onupdate="CASCADE",
    ),
    ForeignKeyConstraint(
        ["customer_no", "domain"],
        ["mail_domains.customer_no", "mail_domains.domain"],
        name="mail_to_a_domain",
    ),
    CheckConstraint(
        "(person_id is not null and customer_no is null and domain is null)"
        " or (person_id is null and customer_no is not null and domain is not null"
        " and address like '%@' || domain)",
        name="mail_has_a_right_recipient",
    ),
    CheckConstraint(
        "status in ('waiting', 'sending', 'sent', 'unconfirmed', 'dead', 'dropped')",
        name="mail_status",
    ),
    Index("outbox_waiting", "status", "not_before"),
)
