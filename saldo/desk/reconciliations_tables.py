"""The tables of saved reconciliations, each with its grain."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from saldo.desk.kinds import Moment
from saldo.desk.tables import metadata

# One row per match of a customer's ledger that somebody saved, as it was found then. `contents`
# holds both sides, the findings and the decisions, packed; `differences` counts what did not fit.
reconciliations = Table(
    "reconciliations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("file_name", String(200), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("accounts", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("differences", Integer, nullable=False),
    Column("contents", Text, nullable=False),
    Column("saved_by", Integer, ForeignKey("people.id"), nullable=False),
    Column("saved_at", Moment, nullable=False),
    Index("reconciliations_of_person", "saved_by"),
)

# One row per account a reconciliation is about: who sees all of them may open it.
reconciliation_accounts = Table(
    "reconciliation_accounts",
    metadata,
    Column(
        "reconciliation_id",
        Integer,
        ForeignKey("reconciliations.id", ondelete="cascade"),
        primary_key=True,
    ),
    Column("customer_no", String(100), primary_key=True),
    Index("reconciliations_of_customer", "customer_no"),
)
