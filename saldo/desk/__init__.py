"""The desk: what people write, and the trail of it.

People, grants, sessions; disputes, questions, views; decisions on findings, claims,
documents as issued.
"""

from saldo.desk import (
    audit,
    claims,
    decisions,
    disputes,
    grants,
    issued,
    links,
    people,
    questions,
    sessions,
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
    "claims",
    "decisions",
    "disputes",
    "grants",
    "issued",
    "links",
    "open_desk",
    "people",
    "questions",
    "sessions",
    "views",
]
