"""The desk: what people write: people, grants, sessions, disputes, questions, views, the trail."""

from saldo.desk import audit, disputes, grants, links, people, questions, sessions, views
from saldo.desk.opening import DeskError, DeskTooNew, DeskUnreachable
from saldo.desk.store import Desk, open_desk

__all__ = [
    "Desk",
    "DeskError",
    "DeskTooNew",
    "DeskUnreachable",
    "audit",
    "disputes",
    "grants",
    "links",
    "open_desk",
    "people",
    "questions",
    "sessions",
    "views",
]
