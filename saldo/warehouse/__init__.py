"""The warehouse: published snapshots and the only way to ask them."""

from saldo.warehouse.scope import NOBODY, Scope
from saldo.warehouse.snapshots import (
    Freshness,
    NoSnapshot,
    Snapshot,
    Unreadable,
    current,
    current_path,
)

__all__ = [
    "NOBODY",
    "Freshness",
    "NoSnapshot",
    "Scope",
    "Snapshot",
    "Unreadable",
    "current",
    "current_path",
]
