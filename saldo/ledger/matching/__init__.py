"""Matching: a customer's payables ledger against our receivables ledger, and what ties them."""

from saldo.ledger.matching.entries import (
    Decisions,
    Finding,
    Kind,
    Ours,
    Outcome,
    Reason,
    Status,
    Suggestion,
    Theirs,
)
from saldo.ledger.matching.match import match
from saldo.ledger.matching.reconciliation import Line, Tie, reconciliation

__all__ = [
    "Decisions",
    "Finding",
    "Kind",
    "Line",
    "Ours",
    "Outcome",
    "Reason",
    "Status",
    "Suggestion",
    "Theirs",
    "Tie",
    "match",
    "reconciliation",
]
