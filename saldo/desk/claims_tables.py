"""The desk's tables of decisions on findings and of claims, each with its grain."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from saldo.desk.kinds import Exact, Moment
from saldo.desk.tables import metadata

# One row per decision on a finding of the billing check; the last one of a finding holds.
# `finding` is its key; what it was about and its amount are kept as they were decided on.
decisions = Table(
    "billing_decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("finding", Text, nullable=False),
    Column("customer_no", String(100), nullable=False),
    Column("company_no", String(100), nullable=False),
    Column("outcome", String(40), nullable=False),
    Column("serial_no", String(100), nullable=False),
    Column("contract_no", String(100)),
    Column("invoice_no", String(100)),
    Column("line_no", String(100)),
    Column("currency", String(3)),
    Column("amount", Exact, nullable=False),
    Column("decision", String(20), nullable=False),
    Column("until", Date),
    Column("reason", Text, nullable=False),
    Column("decided_by", Integer, ForeignKey("people.id"), nullable=False),
    Column("decided_at", Moment, nullable=False),
    Index("billing_decisions_of_customer", "customer_no"),
)

# One row per claim: a request for credit to one company for one account and currency. `number` is
# K-<year>-<place>, places without a gap. `seen_to` is the last day of the figures it stands on.
claims = Table(
    "claims",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("year", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("customer_no", String(100), nullable=False),
    Column("company_no", String(100), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("seen_to", Date, nullable=False),
    Column("snapshot", String(100), nullable=False),
    Column("note", Text, nullable=False),
    UniqueConstraint("year", "place", name="claim_place"),
    Index("claims_of_customer", "customer_no"),
)

# One row per line of a claim, frozen as it was asked for: amounts without VAT, `vat_amount` where
# the invoice's line says it. `live` names the invoice line while the claim stands, and is unique:
# a line stands in one live claim at most.
claim_lines = Table(
    "claim_lines",
    metadata,
    Column("claim_id", Integer, ForeignKey("claims.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("live", Text, unique=True),
    Column("finding", Text, nullable=False),
    Column("outcome", String(40), nullable=False),
    Column("serial_no", String(100), nullable=False),
    Column("model", String(200)),
    Column("site_no", String(100)),
    Column("site_name", String(200)),
    Column("contract_no", String(100)),
    Column("class", String(20), key="document_class", nullable=False),
    Column("invoice_no", String(100), nullable=False),
    Column("line_no", String(100), nullable=False),
    Column("issue_date", Date, nullable=False),
    Column("service_start", Date),
    Column("service_end", Date),
    Column("billed_amount", Exact, nullable=False),
    Column("correct_amount", Exact, nullable=False),
    Column("claim_amount", Exact, nullable=False),
    Column("vat_amount", Exact),
    Column("says_en", Text, nullable=False),
    Column("says_sv", Text, nullable=False),
)

# One row per thing that happened to a claim: sent, declined, withdrawn.
claim_events = Table(
    "claim_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("claim_id", Integer, ForeignKey("claims.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Integer, ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Index("claim_events_of_claim", "claim_id"),
)
