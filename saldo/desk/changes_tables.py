"""The tables of requests to change the installed base, each with its grain."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from saldo.desk.kinds import Moment
from saldo.desk.tables import metadata

# One row per change of one machine (or contact) that was asked for. Those sent together share the
# receipt. `decision` is null until somebody has decided or the asker has taken it back.
change_requests = Table(
    "change_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("receipt_no", String(24), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("customer_no", String(100), nullable=False),
    Column("company_no", String(100), nullable=False),
    Column("serial_no", String(100)),
    Column("on_date", Date),
    Column("to_site", String(100)),
    Column("new_serial", String(100)),
    Column("model", String(200)),
    Column("contact_name", String(200)),
    Column("contact_email", String(254)),
    Column("contact_phone", String(60)),
    Column("note", Text, nullable=False),
    Column("asked_by", Integer, ForeignKey("people.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("decision", String(12)),
    Column("decided_by", Integer, ForeignKey("people.id")),
    Column("decided_at", Moment),
    Column("decision_note", Text),
    Index("changes_of_customer", "customer_no"),
)

# One row per thing that happened to a request; rows are only ever added.
change_events = Table(
    "change_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request_id", Integer, ForeignKey("change_requests.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    Column("event", String(12), nullable=False),
    Column("note", Text, nullable=False),
    Index("events_of_change", "request_id"),
)
