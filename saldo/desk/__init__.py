"""The desk: what people write, and the trail of it.

People, grants, sessions; disputes, questions, views; decisions on findings, claims,
documents as issued, changes asked for.
"""

from saldo.desk import (
    audit,
    changes,
    claims,
    decisions,
    disputes,
    feeds,
    grants,
    issued,
    links,
    outbox,
    people,
    questions,
    reconciliations,
    sessions,
    tokens,
    views,
)
from saldo.desk.opening import DeskError, DeskTooNew, DeskUnreachable
from saldo.desk.store import Desk, open_desk

__all__ = [
    "Desk",
    "DeskError",
    "DeskTooNew",
    "DeskUnreachable",
    "audit",
    "changes",
    "claims",
    "decisions",
    "disputes",
    "feeds",
    "grants",
    "issued",
    "links",
    "open_desk",
    "outbox",
    "people",
    "questions",
    "reconciliations",
    "sessions",
    "tokens",
    "views",
]
