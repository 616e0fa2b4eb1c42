"""The tables of documents kept as issued, each with its grain."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from saldo.desk.kinds import Moment
from saldo.desk.tables import metadata

# One row per document taken (rules 7 and 16). `loaded_at` is the snapshot's, in UTC; the bytes
# and the figures stand on the shelf under their hashes; of a verification code only the hash.
issued_documents = Table(
    "issued_documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(24), nullable=False),
    Column("format", String(8), nullable=False),
    Column("language", String(8), nullable=False),
    Column("period_start", Date),
    Column("period_end", Date, nullable=False),
    Column("currency", String(3)),
    Column("known_at", Moment),
    Column("accounts", Integer, nullable=False),
    Column("build", String(60), nullable=False),
    Column("loaded_at", Moment, nullable=False),
    Column("question_hash", String(64), nullable=False),
    Column("figures_hash", String(64), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("code_hash", String(64), unique=True),
    Column("file_name", String(200), nullable=False),
    Column("taken_by", Integer, ForeignKey("people.id"), nullable=False),
    Column("taken_at", Moment, nullable=False),
    Index("issued_of_question", "question_hash"),
)

# One row per account that a document is about: who sees all of them may take it again.
issued_accounts = Table(
    "issued_accounts",
    metadata,
    Column(
        "document_id",
        Integer,
        ForeignKey("issued_documents.id", ondelete="cascade"),
        primary_key=True,
    ),
    Column("customer_no", String(100), primary_key=True),
    Index("issued_of_customer", "customer_no"),
)
