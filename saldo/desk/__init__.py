"""The desk: what people write. People, grants, sessions, links, disputes and the audit trail."""

from saldo.desk import audit, disputes, grants, links, people, sessions
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
    "sessions",
]
