"""The desk: what people write, and the trail of it.

People, grants, sessions; disputes, questions, views; decisions on findings, claims.
"""

from saldo.desk import (
    audit,
    claims,
    decisions,
    disputes,
    grants,
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
    "links",
    "open_desk",
    "people",
    "questions",
    "sessions",
    "views",
]
