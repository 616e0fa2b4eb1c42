"""The desk's tables: what people write, each with its grain."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from saldo.desk.kinds import Exact, Moment

metadata = MetaData()


def _person(*, primary_key: bool = False, nullable: bool = False) -> Column[int]:
    return Column(
        "person_id", Integer, ForeignKey("people.id"), primary_key=primary_key, nullable=nullable
    )


# One row per person. `email` is lower case; `language` is null until chosen.
people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("language", String(8)),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    Index("people_addresses", "id", "email", unique=True),  # mail refers to both
)

# One row per person who has chosen a password (argon2, with its parameters).
credentials = Table(
    "credentials",
    metadata,
    _person(primary_key=True),
    Column("password_hash", String(255), nullable=False),
    Column("set_at", Moment, nullable=False),
)

# One row per grant; both days inclusive, `valid_to` null while it has no end.
grants = Table(
    "grants",
    metadata,
    Column("id", Integer, primary_key=True),
    _person(),
    Column("kind", String(10), nullable=False),
    Column("value", String(100), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    CheckConstraint("kind in ('customer', 'group', 'rep', 'all')", name="grant_kind"),
    Index("grants_of_person", "person_id"),
)

# One row per sign-in. Only the SHA-256 of the token is kept.
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _person(),
    Column("way", String(10), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Index("sessions_of_person", "person_id"),
)

# One row per link that signs in once. Only the SHA-256 of the token is kept.
links = Table(
    "links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _person(),
    Column("purpose", String(10), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

# One row per dispute raised in the product (rule 14), on a document or one of its lines.
# `amount` null: all that is open. `closed_on` is the first day it no longer stands.
disputes = Table(
    "disputes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("company_no", String(100), nullable=False),
    Column("class", String(20), key="document_class", nullable=False),
    Column("invoice_no", String(100), nullable=False),
    Column("line_no", String(100)),
    Column("customer_no", String(100), nullable=False),
    Column("amount", Exact),
    Column("currency", String(3), nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("closed_on", Date),
    Column("reason", Text, nullable=False),
    Column("wanted", Text, nullable=False),
    Column("raised_by", Integer, ForeignKey("people.id"), nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", Integer),
    Index("disputes_of_customer", "customer_no"),
    Index(
        "disputes_standing_once",
        "raised_by",
        "company_no",
        "document_class",
        "invoice_no",
        text("coalesce(line_no, '')"),
        unique=True,
        sqlite_where=text("closed_on is null"),
        postgresql_where=text("closed_on is null"),
    ),
)

# One row per question asked (no dispute: it changes no figure), on a document or one of its lines.
questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("topic", String(20), nullable=False),
    Column("company_no", String(100), nullable=False),
    Column("class", String(20), key="document_class", nullable=False),
    Column("invoice_no", String(100), nullable=False),
    Column("line_no", String(100)),
    Column("customer_no", String(100), nullable=False),
    Column("text", Text, nullable=False),
    Column("asked_by", Integer, ForeignKey("people.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Index("questions_of_customer", "customer_no"),
)

# One row per saved view: the filters of a page (never its rows) under a name.
# `role` is the owner's: a view is shared among people of one role.
views = Table(
    "views",
    metadata,
    Column("id", Integer, primary_key=True),
    _person(),
    Column("page", String(20), nullable=False),
    Column("name", String(60), nullable=False),
    Column("query", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("saved_at", Moment, nullable=False),
    UniqueConstraint("person_id", "page", "name", name="view_name"),
)

# One row per account that a shared view is about: who sees all of them may open it.
view_accounts = Table(
    "view_accounts",
    metadata,
    Column("view_id", Integer, ForeignKey("views.id", ondelete="cascade"), primary_key=True),
    Column("customer_no", String(100), primary_key=True),
)

# One row per thing done; rows are only ever added. `person_id` null: the operator of the home.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    _person(nullable=True),
    Column("action", String(40), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", Text, nullable=False),
)

# One row: how many writes have changed answers.
revision = Table(
    "revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
)
