"""Ledger entries: their kinds and signs (rule 4)."""

from __future__ import annotations

SIGNS: dict[str, int] = {
    "invoice": 1,
    "interest_invoice": 1,
    "credit_note": -1,
    "payment": -1,
    "refund": 1,
    "payment_return": 1,
    "cash_discount": -1,
    "withholding": -1,
    "write_off": -1,
    # these come signed: above zero raises what is owed
    "rounding": 1,
    "transfer": 1,
    "exchange": 1,
    "exchange_difference": 1,
}
